#include <math.h>

#include "tests/ui/matrix-editor-test.h"

static gboolean
entry_key (Fixture *fixture, guint keyval)
{
  return ui_test_key (fixture->editor->entry, keyval, 0);
}

static void
type (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->editor->entry), text);
}

static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  g_assert_true (editor_key (fixture, GDK_KEY_Right, 0));
  g_assert_true (editor_key (fixture, GDK_KEY_Down, 0));
  editor_assert_cursor (fixture, 1, 1);
  editor_key (fixture, GDK_KEY_Home, 0);
  editor_assert_cursor (fixture, 1, 0);
  editor_key (fixture, GDK_KEY_End, 0);
  editor_assert_cursor (fixture, 1, 2);
  editor_key (fixture, GDK_KEY_End, GDK_CONTROL_MASK);
  editor_assert_cursor (fixture, 2, 2);
  editor_key (fixture, GDK_KEY_Right, 0);
  editor_assert_cursor (fixture, 2, 2);
  editor_key (fixture, GDK_KEY_Home, GDK_CONTROL_MASK);
  editor_assert_cursor (fixture, 0, 0);
  editor_key (fixture, GDK_KEY_Return, 0);
  editor_assert_cursor (fixture, 1, 0);
  editor_key (fixture, GDK_KEY_Return, GDK_SHIFT_MASK);
  editor_assert_cursor (fixture, 0, 0);
  editor_key (fixture, GDK_KEY_Page_Down, 0);
  editor_assert_cursor (fixture, 2, 0);
  editor_assert_log (fixture, "");
}

/* Tab goes through all cells and then leaves: the keyboard is never caught. */
static void
test_tab (Fixture *fixture, gconstpointer data)
{
  g_assert_false (editor_key (fixture, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  for (guint i = 0; i < 8; i++)
    g_assert_true (editor_key (fixture, GDK_KEY_Tab, 0));
  editor_assert_cursor (fixture, 2, 2);
  g_assert_false (editor_key (fixture, GDK_KEY_Tab, 0));
  g_assert_true (editor_key (fixture, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  editor_assert_cursor (fixture, 2, 1);
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  g_assert_true (editor_key (fixture, GDK_KEY_7, 0));
  g_assert_true (gtk_widget_get_visible (fixture->editor->entry));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->editor->entry)), ==, "7");
  type (fixture, "1/4");
  g_assert_true (entry_key (fixture, GDK_KEY_Return));
  g_assert_false (gtk_widget_get_visible (fixture->editor->entry));
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, 0.25);
  editor_assert_cursor (fixture, 1, 0);
  editor_assert_log (fixture, "E");

  editor_key (fixture, GDK_KEY_F2, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->editor->entry)), ==, "-1");
  type (fixture, "2,5");
  entry_key (fixture, GDK_KEY_Tab);
  g_assert_cmpfloat (editor_value (fixture, 1, 0), ==, 2.5);
  editor_assert_cursor (fixture, 1, 1);
  editor_assert_log (fixture, "E");

  /* The same number again is no edit. */
  editor_key (fixture, GDK_KEY_F2, 0);
  entry_key (fixture, GDK_KEY_Return);
  editor_assert_log (fixture, "");
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  editor_key (fixture, GDK_KEY_9, 0);
  g_assert_true (entry_key (fixture, GDK_KEY_Escape));
  g_assert_false (gtk_widget_get_visible (fixture->editor->entry));
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, -4);
  g_assert_true (gtk_widget_has_focus (fixture->widget));
  editor_assert_log (fixture, "");
}

static void
test_wrong_number (Fixture *fixture, gconstpointer data)
{
  editor_key (fixture, GDK_KEY_F2, 0);
  type (fixture, "1.x5");
  entry_key (fixture, GDK_KEY_Return);
  g_assert_true (gtk_widget_get_visible (fixture->editor->entry));
  g_assert_true (gtk_widget_get_visible (fixture->editor->message));
  g_assert_true (gtk_widget_has_css_class (fixture->editor->entry, "error"));
  editor_assert_log (fixture, "");

  /* Another cell cannot be chosen before it is right, or given up. */
  ui_test_drag (fixture->widget, 1, 100, 100, 0, 0);
  editor_assert_cursor (fixture, 0, 0);
  editor_assert_log (fixture, "");

  type (fixture, "1.5");
  g_assert_false (gtk_widget_get_visible (fixture->editor->message));
  entry_key (fixture, GDK_KEY_Return);
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, 1.5);
  editor_assert_log (fixture, "E");
}

/* Opened by typing, the arrows leave the editor; opened by F2 they move in the text. */
static void
test_arrows_while_editing (Fixture *fixture, gconstpointer data)
{
  editor_key (fixture, GDK_KEY_5, 0);
  g_assert_true (entry_key (fixture, GDK_KEY_Right));
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, 5);
  editor_assert_cursor (fixture, 0, 1);
  editor_key (fixture, GDK_KEY_F2, 0);
  g_assert_false (entry_key (fixture, GDK_KEY_Right));
  g_assert_true (gtk_widget_get_visible (fixture->editor->entry));
  entry_key (fixture, GDK_KEY_Down);
  editor_assert_cursor (fixture, 1, 1);
}

static void
test_large (Fixture *fixture, gconstpointer data)
{
  editor_set_size (fixture, 1000, 1000);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);
  double seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  g_assert_nonnull (picture);
  g_test_minimized_result (seconds, "a picture of 1000 x 1000: %.1f ms", seconds * 1e3);
  g_assert_cmpfloat (seconds, <, 1);

  editor_key (fixture, GDK_KEY_End, GDK_CONTROL_MASK);
  editor_assert_cursor (fixture, 999, 999);
  graphene_rect_t cell = cl_matrix_geometry_cell_rect (&fixture->editor->geometry, 999, 999);
  g_assert_cmpfloat (cell.origin.x, >=, fixture->editor->geometry.header_width);
  g_assert_cmpfloat (cell.origin.x + cell.size.width, <=, gtk_widget_get_width (fixture->widget));
  for (guint i = 0; i < 4; i++)
    editor_key (fixture, GDK_KEY_minus, GDK_CONTROL_MASK);
  g_autoptr (GdkTexture) small = ui_test_picture (fixture->widget);
  g_assert_nonnull (small);
}

/* Zero is neutral, opposite numbers have different colours, and the largest is the most coloured.
 */
static void
test_colours (Fixture *fixture, gconstpointer data)
{
  static const double values[] = { 0, 2, -2, 1 };
  guint32 pixels[4];

  cl_matrix_editor_set_values (fixture->editor, values, 2, 2);
  ui_test_settle ();
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);
  for (gsize k = 0; k < 4; k++)
    {
      graphene_rect_t rect =
          cl_matrix_geometry_cell_rect (&fixture->editor->geometry, k / 2, k % 2);
      /* Inside the frame of the cursor, left of the number. */
      pixels[k] = ui_test_pixel (picture, (int) rect.origin.x + 6, (int) rect.origin.y + 6);
    }
  guint32 zero = pixels[0];
  guint spread = MAX (zero >> 16 & 255, zero & 255) - MIN (zero >> 16 & 255, zero & 255);
  g_assert_cmpuint (spread, <, 8);
  g_assert_cmpuint (pixels[1], !=, pixels[2]);
  g_assert_cmpuint (pixels[1], !=, pixels[3]);
  g_assert_cmpuint (pixels[0], !=, pixels[3]);
}

static void
test_margin (Fixture *fixture, gconstpointer data)
{
  static const double sums[] = { 1, 5, 2 };

  cl_matrix_editor_set_margin (fixture->editor, "a<sub>ii</sub> + Σ|a<sub>ij</sub>|", sums, 1);
  ui_test_settle ();
  g_assert_cmpint (fixture->editor->geometry.margin_width, >, 0);
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);
  g_assert_nonnull (picture);
  cl_matrix_editor_set_margin (fixture->editor, NULL, NULL, -1);
  g_assert_cmpint (fixture->editor->geometry.margin_width, ==, 0);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  cl_matrix_editor_set_name (fixture->editor, "A");
  editor_key (fixture, GDK_KEY_Right, 0);
  gtk_test_accessible_assert_role (fixture->widget, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_test_accessible_assert_property (fixture->widget, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "A, row 1, column 2, value −3");
}

static void
test_degenerate (Fixture *fixture, gconstpointer data)
{
  static const double one = 3;

  cl_matrix_editor_set_values (fixture->editor, NULL, 0, 0);
  ui_test_settle ();
  g_assert_false (editor_key (fixture, GDK_KEY_5, 0));
  editor_key (fixture, GDK_KEY_Right, 0);
  editor_key (fixture, GDK_KEY_Delete, 0);
  ui_test_drag (fixture->widget, 1, 60, 60, 30, 0);
  editor_assert_log (fixture, "");
  cl_matrix_editor_set_values (fixture->editor, &one, 1, 1);
  g_assert_cmpfloat (editor_value (fixture, 0, 0), ==, 3);
  ui_test_settle ();
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);
  g_assert_nonnull (picture);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/matrix-editor/" name, Fixture, NULL, editor_set_up, function, editor_tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("keyboard", test_keyboard);
  ADD ("tab", test_tab);
  ADD ("commit", test_commit);
  ADD ("cancel", test_cancel);
  ADD ("wrong-number", test_wrong_number);
  ADD ("arrows-while-editing", test_arrows_while_editing);
  ADD ("large", test_large);
  ADD ("colours", test_colours);
  ADD ("margin", test_margin);
  ADD ("accessible", test_accessible);
  ADD ("degenerate", test_degenerate);
  return g_test_run ();
}
