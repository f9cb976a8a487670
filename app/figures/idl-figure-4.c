/* IDL figure 4: the function, and what the network makes of its noisy points. */
#include <glib/gi18n.h>

#include "app/figures/idl-regression.h"
#include "app/figures/kit.h"
#include "ui/figure/layers.h"

#define CURVE 801

static char *
describe (const ClRegressionFit *fit)
{
  g_autofree char *compared = cl_figure_regression_compare (fit->rmse, CL_REGRESSION_PUBLISHED);

  return g_strdup_printf (
      _ ("An implicit network with %u states and ‖A‖∞ = %.2f learns f(u) = 5 cos(πu) exp(−|u|/2) "
         "from %u points with noise. Root mean square error on the points %s. Against f itself "
         "%.2f."),
      (guint) fit->model->n, fit->norm_inf, CL_REGRESSION_COUNT, compared, fit->function_rmse);
}

static void
add_named (ClPanel *panel, ClLayer *layer, const char *name)
{
  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
}

static gboolean
fill_panel (ClPanel *panel, const ClFigureRegression *regression, GCancellable *cancellable,
            GError **error)
{
  static const ClStyle dots = { .colour = CL_COLOUR_MUTED, .marker = CL_MARKER_DISC, .size = 2.5 };
  static const ClStyle truth = { .colour = CL_COLOUR_FOREGROUND, .dash = CL_DASH_DASHED };
  const ClRegression *data = regression->data;
  double u[CURVE], f[CURVE], y[CURVE];

  for (gsize i = 0; i < CURVE; i++)
    {
      u[i] = CL_REGRESSION_HALF_RANGE * (2.0 * (double) i / (CURVE - 1) - 1.0);
      f[i] = cl_regression_function (u[i]);
    }
  if (!cl_regression_fit_predict (regression->fit, CURVE, u, y, cancellable, error))
    return FALSE;
  add_named (panel, cl_layer_points_new (data->inputs, data->targets, data->count, &dots),
             _ ("noisy points"));
  add_named (panel, cl_layer_line_new (u, f, CURVE, &truth), "<i>f</i>(<i>u</i>)");
  add_named (panel, cl_layer_line_new (u, y, CURVE, NULL), _ ("implicit prediction"));
  return TRUE;
}

ClFigure *
cl_figure_idl_4 (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  g_auto (ClFigureRegression) regression = { NULL };
  g_autoptr (ClFigure) figure = NULL;
  g_autofree char *description = NULL;
  ClPanel *panel;

  if (!cl_figure_regression_init (&regression, context, cancellable, error))
    return NULL;
  description = describe (regression.fit);
  figure = cl_figure_new (NULL, description);
  panel = cl_figure_add_panel (figure, 0, 0);
  cl_axis_set_label (cl_panel_x (panel), "<i>u</i>");
  cl_axis_set_label (cl_panel_y (panel), "<i>y</i>(<i>u</i>)");
  return fill_panel (panel, &regression, cancellable, error) ? g_steal_pointer (&figure) : NULL;
}
