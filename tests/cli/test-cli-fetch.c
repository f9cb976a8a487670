/* "fetch" against a server on this machine. */
#include <string.h>

#include <glib/gstdio.h>

#include "core/datasets/download.h"
#include "tests/cli/runner.h"
#include "tests/core/datasets/download-server.h"
#include "tests/core/scratch.h"

#define N_FILES 4

static const char *names[N_FILES];

/* The real files, or NULL where they are not. */
static char *
find_mnist (void)
{
  const char *folder = g_getenv ("CL_MNIST_DIR");
  g_autofree char *beside =
      g_build_filename (g_getenv ("CL_SOURCE_ROOT"), "..", "shared", "mnist", NULL);

  if (folder == NULL)
    folder = beside;
  return g_file_test (folder, G_FILE_TEST_IS_DIR) ? g_strdup (folder) : NULL;
}

static DownloadServer *
serve (const char *folder)
{
  GBytes *packed[N_FILES];

  for (gsize i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = folder != NULL ? g_build_filename (folder, names[i], NULL) : NULL;
      char *content;
      gsize length;

      if (folder == NULL)
        packed[i] = g_bytes_new_static ("no MNIST", 8);
      else
        {
          g_assert_true (g_file_get_contents (path, &content, &length, NULL));
          packed[i] = g_bytes_new_take (content, length);
        }
    }
  return download_server_new_packed (names, packed, N_FILES);
}

static void
test_whole (void)
{
  g_autofree char *source = find_mnist ();
  g_autofree char *folder = g_dir_make_tmp ("fetch-XXXXXX", NULL);
  g_autofree char *inner = g_build_filename (folder, "new", NULL);
  DownloadServer *server;

  if (source == NULL)
    {
      g_test_skip ("MNIST is not here; set CL_MNIST_DIR");
      g_rmdir (folder);
      return;
    }
  server = serve (source);
  g_autofree char *mirror = download_server_mirror (server, GOOD);
  g_autoptr (Run) first = run_program ("fetch", "mnist", inner, "--mirror", mirror, NULL);
  g_assert_cmpstr (first->err, ==, "");
  g_assert_cmpint (first->status, ==, 0);
  g_assert_nonnull (strstr (first->out, inner));
  g_assert_nonnull (strstr (first->out, "contraction-lab train --data"));

  /* All is there: nothing is asked for again. */
  g_string_truncate (server->log, 0);
  g_autoptr (Run) again = run_program ("fetch", "mnist", inner, "--mirror", mirror, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (again);
  g_assert_cmpstr (server->log->str, ==, "");
  g_assert_cmpstr (json_object_get_string_member (json, "folder"), ==, inner);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json, "files")), ==, 4);
  download_server_free (server);
  remove_tree (folder);
}

static void
test_bad_answers (void)
{
  static const struct
  {
    Mode mode;
    const char *part;
  } cases[] = {
    { MISSING, "404" },
    { PAGE, "the answer is a web page, not the file" },
    { CUT, "the answer ended after " },
  };
  g_autofree char *folder = g_dir_make_tmp ("fetch-XXXXXX", NULL);
  DownloadServer *server = serve (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mirror = download_server_mirror (server, cases[i].mode);
      g_autoptr (Run) run = run_program ("fetch", "mnist", folder, "--mirror", mirror, NULL);

      assert_one_line_error (run, 1, cases[i].part);
      g_assert_nonnull (strstr (run->err, "train-images-idx3-ubyte.gz"));
    }
  download_server_free (server);
  remove_tree (folder);
}

static void
test_usage (void)
{
  static const char *const calls[][5] = {
    { "fetch", NULL },
    { "fetch", "imagenet", NULL },
    { "fetch", "mnist", "a", "b", NULL },
    { "fetch", "mnist", "--mirror", "nowhere", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Run) run = run_program_v (calls[i]);

      assert_one_line_error (run, 2, "contraction-lab: ");
    }
}

/* "--data mnist" without the files says how to get them. */
static void
test_not_there (void)
{
  g_autoptr (Run) run = run_program ("train", "--data", "mnist", "--epochs", "1", NULL);

  assert_one_line_error (run, 1, "contraction-lab fetch mnist");
}

int
main (int argc, char **argv)
{
  g_autofree char *data = g_dir_make_tmp ("fetch-XXXXXX", NULL);
  int status;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < N_FILES; i++)
    names[i] = cl_download_mnist.files[i].name;
  g_test_add_func ("/cli/fetch/whole", test_whole);
  g_test_add_func ("/cli/fetch/bad-answers", test_bad_answers);
  g_test_add_func ("/cli/fetch/usage", test_usage);
  g_test_add_func ("/cli/fetch/not-there", test_not_there);
  status = g_test_run ();
  g_rmdir (data);
  return status;
}
