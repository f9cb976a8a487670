/* "Get MNIST" as the user meets it: progress, cancelled and gone on with, every bad answer. */
#include "tests/app/data-test.h"
#include "tests/core/datasets/download-server.h"
#include "ui/pages/data-download.h"

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
  GBytes *contents[] = { data_test_make_idx (600, TRUE), data_test_make_idx (600, FALSE),
                         data_test_make_idx (50, TRUE), data_test_make_idx (50, FALSE) };

  return download_server_new (mnist_names, contents, G_N_ELEMENTS (contents));
}

/* Half of a file comes, and no more; cancelled, and gone on with from there. */
static void
test_fetch (DataTest *fixture, gconstpointer data)
{
  DownloadServer *server = serve_mnist ();
  g_autofree char *mirror = download_server_mirror (server, STUCK);
  const char *const mirrors[] = { mirror, NULL };
  const ClDownload download = { mirrors, server->files, server->n_files };
  g_autofree char *folder = g_build_filename (fixture->folder, "mnist", NULL);
  g_autofree char *part = g_build_filename (folder, "train-images-idx3-ubyte.gz.part", NULL);
  ClDataDownload *progress =
      CL_DATA_DOWNLOAD (data_test_find (fixture->chooser, data_test_is_of_type,
                                        GSIZE_TO_POINTER (CL_TYPE_DATA_DOWNLOAD)));

  cl_data_controller_set_download (fixture->controller, &download, folder);
  data_test_choose (fixture, "mnist", NULL);
  data_test_click (fixture->chooser, "_Get");
  for (gsize i = 0; i < G_N_ELEMENTS (mnist_names); i++)
    {
      g_autofree char *text = g_strdup_printf ("File %zu of 4: ", i + 1);

      g_assert_cmpint (data_test_state_of (fixture), ==, CL_DATA_FETCHING);
      WAIT_FOR (data_test_find (progress, data_test_is_label, text) != NULL
                && data_test_find (progress, data_test_is_label, "50 %") != NULL);
      if (i == 0)
        g_assert_cmpfloat_with_epsilon (cl_data_download_get_fraction (progress), 0.46, 0.03);
      data_test_click (fixture->chooser, "_Cancel");
      data_test_assert_error (fixture, "cancelled");
      WAIT_FOR (i > 0 || g_file_test (part, G_FILE_TEST_EXISTS));
      ui_test_wait (50);
      g_assert_cmpint (data_test_state_of (fixture), ==, CL_DATA_FETCH_CANCELLED);
      data_test_click (fixture->chooser, "_Continue");
    }
  WAIT_FOR (fixture->dataset != NULL);
  g_assert_cmpstr (fixture->dataset->name, ==, "MNIST");
  g_assert_cmpuint (fixture->dataset->train.count, ==, 600);
  g_assert_false (data_test_row_shows (fixture, "Get MNIST"));
  g_assert_cmpstr (cl_data_chooser_get_place (fixture->chooser, cl_data_kind_find ("mnist")), ==,
                   folder);
  download_server_free (server);
}

/* Every answer but a good one is said in one line, and nothing is taken for the data. */
static void
test_fetch_errors (DataTest *fixture, gconstpointer data)
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
      data_test_choose (fixture, "mnist", NULL);
      data_test_click (fixture->chooser, "_Get");
      data_test_assert_error (fixture, cases[i].part);
      g_assert_cmpint (data_test_state_of (fixture), ==, CL_DATA_FETCH_ERROR);
    }
  download_server_free (server);
}

/* A download goes on when its window is closed: nobody is told. */
static void
test_fetch_closed (DataTest *fixture, gconstpointer data)
{
  DownloadServer *server = serve_mnist ();
  g_autofree char *mirror = download_server_mirror (server, STUCK);
  const char *const mirrors[] = { mirror, NULL };
  const ClDownload download = { mirrors, server->files, server->n_files };
  ClDataChooser *chooser = CL_DATA_CHOOSER (g_object_ref_sink (cl_data_chooser_new ()));
  ClDataController *controller = cl_data_controller_new (chooser, data_test_changed_cb, fixture);

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
add_tests (void)
{
  DATA_TEST_ADD ("fetch", test_fetch);
  DATA_TEST_ADD ("fetch/errors", test_fetch_errors);
  DATA_TEST_ADD ("fetch/closed", test_fetch_closed);
}

int
main (int argc, char *argv[])
{
  return data_test_main (argc, argv, add_tests);
}
