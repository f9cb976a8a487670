#include "tests/core/scratch.h"

#include <glib/gstdio.h>

void
scratch_set_up (Scratch *scratch, gconstpointer data)
{
  scratch->folder = g_dir_make_tmp ("scratch-XXXXXX", NULL);
  scratch->path = data != NULL ? g_build_filename (scratch->folder, data, NULL) : NULL;
}

void
scratch_tear_down (Scratch *scratch, gconstpointer data)
{
  remove_tree (scratch->folder);
  g_free (scratch->folder);
  g_free (scratch->path);
}

void
write_bytes (const char *path, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (path, data != NULL ? data : "", (gssize) length, NULL));
}

void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}
