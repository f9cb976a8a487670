/* ClTrainingRunList: the runs, one of them selected: the legend of the plots, and
 * where a run is named, hidden and removed. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/training-run.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_RUN_LIST (cl_training_run_list_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingRunList, cl_training_run_list, CL, TRAINING_RUN_LIST, GtkWidget)

/* runs: of ClTrainingRun; takes a reference. */
GtkWidget *cl_training_run_list_new (GListModel *runs);

/* NULL when there is none; owned by the list model. */
ClTrainingRun *cl_training_run_list_get_selected (ClTrainingRunList *self);
void cl_training_run_list_select (ClTrainingRunList *self, ClTrainingRun *run);

/* Whether there is something that "remove-ended" would remove. */
void cl_training_run_list_set_any_ended (ClTrainingRunList *self, gboolean any);

/* Signals: "selected": another run, or none; "stop" (ClTrainingRun *), "remove" (ClTrainingRun *);
 * "remove-ended": every run that is not active. */

G_END_DECLS
