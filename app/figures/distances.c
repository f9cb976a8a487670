#include "app/figures/kit.h"
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
