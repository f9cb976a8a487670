/* Nothing that was trained is lost: interrupts, power cuts, full disks and folders that go away. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/cli/runner.h"

#define EPOCHS "60"
#define LIMIT  8192 /* bytes of one file: less than the log wants, more than the network */

/* Waits until the log has its first epoch: then there is something to save. */
static void
wait_for_epoch (const char *log)
{
  for (guint i = 0; i < 6000; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (log, &text, NULL, NULL) && strstr (text, "\n1,"))
        return;
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

/* Ctrl+C in a run of a thousand epochs: status 130, and what was learned is saved. */
static void
test_interrupt (void)
{
  g_autofree char *model = scratch_file ("interrupted.npz", NULL);
  g_autofree char *log = scratch_file ("interrupted.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error, g_getenv ("CL_PROGRAM"), "train", "--data", "digits", "--n", "10",
                        "--epochs", "1000", "--out", model, "--log", log, NULL);

  g_assert_no_error (error);
  wait_for_epoch (log);
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 130);

  g_autoptr (Run) analyze = run_program ("analyze", model, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (analyze);
  g_assert_cmpint (json_object_get_int_member (json, "n"), ==, 10);
}

/* Power off after the first epoch: the resumed run saves the bytes of one that was left alone. */
static void
test_resume (void)
{
  g_autofree char *checkpoint = scratch_file ("run.npz", NULL);
  g_autofree char *log = scratch_file ("resume.csv", NULL);
  g_autofree char *whole = scratch_file ("whole.npz", NULL);
  g_autofree char *resumed = scratch_file ("resumed.npz", NULL);
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  gsize first_length, second_length;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error, g_getenv ("CL_PROGRAM"), "train", "--n", "10", "--epochs", "3",
                        "--seed", "7", "--threads", "2", "--checkpoint", checkpoint, "--log", log,
                        NULL);

  g_assert_no_error (error);
  wait_for_epoch (log);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);

  g_autoptr (Run) left_alone = run_program ("train", "--n", "10", "--epochs", "3", "--seed", "7",
                                            "--threads", "2", "--out", whole, NULL);
  g_assert_cmpint (left_alone->status, ==, 0);
  g_autoptr (Run) run =
      run_program ("train", "--resume", checkpoint, "--out", resumed, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (json, "epochs")), ==, 3);
  g_assert_true (json_object_get_null_member (json, "warning"));
  g_assert_true (g_file_get_contents (whole, &first, &first_length, NULL));
  g_assert_true (g_file_get_contents (resumed, &second, &second_length, NULL));
  g_assert_cmpmem (first, first_length, second, second_length);

  g_autoptr (Run) model = run_program ("train", "--resume", whole, NULL);
  assert_one_line_error (model, 1, "not the checkpoint");
}

/* Hours before the end is the time to say so. */
static void
test_unwritable (void)
{
  g_autofree char *log = scratch_file ("early.csv", NULL);
  g_autoptr (Run) run = run_program ("train", "--n", "10", "--epochs", "1000", "--log", log,
                                     "--out", "/proc/model.npz", NULL);

  assert_one_line_error (run, 1, "/proc/model.npz: cannot be written");
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

/* The folder of --out goes away while the run goes on; what an earlier run has saved in this way
 * stays. */
static void
test_rescued (void)
{
  g_autofree char *folder = scratch_file ("gone", NULL);
  g_autofree char *out = g_build_filename (folder, "model.npz", NULL);
  g_autofree char *log = scratch_file ("gone.csv", NULL);
  g_autofree char *place =
      g_build_filename (g_get_user_data_dir (), "contraction-lab", "rescued", NULL);
  g_autofree char *earlier = g_build_filename (place, "model.npz", NULL);
  g_autofree char *rescued = g_build_filename (place, "2-model.npz", NULL);
  g_autofree char *message = NULL, *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_assert_true (g_file_set_contents (earlier, "earlier", -1, NULL));
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                        g_getenv ("CL_PROGRAM"), "train", "--data", "digits", "--n", "10",
                        "--epochs", "1000", "--out", out, "--log", log, NULL);
  g_assert_no_error (error);
  wait_for_epoch (log);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &message, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_nonnull (strstr (message, rescued));

  g_autoptr (Run) analyze = run_program ("analyze", rescued, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (analyze);
  g_assert_cmpint (json_object_get_int_member (json, "n"), ==, 10);
  g_assert_true (g_file_get_contents (earlier, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "earlier");
  g_unlink (rescued);
  g_unlink (earlier);
}

/* A disk that fills up under a run: the log ends at a whole line, the run goes on. */

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
test_full_log (void)
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
      g_str_has_suffix (run->err, "log.csv: could not be written to its end (File too large)\n"));
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

static void
remove_empty (const char *data, const char *below)
{
  g_autofree char *folder = g_build_filename (data, below, NULL);

  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;

  g_test_init (&argc, &argv, NULL);
  data = scratch_file ("data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_add_func ("/cli/interrupt", test_interrupt);
  g_test_add_func ("/cli/resume", test_resume);
  g_test_add_func ("/cli/train/unwritable", test_unwritable);
  g_test_add_func ("/cli/train/rescued", test_rescued);
  g_test_add_func ("/cli/train/full-log", test_full_log);
  const int status = g_test_run ();
  remove_empty (data, "contraction-lab/rescued");
  remove_empty (data, "contraction-lab");
  remove_empty (data, "");
  scratch_remove ();
  return status;
}
