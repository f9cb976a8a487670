#include "ui/pages/data-chooser-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MAX_SEED 9007199254740991.0 /* the largest that a double counts to, one by one */

/* What drawings may be added to. */
static const struct
{
  const char *id, *title;
} bases[] = {
  { "", N_ ("Nothing Else") },
  { "digits", N_ ("Built-in Digits") },
  { "mnist", N_ ("MNIST") },
};

static gboolean
is_fetchable (const ClDataKind *kind)
{
  return g_str_equal (kind->id, "mnist");
}

void
cl_data_chooser_get_options (ClDataChooser *self, ClDatasetOptions *options)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  *options = (ClDatasetOptions){ (guint64) cl_number_row_get_value (self->seed_row),
                                 cl_number_row_get_value (self->share_row) / 100 };
}

void
cl_data_chooser_set_options (ClDataChooser *self, const ClDatasetOptions *options)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_number_row_set_value (self->seed_row, MIN ((double) options->seed, MAX_SEED));
  /* 0.07 is not 7 / 100 times 100. */
  cl_number_row_set_value (self->share_row,
                           CLAMP (round (1e6 * options->train_share) / 1e4, 1, 99));
}

static void
update_place_row (ClDataChooser *self)
{
  const ClDataKind *kind = cl_data_chooser_get_kind (self);
  const char *place = cl_data_chooser_get_place (self, kind);
  g_autofree char *name = place != NULL ? g_filename_display_name (place) : NULL;
  g_autofree char *markup =
      g_markup_escape_text (name != NULL ? name : _ ("Nothing chosen yet"), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->place_row),
                                 kind->place == CL_DATA_PLACE_FILE ? _ ("File") : _ ("Folder"));
  adw_action_row_set_subtitle (self->place_row, markup);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place_row), name);
}

/* Rows that the data have no use for would only ask questions. */
void
cl_data_chooser_update_rows (ClDataChooser *self)
{
  const ClDataKind *kind = cl_data_chooser_get_kind (self);
  ClDataStateId state = cl_data_state_get (self->state);
  ClDatasetTraits traits = self->dataset != NULL ? self->dataset->traits : CL_DATASET_FIXED;

  gtk_widget_set_visible (GTK_WIDGET (self->place_row), cl_data_kind_has_path (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->base_row), kind->place == CL_DATA_PLACE_BASE);
  gtk_widget_set_visible (GTK_WIDGET (self->fetch_row),
                          is_fetchable (kind)
                              && (state == CL_DATA_WANTING || state == CL_DATA_ERROR
                                  || state == CL_DATA_CANCELLED));
  gtk_widget_set_visible (GTK_WIDGET (self->share_row), (traits & CL_DATASET_SPLIT) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_row), (traits & CL_DATASET_SEEDED) != 0);
  cl_number_row_set_description (self->seed_row, traits & CL_DATASET_SPLIT
                                                     ? _ ("Another splits them otherwise")
                                                     : _ ("Another draws other data"));
  update_place_row (self);
}

static guint
base_index (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (bases); i++)
    if (g_str_equal (bases[i].id, id))
      return i;
  return 0;
}

static void
kind_selected_cb (AdwComboRow *row, GParamSpec *pspec, ClDataChooser *self)
{
  cl_data_chooser_update_rows (self);
  cl_data_chooser_choose (self);
}

static void
base_selected_cb (AdwComboRow *row, GParamSpec *pspec, ClDataChooser *self)
{
  guint i = MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (bases) - 1);

  cl_data_chooser_set_place (self, cl_data_kind_find ("drawings"), bases[i].id);
  cl_data_chooser_choose (self);
}

void
cl_data_chooser_show_base (ClDataChooser *self, const char *id)
{
  g_signal_handlers_block_by_func (self->base_row, base_selected_cb, self);
  adw_combo_row_set_selected (self->base_row, base_index (id));
  g_signal_handlers_unblock_by_func (self->base_row, base_selected_cb, self);
}

static GtkWidget *
build_place_row (ClDataChooser *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("folder-open-symbolic");

  self->place_row = ADW_ACTION_ROW (row);
  gtk_widget_set_tooltip_text (button, _ ("Choose another"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (cl_data_chooser_open_dialog), self);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}

/* Says what will happen before it does: how much, and where it goes. */
static GtkWidget *
build_fetch_row (ClDataChooser *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Get"));
  g_autofree char *folder = cl_dataset_default_folder ();
  g_autofree char *name = g_filename_display_name (folder);
  /* Translators: the path of a folder. */
  g_autofree char *text = g_strdup_printf (_ ("Downloads 11.6 MB to %s"), name);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  self->fetch_row = ADW_ACTION_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Get MNIST"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (cl_data_chooser_fetch), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
build_kind_row (ClDataChooser *self)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const ClDataKind *kind;

  for (guint i = 0; (kind = cl_data_kind_nth (i)) != NULL; i++)
    gtk_string_list_append (names, _ (kind->title));
  self->kind = ADW_COMBO_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Data Set"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_signal_connect (row, "notify::selected", G_CALLBACK (kind_selected_cb), self);
  return row;
}

static GtkWidget *
build_base_row (ClDataChooser *self)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bases); i++)
    gtk_string_list_append (names, _ (bases[i].title));
  self->base_row = ADW_COMBO_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Together With"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_signal_connect (row, "notify::selected", G_CALLBACK (base_selected_cb), self);
  return row;
}

static void
build_split_rows (ClDataChooser *self)
{
  self->share_row = CL_NUMBER_ROW (
      cl_number_row_new (_ ("Training Share"), 1, 99, 100 * CL_DATASET_DEFAULT_SHARE));
  self->seed_row = CL_NUMBER_ROW (cl_number_row_new (_ ("Data Seed"), 0, MAX_SEED, 1));
  cl_number_row_set_description (self->share_row, _ ("The other samples are for testing"));
  cl_number_row_set_unit (self->share_row, "%");
  cl_number_row_set_step (self->share_row, 5, 0);
  cl_number_row_set_integer (self->seed_row, TRUE);
  g_signal_connect_swapped (self->share_row, "changed", G_CALLBACK (cl_data_chooser_choose), self);
  g_signal_connect_swapped (self->seed_row, "changed", G_CALLBACK (cl_data_chooser_choose), self);
}

void
cl_data_chooser_build_rows (ClDataChooser *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  adw_preferences_group_add (group, build_kind_row (self));
  adw_preferences_group_add (group, build_place_row (self));
  adw_preferences_group_add (group, build_base_row (self));
  adw_preferences_group_add (group, build_fetch_row (self));
  build_split_rows (self);
  adw_preferences_group_add (group, GTK_WIDGET (self->share_row));
  adw_preferences_group_add (group, GTK_WIDGET (self->seed_row));
}
