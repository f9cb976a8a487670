#include <math.h>

#include "app/figures/kit.h"
#include "core/theory/contraction.h"
#include "ui/plots/distance-plot.h"

#define STARTS 13
#define PAIRS  12
#define UNTIL  8

/* The norm with the largest guaranteed rate; without any, l_inf and no envelope. */
static double
best_norm (const ClAnalysis *analysis, ClNormKind *norm, gboolean *weighted)
{
  double rate = NAN;

  *norm = CL_NORM_INF;
  *weighted = FALSE;
  for (int k = 0; k < CL_N_CONTRACTIONS; k++)
    if (analysis->contraction[k].rate > 0 && !(analysis->contraction[k].rate <= rate))
      {
        rate = analysis->contraction[k].rate;
        *norm = cl_contraction_norm (k);
        *weighted = k == CL_CONTRACTION_INF_WEIGHTED;
      }
  return rate;
}

ClFigure *
cl_figure_distances (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  g_auto (ClFigureMotion) motion = { 0 };
  g_autoptr (ClAnalysis) analysis = NULL;
  g_autoptr (ClDistances) distances = NULL;
  ClDistancePlot plot = { 0 };

  if (!cl_figure_kit_move (context, STARTS, UNTIL, &motion, cancellable, error))
    return NULL;
  analysis = cl_analysis_new (motion.model, NULL, cancellable, error);
  if (analysis == NULL)
    return NULL;
  plot.t = motion.bundle->t;
  plot.rate = best_norm (analysis, &plot.norm, &plot.weighted);
  distances = cl_distances_new (motion.bundle, plot.norm,
                                plot.weighted ? analysis->optimal_weights : NULL, plot.rate, PAIRS);
  plot.distances = distances;
  return cl_distance_plot_figure (&plot);
}
