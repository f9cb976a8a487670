/* Folders of pictures: classes, the split, the common form, and what is wrong with them. */
#include "core/datasets/dataset.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tests/core/datasets/picture-maker.h"
#include "tests/core/scratch.h"

/* Makes the folders on the way; path is relative. */
static void
put (Scratch *fixture, const char *path, GBytes *bytes)
{
  g_autofree char *full = g_build_filename (fixture->folder, path, NULL);
  g_autofree char *parent = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  write_bytes (full, bytes);
}

/* `count` pictures NAME/00.png ..., of the shades first, first + 1, ... */
static void
put_class (Scratch *fixture, const char *name, guint count, guint first)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%02u.png", name, i);
      g_autoptr (GBytes) bytes = make_plain_png ((guint8) (first + i), 6, 4);

      put (fixture, path, bytes);
    }
}

static void
put_text (Scratch *fixture, const char *path)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);

  put (fixture, path, bytes);
}

static ClDataset *
open_it (Scratch *fixture, double share)
{
  const ClDatasetOptions options = { 5, share };
  g_autoptr (GError) error = NULL;
  ClDataset *dataset = cl_dataset_open_with (fixture->folder, &options, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
assert_refused (Scratch *fixture, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_dataset_open (fixture->folder, 1, NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, fixture->folder));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, part) == NULL)
    g_error ("'%s' does not say '%s'", error->message, part);
}

static int
shade_of (const ClDataset *dataset, const ClSamples *samples, gsize i)
{
  return (int) (255.0f * samples->pixels[i * cl_dataset_inputs (dataset)] + 0.5f);
}

/* Every picture is in one of the parts, with its own class. */
static void
test_split (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) dataset = NULL, other = NULL;
  gboolean seen[100] = { FALSE };

  put_class (fixture, "cat", 10, 0);
  put_class (fixture, "dog", 15, 20);
  put_class (fixture, "owl", 5, 50);
  put_text (fixture, "cat/notes.txt");
  put_text (fixture, ".hidden/a.png");
  put_text (fixture, "cat/.b.png");
  g_assert_cmpstr (cl_dataset_kind (fixture->folder), ==, "images");
  dataset = open_it (fixture, 0.6);
  g_assert_cmpuint (dataset->traits, ==, CL_DATASET_SEEDED | CL_DATASET_SPLIT);
  g_assert_cmpuint (dataset->classes, ==, 3);
  g_assert_cmpstr (dataset->class_names[2], ==, "owl");
  g_assert_cmpuint (dataset->width, ==, 6);
  g_assert_cmpuint (dataset->height, ==, 4);
  g_assert_cmpuint (dataset->channels, ==, 1);
  g_assert_cmpuint (dataset->train.count, ==, 18);
  g_assert_cmpuint (dataset->test.count, ==, 12);
  for (gsize i = 0; i < 30; i++)
    {
      const ClSamples *samples = i < 18 ? &dataset->train : &dataset->test;
      gsize k = i < 18 ? i : i - 18;
      int shade = shade_of (dataset, samples, k);

      g_assert_false (seen[shade]);
      seen[shade] = TRUE;
      g_assert_cmpuint (samples->labels[k], ==, shade < 20 ? 0 : shade < 50 ? 1 : 2);
    }

  other = open_it (fixture, 0.6);
  g_assert_cmpmem (dataset->train.pixels, 18 * 24 * sizeof (float), other->train.pixels,
                   18 * 24 * sizeof (float));
}

/* Numbers sort as numbers, and 0, 1, ... need no names. */
static void
test_numbers (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) dataset = NULL;

  for (guint k = 0; k < 11; k++)
    {
      g_autofree char *name = g_strdup_printf ("%u", k);

      put_class (fixture, name, 2, 10 * k);
    }
  dataset = open_it (fixture, 0.5);
  g_assert_cmpuint (dataset->classes, ==, 11);
  g_assert_null (dataset->class_names);
  for (gsize i = 0; i < dataset->train.count; i++)
    g_assert_cmpint (dataset->train.labels[i], ==, shade_of (dataset, &dataset->train, i) / 10);
}

static void
test_pair (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) dataset = NULL;

  put_class (fixture, "train/a", 3, 0);
  put_class (fixture, "train/b", 2, 10);
  put_class (fixture, "test/b", 1, 20);
  dataset = open_it (fixture, 0.5);
  g_assert_cmpuint (dataset->traits, ==, CL_DATASET_FIXED);
  g_assert_cmpuint (dataset->train.count, ==, 5);
  g_assert_cmpuint (dataset->test.count, ==, 1);
  g_assert_cmpuint (dataset->test.labels[0], ==, 1);
  g_assert_cmpint (shade_of (dataset, &dataset->train, 3), ==, 10);
}

/* The first picture, a/00, decides. */
static void
test_form (Scratch *fixture, gconstpointer data)
{
  static const struct
  {
    gboolean colour;
    guint width, height;
    gsize out_width, out_height;
  } cases[] = {
    { FALSE, 64, 10, 64, 10 },
    { FALSE, 65, 10, 28, 28 },
    { TRUE, 20, 30, 20, 30 },
    { TRUE, 100, 300, 32, 32 },
  };

  put_class (fixture, "a", 2, 100);
  put_class (fixture, "b", 2, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) first = cases[i].colour
                                     ? make_jpeg (JPEG_KIND_COLOUR, cases[i].width, cases[i].height)
                                     : make_png (PNG_KIND_GREY, cases[i].width, cases[i].height);
      g_autoptr (ClDataset) dataset = NULL;

      put (fixture, "a/00.png", first);
      dataset = open_it (fixture, 0.5);
      g_assert_cmpuint (dataset->width, ==, cases[i].out_width);
      g_assert_cmpuint (dataset->height, ==, cases[i].out_height);
      g_assert_cmpuint (dataset->channels, ==, cases[i].colour ? 3 : 1);
      for (gsize k = 0; k < dataset->train.count; k++)
        if (dataset->train.labels[k] == 1)
          g_assert_cmpint (shade_of (dataset, &dataset->train, k) / 2, ==, 100);
    }
}

static void
test_refused (Scratch *fixture, gconstpointer data)
{
  put_text (fixture, "a/notes.txt");
  assert_refused (fixture, "the folder holds no such data set");
  put_class (fixture, "a", 2, 0);
  assert_refused (fixture, "1 sub-folder, expected 2 to 256: one a class");
  put_text (fixture, "b/notes.txt");
  assert_refused (fixture, "/b: no picture in it, expected files .png, .jpg or .jpeg");
  put_class (fixture, "train/a", 2, 0);
  put_class (fixture, "train/c", 2, 0);
  assert_refused (fixture, "there is a folder train but none called test");
  put_text (fixture, "test/notes.txt");
  assert_refused (fixture, "/test: no picture in it");
  put_class (fixture, "test/d", 2, 0);
  assert_refused (fixture, "/test/d: there is no class of this name");
}

static void
assert_advises (Scratch *fixture, const char *part)
{
  const ClDatasetOptions options = { 1, CL_DATASET_DEFAULT_SHARE };
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_dataset_open_kind ("images", fixture->folder, &options, NULL, &error));
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_MISSING);
  if (strstr (error->message, part) == NULL)
    g_error ("'%s' does not say '%s'", error->message, part);
}

/* Who asks for a folder of images is told why this is none. */
static void
test_advice (Scratch *fixture, gconstpointer data)
{
  assert_advises (fixture, "the folder holds no such data set; expected a folder with one");
  put_class (fixture, "animals/a", 2, 0);
  put_class (fixture, "animals/b", 2, 0);
  assert_advises (fixture, "the classes lie one folder deeper, in “animals”; expected");
  put_class (fixture, ".", 1, 0);
  assert_advises (fixture, "its pictures lie in the folder itself; expected");
  if (g_chmod (fixture->folder, 0) == 0 && g_access (fixture->folder, R_OK) != 0)
    assert_advises (fixture, "it cannot be read (permission denied)");
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
}

/* The first damaged file in order is named, whoever reads it. */
static void
test_damaged (Scratch *fixture, gconstpointer data)
{
  put_class (fixture, "train/a", 40, 0);
  put_class (fixture, "train/b", 40, 100);
  put_class (fixture, "test/a", 1, 0);
  put_text (fixture, "train/b/03.png");
  put_text (fixture, "train/b/04.png");
  put_text (fixture, "train/b/30.png");
  for (guint k = 0; k < 20; k++)
    assert_refused (fixture, "/train/b/03.png: its content is neither PNG nor JPEG");
}

static void
test_cancelled (Scratch *fixture, gconstpointer data)
{
  const ClDatasetOptions options = { 1, 0.5 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put_class (fixture, "a", 3, 0);
  put_class (fixture, "b", 3, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (cl_dataset_open_with (fixture->folder, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/image-folder/" name, Scratch, NULL, scratch_set_up, function,             \
              scratch_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("split", test_split);
  ADD ("numbers", test_numbers);
  ADD ("pair", test_pair);
  ADD ("form", test_form);
  ADD ("refused", test_refused);
  ADD ("advice", test_advice);
  ADD ("damaged", test_damaged);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
