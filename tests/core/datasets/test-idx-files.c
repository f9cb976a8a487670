/* Pairs of IDX files under any name: which files belong together, the split, and their damages. */
#include "core/datasets/dataset.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tests/core/scratch.h"

#define ROWS 3
#define COLS 4

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, 4);
}

static char *
path_of (const Scratch *fixture, const char *prefix, const char *rest)
{
  g_autofree char *name = g_strconcat (prefix, rest, NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_file (const Scratch *fixture, const char *prefix, const char *rest, const GByteArray *bytes)
{
  g_autofree char *path = path_of (fixture, prefix, rest);

  g_unlink (path);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
}

/* Every pixel of image i is i, and its label is i % classes. */
static void
write_pair (const Scratch *fixture, const char *prefix, guint count, guint classes, guint rows)
{
  g_autoptr (GByteArray) images = g_byte_array_new (), labels = g_byte_array_new ();

  append_u32 (images, 2051);
  append_u32 (images, count);
  append_u32 (images, rows);
  append_u32 (images, COLS);
  append_u32 (labels, 2049);
  append_u32 (labels, count);
  for (guint i = 0; i < count; i++)
    {
      for (guint k = 0; k < rows * COLS; k++)
        g_byte_array_append (images, &(guint8){ (guint8) i }, 1);
      g_byte_array_append (labels, &(guint8){ (guint8) (i % classes) }, 1);
    }
  write_file (fixture, prefix, "images-idx3-ubyte", images);
  write_file (fixture, prefix, "labels-idx1-ubyte", labels);
}

static ClDataset *
open_good (const char *path, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  ClDataset *set = cl_dataset_open (path, seed, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (set->width, ==, COLS);
  g_assert_cmpuint (set->height, ==, ROWS);
  g_assert_cmpuint (cl_dataset_inputs (set), ==, ROWS * COLS);
  return set;
}

static void
assert_bad (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_dataset_open (path, 0, NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, text) == NULL)
    g_error ("'%s' does not say '%s'", error->message, text);
}

/* Marks which images a part holds and checks that each kept its label. */
static void
mark (const ClSamples *samples, guint classes, gsize *seen)
{
  for (gsize i = 0; i < samples->count; i++)
    {
      const float *pixels = samples->pixels + i * ROWS * COLS;
      gsize image = (gsize) (255 * pixels[0] + 0.5f);

      for (gsize k = 1; k < ROWS * COLS; k++)
        g_assert_cmpfloat (pixels[k], ==, pixels[0]);
      g_assert_cmpuint (samples->labels[i], ==, image % classes);
      seen[image]++;
    }
}

static void
test_split (Scratch *fixture, gconstpointer data)
{
  g_autofree char *file = path_of (fixture, "emnist-letters-", "images-idx3-ubyte");
  g_autoptr (ClDataset) set = NULL, same = NULL, other = NULL;
  gsize seen[100] = { 0 };

  write_pair (fixture, "emnist-letters-", 100, 27, ROWS);
  set = open_good (fixture->folder, 5);
  same = open_good (file, 5);
  other = open_good (file, 6);

  g_assert_cmpuint (set->classes, ==, 27);
  g_assert_cmpuint (set->train.count, ==, 80);
  g_assert_cmpuint (set->test.count, ==, 20);
  mark (&set->train, 27, seen);
  mark (&set->test, 27, seen);
  for (gsize i = 0; i < 100; i++)
    g_assert_cmpuint (seen[i], ==, 1);
  g_assert_cmpmem (set->test.labels, 20, same->test.labels, 20);
  g_assert_true (memcmp (set->test.labels, other->test.labels, 20) != 0);
}

static void
test_train_and_test (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) set = NULL;
  gsize seen[20] = { 0 };

  write_pair (fixture, "kana-train-", 20, 12, ROWS);
  write_pair (fixture, "kana-test-", 5, 12, ROWS);
  set = open_good (fixture->folder, 0);
  g_assert_cmpuint (set->classes, ==, 12);
  g_assert_cmpuint (set->train.count, ==, 20);
  g_assert_cmpuint (set->test.count, ==, 5);
  mark (&set->train, 12, seen);
  mark (&set->test, 12, seen);
  g_assert_cmpuint (seen[4], ==, 2);
  g_assert_cmpuint (seen[5], ==, 1);

  write_pair (fixture, "kana-test-", 5, 12, ROWS + 1);
  assert_bad (fixture->folder,
              "kana-test-images-idx3-ubyte: images of 4 x 4 pixels, but those for training have");
}

static void
test_several (Scratch *fixture, gconstpointer data)
{
  g_autofree char *file = path_of (fixture, "b-", "images-idx3-ubyte");
  g_autoptr (ClDataset) set = NULL;

  write_pair (fixture, "b-", 10, 2, ROWS);
  write_pair (fixture, "a-", 10, 2, ROWS);
  assert_bad (fixture->folder, "the folder holds 2 sets of images, expected the file of one of "
                               "them, such as a-images-idx3-ubyte");
  set = open_good (file, 0);
  g_assert_cmpstr (set->name, ==, "b-images-idx3-ubyte");
}

static void
test_damaged (Scratch *fixture, gconstpointer data)
{
  g_autofree char *images = path_of (fixture, "x-", "images-idx3-ubyte");
  g_autofree char *labels = path_of (fixture, "x-", "labels-idx1-ubyte");
  g_autofree char *content = NULL;
  gsize length;

  write_pair (fixture, "x-", 6, 3, ROWS);
  g_assert_true (g_file_get_contents (images, &content, &length, NULL));
  for (gsize cut = 0; cut < length; cut++)
    {
      g_unlink (images);
      g_assert_true (g_file_set_contents (images, content, (gssize) cut, NULL));
      assert_bad (images, "x-images-idx3-ubyte: the file ends after ");
    }

  write_pair (fixture, "x-", 6, 3, ROWS);
  g_unlink (labels);
  assert_bad (images, "its labels are missing; expected x-labels-idx1-ubyte beside it");
  write_pair (fixture, "x-", 1, 3, ROWS);
  assert_bad (images, "one image, expected at least two");
  write_pair (fixture, "x-", 6, 3, 257);
  assert_bad (images, "images of 257 x 4 pixels, expected at most 256 x 256");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/idx-files/" name, Scratch, NULL, scratch_set_up, function,                \
              scratch_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("split", test_split);
  ADD ("train-and-test", test_train_and_test);
  ADD ("several", test_several);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
