/* Sizes, zoom and scrolling of a matrix. */
#include <math.h>

#include "ui/widgets/matrix-editor-private.h"

/* Up to this many columns cells stretch to use the width there is. */
#define FEW 12

/* How much of a large matrix the widget would like to show. */
#define NATURAL_CELLS 16

/* Levels of zoom.  Below zero the cells are colours of a fixed size. */
typedef struct
{
  int pixels;
  double chars;
  guint digits;
} Level;

static const Level levels[] = { { 4, 0, 1 }, { 8, 0, 1 },  { 16, 0, 1 }, { 0, 7.5, 4 },
                                { 0, 9, 5 }, { 0, 12, 8 }, { 0, 20, 17 } };

#define MIN_ZOOM (-3)
#define MAX_ZOOM 3

static const Level *
level_of (ClMatrixEditor *self)
{
  return &levels[self->zoom - MIN_ZOOM];
}

static int
header_width (ClMatrixEditor *self)
{
  char text[24];
  int digits = g_snprintf (text, sizeof text, "%zu", MAX (self->geometry.rows, 10));

  return (int) ceil ((digits + 1.5) * cl_matrix_painter_digit_width (self->painter));
}

static int
margin_width (ClMatrixEditor *self)
{
  int numbers = (int) ceil (11 * cl_matrix_painter_digit_width (self->painter));

  if (self->margin == NULL)
    return 0;
  if (self->margin_heading == NULL)
    return numbers;
  return MAX (numbers, cl_matrix_painter_heading_width (self->painter, self->margin_heading) + 6);
}

static int
cell_width (ClMatrixEditor *self, double chars)
{
  return (int) ceil (chars * cl_matrix_painter_digit_width (self->painter)) + 8;
}

/* A small matrix fills the width, between the narrowest readable cell and a comfortable one. */
static void
stretch_cells (ClMatrixEditor *self)
{
  ClMatrixGeometry *g = &self->geometry;

  if (self->zoom != 0 || g->cols == 0 || g->cols > FEW)
    return;
  g->cell_width = CLAMP (cl_matrix_geometry_page_width (g) / (int) g->cols,
                         cl_matrix_painter_min_text_width (self->painter), cell_width (self, 9));
}

void
cl_matrix_editor_update_metrics (ClMatrixEditor *self)
{
  ClMatrixGeometry *g = &self->geometry;
  const Level *level = level_of (self);
  double line = cl_matrix_painter_line_height (self->painter);

  g->cell_width = level->pixels > 0 ? level->pixels : cell_width (self, level->chars);
  g->cell_height = level->pixels > 0 ? level->pixels : (int) ceil (line) + 12;
  g->header_width = header_width (self);
  g->header_height = (int) ceil (line) + 8;
  g->margin_width = margin_width (self);
  stretch_cells (self);
}

static void
configure_adjustment (GtkAdjustment *adjustment, double content, int page, int cell)
{
  if (adjustment == NULL)
    return;
  double upper = MAX (content, page);
  double value = CLAMP (gtk_adjustment_get_value (adjustment), 0, upper - page);
  gtk_adjustment_configure (adjustment, value, 0, upper, cell, MAX (cell, page - cell), page);
}

static void
read_scroll (ClMatrixEditor *self)
{
  ClMatrixGeometry *g = &self->geometry;

  g->scroll_x =
      self->hadjustment != NULL ? round (gtk_adjustment_get_value (self->hadjustment)) : 0;
  g->scroll_y =
      self->vadjustment != NULL ? round (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

static void
configure_scrolling (ClMatrixEditor *self)
{
  const ClMatrixGeometry *g = &self->geometry;

  configure_adjustment (self->hadjustment, cl_matrix_geometry_content_width (g),
                        cl_matrix_geometry_page_width (g), g->cell_width);
  configure_adjustment (self->vadjustment, cl_matrix_geometry_content_height (g),
                        cl_matrix_geometry_page_height (g), g->cell_height);
  read_scroll (self);
}

void
cl_matrix_editor_scrolled (ClMatrixEditor *self)
{
  read_scroll (self);
  cl_matrix_editor_entry_allocate (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_matrix_editor_set_adjustment (ClMatrixEditor *self, GtkAdjustment **place,
                                 GtkAdjustment *adjustment)
{
  if (adjustment == *place && adjustment != NULL)
    return;
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, cl_matrix_editor_scrolled, self);
  g_clear_object (place);
  *place =
      g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_swapped (*place, "value-changed", G_CALLBACK (cl_matrix_editor_scrolled), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
cl_matrix_editor_set_zoom (ClMatrixEditor *self, int zoom)
{
  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  cl_matrix_editor_update_metrics (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
cl_matrix_editor_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClMatrixEditor *self = CL_MATRIX_EDITOR (widget);
  const ClMatrixGeometry *g = &self->geometry;
  int ignored;

  /* The children float, but GTK wants everything measured that is allocated. */
  gtk_widget_measure (self->entry, orientation, -1, &ignored, NULL, NULL, NULL);
  gtk_widget_measure (self->message, orientation, -1, &ignored, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int cell = self->zoom == 0 ? cell_width (self, level_of (self)->chars) : g->cell_width;
      *minimum = g->header_width + g->margin_width + MAX (g->cell_width, 48);
      *natural = g->header_width + g->margin_width + (int) MIN (g->cols, NATURAL_CELLS) * cell;
    }
  else
    {
      *minimum = g->header_height + MAX (g->cell_height, 24);
      *natural = g->header_height + (int) MIN (g->rows, NATURAL_CELLS) * g->cell_height;
    }
  *natural = MAX (*natural, *minimum);
}

void
cl_matrix_editor_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClMatrixEditor *self = CL_MATRIX_EDITOR (widget);

  self->geometry.width = width;
  self->geometry.height = height;
  cl_matrix_editor_update_metrics (self);
  configure_scrolling (self);
  cl_matrix_editor_entry_allocate (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->size_popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->size_popover));
}

guint
cl_matrix_editor_digits (ClMatrixEditor *self)
{
  return self->zoom == 0 && self->geometry.cols > FEW ? 3 : level_of (self)->digits;
}
