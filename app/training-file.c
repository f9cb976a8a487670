#include "app/training-file.h"

#include <glib/gi18n.h>
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
  guint series;
  gboolean shown, ended;
  gint64 begun; /* microseconds of the clock on the wall */
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

static char *
notes_text (const ClTrainingFile *self)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  g_key_file_set_string (keys, GROUP, "name", self->name);
  g_key_file_set_string (keys, GROUP, "data", self->spec);
  g_key_file_set_uint64 (keys, GROUP, "data-seed", self->options.seed);
  g_key_file_set_double (keys, GROUP, "data-share", self->options.train_share);
  g_key_file_set_uint64 (keys, GROUP, "first-epoch", self->first_epoch);
  g_key_file_set_uint64 (keys, GROUP, "series", self->series);
  g_key_file_set_boolean (keys, GROUP, "hidden", !self->shown);
  g_key_file_set_boolean (keys, GROUP, "ended", self->ended);
  g_key_file_set_int64 (keys, GROUP, "begun", self->begun);
  return g_key_file_to_data (keys, NULL, NULL);
}

/* Whole or not at all, and locked before anybody can see it: the new notes take the place of the
 * old ones while both are held. */
static void
write_notes (ClTrainingFile *self)
{
  g_autofree char *text = notes_text (self), *next = g_strconcat (self->notes, ".new", NULL);
  const gssize length = (gssize) strlen (text);
  const int lock = cl_file_lock (next, TRUE);

  if (lock >= 0 && ftruncate (lock, 0) == 0 && write (lock, text, (gsize) length) == length
      && g_rename (next, self->notes) == 0)
    {
      if (self->lock >= 0)
        close (self->lock);
      self->lock = lock;
      return;
    }
  if (lock >= 0)
    {
      g_unlink (next);
      close (lock);
    }
}

/* Where the notes are lost the weights are not; nobody knows whether such a run was to go on. */
static void
read_notes (ClTrainingFile *self)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  g_key_file_load_from_file (keys, self->notes, G_KEY_FILE_NONE, NULL);
  self->name = g_key_file_get_string (keys, GROUP, "name", NULL);
  if (self->name == NULL)
    self->name = g_strdup (_ ("A run without a name"));
  self->spec = g_key_file_get_string (keys, GROUP, "data", NULL);
  if (self->spec == NULL)
    self->spec = g_strdup ("");
  self->options.seed = g_key_file_get_uint64 (keys, GROUP, "data-seed", NULL);
  self->options.train_share = g_key_file_get_double (keys, GROUP, "data-share", NULL);
  if (!(self->options.train_share > 0 && self->options.train_share < 1))
    self->options.train_share = CL_DATASET_DEFAULT_SHARE;
  self->first_epoch = g_key_file_get_uint64 (keys, GROUP, "first-epoch", NULL);
  self->series = (guint) g_key_file_get_uint64 (keys, GROUP, "series", NULL);
  self->shown = !g_key_file_get_boolean (keys, GROUP, "hidden", NULL);
  self->ended = g_key_file_get_boolean (keys, GROUP, "ended", NULL)
                || !g_key_file_has_key (keys, GROUP, "ended", NULL);
  self->begun = g_key_file_get_int64 (keys, GROUP, "begun", NULL);
}

ClTrainingFile *
cl_training_file_new (const char *name, const ClTrainingData *data, gsize first_epoch, guint series)
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
  self->series = series;
  self->shown = TRUE;
  self->begun = g_get_real_time ();
  write_notes (self);
  return self;
}

/* An archive that was being written when its process was killed lies beside the older one. */
static void
remove_unfinished (const ClTrainingFile *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *checkpoint = g_path_get_basename (self->path);
  g_autofree char *prefix = g_strconcat (checkpoint, ".", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

static gboolean
has_checkpoint (const ClTrainingFile *self)
{
  return g_file_test (self->path, G_FILE_TEST_EXISTS);
}

void
cl_training_file_free (ClTrainingFile *self)
{
  if (self == NULL)
    return;
  if (self->lock >= 0 && !has_checkpoint (self))
    g_unlink (self->notes);
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

guint
cl_training_file_get_series (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->series;
}

gboolean
cl_training_file_get_shown (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->shown;
}

void
cl_training_file_set_look (ClTrainingFile *self, const char *name, gboolean shown)
{
  g_return_if_fail (self != NULL && name != NULL);

  if (g_str_equal (name, self->name) && shown == self->shown)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  self->shown = shown;
  write_notes (self);
}

void
cl_training_file_set_ended (ClTrainingFile *self)
{
  g_return_if_fail (self != NULL);

  if (self->ended)
    return;
  self->ended = TRUE;
  write_notes (self);
}

gboolean
cl_training_file_get_ended (const ClTrainingFile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->ended;
}

/* Held, and with a checkpoint. */
static ClTrainingFile *
take_orphan (const char *folder, const char *notes)
{
  g_autofree char *id = g_strndup (notes, strlen (notes) - strlen (SUFFIX));
  ClTrainingFile *self = file_at (folder, id);

  self->lock = cl_file_lock (self->notes, FALSE);
  if (self->lock < 0 || !has_checkpoint (self))
    {
      cl_training_file_free (self);
      return NULL;
    }
  remove_unfinished (self);
  read_notes (self);
  return self;
}

static int
oldest_first (gconstpointer a, gconstpointer b)
{
  const gint64 first = (*(ClTrainingFile *const *) a)->begun;
  const gint64 second = (*(ClTrainingFile *const *) b)->begun;

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
