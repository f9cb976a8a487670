/* IDL figure 3: the error on the points over the steps of the first block update. */
#include <glib/gi18n.h>

#include "app/figures/idl-regression.h"
#include "app/figures/kit.h"
#include "ui/figure/layers.h"

static char *
describe (const ClRegressionFit *fit)
{
  g_autofree char *gradient = cl_figure_regression_compare (fit->gradient_rmse[fit->steps],
                                                            CL_REGRESSION_PUBLISHED_GRADIENT);
  g_autofree char *squares = cl_figure_regression_compare (fit->rmse, CL_REGRESSION_PUBLISHED);

  return g_strdup_printf (
      _ ("Root mean square error on %u noisy points while stochastic projected gradient moves "
         "(A, B, b) of an implicit network with %u states and ‖A‖∞ ≤ 0.5. After it: %s. After "
         "least squares for (C, D, c): %s."),
      CL_REGRESSION_COUNT, (guint) fit->model->n, gradient, squares);
}

static void
add_rule (ClPanel *panel, double value, ClDash dash, const char *name)
{
  const ClStyle style = { .colour = CL_COLOUR_MUTED, .dash = dash };
  ClLayer *layer = cl_layer_rule_new (FALSE, value, &style);

  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
}

static void
add_curve (ClPanel *panel, const ClRegressionFit *fit)
{
  const ClStyle ring = { .colour = CL_COLOUR_SERIES, .series = 1, .marker = CL_MARKER_DIAMOND };
  const double last = (double) fit->steps;
  g_autofree double *steps = g_new (double, fit->steps + 1);
  ClLayer *curve, *end;

  for (gsize i = 0; i <= fit->steps; i++)
    steps[i] = (double) i;
  curve = cl_layer_line_new (steps, fit->gradient_rmse, fit->steps + 1, NULL);
  cl_layer_set_name (curve, _ ("gradient on (<i>A</i>, <i>B</i>)"));
  end = cl_layer_points_new (&last, &fit->rmse, 1, &ring);
  cl_layer_set_name (end, _ ("least squares for (<i>C</i>, <i>D</i>)"));
  cl_panel_add (panel, curve);
  cl_panel_add (panel, end);
}

ClFigure *
cl_figure_idl_3 (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  g_auto (ClFigureRegression) regression = { NULL };
  g_autofree char *description = NULL;
  ClFigure *figure;
  ClPanel *panel;

  if (!cl_figure_regression_init (&regression, context, cancellable, error))
    return NULL;
  description = describe (regression.fit);
  figure = cl_figure_new (NULL, description);
  panel = cl_figure_add_panel (figure, 0, 0);
  cl_axis_set_label (cl_panel_x (panel), _ ("step"));
  cl_axis_set_label (cl_panel_y (panel), _ ("RMSE"));
  cl_axis_set_scale (cl_panel_y (panel), CL_SCALE_LOG);
  add_rule (panel, CL_REGRESSION_PUBLISHED_GRADIENT, CL_DASH_DASHED, _ ("published, gradient"));
  add_rule (panel, CL_REGRESSION_PUBLISHED, CL_DASH_DOTTED, _ ("published, least squares"));
  add_curve (panel, regression.fit);
  return figure;
}
