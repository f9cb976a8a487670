/* What the tests of the matrix editor share: an editor in a window, with a log of its signals. */
#pragma once

#include "tests/ui/ui-test.h"
#include "ui/widgets/matrix-editor-private.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWindow *window;
  GtkWidget *widget;
  ClMatrixEditor *editor;
  GString *log; /* of the signals: E and e edited, F failed, R2x3 resize */
} Fixture;

/* A 3 x 3 matrix of -4, -3, ...; the texts "block" and "one" can be pasted. */
void editor_set_up (Fixture *fixture, gconstpointer data);
void editor_tear_down (Fixture *fixture, gconstpointer data);

void editor_set_size (Fixture *fixture, gsize rows, gsize cols);
double editor_value (Fixture *fixture, gsize row, gsize col);
void editor_assert_cursor (Fixture *fixture, gsize row, gsize col);

/* And begins a new one. */
void editor_assert_log (Fixture *fixture, const char *expected);

/* Whether the key was used. */
gboolean editor_key (Fixture *fixture, guint keyval, GdkModifierType state);

G_END_DECLS
