#include "tests/cli/runner.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define PYTHON "/usr/bin/python3"

static char *scratch;

Run *
run_program_v (const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  Run *run = g_new0 (Run, 1);

  g_ptr_array_add (argv, (char *) g_getenv ("CL_PROGRAM"));
  for (; *arguments; arguments++)
    g_ptr_array_add (argv, (char *) *arguments);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");

  g_autoptr (GSubprocess) process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &run->out, &run->err, &error);
  g_assert_no_error (error);
  run->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return run;
}

Run *
run_program (const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;

  va_start (list, first);
  for (const char *argument = first; argument; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (char *) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  return run_program_v ((const char *const *) arguments->pdata);
}

void
run_free (Run *run)
{
  g_free (run->out);
  g_free (run->err);
  g_free (run);
}

JsonObject *
run_json (const Run *run)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);
  json_parser_load_from_data (parser, run->out, -1, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

void
assert_one_line_error (const Run *run, int status, const char *part)
{
  const char *newline = strchr (run->err, '\n');

  if (run->status != status || !newline || newline[1] != '\0' || !strstr (run->err, part))
    g_test_message ("status %d, standard error: %s", run->status, run->err);
  g_assert_cmpint (run->status, ==, status);
  g_assert_nonnull (newline);
  g_assert_cmpint (newline[1], ==, '\0');
  g_assert_nonnull (strstr (run->err, part));
  g_assert_cmpstr (run->out, ==, "");
}

char *
scratch_file (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (!scratch)
    scratch = g_dir_make_tmp ("contraction-lab-XXXXXX", &error);
  g_assert_no_error (error);
  char *path = g_build_filename (scratch, name, NULL);
  if (text)
    g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

void
scratch_remove (void)
{
  g_autoptr (GDir) dir = scratch ? g_dir_open (scratch, 0, NULL) : NULL;

  for (const char *name; dir && (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (scratch, name, NULL);
      g_unlink (path);
    }
  if (scratch)
    g_rmdir (scratch);
}

char *
run_python (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  char *output = NULL;
  int status;
  va_list list;

  g_ptr_array_add (argv, (gpointer) PYTHON);
  va_start (list, first);
  for (const char *argument = first; argument; argument = va_arg (list, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (argv, NULL);
  if (!g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL,
                     &status, NULL))
    return NULL;
  if (!g_spawn_check_wait_status (status, NULL))
    g_clear_pointer (&output, g_free);
  return output;
}
