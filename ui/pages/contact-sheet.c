#include "ui/pages/contact-sheet.h"

#include <glib/gi18n.h>

/* A gap of this many sample pixels keeps neighbouring digits apart. */
#define GAP 4

/* The sheet of a set with hundreds of classes ends here. */
#define MAX_COLUMNS 24

struct _ClContactSheet
{
  GtkWidget parent_instance;

  /* A8, how dark each pixel is, or ARGB32 with the colours; NULL when there is nothing to show. */
  cairo_surface_t *image;
  int width, height; /* of `image` */
  gsize samples;
};

G_DEFINE_FINAL_TYPE (ClContactSheet, cl_contact_sheet, GTK_TYPE_WIDGET)

/* Fills places[column * rows + row] with the index of a training sample, or with the count where a
 * class has fewer than `rows` samples.  Returns how many were found. */
static gsize
choose_samples (const ClDataset *dataset, gsize columns, gsize rows, gsize *places)
{
  const ClSamples *train = &dataset->train;
  g_autofree gsize *filled = g_new0 (gsize, columns);
  gsize found = 0;

  for (gsize i = 0; i < columns * rows; i++)
    places[i] = train->count;
  for (gsize i = 0; i < train->count && found < columns * rows; i++)
    {
      guint8 label = train->labels[i];
      if (label >= columns || filled[label] >= rows)
        continue;
      places[label * rows + filled[label]++] = i;
      found++;
    }
  return found;
}

/* How many rows some class has a sample for. */
static gsize
count_rows (const ClDataset *dataset, gsize columns, gsize rows, const gsize *places)
{
  gsize used = 1;

  for (gsize i = 0; i < columns * rows; i++)
    if (places[i] < dataset->train.count)
      used = MAX (used, i % rows + 1);
  return used;
}

static guint32
to_byte (float shade)
{
  return (guint32) (255.0f * shade + 0.5f);
}

static void
copy_ink (const ClDataset *dataset, const float *pixels, unsigned char *out, int stride)
{
  for (gsize y = 0; y < dataset->height; y++)
    for (gsize x = 0; x < dataset->width; x++)
      out[y * stride + x] = (unsigned char) to_byte (pixels[y * dataset->width + x]);
}

static void
copy_colours (const ClDataset *dataset, const float *pixels, unsigned char *out, int stride)
{
  gsize size = dataset->width * dataset->height;

  for (gsize y = 0; y < dataset->height; y++)
    for (gsize x = 0; x < dataset->width; x++)
      {
        const float *p = pixels + y * dataset->width + x;
        guint32 colour =
            0xffu << 24 | to_byte (p[0]) << 16 | to_byte (p[size]) << 8 | to_byte (p[2 * size]);
        memcpy (out + y * stride + 4 * x, &colour, 4);
      }
}

static cairo_surface_t *
render (const ClDataset *dataset, gsize columns, gsize rows, const gsize *places)
{
  gboolean in_colour = dataset->channels == 3;
  gsize cell_w = dataset->width + GAP, cell_h = dataset->height + GAP;
  gsize used = count_rows (dataset, columns, rows, places);
  cairo_surface_t *image =
      cairo_image_surface_create (in_colour ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8,
                                  (int) (columns * cell_w - GAP), (int) (used * cell_h - GAP));
  unsigned char *data = cairo_image_surface_get_data (image);
  int stride = cairo_image_surface_get_stride (image);

  cairo_surface_flush (image);
  for (gsize i = 0; i < columns * rows; i++)
    if (places[i] < dataset->train.count)
      (in_colour ? copy_colours : copy_ink) (
          dataset, dataset->train.pixels + places[i] * cl_dataset_inputs (dataset),
          data + (i % rows) * cell_h * (gsize) stride + (i / rows) * cell_w * (in_colour ? 4 : 1),
          stride);
  cairo_surface_mark_dirty (image);
  return image;
}

void
cl_contact_sheet_set_dataset (ClContactSheet *self, const ClDataset *dataset, gsize rows)
{
  g_return_if_fail (CL_IS_CONTACT_SHEET (self));
  g_return_if_fail (dataset == NULL || rows > 0);

  g_clear_pointer (&self->image, cairo_surface_destroy);
  self->samples = 0;
  if (dataset != NULL && dataset->height > 1)
    {
      gsize columns = MIN (dataset->classes, MAX_COLUMNS);
      g_autofree gsize *places = g_new (gsize, columns * rows);
      self->samples = choose_samples (dataset, columns, rows, places);
      self->image = render (dataset, columns, rows, places);
      self->width = cairo_image_surface_get_width (self->image);
      self->height = cairo_image_surface_get_height (self->image);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gsize
cl_contact_sheet_get_n_samples (ClContactSheet *self)
{
  g_return_val_if_fail (CL_IS_CONTACT_SHEET (self), 0);
  return self->samples;
}

static GtkSizeRequestMode
cl_contact_sheet_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The sheet keeps its aspect and is never enlarged beyond one screen pixel a sample pixel, where it
 * is sharpest. */
static void
cl_contact_sheet_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClContactSheet *self = CL_CONTACT_SHEET (widget);

  *minimum = *natural = 0;
  if (self->image == NULL)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = self->width;
  else
    *minimum = *natural = for_size < 0 || for_size > self->width
                              ? self->height
                              : (for_size * self->height + self->width - 1) / self->width;
}

static void
cl_contact_sheet_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClContactSheet *self = CL_CONTACT_SHEET (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GdkRGBA colour;

  if (self->image == NULL || width <= 0)
    return;
  double scale = MIN (1.0, MIN ((double) width / self->width, (double) height / self->height));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                          (float) height));

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_translate (cr, (int) ((width - scale * self->width) / 2), 0);
  cairo_scale (cr, scale, scale);
  if (cairo_image_surface_get_format (self->image) == CAIRO_FORMAT_A8)
    cairo_mask_surface (cr, self->image, 0, 0);
  else
    {
      cairo_set_source_surface (cr, self->image, 0, 0);
      cairo_paint (cr);
    }
  cairo_destroy (cr);
}

static void
cl_contact_sheet_finalize (GObject *object)
{
  ClContactSheet *self = CL_CONTACT_SHEET (object);

  g_clear_pointer (&self->image, cairo_surface_destroy);
  G_OBJECT_CLASS (cl_contact_sheet_parent_class)->finalize (object);
}

static void
cl_contact_sheet_class_init (ClContactSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_contact_sheet_finalize;
  widget_class->get_request_mode = cl_contact_sheet_get_request_mode;
  widget_class->measure = cl_contact_sheet_measure;
  widget_class->snapshot = cl_contact_sheet_snapshot;
  gtk_widget_class_set_css_name (widget_class, "contactsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cl_contact_sheet_init (ClContactSheet *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Samples of the data set, one column a class"), -1);
}

GtkWidget *
cl_contact_sheet_new (void)
{
  return g_object_new (CL_TYPE_CONTACT_SHEET, NULL);
}
