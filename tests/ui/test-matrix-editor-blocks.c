/* Blocks of numbers on the clipboard, and numbers under the pointer. */
#include <math.h>

#include "tests/ui/matrix-editor-test.h"

static void
test_clear_block (Fixture *fixture, gconstpointer data)
{
  editor_key (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  editor_key (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  editor_key (fixture, GDK_KEY_Delete, 0);
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, 0);
  g_assert_cmpfloat (editor_value (fixture, 1, 1), ==, 0);
  g_assert_cmpfloat (editor_value (fixture, 0, 2), ==, -2);
  g_assert_cmpfloat (editor_value (fixture, 2, 0), ==, 2);
  editor_assert_log (fixture, "E");
  editor_key (fixture, GDK_KEY_a, GDK_CONTROL_MASK);
  editor_key (fixture, GDK_KEY_BackSpace, 0);
  g_assert_cmpfloat (editor_value (fixture, 2, 2), ==, 0);
}

static char *
clipboard_text (Fixture *fixture)
{
  g_autoptr (GdkContentProvider) provider =
      g_object_ref (gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->widget)));
  g_auto (GValue) text = G_VALUE_INIT;

  g_value_init (&text, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (provider, &text, NULL));
  return g_value_dup_string (&text);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  editor_key (fixture, GDK_KEY_Down, 0);
  editor_key (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  editor_key (fixture, GDK_KEY_c, GDK_CONTROL_MASK);
  g_autofree char *tsv = clipboard_text (fixture);
  g_assert_cmpstr (tsv, ==, "tsv -1 0");

  gtk_widget_activate_action (fixture->widget, "matrix.copy", "s", "latex");
  g_autofree char *latex = clipboard_text (fixture);
  g_assert_cmpstr (latex, ==, "latex -1 0");
  editor_assert_log (fixture, "");

  editor_key (fixture, GDK_KEY_x, GDK_CONTROL_MASK);
  g_assert_cmpfloat (editor_value (fixture, 1, 0), ==, 0);
  editor_assert_log (fixture, "E");
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  cl_matrix_editor_paste_text (fixture->editor, "block");
  g_assert_cmpfloat (editor_value (fixture, 0, 1), ==, 20);
  g_assert_cmpfloat (editor_value (fixture, 1, 0), ==, 30);
  editor_assert_log (fixture, "E");

  editor_key (fixture, GDK_KEY_a, GDK_CONTROL_MASK);
  cl_matrix_editor_paste_text (fixture->editor, "one");
  g_assert_cmpfloat (editor_value (fixture, 2, 2), ==, 10);
  editor_assert_log (fixture, "E");

  cl_matrix_editor_paste_text (fixture->editor, "rubbish");
  editor_assert_log (fixture, "F");
}

static void
grow_cb (ClMatrixEditor *editor, guint rows, guint cols)
{
  g_autofree double *values = g_new0 (double, (gsize) rows *cols);

  cl_matrix_editor_set_values (editor, values, rows, cols);
}

/* A larger block asks for room; it is pasted when the owner agrees and refused otherwise. */
static void
test_paste_larger (Fixture *fixture, gconstpointer data)
{
  cl_matrix_editor_set_square (fixture->editor, TRUE);
  cl_matrix_editor_set_cursor (fixture->editor, 2, 1);
  cl_matrix_editor_paste_text (fixture->editor, "block");
  g_assert_cmpfloat (editor_value (fixture, 2, 1), ==, 3);
  editor_assert_log (fixture, "R4x4F");

  g_signal_connect (fixture->widget, "resize-requested", G_CALLBACK (grow_cb), NULL);
  cl_matrix_editor_paste_text (fixture->editor, "block");
  g_assert_cmpfloat (editor_value (fixture, 3, 2), ==, 40);
  editor_assert_log (fixture, "R4x4E");

  cl_matrix_editor_set_resizable (fixture->editor, FALSE);
  cl_matrix_editor_set_cursor (fixture->editor, 3, 3);
  cl_matrix_editor_paste_text (fixture->editor, "block");
  editor_assert_log (fixture, "F");
}

static void
cell_centre (Fixture *fixture, gsize row, gsize col, double *x, double *y)
{
  graphene_rect_t rect = cl_matrix_geometry_cell_rect (&fixture->editor->geometry, row, col);

  *x = rect.origin.x + rect.size.width / 2;
  *y = rect.origin.y + rect.size.height / 2;
}

static void
test_scrub (Fixture *fixture, gconstpointer data)
{
  double x, y;

  cell_centre (fixture, 0, 0, &x, &y);
  ui_test_drag (fixture->widget, 1, x, y, 40, 0);
  editor_assert_cursor (fixture, 0, 0);
  g_assert_cmpfloat (editor_value (fixture, 0, 0), >, -4);
  g_assert_true (g_str_has_prefix (fixture->log->str, "e"));
  g_assert_true (g_str_has_suffix (fixture->log->str, "eE"));
  g_assert_null (strstr (fixture->log->str, "Ee"));

  /* Round numbers, though steps of 0.01 are not. */
  double hundredths = editor_value (fixture, 0, 0) * 100;
  g_assert_cmpfloat (fabs (hundredths - rint (hundredths)), <, 1e-9);
}

static void
test_scrub_escape (Fixture *fixture, gconstpointer data)
{
  double x, y;

  cell_centre (fixture, 0, 0, &x, &y);
  ui_test_drag_begin (fixture->widget, 1, x, y);
  ui_test_drag_update (fixture->widget, 1, 10, 0);
  ui_test_drag_update (fixture->widget, 1, 30, 0);
  editor_assert_log (fixture, "e");
  editor_key (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, -4);
  ui_test_drag_update (fixture->widget, 1, 50, 0);
  ui_test_drag_end (fixture->widget, 1, 50, 0);
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, -4);
  editor_assert_log (fixture, "E");
}

static void
test_select_with_pointer (Fixture *fixture, gconstpointer data)
{
  double x, y, to_x, to_y;

  cell_centre (fixture, 1, 1, &x, &y);
  cell_centre (fixture, 2, 2, &to_x, &to_y);
  ui_test_drag (fixture->widget, 1, x, y, to_x - x, to_y - y);
  ClMatrixBlock block = cl_matrix_selection_block (&fixture->editor->selection);
  g_assert_cmpuint (block.first_row, ==, 1);
  g_assert_cmpuint (block.end_row, ==, 3);
  g_assert_cmpuint (block.first_col, ==, 1);
  g_assert_cmpuint (block.end_col, ==, 3);

  /* The header of a row selects the row. */
  ui_test_drag (fixture->widget, 1, 5, y, 0, 0);
  block = cl_matrix_selection_block (&fixture->editor->selection);
  g_assert_cmpuint (block.end_row - block.first_row, ==, 1);
  g_assert_cmpuint (block.end_col - block.first_col, ==, 3);
  editor_assert_log (fixture, "");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/matrix-editor-blocks/" name, Fixture, NULL, editor_set_up, function,               \
              editor_tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("clear-block", test_clear_block);
  ADD ("copy", test_copy);
  ADD ("paste", test_paste);
  ADD ("paste-larger", test_paste_larger);
  ADD ("scrub", test_scrub);
  ADD ("scrub-escape", test_scrub_escape);
  ADD ("select-with-pointer", test_select_with_pointer);
  return g_test_run ();
}
