/* MNIST, and every set in its four files (Fashion-MNIST, KMNIST): pictures of ten classes. */
#include "core/datasets/dataset-source.h"

#include "core/datasets/idx-pair.h"

#define CLASSES 10
#define ALIAS   "mnist" /* the default folder */

typedef enum
{
  TRAIN_IMAGES,
  TRAIN_LABELS,
  TEST_IMAGES,
  TEST_LABELS,
  N_FILES
} FileId;

static const struct
{
  const char *stem, *kind;
} files[N_FILES] = {
  [TRAIN_IMAGES] = { "train-images", "idx3-ubyte" },
  [TRAIN_LABELS] = { "train-labels", "idx1-ubyte" },
  [TEST_IMAGES] = { "t10k-images", "idx3-ubyte" },
  [TEST_LABELS] = { "t10k-labels", "idx1-ubyte" },
};

#define FOUR_FILES                                                                                 \
  "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "                  \
  "t10k-labels-idx1-ubyte (each may end in .gz)"

/* The file's path, or NULL when the folder does not have it.  Some mirrors write a dot before
 * "idx". */
static char *
find_file (const char *folder, FileId id)
{
  static const char *const dots[] = { "-", "." }, *const endings[] = { "", ".gz" };

  for (gsize i = 0; i < G_N_ELEMENTS (dots); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (endings); j++)
      {
        g_autofree char *name =
            g_strconcat (files[id].stem, dots[i], files[id].kind, endings[j], NULL);
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
          return g_steal_pointer (&path);
      }
  return NULL;
}

/* A folder that is really called so goes first. */
static gboolean
is_alias (const char *spec)
{
  return g_str_equal (spec, ALIAS) && !g_file_test (spec, G_FILE_TEST_IS_DIR);
}

static gboolean
mnist_matches (const char *spec)
{
  for (FileId id = 0; id < N_FILES; id++)
    {
      g_autofree char *path = find_file (spec, id);

      if (path != NULL)
        return TRUE;
    }
  return is_alias (spec);
}

static gboolean
set_missing_error (const char *folder, FileId id, GError **error)
{
  g_autofree char *name = g_filename_display_name (folder);

  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING,
               "%s: %s-%s is missing; expected " FOUR_FILES, name, files[id].stem, files[id].kind);
  return FALSE;
}

static gboolean
read_pair (ClIdxPair *pair, const char *folder, FileId images, FileId labels,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *images_path = find_file (folder, images);
  g_autofree char *labels_path = find_file (folder, labels);

  if (images_path == NULL)
    return set_missing_error (folder, images, error);
  if (labels_path == NULL)
    return set_missing_error (folder, labels, error);
  return cl_idx_pair_read (pair, images_path, labels_path, CLASSES, cancellable, error);
}

static ClDataset *
open_folder (const char *folder, GCancellable *cancellable, GError **error)
{
  g_auto (ClIdxPair) train = { NULL }, test = { NULL };

  if (!read_pair (&train, folder, TRAIN_IMAGES, TRAIN_LABELS, cancellable, error)
      || !read_pair (&test, folder, TEST_IMAGES, TEST_LABELS, cancellable, error))
    return NULL;
  return cl_idx_pair_join (&train, &test, "MNIST", CLASSES, error);
}

static ClDataset *
mnist_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
            GError **error)
{
  g_autofree char *folder = is_alias (spec) ? cl_dataset_default_folder () : g_strdup (spec);
  g_autoptr (GError) inner = NULL;
  ClDataset *dataset = open_folder (folder, cancellable, &inner);

  if (dataset != NULL)
    return dataset;
  if (is_alias (spec) && g_error_matches (inner, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING))
    g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING,
                 "%s; “contraction-lab fetch mnist” gets them", inner->message);
  else
    g_propagate_error (error, g_steal_pointer (&inner));
  return NULL;
}

const ClDatasetSource cl_dataset_source_mnist = {
  .id = "mnist",
  .expected = "a folder with train-images-idx3-ubyte and the other three files of MNIST",
  .matches = mnist_matches,
  .open = mnist_open,
};
