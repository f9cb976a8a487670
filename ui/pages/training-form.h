/* ClTrainingForm: the settings of a training run as rows, each checked while it is typed. */
#pragma once

#include <gtk/gtk.h>

#include "core/training/trainer.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_FORM (cl_training_form_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingForm, cl_training_form, CL, TRAINING_FORM, GtkWidget)

GtkWidget *cl_training_form_new (void);

/* The data that a run would be trained on, or NULL: convolutional families need pictures. */
void cl_training_form_set_dataset (ClTrainingForm *self, const ClDataset *dataset);

/* The settings as shown; what the form does not show keeps its default.  The strings and the
 * activation are those of core's tables. */
void cl_training_form_get_settings (ClTrainingForm *self, ClTrainSettings *settings);

/* The same for a dense family, the first one where a convolutional one is chosen: with what the
 * rows showed of one last. */
void cl_training_form_get_dense_settings (ClTrainingForm *self, ClTrainSettings *settings);
void cl_training_form_set_settings (ClTrainingForm *self, const ClTrainSettings *settings);

/* What Train starts: one run, or one a family of the duel. */
GArray *cl_training_form_get_planned (ClTrainingForm *self) G_GNUC_WARN_UNUSED_RESULT;

/* Why Train cannot start: a row holds no valid number, or the duel has no family; NULL: it can. */
const char *cl_training_form_get_problem (ClTrainingForm *self);

/* Properties, to be remembered: "duel" (boolean), "duel-families" (string) and "duel-in-step"
 * (boolean, training-form-duel.h), "more" (boolean): whether the rarer settings are unfolded.
 * Signals: "changed": a value, or the validity, changed. */

G_END_DECLS
