#include "app/figures/kit.h"
#include "app/figures/sweep.h"
#include "ui/plots/pareto-plot.h"

static ClFigure *
build (const ClFigureContext *context, ClSweepBound bound, GCancellable *cancellable,
       GError **error)
{
  static const char *const families[] = { "nemon", "idl", NULL };
  static const double lambdas[] = { 0.0, 1e-4, 1e-3 };
  g_autoptr (GPtrArray) runs =
      cl_figure_sweep_runs (context, families, lambdas, G_N_ELEMENTS (lambdas), cancellable, error);

  return runs != NULL ? cl_pareto_figure (runs, bound) : NULL;
}

ClFigure *
cl_figure_pareto (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  return build (context, CL_SWEEP_BOUND_BEST, cancellable, error);
}

ClFigure *
cl_figure_pareto_nemon (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  return build (context, CL_SWEEP_BOUND_NEMON, cancellable, error);
}
