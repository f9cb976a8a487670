#include "app/figures/kit.h"
#include "app/figures/sweep.h"
#include "ui/plots/spread-plot.h"

ClFigure *
cl_figure_seed_spread (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  static const char *const families[] = { "nemon", "mon", "idl", NULL };
  static const double lambdas[] = { 0.0 };
  g_autoptr (GPtrArray) runs =
      cl_figure_sweep_runs (context, families, lambdas, G_N_ELEMENTS (lambdas), cancellable, error);

  return runs != NULL ? cl_spread_figure (runs) : NULL;
}
