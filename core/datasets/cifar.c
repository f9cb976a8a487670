/* CIFAR-10 in its binary form (Krizhevsky 2009): six files of records
 *
 *   label | 1024 red | 1024 green | 1024 blue     one byte each, 32 x 32, row-major
 *
 * without any header.  The published files hold 10,000 records each.  A smaller set may be cut from
 * them; then every training batch must hold as many as the first, for nothing else would tell a
 * file that lost its end at the border of a record. */
#include "core/datasets/dataset-source.h"

#include <glib/gstdio.h>

#define SIDE     32
#define CHANNELS 3
#define PIXELS   (CHANNELS * SIDE * SIDE)
#define RECORD   (1 + PIXELS)
#define CLASSES  10

#define MOST_RECORDS 10000
#define PIECE        64 /* records read at a time */

#define N_BATCHES 5

static const char *const files[] = {
  "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
  "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin",
};

#define N_FILES G_N_ELEMENTS (files)

static const char *const class_names[CLASSES + 1] = {
  "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck", NULL,
};

static char *
path_of (const char *folder, gsize file)
{
  return g_build_filename (folder, files[file], NULL);
}

static gboolean
cifar_matches (const char *spec)
{
  for (gsize i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = path_of (spec, i);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    }
  return FALSE;
}

static gboolean
set_format_error (const char *folder, gsize file, const char *text, GError **error)
{
  g_autofree char *path = path_of (folder, file);
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT, "%s: %s", name, text);
  return FALSE;
}

/* The number of records, from the length of the file alone. */
static gboolean
count_records (const char *folder, gsize file, gsize *count, GError **error)
{
  g_autofree char *path = path_of (folder, file);
  g_autofree char *text = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    {
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING,
                   "%s: %s is missing; expected data_batch_1.bin to data_batch_5.bin and "
                   "test_batch.bin",
                   name, files[file]);
      return FALSE;
    }
  *count = (gsize) status.st_size / RECORD;
  if (status.st_size > 0 && status.st_size % RECORD == 0 && *count <= MOST_RECORDS)
    return TRUE;
  text = g_strdup_printf ("the file has %" G_GINT64_FORMAT " bytes, expected %d for each of 1 to "
                          "%d pictures",
                          (gint64) status.st_size, RECORD, MOST_RECORDS);
  return set_format_error (folder, file, text, error);
}

static gboolean
count_all (const char *folder, gsize count[N_FILES], GError **error)
{
  for (gsize i = 0; i < N_FILES; i++)
    {
      if (!count_records (folder, i, &count[i], error))
        return FALSE;
      if (i < N_BATCHES && count[i] != count[0])
        {
          g_autofree char *text =
              g_strdup_printf ("the file has %" G_GSIZE_FORMAT
                               " pictures, expected %" G_GSIZE_FORMAT " as in %s",
                               count[i], count[0], files[0]);

          return set_format_error (folder, i, text, error);
        }
    }
  return TRUE;
}

/* Takes the samples from `first` on out of `count` records. */
static gboolean
take_records (const guint8 *records, gsize count, ClSamples *samples, gsize first)
{
  for (gsize i = 0; i < count; i++)
    {
      const guint8 *record = records + i * RECORD;
      float *pixels = samples->pixels + (first + i) * PIXELS;

      if (record[0] >= CLASSES)
        return FALSE;
      samples->labels[first + i] = record[0];
      for (gsize k = 0; k < PIXELS; k++)
        pixels[k] = (float) record[1 + k] / 255.0f;
    }
  return TRUE;
}

/* Says where among the records read the wrong label is. */
static gboolean
set_label_error (const char *folder, gsize file, const guint8 *records, gsize first, GError **error)
{
  g_autofree char *text = NULL;
  gsize i = 0;

  while (records[i * RECORD] < CLASSES)
    i++;
  text = g_strdup_printf ("picture %" G_GSIZE_FORMAT " has the label %u, expected 0 to %d",
                          first + i + 1, records[i * RECORD], CLASSES - 1);
  return set_format_error (folder, file, text, error);
}

/* Reads `count` records into the samples from `place` on. */
static gboolean
read_batch (const char *folder, gsize file, gsize count, ClSamples *samples, gsize place,
            GCancellable *cancellable, GError **error)
{
  g_autofree char *path = path_of (folder, file);
  g_autoptr (GFile) source = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (source, cancellable, error);
  g_autofree guint8 *records = g_malloc (PIECE * RECORD);

  for (gsize done = 0; stream != NULL && done < count;)
    {
      gsize piece = MIN (PIECE, count - done), got;

      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), records, piece * RECORD, &got,
                                    cancellable, error))
        return FALSE;
      if (got < piece * RECORD)
        return set_format_error (folder, file, "the file became shorter while it was read", error);
      if (!take_records (records, piece, samples, place + done))
        return set_label_error (folder, file, records, done, error);
      done += piece;
    }
  return stream != NULL;
}

static ClDataset *
cifar_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (ClDataset) dataset = cl_dataset_new ("CIFAR-10", SIDE, SIDE, CLASSES);
  gsize count[N_FILES];

  if (!count_all (spec, count, error))
    return NULL;
  dataset->channels = CHANNELS;
  dataset->class_names = g_strdupv ((char **) class_names);
  cl_samples_allocate (&dataset->train, N_BATCHES * count[0], PIXELS);
  cl_samples_allocate (&dataset->test, count[N_BATCHES], PIXELS);
  for (gsize i = 0; i < N_FILES; i++)
    if (!read_batch (spec, i, count[i], i < N_BATCHES ? &dataset->train : &dataset->test,
                     i < N_BATCHES ? i * count[0] : 0, cancellable, error))
      return NULL;
  return g_steal_pointer (&dataset);
}

const ClDatasetSource cl_dataset_source_cifar = {
  .id = "cifar",
  .expected = "a folder with data_batch_1.bin and the other five files of CIFAR-10",
  .matches = cifar_matches,
  .open = cifar_open,
};
