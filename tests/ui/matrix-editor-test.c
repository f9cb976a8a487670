#include "tests/ui/matrix-editor-test.h"

#include <string.h>

static void
edited_cb (Fixture *fixture, gboolean finished)
{
  g_string_append (fixture->log, finished ? "E" : "e");
}

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_assert_cmpuint (strlen (message), >, 0);
  g_string_append (fixture->log, "F");
}

static void
resize_cb (Fixture *fixture, guint rows, guint cols)
{
  g_string_append_printf (fixture->log, "R%ux%u", rows, cols);
}

static double *
fake_parse (const char *text, gsize *rows, gsize *cols, GError **error)
{
  static const double block[] = { 10, 20, 30, 40 };

  if (g_str_equal (text, "block"))
    {
      *rows = *cols = 2;
      return g_memdup2 (block, sizeof block);
    }
  if (g_str_equal (text, "one"))
    {
      *rows = *cols = 1;
      return g_memdup2 (block, sizeof block[0]);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no numbers in “%s”", text);
  return NULL;
}

static char *
fake_format (const double *values, gsize rows, gsize cols, const char *format)
{
  GString *text = g_string_new (format);

  for (gsize k = 0; k < rows * cols; k++)
    g_string_append_printf (text, " %g", values[k]);
  return g_string_free (text, FALSE);
}

void
editor_set_size (Fixture *fixture, gsize rows, gsize cols)
{
  g_autofree double *values = g_new (double, rows *cols);

  for (gsize k = 0; k < rows * cols; k++)
    values[k] = (double) k - 4;
  cl_matrix_editor_set_values (fixture->editor, values, rows, cols);
  ui_test_settle ();
}

void
editor_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->log = g_string_new (NULL);
  fixture->widget = cl_matrix_editor_new ();
  fixture->editor = CL_MATRIX_EDITOR (fixture->widget);
  cl_matrix_editor_set_text_functions (fixture->editor, fake_parse, fake_format);
  editor_set_size (fixture, 3, 3);
  g_signal_connect_swapped (fixture->widget, "edited", G_CALLBACK (edited_cb), fixture);
  g_signal_connect_swapped (fixture->widget, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect_swapped (fixture->widget, "resize-requested", G_CALLBACK (resize_cb), fixture);
  fixture->window = ui_test_scrolled_window (fixture->widget, 600, 400);
  gtk_widget_grab_focus (fixture->widget);
}

void
editor_tear_down (Fixture *fixture, gconstpointer data)
{
  ui_test_destroy (fixture->window, fixture->widget);
  g_string_free (fixture->log, TRUE);
}

double
editor_value (Fixture *fixture, gsize row, gsize col)
{
  gsize rows, cols;
  const double *values = cl_matrix_editor_get_values (fixture->editor, &rows, &cols);

  g_assert_cmpuint (row, <, rows);
  g_assert_cmpuint (col, <, cols);
  return values[row * cols + col];
}

void
editor_assert_cursor (Fixture *fixture, gsize row, gsize col)
{
  gsize r, c;

  cl_matrix_editor_get_cursor (fixture->editor, &r, &c);
  g_assert_cmpuint (r, ==, row);
  g_assert_cmpuint (c, ==, col);
}

void
editor_assert_log (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_set_size (fixture->log, 0);
}

gboolean
editor_key (Fixture *fixture, guint keyval, GdkModifierType state)
{
  return ui_test_key (fixture->widget, keyval, state);
}
