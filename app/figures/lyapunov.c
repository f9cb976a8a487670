#include "app/figures/kit.h"
#include "ui/plots/lyapunov-plot.h"

#define STARTS 13
#define UNTIL  8

ClFigure *
cl_figure_lyapunov (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  g_auto (ClFigureMotion) motion = { 0 };
  g_autoptr (ClAnalysis) analysis = NULL;
  g_autoptr (ClLyapunov) lyapunov = NULL;
  ClLyapunovPlot plot = { 0 };

  if (!cl_figure_kit_move (context, STARTS, UNTIL, &motion, cancellable, error)
      || !(analysis = cl_analysis_new (motion.model, NULL, cancellable, error)))
    return NULL;
  plot.t = motion.bundle->t;
  plot.rate = cl_figure_kit_best_norm (analysis, &plot.norm, &plot.weighted);
  lyapunov = cl_lyapunov_new (motion.model, NULL, motion.bundle, motion.equilibrium, plot.norm,
                              plot.weighted ? analysis->optimal_weights : NULL, plot.rate);
  plot.lyapunov = lyapunov;
  return cl_lyapunov_plot_figure (&plot);
}
