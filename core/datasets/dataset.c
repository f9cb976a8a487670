#include "core/datasets/dataset.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "core/datasets/dataset-source.h"

G_DEFINE_QUARK (cl_dataset_error_quark, cl_dataset_error)

/* The first that matches opens.  One a line. */
/* clang-format off */
static const ClDatasetSource *const sources[] = {
  &cl_dataset_source_digits,
  &cl_dataset_source_teacher_network,
  &cl_dataset_source_teacher_implicit,
  &cl_dataset_source_drawings,
  &cl_dataset_source_mnist,
  &cl_dataset_source_cifar,
  &cl_dataset_source_idx_files,
  &cl_dataset_source_image_folder,
  &cl_dataset_source_table,
};
/* clang-format on */

/* Cache lines and the widest vector registers are 64 bytes. */
#define ALIGNMENT 64

ClDataset *
cl_dataset_new (const char *name, gsize width, gsize height, gsize classes)
{
  ClDataset *self = g_atomic_rc_box_new0 (ClDataset);

  self->name = g_strdup (name);
  self->width = width;
  self->height = height;
  self->classes = classes;
  self->channels = 1;
  return self;
}

void
cl_samples_allocate (ClSamples *samples, gsize count, gsize size)
{
  samples->count = count;
  samples->pixels = g_aligned_alloc (count, size * sizeof (float), ALIGNMENT);
  samples->labels = g_malloc (count);
}

static void
clear_samples (ClSamples *samples)
{
  g_aligned_free (samples->pixels);
  g_free (samples->labels);
}

static void
clear_dataset (gpointer data)
{
  ClDataset *self = data;

  clear_samples (&self->train);
  clear_samples (&self->test);
  for (gsize k = 0; self->features != NULL && k < self->width; k++)
    g_free (self->features[k].name);
  g_free (self->features);
  g_strfreev (self->class_names);
  g_free (self->name);
}

ClDataset *
cl_dataset_ref (ClDataset *dataset)
{
  return g_atomic_rc_box_acquire (dataset);
}

void
cl_dataset_unref (ClDataset *dataset)
{
  g_atomic_rc_box_release_full (dataset, clear_dataset);
}

char *
cl_dataset_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "contraction-lab", "mnist", NULL);
}

static const char *
describe_mismatch (const char *spec)
{
  if (!g_file_test (spec, G_FILE_TEST_EXISTS))
    return "there is no such file or folder";
  if (g_access (spec, R_OK) != 0)
    return "it cannot be read (permission denied)";
  return g_file_test (spec, G_FILE_TEST_IS_DIR) ? "the folder holds no such data set"
                                                : "the file is no such data set";
}

/* source: the one asked for, or NULL. */
static void
set_no_match_error (const char *spec, const ClDatasetSource *source, const char *expected,
                    GError **error)
{
  g_autofree char *name = g_filename_display_name (spec);
  g_autofree char *reason =
      source != NULL && source->explain != NULL ? source->explain (spec) : NULL;

  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING, "%s: %s; expected %s", name,
               reason != NULL ? reason : describe_mismatch (spec), expected);
}

/* "A, B or C" of all sources. */
static char *
expect_any (void)
{
  GString *expected = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_string_append_printf (expected, "%s%s",
                            i == 0                           ? ""
                            : i + 1 < G_N_ELEMENTS (sources) ? ", "
                                                             : " or ",
                            sources[i]->expected);
  return g_string_free (expected, FALSE);
}

static const ClDatasetSource *
find_source (const char *spec)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i]->matches (spec))
      return sources[i];
  return NULL;
}

const char *
cl_dataset_kind (const char *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);
  const ClDatasetSource *source = find_source (spec);

  return source != NULL ? source->id : NULL;
}

ClDataset *
cl_dataset_open_with (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (options->train_share > 0 && options->train_share < 1, NULL);
  const ClDatasetSource *source = find_source (spec);
  g_autofree char *expected = NULL;

  if (source != NULL)
    return source->open (spec, options, cancellable, error);
  expected = expect_any ();
  set_no_match_error (spec, NULL, expected, error);
  return NULL;
}

ClDataset *
cl_dataset_open_kind (const char *kind, const char *spec, const ClDatasetOptions *options,
                      GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (kind != NULL && spec != NULL, NULL);
  g_return_val_if_fail (options->train_share > 0 && options->train_share < 1, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_str_equal (sources[i]->id, kind))
      {
        if (sources[i]->matches (spec))
          return sources[i]->open (spec, options, cancellable, error);
        set_no_match_error (spec, sources[i], sources[i]->expected, error);
        return NULL;
      }
  g_return_val_if_reached (NULL);
}

ClDataset *
cl_dataset_open (const char *spec, guint64 seed, GCancellable *cancellable, GError **error)
{
  const ClDatasetOptions options = { seed, CL_DATASET_DEFAULT_SHARE };

  return cl_dataset_open_with (spec, &options, cancellable, error);
}
