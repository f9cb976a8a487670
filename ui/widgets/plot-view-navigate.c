/* Zoom and pan.  Views are boxes in pixels turned into data by the layout, so that logarithmic,
 * reversed and equal axes need no care here. */
#include <math.h>

#include "ui/widgets/plot-view-private.h"

/* Milliseconds without movement after which a heavy figure is drawn in full quality. */
#define SETTLE_MS 180

static gboolean
settled_cb (gpointer data)
{
  ClPlotView *self = data;

  self->settle = 0;
  self->unsettled = FALSE;
  if (self->frame != NULL && cl_plot_frame_flags (self->frame) & CL_RENDER_FAST)
    cl_plot_view_invalidate (self);
  return G_SOURCE_REMOVE;
}

void
cl_plot_view_unsettle (ClPlotView *self)
{
  self->unsettled = TRUE;
  g_clear_handle_id (&self->settle, g_source_remove);
  self->settle = g_timeout_add (SETTLE_MS, settled_cb, self);
}

guint
cl_plot_view_current_panel (ClPlotView *self)
{
  int panel = -1;

  if (self->cursor != NULL)
    return cl_plot_cursor_panel (self->cursor);
  if (self->pointer_inside)
    panel = cl_plot_view_panel_at (self, self->pointer_x, self->pointer_y);
  return panel >= 0 ? (guint) panel : 0;
}

void
cl_plot_view_set_linked_x (ClPlotView *self, gboolean linked)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));
  self->linked_x = !!linked;
}

/* What was zoomed along y stays so. */
static void
link_others (ClPlotView *self, guint panel, const ClView *view)
{
  for (guint k = 0; k < cl_figure_n_panels (self->figure); k++)
    {
      const ClView *old = cl_view_stack_views (self->views)[k];
      const ClView linked = { view->x_min, view->x_max, old != NULL ? old->y_min : NAN,
                              old != NULL ? old->y_max : NAN };

      if (k != panel)
        cl_view_stack_set (self->views, k, &linked);
    }
}

/* The part of a panel inside a box of pixels; NULL frame: the present one. */
void
cl_plot_view_show_box (ClPlotView *self, guint panel, const ClPlotFrame *frame,
                       const cairo_rectangle_t *box)
{
  const ClLayout *layout =
      frame != NULL ? cl_plot_frame_layout (frame) : cl_plot_view_layout (self);
  double zoom = frame != NULL ? cl_plot_frame_zoom (frame) : cl_plot_view_pixels_per_point (self);
  double x0, y0, x1, y1;

  if (layout == NULL)
    return;
  cl_layout_to_data (layout, panel, box->x / zoom, box->y / zoom, &x0, &y0);
  cl_layout_to_data (layout, panel, (box->x + box->width) / zoom, (box->y + box->height) / zoom,
                     &x1, &y1);
  ClView view = { MIN (x0, x1), MAX (x0, x1), MIN (y0, y1), MAX (y0, y1) };
  if (!cl_view_stack_set (self->views, panel, &view))
    return;
  if (self->linked_x)
    link_others (self, panel, &view);
  cl_plot_view_unsettle (self);
  cl_plot_view_invalidate (self);
}

static gboolean
panel_box (ClPlotView *self, guint panel, cairo_rectangle_t *box)
{
  const ClLayout *layout = cl_plot_view_layout (self);
  double zoom = cl_plot_view_pixels_per_point (self);

  if (layout == NULL || panel >= cl_figure_n_panels (self->figure))
    return FALSE;
  cl_layout_panel_box (layout, panel, box);
  *box = (cairo_rectangle_t){ box->x * zoom, box->y * zoom, box->width * zoom, box->height * zoom };
  return TRUE;
}

/* Other tick labels may need other margins, which moves the box: shifts the view so that a datum
 * stays at its pixel.  Once: the shift may change the labels again, and two layouts that disagree
 * would have no end. */
void
cl_plot_view_hold (ClPlotView *self, guint panel, double x, double y, double pixel_x,
                   double pixel_y)
{
  double now_x, now_y;

  if (cl_plot_view_layout (self) == NULL)
    return;
  cl_plot_view_to_pixels (self, panel, x, y, &now_x, &now_y);
  if (isfinite (now_x) && isfinite (now_y) && hypot (now_x - pixel_x, now_y - pixel_y) > 0.1)
    cl_plot_view_pan_by (self, panel, pixel_x - now_x, pixel_y - now_y);
}

void
cl_plot_view_zoom_about (ClPlotView *self, guint panel, double x, double y, double x_factor,
                         double y_factor)
{
  cairo_rectangle_t box;
  double data_x, data_y;

  if (!panel_box (self, panel, &box))
    return;
  cl_plot_view_to_data (self, panel, x, y, &data_x, &data_y);
  cairo_rectangle_t part = {
    x + (box.x - x) / x_factor,
    y + (box.y - y) / y_factor,
    box.width / x_factor,
    box.height / y_factor,
  };
  cl_plot_view_show_box (self, panel, NULL, &part);
  cl_plot_view_hold (self, panel, data_x, data_y, x, y);
}

void
cl_plot_view_pan_by (ClPlotView *self, guint panel, double dx, double dy)
{
  cairo_rectangle_t box;

  if (!panel_box (self, panel, &box))
    return;
  box.x -= dx;
  box.y -= dy;
  cl_plot_view_show_box (self, panel, NULL, &box);
}

void
cl_plot_view_zoom (ClPlotView *self, double factor)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));
  g_return_if_fail (factor > 0);

  guint panel = cl_plot_view_current_panel (self);
  cairo_rectangle_t box;

  if (!panel_box (self, panel, &box))
    return;
  cl_view_stack_remember (self->views);
  cairo_rectangle_t middle = {
    box.x + box.width * (1 - 1 / factor) / 2,
    box.y + box.height * (1 - 1 / factor) / 2,
    box.width / factor,
    box.height / factor,
  };
  cl_plot_view_show_box (self, panel, NULL, &middle);
}

void
cl_plot_view_reset_view (ClPlotView *self)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  if (cl_view_stack_reset (self->views))
    cl_plot_view_invalidate (self);
}

void
cl_plot_view_view_back (ClPlotView *self)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  if (cl_view_stack_back (self->views))
    cl_plot_view_invalidate (self);
}
