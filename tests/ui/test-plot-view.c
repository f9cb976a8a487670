#include <math.h>
#include <string.h>

#include "tests/ui/ui-test.h"
#include "ui/figure/layers.h"
#include "ui/widgets/plot-view-private.h"

typedef struct
{
  GtkWindow *window;
  GtkWidget *widget;
  ClPlotView *view;
  GString *log;
  double x, y; /* of the last signal */
} Fixture;

/* y = x^2 and y = -x on [-1, 1], 21 points each. */
static ClFigure *
make_figure (void)
{
  ClFigure *figure = cl_figure_new ("Parabola", "A parabola and a line.");
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  double x[21], y[21], z[21];

  for (int i = 0; i < 21; i++)
    {
      x[i] = (i - 10) / 10.0;
      y[i] = x[i] * x[i];
      z[i] = -x[i];
    }
  cl_panel_set_legend (panel, CL_LEGEND_NONE);
  cl_panel_add (panel, cl_layer_line_new (x, y, 21, NULL));
  cl_panel_add (panel, cl_layer_line_new (x, z, 21, NULL));
  cl_layer_set_name (cl_panel_layer (panel, 0), "square");
  cl_layer_set_name (cl_panel_layer (panel, 1), "line");
  return figure;
}

static void
clicked_cb (Fixture *fixture, guint panel, double x, double y)
{
  g_string_append_printf (fixture->log, "C%u", panel);
  fixture->x = x;
  fixture->y = y;
}

static void
moved_cb (Fixture *fixture, guint panel, guint handle, double x, double y, gboolean finished)
{
  g_string_append_printf (fixture->log, finished ? "M%u" : "m%u", handle);
  fixture->x = x;
  fixture->y = y;
}

static void
removed_cb (Fixture *fixture, guint panel, guint handle)
{
  g_string_append_printf (fixture->log, "D%u", handle);
}

static void
exported_cb (Fixture *fixture, const char *path)
{
  g_string_append (fixture->log, "X");
}

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_string_append (fixture->log, "F");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClFigure) figure = make_figure ();

  fixture->log = g_string_new (NULL);
  fixture->widget = cl_plot_view_new ();
  fixture->view = CL_PLOT_VIEW (fixture->widget);
  cl_plot_view_set_figure (fixture->view, figure);
  g_signal_connect_swapped (fixture->widget, "handle-moved", G_CALLBACK (moved_cb), fixture);
  g_signal_connect_swapped (fixture->widget, "handle-removed", G_CALLBACK (removed_cb), fixture);
  g_signal_connect_swapped (fixture->widget, "exported", G_CALLBACK (exported_cb), fixture);
  g_signal_connect_swapped (fixture->widget, "failed", G_CALLBACK (failed_cb), fixture);
  fixture->window = ui_test_window (fixture->widget, 600, 400);
  gtk_widget_grab_focus (fixture->widget);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ui_test_destroy (fixture->window, fixture->widget);
  g_string_free (fixture->log, TRUE);
}

static ClView
view_of (Fixture *fixture)
{
  return cl_layout_view (cl_plot_view_layout (fixture->view), 0);
}

static void
assert_view (ClView a, ClView b)
{
  double tolerance = 1e-9 * (b.x_max - b.x_min + b.y_max - b.y_min);

  g_assert_cmpfloat_with_epsilon (a.x_min, b.x_min, tolerance);
  g_assert_cmpfloat_with_epsilon (a.x_max, b.x_max, tolerance);
  g_assert_cmpfloat_with_epsilon (a.y_min, b.y_min, tolerance);
  g_assert_cmpfloat_with_epsilon (a.y_max, b.y_max, tolerance);
}

static void
assert_log (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_set_size (fixture->log, 0);
}

static gboolean
key (Fixture *fixture, guint keyval, GdkModifierType state)
{
  return ui_test_key (fixture->widget, keyval, state);
}

static void
pixels (Fixture *fixture, double x, double y, double *px, double *py)
{
  cl_plot_view_to_pixels (fixture->view, 0, x, y, px, py);
}

static void
test_zoom_history (Fixture *fixture, gconstpointer data)
{
  ClView whole = view_of (fixture);

  g_assert_true (key (fixture, GDK_KEY_plus, 0));
  ClView once = view_of (fixture);
  g_assert_cmpfloat_with_epsilon ((whole.x_max - whole.x_min) / (once.x_max - once.x_min), 1.25,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon ((whole.x_max + whole.x_min) / 2, (once.x_max + once.x_min) / 2,
                                  1e-9);
  key (fixture, GDK_KEY_plus, 0);
  key (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_cmpfloat (view_of (fixture).x_min, >, once.x_min);
  key (fixture, GDK_KEY_0, 0);
  assert_view (view_of (fixture), whole);

  g_assert_true (key (fixture, GDK_KEY_z, GDK_ALT_MASK));
  key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  assert_view (view_of (fixture), once);
  key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  assert_view (view_of (fixture), whole);
  key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  assert_view (view_of (fixture), whole);
}

/* One x for all panels; the others keep the y that shows all. */
static void
test_linked_x (Fixture *fixture, gconstpointer data)
{
  const double x[] = { 0, 5, 10 }, low[] = { 1, 2, 3 }, high[] = { 100, 300, 200 };
  g_autoptr (ClFigure) figure = cl_figure_new (NULL, NULL);
  ClView before, here, there;

  cl_panel_add (cl_figure_add_panel (figure, 0, 0), cl_layer_line_new (x, low, 3, NULL));
  cl_panel_add (cl_figure_add_panel (figure, 0, 1), cl_layer_line_new (x, high, 3, NULL));
  cl_plot_view_set_figure (fixture->view, figure);
  cl_plot_view_set_linked_x (fixture->view, TRUE);
  before = cl_layout_view (cl_plot_view_layout (fixture->view), 1);
  cl_plot_view_zoom (fixture->view, 2);
  here = view_of (fixture);
  there = cl_layout_view (cl_plot_view_layout (fixture->view), 1);
  g_assert_cmpfloat (there.x_max - there.x_min, <, 0.6 * (before.x_max - before.x_min));
  assert_view (there, (ClView){ here.x_min, here.x_max, before.y_min, before.y_max });
  cl_plot_view_view_back (fixture->view);
  assert_view (cl_layout_view (cl_plot_view_layout (fixture->view), 1), before);
}

/* Data units of the few pixels by which the last tick label may move the edge of the panel. */
static double
slack (Fixture *fixture)
{
  ClView view = view_of (fixture);

  return 8 * MAX (view.x_max - view.x_min, view.y_max - view.y_min) / 300;
}

/* The datum under the pointer stays under it. */
static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  GtkEventController *motion =
      ui_test_controller (fixture->widget, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0);
  GtkEventController *scroll =
      ui_test_controller (fixture->widget, GTK_TYPE_EVENT_CONTROLLER_SCROLL, 0);
  ClView whole = view_of (fixture);
  gboolean used;
  double px, py, x, y;

  pixels (fixture, 0.5, 0.25, &px, &py);
  g_signal_emit_by_name (motion, "enter", px, py);
  for (guint i = 0; i < 5; i++)
    g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &used);
  g_assert_true (used);
  cl_plot_view_to_data (fixture->view, 0, px, py, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.5, slack (fixture));
  g_assert_cmpfloat_with_epsilon (y, 0.25, slack (fixture));
  g_assert_cmpfloat (view_of (fixture).x_max, <, whole.x_max);

  /* Turns close together are one step back. */
  cl_plot_view_view_back (fixture->view);
  assert_view (view_of (fixture), whole);
}

static void
test_pan (Fixture *fixture, gconstpointer data)
{
  ClView whole = view_of (fixture);
  double px, py, x, y;

  pixels (fixture, -0.5, 0.6, &px, &py);
  ui_test_drag (fixture->widget, 1, px, py, 90, 40);
  cl_plot_view_to_data (fixture->view, 0, px + 90, py + 40, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, -0.5, slack (fixture));
  g_assert_cmpfloat_with_epsilon (y, 0.6, slack (fixture));
  ClView moved = view_of (fixture);
  g_assert_cmpfloat_with_epsilon (moved.x_max - moved.x_min, whole.x_max - whole.x_min, 1e-9);
  cl_plot_view_view_back (fixture->view);
  assert_view (view_of (fixture), whole);
}

static void
test_rubber_band (Fixture *fixture, gconstpointer data)
{
  double x0, y0, x1, y1;

  pixels (fixture, -0.5, 0.8, &x0, &y0);
  pixels (fixture, 0.25, 0.1, &x1, &y1);
  ui_test_drag (fixture->widget, GDK_BUTTON_SECONDARY, x0, y0, x1 - x0, y1 - y0);
  assert_view (view_of (fixture), (ClView){ -0.5, 0.25, 0.1, 0.8 });

  /* A flat band zooms along x alone. */
  pixels (fixture, -0.25, 0.5, &x0, &y0);
  pixels (fixture, 0, 0.5, &x1, &y1);
  ui_test_drag (fixture->widget, GDK_BUTTON_SECONDARY, x0, y0, x1 - x0, 1);
  assert_view (view_of (fixture), (ClView){ -0.25, 0, 0.1, 0.8 });
}

static void
test_click (Fixture *fixture, gconstpointer data)
{
  double px, py;

  g_signal_connect_swapped (fixture->widget, "clicked", G_CALLBACK (clicked_cb), fixture);
  pixels (fixture, 0.3, 0.7, &px, &py);
  ui_test_drag (fixture->widget, 1, px, py, 1, 0);
  assert_log (fixture, "C0");
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.3, 0.02);
  g_assert_cmpfloat_with_epsilon (fixture->y, 0.7, 0.02);

  /* On the axes a click means nothing. */
  ui_test_drag (fixture->widget, 1, 1, 1, 0, 0);
  assert_log (fixture, "");
}

static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  GtkGesture *click = ui_test_controller (fixture->widget, GTK_TYPE_GESTURE_CLICK, 0);
  ClView whole = view_of (fixture);
  double px, py;

  cl_plot_view_zoom (fixture->view, 2);
  pixels (fixture, 0, 0.5, &px, &py);
  g_signal_emit_by_name (click, "pressed", 2, px, py);
  assert_view (view_of (fixture), whole);

  g_signal_connect_swapped (fixture->widget, "clicked", G_CALLBACK (clicked_cb), fixture);
  cl_plot_view_zoom (fixture->view, 2);
  g_signal_emit_by_name (click, "pressed", 2, px, py);
  g_assert_cmpfloat (view_of (fixture).x_max, <, whole.x_max);
  g_signal_emit_by_name (click, "pressed", 2, 1.0, 1.0);
  assert_view (view_of (fixture), whole);
}

static void
test_handle_drag (Fixture *fixture, gconstpointer data)
{
  static const double hx[] = { -0.5, 0.5 };
  static const double hy[] = { 0.5, 0.5 };
  double px, py, to_x, to_y;
  ClView whole = view_of (fixture);

  cl_plot_view_set_handles (fixture->view, 0, hx, hy, 2);
  pixels (fixture, 0.5, 0.5, &px, &py);
  pixels (fixture, 0.2, 0.8, &to_x, &to_y);
  ui_test_drag (fixture->widget, 1, px + 2, py - 2, to_x - px - 2, to_y - py + 2);
  g_assert_true (g_str_has_prefix (fixture->log->str, "m1m1"));
  g_assert_true (g_str_has_suffix (fixture->log->str, "m1M1"));
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (fixture->y, 0.8, 1e-9);
  assert_view (view_of (fixture), whole);
  g_string_set_size (fixture->log, 0);

  pixels (fixture, -0.5, 0.5, &px, &py);
  ui_test_drag (fixture->widget, GDK_BUTTON_SECONDARY, px, py, 0, 0);
  assert_log (fixture, "D0");
}

static void
test_handle_keys (Fixture *fixture, gconstpointer data)
{
  static const double hx[] = { -0.5, 0.5 };
  static const double hy[] = { 0.5, 0.5 };
  GtkEventController *keys = ui_test_controller (fixture->widget, GTK_TYPE_EVENT_CONTROLLER_KEY, 0);

  g_assert_false (key (fixture, GDK_KEY_Tab, 0));
  cl_plot_view_set_handles (fixture->view, 0, hx, hy, 2);
  g_assert_true (key (fixture, GDK_KEY_Tab, 0));
  g_assert_true (key (fixture, GDK_KEY_Tab, 0));
  key (fixture, GDK_KEY_Up, 0);
  key (fixture, GDK_KEY_Up, 0);
  g_signal_emit_by_name (keys, "key-released", GDK_KEY_Up, 0, 0);
  assert_log (fixture, "m1m1M1");
  g_assert_cmpfloat (fixture->y, >, 0.5);
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.5, 1e-9);
  key (fixture, GDK_KEY_Delete, 0);
  assert_log (fixture, "D1");
  g_assert_true (key (fixture, GDK_KEY_Tab, 0));
  g_assert_true (key (fixture, GDK_KEY_Tab, 0));
  g_assert_false (key (fixture, GDK_KEY_Tab, 0));
}

static void
test_hover (Fixture *fixture, gconstpointer data)
{
  GtkEventController *motion =
      ui_test_controller (fixture->widget, GTK_TYPE_EVENT_CONTROLLER_MOTION, 0);
  double px, py;

  g_assert_null (cl_plot_view_get_readout (fixture->view));
  pixels (fixture, 0.5, 0.25, &px, &py);
  g_signal_emit_by_name (motion, "motion", px + 2, py - 2);
  g_assert_nonnull (strstr (cl_plot_view_get_readout (fixture->view), "0.25"));
  g_assert_nonnull (strstr (cl_plot_view_get_readout (fixture->view), "square"));
  g_assert_true (fixture->view->mark_shown);

  /* Away from data the place itself is read. */
  pixels (fixture, 0, 0.8, &px, &py);
  g_signal_emit_by_name (motion, "motion", px, py);
  g_assert_nonnull (cl_plot_view_get_readout (fixture->view));
  g_assert_false (fixture->view->mark_shown);
  g_signal_emit_by_name (motion, "leave");
  g_assert_null (cl_plot_view_get_readout (fixture->view));
}

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  key (fixture, GDK_KEY_Right, 0);
  g_assert_nonnull (strstr (cl_plot_view_get_readout (fixture->view), "−1"));
  for (guint i = 0; i < 5; i++)
    key (fixture, GDK_KEY_Right, 0);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_x, -0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_y, 0.25, 1e-12);
  key (fixture, GDK_KEY_Down, 0);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_x, -0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_y, 0.5, 1e-12);
  key (fixture, GDK_KEY_End, 0);
  g_assert_cmpfloat_with_epsilon (fixture->view->mark_x, 1, 1e-12);

  g_autofree char *label =
      g_strdup_printf ("Parabola: %s", cl_plot_view_get_readout (fixture->view));
  gtk_test_accessible_assert_property (fixture->widget, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  key (fixture, GDK_KEY_Escape, 0);
  g_assert_null (cl_plot_view_get_readout (fixture->view));
}

/* Walking out of a zoomed view takes the view along. */
static void
test_walk_pans (Fixture *fixture, gconstpointer data)
{
  cl_plot_view_zoom (fixture->view, 4);
  key (fixture, GDK_KEY_Right, 0);
  key (fixture, GDK_KEY_End, 0);
  ClView view = view_of (fixture);
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
  pixels (fixture, 0, 0.5, &px, &py);
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
  g_autoptr (ClFigure) same = make_figure ();
  g_autoptr (ClFigure) more = make_figure ();

  cl_plot_view_zoom (fixture->view, 2);
  ClView zoomed = view_of (fixture);
  cl_plot_view_set_figure (fixture->view, same);
  assert_view (view_of (fixture), zoomed);
  cl_figure_add_panel (more, 0, 1);
  cl_plot_view_set_figure (fixture->view, more);
  g_assert_true (cl_view_stack_is_automatic (fixture->view->views));
  g_autoptr (GdkTexture) picture = ui_test_picture (fixture->widget);

  cl_plot_view_set_figure (fixture->view, NULL);
  g_assert_null (cl_plot_view_get_figure (fixture->view));
  g_assert_false (key (fixture, GDK_KEY_plus, 0));
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

  g_assert_true (key (fixture, GDK_KEY_c, GDK_CONTROL_MASK));
  g_assert_true (
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
  gtk_widget_activate_action (fixture->widget, "plot.copy-svg", NULL);
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "image/svg+xml"));
  assert_log (fixture, "");
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
  g_autoptr (ClFigure) figure = make_figure ();
  GtkWindow *window;

  cl_plot_view_set_figure (CL_PLOT_VIEW (widget), figure);
  cl_plot_view_zoom (CL_PLOT_VIEW (widget), 2);
  window = ui_test_window (widget, 1, 1);
  g_autoptr (GdkTexture) picture = ui_test_picture (widget);
  g_assert_nonnull (picture);
  ui_test_destroy (window, widget);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/plot-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("zoom-history", test_zoom_history);
  ADD ("linked-x", test_linked_x);
  ADD ("wheel", test_wheel);
  ADD ("pan", test_pan);
  ADD ("rubber-band", test_rubber_band);
  ADD ("click", test_click);
  ADD ("double-click", test_double_click);
  ADD ("handle-drag", test_handle_drag);
  ADD ("handle-keys", test_handle_keys);
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
