/* Any pair of IDX files: NAME-images-idx3-ubyte with NAME-labels-idx1-ubyte beside it, plain or
 * compressed.  The spec is the file of images, or a folder with one such pair.
 *
 * Where NAME says "train" and the same name with "test" or "t10k" exists, that is the test part;
 * any other pair is split. */
#include "core/datasets/dataset-source.h"

#include <string.h>

#include "core/datasets/idx-pair.h"

#define MAX_CLASSES 256

static gboolean
is_name_of_images (const char *name)
{
  return strstr (name, "images") != NULL && strstr (name, "idx3") != NULL;
}

/* `name` with the last `from` replaced; NULL when it has none. */
static char *
replace_last (const char *name, const char *from, const char *to)
{
  const char *place = g_strrstr (name, from);

  if (place == NULL)
    return NULL;
  return g_strdup_printf ("%.*s%s%s", (int) (place - name), name, to, place + strlen (from));
}

/* The file itself or, with ".gz" added or taken away, the one in the other form. */
static char *
find_either_form (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *other = g_str_has_suffix (path, ".gz") ? g_strndup (path, strlen (path) - 3)
                                                          : g_strconcat (path, ".gz", NULL);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  if (g_file_test (other, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&other);
  return NULL;
}

static const char *const test_words[] = { "test", "t10k" };

/* The images for testing that belong to images for training, or NULL. */
static char *
find_test_images (const char *folder, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (test_words); i++)
    {
      g_autofree char *other = replace_last (name, "train", test_words[i]);
      char *path = other != NULL ? find_either_form (folder, other) : NULL;

      if (path != NULL)
        return path;
    }
  return NULL;
}

/* Whether a file of images is there for the sake of another: as its test part, or compressed beside
 * its plain form. */
static gboolean
is_secondary (const char *folder, const char *name)
{
  g_autofree char *first = find_either_form (folder, name);
  g_autofree char *plain = first != NULL && g_str_has_suffix (first, ".gz")
                               ? g_strndup (first, strlen (first) - 3)
                               : NULL;

  if (first == NULL) /* a folder of that name */
    return TRUE;
  if (plain != NULL && g_file_test (plain, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (test_words); i++)
    {
      g_autofree char *other = replace_last (name, test_words[i], "train");
      g_autofree char *path = other != NULL ? find_either_form (folder, other) : NULL;

      if (path != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The path of the first file of images in a folder that stands for itself, and how many there are.
 */
static char *
find_images (const char *folder, gsize *count)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;

  *count = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_name_of_images (name) && !is_secondary (folder, name))
      {
        g_autofree char *previous = found;

        found = previous == NULL || strcmp (name, previous) < 0 ? g_strdup (name)
                                                                : g_steal_pointer (&previous);
        ++*count;
      }
  return found;
}

static gboolean
idx_files_matches (const char *spec)
{
  g_autofree char *name = g_path_get_basename (spec);
  g_autofree char *found = NULL;
  gsize count;

  if (g_file_test (spec, G_FILE_TEST_IS_REGULAR))
    return is_name_of_images (name);
  found = find_images (spec, &count);
  return found != NULL;
}

static gboolean
read_pair (ClIdxPair *pair, const char *images_path, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (images_path);
  g_autofree char *images = g_path_get_basename (images_path);
  g_autofree char *half = replace_last (images, "images", "labels");
  g_autofree char *labels = replace_last (half, "idx3", "idx1");
  g_autofree char *labels_path = find_either_form (folder, labels);

  if (labels_path == NULL)
    {
      g_autofree char *name = g_filename_display_name (images_path);

      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING,
                   "%s: its labels are missing; expected %s beside it", name, labels);
      return FALSE;
    }
  return cl_idx_pair_read (pair, images_path, labels_path, MAX_CLASSES, cancellable, error);
}

static ClDataset *
open_images (const char *images_path, const ClDatasetOptions *options, GCancellable *cancellable,
             GError **error)
{
  g_auto (ClIdxPair) train = { NULL }, test = { NULL };
  g_autofree char *folder = g_path_get_dirname (images_path);
  g_autofree char *images = g_path_get_basename (images_path);
  g_autofree char *name = g_filename_display_name (images);
  g_autofree char *test_path = find_test_images (folder, images);

  if (!read_pair (&train, images_path, cancellable, error))
    return NULL;
  if (test_path == NULL)
    return cl_idx_pair_split (&train, name, cl_idx_pair_count_classes (&train), options, error);
  if (!read_pair (&test, test_path, cancellable, error))
    return NULL;
  return cl_idx_pair_join (&train, &test, name,
                           MAX (cl_idx_pair_count_classes (&train),
                                cl_idx_pair_count_classes (&test)),
                           error);
}

static ClDataset *
idx_files_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
                GError **error)
{
  g_autofree char *found = NULL, *path = NULL;
  gsize count;

  if (g_file_test (spec, G_FILE_TEST_IS_REGULAR))
    return open_images (spec, options, cancellable, error);

  found = find_images (spec, &count);
  path = g_build_filename (spec, found, NULL);
  if (count > 1)
    {
      g_autofree char *name = g_filename_display_name (spec);

      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                   "%s: the folder holds %" G_GSIZE_FORMAT
                   " sets of images, expected the file of one of them, such as %s",
                   name, count, found);
      return NULL;
    }
  return open_images (path, options, cancellable, error);
}

const ClDatasetSource cl_dataset_source_idx_files = {
  .id = "idx",
  .expected = "a file NAME-images-idx3-ubyte with NAME-labels-idx1-ubyte beside it",
  .matches = idx_files_matches,
  .open = idx_files_open,
};
