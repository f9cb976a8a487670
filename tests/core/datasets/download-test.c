#include "tests/core/datasets/download-test.h"

#include <glib/gstdio.h>

#define BIG_SIZE  400000 /* noise, which does not compress: several pieces */
#define TINY_SIZE 300

const char *const download_names[DOWNLOAD_N_FILES] = { "big.gz", "tiny.gz" };

static GBytes *
make_noise (guint32 seed, gsize size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint8 *data = g_malloc (size);

  for (gsize k = 0; k < size; k++)
    data[k] = (guint8) (g_rand_int (random) & 0x3f);
  return g_bytes_new_take (data, size);
}

void
download_set_up (DownloadTest *fixture, gconstpointer data)
{
  GBytes *contents[DOWNLOAD_N_FILES] = { make_noise (0, BIG_SIZE), make_noise (1, TINY_SIZE) };

  fixture->server = download_server_new (download_names, contents, DOWNLOAD_N_FILES);
  fixture->folder = g_dir_make_tmp ("download-XXXXXX", NULL);
}

char *
download_path (const DownloadTest *fixture, gsize i, const char *ending)
{
  g_autofree char *name = g_strconcat (download_names[i], ending, NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

void
download_tear_down (DownloadTest *fixture, gconstpointer data)
{
  for (gsize i = 0; i < DOWNLOAD_N_FILES; i++)
    {
      g_autofree char *path = download_path (fixture, i, ""),
                      *part = download_path (fixture, i, ".part");

      g_unlink (path);
      g_unlink (part);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  download_server_free (fixture->server);
}

gboolean
download_fetch (DownloadTest *fixture, Mode first, Mode second, ClDownloadProgressFunc progress,
                gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *a = download_server_mirror (fixture->server, first);
  g_autofree char *b = second < N_MODES ? download_server_mirror (fixture->server, second) : NULL;
  const char *mirrors[] = { a, b, NULL };
  const ClDownload download = { mirrors, fixture->server->files, DOWNLOAD_N_FILES };

  g_string_truncate (fixture->server->log, 0);
  return cl_download_fetch (&download, fixture->folder, progress, data, cancellable, error);
}

gsize
download_answer_size (const DownloadTest *fixture, Mode mode, gsize i)
{
  return g_bytes_get_size (fixture->server->answer[mode][i]);
}

void
download_assert_file (const DownloadTest *fixture, gsize i, Mode mode)
{
  g_autofree char *path = download_path (fixture, i, ""),
                  *part = download_path (fixture, i, ".part");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (fixture->server->answer[mode][i], NULL),
                   download_answer_size (fixture, mode, i));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

void
download_assert_none (const DownloadTest *fixture, gsize i, const char *ending)
{
  g_autofree char *path = download_path (fixture, i, ending);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

void
download_assert_fetches (DownloadTest *fixture, Mode first, Mode second, Mode as)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (download_fetch (fixture, first, second, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < DOWNLOAD_N_FILES; i++)
    download_assert_file (fixture, i, as);
}

void
download_write_part (const DownloadTest *fixture, gsize i, Mode mode, gsize length)
{
  g_autofree char *part = download_path (fixture, i, ".part");

  g_unlink (part);
  g_assert_true (g_file_set_contents (part,
                                      g_bytes_get_data (fixture->server->answer[mode][i], NULL),
                                      (gssize) length, NULL));
}
