#include "tests/ui/plot-view-test.h"

#include "ui/figure/layers.h"

ClFigure *
plot_make_figure (void)
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

void
plot_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClFigure) figure = plot_make_figure ();

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

void
plot_tear_down (Fixture *fixture, gconstpointer data)
{
  ui_test_destroy (fixture->window, fixture->widget);
  g_string_free (fixture->log, TRUE);
}

ClView
plot_view_range (Fixture *fixture)
{
  return cl_layout_view (cl_plot_view_layout (fixture->view), 0);
}

void
plot_assert_view (ClView a, ClView b)
{
  double tolerance = 1e-9 * (b.x_max - b.x_min + b.y_max - b.y_min);

  g_assert_cmpfloat_with_epsilon (a.x_min, b.x_min, tolerance);
  g_assert_cmpfloat_with_epsilon (a.x_max, b.x_max, tolerance);
  g_assert_cmpfloat_with_epsilon (a.y_min, b.y_min, tolerance);
  g_assert_cmpfloat_with_epsilon (a.y_max, b.y_max, tolerance);
}

void
plot_assert_log (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_set_size (fixture->log, 0);
}

gboolean
plot_key (Fixture *fixture, guint keyval, GdkModifierType state)
{
  return ui_test_key (fixture->widget, keyval, state);
}

void
plot_pixels (Fixture *fixture, double x, double y, double *px, double *py)
{
  cl_plot_view_to_pixels (fixture->view, 0, x, y, px, py);
}
