#include "app/data-controller.h"

#include "app/data-fetch.h"
#include "app/settings.h"

#define KIND_KEY   "training-data"
#define PLACES_KEY "data-places"
#define SHARE_KEY  "data-share"
#define SEED_KEY   "data-seed"

struct _ClDataController
{
  ClDataChooser *chooser;
  ClDataChangedFunc changed;
  gpointer data;

  ClDataset *dataset;
  GCancellable *loading; /* NULL when no data set is being read */
  ClDataFetch *fetch;    /* NULL when nothing is being fetched */
  const ClDownload *download;
  char *folder;   /* of the download */
  gboolean stale; /* the drawings in the data set are others by now */
};

/* A load that ends after its controller, or after a newer one, must find that out. */
typedef struct
{
  ClDataController *self;
  GCancellable *cancellable;
  const ClDataKind *kind;
  char *spec;
  ClDatasetOptions options;
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->cancellable);
  g_free (load->spec);
  g_free (load);
}

static void
read_dataset (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Load *load = data;
  g_autoptr (GError) error = NULL;
  ClDataset *dataset =
      cl_dataset_open_kind (load->kind->id, load->spec, &load->options, cancellable, &error);

  if (dataset != NULL)
    g_task_return_pointer (task, dataset, (GDestroyNotify) cl_dataset_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
dataset_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Load *load = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);

  if (!g_cancellable_is_cancelled (load->cancellable))
    {
      ClDataController *self = load->self;

      g_clear_object (&self->loading);
      if (dataset != NULL)
        {
          self->dataset = g_steal_pointer (&dataset);
          cl_data_chooser_set_dataset (self->chooser, self->dataset);
          self->changed (self->dataset, self->data);
        }
      else if (g_error_matches (error, CL_DATASET_ERROR, CL_DATASET_ERROR_EMPTY))
        cl_data_chooser_set_wanting (self->chooser);
      else
        cl_data_chooser_set_error (self->chooser, error->message);
    }
  load_free (load);
}

/* Ends whatever goes on; there is no data set afterwards. */
static void
drop_dataset (ClDataController *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->fetch, cl_data_fetch_free);
  self->stale = FALSE;
  if (self->dataset == NULL)
    return;
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  self->changed (NULL, self->data);
}

/* MNIST that has been fetched once is there without being chosen. */
static void
find_default_place (ClDataController *self)
{
  const ClDataKind *kind = cl_data_kind_find ("mnist");

  if (cl_data_chooser_get_place (self->chooser, kind) == NULL
      && g_strcmp0 (cl_dataset_kind (self->folder), kind->id) == 0)
    cl_data_chooser_set_place (self->chooser, kind, self->folder);
}

static void
load_dataset (ClDataController *self)
{
  g_autofree char *spec = NULL;
  Load *load;

  drop_dataset (self);
  find_default_place (self);
  spec = cl_data_chooser_dup_spec (self->chooser);
  if (spec == NULL)
    {
      cl_data_chooser_set_wanting (self->chooser);
      return;
    }
  self->loading = g_cancellable_new ();
  cl_data_chooser_set_loading (self->chooser);

  load = g_new (Load, 1);
  *load = (Load){ .self = self,
                  .cancellable = g_object_ref (self->loading),
                  .kind = cl_data_chooser_get_kind (self->chooser),
                  .spec = g_steal_pointer (&spec) };
  cl_data_chooser_get_options (self->chooser, &load->options);
  g_autoptr (GTask) task = g_task_new (NULL, self->loading, dataset_read_cb, load);
  g_task_set_task_data (task, load, NULL);
  g_task_run_in_thread (task, read_dataset);
}

static void
remember (ClDataController *self)
{
  GVariantBuilder places;
  ClDatasetOptions options;
  const ClDataKind *kind;

  g_variant_builder_init (&places, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; (kind = cl_data_kind_nth (i)) != NULL; i++)
    {
      const char *place = cl_data_chooser_get_place (self->chooser, kind);

      /* Settings are text; a name that is none has to be chosen again. */
      if (place != NULL && g_utf8_validate (place, -1, NULL))
        g_variant_builder_add (&places, "{ss}", kind->id, place);
    }
  cl_data_chooser_get_options (self->chooser, &options);
  g_settings_set_string (cl_settings_get (), KIND_KEY,
                         cl_data_chooser_get_kind (self->chooser)->id);
  g_settings_set_value (cl_settings_get (), PLACES_KEY, g_variant_builder_end (&places));
  g_settings_set_double (cl_settings_get (), SHARE_KEY, options.train_share);
  g_settings_set_value (cl_settings_get (), SEED_KEY, g_variant_new_uint64 (options.seed));
}

static void
restore (ClDataController *self)
{
  g_autofree char *id = g_settings_get_string (cl_settings_get (), KIND_KEY);
  g_autoptr (GVariant) places = g_settings_get_value (cl_settings_get (), PLACES_KEY);
  const ClDatasetOptions options = { g_settings_get_uint64 (cl_settings_get (), SEED_KEY),
                                     g_settings_get_double (cl_settings_get (), SHARE_KEY) };
  const ClDataKind *kind;

  for (guint i = 0; (kind = cl_data_kind_nth (i)) != NULL; i++)
    {
      const char *place;

      if (g_variant_lookup (places, kind->id, "&s", &place) && *place != '\0')
        cl_data_chooser_set_place (self->chooser, kind, place);
    }
  cl_data_chooser_set_options (self->chooser, &options);
  kind = cl_data_kind_find (id);
  if (kind != NULL)
    cl_data_chooser_set_kind (self->chooser, kind);
}

static void
chosen_cb (ClDataChooser *chooser, ClDataController *self)
{
  load_dataset (self);
  remember (self);
}

static void
cancelled_cb (ClDataChooser *chooser, ClDataController *self)
{
  gboolean fetching = self->fetch != NULL;

  drop_dataset (self);
  cl_data_chooser_set_cancelled (chooser, fetching);
}

static void
fetch_progress (const ClDownloadProgress *progress, gpointer data)
{
  ClDataController *self = data;

  cl_data_chooser_set_fetch_progress (self->chooser, progress);
}

static void
fetch_done (const GError *error, gpointer data)
{
  ClDataController *self = data;

  g_clear_pointer (&self->fetch, cl_data_fetch_free);
  if (error != NULL)
    {
      cl_data_chooser_set_fetch_error (self->chooser, error->message);
      return;
    }
  cl_data_chooser_set_place (self->chooser, cl_data_kind_find ("mnist"), self->folder);
  load_dataset (self);
  remember (self);
}

static void
fetch_cb (ClDataChooser *chooser, ClDataController *self)
{
  static const ClDataFetchClass klass = { fetch_progress, fetch_done };

  drop_dataset (self);
  cl_data_chooser_set_fetching (chooser, self->download);
  self->fetch = cl_data_fetch_start (self->download, self->folder, &klass, self);
}

static void
map_cb (GtkWidget *chooser, ClDataController *self)
{
  if (self->stale)
    load_dataset (self);
}

ClDataController *
cl_data_controller_new (ClDataChooser *chooser, ClDataChangedFunc changed, gpointer data)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (chooser), NULL);
  g_return_val_if_fail (changed != NULL, NULL);
  ClDataController *self = g_new0 (ClDataController, 1);

  self->chooser = g_object_ref (chooser);
  self->changed = changed;
  self->data = data;
  self->download = &cl_download_mnist;
  self->folder = cl_dataset_default_folder ();
  restore (self);
  g_signal_connect (chooser, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect (chooser, "fetch", G_CALLBACK (fetch_cb), self);
  g_signal_connect (chooser, "cancelled", G_CALLBACK (cancelled_cb), self);
  g_signal_connect (chooser, "map", G_CALLBACK (map_cb), self);
  return self;
}

void
cl_data_controller_free (ClDataController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->chooser, self);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->fetch, cl_data_fetch_free);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  g_object_unref (self->chooser);
  g_free (self->folder);
  g_free (self);
}

void
cl_data_controller_ensure (ClDataController *self)
{
  g_return_if_fail (self != NULL);
  if (self->dataset == NULL && self->loading == NULL && self->fetch == NULL)
    load_dataset (self);
}

gboolean
cl_data_controller_is_loading (ClDataController *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->loading != NULL;
}

ClDataset *
cl_data_controller_get_dataset (ClDataController *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->dataset;
}

void
cl_data_controller_drawings_changed (ClDataController *self)
{
  g_return_if_fail (self != NULL);
  if (cl_data_chooser_get_kind (self->chooser)->place == CL_DATA_PLACE_BASE
      && (self->dataset != NULL || self->loading == NULL))
    self->stale = TRUE;
}

void
cl_data_controller_set_download (ClDataController *self, const ClDownload *download,
                                 const char *folder)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (download != NULL && folder != NULL);
  g_autofree char *old = self->folder;

  self->download = download;
  self->folder = g_strdup (folder);
}
