#include "app/example-state.h"
#include "app/presets.h"
#include "tests/app/window-test.h"
#include "ui/pages/conditions-page.h"
#include "ui/widgets/matrix-editor-private.h"

#include <glib/gstdio.h>

static void
test_pages (void)
{
  static const char *const pages[] = { "dynamics", "conditions", "training" };
  ClWindow *window = window_test_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", pages[i]);
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->stack), ==, pages[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      page_test_iterate (200);
    }
  window_test_close (window);
}

/* Edits, the buttons and the title stay in step. */
static void
test_undo (void)
{
  ClWindow *window = window_test_open ();

  g_assert_false (window_test_is_enabled (window, "undo"));
  g_assert_false (g_str_has_prefix (gtk_label_get_text (window->title_label), "•"));
  window_test_edit (window, "Change A");
  g_assert_true (window_test_is_enabled (window, "undo"));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (window->title_label), "•"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (window->undo_button)), ==,
                   "Undo Change A");
  window_test_activate (window, "win.undo");
  g_assert_false (window_test_is_enabled (window, "undo"));
  g_assert_true (window_test_is_enabled (window, "redo"));
  g_assert_false (g_str_has_prefix (gtk_label_get_text (window->title_label), "•"));
  window_test_activate (window, "win.redo");
  g_assert_cmpstr (cl_document_get_undo_label (window->document), ==, "Change A");
  window_test_close (window);
}

/* A number typed into the matrix reaches the document, and undo the matrix. */
static void
test_matrix (void)
{
  ClWindow *window = window_test_open ();
  ClMatrixEditor *editor = cl_model_side_bar_get_editor (window->side_bar);
  const double typed[] = { 0.75, 0, 0, 0.5 };
  gsize rows, cols;
  double before = cl_matrix_editor_get_values (editor, &rows, &cols)[0];

  g_assert_cmpuint (rows, ==, 2);
  cl_matrix_editor_set_values (editor, typed, 2, 2);
  g_signal_emit_by_name (editor, "edited", TRUE);
  g_assert_cmpfloat (cl_model_array (cl_document_get_model (window->document), CL_ARRAY_A)->data[0],
                     ==, 0.75);
  window_test_activate (window, "win.undo");
  g_assert_cmpfloat (cl_matrix_editor_get_values (editor, &rows, &cols)[0], ==, before);
  window_test_close (window);
}

static void
test_resize (void)
{
  ClWindow *window = window_test_open ();
  ClMatrixEditor *editor = cl_model_side_bar_get_editor (window->side_bar);
  gsize rows, cols;

  g_signal_emit_by_name (editor, "resize-requested", 5, 5);
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 5);
  cl_matrix_editor_get_values (editor, &rows, &cols);
  g_assert_cmpuint (rows, ==, 5);
  page_test_iterate (100);
  window_test_activate (window, "win.undo");
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 2);
  page_test_iterate (100);
  window_test_close (window);
}

/* A block larger than the matrix makes it grow, in one step; one beyond all sizes changes nothing.
 */
static void
test_paste (void)
{
  ClWindow *window = window_test_open ();
  ClMatrixEditor *editor = cl_model_side_bar_get_editor (window->side_bar);
  g_autofree char *huge = g_strnfill (3000, '1');

  cl_matrix_editor_paste_text (editor, "[1 2 3; 4 5 6; 7 8 9]");
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 3);
  window_test_activate (window, "win.undo");
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 2);
  g_assert_false (window_test_is_enabled (window, "undo"));

  for (gsize i = 1; i < 3000; i += 2)
    huge[i] = ' ';
  cl_matrix_editor_paste_text (editor, huge);
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 2);
  g_assert_false (window_test_is_enabled (window, "undo"));
  window_test_close (window);
}

/* Choosing a preset is one step that can be undone. */
static void
test_preset (void)
{
  ClWindow *window = window_test_open ();
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint index = 2;

  window_test_activate (window, "win.presets");
  page_test_iterate (50);
  for (guint k = 0; k < g_list_model_get_n_items (toplevels); k++)
    {
      g_autoptr (GtkWindow) candidate = g_list_model_get_item (toplevels, k);

      if (g_str_equal (G_OBJECT_TYPE_NAME (candidate), "ClPresetGallery"))
        {
          g_signal_emit_by_name (candidate, "chosen", index);
          gtk_window_close (candidate);
          break;
        }
    }
  g_assert_cmpstr (cl_document_get_title (window->document), ==,
                   cl_preset_title (cl_preset_table (NULL)[index]));
  g_assert_true (cl_document_undo (window->document));
  g_assert_false (cl_document_get_can_undo (window->document));
  window_test_close (window);
}

static GFile *
write_file (const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return g_file_new_for_path (path);
}

static void
drop (ClWindow *window, GFile *file)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_auto (GValue) value = G_VALUE_INIT;
  GSList list = { file, NULL };
  gboolean accepted = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &list);
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !accepted; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &accepted);
    }
  g_assert_true (accepted);
}

static void
test_drop (void)
{
  ClWindow *window = window_test_open ();
  g_autoptr (GFile) file = write_file ("dropped.csv", "0.5,1,0\n0,0.5,1\n0,0,0.5\n");

  drop (window, file);
  PAGE_TEST_WAIT_UNTIL (cl_document_get_model (window->document)->n == 3);
  g_assert_cmpstr (cl_document_get_title (window->document), ==, "dropped");
  g_unlink (g_file_peek_path (file));
  window_test_close (window);
}

/* A broken file leaves the window as it was, with a message. */
static void
test_drop_broken (void)
{
  ClWindow *window = window_test_open ();
  g_autoptr (GFile) file = write_file ("broken.csv", "1,2\n3\n");
  ClModel *before = cl_document_get_model (window->document);

  drop (window, file);
  page_test_iterate (300);
  g_assert_true (cl_document_get_model (window->document) == before);
  g_unlink (g_file_peek_path (file));
  window_test_close (window);
}

/* Unsaved work is not closed without a question; the answer "cancel" keeps everything. */
static void
test_close_asks (void)
{
  ClWindow *window = window_test_open ();
  GListModel *toplevels = gtk_window_get_toplevels ();
  gboolean asked = FALSE;

  window_test_edit (window, "Change A");
  gtk_window_close (GTK_WINDOW (window));
  page_test_iterate (50);
  for (guint k = 0; k < g_list_model_get_n_items (toplevels); k++)
    {
      g_autoptr (GtkWindow) candidate = g_list_model_get_item (toplevels, k);

      if (ADW_IS_MESSAGE_DIALOG (candidate))
        {
          asked = TRUE;
          g_signal_emit_by_name (candidate, "response::cancel", "cancel");
          gtk_window_destroy (candidate);
          break;
        }
    }
  g_assert_true (asked);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_true (cl_document_get_modified (window->document));
  window_test_close (window);
}

/* An example is shown as what it is: its own names in the side bar, and a sentence in the place of
 * pages that are about networks; a network is shown as before. */
static void
test_example (void)
{
  ClWindow *window = window_test_open ();
  const ClExample *example = cl_example_find ("averaging");
  g_autoptr (ClModel) model = cl_example_state_model (example);
  GtkWidget *page, *editor, *kind;

  adw_view_stack_set_visible_child_name (window->stack, "conditions");
  page = page_test_widget (GTK_WIDGET (window->stack), CL_TYPE_CONDITIONS_PAGE);
  editor = page_test_widget (GTK_WIDGET (window), CL_TYPE_MATRIX_EDITOR);
  kind = page_test_widget (GTK_WIDGET (window->side_bar), ADW_TYPE_COMBO_ROW);
  g_assert_true (gtk_widget_get_mapped (page));
  g_assert_true (gtk_widget_get_visible (kind));

  cl_document_replace (window->document, model, cl_example_state_new (example), "Averaging");
  PAGE_TEST_WAIT_UNTIL (!gtk_widget_get_mapped (page));
  g_assert_false (gtk_widget_get_visible (kind));
  g_assert_nonnull (strstr (gtk_label_get_text (window->subtitle_label), "Averaging"));
  g_assert_nonnull (editor);

  window_test_activate (window, "win.undo");
  PAGE_TEST_WAIT_UNTIL (gtk_widget_get_mapped (page));
  g_assert_true (gtk_widget_get_visible (kind));
  window_test_close (window);
}

int
main (int argc, char **argv)
{
  window_test_init (&argc, &argv);
  g_test_add_func ("/app/window/pages", test_pages);
  g_test_add_func ("/app/window/undo", test_undo);
  g_test_add_func ("/app/window/matrix", test_matrix);
  g_test_add_func ("/app/window/resize", test_resize);
  g_test_add_func ("/app/window/paste", test_paste);
  g_test_add_func ("/app/window/preset", test_preset);
  g_test_add_func ("/app/window/example", test_example);
  g_test_add_func ("/app/window/drop", test_drop);
  g_test_add_func ("/app/window/drop-broken", test_drop_broken);
  g_test_add_func ("/app/window/close-asks", test_close_asks);
  return window_test_run (argv);
}
