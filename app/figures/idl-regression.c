#include "app/figures/idl-regression.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/figures/kit.h"

gboolean
cl_figure_regression_init (ClFigureRegression *regression, const ClFigureContext *context,
                           GCancellable *cancellable, GError **error)
{
  ClRegressionSettings settings;

  cl_regression_settings_init (&settings);
  settings.seed = cl_figure_kit_seed (context);
  regression->data = cl_regression_new (CL_REGRESSION_COUNT, settings.seed);
  regression->fit = cl_regression_fit_new (regression->data, &settings, cancellable, error);
  return regression->fit != NULL;
}

void
cl_figure_regression_clear (ClFigureRegression *regression)
{
  g_clear_pointer (&regression->data, cl_regression_free);
  g_clear_pointer (&regression->fit, cl_regression_fit_free);
}

char *
cl_figure_regression_compare (double value, double published)
{
  if (value <= published)
    return g_strdup_printf (_ ("%.2f, published %.2f: reproduced, lower by %.2f"), value, published,
                            published - value);
  return g_strdup_printf (_ ("%.2f, published %.2f: differs, higher by %.2f"), value, published,
                          value - published);
}
