/* The runs that the figures of a sweep draw. */
#pragma once

#include "app/figures/figures.h"
#include "core/training/sweep.h"

G_BEGIN_DECLS

/* Of ClSweepRun: those of the table of the context, or of a small sweep on its data over three
 * seeds; families is NULL-terminated. */
GPtrArray *cl_figure_sweep_runs (const ClFigureContext *context, const char *const *families,
                                 const double *lambdas, gsize n_lambdas, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of ClSweepRun: the runs of the plan, to their end. */
GPtrArray *cl_figure_sweep_train (const ClSweepPlan *plan, GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
