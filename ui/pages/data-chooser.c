#include "ui/pages/data-chooser.h"

#include <glib/gi18n.h>

#include "ui/pages/data-chooser-private.h"
#include "ui/pages/data-dialog.h"

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

G_DEFINE_FINAL_TYPE (ClDataChooser, cl_data_chooser, ADW_TYPE_PREFERENCES_GROUP)

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
  return g_strdup (cl_data_kind_has_path (kind) ? place : kind->id);
}

void
cl_data_chooser_choose (ClDataChooser *self)
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
    cl_data_chooser_show_base (self, place);
  cl_data_chooser_update_rows (self);
}

void
cl_data_chooser_set_kind (ClDataChooser *self, const ClDataKind *kind)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_return_if_fail (kind != NULL);

  g_signal_handlers_block_matched (self->kind, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  adw_combo_row_set_selected (self->kind, cl_data_kind_index (kind));
  g_signal_handlers_unblock_matched (self->kind, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  cl_data_chooser_update_rows (self);
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
  cl_data_chooser_choose (self);
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

void
cl_data_chooser_open_dialog (ClDataChooser *self)
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
    cl_data_chooser_update_rows (self);
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
cl_data_chooser_set_cancelled (ClDataChooser *self, gboolean fetching)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  cl_data_state_set_cancelled (self->state, fetching);
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

void
cl_data_chooser_fetch (ClDataChooser *self)
{
  g_signal_emit (self, signals[SIGNAL_FETCH], 0);
}

static void
retry_cb (ClDataChooser *self)
{
  ClDataStateId state = cl_data_state_get (self->state);
  gboolean fetching = state == CL_DATA_FETCH_ERROR || state == CL_DATA_FETCH_CANCELLED;

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
  cl_data_chooser_build_rows (self);
  adw_preferences_group_add (group, build_state_row (self));
  accept_drops (self);
  cl_data_chooser_update_rows (self);
}

GtkWidget *
cl_data_chooser_new (void)
{
  return g_object_new (CL_TYPE_DATA_CHOOSER, NULL);
}
