#include "app/sweep-store.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "app/file-lock.h"

/* More windows than anybody sweeps in. */
#define MAX_STORES 16

struct _ClSweepStore
{
  int lock; /* a descriptor, or -1 */
  char *table, *previous, *networks;
};

static char *
folder_of (guint index)
{
  g_autofree char *name = index == 0 ? g_strdup ("sweep") : g_strdup_printf ("sweep-%u", index + 1);

  return g_build_filename (g_get_user_data_dir (), "contraction-lab", name, NULL);
}

static int
lock_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);

  g_mkdir_with_parents (folder, 0700);
  return cl_file_lock (path, TRUE);
}

ClSweepStore *
cl_sweep_store_new (void)
{
  ClSweepStore *self = g_new0 (ClSweepStore, 1);
  g_autofree char *folder = NULL;

  self->lock = -1;
  for (guint i = 0; self->lock < 0 && i < MAX_STORES; i++)
    {
      g_free (folder);
      folder = folder_of (i);
      self->lock = lock_folder (folder);
    }
  if (self->lock < 0)
    {
      g_free (folder);
      folder = folder_of (0);
    }
  self->table = g_build_filename (folder, "runs.csv", NULL);
  self->previous = g_build_filename (folder, "previous.csv", NULL);
  self->networks = g_build_filename (folder, "networks", NULL);
  return self;
}

void
cl_sweep_store_free (ClSweepStore *self)
{
  if (self == NULL)
    return;
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->table);
  g_free (self->previous);
  g_free (self->networks);
  g_free (self);
}

const char *
cl_sweep_store_table (const ClSweepStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->table;
}

const char *
cl_sweep_store_networks (const ClSweepStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->networks;
}

static void
delete_networks (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".npz"))
        g_unlink (path);
    }
}

gboolean
cl_sweep_store_put_aside (ClSweepStore *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (g_rename (self->table, self->previous) != 0 && errno != ENOENT)
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (self->table);

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "%s: could not be renamed (%s)", name, g_strerror (code));
      return FALSE;
    }
  delete_networks (self->networks);
  return TRUE;
}
