/* ClTrainingRunRow: a run in the list: shown or hidden, how it is drawn, its name, how far it is
 * and its best accuracy, and a menu. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/training-run.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_RUN_ROW (cl_training_run_row_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingRunRow, cl_training_run_row, CL, TRAINING_RUN_ROW, GtkListBoxRow)

/* Takes a reference of the run. */
GtkWidget *cl_training_run_row_new (ClTrainingRun *run);
ClTrainingRun *cl_training_run_row_get_run (ClTrainingRunRow *self);

/* The name becomes a field; Enter takes what was typed, Escape the old name.  Also F2 and the
 * action "run.rename"; "run.stop" and "run.remove" emit the signals, Delete removes. */
void cl_training_run_row_rename (ClTrainingRunRow *self);

/* Signals: "stop", "remove": this run. */

G_END_DECLS
