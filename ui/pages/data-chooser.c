#include "ui/pages/data-chooser.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/pages/data-dialog.h"
#include "ui/pages/data-state.h"
#include "ui/widgets/number-row.h"

#define MAX_SEED 9007199254740991.0 /* the largest that a double counts to, one by one */

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_FETCH,
  SIGNAL_CANCELLED,
  SIGNAL_CHANGED,
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClDataChooser
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *kind;
  AdwActionRow *place_row;
  AdwComboRow *base_row;
  AdwActionRow *fetch_row;
  ClNumberRow *share_row, *seed_row;

  ClDataState *state;
  GtkFileChooserNative *dialog;
  GHashTable *places; /* of a kind's id to char * */
  ClDataset *dataset;
};

G_DEFINE_FINAL_TYPE (ClDataChooser, cl_data_chooser, ADW_TYPE_PREFERENCES_GROUP)

/* What drawings may be added to. */
static const struct
{
  const char *id, *title;
} bases[] = {
  { "", N_ ("Nothing Else") },
  { "digits", N_ ("Built-in Digits") },
  { "mnist", N_ ("MNIST") },
};

const ClDataKind *
cl_data_chooser_get_kind (ClDataChooser *self)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (self), NULL);
  return cl_data_kind_nth (adw_combo_row_get_selected (self->kind));
}

const char *
cl_data_chooser_get_place (ClDataChooser *self, const ClDataKind *kind)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (self), NULL);
  return g_hash_table_lookup (self->places, kind->id);
}

ClDataset *
cl_data_chooser_get_dataset (ClDataChooser *self)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (self), NULL);
  return self->dataset;
}

static gboolean
is_path (const ClDataKind *kind)
{
  return kind->place == CL_DATA_PLACE_FOLDER || kind->place == CL_DATA_PLACE_FILE;
}

static gboolean
is_fetchable (const ClDataKind *kind)
{
  return g_str_equal (kind->id, "mnist");
}

/* What drawings are added to is another kind, with a place of its own. */
static char *
dup_spec_of_sum (ClDataChooser *self, const char *base)
{
  const ClDataKind *kind = cl_data_kind_find (base);
  const char *place;

  if (kind == NULL)
    return g_strdup ("drawings");
  place = cl_data_chooser_get_place (self, kind);
  return g_strconcat ("drawings+", place != NULL ? place : base, NULL);
}

char *
cl_data_chooser_dup_spec (ClDataChooser *self)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (self), NULL);
  const ClDataKind *kind = cl_data_chooser_get_kind (self);
  const char *place = cl_data_chooser_get_place (self, kind);

  if (kind->place == CL_DATA_PLACE_BASE)
    return dup_spec_of_sum (self, place);
  return g_strdup (is_path (kind) ? place : kind->id);
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

static guint
base_index (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (bases); i++)
    if (g_str_equal (bases[i].id, id))
      return i;
  return 0;
}

/* Rows that the data have no use for would only ask questions. */
static void
update_rows (ClDataChooser *self)
{
  const ClDataKind *kind = cl_data_chooser_get_kind (self);
  ClDataStateId state = cl_data_state_get (self->state);
  ClDatasetTraits traits = self->dataset != NULL ? self->dataset->traits : CL_DATASET_FIXED;

  gtk_widget_set_visible (GTK_WIDGET (self->place_row), is_path (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->base_row), kind->place == CL_DATA_PLACE_BASE);
  gtk_widget_set_visible (GTK_WIDGET (self->fetch_row),
                          is_fetchable (kind)
                              && (state == CL_DATA_WANTING || state == CL_DATA_ERROR));
  gtk_widget_set_visible (GTK_WIDGET (self->share_row), (traits & CL_DATASET_SPLIT) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_row), (traits & CL_DATASET_SEEDED) != 0);
  update_place_row (self);
}

static void
choose (ClDataChooser *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

void
cl_data_chooser_set_place (ClDataChooser *self, const ClDataKind *kind, const char *place)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_return_if_fail (kind != NULL);

  if (place != NULL)
    g_hash_table_insert (self->places, (gpointer) kind->id, g_strdup (place));
  else
    g_hash_table_remove (self->places, kind->id);
  if (kind->place == CL_DATA_PLACE_BASE)
    {
      g_signal_handlers_block_matched (self->base_row, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
      adw_combo_row_set_selected (self->base_row, base_index (place));
      g_signal_handlers_unblock_matched (self->base_row, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL,
                                         self);
    }
  update_rows (self);
}

void
cl_data_chooser_set_kind (ClDataChooser *self, const ClDataKind *kind)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_return_if_fail (kind != NULL);

  g_signal_handlers_block_matched (self->kind, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  adw_combo_row_set_selected (self->kind, cl_data_kind_index (kind));
  g_signal_handlers_unblock_matched (self->kind, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  update_rows (self);
}

/* Takes a path from outside, whatever it holds: what it looks like goes before what was asked for.
 * `asked` is the kind where it looks like nothing, or NULL. */
static void
take_path (ClDataChooser *self, const char *path, const ClDataKind *asked)
{
  const ClDataKind *kind = cl_data_kind_find (cl_dataset_kind (path));

  if (kind == NULL)
    kind = asked;
  if (kind == NULL)
    kind = cl_data_kind_find (g_file_test (path, G_FILE_TEST_IS_DIR) ? "images" : "table");
  cl_data_chooser_set_place (self, kind, path);
  cl_data_chooser_set_kind (self, kind);
  choose (self);
}

static void
open_dialog_response_cb (GtkNativeDialog *dialog, int response, ClDataChooser *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path =
      response == GTK_RESPONSE_ACCEPT && file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->dialog);
  if (path != NULL)
    take_path (self, path, cl_data_chooser_get_kind (self));
}

static void
open_dialog (ClDataChooser *self)
{
  const ClDataKind *kind = cl_data_chooser_get_kind (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->dialog != NULL)
    return;
  self->dialog = cl_data_dialog_new (kind, cl_data_chooser_get_place (self, kind),
                                     GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  g_signal_connect (self->dialog, "response", G_CALLBACK (open_dialog_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

static void
kind_selected_cb (AdwComboRow *row, GParamSpec *pspec, ClDataChooser *self)
{
  update_rows (self);
  choose (self);
}

static void
base_selected_cb (AdwComboRow *row, GParamSpec *pspec, ClDataChooser *self)
{
  guint i = MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (bases) - 1);

  cl_data_chooser_set_place (self, cl_data_kind_find ("drawings"), bases[i].id);
  choose (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, ClDataChooser *self)
{
  const GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  if (path == NULL)
    return FALSE;
  take_path (self, path, NULL);
  return TRUE;
}

/* After the state has changed; dataset: the one shown, or NULL. */
static void
update (ClDataChooser *self, ClDataset *dataset)
{
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  self->dataset = dataset != NULL ? cl_dataset_ref (dataset) : NULL;
  /* While the same is read again, its rows stay under the hand that changes them. */
  if (cl_data_state_get (self->state) != CL_DATA_LOADING)
    update_rows (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
cl_data_chooser_set_wanting (ClDataChooser *self)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  const ClDataKind *kind = cl_data_chooser_get_kind (self);

  cl_data_state_set_wanting (self->state, kind->wanted != NULL ? _ (kind->wanted) : NULL);
  update (self, NULL);
}

void
cl_data_chooser_set_loading (ClDataChooser *self)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_data_state_set_loading (self->state);
  update (self, NULL);
}

void
cl_data_chooser_set_dataset (ClDataChooser *self, ClDataset *dataset)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_return_if_fail (dataset != NULL);
  cl_data_state_set_samples (self->state, dataset);
  update (self, dataset);
}

void
cl_data_chooser_set_error (ClDataChooser *self, const char *message)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_data_state_set_error (self->state, message, FALSE);
  update (self, NULL);
}

void
cl_data_chooser_set_fetch_error (ClDataChooser *self, const char *message)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_data_state_set_error (self->state, message, TRUE);
  update (self, NULL);
}

void
cl_data_chooser_set_fetching (ClDataChooser *self, const ClDownload *download)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_data_state_set_fetching (self->state, download);
  update (self, NULL);
}

void
cl_data_chooser_set_fetch_progress (ClDataChooser *self, const ClDownloadProgress *progress)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_data_state_set_fetch_progress (self->state, progress);
}

static void
fetch_clicked_cb (ClDataChooser *self)
{
  g_signal_emit (self, signals[SIGNAL_FETCH], 0);
}

static void
retry_cb (ClDataChooser *self)
{
  gboolean fetching = cl_data_state_get (self->state) == CL_DATA_FETCH_ERROR;

  g_signal_emit (self, signals[fetching ? SIGNAL_FETCH : SIGNAL_CHOSEN], 0);
}

static void
cancelled_cb (ClDataChooser *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static void
exported_cb (ClDataChooser *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClDataChooser *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static GtkWidget *
build_state_row (ClDataChooser *self)
{
  GtkWidget *row = adw_preferences_row_new ();

  self->state = CL_DATA_STATE (cl_data_state_new ());
  g_signal_connect_swapped (self->state, "cancelled", G_CALLBACK (cancelled_cb), self);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (retry_cb), self);
  g_signal_connect_swapped (self->state, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (self->state, "failed", G_CALLBACK (failed_cb), self);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->state));
  return row;
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
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (open_dialog), self);
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
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (fetch_clicked_cb), self);
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
  cl_number_row_set_description (self->seed_row, _ ("Another draws other data"));
  cl_number_row_set_integer (self->seed_row, TRUE);
  g_signal_connect_swapped (self->share_row, "changed", G_CALLBACK (choose), self);
  g_signal_connect_swapped (self->seed_row, "changed", G_CALLBACK (choose), self);
}

static void
accept_drops (ClDataChooser *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
cl_data_chooser_dispose (GObject *object)
{
  ClDataChooser *self = CL_DATA_CHOOSER (object);

  if (self->dialog != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->dialog));
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (cl_data_chooser_parent_class)->dispose (object);
}

static void
cl_data_chooser_finalize (GObject *object)
{
  ClDataChooser *self = CL_DATA_CHOOSER (object);

  g_hash_table_unref (self->places);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  G_OBJECT_CLASS (cl_data_chooser_parent_class)->finalize (object);
}

static void
cl_data_chooser_class_init (ClDataChooserClass *klass)
{
  static const struct
  {
    const char *name;
    gboolean text; /* carries a string */
  } table[N_SIGNALS] = {
    [SIGNAL_CHOSEN] = { "chosen" },           [SIGNAL_FETCH] = { "fetch" },
    [SIGNAL_CANCELLED] = { "cancelled" },     [SIGNAL_CHANGED] = { "changed" },
    [SIGNAL_EXPORTED] = { "exported", TRUE }, [SIGNAL_FAILED] = { "failed", TRUE },
  };

  G_OBJECT_CLASS (klass)->dispose = cl_data_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_data_chooser_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, CL_TYPE_DATA_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, table[i].text ? 1 : 0, G_TYPE_STRING);
}

static void
cl_data_chooser_init (ClDataChooser *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  adw_preferences_group_set_title (group, _ ("Data"));
  adw_preferences_group_add (group, build_kind_row (self));
  adw_preferences_group_add (group, build_place_row (self));
  adw_preferences_group_add (group, build_base_row (self));
  adw_preferences_group_add (group, build_fetch_row (self));
  build_split_rows (self);
  adw_preferences_group_add (group, GTK_WIDGET (self->share_row));
  adw_preferences_group_add (group, GTK_WIDGET (self->seed_row));
  adw_preferences_group_add (group, build_state_row (self));
  accept_drops (self);
  update_rows (self);
}

GtkWidget *
cl_data_chooser_new (void)
{
  return g_object_new (CL_TYPE_DATA_CHOOSER, NULL);
}
