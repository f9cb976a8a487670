#include "ui/pages/training-form.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/training/family.h"
#include "ui/pages/training-form-private.h"

enum
{
  PROP_0,
  PROP_DUEL,
  PROP_DUEL_FAMILIES,
  PROP_DUEL_IN_STEP,
  PROP_MORE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (ClTrainingForm, cl_training_form, GTK_TYPE_WIDGET)

void
cl_training_form_get_settings (ClTrainingForm *self, ClTrainSettings *settings)
{
  g_return_if_fail (CL_IS_TRAINING_FORM (self));
  g_return_if_fail (settings != NULL);

  cl_training_form_read_rows (self, settings);
  if (!cl_form_takes_penalty (settings))
    settings->lambda = 0;
  if (cl_family_find (settings->family)->kernel > 0)
    settings->dropout = 0;
}

void
cl_training_form_get_dense_settings (ClTrainingForm *self, ClTrainSettings *settings)
{
  gsize count;

  cl_training_form_get_settings (self, settings);
  if (!self->convolution)
    return;
  settings->family = cl_family_table (&count)[0]->id;
  cl_training_form_take_numbers (&self->kept[FALSE], settings);
}

GArray *
cl_training_form_get_planned (ClTrainingForm *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_FORM (self), NULL);
  GArray *planned = g_array_new (FALSE, FALSE, sizeof (ClTrainSettings));
  g_autoptr (GPtrArray) families = cl_training_form_duel_get_families (self->duel);
  ClTrainSettings settings;

  cl_training_form_get_settings (self, &settings);
  if (!cl_training_form_is_duel (self))
    g_array_append_val (planned, settings);
  for (guint i = 0; i < families->len; i++)
    {
      cl_training_form_read_rows (self, &settings);
      settings.family = g_ptr_array_index (families, i);
      if (!cl_form_takes_penalty (&settings))
        settings.lambda = 0;
      g_array_append_val (planned, settings);
    }
  return planned;
}

void
cl_training_form_set_settings (ClTrainingForm *self, const ClTrainSettings *settings)
{
  g_return_if_fail (CL_IS_TRAINING_FORM (self));
  g_return_if_fail (settings != NULL);
  gsize n_choices;
  const ClFormChoice *choices = cl_form_choices (&n_choices);

  for (gsize i = 0; i < n_choices; i++)
    adw_combo_row_set_selected (self->combos[i], cl_form_choice_load (&choices[i], settings));
  cl_training_form_show_fields (self, settings);
}

const char *
cl_training_form_get_problem (ClTrainingForm *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_FORM (self), NULL);
  g_autoptr (GPtrArray) families = cl_training_form_duel_get_families (self->duel);
  gsize count;

  cl_form_fields (&count);
  for (gsize i = 0; i < count; i++)
    if (!cl_number_row_is_valid (self->rows[i]))
      return _ ("A setting needs another value");
  if (cl_training_form_is_ruled_out (self))
    return _ ("A convolutional network needs pictures");
  return cl_training_form_is_duel (self) && families->len == 0
             ? _ ("Choose the families of the duel")
             : NULL;
}

static void
changed_cb (ClTrainingForm *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
choice_selected_cb (ClTrainingForm *self, GParamSpec *pspec, AdwComboRow *row)
{
  gsize count;
  const ClFormChoice *choices = cl_form_choices (&count);

  cl_training_form_update_kind (self);
  for (gsize i = 0; i < count; i++)
    if (self->combos[i] == row && choices[i].detail != NULL)
      cl_training_form_describe_choice (self, &choices[i], row);
  cl_training_form_update_penalty (self);
  changed_cb (self);
}

/* The duel chooses the families in place of the drop-down. */
static void
duel_changed_cb (ClTrainingForm *self)
{
  gsize count;
  const ClFormChoice *choices = cl_form_choices (&count);

  for (gsize i = 0; i < count; i++)
    if (choices[i].offset == offsetof (ClTrainSettings, family))
      {
        gtk_widget_set_sensitive (GTK_WIDGET (self->combos[i]), !cl_training_form_is_duel (self));
        cl_training_form_describe_choice (self, &choices[i], self->combos[i]);
      }
  cl_training_form_update_kind (self);
  cl_training_form_update_penalty (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DUEL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DUEL_FAMILIES]);
  changed_cb (self);
}

static void
in_step_changed_cb (ClTrainingForm *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DUEL_IN_STEP]);
}

static void
more_changed_cb (ClTrainingForm *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MORE]);
}

static AdwComboRow *
build_choice (ClTrainingForm *self, const ClFormChoice *choice)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; choice->name (i) != NULL; i++)
    gtk_string_list_append (names, choice->name (i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (choice->title));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  gtk_widget_set_tooltip_text (row, _ (choice->tooltip));
  return ADW_COMBO_ROW (row);
}

static ClNumberRow *
build_field (ClTrainingForm *self, const ClFormField *field, const ClTrainSettings *defaults)
{
  GtkWidget *widget = cl_number_row_new (_ (field->title), field->min, field->max,
                                         cl_form_field_load (field, defaults));
  ClNumberRow *row = CL_NUMBER_ROW (widget);

  if (field->description != NULL)
    cl_number_row_set_description (row, _ (field->description));
  cl_number_row_set_open (row, field->open_min, field->open_max);
  cl_number_row_set_integer (row, field->type == CL_FORM_COUNT || field->type == CL_FORM_SEED);
  if (field->factor > 0)
    cl_number_row_set_step (row, 0, field->factor);
  gtk_widget_set_tooltip_text (widget, _ (field->tooltip));
  g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (row, "notify::valid", G_CALLBACK (changed_cb), self);
  return row;
}

static void
add_row (ClTrainingForm *self, ClFormGroup group, GtkWidget *row)
{
  if (group == CL_FORM_MORE)
    adw_expander_row_add_row (self->more, row);
  else
    adw_preferences_group_add (self->groups[group], row);
}

static void
build_groups (ClTrainingForm *self)
{
  static const char *const titles[CL_N_FORM_GROUPS] = {
    [CL_FORM_MODEL] = N_ ("Model"),
    [CL_FORM_TRAINING] = N_ ("Training"),
  };

  for (guint i = 0; i < CL_N_FORM_GROUPS; i++)
    {
      self->groups[i] = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      if (titles[i] != NULL)
        adw_preferences_group_set_title (self->groups[i], _ (titles[i]));
      gtk_widget_set_parent (GTK_WIDGET (self->groups[i]), GTK_WIDGET (self));
    }
  self->more = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more), _ ("More"));
  adw_expander_row_set_subtitle (self->more, _ ("Penalty, schedule, optimiser, loss, stopping"));
  adw_preferences_group_add (self->groups[CL_FORM_MORE], GTK_WIDGET (self->more));
  g_signal_connect_swapped (self->more, "notify::expanded", G_CALLBACK (more_changed_cb), self);
  self->duel = CL_TRAINING_FORM_DUEL (cl_training_form_duel_new ());
}

static void
build_rows (ClTrainingForm *self)
{
  gsize n_choices, n_fields, n_convolutions;
  const ClFormChoice *choices = cl_form_choices (&n_choices);
  const ClFormField *fields = cl_form_fields (&n_fields);
  ClTrainSettings defaults;

  cl_train_settings_init (&defaults);
  self->kept[FALSE] = self->kept[TRUE] = defaults;
  cl_train_settings_suit (&self->kept[TRUE], cl_family_convolution_table (&n_convolutions)[0]);
  for (gsize i = 0; i < n_choices; i++)
    {
      self->combos[i] = build_choice (self, &choices[i]);
      add_row (self, choices[i].group, GTK_WIDGET (self->combos[i]));
      if (choices[i].offset == offsetof (ClTrainSettings, family))
        add_row (self, choices[i].group, GTK_WIDGET (self->duel));
    }
  for (gsize i = 0; i < n_fields; i++)
    {
      self->rows[i] = build_field (self, &fields[i], &defaults);
      add_row (self, fields[i].group, GTK_WIDGET (self->rows[i]));
    }
  for (gsize i = 0; i < n_choices; i++)
    {
      choice_selected_cb (self, NULL, self->combos[i]);
      g_signal_connect_swapped (self->combos[i], "notify::selected",
                                G_CALLBACK (choice_selected_cb), self);
    }
  cl_training_form_set_settings (self, &defaults);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClTrainingForm *self = CL_TRAINING_FORM (object);

  if (id == PROP_DUEL)
    g_value_set_boolean (value, cl_training_form_is_duel (self));
  else if (id == PROP_DUEL_FAMILIES)
    g_object_get_property (G_OBJECT (self->duel), "families", value);
  else if (id == PROP_DUEL_IN_STEP)
    g_object_get_property (G_OBJECT (self->duel), "in-step", value);
  else if (id == PROP_MORE)
    g_value_set_boolean (value, adw_expander_row_get_expanded (self->more));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClTrainingForm *self = CL_TRAINING_FORM (object);

  if (id == PROP_DUEL)
    adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self->duel),
                                           g_value_get_boolean (value));
  else if (id == PROP_DUEL_FAMILIES)
    g_object_set_property (G_OBJECT (self->duel), "families", value);
  else if (id == PROP_DUEL_IN_STEP)
    g_object_set_property (G_OBJECT (self->duel), "in-step", value);
  else if (id == PROP_MORE)
    adw_expander_row_set_expanded (self->more, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_training_form_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_training_form_parent_class)->dispose (object);
}

static void
cl_training_form_class_init (ClTrainingFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = cl_training_form_dispose;
  props[PROP_DUEL] = g_param_spec_boolean ("duel", NULL, NULL, FALSE, flags);
  props[PROP_DUEL_FAMILIES] = g_param_spec_string ("duel-families", NULL, NULL, NULL, flags);
  props[PROP_DUEL_IN_STEP] = g_param_spec_boolean ("duel-in-step", NULL, NULL, TRUE, flags);
  props[PROP_MORE] = g_param_spec_boolean ("more", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  changed_signal = g_signal_new ("changed", CL_TYPE_TRAINING_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
cl_training_form_init (ClTrainingForm *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 18);
  build_groups (self);
  build_rows (self);
  g_signal_connect_swapped (self->duel, "changed", G_CALLBACK (duel_changed_cb), self);
  g_signal_connect_swapped (self->duel, "notify::in-step", G_CALLBACK (in_step_changed_cb), self);
}

GtkWidget *
cl_training_form_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_FORM, NULL);
}
