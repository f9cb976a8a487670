#include "tests/app/data-test.h"

#include <string.h>

#include "app/settings.h"

void
data_test_changed_cb (ClDataset *dataset, gpointer data)
{
  ((DataTest *) data)->dataset = dataset;
}

void
data_test_set_up (DataTest *fixture, gconstpointer data)
{
  static const char *const keys[] = { "training-data", "data-places", "data-share", "data-seed" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (cl_settings_get (), keys[i]);
  fixture->folder = g_dir_make_tmp ("data-chooser-XXXXXX", NULL);
  fixture->chooser = CL_DATA_CHOOSER (cl_data_chooser_new ());
  fixture->window = ui_test_scrolled_window (GTK_WIDGET (fixture->chooser), 400, 700);
  fixture->controller = cl_data_controller_new (fixture->chooser, data_test_changed_cb, fixture);
}

void
data_test_tear_down (DataTest *fixture, gconstpointer data)
{
  cl_data_controller_free (fixture->controller);
  ui_test_destroy (fixture->window, GTK_WIDGET (fixture->chooser));
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

GtkWidget *
data_test_find (gpointer root, DataTestFound found, gconstpointer data)
{
  if (found (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *widget = data_test_find (child, found, data);

      if (widget != NULL)
        return widget;
    }
  return NULL;
}

gboolean
data_test_is_label (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

gboolean
data_test_is_button (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0;
}

gboolean
data_test_is_of_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (type));
}

gboolean
data_test_is_row (GtkWidget *widget, gconstpointer title)
{
  return ADW_IS_PREFERENCES_ROW (widget)
         && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

gboolean
data_test_row_shows (DataTest *fixture, const char *title)
{
  return gtk_widget_get_visible (data_test_find (fixture->chooser, data_test_is_row, title));
}

void
data_test_click (gpointer root, const char *label)
{
  GtkWidget *button = data_test_find (root, data_test_is_button, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

void
data_test_choose (DataTest *fixture, const char *id, const char *place)
{
  const ClDataKind *kind = cl_data_kind_find (id);

  if (place != NULL)
    cl_data_chooser_set_place (fixture->chooser, kind, place);
  cl_data_chooser_set_kind (fixture->chooser, kind);
  g_signal_emit_by_name (fixture->chooser, "chosen");
}

ClDataset *
data_test_read_it (DataTest *fixture, const char *id, const char *place)
{
  data_test_choose (fixture, id, place);
  g_assert_null (cl_data_chooser_get_dataset (fixture->chooser));
  WAIT_FOR (cl_data_chooser_get_dataset (fixture->chooser) != NULL);
  g_assert_true (cl_data_chooser_get_dataset (fixture->chooser) == fixture->dataset);
  g_assert_true (cl_data_controller_get_dataset (fixture->controller) == fixture->dataset);
  return fixture->dataset;
}

void
data_test_assert_error (DataTest *fixture, const char *part)
{
  WAIT_FOR (data_test_find (fixture->chooser, data_test_is_label, part) != NULL);
  g_assert_null (cl_data_chooser_get_dataset (fixture->chooser));
  g_assert_null (fixture->dataset);
  GtkLabel *label = GTK_LABEL (data_test_find (fixture->chooser, data_test_is_label, part));
  g_assert_null (strchr (gtk_label_get_text (label), '\n'));
}

char *
data_test_put_text (DataTest *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

GBytes *
data_test_make_idx (guint count, gboolean images)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint32 header[] = { GUINT32_TO_BE (images ? 2051 : 2049), GUINT32_TO_BE (count),
                             GUINT32_TO_BE (28), GUINT32_TO_BE (28) };

  g_byte_array_append (bytes, (const guint8 *) header, images ? 16 : 8);
  for (guint i = 0; i < count * (images ? 784 : 1); i++)
    g_byte_array_append (bytes, &(guint8){ (guint8) (images ? i * 7 % 251 : i % 10) }, 1);
  return g_byte_array_free_to_bytes (bytes);
}

ClDataStateId
data_test_state_of (DataTest *fixture)
{
  return cl_data_state_get (CL_DATA_STATE (data_test_find (fixture->chooser, data_test_is_of_type,
                                                           GSIZE_TO_POINTER (CL_TYPE_DATA_STATE))));
}

int
data_test_main (int argc, char *argv[], void (*add) (void))
{
  g_autofree char *home = g_dir_make_tmp ("data-chooser-home-XXXXXX", NULL);
  int status;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  ui_test_init (&argc, &argv);
  add ();
  status = g_test_run ();
  remove_tree (home);
  return status;
}
