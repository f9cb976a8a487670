#include "ui/pages/training-form-duel.h"

#include <glib/gi18n.h>

#include "core/training/family.h"
#include "ui/widgets/check-group.h"

#define USUAL "nemon,mon,idl"

enum
{
  PROP_0,
  PROP_FAMILIES,
  PROP_IN_STEP,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint changed_signal;

struct _ClTrainingFormDuel
{
  AdwExpanderRow parent_instance;

  ClCheckGroup *families; /* in the order of the table */
  GtkSwitch *in_step;
};

G_DEFINE_FINAL_TYPE (ClTrainingFormDuel, cl_training_form_duel, ADW_TYPE_EXPANDER_ROW)

GPtrArray *
cl_training_form_duel_get_families (ClTrainingFormDuel *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_FORM_DUEL (self), NULL);
  const gboolean on = adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self));
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);
  GPtrArray *families = g_ptr_array_new ();

  for (gsize i = 0; on && i < count; i++)
    if (cl_check_group_is_chosen (self->families, i))
      g_ptr_array_add (families, (gpointer) table[i]->id);
  return families;
}

static void
changed_cb (gpointer self)
{
  g_object_notify_by_pspec (self, props[PROP_FAMILIES]);
  g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
build_row (ClTrainingFormDuel *self, const ClFamily *family)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *formula = g_markup_escape_text (family->formula, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), family->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), formula);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, row,
                                  NULL, -1);
  cl_check_group_add (self->families, family->id, GTK_CHECK_BUTTON (check));
  return row;
}

static void
in_step_cb (ClTrainingFormDuel *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IN_STEP]);
}

static GtkWidget *
build_in_step (ClTrainingFormDuel *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("In Step"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("All take a batch before any takes the next"));
  gtk_widget_set_tooltip_text (
      row, _ ("The faster families wait for the slowest, so that the curves grow together. What "
              "is learned is the same."));
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY, row,
                                  NULL, -1);
  self->in_step = GTK_SWITCH (widget);
  gtk_switch_set_active (self->in_step, TRUE);
  g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (in_step_cb), self);
  return row;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClTrainingFormDuel *self = CL_TRAINING_FORM_DUEL (object);

  if (id == PROP_FAMILIES)
    g_value_take_string (value, cl_check_group_dup_text (self->families));
  else if (id == PROP_IN_STEP)
    g_value_set_boolean (value, gtk_switch_get_active (self->in_step));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClTrainingFormDuel *self = CL_TRAINING_FORM_DUEL (object);

  if (id == PROP_FAMILIES)
    cl_check_group_choose (self->families, g_value_get_string (value));
  else if (id == PROP_IN_STEP)
    gtk_switch_set_active (self->in_step, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_training_form_duel_finalize (GObject *object)
{
  cl_check_group_free (CL_TRAINING_FORM_DUEL (object)->families);
  G_OBJECT_CLASS (cl_training_form_duel_parent_class)->finalize (object);
}

static void
cl_training_form_duel_class_init (ClTrainingFormDuelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = cl_training_form_duel_finalize;
  props[PROP_FAMILIES] = g_param_spec_string ("families", NULL, NULL, NULL, flags);
  props[PROP_IN_STEP] = g_param_spec_boolean ("in-step", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

/* The row gives its own switch no name. */
static void
name_switch (GtkWidget *widget)
{
  if (GTK_IS_SWITCH (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Duel"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_switch (child);
}

static void
cl_training_form_duel_init (ClTrainingFormDuel *self)
{
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);

  self->families = cl_check_group_new (changed_cb, self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Duel"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), _ ("Several families, the same batches"));
  adw_expander_row_set_show_enable_switch (ADW_EXPANDER_ROW (self), TRUE);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), FALSE);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self),
      _ ("Trains the chosen families side by side, on the same samples in the same order."));
  name_switch (GTK_WIDGET (self));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), build_in_step (self));
  for (gsize i = 0; i < count; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self), build_row (self, table[i]));
  cl_check_group_choose (self->families, USUAL);
  g_signal_connect (self, "notify::enable-expansion", G_CALLBACK (changed_cb), NULL);
}

GtkWidget *
cl_training_form_duel_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_FORM_DUEL, NULL);
}
