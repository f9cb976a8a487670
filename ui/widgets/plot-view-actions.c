/* The context menu of a plot: copying, exporting, saving the data, and the way back. */
#include <glib/gi18n.h>

#include "ui/figure/export.h"
#include "ui/widgets/context-menu.h"
#include "ui/widgets/export-dialog.h"
#include "ui/widgets/plot-view-private.h"

#define MM_PER_INCH 25.4

/* Device pixels a logical pixel of a copied picture. */
#define COPY_SCALE 2

/* As it is seen, but on the printed theme: what is pasted stands on white paper. */
static GBytes *
export_as_seen (ClPlotView *self, const char *format, GError **error)
{
  double pixels_per_mm = cl_plot_view_pixels_per_point (self) * 72 / MM_PER_INCH;
  ClExportSettings settings;

  cl_export_settings_init (&settings);
  settings.width_mm = gtk_widget_get_width (GTK_WIDGET (self)) / pixels_per_mm;
  settings.height_mm = gtk_widget_get_height (GTK_WIDGET (self)) / pixels_per_mm;
  settings.dpi = COPY_SCALE * pixels_per_mm * MM_PER_INCH;
  settings.views = cl_view_stack_views (self->views);
  return cl_figure_export_bytes (cl_plot_view_get_export_figure (self), format, &settings, error);
}

static void
copy_provider (ClPlotView *self, GdkContentProvider *provider)
{
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
  g_object_unref (provider);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClPlotView *self = CL_PLOT_VIEW (widget);
  g_autoptr (GError) error = NULL;

  if (self->figure == NULL)
    return;
  g_autoptr (GBytes) png = export_as_seen (self, "png", &error);
  g_autoptr (GdkTexture) texture = png != NULL ? gdk_texture_new_from_bytes (png, &error) : NULL;
  if (texture == NULL)
    cl_plot_view_fail (self, error->message);
  else
    copy_provider (self, gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture));
}

/* For vector programs, and for text editors as the source. */
static void
copy_svg_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClPlotView *self = CL_PLOT_VIEW (widget);
  g_autoptr (GError) error = NULL;

  if (self->figure == NULL)
    return;
  g_autoptr (GBytes) svg = export_as_seen (self, "svg", &error);
  if (svg == NULL)
    {
      cl_plot_view_fail (self, error->message);
      return;
    }
  GdkContentProvider *kinds[] = { gdk_content_provider_new_for_bytes ("image/svg+xml", svg),
                                  gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8",
                                                                      svg) };
  copy_provider (self, gdk_content_provider_new_union (kinds, G_N_ELEMENTS (kinds)));
}

static void
exported_cb (ClPlotView *self, const char *path)
{
  g_signal_emit (self, cl_plot_view_signal (CL_PLOT_EXPORTED), 0, path);
}

static const char *
export_name (ClPlotView *self)
{
  return self->export_name != NULL ? self->export_name : "figure";
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClPlotView *self = CL_PLOT_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->figure == NULL)
    return;
  GtkWidget *dialog =
      cl_export_dialog_new (cl_plot_view_get_export_figure (self),
                            cl_view_stack_views (self->views), export_name (self), self->settings);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "failed", G_CALLBACK (cl_plot_view_fail), self,
                           G_CONNECT_SWAPPED);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_data (ClPlotView *self, const char *path)
{
  ClExportSettings settings;
  g_autoptr (GError) error = NULL;

  cl_export_settings_init (&settings);
  if (cl_figure_export (cl_plot_view_get_export_figure (self), path, &settings, &error))
    exported_cb (self, path);
  else
    cl_plot_view_fail (self, error->message);
}

static void
data_file_chosen_cb (GtkFileChooserNative *chooser, int response, ClPlotView *self)
{
  /* The chooser accepts an empty name too: then there is no file. */
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->figure != NULL)
    {
      g_autofree char *path = g_file_get_path (file);

      if (path == NULL)
        cl_plot_view_fail (self, _ ("Data are written to local files only"));
      else if (!g_str_has_suffix (path, ".csv"))
        {
          g_autofree char *full = g_strconcat (path, ".csv", NULL);
          save_data (self, full);
        }
      else
        save_data (self, path);
    }
  g_object_unref (chooser);
}

static void
save_data_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ClPlotView *self = CL_PLOT_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = g_strdup_printf ("%s.csv", export_name (self));

  if (self->figure == NULL)
    return;
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save Data"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (data_file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_plot_view_reset_view (CL_PLOT_VIEW (widget));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_plot_view_view_back (CL_PLOT_VIEW (widget));
}

static const ClMenuItem menu_items[] = {
  { N_ ("_Copy"), "plot.copy" },
  { N_ ("Copy as _SVG"), "plot.copy-svg" },
  { NULL, NULL },
  { N_ ("_Export…"), "plot.export" },
  { N_ ("Save _Data as CSV…"), "plot.save-data" },
  { NULL, NULL },
  { N_ ("_Previous View"), "plot.back" },
  { N_ ("_Reset View"), "plot.reset" },
};

void
cl_plot_view_popup_menu (ClPlotView *self, double x, double y)
{
  if (self->figure != NULL)
    cl_context_menu_popup (GTK_WIDGET (self), &self->menu, menu_items, G_N_ELEMENTS (menu_items), x,
                           y);
}

void
cl_plot_view_actions_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "plot.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "plot.copy-svg", NULL, copy_svg_action);
  gtk_widget_class_install_action (widget_class, "plot.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "plot.save-data", NULL, save_data_action);
  gtk_widget_class_install_action (widget_class, "plot.reset", NULL, reset_action);
  gtk_widget_class_install_action (widget_class, "plot.back", NULL, back_action);
}
