/* Downloads that end well: whole, gone on with after an interruption, from the second mirror. */
#include "core/datasets/download.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/datasets/dataset.h"
#include "tests/core/datasets/download-test.h"

typedef struct
{
  gsize calls[DOWNLOAD_N_FILES];
  ClDownloadProgress last[DOWNLOAD_N_FILES];
} Watch;

static void
watch_cb (const ClDownloadProgress *progress, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpstr (progress->file->name, ==, download_names[progress->index]);
  g_assert_cmpuint (progress->received, >=, watch->last[progress->index].received);
  watch->calls[progress->index]++;
  watch->last[progress->index] = *progress;
}

static void
test_whole (DownloadTest *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Watch watch = { 0 };

  g_assert_true (download_fetch (fixture, GOOD, N_MODES, watch_cb, &watch, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->server->log->str, ==, "good/big.gz 0; good/tiny.gz 0; ");
  g_assert_cmpuint (watch.calls[0], >, 4);
  for (gsize i = 0; i < DOWNLOAD_N_FILES; i++)
    {
      download_assert_file (fixture, i, GOOD);
      g_assert_cmpuint (watch.last[i].received, ==, download_answer_size (fixture, GOOD, i));
      g_assert_cmpuint (watch.last[i].expected, ==, download_answer_size (fixture, GOOD, i));
    }
}

/* What is there and right is not asked for; what is there and wrong is replaced. */
static void
test_again (DownloadTest *fixture, gconstpointer data)
{
  g_autofree char *path = download_path (fixture, 1, "");

  download_assert_fetches (fixture, GOOD, N_MODES, GOOD);
  download_assert_fetches (fixture, MISSING, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "");
  g_unlink (path);
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  download_assert_fetches (fixture, GOOD, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "good/tiny.gz 0; ");
}

static void
test_resume (DownloadTest *fixture, gconstpointer data)
{
  download_write_part (fixture, 0, GOOD, 70000);
  download_assert_fetches (fixture, GOOD, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "good/big.gz 70000; good/tiny.gz 0; ");
}

static void
test_resume_complete (DownloadTest *fixture, gconstpointer data)
{
  download_write_part (fixture, 1, GOOD, download_answer_size (fixture, GOOD, 1));
  download_assert_fetches (fixture, GOOD, N_MODES, GOOD);
}

static void
test_resume_without_ranges (DownloadTest *fixture, gconstpointer data)
{
  download_write_part (fixture, 0, GOOD, 70000);
  download_assert_fetches (fixture, NO_RANGES, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "no-ranges/big.gz 70000; no-ranges/tiny.gz 0; ");
}

/* The rest of another file does not fit; the second request is for the whole. */
static void
test_resume_foreign (DownloadTest *fixture, gconstpointer data)
{
  download_write_part (fixture, 0, GOOD, 70000);
  download_assert_fetches (fixture, SQUEEZED, N_MODES, SQUEEZED);
  g_assert_cmpstr (fixture->server->log->str, ==,
                   "squeezed/big.gz 70000; squeezed/big.gz 0; squeezed/tiny.gz 0; ");
}

static void
test_second_mirror (DownloadTest *fixture, gconstpointer data)
{
  static const Mode first[] = { MISSING, CORRUPT, SHORTENED, PAGE };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autofree char *big = download_path (fixture, 0, ""), *tiny = download_path (fixture, 1, "");

      download_assert_fetches (fixture, first[i], GOOD, GOOD);
      g_unlink (big);
      g_unlink (tiny);
    }
}

static void
cancel_cb (const ClDownloadProgress *progress, gpointer data)
{
  if (progress->received >= 100000)
    g_cancellable_cancel (data);
}

static void
test_cancelled (DownloadTest *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *part = download_path (fixture, 0, ".part");
  g_autofree char *log = NULL;
  GStatBuf status;

  g_assert_false (
      download_fetch (fixture, GOOD, GOOD, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  download_assert_none (fixture, 0, "");
  g_assert_cmpint (g_stat (part, &status), ==, 0);
  g_assert_cmpint (status.st_size, >=, 100000);
  g_assert_cmpint (status.st_size, <, download_answer_size (fixture, GOOD, 0));

  log = g_strdup_printf ("good/big.gz %ld; good/tiny.gz 0; ", (long) status.st_size);
  download_assert_fetches (fixture, GOOD, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, log);
}

/* The checksums of the program fit the real files. */
static void
test_mnist (void)
{
  g_autofree char *beside =
      g_build_filename (g_getenv ("CL_SOURCE_ROOT"), "..", "shared", "mnist", NULL);
  const char *folder = g_getenv ("CL_MNIST_DIR") != NULL ? g_getenv ("CL_MNIST_DIR") : beside;
  const char *mirrors[] = { NULL };
  const ClDownload here = { mirrors, cl_download_mnist.files, cl_download_mnist.n_files };
  g_autoptr (GError) error = NULL;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("MNIST is not here; set CL_MNIST_DIR");
      return;
    }
  g_assert_true (cl_download_fetch (&here, folder, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_table (void)
{
  g_autofree char *folder = cl_dataset_default_folder ();

  g_assert_cmpuint (cl_download_mnist.n_files, ==, 4);
  for (gsize i = 0; i < cl_download_mnist.n_files; i++)
    g_assert_cmpuint (strlen (cl_download_mnist.files[i].sha256), ==, 64);
  for (gsize i = 0; cl_download_mnist.mirrors[i] != NULL; i++)
    g_assert_true (g_str_has_suffix (cl_download_mnist.mirrors[i], "/"));
  g_assert_true (g_str_has_prefix (folder, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (folder, "/contraction-lab/mnist"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/download/" name, DownloadTest, NULL, download_set_up, function,           \
              download_tear_down)

int
main (int argc, char **argv)
{
  /* Nothing here may go through a proxy of the user's. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("again", test_again);
  ADD ("resume", test_resume);
  ADD ("resume/complete", test_resume_complete);
  ADD ("resume/without-ranges", test_resume_without_ranges);
  ADD ("resume/foreign", test_resume_foreign);
  ADD ("second-mirror", test_second_mirror);
  ADD ("cancelled", test_cancelled);
  g_test_add_func ("/datasets/download/mnist", test_mnist);
  g_test_add_func ("/datasets/download/table", test_table);
  return g_test_run ();
}
