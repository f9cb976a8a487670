/* The reader of MNIST's four files: a small set made here, each way to damage it, and the real one.
 */
#include "core/datasets/dataset.h"

#include <glib/gstdio.h>
#include <string.h>

#define SIDE    5
#define N_TRAIN 12
#define N_TEST  7

static const char *const names[] = {
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
};

typedef struct
{
  char *folder;
  GByteArray *file[G_N_ELEMENTS (names)];
} Fixture;

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, 4);
}

static GByteArray *
make_images (guint count)
{
  GByteArray *bytes = g_byte_array_new ();

  append_u32 (bytes, 2051);
  append_u32 (bytes, count);
  append_u32 (bytes, SIDE);
  append_u32 (bytes, SIDE);
  for (guint i = 0; i < count * SIDE * SIDE; i++)
    g_byte_array_append (bytes, &(guint8){ (guint8) (i * 37) }, 1);
  return bytes;
}

static GByteArray *
make_labels (guint count)
{
  GByteArray *bytes = g_byte_array_new ();

  append_u32 (bytes, 2049);
  append_u32 (bytes, count);
  for (guint i = 0; i < count; i++)
    g_byte_array_append (bytes, &(guint8){ (guint8) (i * 3 % 10) }, 1);
  return bytes;
}

static char *
path_of (const Fixture *fixture, gsize i, const char *ending)
{
  g_autofree char *name = g_strconcat (names[i], ending, NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

/* A new file rather than a changed one, which GLib would wait for the disk to take. */
static void
write_bytes (const char *path, gconstpointer data, gsize length)
{
  g_unlink (path);
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

static void
write_file (const Fixture *fixture, gsize i)
{
  g_autofree char *path = path_of (fixture, i, "");

  write_bytes (path, fixture->file[i]->data, fixture->file[i]->len);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("mnist-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->file[0] = make_images (N_TRAIN);
  fixture->file[1] = make_labels (N_TRAIN);
  fixture->file[2] = make_images (N_TEST);
  fixture->file[3] = make_labels (N_TEST);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    write_file (fixture, i);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *plain = path_of (fixture, i, ""), *zipped = path_of (fixture, i, ".gz");

      g_unlink (plain);
      g_unlink (zipped);
      g_byte_array_unref (fixture->file[i]);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
assert_good (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) set = cl_dataset_open (fixture->folder, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (set->width, ==, SIDE);
  g_assert_cmpuint (set->height, ==, SIDE);
  g_assert_cmpuint (set->train.count, ==, N_TRAIN);
  g_assert_cmpuint (set->test.count, ==, N_TEST);
  for (gsize i = 0; i < N_TRAIN * SIDE * SIDE; i++)
    g_assert_cmpfloat (set->train.pixels[i], ==, (float) (guint8) (i * 37) / 255.0f);
  for (gsize i = 0; i < N_TEST; i++)
    g_assert_cmpuint (set->test.labels[i], ==, i * 3 % 10);
}

/* One clear line that holds `text`. */
static void
assert_bad (const Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  ClDataset *set = cl_dataset_open (fixture->folder, 0, NULL, &error);

  g_assert_null (set);
  g_assert_nonnull (error);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_str_has_prefix (error->message, fixture->folder));
  if (strstr (error->message, text) == NULL)
    g_error ("'%s' does not say '%s'", error->message, text);
}

static void
compress (const Fixture *fixture, gsize i)
{
  g_autofree char *path = path_of (fixture, i, ".gz"), *plain = path_of (fixture, i, "");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) raw =
      G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
  g_autoptr (GConverter) zip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (raw, zip);

  g_assert_true (g_output_stream_write_all (stream, fixture->file[i]->data, fixture->file[i]->len,
                                            NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  g_unlink (plain);
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  assert_good (fixture);
}

static void
test_gzip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, 0, ".gz");
  g_autofree char *content = NULL;
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    compress (fixture, i);
  assert_good (fixture);

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (gsize cut = 0; cut < length; cut++)
    {
      write_bytes (path, content, cut);
      assert_bad (fixture, "train-images-idx3-ubyte.gz: ");
    }
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (fixture, i, "");
      g_autofree char *text = g_strconcat (names[i], " is missing; expected train-images", NULL);

      g_unlink (path);
      assert_bad (fixture, text);
      write_file (fixture, i);
    }
  assert_good (fixture);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint length = fixture->file[i]->len;

      for (guint cut = 0; cut < length; cut++)
        {
          fixture->file[i]->len = cut;
          write_file (fixture, i);
          assert_bad (fixture, "the file ends after ");
        }
      fixture->file[i]->len = length;
      write_file (fixture, i);
    }
}

static void
test_trailing (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_byte_array_append (fixture->file[i], (const guint8 *) "", 1);
      write_file (fixture, i);
      assert_bad (fixture, "goes on after ");
      g_byte_array_set_size (fixture->file[i], fixture->file[i]->len - 1);
      write_file (fixture, i);
    }
}

static const struct
{
  gsize file, offset;
  guint32 value;
  const char *text;
} damages[] = {
  { 0, 0, 2049, "no file of IDX images: it begins with the number 2049, expected 2051" },
  { 1, 0, 2051, "no file of IDX labels: it begins with the number 2051, expected 2049" },
  { 1, 0, 0x50d, "begins with the number 1293, expected 2049" },
  { 0, 0, 0x03080000, "begins with the number 50855936" },
  { 0, 4, 0, "the header claims 0 x 5 x 5" },
  { 0, 4, 0xffffffff, "the header claims 4294967295 x 5 x 5" },
  { 0, 4, 0x00ffffff, "the file ends after 316 bytes" },
  { 0, 8, 0x7fffffff, "the header claims 12 x 2147483647 x 5" },
  { 0, 12, 6, "the file ends after 316 bytes" },
  { 0, 12, 4, "goes on after 256 bytes" },
  { 1, 4, 13, "the file ends after 20 bytes" },
  { 1, 8, 0x0003060a, "label 10 at position 4, expected 0 to 9" },
  { 3, 8, 0xff030609, "label 255 at position 1, expected 0 to 9" },
};

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      guint8 *place = fixture->file[damages[i].file]->data + damages[i].offset;
      guint32 value = GUINT32_TO_BE (damages[i].value);
      guint8 old[4];

      memcpy (old, place, 4);
      memcpy (place, &value, 4);
      write_file (fixture, damages[i].file);
      assert_bad (fixture, damages[i].text);
      memcpy (place, old, 4);
      write_file (fixture, damages[i].file);
    }
  assert_good (fixture);
}

/* Files that are each in order but do not belong together. */
static void
test_mixed (Fixture *fixture, gconstpointer data)
{
  GByteArray *train_labels = fixture->file[1];
  guint32 flat = GUINT32_TO_BE (1), wide = GUINT32_TO_BE (SIDE * SIDE);

  fixture->file[1] = fixture->file[3];
  write_file (fixture, 1);
  assert_bad (fixture, "train-labels-idx1-ubyte: 7 labels, expected 12, one for each image");
  fixture->file[1] = train_labels;
  write_file (fixture, 1);

  memcpy (fixture->file[2]->data + 8, &flat, 4);
  memcpy (fixture->file[2]->data + 12, &wide, 4);
  write_file (fixture, 2);
  assert_bad (fixture, "t10k-images-idx3-ubyte: images of 1 x 25 pixels");
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (fixture, i, "");

      g_unlink (path);
    }
  assert_bad (fixture, "the folder holds no such data set; expected \"digits\", ");
  g_assert_null (cl_dataset_open ("no such folder", 0, NULL, &error));
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING);
}

/* Flips bits at fixed random places: any answer is right but a crash. */
static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (gsize round = 0; round < 300; round++)
    {
      gsize i = g_rand_int_range (random, 0, G_N_ELEMENTS (names));
      gsize place = g_rand_int_range (random, 0, 24) % fixture->file[i]->len;
      guint8 bit = (guint8) (1 << g_rand_int_range (random, 0, 8));
      g_autoptr (GError) error = NULL;
      g_autoptr (ClDataset) set = NULL;

      fixture->file[i]->data[place] ^= bit;
      write_file (fixture, i);
      set = cl_dataset_open (fixture->folder, 0, NULL, &error);
      g_assert_true ((set == NULL) == (error != NULL));
      fixture->file[i]->data[place] ^= bit;
      write_file (fixture, i);
    }
  assert_good (fixture);
}

static void
test_real (void)
{
  g_autofree char *beside =
      g_build_filename (g_getenv ("CL_SOURCE_ROOT"), "..", "shared", "mnist", NULL);
  const char *folder = g_getenv ("CL_MNIST_DIR") != NULL ? g_getenv ("CL_MNIST_DIR") : beside;
  static const guint8 first[] = { 5, 0, 4, 1, 9, 2, 1, 3, 1, 4 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) set = NULL;
  double sum = 0;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("MNIST is not here; set CL_MNIST_DIR");
      return;
    }
  set = cl_dataset_open (folder, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (set->name, ==, "MNIST");
  g_assert_cmpuint (set->train.count, ==, 60000);
  g_assert_cmpuint (set->test.count, ==, 10000);
  g_assert_cmpmem (set->train.labels, sizeof first, first, sizeof first);
  for (gsize i = 0; i < set->train.count * 784; i++)
    sum += set->train.pixels[i];

  /* The published mean of the training pixels. */
  g_assert_cmpfloat_with_epsilon (sum / (60000.0 * 784), 0.1307, 5e-5);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/mnist/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plain", test_plain);
  ADD ("gzip", test_gzip);
  ADD ("missing", test_missing);
  ADD ("truncated", test_truncated);
  ADD ("trailing", test_trailing);
  ADD ("damaged", test_damaged);
  ADD ("mixed", test_mixed);
  ADD ("folder", test_folder);
  ADD ("flipped", test_flipped);
  g_test_add_func ("/datasets/mnist/real", test_real);
  return g_test_run ();
}
