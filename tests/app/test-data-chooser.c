/* The data of the training page, as the user meets them: every kind, well and badly chosen. */
#include <string.h>

#include <glib/gstdio.h>

#include "tests/app/data-test.h"
#include "tests/core/datasets/picture-maker.h"
#include "ui/pages/add-to-set.h"
#include "ui/pages/contact-sheet.h"
#include "ui/pages/data-download.h"
#include "ui/pages/data-preview.h"
#include "ui/pages/sample-rows.h"
#include "ui/pages/training-pad.h"
#include "ui/widgets/number-row.h"

static char *
put_table (DataTest *fixture)
{
  g_autoptr (GString) text = g_string_new ("a,b,label\n");

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d,%d,%s\n", i, i * i, i % 2 == 0 ? "even" : "odd");
  return data_test_put_text (fixture, "table.csv", text->str);
}

/* `classes` sub-folders of `count` pictures. */
static char *
put_images (DataTest *fixture, guint classes, guint count)
{
  char *folder = g_build_filename (fixture->folder, "images", NULL);

  for (guint k = 0; k < classes * count; k++)
    {
      g_autofree char *below = g_strdup_printf ("%s/class-%u", folder, k % classes);
      g_autofree char *path = g_strdup_printf ("%s/%u.png", below, k);
      g_autoptr (GBytes) bytes = make_png (PNG_KIND_COLOUR, 12, 10);

      g_assert_cmpint (g_mkdir_with_parents (below, 0777), ==, 0);
      write_bytes (path, bytes);
    }
  return folder;
}

static void
test_generated (DataTest *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id, *name;
  } cases[] = {
    { "teacher-network", "Feedforward teacher" },
    { "teacher-implicit", "Implicit teacher" },
    { "digits", "Built-in digits" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (data_test_read_it (fixture, cases[i].id, NULL)->name, ==, cases[i].name);
      g_assert_true (data_test_row_shows (fixture, "Data Seed"));
      g_assert_false (data_test_row_shows (fixture, "Training Share"));
      g_assert_false (data_test_row_shows (fixture, "Folder"));
    }
}

/* The split is the user's, and what was chosen is there again in the next window. */
static void
test_table (DataTest *fixture, gconstpointer data)
{
  g_autofree char *path = put_table (fixture);
  ClDataset *dataset = data_test_read_it (fixture, "table", path);
  GtkWidget *share = data_test_find (fixture->chooser, data_test_is_row, "Training Share");
  GtkWidget *rows = data_test_find (fixture->chooser, data_test_is_of_type,
                                    GSIZE_TO_POINTER (CL_TYPE_SAMPLE_ROWS));
  ClDatasetOptions options;

  g_assert_cmpuint (dataset->train.count, ==, 80);
  g_assert_true (gtk_widget_get_visible (share));
  g_assert_true (data_test_row_shows (fixture, "Data Seed"));
  g_assert_nonnull (data_test_find (fixture->chooser, data_test_is_label,
                                    "80 training and 20 test rows, 2 features"));
  g_assert_nonnull (data_test_find (rows, data_test_is_label, "class"));
  g_assert_nonnull (data_test_find (rows, data_test_is_label, "even"));
  g_assert_nonnull (data_test_find (rows, data_test_is_label, "odd"));
  g_assert_null (data_test_find (fixture->chooser, data_test_is_label, "draws other data"));
  cl_number_row_set_value (CL_NUMBER_ROW (share), 65);
  g_signal_emit_by_name (share, "changed", 65.0);
  /* The row stays while the table is read again. */
  g_assert_true (gtk_widget_get_visible (share));
  WAIT_FOR (cl_data_chooser_get_dataset (fixture->chooser) != NULL);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 65);

  ClDataChooser *next = CL_DATA_CHOOSER (g_object_ref_sink (cl_data_chooser_new ()));
  ClDataController *other = cl_data_controller_new (next, data_test_changed_cb, fixture);
  g_autofree char *spec = cl_data_chooser_dup_spec (next);
  g_assert_cmpstr (cl_data_chooser_get_kind (next)->id, ==, "table");
  g_assert_cmpstr (spec, ==, path);
  cl_data_chooser_get_options (next, &options);
  g_assert_cmpfloat (options.train_share, ==, 0.65);
  g_assert_cmpuint (options.seed, ==, 1);
  cl_data_controller_free (other);
  g_assert_finalize_object (next);
}

static void
test_images (DataTest *fixture, gconstpointer data)
{
  g_autofree char *folder = put_images (fixture, 3, 5);
  g_autofree char *damaged = g_build_filename (folder, "class-1", "1.png", NULL);
  GtkWidget *sheet = data_test_find (fixture->chooser, data_test_is_of_type,
                                     GSIZE_TO_POINTER (CL_TYPE_CONTACT_SHEET));

  data_test_read_it (fixture, "images", folder);
  g_assert_null (data_test_find (fixture->chooser, data_test_is_label, "even"));
  g_assert_cmpuint (fixture->dataset->classes, ==, 3);
  g_assert_cmpuint (fixture->dataset->channels, ==, 3);
  g_assert_cmpuint (cl_contact_sheet_get_n_samples (CL_CONTACT_SHEET (sheet)), >=, 9);

  g_assert_true (g_file_set_contents (damaged, "nonsense", -1, NULL));
  data_test_choose (fixture, "images", folder);
  data_test_assert_error (fixture, "class-1/1.png: its content is neither PNG nor JPEG");
  /* Mended: the same button reads again. */
  g_assert_cmpint (g_unlink (damaged), ==, 0);
  data_test_click (fixture->chooser, "_Read Again");
  WAIT_FOR (cl_data_chooser_get_dataset (fixture->chooser) != NULL);
}

static void
test_idx (DataTest *fixture, gconstpointer data)
{
  g_autofree char *images = g_build_filename (fixture->folder, "own-images-idx3-ubyte", NULL);
  g_autofree char *labels = g_build_filename (fixture->folder, "own-labels-idx1-ubyte", NULL);
  g_autoptr (GBytes) a = data_test_make_idx (40, TRUE), b = data_test_make_idx (40, FALSE);

  write_bytes (images, a);
  data_test_choose (fixture, "idx", images);
  data_test_assert_error (fixture, "own-labels-idx1-ubyte");
  write_bytes (labels, b);
  data_test_read_it (fixture, "idx", images);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 32);
}

/* Of every kind with a path: nothing chosen, and something else than was expected. */
static void
test_wrong_place (DataTest *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id, *wanting, *expected;
  } cases[] = {
    { "mnist", "four files", "expected a folder with train-images-idx3-ubyte" },
    { "cifar", "data_batch_1.bin", "expected a folder with data_batch_1.bin" },
    { "images", "one sub-folder", "expected a folder with one sub-folder of PNG or JPEG" },
    { "idx", "own-labels-idx1-ubyte", "expected a file NAME-images-idx3-ubyte" },
    { "table", "last column", "expected a .csv or .tsv table" },
  };
  g_autofree char *file = data_test_put_text (fixture, "letter.txt", "Dear reader");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      data_test_choose (fixture, cases[i].id, NULL);
      g_assert_nonnull (data_test_find (fixture->chooser, data_test_is_label, cases[i].wanting));
      g_assert_cmpint (data_test_row_shows (fixture, "Get MNIST"), ==,
                       g_str_equal (cases[i].id, "mnist"));
      data_test_choose (fixture, cases[i].id, fixture->folder);
      data_test_assert_error (fixture, cases[i].expected);
      data_test_choose (fixture, cases[i].id, file);
      data_test_assert_error (fixture, cases[i].expected);
    }
}

static void
assert_narrow (DataTest *fixture)
{
  int least;

  gtk_widget_measure (GTK_WIDGET (fixture->chooser), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <, 340);
}

/* No text makes the column wider, neither while it shows nor after: that would push the side bar
 * of the window away. */
static void
test_width (DataTest *fixture, gconstpointer data)
{
  g_autofree char *table = put_table (fixture);
  g_autofree char *broken = data_test_put_text (fixture, "broken.csv", "a,b,label\n1,word,x\n");

  data_test_choose (fixture, "table", NULL);
  assert_narrow (fixture);
  data_test_choose (fixture, "table", broken);
  data_test_assert_error (fixture, "row 2, column 2: found \"word\"");
  assert_narrow (fixture);
  data_test_read_it (fixture, "table", table);
  ui_test_settle ();
  assert_narrow (fixture);
}

static gboolean
drop (DataTest *fixture, const char *path)
{
  GtkEventController *target =
      ui_test_controller (GTK_WIDGET (fixture->chooser), GTK_TYPE_DROP_TARGET, 0);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList files = { file, NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &files);
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &taken);
  return taken;
}

/* What is dropped says itself what it is. */
static void
test_drop (DataTest *fixture, gconstpointer data)
{
  g_autofree char *table = put_table (fixture);
  g_autofree char *images = put_images (fixture, 2, 3);

  g_assert_true (drop (fixture, images));
  g_assert_cmpstr (cl_data_chooser_get_kind (fixture->chooser)->id, ==, "images");
  WAIT_FOR (fixture->dataset != NULL);
  g_assert_true (drop (fixture, table));
  g_assert_cmpstr (cl_data_chooser_get_kind (fixture->chooser)->id, ==, "table");
  WAIT_FOR (fixture->dataset != NULL && fixture->dataset->height == 1);
  g_assert_true (drop (fixture, fixture->folder));
  data_test_assert_error (fixture, "expected a folder with one sub-folder");
}

/* Each drop-down entry is a kind that core knows. */
static void
test_kinds (void)
{
  const ClDataKind *kind;
  guint n = 0;

  for (; (kind = cl_data_kind_nth (n)) != NULL; n++)
    {
      g_assert_true (cl_data_kind_find (kind->id) == kind);
      g_assert_cmpuint (cl_data_kind_index (kind), ==, n);
      if (kind->place == CL_DATA_PLACE_NONE || kind->place == CL_DATA_PLACE_BASE)
        g_assert_cmpstr (cl_dataset_kind (kind->id), ==, kind->id);
      else
        g_assert_true (kind->dialog != NULL && kind->wanted != NULL);
    }
  g_assert_cmpuint (n, ==, 9);
  g_assert_null (cl_data_kind_find ("unheard-of"));
}

static void
test_finalizes (void)
{
  GtkWidget *widgets[] = { cl_sample_rows_new (),  cl_data_chooser_new (),  cl_data_state_new (),
                           cl_data_preview_new (), cl_data_download_new (), cl_add_to_set_new (),
                           cl_training_pad_new () };

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      g_object_ref_sink (widgets[i]);
      g_assert_finalize_object (widgets[i]);
    }
}

static void
add_tests (void)
{
  g_test_add_func ("/data-chooser/kinds", test_kinds);
  g_test_add_func ("/data-chooser/finalizes", test_finalizes);
  DATA_TEST_ADD ("generated", test_generated);
  DATA_TEST_ADD ("table", test_table);
  DATA_TEST_ADD ("images", test_images);
  DATA_TEST_ADD ("idx", test_idx);
  DATA_TEST_ADD ("wrong-place", test_wrong_place);
  DATA_TEST_ADD ("drop", test_drop);
  DATA_TEST_ADD ("width", test_width);
}

int
main (int argc, char *argv[])
{
  return data_test_main (argc, argv, add_tests);
}
