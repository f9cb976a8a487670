#include "app/figures/sweep.h"

#include "app/figures/kit.h"

#define POLL_MICROSECONDS 20000

static ClSweepSnapshot *
follow (ClSweep *sweep, GCancellable *cancellable)
{
  g_autoptr (ClSweepSnapshot) snapshot = NULL;

  cl_sweep_start (sweep);
  while (snapshot == NULL || snapshot->state < CL_TRAINER_FINISHED)
    {
      ClSweepSnapshot *newer = cl_sweep_take_snapshot (sweep);

      if (g_cancellable_is_cancelled (cancellable))
        cl_sweep_stop (sweep);
      if (newer == NULL)
        {
          g_usleep (POLL_MICROSECONDS);
          continue;
        }
      cl_sweep_snapshot_free (snapshot);
      snapshot = newer;
    }
  return g_steal_pointer (&snapshot);
}

GPtrArray *
cl_figure_sweep_train (const ClSweepPlan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClSweep) sweep = cl_sweep_new (plan, error);

  if (sweep == NULL)
    return NULL;
  g_autoptr (ClSweepSnapshot) snapshot = follow (sweep, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (snapshot->state == CL_TRAINER_FAILED)
    {
      g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS, snapshot->error);
      return NULL;
    }
  return g_ptr_array_ref (snapshot->runs);
}

/* Small enough to take seconds. */
static GPtrArray *
train (const ClFigureContext *context, const char *const *families, const double *lambdas,
       gsize n_lambdas, GCancellable *cancellable, GError **error)
{
  const guint64 seed = cl_figure_kit_seed (context);
  const guint64 seeds[] = { seed, seed + 1, seed + 2 };
  ClSweepPlan plan = {
    .families = families,
    .n_families = g_strv_length ((GStrv) families),
    .lambdas = lambdas,
    .n_lambdas = n_lambdas,
    .seeds = seeds,
    .n_seeds = G_N_ELEMENTS (seeds),
    .data = context->dataset != NULL ? context->dataset : "digits",
  };

  cl_train_settings_init (&plan.base);
  plan.base.n = 20;
  plan.base.epochs = 3;
  return cl_figure_sweep_train (&plan, cancellable, error);
}

GPtrArray *
cl_figure_sweep_runs (const ClFigureContext *context, const char *const *families,
                      const double *lambdas, gsize n_lambdas, GCancellable *cancellable,
                      GError **error)
{
  if (context->table == NULL)
    return train (context, families, lambdas, n_lambdas, cancellable, error);
  g_autoptr (ClSweepTable) table = cl_sweep_table_read (context->table, error);
  return table != NULL ? g_ptr_array_ref (table->runs) : NULL;
}
