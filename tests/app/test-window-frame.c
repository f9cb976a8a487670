/* What is around the pages: dialogs, shortcuts, the layout and what is remembered of it. */
#include "app/settings.h"
#include "tests/app/window-test.h"
#include "ui/widgets/export-dialog.h"
#include "ui/widgets/plot-view.h"

#include <glib/gstdio.h>

static ClExportDialog *
open_export_dialog (ClWindow *window)
{
  g_autoptr (GList) windows = NULL;

  window_test_activate (window, "win.export-figure");
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
  ClWindow *window = window_test_open ();

  g_settings_set_double (cl_settings_get (), "export-width-mm", 77);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", pages[i]);
      PAGE_TEST_WAIT_UNTIL (cl_plot_view_get_figure (CL_PLOT_VIEW (
                                page_test_widget (adw_view_stack_get_visible_child (window->stack),
                                                  CL_TYPE_PLOT_VIEW)))
                            != NULL);
      ClExportDialog *dialog = open_export_dialog (window);
      g_settings_set_double (cl_settings_get (), "export-width-mm", 120);
      g_assert_true (cl_export_dialog_write (dialog, path));
      g_assert_cmpfloat (g_settings_get_double (cl_settings_get (), "export-width-mm"), ==, 77);
      page_test_iterate (50);
    }
  g_settings_reset (cl_settings_get (), "export-width-mm");
  g_unlink (path);
  window_test_close (window);
}

/* From the matrix to the plot and back. */
static void
test_panes (void)
{
  ClWindow *window = window_test_open ();
  GtkWidget *editor = GTK_WIDGET (cl_model_side_bar_get_editor (window->side_bar));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "dynamics");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == editor);
  window_test_activate (window, "win.next-pane");
  g_assert_true (CL_IS_PLOT_VIEW (gtk_window_get_focus (GTK_WINDOW (window))));
  window_test_activate (window, "win.next-pane");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == editor);
  window_test_close (window);
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
  ClWindow *window = window_test_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (of_window); i++)
    g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), of_window[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (of_application); i++)
    g_assert_true (
        g_action_group_has_action (G_ACTION_GROUP (window_test_application ()), of_application[i]));
  window_test_close (window);
}

/* Every window that the actions open, opens and closes. */
static void
test_dialogs (void)
{
  static const char *const actions[] = { "win.presets", "app.preferences", "app.about",
                                         "win.show-help-overlay" };
  ClWindow *window = window_test_open ();

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GListModel *toplevels = gtk_window_get_toplevels ();
      guint before = g_list_model_get_n_items (toplevels);
      g_autoptr (GtkWindow) dialog = NULL;

      window_test_activate (window, actions[i]);
      page_test_iterate (100);
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
      page_test_iterate (50);
    }
  window_test_close (window);
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
  GtkApplication *app = GTK_APPLICATION (window_test_application ());
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

/* The side bar folds in a narrow window and comes back in a wide one. */
static void
test_narrow (void)
{
  ClWindow *window = window_test_open ();

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  PAGE_TEST_WAIT_UNTIL (adw_flap_get_fold_policy (window->flap) == ADW_FLAP_FOLD_POLICY_ALWAYS);
  g_assert_false (adw_flap_get_reveal_flap (window->flap));
  g_assert_true (adw_view_switcher_bar_get_reveal (window->switcher_bar));
  gtk_window_set_default_size (GTK_WINDOW (window), 1400, 900);
  PAGE_TEST_WAIT_UNTIL (adw_flap_get_fold_policy (window->flap) == ADW_FLAP_FOLD_POLICY_AUTO);
  g_assert_true (adw_flap_get_reveal_flap (window->flap));
  window_test_close (window);
}

/* The page shown last is shown first the next time. */
static void
test_layout_is_remembered (void)
{
  ClWindow *window = window_test_open ();

  adw_view_stack_set_visible_child_name (window->stack, "conditions");
  window_test_close (window);
  window = window_test_open ();
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->stack), ==, "conditions");
  g_settings_reset (cl_settings_get (), "page");
  window_test_close (window);
}

static void
test_reset_layout (void)
{
  ClWindow *window = window_test_open ();
  int width, height;

  adw_view_stack_set_visible_child_name (window->stack, "training");
  adw_flap_set_reveal_flap (window->flap, FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 700);
  page_test_iterate (50);
  g_action_group_activate_action (G_ACTION_GROUP (window_test_application ()), "reset-layout",
                                  NULL);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 1400);
  g_assert_cmpint (height, ==, 900);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->stack), ==, "dynamics");
  g_assert_true (adw_flap_get_reveal_flap (window->flap));
  window_test_close (window);
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

int
main (int argc, char **argv)
{
  window_test_init (&argc, &argv);
  g_test_add_func ("/app/window-frame/settings", test_settings);
  g_test_add_func ("/app/window-frame/export-is-remembered", test_export_is_remembered);
  g_test_add_func ("/app/window-frame/panes", test_panes);
  g_test_add_func ("/app/window-frame/actions", test_actions);
  g_test_add_func ("/app/window-frame/dialogs", test_dialogs);
  g_test_add_func ("/app/window-frame/shortcuts", test_shortcuts);
  g_test_add_func ("/app/window-frame/narrow", test_narrow);
  g_test_add_func ("/app/window-frame/layout-is-remembered", test_layout_is_remembered);
  g_test_add_func ("/app/window-frame/reset-layout", test_reset_layout);
  g_test_add_func ("/app/window-frame/animations", test_animations);
  return window_test_run (argv);
}
