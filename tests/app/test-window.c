#include "app/example-state.h"
#include "app/presets.h"
#include "app/settings.h"
#include "app/window-private.h"
#include "ui/pages/conditions-page.h"
#include "ui/widgets/export-dialog.h"
#include "ui/widgets/matrix-editor-private.h"
#include "ui/widgets/plot-view.h"

#include <glib/gstdio.h>

static ClApplication *application;

static void
iterate (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 limit = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;                              \
                                                                                                   \
    while (!(condition) && g_get_monotonic_time () < limit)                                        \
      g_main_context_iteration (NULL, FALSE);                                                      \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

static ClWindow *
open_window (void)
{
  ClWindow *window = cl_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

/* The window ends with everything in it: no controller, signal or timeout keeps it. */
static void
close_window (ClWindow *window)
{
  gpointer watch = window;

  window->closing = TRUE;
  g_object_add_weak_pointer (G_OBJECT (window), &watch);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (watch == NULL);
}

static void
activate (ClWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

static gboolean
is_enabled (ClWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
edit (ClWindow *window, const char *label)
{
  const ClPreset *preset = cl_preset_find ("only-l-two");
  g_autoptr (ClModel) model = cl_preset_model (preset);

  cl_document_edit (window->document, model, label, TRUE);
}

static void
test_pages (void)
{
  static const char *const pages[] = { "dynamics", "conditions", "training" };
  ClWindow *window = open_window ();

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", pages[i]);
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->stack), ==, pages[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      iterate (200);
    }
  close_window (window);
}

/* Edits, the buttons and the title stay in step. */
static void
test_undo (void)
{
  ClWindow *window = open_window ();

  g_assert_false (is_enabled (window, "undo"));
  g_assert_false (g_str_has_prefix (gtk_label_get_text (window->title_label), "•"));
  edit (window, "Change A");
  g_assert_true (is_enabled (window, "undo"));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (window->title_label), "•"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (window->undo_button)), ==,
                   "Undo Change A");
  activate (window, "win.undo");
  g_assert_false (is_enabled (window, "undo"));
  g_assert_true (is_enabled (window, "redo"));
  g_assert_false (g_str_has_prefix (gtk_label_get_text (window->title_label), "•"));
  activate (window, "win.redo");
  g_assert_cmpstr (cl_document_get_undo_label (window->document), ==, "Change A");
  close_window (window);
}

/* A number typed into the matrix reaches the document, and undo the matrix. */
static void
test_matrix (void)
{
  ClWindow *window = open_window ();
  ClMatrixEditor *editor = cl_model_side_bar_get_editor (window->side_bar);
  const double typed[] = { 0.75, 0, 0, 0.5 };
  gsize rows, cols;
  double before = cl_matrix_editor_get_values (editor, &rows, &cols)[0];

  g_assert_cmpuint (rows, ==, 2);
  cl_matrix_editor_set_values (editor, typed, 2, 2);
  g_signal_emit_by_name (editor, "edited", TRUE);
  g_assert_cmpfloat (cl_model_array (cl_document_get_model (window->document), CL_ARRAY_A)->data[0],
                     ==, 0.75);
  activate (window, "win.undo");
  g_assert_cmpfloat (cl_matrix_editor_get_values (editor, &rows, &cols)[0], ==, before);
  close_window (window);
}

static void
test_resize (void)
{
  ClWindow *window = open_window ();
  ClMatrixEditor *editor = cl_model_side_bar_get_editor (window->side_bar);
  gsize rows, cols;

  g_signal_emit_by_name (editor, "resize-requested", 5, 5);
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 5);
  cl_matrix_editor_get_values (editor, &rows, &cols);
  g_assert_cmpuint (rows, ==, 5);
  iterate (100);
  activate (window, "win.undo");
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 2);
  iterate (100);
  close_window (window);
}

/* A block larger than the matrix makes it grow, in one step; one beyond all sizes changes nothing.
 */
static void
test_paste (void)
{
  ClWindow *window = open_window ();
  ClMatrixEditor *editor = cl_model_side_bar_get_editor (window->side_bar);
  g_autofree char *huge = g_strnfill (3000, '1');

  cl_matrix_editor_paste_text (editor, "[1 2 3; 4 5 6; 7 8 9]");
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 3);
  activate (window, "win.undo");
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 2);
  g_assert_false (is_enabled (window, "undo"));

  for (gsize i = 1; i < 3000; i += 2)
    huge[i] = ' ';
  cl_matrix_editor_paste_text (editor, huge);
  g_assert_cmpuint (cl_document_get_model (window->document)->n, ==, 2);
  g_assert_false (is_enabled (window, "undo"));
  close_window (window);
}

static GtkWidget *
first_of_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = first_of_type (child, type);
  return found;
}

static ClExportDialog *
open_export_dialog (ClWindow *window)
{
  g_autoptr (GList) windows = NULL;

  activate (window, "win.export-figure");
  windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (CL_IS_EXPORT_DIALOG (link->data))
      return link->data;
  g_assert_not_reached ();
}

/* What was chosen for one plot is proposed for the plots of every page. */
static void
test_export_is_remembered (void)
{
  static const char *const pages[] = { "dynamics", "conditions" };
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "figure.svg", NULL);
  ClWindow *window = open_window ();

  g_settings_set_double (cl_settings_get (), "export-width-mm", 77);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", pages[i]);
      wait_until (
          cl_plot_view_get_figure (CL_PLOT_VIEW (
              first_of_type (adw_view_stack_get_visible_child (window->stack), CL_TYPE_PLOT_VIEW)))
          != NULL);
      ClExportDialog *dialog = open_export_dialog (window);
      g_settings_set_double (cl_settings_get (), "export-width-mm", 120);
      g_assert_true (cl_export_dialog_write (dialog, path));
      g_assert_cmpfloat (g_settings_get_double (cl_settings_get (), "export-width-mm"), ==, 77);
      iterate (50);
    }
  g_settings_reset (cl_settings_get (), "export-width-mm");
  g_unlink (path);
  close_window (window);
}

/* From the matrix to the plot and back. */
static void
test_panes (void)
{
  ClWindow *window = open_window ();
  GtkWidget *editor = GTK_WIDGET (cl_model_side_bar_get_editor (window->side_bar));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "dynamics");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == editor);
  activate (window, "win.next-pane");
  g_assert_true (CL_IS_PLOT_VIEW (gtk_window_get_focus (GTK_WINDOW (window))));
  activate (window, "win.next-pane");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == editor);
  close_window (window);
}

/* Every action of the program exists, and those that need nothing work without a crash. */
static void
test_actions (void)
{
  static const char *const of_window[] = { "undo",     "redo",    "open",         "open-recent",
                                           "save",     "save-as", "export-model", "presets",
                                           "side-bar", "page",    "fullscreen",   "close" };
  static const char *const of_application[] = { "new-window", "quit", "preferences", "toggle-dark",
                                                "about" };
  ClWindow *window = open_window ();

  for (gsize i = 0; i < G_N_ELEMENTS (of_window); i++)
    g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), of_window[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (of_application); i++)
    g_assert_true (g_action_group_has_action (G_ACTION_GROUP (application), of_application[i]));
  close_window (window);
}

/* Every window that the actions open, opens and closes. */
static void
test_dialogs (void)
{
  static const char *const actions[] = { "win.presets", "app.preferences", "app.about",
                                         "win.show-help-overlay" };
  ClWindow *window = open_window ();

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GListModel *toplevels = gtk_window_get_toplevels ();
      guint before = g_list_model_get_n_items (toplevels);
      g_autoptr (GtkWindow) dialog = NULL;

      activate (window, actions[i]);
      iterate (100);
      g_assert_cmpuint (g_list_model_get_n_items (toplevels), >=, before);
      for (guint k = 0; k < g_list_model_get_n_items (toplevels); k++)
        {
          g_autoptr (GtkWindow) candidate = g_list_model_get_item (toplevels, k);

          if (gtk_window_get_transient_for (candidate) == GTK_WINDOW (window)
              && gtk_widget_get_visible (GTK_WIDGET (candidate)))
            g_set_object (&dialog, candidate);
        }
      g_assert_nonnull (dialog);
      gtk_window_close (dialog);
      iterate (50);
    }
  close_window (window);
}

/* How often the shortcuts window lists an accelerator, by itself or through its action. */
static guint
count_listings (GSList *objects, const char *action, const char *accel)
{
  guint count = 0;

  for (GSList *link = objects; link != NULL; link = link->next)
    {
      g_autofree char *action_name = NULL;
      g_autofree char *accels = NULL;
      g_auto (GStrv) parts = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (link->data))
        continue;
      g_object_get (link->data, "action-name", &action_name, "accelerator", &accels, NULL);
      parts = g_strsplit (accels != NULL ? accels : "", " ", -1);
      count += g_strcmp0 (action_name, action) == 0;
      count += g_strv_contains ((const char *const *) parts, accel);
    }
  return count;
}

/* Every accelerator is listed once, and every action that is listed has one. */
static void
test_shortcuts (void)
{
  GtkApplication *app = GTK_APPLICATION (application);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/io/github/contractionlab/ContractionLab/gtk/help-overlay.ui");
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (app);

  g_assert_cmpuint (g_strv_length (actions), >, 10);
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) accels = gtk_application_get_accels_for_action (app, actions[i]);

      for (guint k = 0; accels[k] != NULL; k++)
        if (count_listings (objects, actions[i], accels[k]) != 1)
          g_error ("%s (%s) is listed %u times", accels[k], actions[i],
                   count_listings (objects, actions[i], accels[k]));
    }
  for (GSList *link = objects; link != NULL; link = link->next)
    {
      g_autofree char *action = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (link->data))
        continue;
      g_object_get (link->data, "action-name", &action, NULL);
      if (action != NULL && !g_strv_contains ((const char *const *) actions, action))
        g_error ("%s is listed without a key", action);
    }
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

/* Choosing a preset is one step that can be undone. */
static void
test_preset (void)
{
  ClWindow *window = open_window ();
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint index = 2;

  activate (window, "win.presets");
  iterate (50);
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
  close_window (window);
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
  ClWindow *window = open_window ();
  g_autoptr (GFile) file = write_file ("dropped.csv", "0.5,1,0\n0,0.5,1\n0,0,0.5\n");

  drop (window, file);
  wait_until (cl_document_get_model (window->document)->n == 3);
  g_assert_cmpstr (cl_document_get_title (window->document), ==, "dropped");
  g_unlink (g_file_peek_path (file));
  close_window (window);
}

/* A broken file leaves the window as it was, with a message. */
static void
test_drop_broken (void)
{
  ClWindow *window = open_window ();
  g_autoptr (GFile) file = write_file ("broken.csv", "1,2\n3\n");
  ClModel *before = cl_document_get_model (window->document);

  drop (window, file);
  iterate (300);
  g_assert_true (cl_document_get_model (window->document) == before);
  g_unlink (g_file_peek_path (file));
  close_window (window);
}

/* Unsaved work is not closed without a question; the answer "cancel" keeps everything. */
static void
test_close_asks (void)
{
  ClWindow *window = open_window ();
  GListModel *toplevels = gtk_window_get_toplevels ();
  gboolean asked = FALSE;

  edit (window, "Change A");
  gtk_window_close (GTK_WINDOW (window));
  iterate (50);
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
  close_window (window);
}

/* The side bar folds in a narrow window and comes back in a wide one. */
static void
test_narrow (void)
{
  ClWindow *window = open_window ();

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  wait_until (adw_flap_get_fold_policy (window->flap) == ADW_FLAP_FOLD_POLICY_ALWAYS);
  g_assert_false (adw_flap_get_reveal_flap (window->flap));
  g_assert_true (adw_view_switcher_bar_get_reveal (window->switcher_bar));
  gtk_window_set_default_size (GTK_WINDOW (window), 1400, 900);
  wait_until (adw_flap_get_fold_policy (window->flap) == ADW_FLAP_FOLD_POLICY_AUTO);
  g_assert_true (adw_flap_get_reveal_flap (window->flap));
  close_window (window);
}

/* The page shown last is shown first the next time. */
static void
test_layout_is_remembered (void)
{
  ClWindow *window = open_window ();

  adw_view_stack_set_visible_child_name (window->stack, "conditions");
  close_window (window);
  window = open_window ();
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->stack), ==, "conditions");
  g_settings_reset (cl_settings_get (), "page");
  close_window (window);
}

static void
test_reset_layout (void)
{
  ClWindow *window = open_window ();
  int width, height;

  adw_view_stack_set_visible_child_name (window->stack, "training");
  adw_flap_set_reveal_flap (window->flap, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 700);
  iterate (50);
  g_action_group_activate_action (G_ACTION_GROUP (application), "reset-layout", NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 1400);
  g_assert_cmpint (height, ==, 900);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->stack), ==, "dynamics");
  g_assert_true (adw_flap_get_reveal_flap (window->flap));
  close_window (window);
}

static gboolean
animations_are_enabled (void)
{
  gboolean enabled;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &enabled, NULL);
  return enabled;
}

static void
test_animations (void)
{
  g_settings_set_boolean (cl_settings_get (), "animations", FALSE);
  g_assert_false (animations_are_enabled ());
  g_settings_reset (cl_settings_get (), "animations");
  g_assert_true (animations_are_enabled ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* No schema is installed where tests run: the settings come with the program. */
static void
test_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, CL_APP_ID, TRUE) : NULL;

  if (schema != NULL)
    g_test_message ("a schema is installed too");
  g_assert_cmpint (g_settings_get_int (cl_settings_get (), "window-width"), ==, 1400);
  g_assert_true (g_settings_set_string (cl_settings_get (), "last-folder", "/nowhere"));
  g_settings_reset (cl_settings_get (), "last-folder");
}

/* In place of what the program does once it has read its options. */
static int
run_tests_cb (void)
{
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return g_test_run ();
}

/* An example is shown as what it is: its own names in the side bar, and a sentence in the place of
 * pages that are about networks; a network is shown as before. */
static void
test_example (void)
{
  ClWindow *window = open_window ();
  const ClExample *example = cl_example_find ("averaging");
  g_autoptr (ClModel) model = cl_example_state_model (example);
  GtkWidget *page, *editor, *kind;

  adw_view_stack_set_visible_child_name (window->stack, "conditions");
  page = first_of_type (GTK_WIDGET (window->stack), CL_TYPE_CONDITIONS_PAGE);
  editor = first_of_type (GTK_WIDGET (window), CL_TYPE_MATRIX_EDITOR);
  kind = first_of_type (GTK_WIDGET (window->side_bar), ADW_TYPE_COMBO_ROW);
  g_assert_true (gtk_widget_get_mapped (page));
  g_assert_true (gtk_widget_get_visible (kind));

  cl_document_replace (window->document, model, cl_example_state_new (example), "Averaging");
  wait_until (!gtk_widget_get_mapped (page));
  g_assert_false (gtk_widget_get_visible (kind));
  g_assert_nonnull (strstr (gtk_label_get_text (window->subtitle_label), "Averaging"));
  g_assert_nonnull (editor);

  activate (window, "win.undo");
  wait_until (gtk_widget_get_mapped (page));
  g_assert_true (gtk_widget_get_visible (kind));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("window-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  application = cl_application_new ();
  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (run_tests_cb), NULL);

  g_test_add_func ("/app/window/settings", test_settings);
  g_test_add_func ("/app/window/pages", test_pages);
  g_test_add_func ("/app/window/undo", test_undo);
  g_test_add_func ("/app/window/matrix", test_matrix);
  g_test_add_func ("/app/window/resize", test_resize);
  g_test_add_func ("/app/window/paste", test_paste);
  g_test_add_func ("/app/window/export-is-remembered", test_export_is_remembered);
  g_test_add_func ("/app/window/panes", test_panes);
  g_test_add_func ("/app/window/actions", test_actions);
  g_test_add_func ("/app/window/dialogs", test_dialogs);
  g_test_add_func ("/app/window/shortcuts", test_shortcuts);
  g_test_add_func ("/app/window/preset", test_preset);
  g_test_add_func ("/app/window/example", test_example);
  g_test_add_func ("/app/window/drop", test_drop);
  g_test_add_func ("/app/window/drop-broken", test_drop_broken);
  g_test_add_func ("/app/window/close-asks", test_close_asks);
  g_test_add_func ("/app/window/narrow", test_narrow);
  g_test_add_func ("/app/window/layout-is-remembered", test_layout_is_remembered);
  g_test_add_func ("/app/window/reset-layout", test_reset_layout);
  g_test_add_func ("/app/window/animations", test_animations);
  /* Runs to its end: only then does GTK let go of the application. */
  status = g_application_run (G_APPLICATION (application), 1, argv);
  g_assert_finalize_object (application);
  return status;
}
