#include <math.h>

#include "app/figures/kit.h"
#include "core/theory/contraction.h"
#include "ui/plots/distance-plot.h"

#define STARTS 13
#define PAIRS  12
#define UNTIL  8

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
  plot.rate = cl_figure_kit_best_norm (analysis, &plot.norm, &plot.weighted);
  distances = cl_distances_new (motion.bundle, plot.norm,
                                plot.weighted ? analysis->optimal_weights : NULL, plot.rate, PAIRS);
  plot.distances = distances;
  return cl_distance_plot_figure (&plot);
}

ClFigure *
cl_figure_two_norms (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  static const guint norms[] = { CL_CONTRACTION_INF, CL_CONTRACTION_TWO };
  g_auto (ClFigureMotion) motion = { 0 };
  g_autoptr (ClAnalysis) analysis = NULL;
  ClDistancePlot plots[G_N_ELEMENTS (norms)] = { 0 };
  ClDistances *distances[G_N_ELEMENTS (norms)];
  ClFigure *figure;

  if (!cl_figure_kit_move (context, STARTS, UNTIL, &motion, cancellable, error))
    return NULL;
  analysis = cl_analysis_new (motion.model, NULL, cancellable, error);
  if (analysis == NULL)
    return NULL;
  for (guint k = 0; k < G_N_ELEMENTS (norms); k++)
    {
      const ClContraction *contraction = &analysis->contraction[norms[k]];

      plots[k].t = motion.bundle->t;
      plots[k].norm = cl_contraction_norm (norms[k]);
      plots[k].rate = contraction->osl <= 0 ? contraction->rate : NAN;
      plots[k].distances = distances[k] =
          cl_distances_new (motion.bundle, plots[k].norm, NULL, plots[k].rate, PAIRS);
    }
  figure = cl_distance_plots_figure (plots, G_N_ELEMENTS (plots));
  for (guint k = 0; k < G_N_ELEMENTS (norms); k++)
    cl_distances_free (distances[k]);
  return figure;
}
