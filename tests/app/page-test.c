#include "tests/app/page-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef gboolean (*Test) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *root, Test test, gconstpointer data)
{
  if (test (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, test, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(const GType *) type);
}

static gboolean
is_button (GtkWidget *widget, gconstpointer label)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
is_label (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

GtkWidget *
page_test_widget (GtkWidget *root, GType type)
{
  return find (root, is_of_type, &type);
}

GtkWidget *
page_test_button (GtkWidget *root, const char *label)
{
  return find (root, is_button, label);
}

GtkWidget *
page_test_label (GtkWidget *root, const char *text)
{
  return find (root, is_label, text);
}

void
page_test_iterate (guint milliseconds)
{
  const gint64 end = g_get_monotonic_time () + 1000 * (gint64) milliseconds;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

ClDocument *
page_test_document (void)
{
  const double a[] = { -0.5, 0.3, -0.2, 0.1 };
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (2, 2, a);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (matrix, NULL);

  return cl_document_new (model);
}

void
page_test_notify (const char *text, gpointer notice)
{
  char **kept = notice;

  g_free (*kept);
  *kept = g_strdup (text);
}

GPtrArray *
page_test_runs (void)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "contraction-lab", "runs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  return files;
}

void
page_test_remove_runs (void)
{
  g_autoptr (GPtrArray) files = page_test_runs ();

  for (guint i = 0; i < files->len; i++)
    g_unlink (g_ptr_array_index (files, i));
}
