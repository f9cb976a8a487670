/* A disk that fills up under a training run: the log ends at a whole line, the run goes on. */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "tests/cli/runner.h"

#define EPOCHS "60"
#define LIMIT  8192 /* bytes of one file: less than the log wants, more than the network */

static char *
put_table (void)
{
  g_autoptr (GString) text = g_string_new ("a,b,label\n");

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%d,%d,%s\n", i, (7 * i) % 13, i < 30 ? "low" : "high");
  return scratch_file ("table.csv", text->str);
}

static guint
count_fields (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);

  return g_strv_length (fields);
}

static void
test_log (void)
{
  g_autofree char *table = put_table (), *log = scratch_file ("log.csv", NULL);
  g_autofree char *model = scratch_file ("model.npz", NULL), *content = NULL;
  g_auto (GStrv) lines = NULL;
  struct rlimit old, limit;
  guint count;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = LIMIT;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_autoptr (Run) run = run_program ("train", "--data", table, "--n", "4", "--epochs", EPOCHS,
                                     "--batch", "20", "--log", log, "--out", model, NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_true (
      g_str_has_suffix (run->err, "log.csv: could not be written on (File too large)\n"));
  g_assert_null (strchr (strchr (run->err, '\n') + 1, '\n'));
  g_assert_nonnull (strstr (run->out, "\n   " EPOCHS " "));
  g_assert_true (g_file_test (model, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_get_contents (log, &content, NULL, NULL));
  g_assert_true (g_str_has_suffix (content, "\n"));
  lines = g_strsplit (content, "\n", -1);
  count = g_strv_length (lines) - 1;
  g_assert_cmpuint (count, >, 5);
  for (guint i = 0; i < count; i++)
    g_assert_cmpuint (count_fields (lines[i]), ==, count_fields (lines[0]));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/disk/log", test_log);
  status = g_test_run ();
  scratch_remove ();
  return status;
}
