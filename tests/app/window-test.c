#include "tests/app/window-test.h"

#include "app/presets.h"

static ClApplication *application;

ClApplication *
window_test_application (void)
{
  return application;
}

ClWindow *
window_test_open (void)
{
  ClWindow *window = cl_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

void
window_test_close (ClWindow *window)
{
  gpointer watch = window;

  window->closing = TRUE;
  g_object_add_weak_pointer (G_OBJECT (window), &watch);
  gtk_window_close (GTK_WINDOW (window));
  PAGE_TEST_WAIT_UNTIL (watch == NULL);
}

void
window_test_activate (ClWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

gboolean
window_test_is_enabled (ClWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

void
window_test_edit (ClWindow *window, const char *label)
{
  const ClPreset *preset = cl_preset_find ("only-l-two");
  g_autoptr (ClModel) model = cl_preset_model (preset);

  cl_document_edit (window->document, model, label, TRUE);
}

/* In place of what the program does once it has read its options. */
static int
run_tests_cb (void)
{
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return g_test_run ();
}

void
window_test_init (int *argc, char ***argv)
{
  g_autofree char *folder = g_dir_make_tmp ("window-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  gtk_test_init (argc, argv, NULL);
  application = cl_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (run_tests_cb), NULL);
}

/* Runs to its end: only then does GTK let go of the application. */
int
window_test_run (char **argv)
{
  int status = g_application_run (G_APPLICATION (application), 1, argv);

  g_assert_finalize_object (application);
  return status;
}
