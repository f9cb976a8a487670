/* What the tests of pages share: to find widgets, to wait for them, and a model to begin with. */
#pragma once

#include <adwaita.h>

#include "app/document.h"

G_BEGIN_DECLS

/* The first of the type at or below root, or NULL. */
GtkWidget *page_test_widget (GtkWidget *root, GType type);

/* The first button with this label. */
GtkWidget *page_test_button (GtkWidget *root, const char *label);

/* The first label on the screen whose text contains `text`. */
GtkWidget *page_test_label (GtkWidget *root, const char *text);

/* Runs the main loop for this long. */
void page_test_iterate (guint milliseconds);

#define PAGE_TEST_WAIT_UNTIL(condition)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 end_ = g_get_monotonic_time () + 90 * G_USEC_PER_SEC;                             \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, end_);                                        \
        page_test_iterate (3);                                                                     \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/* A document with a contracting model of two states. */
ClDocument *page_test_document (void);

/* The files of the training runs, and their end: they come back in every window. */
GPtrArray *page_test_runs (void) G_GNUC_WARN_UNUSED_RESULT;
void page_test_remove_runs (void);

/* A function that keeps the last toast in a (char **). */
void page_test_notify (const char *text, gpointer notice);

G_END_DECLS
