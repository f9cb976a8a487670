#include "app/recovery.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "app/document-io.h"
#include "app/file-lock.h"

struct _ClRecovery
{
  GObject parent_instance;

  ClDocument *document;
  guint seconds;
  guint timeout;
  char *path;      /* of the copy */
  char *lock_path; /* locked while this process lives */
  int lock;
  gboolean writing;
};

G_DEFINE_FINAL_TYPE (ClRecovery, cl_recovery, G_TYPE_OBJECT)

static char *
recovery_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "contraction-lab", "recovery", NULL);
}

static char *
lock_path_of (const char *path)
{
  return g_strconcat (path, ".lock", NULL);
}

typedef struct
{
  ClModel *model;
  GVariant *state;
  char *path;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  cl_model_unref (copy->model);
  g_variant_unref (copy->state);
  g_free (copy->path);
  g_free (copy);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copy *copy = data;
  GError *error = NULL;

  if (cl_document_io_write (copy->model, copy->state, copy->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
forget_copy (ClRecovery *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_unlink (self->path);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ClRecovery *self = CL_RECOVERY (object);
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("the copy for recovery could not be written: %s", error->message);
  if (self->document == NULL || !cl_document_get_modified (self->document))
    forget_copy (self);
}

void
cl_recovery_flush (ClRecovery *self)
{
  g_autoptr (GTask) task = NULL;
  Copy *copy;

  g_return_if_fail (CL_IS_RECOVERY (self));

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->writing || !cl_document_get_modified (self->document))
    return;

  copy = g_new0 (Copy, 1);
  copy->model = cl_model_ref (cl_document_get_model (self->document));
  copy->state = cl_document_get_whole_state (self->document);
  copy->path = g_strdup (self->path);
  self->writing = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, write_thread);
}

static gboolean
timeout_cb (gpointer data)
{
  ClRecovery *self = data;

  self->timeout = 0;
  cl_recovery_flush (self);
  return G_SOURCE_REMOVE;
}

/* The first edit starts the clock; later ones ride along. */
static void
edited_cb (ClRecovery *self)
{
  if (!cl_document_get_modified (self->document))
    {
      if (!self->writing)
        forget_copy (self);
    }
  else if (self->timeout == 0)
    self->timeout = g_timeout_add_seconds (self->seconds, timeout_cb, self);
}

static void
cl_recovery_dispose (GObject *object)
{
  ClRecovery *self = CL_RECOVERY (object);

  if (self->document != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->document, self);
      forget_copy (self);
      g_unlink (self->lock_path);
      g_clear_object (&self->document);
    }
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  G_OBJECT_CLASS (cl_recovery_parent_class)->dispose (object);
}

static void
cl_recovery_finalize (GObject *object)
{
  ClRecovery *self = CL_RECOVERY (object);

  g_free (self->path);
  g_free (self->lock_path);
  G_OBJECT_CLASS (cl_recovery_parent_class)->finalize (object);
}

static void
cl_recovery_class_init (ClRecoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_recovery_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_recovery_finalize;
}

static void
cl_recovery_init (ClRecovery *self)
{
  g_autofree char *folder = recovery_folder ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (id, ".clab", NULL);

  g_mkdir_with_parents (folder, 0700);
  self->path = g_build_filename (folder, name, NULL);
  self->lock_path = lock_path_of (self->path);
  self->lock = cl_file_lock (self->lock_path, TRUE);
}

ClRecovery *
cl_recovery_new (ClDocument *document, guint seconds)
{
  ClRecovery *self;

  g_return_val_if_fail (CL_IS_DOCUMENT (document), NULL);

  self = g_object_new (CL_TYPE_RECOVERY, NULL);
  self->document = g_object_ref (document);
  self->seconds = seconds;
  g_signal_connect_swapped (document, "notify::modified", G_CALLBACK (edited_cb), self);
  return self;
}

static void
close_lock (gpointer descriptor)
{
  close (GPOINTER_TO_INT (descriptor));
}

/* Takes the lock of a copy that nobody holds. */
static GFile *
take_orphan (const char *path)
{
  g_autofree char *lock_path = lock_path_of (path);
  int lock = cl_file_lock (lock_path, TRUE);
  GFile *file;

  if (lock < 0)
    return NULL;
  file = g_file_new_for_path (path);
  g_object_set_data_full (G_OBJECT (file), "lock", GINT_TO_POINTER (lock), close_lock);
  return file;
}

static gint64
modification_time (GFile *file)
{
  GStatBuf status;

  return g_stat (g_file_peek_path (file), &status) == 0 ? (gint64) status.st_mtime : 0;
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  gint64 first = modification_time (*(GFile *const *) a);
  gint64 second = modification_time (*(GFile *const *) b);

  return (first < second) - (first > second);
}

GPtrArray *
cl_recovery_take_orphans (void)
{
  g_autofree char *folder = recovery_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *orphans = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GFile *file = cl_document_io_is_document (path) ? take_orphan (path) : NULL;

      if (file != NULL)
        g_ptr_array_add (orphans, file);
    }
  g_ptr_array_sort (orphans, newest_first);
  return orphans;
}

void
cl_recovery_discard (GFile *orphan)
{
  g_autofree char *lock_path = lock_path_of (g_file_peek_path (orphan));

  g_return_if_fail (G_IS_FILE (orphan));

  g_unlink (g_file_peek_path (orphan));
  g_unlink (lock_path);
}
