#include "ui/pages/sample-rows.h"

#include <glib/gi18n.h>

#include "ui/plots/sample-names.h"
#include "ui/widgets/number-text.h"

#define MAX_FEATURES 3 /* what the narrow column has room for, beside the class */
#define DIGITS       4
#define NAME_LENGTH  24
#define MIN_CHARS    6
#define SPACING      8

struct _ClSampleRows
{
  GtkWidget parent_instance;

  GtkGrid *grid;
};

G_DEFINE_FINAL_TYPE (ClSampleRows, cl_sample_rows, GTK_TYPE_WIDGET)

static void
add_cell (ClSampleRows *self, int column, int row, const char *text, gboolean number)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (MIN_CHARS, (int) g_utf8_strlen (text, -1)));
  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, row == 0 ? "dim-label" : "numeric");
  if (row == 0)
    gtk_widget_set_tooltip_text (label, text);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
}

/* The last column says that there are more. */
static void
add_more (ClSampleRows *self, int column, int row)
{
  GtkWidget *label = gtk_label_new ("…");

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
}

static void
add_header (ClSampleRows *self, const ClDataset *dataset, gsize features)
{
  add_cell (self, 0, 0, _ ("class"), FALSE);
  for (gsize k = 0; k < features; k++)
    {
      g_autofree char *name = cl_sample_names_feature (dataset, k, NAME_LENGTH);

      add_cell (self, (int) k + 1, 0, name, TRUE);
    }
}

static void
add_sample (ClSampleRows *self, const ClDataset *dataset, gsize sample, gsize features, int row)
{
  const float *values = dataset->train.pixels + sample * dataset->width;
  g_autofree char *name =
      cl_sample_names_class (dataset, dataset->train.labels[sample], NAME_LENGTH);

  add_cell (self, 0, row, name, FALSE);
  for (gsize k = 0; k < features; k++)
    {
      g_autofree char *text =
          cl_number_format (cl_dataset_feature_value (dataset, values, k), DIGITS);

      add_cell (self, (int) k + 1, row, text, TRUE);
    }
  if (features < dataset->width)
    add_more (self, (int) features + 1, row);
}

/* Sample `turn` of class `label`, or the count when there is none. */
static gsize
find_sample (const ClSamples *samples, gsize label, gsize turn)
{
  gsize i = 0;

  for (; i < samples->count; i++)
    if (samples->labels[i] == label && turn-- == 0)
      break;
  return i;
}

void
cl_sample_rows_set_dataset (ClSampleRows *self, const ClDataset *dataset, gsize rows)
{
  g_return_if_fail (CL_IS_SAMPLE_ROWS (self));
  gboolean shows = dataset != NULL && dataset->features != NULL;
  gsize features = shows ? MIN (dataset->width, MAX_FEATURES) : 0;
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  gtk_widget_set_visible (GTK_WIDGET (self), shows);
  if (!shows)
    return;
  add_header (self, dataset, features);
  for (gsize i = 0; i < rows; i++)
    {
      gsize sample = find_sample (&dataset->train, i % dataset->classes, i / dataset->classes);

      if (sample < dataset->train.count)
        add_sample (self, dataset, sample, features, ++row);
    }
}

static void
cl_sample_rows_dispose (GObject *object)
{
  ClSampleRows *self = CL_SAMPLE_ROWS (object);

  if (self->grid != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->grid));
  self->grid = NULL;
  G_OBJECT_CLASS (cl_sample_rows_parent_class)->dispose (object);
}

static void
cl_sample_rows_class_init (ClSampleRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_sample_rows_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cl_sample_rows_init (ClSampleRows *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, SPACING);
  gtk_grid_set_row_spacing (self->grid, 2);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

GtkWidget *
cl_sample_rows_new (void)
{
  return g_object_new (CL_TYPE_SAMPLE_ROWS, NULL);
}
