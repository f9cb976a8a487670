/* ClTrainingRunChanges: what may be changed while a run goes on: learning rate, penalty and bound,
 * each taken with Enter and refused, with the reason under it, out of its range. */
#pragma once

#include <gtk/gtk.h>

#include "core/training/trainer.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_RUN_CHANGES (cl_training_run_changes_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingRunChanges, cl_training_run_changes, CL, TRAINING_RUN_CHANGES,
                      GtkWidget)

GtkWidget *cl_training_run_changes_new (void);

/* Of which run. */
void cl_training_run_changes_set_name (ClTrainingRunChanges *self, const char *name);

/* The values in force; a field that is being edited keeps what was typed. */
void cl_training_run_changes_set_values (ClTrainingRunChanges *self, double rate, double lambda,
                                         double gamma);

/* Why a change was refused; NULL: it was not. */
void cl_training_run_changes_set_error (ClTrainingRunChanges *self, ClTrainMarkKind what,
                                        const char *message);

/* Signals: "change" (guint what, double value): ClTrainMarkKind; answer with set_values or
 * set_error. */

G_END_DECLS
