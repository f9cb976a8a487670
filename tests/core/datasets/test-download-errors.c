/* Downloads that cannot be: bad answers, no server, no room, no folder.  Each says what is wrong in
 * one line and leaves nothing that could be taken for the data. */
#include "core/datasets/download.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/datasets/dataset.h"
#include "tests/core/datasets/download-test.h"

/* One line that names the file, the mirror and the reason; no file appears. */
static void
assert_fails (DownloadTest *fixture, Mode mode, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (download_fetch (fixture, mode, N_MODES, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_DOWNLOAD);
  g_assert_true (g_str_has_prefix (error->message, "big.gz: no mirror gave the file (127.0.0.1: "));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, reason) == NULL)
    g_error ("'%s' does not say '%s'", error->message, reason);
  for (gsize i = 0; i < DOWNLOAD_N_FILES; i++)
    download_assert_none (fixture, i, "");
}

static void
test_cut (DownloadTest *fixture, gconstpointer data)
{
  g_autofree char *log = g_strdup_printf ("cut/big.gz 0; good/big.gz %" G_GSIZE_FORMAT "; "
                                          "cut/tiny.gz 0; good/tiny.gz %" G_GSIZE_FORMAT "; ",
                                          download_answer_size (fixture, GOOD, 0) / 2,
                                          download_answer_size (fixture, GOOD, 1) / 2);

  assert_fails (fixture, CUT, "the answer ended after ");
  download_assert_none (fixture, 1, ".part");
  download_write_part (fixture, 0, GOOD, 0);
  download_assert_fetches (fixture, CUT, GOOD, GOOD);
  g_assert_cmpstr (fixture->server->log->str, ==, log);
}

static void
test_bad_answers (DownloadTest *fixture, gconstpointer data)
{
  static const struct
  {
    Mode mode;
    const char *reason;
  } cases[] = {
    { SHORTENED, "the answer is damaged or truncated, after " },
    { CORRUPT, "the answer is corrupt: its checksum is not" },
    { PAGE, "the answer is a web page, not the file" },
    { MISSING, "the server answered 404 Not Found" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_fails (fixture, cases[i].mode, cases[i].reason);
      download_assert_none (fixture, 0, ".part");
    }
}

/* A mirror that cannot be reached at all: a port that was free a moment ago. */
static void
test_unreachable (DownloadTest *fixture, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *dead = g_strdup_printf ("http://127.0.0.1:%u/", port);
  const char *mirrors[] = { dead, "no address", NULL };
  const ClDownload download = { mirrors, fixture->server->files, DOWNLOAD_N_FILES };
  g_autoptr (GError) error = NULL;

  g_socket_listener_close (listener);
  g_assert_false (cl_download_fetch (&download, fixture->folder, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_DOWNLOAD);
  g_assert_nonnull (
      strstr (error->message, "no mirror could be reached; is this computer online?"));
  g_assert_true (g_str_has_suffix (error->message, "refused; 1 other alike)"));
}

static void
test_disk_full (DownloadTest *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *part = download_path (fixture, 0, ".part");

  if (access ("/dev/full", W_OK) != 0)
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  g_assert_cmpint (symlink ("/dev/full", part), ==, 0);
  g_assert_false (download_fetch (fixture, GOOD, GOOD, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, "big.gz.part: could not be written ("));
  g_assert_cmpstr (fixture->server->log->str, ==, "good/big.gz 0; ");
  download_assert_none (fixture, 0, "");
}

static void
test_no_folder (DownloadTest *fixture, gconstpointer data)
{
  const char *mirrors[] = { fixture->server->address, NULL };
  const ClDownload download = { mirrors, fixture->server->files, DOWNLOAD_N_FILES };
  g_autofree char *file = download_path (fixture, 0, "");
  g_autofree char *below = g_build_filename (file, "folder", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (cl_download_fetch (&download, below, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_true (g_str_has_prefix (error->message, below));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/download-errors/" name, DownloadTest, NULL, download_set_up, function,    \
              download_tear_down)

int
main (int argc, char **argv)
{
  /* Nothing here may go through a proxy of the user's. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("cut", test_cut);
  ADD ("bad-answers", test_bad_answers);
  ADD ("unreachable", test_unreachable);
  ADD ("disk-full", test_disk_full);
  ADD ("no-folder", test_no_folder);
  return g_test_run ();
}
