#include <math.h>
#include <string.h>

#include "tests/ui/plot-view-test.h"
#include "ui/figure/layers.h"

/* How much of the read-out lies on the title, the labels and the legend, in square points. */
static double
text_under_readout (Fixture *fixture)
{
  double zoom = cl_plot_view_pixels_per_point (fixture->view);
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (fixture->view->readout, fixture->widget, &place));
  g_assert_cmpfloat (place.size.width, >, 20);
  return cl_layout_text_under (cl_plot_view_layout (fixture->view),
                               &(cairo_rectangle_t){ place.origin.x / zoom, place.origin.y / zoom,
                                                     place.size.width / zoom,
                                                     place.size.height / zoom });
}

static void
test_hover (Fixture *fixture, gconstpointer data)
{
  GtkEventController *motion =
      ui_test_controller (fixture->widget, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0);
  double px, py;

  g_assert_null (cl_plot_view_get_readout (fixture->view));
  plot_pixels (fixture, 0.5, 0.25, &px, &py);
  g_signal_emit_by_name (motion, "motion", px + 2, py - 2);
  g_assert_nonnull (strstr (cl_plot_view_get_readout (fixture->view), "0.25"));
  g_assert_nonnull (strstr (cl_plot_view_get_readout (fixture->view), "square"));
  g_assert_true (fixture->view->mark_shown);
  g_assert_cmpfloat (text_under_readout (fixture), ==, 0);

  /* Away from data the place itself is read. */
  plot_pixels (fixture, 0, 0.8, &px, &py);
  g_signal_emit_by_name (motion, "motion", px, py);
  g_assert_nonnull (cl_plot_view_get_readout (fixture->view));
  g_assert_false (fixture->view->mark_shown);
  g_assert_cmpfloat (text_under_readout (fixture), ==, 0);
  g_signal_emit_by_name (motion, "leave");
  g_assert_null (cl_plot_view_get_readout (fixture->view));
}

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  plot_key (fixture, GDK_KEY_Right, 0);
  g_assert_nonnull (strstr (cl_plot_view_get_readout (fixture->view), "−1"));
  for (guint i = 0; i < 5; i++)
    plot_key (fixture, GDK_KEY_Right, 0);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_x, -0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_y, 0.25, 1e-12);
  plot_key (fixture, GDK_KEY_Down, 0);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_x, -0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_y, 0.5, 1e-12);
  plot_key (fixture, GDK_KEY_End, 0);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_x, 1, 1e-12);

  g_autofree char *label =
      g_strdup_printf ("Parabola: %s", cl_plot_view_get_readout (fixture->view));
  gtk_test_accessible_assert_property (fixture->widget, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  plot_key (fixture, GDK_KEY_Escape, 0);
  g_assert_null (cl_plot_view_get_readout (fixture->view));
}

/* Walking out of a zoomed view takes the view along. */
static void
test_walk_pans (Fixture *fixture, gconstpointer data)
{
  cl_plot_view_zoom (fixture->view, 4);
  plot_key (fixture, GDK_KEY_Right, 0);
  plot_key (fixture, GDK_KEY_End, 0);
  ClView view = plot_view_range (fixture);
  g_assert_cmpfloat (view.x_min, <=, 1 + 1e-9);
  g_assert_cmpfloat (view.x_max, >=, 1 - 1e-9);
  g_assert_cmpfloat (view.y_max, >=, 1 - 1e-9);
}

static void
overlay_cb (ClPlotView *view, guint panel, cairo_t *cr, gpointer data)
{
  double x, y;

  g_assert_cmpuint (panel, ==, 0);
  cl_plot_view_to_points (view, 0, 0, 0.5, &x, &y);
  cairo_rectangle (cr, x - 6, y - 6, 12, 12);
  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_fill (cr);
}

static void
destroyed_cb (gpointer data)
{
  ++*(guint *) data;
}

/* What the function draws at a datum is where the axes say. */
static void
test_overlay (Fixture *fixture, gconstpointer data)
{
  guint destroyed = 0;
  double px, py;

  cl_plot_view_set_overlay (fixture->view, overlay_cb, &destroyed, destroyed_cb);
  plot_pixels (fixture, 0, 0.5, &px, &py);
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);
  g_assert_cmphex (ui_test_pixel (picture, (int) px, (int) py), ==, 0xffff00ff);
  g_assert_cmphex (ui_test_pixel (picture, (int) px + 30, (int) py), !=, 0xffff00ff);

  cl_plot_view_set_overlay (fixture->view, NULL, NULL, NULL);
  g_assert_cmpuint (destroyed, ==, 1);
  g_autoptr (GdkTexture) without = ui_test_picture (fixture->widget);
  g_assert_cmphex (ui_test_pixel (without, (int) px, (int) py), !=, 0xffff00ff);
}

static gboolean
is_dark (Fixture *fixture)
{
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);

  return (ui_test_pixel (picture, 2, 2) & 255) < 80;
}

/* A figure that is slow to draw changes its colours when the worker is done, not at once. */
static void
test_theme (Fixture *fixture, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_autoptr (GdkTexture) light = ui_test_picture (fixture->widget);
  g_assert_cmpuint (ui_test_pixel (light, 2, 2) & 255, >, 200);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  for (guint i = 0; i < 500 && !is_dark (fixture); i++)
    ui_test_wait (10);
  g_assert_true (is_dark (fixture));
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* Another figure keeps the view; another number of panels does not. */
static void
test_other_figure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClFigure) same = plot_make_figure ();
  g_autoptr (ClFigure) more = plot_make_figure ();

  cl_plot_view_zoom (fixture->view, 2);
  ClView zoomed = plot_view_range (fixture);
  cl_plot_view_set_figure (fixture->view, same);
  plot_assert_view (plot_view_range (fixture), zoomed);
  cl_figure_add_panel (more, 0, 1);
  cl_plot_view_set_figure (fixture->view, more);
  g_assert_true (cl_view_stack_is_automatic (fixture->view->views));
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);

  cl_plot_view_set_figure (fixture->view, NULL);
  g_assert_null (cl_plot_view_get_figure (fixture->view));
  g_assert_false (plot_key (fixture, GDK_KEY_plus, 0));
  ui_test_drag (fixture->widget, 1, 100, 100, 50, 0);
  gtk_widget_activate_action (fixture->widget, "plot.copy", NULL);
  ui_test_settle ();
}

static ClFigure *
make_heavy (guint curves)
{
  ClFigure *figure = cl_figure_new ("Heavy", NULL);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  g_autofree double *xy = g_new (double, curves * 500 * 2);

  for (guint k = 0; k < curves * 500; k++)
    {
      xy[2 * k] = (k % 500) / 500.0;
      xy[2 * k + 1] = sin (0.1 * k) + k / 500 * 0.01;
    }
  cl_panel_add (panel, cl_layer_bundle_new (xy, xy + 1, curves, 500, 1000, 2, TRUE, NULL));
  return figure;
}

/* Once a figure is known to be slow its successors are drawn by a worker: the request returns at
 * once, the newest wins, and the view may die meanwhile. */
static void
test_worker (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (ClFigure) heavy = make_heavy (300);
      cl_plot_view_set_figure (fixture->view, heavy);
      g_assert_nonnull (cl_plot_view_draw_frame (fixture->view));
    }
  g_assert_true (cl_plot_renderer_is_slow (fixture->view->renderer));
  g_assert_false (cl_plot_renderer_is_current (fixture->view->renderer));
  for (guint i = 0; i < 500 && !cl_plot_renderer_is_current (fixture->view->renderer); i++)
    ui_test_wait (10);
  g_assert_true (cl_plot_renderer_is_current (fixture->view->renderer));
  g_assert_true (cl_plot_renderer_shown (fixture->view->renderer) == fixture->view->frame);

  g_autoptr (ClFigure) last = make_heavy (300);
  cl_plot_view_set_figure (fixture->view, last);
  g_assert_nonnull (cl_plot_view_draw_frame (fixture->view));
}

static void
test_fast (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClFigure) heavy = make_heavy (300);

  cl_plot_view_set_figure (fixture->view, heavy);
  cl_plot_view_draw_frame (fixture->view);
  g_autoptr (ClFigure) next = make_heavy (300);
  cl_plot_view_set_fast (fixture->view, TRUE);
  cl_plot_view_set_figure (fixture->view, next);
  cl_plot_view_layout (fixture->view);
  if (cl_plot_renderer_is_slow (fixture->view->renderer))
    g_assert_true (cl_plot_frame_flags (fixture->view->frame) & CL_RENDER_FAST);
  cl_plot_view_set_fast (fixture->view, FALSE);
  cl_plot_view_layout (fixture->view);
  g_assert_false (cl_plot_frame_flags (fixture->view->frame) & CL_RENDER_FAST);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->widget);

  g_assert_true (plot_key (fixture, GDK_KEY_c, GDK_CONTROL_MASK));
  g_assert_true (
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
  gtk_widget_activate_action (fixture->widget, "plot.copy-svg", NULL);
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "image/svg+xml"));
  plot_assert_log (fixture, "");
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (fixture->widget, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "Parabola");
}

static void
test_small (void)
{
  GtkWidget *widget = cl_plot_view_new ();
  g_autoptr (ClFigure) figure = plot_make_figure ();
  GtkWindow *window;

  cl_plot_view_set_figure (CL_PLOT_VIEW (widget), figure);
  cl_plot_view_zoom (CL_PLOT_VIEW (widget), 2);
  window = ui_test_window (widget, 1, 1);
  g_autoptr (GdkTexture) picture = ui_test_picture (widget);
  g_assert_nonnull (picture);
  ui_test_destroy (window, widget);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/plot-view/" name, Fixture, NULL, plot_set_up, function, plot_tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("hover", test_hover);
  ADD ("walk", test_walk);
  ADD ("walk-pans", test_walk_pans);
  ADD ("overlay", test_overlay);
  ADD ("theme", test_theme);
  ADD ("other-figure", test_other_figure);
  ADD ("worker", test_worker);
  ADD ("fast", test_fast);
  ADD ("copy", test_copy);
  ADD ("accessible", test_accessible);
  g_test_add_func ("/plot-view/small", test_small);
  return g_test_run ();
}
