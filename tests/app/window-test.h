/* What the tests of the window share: an application that runs them, windows and their actions. */
#pragma once

#include "app/window-private.h"
#include "tests/app/page-test.h"

G_BEGIN_DECLS

/* Makes an application with a home of its own, in place of gtk_test_init; then add the tests, and
 * return what window_test_run returns. */
void window_test_init (int *argc, char ***argv);
int window_test_run (char **argv) G_GNUC_WARN_UNUSED_RESULT;

ClApplication *window_test_application (void);

/* A window that has been drawn. */
ClWindow *window_test_open (void);

/* The window ends with everything in it: no controller, signal or timeout keeps it. */
void window_test_close (ClWindow *window);

void window_test_activate (ClWindow *window, const char *action);
gboolean window_test_is_enabled (ClWindow *window, const char *action);

/* One step of the history that makes the model another preset. */
void window_test_edit (ClWindow *window, const char *label);

G_END_DECLS
