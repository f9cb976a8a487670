/* Downloads from a server on this machine that answers well, badly, or not to the end. */
#include "core/datasets/download.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/datasets/dataset.h"
#include "tests/core/datasets/download-server.h"

#define N_FILES   2
#define BIG_SIZE  400000 /* noise, which does not compress: several pieces */
#define TINY_SIZE 300

static const char *const names[N_FILES] = { "big.gz", "tiny.gz" };

typedef struct
{
  DownloadServer *server;
  char *folder;
} Fixture;

static GBytes *
make_noise (guint32 seed, gsize size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint8 *data = g_malloc (size);

  for (gsize k = 0; k < size; k++)
    data[k] = (guint8) (g_rand_int (random) & 0x3f);
  return g_bytes_new_take (data, size);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GBytes *contents[N_FILES] = { make_noise (0, BIG_SIZE), make_noise (1, TINY_SIZE) };

  fixture->server = download_server_new (names, contents, N_FILES);
  fixture->folder = g_dir_make_tmp ("download-XXXXXX", NULL);
}

static char *
path_of (const Fixture *fixture, gsize i, const char *ending)
{
  g_autofree char *name = g_strconcat (names[i], ending, NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = path_of (fixture, i, ""), *part = path_of (fixture, i, ".part");

      g_unlink (path);
      g_unlink (part);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  download_server_free (fixture->server);
}

/* Fetches from the mirrors of these modes; `second` may be N_MODES for one mirror only. */
static gboolean
fetch (Fixture *fixture, Mode first, Mode second, ClDownloadProgressFunc progress, gpointer data,
       GCancellable *cancellable, GError **error)
{
  g_autofree char *a = download_server_mirror (fixture->server, first);
  g_autofree char *b = second < N_MODES ? download_server_mirror (fixture->server, second) : NULL;
  const char *mirrors[] = { a, b, NULL };
  const ClDownload download = { mirrors, fixture->server->files, N_FILES };

  g_string_truncate (fixture->server->log, 0);
  return cl_download_fetch (&download, fixture->folder, progress, data, cancellable, error);
}

static gsize
size_of_answer (const Fixture *fixture, Mode mode, gsize i)
{
  return g_bytes_get_size (fixture->server->answer[mode][i]);
}

static void
assert_file (const Fixture *fixture, gsize i, Mode mode)
{
  g_autofree char *path = path_of (fixture, i, ""), *part = path_of (fixture, i, ".part");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (fixture->server->answer[mode][i], NULL),
                   size_of_answer (fixture, mode, i));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
assert_none (const Fixture *fixture, gsize i, const char *ending)
{
  g_autofree char *path = path_of (fixture, i, ending);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
assert_fetches (Fixture *fixture, Mode first, Mode second, Mode as)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fetch (fixture, first, second, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < N_FILES; i++)
    assert_file (fixture, i, as);
}

/* One line that names the file, the mirror and the reason; no file appears. */
static void
assert_fails (Fixture *fixture, Mode mode, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch (fixture, mode, N_MODES, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_DOWNLOAD);
  g_assert_true (g_str_has_prefix (error->message, "big.gz: no mirror gave the file (http://127."));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, reason) == NULL)
    g_error ("'%s' does not say '%s'", error->message, reason);
  for (gsize i = 0; i < N_FILES; i++)
    assert_none (fixture, i, "");
}

static void
write_part (const Fixture *fixture, gsize i, Mode mode, gsize length)
{
  g_autofree char *part = path_of (fixture, i, ".part");

  g_unlink (part);
  g_assert_true (g_file_set_contents (part,
                                      g_bytes_get_data (fixture->server->answer[mode][i], NULL),
                                      (gssize) length, NULL));
}

typedef struct
{
  gsize calls[N_FILES];
  ClDownloadProgress last[N_FILES];
} Watch;

static void
watch_cb (const ClDownloadProgress *progress, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpstr (progress->file->name, ==, names[progress->index]);
  g_assert_cmpuint (progress->received, >=, watch->last[progress->index].received);
  watch->calls[progress->index]++;
  watch->last[progress->index] = *progress;
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Watch watch = { 0 };

  g_assert_true (fetch (fixture, GOOD, N_MODES, watch_cb, &watch, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->server->log->str, ==, "good/big.gz 0; good/tiny.gz 0; ");
  g_assert_cmpuint (watch.calls[0], >, 4);
  for (gsize i = 0; i < N_FILES; i++)
    {
      assert_file (fixture, i, GOOD);
      g_assert_cmpuint (watch.last[i].received, ==, size_of_answer (fixture, GOOD, i));
      g_assert_cmpuint (watch.last[i].expected, ==, size_of_answer (fixture, GOOD, i));
    }
}

/* What is there and right is not asked for; what is there and wrong is replaced. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, 1, "");

  assert_fetches (fixture, GOOD, N_MODES, GOOD);
  assert_fetches (fixture, MISSING, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "");
  g_unlink (path);
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  assert_fetches (fixture, GOOD, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "good/tiny.gz 0; ");
}

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  write_part (fixture, 0, GOOD, 70000);
  assert_fetches (fixture, GOOD, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "good/big.gz 70000; good/tiny.gz 0; ");
}

static void
test_resume_complete (Fixture *fixture, gconstpointer data)
{
  write_part (fixture, 1, GOOD, size_of_answer (fixture, GOOD, 1));
  assert_fetches (fixture, GOOD, N_MODES, GOOD);
}

static void
test_resume_without_ranges (Fixture *fixture, gconstpointer data)
{
  write_part (fixture, 0, GOOD, 70000);
  assert_fetches (fixture, NO_RANGES, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, "no-ranges/big.gz 70000; no-ranges/tiny.gz 0; ");
}

/* The rest of another file does not fit; the second request is for the whole. */
static void
test_resume_foreign (Fixture *fixture, gconstpointer data)
{
  write_part (fixture, 0, GOOD, 70000);
  assert_fetches (fixture, SQUEEZED, N_MODES, SQUEEZED);
  g_assert_cmpstr (fixture->server->log->str, ==,
                   "squeezed/big.gz 70000; squeezed/big.gz 0; squeezed/tiny.gz 0; ");
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strdup_printf ("cut/big.gz 0; good/big.gz %" G_GSIZE_FORMAT "; "
                                          "cut/tiny.gz 0; good/tiny.gz %" G_GSIZE_FORMAT "; ",
                                          size_of_answer (fixture, GOOD, 0) / 2,
                                          size_of_answer (fixture, GOOD, 1) / 2);

  assert_fails (fixture, CUT, "the answer ended after ");
  assert_none (fixture, 1, ".part");
  write_part (fixture, 0, GOOD, 0);
  assert_fetches (fixture, CUT, GOOD, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, log);
}

static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    Mode mode;
    const char *reason;
  } cases[] = {
    { SHORTENED, "the answer is damaged or truncated, after " },
    { CORRUPT, "the answer is corrupt: its SHA-256 is " },
    { PAGE, "ends after 26 bytes, expected 400000" },
    { MISSING, "the server answered 404 Not Found" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_fails (fixture, cases[i].mode, cases[i].reason);
      assert_none (fixture, 0, ".part");
    }
}

static void
test_second_mirror (Fixture *fixture, gconstpointer data)
{
  static const Mode first[] = { MISSING, CORRUPT, SHORTENED, PAGE };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autofree char *big = path_of (fixture, 0, ""), *tiny = path_of (fixture, 1, "");

      assert_fetches (fixture, first[i], GOOD, GOOD);
      g_unlink (big);
      g_unlink (tiny);
    }
}

/* A mirror that cannot be reached at all: a port that was free a moment ago. */
static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *dead = g_strdup_printf ("http://127.0.0.1:%u/", port);
  const char *mirrors[] = { dead, "no address", NULL };
  const ClDownload download = { mirrors, fixture->server->files, N_FILES };
  g_autoptr (GError) error = NULL;

  g_socket_listener_close (listener);
  g_assert_false (cl_download_fetch (&download, fixture->folder, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_DOWNLOAD);
  g_assert_nonnull (strstr (error->message, "refused; no address: this is no address"));
}

static void
cancel_cb (const ClDownloadProgress *progress, gpointer data)
{
  if (progress->received >= 100000)
    g_cancellable_cancel (data);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *part = path_of (fixture, 0, ".part");
  g_autofree char *log = NULL;
  GStatBuf status;

  g_assert_false (fetch (fixture, GOOD, GOOD, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_none (fixture, 0, "");
  g_assert_cmpint (g_stat (part, &status), ==, 0);
  g_assert_cmpint (status.st_size, >=, 100000);
  g_assert_cmpint (status.st_size, <, size_of_answer (fixture, GOOD, 0));

  log = g_strdup_printf ("good/big.gz %ld; good/tiny.gz 0; ", (long) status.st_size);
  assert_fetches (fixture, GOOD, N_MODES, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, log);
}

static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *part = path_of (fixture, 0, ".part");

  if (access ("/dev/full", W_OK) != 0)
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  g_assert_cmpint (symlink ("/dev/full", part), ==, 0);
  g_assert_false (fetch (fixture, GOOD, GOOD, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, "big.gz.part: could not be written ("));
  g_assert_cmpstr (fixture->server->log->str, ==, "good/big.gz 0; ");
  assert_none (fixture, 0, "");
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  const char *mirrors[] = { fixture->server->address, NULL };
  const ClDownload download = { mirrors, fixture->server->files, N_FILES };
  g_autofree char *file = path_of (fixture, 0, "");
  g_autofree char *below = g_build_filename (file, "folder", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (cl_download_fetch (&download, below, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_true (g_str_has_prefix (error->message, below));
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
  g_test_add ("/datasets/download/" name, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("cut", test_cut);
  ADD ("bad-answers", test_bad_answers);
  ADD ("second-mirror", test_second_mirror);
  ADD ("unreachable", test_unreachable);
  ADD ("cancelled", test_cancelled);
  ADD ("disk-full", test_disk_full);
  ADD ("no-folder", test_no_folder);
  g_test_add_func ("/datasets/download/mnist", test_mnist);
  g_test_add_func ("/datasets/download/table", test_table);
  return g_test_run ();
}
