#include "ui/pages/training-run-epochs.h"

#include <glib/gi18n.h>

#include "ui/widgets/number-text.h"

enum
{
  SIGNAL_BRANCH,
  SIGNAL_OPEN_MODEL,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingRunEpochs
{
  GtkWidget parent_instance;

  ClTrainingRun *run;
  GtkScale *scale;
  GtkToggleButton *best, *last;
  GtkLabel *label;
  GtkWidget *branch, *open, *save;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (ClTrainingRunEpochs, cl_training_run_epochs, GTK_TYPE_WIDGET)

/* "Epoch 4: 97.2 %". */
static char *
describe (ClTrainingRun *run)
{
  const gsize epoch = cl_training_run_get_epoch (run);
  const ClEpoch *record = cl_training_run_get_record (run, epoch);

  if (record == NULL)
    return g_strdup (cl_training_run_has_model (run) ? _ ("The last batch") : _ ("No epoch yet"));
  g_autofree char *accuracy = cl_number_format (100 * record->test_accuracy, 4);
  return g_strdup_printf (_ ("Epoch %zu: %s %%"), epoch, accuracy);
}

/* A convolutional network can be the model of the window where its matrix can be written out. */
static gboolean
can_open (ClTrainingRun *run)
{
  const ClTrainSettings *settings = cl_training_run_get_settings (run);
  const ClDataset *dataset = cl_training_run_get_dataset (run);

  return cl_family_find (settings->family)->kernel == 0
         || settings->n * dataset->width * dataset->height <= CL_TRAINED_MAX_STATES;
}

static void
update (ClTrainingRunEpochs *self)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->scale));
  const gsize done = self->run != NULL ? cl_training_run_epochs_done (self->run) : 0;
  const gboolean has_model =
      self->run != NULL && (done > 0 || cl_training_run_has_model (self->run));
  const ClRunKeep keep =
      self->run != NULL ? cl_training_run_get_keep (self->run) : CL_RUN_KEEP_BEST;

  self->updating = TRUE;
  if (gtk_adjustment_get_upper (adjustment) != (double) MAX (done, 2))
    gtk_adjustment_set_upper (adjustment, (double) MAX (done, 2));
  gtk_adjustment_set_value (adjustment,
                            done > 0 ? (double) cl_training_run_get_epoch (self->run) : 1);
  gtk_toggle_button_set_active (self->best, keep == CL_RUN_KEEP_BEST);
  gtk_toggle_button_set_active (self->last, keep == CL_RUN_KEEP_LAST);
  self->updating = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), done > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->best), done > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->last), done > 0);
  gtk_widget_set_sensitive (self->branch, done > 0);
  gtk_widget_set_sensitive (self->open, has_model && can_open (self->run));
  gtk_widget_set_tooltip_text (
      self->open,
      self->run == NULL || can_open (self->run)
          ? _ ("Make this network the model of the window.")
          : _ ("As a matrix, the A of this convolutional network would be too large for "
               "the window. Save its weights instead."));
  gtk_widget_set_sensitive (self->save, has_model);
  if (self->run == NULL)
    return;
  g_autofree char *text = describe (self->run);
  gtk_label_set_text (self->label, text);
}

void
cl_training_run_epochs_set_run (ClTrainingRunEpochs *self, ClTrainingRun *run)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_EPOCHS (self));
  g_return_if_fail (run == NULL || CL_IS_TRAINING_RUN (run));

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  if (run != NULL)
    {
      g_signal_connect_swapped (run, "changed", G_CALLBACK (update), self);
      g_signal_connect_swapped (run, "snapshot", G_CALLBACK (update), self);
    }
  update (self);
}

static void
value_changed_cb (ClTrainingRunEpochs *self)
{
  if (self->updating || self->run == NULL)
    return;
  cl_training_run_keep (self->run, CL_RUN_KEEP_EPOCH,
                        (gsize) (gtk_range_get_value (GTK_RANGE (self->scale)) + 0.5));
}

static void
toggled_cb (GtkToggleButton *button, ClTrainingRunEpochs *self)
{
  if (self->updating || self->run == NULL)
    return;
  if (gtk_toggle_button_get_active (button))
    cl_training_run_keep (self->run, button == self->best ? CL_RUN_KEEP_BEST : CL_RUN_KEEP_LAST, 0);
  else
    update (self); /* pressed again: it stays */
}

/* data: the signal. */
static void
clicked_cb (GtkWidget *button, gpointer data)
{
  GtkWidget *self = gtk_widget_get_ancestor (button, CL_TYPE_TRAINING_RUN_EPOCHS);

  g_signal_emit (self, signals[GPOINTER_TO_UINT (data)], 0);
}

static GtkWidget *
build_button (const char *label, const char *tooltip, guint signal)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), GUINT_TO_POINTER (signal));
  return button;
}

static GtkWidget *
build_toggle (ClTrainingRunEpochs *self, const char *label, const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  return button;
}

static GtkWidget *
build_scale (ClTrainingRunEpochs *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *linked = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_label_set_width_chars (self->label, 17);
  gtk_label_set_xalign (self->label, 0);
  self->scale = GTK_SCALE (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 1, 2, 1));
  gtk_scale_set_draw_value (self->scale, FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->scale), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->scale),
                               _ ("Go back to the network after any epoch of this run."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Epoch that is looked at"), -1);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (value_changed_cb), self);
  self->best = GTK_TOGGLE_BUTTON (
      build_toggle (self, _ ("_Best"), _ ("Follow the epoch with the best test accuracy.")));
  self->last = GTK_TOGGLE_BUTTON (build_toggle (self, _ ("_Last"), _ ("Follow the newest epoch.")));
  gtk_widget_add_css_class (linked, "linked");
  gtk_box_append (GTK_BOX (linked), GTK_WIDGET (self->best));
  gtk_box_append (GTK_BOX (linked), GTK_WIDGET (self->last));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->scale));
  gtk_box_append (GTK_BOX (row), linked);
  return row;
}

static GtkWidget *
build_buttons (ClTrainingRunEpochs *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->branch = build_button (_ ("Branch From _Here"),
                               _ ("Start a new run from this epoch with the settings at the left."),
                               SIGNAL_BRANCH);
  self->open = build_button (_ ("_Open as Model"), _ ("Make this network the model of the window."),
                             SIGNAL_OPEN_MODEL);
  self->save = build_button (_ ("Sa_ve…"), _ ("Write this network to a file."), SIGNAL_SAVE);
  gtk_widget_set_halign (row, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (row), self->branch);
  gtk_box_append (GTK_BOX (row), self->open);
  gtk_box_append (GTK_BOX (row), self->save);
  return row;
}

static void
cl_training_run_epochs_dispose (GObject *object)
{
  ClTrainingRunEpochs *self = CL_TRAINING_RUN_EPOCHS (object);
  GtkWidget *child;

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_training_run_epochs_parent_class)->dispose (object);
}

static void
cl_training_run_epochs_class_init (ClTrainingRunEpochsClass *klass)
{
  static const char *const names[N_SIGNALS] = {
    [SIGNAL_BRANCH] = "branch", [SIGNAL_OPEN_MODEL] = "open-model", [SIGNAL_SAVE] = "save"
  };

  G_OBJECT_CLASS (klass)->dispose = cl_training_run_epochs_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_training_run_epochs_init (ClTrainingRunEpochs *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 6);
  gtk_widget_set_parent (build_scale (self), GTK_WIDGET (self));
  gtk_widget_set_parent (build_buttons (self), GTK_WIDGET (self));
  update (self);
}

GtkWidget *
cl_training_run_epochs_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_RUN_EPOCHS, NULL);
}
