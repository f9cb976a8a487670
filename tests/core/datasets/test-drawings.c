/* One's own digits: added, counted, taken back, and as data sets. */
#include "core/datasets/drawings.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/datasets/centre-digit.h"
#include "core/datasets/dataset.h"
#include "tests/core/datasets/picture-maker.h"
#include "tests/core/scratch.h"

typedef struct
{
  char *folder;
} Fixture;

/* The user's data are a folder of this program's own, so the default folder can be used. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = cl_drawings_default_folder ();
  g_assert_cmpuint (cl_drawings_count (fixture->folder, NULL), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (g_file_test (fixture->folder, G_FILE_TEST_IS_DIR))
    remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* A picture whose first pixel tells which one it is. */
static void
add (Fixture *fixture, guint8 digit, guint8 mark)
{
  g_autofree float *pixels = g_new0 (float, CL_DIGIT_PIXELS);
  g_autoptr (GError) error = NULL;

  pixels[0] = (float) mark / 255.0f;
  g_assert_true (cl_drawings_add (fixture->folder, pixels, digit, &error));
  g_assert_no_error (error);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  static const guint8 digits[] = { 7, 3, 7, 0, 9 };
  g_autoptr (GError) error = NULL;
  gsize counts[CL_DRAWINGS_CLASSES];
  guint8 digit;

  for (gsize i = 0; i < G_N_ELEMENTS (digits); i++)
    add (fixture, digits[i], (guint8) i);
  g_assert_cmpuint (cl_drawings_count (fixture->folder, counts), ==, 5);
  g_assert_cmpuint (counts[7], ==, 2);
  g_assert_cmpuint (counts[1], ==, 0);
  for (gsize i = G_N_ELEMENTS (digits); i-- > 0;)
    {
      g_assert_true (cl_drawings_remove_last (fixture->folder, &digit, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (digit, ==, digits[i]);
      g_assert_cmpuint (cl_drawings_count (fixture->folder, NULL), ==, i);
    }
  g_assert_false (cl_drawings_remove_last (fixture->folder, &digit, &error));
  g_assert_no_error (error);
}

static void
test_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = NULL;

  for (guint8 i = 0; i < 10; i++)
    add (fixture, i % 2 == 0 ? 2 : 5, (guint8) (10 + i));
  dataset = cl_dataset_open ("drawings", 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_dataset_kind ("drawings"), ==, "drawings");
  g_assert_cmpuint (dataset->train.count, ==, 8);
  g_assert_cmpuint (dataset->test.count, ==, 2);
  g_assert_cmpuint (dataset->classes, ==, 10);
  g_assert_cmpuint (dataset->width, ==, 28);
  g_assert_cmpuint (dataset->traits, ==, CL_DATASET_SEEDED | CL_DATASET_SPLIT);
  for (gsize i = 0; i < 8; i++)
    {
      int mark = (int) (255.0f * dataset->train.pixels[i * CL_DIGIT_PIXELS] + 0.5f);

      g_assert_cmpuint (dataset->train.labels[i], ==, mark % 2 == 0 ? 2 : 5);
    }
}

/* The test samples are those of the other set; the drawings come last in training. */
static void
test_added (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) base = cl_dataset_open ("digits", 4, NULL, &error);
  g_autoptr (ClDataset) dataset = NULL;
  gsize count = base->train.count;

  add (fixture, 6, 77);
  dataset = cl_dataset_open ("drawings+digits", 4, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dataset->train.count, ==, count + 1);
  g_assert_cmpuint (dataset->test.count, ==, base->test.count);
  g_assert_cmpuint (dataset->traits, ==, CL_DATASET_SEEDED);
  g_assert_cmpuint (dataset->train.labels[count], ==, 6);
  g_assert_cmpfloat_with_epsilon (dataset->train.pixels[count * CL_DIGIT_PIXELS], 77 / 255.0, 1e-6);
  g_assert_cmpint (memcmp (dataset->train.pixels, base->train.pixels,
                           count * CL_DIGIT_PIXELS * sizeof (float)),
                   ==, 0);
}

static void
assert_refused (const char *spec, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_dataset_open (spec, 1, NULL, &error));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, part) == NULL)
    g_error ("'%s' does not say '%s'", error->message, part);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *damaged = g_build_filename (fixture->folder, "3", "x.png", NULL);

  assert_refused ("drawings", "0 drawings, expected at least 2");
  assert_refused ("drawings+digits", "0 drawings, expected at least 1");
  add (fixture, 3, 1);
  assert_refused ("drawings", "1 drawing, expected at least 2");
  assert_refused ("drawings+teacher-network", "expected grey pictures of 28 x 28 in 10");
  assert_refused ("drawings+/no/such/folder", "/no/such/folder: there is no such file or folder");
  g_assert_true (g_file_set_contents (damaged, "x", 1, NULL));
  assert_refused ("drawings", "x.png: its content is neither PNG nor JPEG");
}

static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autofree float *pixels = g_new0 (float, CL_DIGIT_PIXELS);
  g_autofree char *parent = g_path_get_dirname (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  g_assert_true (g_file_set_contents (fixture->folder, "in the way", -1, NULL));
  g_assert_false (cl_drawings_add (fixture->folder, pixels, 1, &error));
  g_assert_true (g_str_has_prefix (error->message, fixture->folder));
  g_assert_cmpint (g_unlink (fixture->folder), ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/drawings/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("undo", test_undo);
  ADD ("alone", test_alone);
  ADD ("added", test_added);
  ADD ("refused", test_refused);
  ADD ("no-room", test_no_room);
  return g_test_run ();
}
