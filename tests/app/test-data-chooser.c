/* The data of the training page, as the user meets them: every kind, the download, own drawings. */
#include "app/data-controller.h"

#include <string.h>

#include <glib/gstdio.h>

#include "app/drawings-controller.h"
#include "app/settings.h"
#include "core/datasets/drawings.h"
#include "tests/core/datasets/download-server.h"
#include "tests/core/datasets/picture-maker.h"
#include "tests/core/scratch.h"
#include "tests/ui/ui-test.h"
#include "ui/pages/contact-sheet.h"
#include "ui/pages/data-download.h"
#include "ui/pages/data-preview.h"
#include "ui/pages/data-state.h"
#include "ui/widgets/digit-pad.h"
#include "ui/widgets/number-row.h"

typedef struct
{
  char *folder;
  GtkWindow *window;
  ClDataChooser *chooser;
  ClDataController *controller;
  ClDataset *dataset; /* what the controller said last; not owned */
} Fixture;

static void
changed_cb (ClDataset *dataset, gpointer data)
{
  ((Fixture *) data)->dataset = dataset;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "training-data", "data-places", "data-share", "data-seed" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (cl_settings_get (), keys[i]);
  fixture->folder = g_dir_make_tmp ("data-chooser-XXXXXX", NULL);
  fixture->chooser = CL_DATA_CHOOSER (cl_data_chooser_new ());
  fixture->window = ui_test_scrolled_window (GTK_WIDGET (fixture->chooser), 400, 700);
  fixture->controller = cl_data_controller_new (fixture->chooser, changed_cb, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_data_controller_free (fixture->controller);
  ui_test_destroy (fixture->window, GTK_WIDGET (fixture->chooser));
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

typedef gboolean (*Found) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (gpointer root, Found found, gconstpointer data)
{
  if (found (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *widget = find (child, found, data);

      if (widget != NULL)
        return widget;
    }
  return NULL;
}

static gboolean
is_label (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static gboolean
is_button (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0;
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (type));
}

static gboolean
is_row (GtkWidget *widget, gconstpointer title)
{
  return ADW_IS_PREFERENCES_ROW (widget)
         && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static gboolean
row_shows (Fixture *fixture, const char *title)
{
  return gtk_widget_get_visible (find (fixture->chooser, is_row, title));
}

static void
click (gpointer root, const char *label)
{
  GtkWidget *button = find (root, is_button, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                    \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, end);                                         \
        ui_test_wait (5);                                                                          \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static void
choose (Fixture *fixture, const char *id, const char *place)
{
  const ClDataKind *kind = cl_data_kind_find (id);

  if (place != NULL)
    cl_data_chooser_set_place (fixture->chooser, kind, place);
  cl_data_chooser_set_kind (fixture->chooser, kind);
  g_signal_emit_by_name (fixture->chooser, "chosen");
}

/* Chooses, and waits for the samples. */
static ClDataset *
read_it (Fixture *fixture, const char *id, const char *place)
{
  choose (fixture, id, place);
  g_assert_null (cl_data_chooser_get_dataset (fixture->chooser));
  WAIT_FOR (cl_data_chooser_get_dataset (fixture->chooser) != NULL);
  g_assert_true (cl_data_chooser_get_dataset (fixture->chooser) == fixture->dataset);
  g_assert_true (cl_data_controller_get_dataset (fixture->controller) == fixture->dataset);
  return fixture->dataset;
}

static void
assert_error (Fixture *fixture, const char *part)
{
  WAIT_FOR (find (fixture->chooser, is_label, part) != NULL);
  g_assert_null (cl_data_chooser_get_dataset (fixture->chooser));
  g_assert_null (fixture->dataset);
  GtkLabel *label = GTK_LABEL (find (fixture->chooser, is_label, part));
  g_assert_null (strchr (gtk_label_get_text (label), '\n'));
}

static char *
put_text (Fixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static char *
put_table (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new ("a,b,label\n");

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d,%d,%s\n", i, i * i, i % 2 == 0 ? "even" : "odd");
  return put_text (fixture, "table.csv", text->str);
}

/* `classes` sub-folders of `count` pictures. */
static char *
put_images (Fixture *fixture, guint classes, guint count)
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

static GBytes *
make_idx (guint count, gboolean images)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint32 header[] = { GUINT32_TO_BE (images ? 2051 : 2049), GUINT32_TO_BE (count),
                             GUINT32_TO_BE (28), GUINT32_TO_BE (28) };

  g_byte_array_append (bytes, (const guint8 *) header, images ? 16 : 8);
  for (guint i = 0; i < count * (images ? 784 : 1); i++)
    g_byte_array_append (bytes, &(guint8){ (guint8) (images ? i * 7 % 251 : i % 10) }, 1);
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_generated (Fixture *fixture, gconstpointer data)
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
      g_assert_cmpstr (read_it (fixture, cases[i].id, NULL)->name, ==, cases[i].name);
      g_assert_true (row_shows (fixture, "Data Seed"));
      g_assert_false (row_shows (fixture, "Training Share"));
      g_assert_false (row_shows (fixture, "Folder"));
    }
}

/* The split is the user's, and what was chosen is there again in the next window. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = put_table (fixture);
  ClDataset *dataset = read_it (fixture, "table", path);
  GtkWidget *share = find (fixture->chooser, is_row, "Training Share");
  ClDatasetOptions options;

  g_assert_cmpuint (dataset->train.count, ==, 80);
  g_assert_true (gtk_widget_get_visible (share));
  g_assert_true (row_shows (fixture, "Data Seed"));
  g_assert_nonnull (find (fixture->chooser, is_label, "80 training and 20 test rows, 2 features"));
  cl_number_row_set_value (CL_NUMBER_ROW (share), 65);
  g_signal_emit_by_name (share, "changed", 65.0);
  /* The row stays while the table is read again. */
  g_assert_true (gtk_widget_get_visible (share));
  WAIT_FOR (cl_data_chooser_get_dataset (fixture->chooser) != NULL);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 65);

  ClDataChooser *next = CL_DATA_CHOOSER (g_object_ref_sink (cl_data_chooser_new ()));
  ClDataController *other = cl_data_controller_new (next, changed_cb, fixture);
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
test_images (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = put_images (fixture, 3, 5);
  g_autofree char *damaged = g_build_filename (folder, "class-1", "1.png", NULL);
  GtkWidget *sheet = find (fixture->chooser, is_of_type, GSIZE_TO_POINTER (CL_TYPE_CONTACT_SHEET));

  read_it (fixture, "images", folder);
  g_assert_cmpuint (fixture->dataset->classes, ==, 3);
  g_assert_cmpuint (fixture->dataset->channels, ==, 3);
  g_assert_cmpuint (cl_contact_sheet_get_n_samples (CL_CONTACT_SHEET (sheet)), >=, 9);

  g_assert_true (g_file_set_contents (damaged, "nonsense", -1, NULL));
  choose (fixture, "images", folder);
  assert_error (fixture, "class-1/1.png: its content is neither PNG nor JPEG");
  /* Mended: the same button reads again. */
  g_assert_cmpint (g_unlink (damaged), ==, 0);
  click (fixture->chooser, "_Read Again");
  WAIT_FOR (cl_data_chooser_get_dataset (fixture->chooser) != NULL);
}

static void
test_idx (Fixture *fixture, gconstpointer data)
{
  g_autofree char *images = g_build_filename (fixture->folder, "own-images-idx3-ubyte", NULL);
  g_autofree char *labels = g_build_filename (fixture->folder, "own-labels-idx1-ubyte", NULL);
  g_autoptr (GBytes) a = make_idx (40, TRUE), b = make_idx (40, FALSE);

  write_bytes (images, a);
  choose (fixture, "idx", images);
  assert_error (fixture, "own-labels-idx1-ubyte");
  write_bytes (labels, b);
  read_it (fixture, "idx", images);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 32);
}

/* Of every kind with a path: nothing chosen, and something else than was expected. */
static void
test_wrong_place (Fixture *fixture, gconstpointer data)
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
  g_autofree char *file = put_text (fixture, "letter.txt", "Dear reader");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      choose (fixture, cases[i].id, NULL);
      g_assert_nonnull (find (fixture->chooser, is_label, cases[i].wanting));
      g_assert_cmpint (row_shows (fixture, "Get MNIST"), ==, g_str_equal (cases[i].id, "mnist"));
      choose (fixture, cases[i].id, fixture->folder);
      assert_error (fixture, cases[i].expected);
      choose (fixture, cases[i].id, file);
      assert_error (fixture, cases[i].expected);
    }
}

static gboolean
drop (Fixture *fixture, const char *path)
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
test_drop (Fixture *fixture, gconstpointer data)
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
  assert_error (fixture, "expected a folder with one sub-folder");
}

static const char *const mnist_names[] = {
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
};

/* A small set in the four files of MNIST. */
static DownloadServer *
serve_mnist (void)
{
  GBytes *contents[] = { make_idx (600, TRUE), make_idx (600, FALSE), make_idx (50, TRUE),
                         make_idx (50, FALSE) };

  return download_server_new (mnist_names, contents, G_N_ELEMENTS (contents));
}

static ClDataStateId
state_of (Fixture *fixture)
{
  return cl_data_state_get (
      CL_DATA_STATE (find (fixture->chooser, is_of_type, GSIZE_TO_POINTER (CL_TYPE_DATA_STATE))));
}

/* Half of a file comes, and no more; cancelled, and gone on with from there. */
static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  DownloadServer *server = serve_mnist ();
  g_autofree char *mirror = download_server_mirror (server, STUCK);
  const char *const mirrors[] = { mirror, NULL };
  const ClDownload download = { mirrors, server->files, server->n_files };
  g_autofree char *folder = g_build_filename (fixture->folder, "mnist", NULL);
  g_autofree char *part = g_build_filename (folder, "train-images-idx3-ubyte.gz.part", NULL);
  ClDataDownload *progress = CL_DATA_DOWNLOAD (
      find (fixture->chooser, is_of_type, GSIZE_TO_POINTER (CL_TYPE_DATA_DOWNLOAD)));

  cl_data_controller_set_download (fixture->controller, &download, folder);
  choose (fixture, "mnist", NULL);
  click (fixture->chooser, "_Get");
  for (gsize i = 0; i < G_N_ELEMENTS (mnist_names); i++)
    {
      g_autofree char *text = g_strdup_printf ("File %zu of 4: ", i + 1);

      g_assert_cmpint (state_of (fixture), ==, CL_DATA_FETCHING);
      WAIT_FOR (find (progress, is_label, text) != NULL
                && find (progress, is_label, "50 %") != NULL);
      if (i == 0)
        g_assert_cmpfloat_with_epsilon (cl_data_download_get_fraction (progress), 0.46, 0.03);
      click (fixture->chooser, "_Cancel");
      assert_error (fixture, "cancelled");
      WAIT_FOR (i > 0 || g_file_test (part, G_FILE_TEST_EXISTS));
      ui_test_wait (50);
      g_assert_cmpint (state_of (fixture), ==, CL_DATA_FETCH_CANCELLED);
      click (fixture->chooser, "_Continue");
    }
  WAIT_FOR (fixture->dataset != NULL);
  g_assert_cmpstr (fixture->dataset->name, ==, "MNIST");
  g_assert_cmpuint (fixture->dataset->train.count, ==, 600);
  g_assert_false (row_shows (fixture, "Get MNIST"));
  g_assert_cmpstr (cl_data_chooser_get_place (fixture->chooser, cl_data_kind_find ("mnist")), ==,
                   folder);
  download_server_free (server);
}

/* Every answer but a good one is said in one line, and nothing is taken for the data. */
static void
test_fetch_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    Mode mode;
    const char *part;
  } cases[] = {
    { MISSING, "404 Not Found" },
    { CORRUPT, "the answer is corrupt" },
    { SHORTENED, "damaged or truncated" },
    { PAGE, "the answer is a web page" },
  };
  DownloadServer *server = serve_mnist ();
  g_autofree char *folder = g_build_filename (fixture->folder, "mnist", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mirror = download_server_mirror (server, cases[i].mode);
      const char *const mirrors[] = { mirror, NULL };
      const ClDownload download = { mirrors, server->files, server->n_files };

      cl_data_controller_set_download (fixture->controller, &download, folder);
      choose (fixture, "mnist", NULL);
      click (fixture->chooser, "_Get");
      assert_error (fixture, cases[i].part);
      g_assert_cmpint (state_of (fixture), ==, CL_DATA_FETCH_ERROR);
    }
  download_server_free (server);
}

/* A download goes on when its window is closed: nobody is told. */
static void
test_fetch_closed (Fixture *fixture, gconstpointer data)
{
  DownloadServer *server = serve_mnist ();
  g_autofree char *mirror = download_server_mirror (server, STUCK);
  const char *const mirrors[] = { mirror, NULL };
  const ClDownload download = { mirrors, server->files, server->n_files };
  ClDataChooser *chooser = CL_DATA_CHOOSER (g_object_ref_sink (cl_data_chooser_new ()));
  ClDataController *controller = cl_data_controller_new (chooser, changed_cb, fixture);

  cl_data_controller_set_download (controller, &download, fixture->folder);
  g_signal_emit_by_name (chooser, "fetch");
  ui_test_wait (100);
  cl_data_controller_free (controller);
  g_assert_finalize_object (chooser);
  ui_test_wait (100);
  g_assert_null (fixture->dataset);
  download_server_free (server);
}

static void
keep_text_cb (const char *text, gpointer data)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (text);
}

/* Draw, say which digit it is, train on it; take it back. */
static void
test_drawings (Fixture *fixture, gconstpointer data)
{
  ClTrainingPad *room = CL_TRAINING_PAD (cl_training_pad_new ());
  GtkWindow *window = ui_test_window (GTK_WIDGET (room), 800, 700);
  ClDigitPad *pad = CL_DIGIT_PAD (find (room, is_of_type, GSIZE_TO_POINTER (CL_TYPE_DIGIT_PAD)));
  g_autofree char *notice = NULL;
  ClDrawingsController *drawings =
      cl_drawings_controller_new (room, fixture->controller, keep_text_cb, &notice);
  g_autofree char *folder = cl_drawings_default_folder ();
  ClAddToSet *add = cl_training_pad_get_add (room);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (add));

  WAIT_FOR (find (add, is_label, "My Drawings is empty") != NULL);
  g_assert_false (gtk_widget_get_sensitive (button));
  choose (fixture, "drawings", NULL);
  WAIT_FOR (find (fixture->chooser, is_label, "There are too few drawings yet") != NULL);
  g_assert_cmpint (state_of (fixture), ==, CL_DATA_WANTING);

  for (guint k = 0; k < 5; k++)
    {
      cl_digit_pad_draw (pad, 0.4 + 0.03 * k, 0.2, 0.5, 0.8, FALSE);
      g_assert_true (gtk_widget_get_sensitive (button));
      g_clear_pointer (&notice, g_free);
      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      ui_test_settle ();
      click (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), k < 3 ? "1" : "7");
      WAIT_FOR (cl_drawings_count (folder, NULL) == k + 1);
      WAIT_FOR (g_strcmp0 (notice, k < 3 ? "Added a 1 to My Drawings" : "Added a 7 to My Drawings")
                == 0);
      g_assert_false (gtk_widget_get_sensitive (button));
    }
  g_assert_nonnull (find (add, is_label, "5 drawings in My Drawings"));
  read_it (fixture, "drawings", NULL);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 4);
  g_assert_true (row_shows (fixture, "Together With"));

  /* The set is another when the chooser is next seen. */
  gtk_widget_set_visible (GTK_WIDGET (fixture->chooser), FALSE);
  click (add, "_Undo");
  WAIT_FOR (g_strcmp0 (notice, "Removed the 7 added last") == 0);
  g_assert_cmpuint (cl_drawings_count (folder, NULL), ==, 4);
  gtk_widget_set_visible (GTK_WIDGET (fixture->chooser), TRUE);
  WAIT_FOR (fixture->dataset == NULL);
  WAIT_FOR (fixture->dataset != NULL);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 3);

  read_it (fixture, "drawings", "digits");
  g_assert_cmpstr (fixture->dataset->name, ==, "Built-in digits and my drawings");
  g_assert_cmpuint (fixture->dataset->train.count, ==, 60004);
  cl_drawings_controller_free (drawings);
  ui_test_destroy (window, GTK_WIDGET (room));
  remove_tree (folder);
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
  GtkWidget *widgets[] = { cl_data_chooser_new (),  cl_data_state_new (), cl_data_preview_new (),
                           cl_data_download_new (), cl_add_to_set_new (), cl_training_pad_new () };

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      g_object_ref_sink (widgets[i]);
      g_assert_finalize_object (widgets[i]);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/data-chooser/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("data-chooser-home-XXXXXX", NULL);
  int status;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  ui_test_init (&argc, &argv);
  g_test_add_func ("/data-chooser/kinds", test_kinds);
  g_test_add_func ("/data-chooser/finalizes", test_finalizes);
  ADD ("generated", test_generated);
  ADD ("table", test_table);
  ADD ("images", test_images);
  ADD ("idx", test_idx);
  ADD ("wrong-place", test_wrong_place);
  ADD ("drop", test_drop);
  ADD ("fetch", test_fetch);
  ADD ("fetch/errors", test_fetch_errors);
  ADD ("fetch/closed", test_fetch_closed);
  ADD ("drawings", test_drawings);
  status = g_test_run ();
  remove_tree (home);
  return status;
}
