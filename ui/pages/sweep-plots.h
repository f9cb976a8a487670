/* ClSweepPlots: the pictures of a sweep, above each other where there is height for both, else one
 * at a time. */
#pragma once

#include <adwaita.h>

#include "core/training/sweep-run.h"

G_BEGIN_DECLS

#define CL_TYPE_SWEEP_PLOTS (cl_sweep_plots_get_type ())
G_DECLARE_FINAL_TYPE (ClSweepPlots, cl_sweep_plots, CL, SWEEP_PLOTS, AdwBin)

GtkWidget *cl_sweep_plots_new (void);

/* runs: of ClSweepRun; bound: against which the errors stand; provenance: "key: value" lines for
 * the metadata of exports, or NULL. */
void cl_sweep_plots_show (ClSweepPlots *self, const GPtrArray *runs, ClSweepBound bound,
                          const char *provenance);

/* Signals: "exported" (const char *path), "failed" (const char *message): for a toast. */

G_END_DECLS
