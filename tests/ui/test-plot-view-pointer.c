/* Zoom, pan, clicks and handles: what the pointer does, and the keys in its place. */
#include <math.h>

#include "tests/ui/plot-view-test.h"
#include "ui/figure/layers.h"

static void
clicked_cb (Fixture *fixture, guint panel, double x, double y)
{
  g_string_append_printf (fixture->log, "C%u", panel);
  fixture->x = x;
  fixture->y = y;
}

static void
test_zoom_history (Fixture *fixture, gconstpointer data)
{
  ClView whole = plot_view_range (fixture);

  g_assert_true (plot_key (fixture, GDK_KEY_plus, 0));
  ClView once = plot_view_range (fixture);
  g_assert_cmpfloat_with_epsilon ((whole.x_max - whole.x_min) / (once.x_max - once.x_min), 1.25,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon ((whole.x_max + whole.x_min) / 2, (once.x_max + once.x_min) / 2,
                                  1e-9);
  plot_key (fixture, GDK_KEY_plus, 0);
  plot_key (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_cmpfloat (plot_view_range (fixture).x_min, >, once.x_min);
  plot_key (fixture, GDK_KEY_0, 0);
  plot_assert_view (plot_view_range (fixture), whole);

  g_assert_true (plot_key (fixture, GDK_KEY_z, GDK_ALT_MASK));
  plot_key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  plot_key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  plot_assert_view (plot_view_range (fixture), once);
  plot_key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  plot_assert_view (plot_view_range (fixture), whole);
  plot_key (fixture, GDK_KEY_z, GDK_ALT_MASK);
  plot_assert_view (plot_view_range (fixture), whole);
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
  here = plot_view_range (fixture);
  there = cl_layout_view (cl_plot_view_layout (fixture->view), 1);
  g_assert_cmpfloat (there.x_max - there.x_min, <, 0.6 * (before.x_max - before.x_min));
  plot_assert_view (there, (ClView){ here.x_min, here.x_max, before.y_min, before.y_max });
  cl_plot_view_view_back (fixture->view);
  plot_assert_view (cl_layout_view (cl_plot_view_layout (fixture->view), 1), before);
}

/* Data units of the few pixels by which the last tick label may move the edge of the panel. */
static double
slack (Fixture *fixture)
{
  ClView view = plot_view_range (fixture);

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
  ClView whole = plot_view_range (fixture);
  gboolean used;
  double px, py, x, y;

  plot_pixels (fixture, 0.5, 0.25, &px, &py);
  g_signal_emit_by_name (motion, "enter", px, py);
  for (guint i = 0; i < 5; i++)
    g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &used);
  g_assert_true (used);
  cl_plot_view_to_data (fixture->view, 0, px, py, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.5, slack (fixture));
  g_assert_cmpfloat_with_epsilon (y, 0.25, slack (fixture));
  g_assert_cmpfloat (plot_view_range (fixture).x_max, <, whole.x_max);

  /* Turns close together are one step back. */
  cl_plot_view_view_back (fixture->view);
  plot_assert_view (plot_view_range (fixture), whole);
}

static void
test_pan (Fixture *fixture, gconstpointer data)
{
  ClView whole = plot_view_range (fixture);
  double px, py, x, y;

  plot_pixels (fixture, -0.5, 0.6, &px, &py);
  ui_test_drag (fixture->widget, 1, px, py, 90, 40);
  cl_plot_view_to_data (fixture->view, 0, px + 90, py + 40, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, -0.5, slack (fixture));
  g_assert_cmpfloat_with_epsilon (y, 0.6, slack (fixture));
  ClView moved = plot_view_range (fixture);
  g_assert_cmpfloat_with_epsilon (moved.x_max - moved.x_min, whole.x_max - whole.x_min, 1e-9);
  cl_plot_view_view_back (fixture->view);
  plot_assert_view (plot_view_range (fixture), whole);
}

static void
test_rubber_band (Fixture *fixture, gconstpointer data)
{
  double x0, y0, x1, y1;

  plot_pixels (fixture, -0.5, 0.8, &x0, &y0);
  plot_pixels (fixture, 0.25, 0.1, &x1, &y1);
  ui_test_drag (fixture->widget, GDK_BUTTON_SECONDARY, x0, y0, x1 - x0, y1 - y0);
  plot_assert_view (plot_view_range (fixture), (ClView){ -0.5, 0.25, 0.1, 0.8 });

  /* A flat band zooms along x alone. */
  plot_pixels (fixture, -0.25, 0.5, &x0, &y0);
  plot_pixels (fixture, 0, 0.5, &x1, &y1);
  ui_test_drag (fixture->widget, GDK_BUTTON_SECONDARY, x0, y0, x1 - x0, 1);
  plot_assert_view (plot_view_range (fixture), (ClView){ -0.25, 0, 0.1, 0.8 });
}

static void
test_click (Fixture *fixture, gconstpointer data)
{
  double px, py;

  g_signal_connect_swapped (fixture->widget, "clicked", G_CALLBACK (clicked_cb), fixture);
  plot_pixels (fixture, 0.3, 0.7, &px, &py);
  ui_test_drag (fixture->widget, 1, px, py, 1, 0);
  plot_assert_log (fixture, "C0");
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.3, 0.02);
  g_assert_cmpfloat_with_epsilon (fixture->y, 0.7, 0.02);

  /* On the axes a click means nothing. */
  ui_test_drag (fixture->widget, 1, 1, 1, 0, 0);
  plot_assert_log (fixture, "");
}

static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  GtkGesture *click = ui_test_controller (fixture->widget, GTK_TYPE_GESTURE_CLICK, 0);
  ClView whole = plot_view_range (fixture);
  double px, py;

  cl_plot_view_zoom (fixture->view, 2);
  plot_pixels (fixture, 0, 0.5, &px, &py);
  g_signal_emit_by_name (click, "pressed", 2, px, py);
  plot_assert_view (plot_view_range (fixture), whole);

  g_signal_connect_swapped (fixture->widget, "clicked", G_CALLBACK (clicked_cb), fixture);
  cl_plot_view_zoom (fixture->view, 2);
  g_signal_emit_by_name (click, "pressed", 2, px, py);
  g_assert_cmpfloat (plot_view_range (fixture).x_max, <, whole.x_max);
  g_signal_emit_by_name (click, "pressed", 2, 1.0, 1.0);
  plot_assert_view (plot_view_range (fixture), whole);
}

static void
test_handle_drag (Fixture *fixture, gconstpointer data)
{
  static const double hx[] = { -0.5, 0.5 };
  static const double hy[] = { 0.5, 0.5 };
  double px, py, to_x, to_y;
  ClView whole = plot_view_range (fixture);

  cl_plot_view_set_handles (fixture->view, 0, hx, hy, 2);
  plot_pixels (fixture, 0.5, 0.5, &px, &py);
  plot_pixels (fixture, 0.2, 0.8, &to_x, &to_y);
  ui_test_drag (fixture->widget, 1, px + 2, py - 2, to_x - px - 2, to_y - py + 2);
  g_assert_true (g_str_has_prefix (fixture->log->str, "m1m1"));
  g_assert_true (g_str_has_suffix (fixture->log->str, "m1M1"));
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (fixture->y, 0.8, 1e-9);
  plot_assert_view (plot_view_range (fixture), whole);
  g_string_set_size (fixture->log, 0);

  plot_pixels (fixture, -0.5, 0.5, &px, &py);
  ui_test_drag (fixture->widget, GDK_BUTTON_SECONDARY, px, py, 0, 0);
  plot_assert_log (fixture, "D0");
}

static void
test_handle_keys (Fixture *fixture, gconstpointer data)
{
  static const double hx[] = { -0.5, 0.5 };
  static const double hy[] = { 0.5, 0.5 };
  GtkEventController *keys = ui_test_controller (fixture->widget, GTK_TYPE_EVENT_CONTROLLER_KEY, 0);

  g_assert_false (plot_key (fixture, GDK_KEY_Tab, 0));
  cl_plot_view_set_handles (fixture->view, 0, hx, hy, 2);
  g_assert_true (plot_key (fixture, GDK_KEY_Tab, 0));
  g_assert_true (plot_key (fixture, GDK_KEY_Tab, 0));
  plot_key (fixture, GDK_KEY_Up, 0);
  plot_key (fixture, GDK_KEY_Up, 0);
  g_signal_emit_by_name (keys, "key-released", GDK_KEY_Up, 0, 0);
  plot_assert_log (fixture, "m1m1M1");
  g_assert_cmpfloat (fixture->y, >, 0.5);
  g_assert_cmpfloat_with_epsilon (fixture->x, 0.5, 1e-9);
  plot_key (fixture, GDK_KEY_Delete, 0);
  plot_assert_log (fixture, "D1");
  g_assert_true (plot_key (fixture, GDK_KEY_Tab, 0));
  g_assert_true (plot_key (fixture, GDK_KEY_Tab, 0));
  g_assert_false (plot_key (fixture, GDK_KEY_Tab, 0));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/plot-view-pointer/" name, Fixture, NULL, plot_set_up, function, plot_tear_down)

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
  return g_test_run ();
}
