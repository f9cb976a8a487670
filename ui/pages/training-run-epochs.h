/* ClTrainingRunEpochs: which epoch of the selected run is looked at, and what can be done with its
 * network: branch from it, open it, save it. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/training-run.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_RUN_EPOCHS (cl_training_run_epochs_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingRunEpochs, cl_training_run_epochs, CL, TRAINING_RUN_EPOCHS,
                      GtkWidget)

GtkWidget *cl_training_run_epochs_new (void);

/* Follows this run and changes what it keeps; NULL: none.  Takes a reference. */
void cl_training_run_epochs_set_run (ClTrainingRunEpochs *self, ClTrainingRun *run);

/* Signals: "branch", "open-model", "save" */

G_END_DECLS
