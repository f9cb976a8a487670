/* The reader of CIFAR-10: a small set made here and each way to damage it. */
#include "core/datasets/dataset.h"

#include <glib/gstdio.h>
#include <string.h>

#define RECORD  3073
#define N_FILES 6
#define COUNT   70 /* records of a training batch: more than the reader takes at once */
#define N_TEST  3

static const char *const names[N_FILES] = {
  "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
  "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin",
};

typedef struct
{
  char *folder;
  guint8 *file[N_FILES];
} Fixture;

static gsize
records_of (gsize i)
{
  return i < N_FILES - 1 ? COUNT : N_TEST;
}

/* The byte at `k` of record `r` of file `i`. */
static guint8
byte_at (gsize i, gsize r, gsize k)
{
  return (guint8) (k == 0 ? (i + r) % 10 : i * 41 + r * 7 + k);
}

/* A new file rather than a changed one, which GLib would wait for the disk to take. */
static void
write_file (const Fixture *fixture, gsize i, gsize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

  g_unlink (path);
  g_assert_true (
      g_file_set_contents (path, (const char *) fixture->file[i], (gssize) length, NULL));
}

static void
remove_file (const Fixture *fixture, gsize i)
{
  g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

  g_unlink (path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("cifar-XXXXXX", NULL);
  for (gsize i = 0; i < N_FILES; i++)
    {
      fixture->file[i] = g_malloc0 ((records_of (i) + 1) * RECORD);
      for (gsize k = 0; k < records_of (i) * RECORD; k++)
        fixture->file[i][k] = byte_at (i, k / RECORD, k % RECORD);
      write_file (fixture, i, records_of (i) * RECORD);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < N_FILES; i++)
    {
      remove_file (fixture, i);
      g_free (fixture->file[i]);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
assert_samples (const ClSamples *samples, gsize first_file, gsize n_files)
{
  gsize per_file = records_of (first_file);

  g_assert_cmpuint (samples->count, ==, n_files * per_file);
  for (gsize s = 0; s < samples->count; s++)
    {
      gsize i = first_file + s / per_file, r = s % per_file;

      g_assert_cmpuint (samples->labels[s], ==, byte_at (i, r, 0));
      for (gsize k = 1; k < RECORD; k++)
        g_assert_cmpfloat (samples->pixels[s * (RECORD - 1) + k - 1], ==,
                           (float) byte_at (i, r, k) / 255.0f);
    }
}

static void
test_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) set = cl_dataset_open (fixture->folder, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (set->name, ==, "CIFAR-10");
  g_assert_cmpuint (set->width, ==, 32);
  g_assert_cmpuint (set->height, ==, 32);
  g_assert_cmpuint (set->channels, ==, 3);
  g_assert_cmpuint (cl_dataset_inputs (set), ==, 3072);
  g_assert_cmpuint (g_strv_length (set->class_names), ==, set->classes);
  g_assert_cmpstr (set->class_names[9], ==, "truck");
  assert_samples (&set->train, 0, N_FILES - 1);
  assert_samples (&set->test, N_FILES - 1, 1);
}

/* One clear line that holds `text`. */
static void
assert_bad (const Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_dataset_open (fixture->folder, 0, NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_str_has_prefix (error->message, fixture->folder));
  if (strstr (error->message, text) == NULL)
    g_error ("'%s' does not say '%s'", error->message, text);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < N_FILES; i++)
    {
      g_autofree char *text = g_strconcat (names[i], " is missing; expected data_batch_1", NULL);

      remove_file (fixture, i);
      assert_bad (fixture, text);
      write_file (fixture, i, records_of (i) * RECORD);
    }
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const gsize cuts[] = { 0, 1, RECORD - 1, RECORD + 1, 2 * RECORD - 1 };

  for (gsize i = 0; i < N_FILES; i++)
    {
      for (gsize k = 0; k < G_N_ELEMENTS (cuts); k++)
        {
          g_autofree char *text =
              g_strdup_printf ("%s: the file has %" G_GSIZE_FORMAT
                               " bytes, expected 3073 for each of 1 to 10000 pictures",
                               names[i], cuts[k]);

          write_file (fixture, i, cuts[k]);
          assert_bad (fixture, text);
        }
      write_file (fixture, i, records_of (i) * RECORD + 1);
      assert_bad (fixture, " bytes, expected 3073 for each of 1 to 10000 pictures");
      write_file (fixture, i, records_of (i) * RECORD);
    }
}

/* A training batch that lost or won a whole record. */
static void
test_uneven (Fixture *fixture, gconstpointer data)
{
  write_file (fixture, 3, (COUNT - 1) * RECORD);
  assert_bad (fixture,
              "data_batch_4.bin: the file has 69 pictures, expected 70 as in data_batch_1.bin");
  write_file (fixture, 3, (COUNT + 1) * RECORD);
  assert_bad (fixture,
              "data_batch_4.bin: the file has 71 pictures, expected 70 as in data_batch_1.bin");
}

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gsize file, record;
    guint8 label;
    const char *text;
  } damages[] = {
    { 0, 0, 10, "data_batch_1.bin: picture 1 has the label 10, expected 0 to 9" },
    { 2, 69, 255, "data_batch_3.bin: picture 70 has the label 255, expected 0 to 9" },
    { 5, 1, 10, "test_batch.bin: picture 2 has the label 10, expected 0 to 9" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (damages); k++)
    {
      guint8 *label = fixture->file[damages[k].file] + damages[k].record * RECORD, old = *label;

      *label = damages[k].label;
      write_file (fixture, damages[k].file, records_of (damages[k].file) * RECORD);
      assert_bad (fixture, damages[k].text);
      *label = old;
      write_file (fixture, damages[k].file, records_of (damages[k].file) * RECORD);
    }
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cl_dataset_open (fixture->folder, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/cifar/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("good", test_good);
  ADD ("missing", test_missing);
  ADD ("sizes", test_sizes);
  ADD ("uneven", test_uneven);
  ADD ("labels", test_labels);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
