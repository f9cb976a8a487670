#include "app/training-file.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "app/file-lock.h"

#define GROUP  "run"
#define SUFFIX ".run"

struct _ClTrainingFile
{
  char *path;  /* of the checkpoint */
  char *notes; /* a key file beside it, which is also what is locked */
  int lock;
  char *name;
  char *spec; /* of the data */
  ClDatasetOptions options;
  gsize first_epoch;
  gboolean stopped;
};

static char *
runs_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "contraction-lab", "runs", NULL);
}

static ClTrainingFile *
file_at (const char *folder, const char *id)
{
  ClTrainingFile *self = g_new0 (ClTrainingFile, 1);
  g_autofree char *checkpoint = g_strconcat (id, ".npz", NULL);
  g_autofree char *notes = g_strconcat (id, SUFFIX, NULL);

  self->path = g_build_filename (folder, checkpoint, NULL);
  self->notes = g_build_filename (folder, notes, NULL);
  self->lock = -1;
  return self;
}

/* In place: replacing the file would lose the lock. */
static void
write_notes (ClTrainingFile *self)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  g_key_file_set_string (keys, GROUP, "name", self->name);
  g_key_file_set_string (keys, GROUP, "data", self->spec);
  g_key_file_set_uint64 (keys, GROUP, "data-seed", self->options.seed);
  g_key_file_set_double (keys, GROUP, "data-share", self->options.train_share);
  g_key_file_set_uint64 (keys, GROUP, "first-epoch", self->first_epoch);
  g_key_file_set_boolean (keys, GROUP, "stopped", self->stopped);
  g_autofree char *text = g_key_file_to_data (keys, NULL, NULL);
  if (self->lock >= 0 && ftruncate (self->lock, 0) == 0
      && pwrite (self->lock, text, strlen (text), 0) != (gssize) strlen (text))
    g_warning ("%s could not be written", self->notes);
}

static gboolean
read_notes (ClTrainingFile *self)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  if (!g_key_file_load_from_file (keys, self->notes, G_KEY_FILE_NONE, NULL))
    return FALSE;
  self->name = g_key_file_get_string (keys, GROUP, "name", NULL);
  self->spec = g_key_file_get_string (keys, GROUP, "data", NULL);
  self->options.seed = g_key_file_get_uint64 (keys, GROUP, "data-seed", NULL);
  self->options.train_share = g_key_file_get_double (keys, GROUP, "data-share", NULL);
  self->first_epoch = g_key_file_get_uint64 (keys, GROUP, "first-epoch", NULL);
  self->stopped = g_key_file_get_boolean (keys, GROUP, "stopped", NULL);
  return self->name != NULL && self->spec != NULL;
}

ClTrainingFile *
cl_training_file_new (const char *name, const ClTrainingData *data, gsize first_epoch)
{
  g_return_val_if_fail (name != NULL && data != NULL, NULL);
  g_autofree char *folder = runs_folder ();
  g_autofree char *id = g_uuid_string_random ();
  ClTrainingFile *self = file_at (folder, id);

  g_mkdir_with_parents (folder, 0700);
  self->name = g_strdup (name);
  self->spec = g_strdup (data->spec);
  self->options = data->options;
  self->first_epoch = first_epoch;
  self->lock = cl_file_lock (self->notes, TRUE);
  write_notes (self);
  return self;
}

void
cl_training_file_free (ClTrainingFile *self)
{
  if (self == NULL)
    return;
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self->notes);
  g_free (self->name);
  g_free (self->spec);
  g_free (self);
}

void
cl_training_file_discard (ClTrainingFile *self)
{
  if (self == NULL)
    return;
  g_unlink (self->path);
  g_unlink (self->notes);
  cl_training_file_free (self);
}

const char *
cl_training_file_get_path (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->path;
}

const char *
cl_training_file_get_name (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->name;
}

ClTrainingData
cl_training_file_get_data (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, (ClTrainingData){ NULL });
  return (ClTrainingData){ self->spec, self->options };
}

gsize
cl_training_file_get_first_epoch (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->first_epoch;
}

void
cl_training_file_set_name (ClTrainingFile *self, const char *name)
{
  g_return_if_fail (self != NULL && name != NULL);

  if (g_str_equal (name, self->name))
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  write_notes (self);
}

void
cl_training_file_set_stopped (ClTrainingFile *self)
{
  g_return_if_fail (self != NULL);

  if (self->stopped)
    return;
  self->stopped = TRUE;
  write_notes (self);
}

gboolean
cl_training_file_get_stopped (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->stopped;
}

/* Held, whole and with a checkpoint; what is not worth keeping is removed. */
static ClTrainingFile *
take_orphan (const char *folder, const char *notes)
{
  g_autofree char *id = g_strndup (notes, strlen (notes) - strlen (SUFFIX));
  ClTrainingFile *self = file_at (folder, id);

  self->lock = cl_file_lock (self->notes, FALSE);
  if (self->lock < 0)
    cl_training_file_free (self);
  else if (!read_notes (self) || !g_file_test (self->path, G_FILE_TEST_EXISTS))
    cl_training_file_discard (self);
  else
    return self;
  return NULL;
}

static gint64
modification_time (const ClTrainingFile *self)
{
  GStatBuf status;

  return g_stat (self->path, &status) == 0 ? (gint64) status.st_mtime : 0;
}

static int
oldest_first (gconstpointer a, gconstpointer b)
{
  const gint64 first = modification_time (*(ClTrainingFile *const *) a);
  const gint64 second = modification_time (*(ClTrainingFile *const *) b);

  return (first > second) - (first < second);
}

GPtrArray *
cl_training_file_take_orphans (void)
{
  g_autofree char *folder = runs_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *orphans = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_training_file_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      ClTrainingFile *file = g_str_has_suffix (name, SUFFIX) ? take_orphan (folder, name) : NULL;

      if (file != NULL)
        g_ptr_array_add (orphans, file);
    }
  g_ptr_array_sort (orphans, oldest_first);
  return orphans;
}
