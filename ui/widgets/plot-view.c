#include "ui/widgets/plot-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/plot-view-private.h"

#define NATURAL_WIDTH  360
#define NATURAL_HEIGHT 260
#define MINIMUM_WIDTH  120
#define MINIMUM_HEIGHT 80

static guint signals[CL_PLOT_N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClPlotView, cl_plot_view, GTK_TYPE_WIDGET)

guint
cl_plot_view_signal (ClPlotSignal signal)
{
  return signals[signal];
}

gboolean
cl_plot_view_has_listener (ClPlotView *self, ClPlotSignal signal)
{
  return g_signal_has_handler_pending (self, signals[signal], 0, FALSE);
}

void
cl_plot_view_fail (ClPlotView *self, const char *message)
{
  g_signal_emit (self, signals[CL_PLOT_FAILED], 0, message);
}

double
cl_plot_view_pixels_per_point (ClPlotView *self)
{
  int resolution = -1; /* 1024ths of a dot an inch */

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &resolution, NULL);
  return (resolution > 0 ? resolution / 1024.0 : 96.0) / 72.0;
}

static ClRenderFlags
wanted_quality (ClPlotView *self)
{
  gboolean moving = self->fast || self->unsettled;

  return moving && cl_plot_renderer_is_slow (self->renderer) ? CL_RENDER_FAST : 0;
}

/* The frame of the present state; its rendering is asked for when it is drawn, so that several
 * events between two frames cost one. */
static void
ensure_frame (ClPlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (self->frame != NULL || self->figure == NULL || width <= 0 || height <= 0)
    return;
  self->frame =
      cl_plot_frame_new (self->figure, self->theme, width, height,
                         gtk_widget_get_scale_factor (widget), cl_plot_view_pixels_per_point (self),
                         cl_view_stack_views (self->views), wanted_quality (self));
  self->frame_requested = FALSE;
}

ClPlotFrame *
cl_plot_view_draw_frame (ClPlotView *self)
{
  ensure_frame (self);
  if (self->frame != NULL && !self->frame_requested)
    {
      self->frame_requested = TRUE;
      cl_plot_renderer_request (self->renderer, cl_plot_frame_ref (self->frame));
    }
  return self->frame != NULL ? cl_plot_renderer_shown (self->renderer) : NULL;
}

const ClLayout *
cl_plot_view_layout (ClPlotView *self)
{
  ensure_frame (self);
  return self->frame != NULL ? cl_plot_frame_layout (self->frame) : NULL;
}

void
cl_plot_view_invalidate (ClPlotView *self)
{
  g_clear_pointer (&self->frame, cl_plot_frame_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
frame_ready_cb (gpointer data)
{
  gtk_widget_queue_draw (GTK_WIDGET (data));
}

int
cl_plot_view_panel_at (ClPlotView *self, double x, double y)
{
  const ClLayout *layout = cl_plot_view_layout (self);
  double zoom = cl_plot_view_pixels_per_point (self);

  return layout != NULL ? cl_layout_panel_at (layout, x / zoom, y / zoom) : -1;
}

void
cl_plot_view_to_data (ClPlotView *self, guint panel, double x, double y, double *data_x,
                      double *data_y)
{
  double zoom = cl_plot_view_pixels_per_point (self);

  cl_layout_to_data (cl_plot_view_layout (self), panel, x / zoom, y / zoom, data_x, data_y);
}

void
cl_plot_view_to_pixels (ClPlotView *self, guint panel, double data_x, double data_y, double *x,
                        double *y)
{
  double zoom = cl_plot_view_pixels_per_point (self);

  cl_layout_to_points (cl_plot_view_layout (self), panel, data_x, data_y, x, y);
  *x *= zoom;
  *y *= zoom;
}

static void
update_theme (ClPlotView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  self->theme = cl_theme_find (dark ? "dark" : "light");
  cl_plot_view_invalidate (self);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  ClPlotView *self = CL_PLOT_VIEW (widget);
  int ignored;

  gtk_widget_measure (self->readout, orientation, -1, &ignored, NULL, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MINIMUM_WIDTH : MINIMUM_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClPlotView *self = CL_PLOT_VIEW (widget);

  cl_plot_view_invalidate (self);
  cl_plot_view_readout_allocate (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
dispose (GObject *object)
{
  ClPlotView *self = CL_PLOT_VIEW (object);

  cl_plot_view_set_overlay (self, NULL, NULL, NULL);
  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->readout, gtk_widget_unparent);
  g_clear_pointer (&self->renderer, cl_plot_renderer_free);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cl_plot_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ClPlotView *self = CL_PLOT_VIEW (object);

  g_clear_pointer (&self->frame, cl_plot_frame_unref);
  g_clear_pointer (&self->drag.frame, cl_plot_frame_unref);
  g_clear_pointer (&self->figure, cl_figure_unref);
  g_clear_pointer (&self->export_figure, cl_figure_unref);
  g_clear_pointer (&self->cursor, cl_plot_cursor_free);
  cl_view_stack_free (self->views);
  g_array_unref (self->handles.x);
  g_array_unref (self->handles.y);
  g_free (self->export_name);
  G_OBJECT_CLASS (cl_plot_view_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, ...)
{
  va_list params;

  va_start (params, n_params);
  guint id = g_signal_new_valist (name, CL_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, NULL, NULL, NULL,
                                  NULL, G_TYPE_NONE, n_params, params);
  va_end (params);
  return id;
}

static void
cl_plot_view_class_init (ClPlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = cl_plot_view_snapshot;

  signals[CL_PLOT_CLICKED] = add_signal ("clicked", 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[CL_PLOT_HANDLE_MOVED] = add_signal ("handle-moved", 5, G_TYPE_UINT, G_TYPE_UINT,
                                              G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  signals[CL_PLOT_HANDLE_REMOVED] = add_signal ("handle-removed", 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[CL_PLOT_FAILED] = add_signal ("failed", 1, G_TYPE_STRING);
  signals[CL_PLOT_EXPORTED] = add_signal ("exported", 1, G_TYPE_STRING);

  cl_plot_view_actions_class_init (widget_class);
  gtk_widget_class_set_css_name (widget_class, "plot-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cl_plot_view_init (ClPlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->views = cl_view_stack_new ();
  self->renderer = cl_plot_renderer_new (frame_ready_cb, self);
  self->handles.x = g_array_new (FALSE, FALSE, sizeof (double));
  self->handles.y = g_array_new (FALSE, FALSE, sizeof (double));
  self->handles.hot = self->handles.taken = -1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);

  cl_plot_view_readout_init (self);
  cl_plot_view_pointer_init (self);
  cl_plot_view_keys_init (self);

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_theme), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-xft-dpi",
                           G_CALLBACK (cl_plot_view_invalidate), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (cl_plot_view_invalidate), NULL);
  update_theme (self);
  cl_plot_view_update_accessible (self);
}

GtkWidget *
cl_plot_view_new (void)
{
  return g_object_new (CL_TYPE_PLOT_VIEW, NULL);
}

void
cl_plot_view_set_figure (ClPlotView *self, ClFigure *figure)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  if (figure == self->figure)
    return;
  guint n_panels = figure != NULL ? cl_figure_n_panels (figure) : 0;
  guint old_panels = self->figure != NULL ? cl_figure_n_panels (self->figure) : 0;

  /* What is in sight and what is drawn above it must have the same panels. */
  if (n_panels != old_panels)
    cl_plot_renderer_clear (self->renderer);
  g_clear_pointer (&self->figure, cl_figure_unref);
  g_clear_pointer (&self->export_figure, cl_figure_unref);
  self->figure = figure != NULL ? cl_figure_ref (figure) : NULL;
  cl_view_stack_set_panels (self->views, n_panels);
  cl_plot_view_forget_cursor (self);
  cl_plot_view_invalidate (self);
  cl_plot_view_update_accessible (self);
  if (self->pointer_inside)
    cl_plot_view_hover (self);
}

void
cl_plot_view_set_export_figure (ClPlotView *self, ClFigure *figure)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));
  g_return_if_fail (figure != NULL);

  cl_figure_ref (figure);
  g_clear_pointer (&self->export_figure, cl_figure_unref);
  self->export_figure = figure;
}

ClFigure *
cl_plot_view_get_export_figure (ClPlotView *self)
{
  g_return_val_if_fail (CL_IS_PLOT_VIEW (self), NULL);
  return self->export_figure != NULL ? self->export_figure : self->figure;
}

ClFigure *
cl_plot_view_get_figure (ClPlotView *self)
{
  g_return_val_if_fail (CL_IS_PLOT_VIEW (self), NULL);
  return self->figure;
}

void
cl_plot_view_set_fast (ClPlotView *self, gboolean fast)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  if (!!fast == self->fast)
    return;
  self->fast = !!fast;
  if (self->frame != NULL && cl_plot_frame_flags (self->frame) != wanted_quality (self))
    cl_plot_view_invalidate (self);
}

void
cl_plot_view_set_overlay (ClPlotView *self, ClPlotOverlayFunc func, gpointer data,
                          GDestroyNotify destroy)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  if (self->overlay_destroy != NULL)
    self->overlay_destroy (self->overlay_data);
  self->overlay = func;
  self->overlay_data = data;
  self->overlay_destroy = destroy;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_plot_view_queue_overlay (ClPlotView *self)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_plot_view_to_points (ClPlotView *self, guint panel, double x, double y, double *point_x,
                        double *point_y)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  /* What is in sight, which lags behind the present state while a worker draws. */
  ClPlotFrame *shown = cl_plot_renderer_shown (self->renderer);
  const ClLayout *layout =
      shown != NULL ? cl_plot_frame_layout (shown) : cl_plot_view_layout (self);

  *point_x = *point_y = NAN;
  if (layout != NULL)
    cl_layout_to_points (layout, panel, x, y, point_x, point_y);
}

void
cl_plot_view_set_export_name (ClPlotView *self, const char *name)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));

  g_free (self->export_name);
  self->export_name = g_strdup (name);
}

void
cl_plot_view_set_settings (ClPlotView *self, GSettings *settings)
{
  g_return_if_fail (CL_IS_PLOT_VIEW (self));
  g_set_object (&self->settings, settings);
}
