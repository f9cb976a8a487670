#include "ui/pages/data-preview.h"

#include <glib/gi18n.h>

#include "ui/pages/contact-sheet.h"
#include "ui/pages/sample-rows.h"
#include "ui/plots/class-balance.h"
#include "ui/plots/table-plot.h"
#include "ui/widgets/plot-view.h"

#define SHEET_ROWS   4
#define TABLE_ROWS   4
#define TABLE_HEIGHT 176

enum
{
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClDataPreview
{
  GtkWidget parent_instance;

  ClContactSheet *sheet; /* of pictures */
  ClSampleRows *rows;    /* of a table */
  ClPlotView *table;     /* of a table */
  GtkLabel *summary;
  ClPlotView *balance;
};

G_DEFINE_FINAL_TYPE (ClDataPreview, cl_data_preview, GTK_TYPE_WIDGET)

static char *
describe (const ClDataset *dataset)
{
  gsize train = dataset->train.count, test = dataset->test.count;

  if (dataset->features != NULL)
    /* Translators: counts of rows, then of columns, then of classes. */
    return g_strdup_printf (ngettext ("%'zu training and %'zu test rows, %zu feature, %zu classes",
                                      "%'zu training and %'zu test rows, %zu features, %zu classes",
                                      dataset->width),
                            train, test, dataset->width, dataset->classes);
  if (dataset->channels == 3)
    /* Translators: counts of images, then their size in pixels, then the count of classes. */
    return g_strdup_printf (_ ("%'zu training and %'zu test images in colour, %zu × %zu, %zu "
                               "classes"),
                            train, test, dataset->width, dataset->height, dataset->classes);
  /* Translators: counts of images, then their size in pixels, then the count of classes. */
  return g_strdup_printf (_ ("%'zu training and %'zu test images, %zu × %zu, %zu classes"), train,
                          test, dataset->width, dataset->height, dataset->classes);
}

void
cl_data_preview_set_dataset (ClDataPreview *self, const ClDataset *dataset)
{
  g_return_if_fail (CL_IS_DATA_PREVIEW (self));
  g_autofree char *text = dataset != NULL ? describe (dataset) : NULL;
  g_autoptr (ClFigure) balance = cl_class_balance_figure (dataset);
  gboolean is_table = dataset != NULL && dataset->features != NULL;

  cl_contact_sheet_set_dataset (self->sheet, dataset, SHEET_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet),
                          cl_contact_sheet_get_n_samples (self->sheet) > 0);
  cl_sample_rows_set_dataset (self->rows, dataset, TABLE_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->table), is_table);
  if (is_table)
    {
      g_autoptr (ClFigure) figure = cl_table_plot_figure (dataset);

      cl_plot_view_set_figure (self->table, figure);
    }
  gtk_label_set_text (self->summary, text);
  cl_plot_view_set_figure (self->balance, balance);
  gtk_widget_set_size_request (GTK_WIDGET (self->balance), -1, cl_class_balance_height (dataset));
}

static void
exported_cb (ClDataPreview *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClDataPreview *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static void
cl_data_preview_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_data_preview_parent_class)->dispose (object);
}

static void
cl_data_preview_class_init (ClDataPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_data_preview_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", CL_TYPE_DATA_PREVIEW, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CL_TYPE_DATA_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static ClPlotView *
build_plot (ClDataPreview *self, const char *export_name)
{
  ClPlotView *plot = CL_PLOT_VIEW (cl_plot_view_new ());

  cl_plot_view_set_export_name (plot, export_name);
  g_signal_connect_swapped (plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (plot, "failed", G_CALLBACK (failed_cb), self);
  return plot;
}

static void
cl_data_preview_init (ClDataPreview *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 8);
  self->sheet = CL_CONTACT_SHEET (cl_contact_sheet_new ());
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  self->rows = CL_SAMPLE_ROWS (cl_sample_rows_new ());
  self->table = build_plot (self, "table-samples");
  self->balance = build_plot (self, "class-balance");
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_max_width_chars (self->summary, 24);
  gtk_label_set_xalign (self->summary, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "caption");
  gtk_widget_set_size_request (GTK_WIDGET (self->table), -1, TABLE_HEIGHT);
  gtk_widget_set_parent (GTK_WIDGET (self->sheet), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->table), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->summary), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->balance), GTK_WIDGET (self));
}

GtkWidget *
cl_data_preview_new (void)
{
  return g_object_new (CL_TYPE_DATA_PREVIEW, NULL);
}
