#include "ui/pages/training-run-changes.h"

#include <glib/gi18n.h>

#include "ui/widgets/number-text.h"

static guint change_signal;

static const struct
{
  const char *title;
  const char *name; /* for screen readers */
  const char *tooltip;
} fields[CL_N_TRAIN_MARKS] = {
  [CL_TRAIN_MARK_RATE] = { N_ ("Rate"), N_ ("Learning rate while it runs"),
                           N_ ("Peak learning rate from the next batch on; press Enter.") },
  [CL_TRAIN_MARK_LAMBDA] = { "λ", N_ ("Penalty λ while it runs"),
                             N_ ("Weight of the penalty from the next batch on; press Enter.") },
  [CL_TRAIN_MARK_GAMMA] = { "γ", N_ ("Bound γ while it runs"),
                            N_ ("Bound below 1 from the next batch on; press Enter.") },
};

struct _ClTrainingRunChanges
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkEditable *entries[CL_N_TRAIN_MARKS];
  double values[CL_N_TRAIN_MARKS]; /* in force */
  GtkRevealer *revealer;
  GtkLabel *message;
  int failed; /* the field that the message is about, or -1 */
};

G_DEFINE_FINAL_TYPE (ClTrainingRunChanges, cl_training_run_changes, GTK_TYPE_WIDGET)

void
cl_training_run_changes_set_name (ClTrainingRunChanges *self, const char *name)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_CHANGES (self));
  g_autofree char *text = g_strdup_printf (_ ("%s:"), name);
  g_autofree char *tooltip = g_strdup_printf (_ ("Change %s while it runs"), name);

  if (g_strcmp0 (gtk_label_get_text (self->title), text) == 0)
    return;
  gtk_label_set_text (self->title, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), tooltip);
}

static void
show_value (ClTrainingRunChanges *self, guint what)
{
  g_autofree char *text = cl_number_format_exact (self->values[what]);

  if (g_strcmp0 (gtk_editable_get_text (self->entries[what]), text) != 0)
    gtk_editable_set_text (self->entries[what], text);
}

static gboolean
is_edited (ClTrainingRunChanges *self, guint what)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->entries[what]))
          & GTK_STATE_FLAG_FOCUS_WITHIN)
         != 0;
}

void
cl_training_run_changes_set_values (ClTrainingRunChanges *self, double rate, double lambda,
                                    double gamma)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_CHANGES (self));
  const double values[CL_N_TRAIN_MARKS] = {
    [CL_TRAIN_MARK_RATE] = rate, [CL_TRAIN_MARK_LAMBDA] = lambda, [CL_TRAIN_MARK_GAMMA] = gamma
  };

  for (guint what = 0; what < CL_N_TRAIN_MARKS; what++)
    {
      self->values[what] = values[what];
      if (!is_edited (self, what) && self->failed != (int) what)
        show_value (self, what);
    }
}

void
cl_training_run_changes_set_error (ClTrainingRunChanges *self, ClTrainMarkKind what,
                                   const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_CHANGES (self));
  g_return_if_fail (what < CL_N_TRAIN_MARKS);

  if (self->failed >= 0)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entries[self->failed]), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entries[self->failed]),
                                  GTK_ACCESSIBLE_STATE_INVALID);
    }
  self->failed = message != NULL ? (int) what : -1;
  if (message != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entries[what]), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entries[what]),
                                   GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_label_set_text (self->message, message);
    }
  gtk_revealer_set_reveal_child (self->revealer, message != NULL);
}

static guint
index_of (ClTrainingRunChanges *self, gpointer entry)
{
  guint what = 0;

  while (what + 1 < CL_N_TRAIN_MARKS && (gpointer) self->entries[what] != entry)
    what++;
  return what;
}

static void
activate_cb (GtkEntry *entry, ClTrainingRunChanges *self)
{
  const guint what = index_of (self, entry);
  g_autoptr (GError) error = NULL;
  double value;

  if (!cl_number_parse (gtk_editable_get_text (GTK_EDITABLE (entry)), &value, &error))
    {
      cl_training_run_changes_set_error (self, (ClTrainMarkKind) what, error->message);
      return;
    }
  cl_training_run_changes_set_error (self, (ClTrainMarkKind) what, NULL);
  g_signal_emit (self, change_signal, 0, what, value);
}

static void
restore (ClTrainingRunChanges *self, guint what)
{
  if (self->failed == (int) what)
    cl_training_run_changes_set_error (self, (ClTrainMarkKind) what, NULL);
  show_value (self, what);
}

/* What was typed and not taken is not in force: it goes. */
static void
leave_cb (GtkEventController *focus, ClTrainingRunChanges *self)
{
  const guint what = index_of (self, gtk_event_controller_get_widget (focus));

  if (self->failed != (int) what)
    restore (self, what);
}

static gboolean
key_cb (GtkEventController *keys, guint key, guint code, GdkModifierType state,
        ClTrainingRunChanges *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  restore (self, index_of (self, gtk_event_controller_get_widget (keys)));
  return GDK_EVENT_STOP;
}

static GtkWidget *
build_field (ClTrainingRunChanges *self, guint what)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ (fields[what].title));
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entries[what] = GTK_EDITABLE (entry);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 8);
  gtk_entry_set_alignment (GTK_ENTRY (entry), 1);
  gtk_widget_add_css_class (entry, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_tooltip_text (entry, _ (fields[what].tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (fields[what].name), -1);
  g_signal_connect (entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (entry, focus);
  gtk_widget_add_controller (entry, keys);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  return box;
}

static void
cl_training_run_changes_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_training_run_changes_parent_class)->dispose (object);
}

static void
cl_training_run_changes_class_init (ClTrainingRunChangesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_training_run_changes_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  change_signal = g_signal_new ("change", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_DOUBLE);
}

static void
cl_training_run_changes_init (ClTrainingRunChanges *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  self->failed = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (
                                      gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->title));
  for (guint what = 0; what < CL_N_TRAIN_MARKS; what++)
    gtk_box_append (GTK_BOX (row), build_field (self, what));
  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_xalign (self->message, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "caption");
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->revealer, GTK_WIDGET (self->message));
  gtk_widget_set_parent (row, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->revealer), GTK_WIDGET (self));
}

GtkWidget *
cl_training_run_changes_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_RUN_CHANGES, NULL);
}
