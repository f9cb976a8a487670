/* ClSweepRuns: the runs of a sweep as a table that is sorted by any column; one may be chosen. */
#pragma once

#include <gtk/gtk.h>

#include "core/training/sweep-run.h"

G_BEGIN_DECLS

#define CL_TYPE_SWEEP_RUNS (cl_sweep_runs_get_type ())
G_DECLARE_FINAL_TYPE (ClSweepRuns, cl_sweep_runs, CL, SWEEP_RUNS, GtkWidget)

GtkWidget *cl_sweep_runs_new (void);

/* runs: of ClSweepRun.  A run in the place of another state of itself keeps what is chosen. */
void cl_sweep_runs_set (ClSweepRuns *self, const GPtrArray *runs);

/* What is chosen, or NULL; owned by the table. */
ClSweepRun *cl_sweep_runs_get_selected (ClSweepRuns *self);

/* The rows as they are sorted, of ClSweepItem; owned by the table. */
GListModel *cl_sweep_runs_get_rows (ClSweepRuns *self);
void cl_sweep_runs_select (ClSweepRuns *self, guint row);

/* Signals: "selected": another run, or another state of it, is chosen; "activated": it was double
 * clicked. */

G_END_DECLS
