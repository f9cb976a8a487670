/* The parts of ClTrainingForm: training-form.c is what others call and puts the rows together,
 * training-form-show.c says what they mean for what is chosen. */
#pragma once

#include <adwaita.h>

#include "ui/pages/training-form-duel.h"
#include "ui/pages/training-form-table.h"
#include "ui/pages/training-form.h"
#include "ui/widgets/number-row.h"

G_BEGIN_DECLS

struct _ClTrainingForm
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *groups[CL_N_FORM_GROUPS];
  AdwExpanderRow *more; /* holds the rows of its group */
  ClTrainingFormDuel *duel;
  AdwComboRow *combos[CL_FORM_MAX_ROWS];
  ClNumberRow *rows[CL_FORM_MAX_ROWS];
  gboolean convolution;    /* the rows are those of a convolutional network */
  ClTrainSettings kept[2]; /* by that: what the rows showed last of it, or the defaults */
  gboolean no_pictures;    /* the data have none for the kernels */
};

/* As shown, the penalty too where the family takes none. */
void cl_training_form_read_rows (ClTrainingForm *self, ClTrainSettings *settings);
gboolean cl_training_form_is_duel (ClTrainingForm *self);

/* Whether the family that is shown needs pictures that the data do not have. */
gboolean cl_training_form_is_ruled_out (ClTrainingForm *self);

/* Of `settings`, in the rows of numbers. */
void cl_training_form_show_fields (ClTrainingForm *self, const ClTrainSettings *settings);

/* n, batch, rate and gamma: what suits one kind of network does not suit the other. */
void cl_training_form_take_numbers (const ClTrainSettings *from, ClTrainSettings *to);

/* After another choice: the rows of the kind of network that is chosen now, and the penalty. */
void cl_training_form_update_kind (ClTrainingForm *self);
void cl_training_form_update_penalty (ClTrainingForm *self);

/* The formula of what is chosen, or why it cannot be, as the subtitle. */
void cl_training_form_describe_choice (ClTrainingForm *self, const ClFormChoice *choice,
                                       AdwComboRow *row);

G_END_DECLS
