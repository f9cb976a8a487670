#include "core/datasets/idx-pair.h"

#include <string.h>

#include "core/datasets/dataset-source.h"
#include "core/datasets/split.h"

/* The largest picture that is still a thumbnail; MNIST has 28 x 28. */
#define MAX_SIDE 256

void
cl_idx_pair_clear (ClIdxPair *self)
{
  g_clear_pointer (&self->images, cl_idx_free);
  g_clear_pointer (&self->labels, cl_idx_free);
  g_clear_pointer (&self->images_path, g_free);
}

static gboolean
set_format_error (const char *path, const char *text, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT, "%s: %s", name, text);
  return FALSE;
}

static gboolean
check_images (const ClIdxPair *self, GError **error)
{
  const gsize *size = self->images->size;
  g_autofree char *text = NULL;

  if (size[1] <= MAX_SIDE && size[2] <= MAX_SIDE)
    return TRUE;
  text = g_strdup_printf ("images of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                          " pixels, expected at most %d x %d",
                          size[1], size[2], MAX_SIDE, MAX_SIDE);
  return set_format_error (self->images_path, text, error);
}

static gboolean
check_labels (const ClIdxPair *self, const char *path, gsize classes, GError **error)
{
  gsize count = self->labels->size[0];
  const guint8 *labels = self->labels->bytes->data;
  g_autofree char *text = NULL;

  if (self->images->size[0] != count)
    text = g_strdup_printf ("%" G_GSIZE_FORMAT " labels, expected %" G_GSIZE_FORMAT
                            ", one for each image beside it",
                            count, self->images->size[0]);
  for (gsize i = 0; text == NULL && i < count; i++)
    if (labels[i] >= classes)
      text = g_strdup_printf ("label %u at position %" G_GSIZE_FORMAT
                              ", expected 0 to %" G_GSIZE_FORMAT,
                              labels[i], i + 1, classes - 1);
  return text == NULL || set_format_error (path, text, error);
}

gboolean
cl_idx_pair_read (ClIdxPair *self, const char *images_path, const char *labels_path, gsize classes,
                  GCancellable *cancellable, GError **error)
{
  self->images_path = g_strdup (images_path);
  self->images = cl_idx_read (images_path, 3, cancellable, error);
  if (self->images == NULL)
    return FALSE;
  self->labels = cl_idx_read (labels_path, 1, cancellable, error);
  return self->labels != NULL && check_images (self, error)
         && check_labels (self, labels_path, classes, error);
}

gsize
cl_idx_pair_count_classes (const ClIdxPair *self)
{
  guint8 largest = 0;

  for (gsize i = 0; i < self->labels->size[0]; i++)
    largest = MAX (largest, self->labels->bytes->data[i]);
  return (gsize) largest + 1;
}

/* Takes sample order[i] as sample i; a NULL order is as they come. */
static void
fill_samples (ClSamples *samples, const ClIdxPair *pair, const guint32 *order, gsize count)
{
  gsize size = pair->images->size[1] * pair->images->size[2];

  cl_samples_allocate (samples, count, size);
  for (gsize i = 0; i < count; i++)
    {
      gsize from = order != NULL ? order[i] : i;
      const guint8 *bytes = pair->images->bytes->data + from * size;
      float *pixels = samples->pixels + i * size;

      for (gsize k = 0; k < size; k++)
        pixels[k] = (float) bytes[k] / 255.0f;
      samples->labels[i] = pair->labels->bytes->data[from];
    }
}

ClDataset *
cl_idx_pair_join (const ClIdxPair *train, const ClIdxPair *test, const char *name, gsize classes,
                  GError **error)
{
  const gsize *size = train->images->size, *other = test->images->size;
  ClDataset *dataset;

  if (size[1] != other[1] || size[2] != other[2])
    {
      g_autofree char *text =
          g_strdup_printf ("images of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                           " pixels, but those for training have %" G_GSIZE_FORMAT
                           " x %" G_GSIZE_FORMAT,
                           other[1], other[2], size[1], size[2]);

      set_format_error (test->images_path, text, error);
      return NULL;
    }
  dataset = cl_dataset_new (name, size[2], size[1], classes);
  fill_samples (&dataset->train, train, NULL, size[0]);
  fill_samples (&dataset->test, test, NULL, other[0]);
  return dataset;
}

ClDataset *
cl_idx_pair_split (const ClIdxPair *self, const char *name, gsize classes,
                   const ClDatasetOptions *options, GError **error)
{
  const gsize *size = self->images->size;
  g_autofree guint32 *order = NULL;
  ClDataset *dataset;
  gsize n_train;

  if (size[0] < 2)
    {
      set_format_error (self->images_path, "one image, expected at least two: one to test", error);
      return NULL;
    }
  order = cl_split_order (size[0], options, &n_train);
  dataset = cl_dataset_new (name, size[2], size[1], classes);
  dataset->traits = CL_DATASET_SEEDED | CL_DATASET_SPLIT;
  fill_samples (&dataset->train, self, order, n_train);
  fill_samples (&dataset->test, self, order + n_train, size[0] - n_train);
  return dataset;
}
