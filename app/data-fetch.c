#include "app/data-fetch.h"

/* Shared by the owner, the thread and the idle callback between them; whoever is last frees it. */
struct _ClDataFetch
{
  const ClDownload *download;
  char *folder;
  ClDataFetchClass klass;
  gpointer data;
  GCancellable *cancellable;

  GMutex mutex; /* of the two below */
  ClDownloadProgress newest;
  gboolean pending; /* the main thread has not shown the newest yet */
};

static void
clear_fetch (gpointer data)
{
  ClDataFetch *self = data;

  g_free (self->folder);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
}

static void
release (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_fetch);
}

static gboolean
show_cb (gpointer data)
{
  ClDataFetch *self = data;
  ClDownloadProgress newest;

  g_mutex_lock (&self->mutex);
  newest = self->newest;
  self->pending = FALSE;
  g_mutex_unlock (&self->mutex);
  if (!g_cancellable_is_cancelled (self->cancellable))
    self->klass.progress (&newest, self->data);
  return G_SOURCE_REMOVE;
}

/* On the thread.  Idle priority: drawing goes first. */
static void
note_progress (const ClDownloadProgress *progress, gpointer data)
{
  ClDataFetch *self = data;
  gboolean first;

  g_mutex_lock (&self->mutex);
  self->newest = *progress;
  first = !self->pending;
  self->pending = TRUE;
  g_mutex_unlock (&self->mutex);
  if (first)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_cb, g_atomic_rc_box_acquire (self), release);
}

static void
fetch (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ClDataFetch *self = data;
  GError *error = NULL;

  if (cl_download_fetch (self->download, self->folder, note_progress, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClDataFetch *self = data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!g_cancellable_is_cancelled (self->cancellable))
    self->klass.done (error, self->data);
  release (self);
}

ClDataFetch *
cl_data_fetch_start (const ClDownload *download, const char *folder, const ClDataFetchClass *klass,
                     gpointer data)
{
  g_return_val_if_fail (download != NULL && folder != NULL, NULL);
  ClDataFetch *self = g_atomic_rc_box_new0 (ClDataFetch);

  self->download = download;
  self->folder = g_strdup (folder);
  self->klass = *klass;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_autoptr (GTask) task =
      g_task_new (NULL, self->cancellable, fetched_cb, g_atomic_rc_box_acquire (self));
  g_task_set_task_data (task, g_atomic_rc_box_acquire (self), release);
  g_task_run_in_thread (task, fetch);
  return self;
}

void
cl_data_fetch_free (ClDataFetch *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  release (self);
}
