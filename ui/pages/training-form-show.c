/* What the rows of the training form mean for what is chosen. */
#include <glib/gi18n.h>

#include "core/training/family.h"
#include "core/training/regulariser.h"
#include "ui/pages/training-form-family.h"
#include "ui/pages/training-form-private.h"

/* Of the pictures that every kernel fits into. */
#define LEAST_SIDE 5

void
cl_training_form_read_rows (ClTrainingForm *self, ClTrainSettings *settings)
{
  gsize n_choices, n_fields;
  const ClFormChoice *choices = cl_form_choices (&n_choices);
  const ClFormField *fields = cl_form_fields (&n_fields);

  cl_train_settings_init (settings);
  for (gsize i = 0; i < n_choices; i++)
    cl_form_choice_store (&choices[i], settings, adw_combo_row_get_selected (self->combos[i]));
  for (gsize i = 0; i < n_fields; i++)
    cl_form_field_store (&fields[i], settings, cl_number_row_get_value (self->rows[i]));
}

gboolean
cl_training_form_is_duel (ClTrainingForm *self)
{
  return adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self->duel));
}

static const ClFamily *
family_of (ClTrainingForm *self)
{
  ClTrainSettings settings;

  cl_training_form_read_rows (self, &settings);
  return cl_family_find (settings.family);
}

static char *
penalty_description (const ClFormField *field, const ClTrainSettings *settings, gboolean takes)
{
  const ClFamily *family = cl_family_find (settings->family);
  const ClRegulariser *regulariser = cl_regulariser_find (settings->regulariser);

  if (takes)
    return g_strdup (_ (field->description));
  if (family->kernel > 0)
    return g_strdup (_ ("Not this penalty: it needs more than sums of kernels"));
  /* Translators: a condition, such as μ₂(A) < 1. */
  return g_strdup_printf (_ ("Not for this family: it does not promise %s"),
                          cl_regulariser_missing (regulariser, family));
}

/* Some penalties are of what only some families have; what was typed is kept for those. */
void
cl_training_form_update_penalty (ClTrainingForm *self)
{
  gsize count;
  const ClFormField *fields = cl_form_fields (&count);
  ClTrainSettings settings;

  cl_training_form_read_rows (self, &settings);
  const gboolean takes = cl_training_form_is_duel (self) || cl_form_takes_penalty (&settings);

  for (gsize i = 0; i < count; i++)
    if (fields[i].offset == offsetof (ClTrainSettings, lambda))
      {
        g_autofree char *description = penalty_description (&fields[i], &settings, takes);

        gtk_widget_set_sensitive (GTK_WIDGET (self->rows[i]), takes);
        cl_number_row_set_description (self->rows[i], description);
      }
}

static void
describe_field (ClTrainingForm *self, gsize i, const ClFormField *field)
{
  const gboolean other = self->convolution && field->convolution.title != NULL;
  const gboolean off = self->convolution && field->dense_only;
  const char *description = other ? field->convolution.description : field->description;
  GtkWidget *row = GTK_WIDGET (self->rows[i]);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ (other ? field->convolution.title : field->title));
  if (off)
    description = N_ ("Not for convolutional networks");
  if (description != NULL)
    cl_number_row_set_description (self->rows[i], _ (description));
  gtk_widget_set_tooltip_text (row, _ (other ? field->convolution.tooltip : field->tooltip));
  gtk_widget_set_sensitive (row, !off);
  cl_number_row_set_range (self->rows[i], field->min, other ? field->convolution.max : field->max);
}

void
cl_training_form_show_fields (ClTrainingForm *self, const ClTrainSettings *settings)
{
  gsize count;
  const ClFormField *fields = cl_form_fields (&count);

  for (gsize i = 0; i < count; i++)
    cl_number_row_set_value (self->rows[i], cl_form_field_load (&fields[i], settings));
}

void
cl_training_form_take_numbers (const ClTrainSettings *from, ClTrainSettings *to)
{
  to->n = from->n;
  to->batch = from->batch;
  to->rate = from->rate;
  to->gamma = from->gamma;
}

void
cl_training_form_update_kind (ClTrainingForm *self)
{
  const ClFamily *family = family_of (self);
  const gboolean convolution = !cl_training_form_is_duel (self) && family->kernel > 0;
  gsize count;
  const ClFormField *fields = cl_form_fields (&count);
  ClTrainSettings now;

  if (convolution == self->convolution)
    return;
  cl_training_form_read_rows (self, &now);
  self->kept[self->convolution] = now;
  self->convolution = convolution;
  cl_training_form_take_numbers (&self->kept[convolution], &now);
  for (gsize i = 0; i < count; i++)
    describe_field (self, i, &fields[i]);
  cl_training_form_show_fields (self, &now);
}

/* Families that the data rule out. */

static const char *
family_reason (guint position, gpointer data)
{
  ClTrainingForm *self = data;

  return self->no_pictures && cl_form_family (position)->kernel > 0 ? _ ("needs pictures") : NULL;
}

gboolean
cl_training_form_is_ruled_out (ClTrainingForm *self)
{
  return !cl_training_form_is_duel (self) && self->no_pictures && family_of (self)->kernel > 0;
}

void
cl_training_form_describe_choice (ClTrainingForm *self, const ClFormChoice *choice,
                                  AdwComboRow *row)
{
  const gboolean family = choice->offset == offsetof (ClTrainSettings, family);
  const gboolean wrong = family && cl_training_form_is_ruled_out (self);
  g_autofree char *markup =
      wrong ? g_strdup (_ ("Needs pictures of 5 × 5 pixels or more: choose other data"))
            : g_markup_escape_text (choice->detail (adw_combo_row_get_selected (row)), -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  if (!family)
    return;
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  cl_training_form_family_list (row, family_reason, self);
}

void
cl_training_form_set_dataset (ClTrainingForm *self, const ClDataset *dataset)
{
  g_return_if_fail (CL_IS_TRAINING_FORM (self));
  gsize count;
  const ClFormChoice *choices = cl_form_choices (&count);

  const gboolean no_pictures =
      dataset != NULL && MIN (dataset->width, dataset->height) < LEAST_SIDE;

  if (no_pictures == self->no_pictures)
    return;
  self->no_pictures = no_pictures;
  for (gsize i = 0; i < count; i++)
    if (choices[i].offset == offsetof (ClTrainSettings, family))
      cl_training_form_describe_choice (self, &choices[i], self->combos[i]);
}
