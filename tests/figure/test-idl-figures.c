/* The figures of IDL 7.1: their captions say what was computed, for the seed that is asked. */
#include "app/figures/figures.h"
#include "app/figures/idl-regression.h"
#include "ui/figure/export.h"

#include <math.h>
#include <string.h>

static ClRegressionFit *
fit_seed (guint64 seed)
{
  g_autoptr (ClRegression) data = cl_regression_new (CL_REGRESSION_COUNT, seed);
  ClRegressionSettings settings;

  cl_regression_settings_init (&settings);
  settings.seed = seed;
  return cl_regression_fit_new (data, &settings, NULL, NULL);
}

static ClFigure *
build (const char *name, guint64 seed)
{
  const ClFigureContext context = { .seed = seed };
  g_autoptr (GError) error = NULL;
  ClFigure *figure = cl_named_figure_build (cl_named_figure_find (name), &context, NULL, &error);

  g_assert_no_error (error);
  return figure;
}

static void
test_captions (void)
{
  for (guint64 seed = 1; seed <= 2; seed++)
    {
      g_autoptr (ClRegressionFit) fit = fit_seed (seed);
      g_autoptr (ClFigure) errors = build ("idl-figure-3", seed);
      g_autoptr (ClFigure) curves = build ("idl-figure-4", seed);
      g_autofree char *squares = g_strdup_printf ("%.2f, published 0.56: reproduced", fit->rmse);
      g_autofree char *gradient =
          g_strdup_printf ("%.2f, published 1.77", fit->gradient_rmse[fit->steps]);

      g_assert_nonnull (strstr (cl_figure_description (curves), squares));
      g_assert_nonnull (strstr (cl_figure_description (errors), squares));
      g_assert_nonnull (strstr (cl_figure_description (errors), gradient));
    }
}

/* The table behind figure 4 is the points, the function and the prediction of this fit. */
static void
test_curves (void)
{
  g_autoptr (ClRegressionFit) fit = fit_seed (3);
  g_autoptr (ClFigure) figure = build ("idl-figure-4", 3);
  g_autoptr (GBytes) csv = cl_figure_export_bytes (figure, "csv", NULL, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  static const char first[] = "\"implicit prediction\",line,1,-5,";
  const double u = -5.0;
  double y;

  g_assert_true (cl_regression_fit_predict (fit, 1, &u, &y, NULL, NULL));
  const char *row = strstr (text, first);
  g_assert_nonnull (row);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (row + strlen (first), NULL), y, 1e-6);
}

/* Five runs each of two families: the caption has the published values and a verdict. */
static void
test_synthetic (void)
{
  g_autoptr (ClFigure) figure = build ("idl-figure-5", 1);
  const char *caption = cl_figure_description (figure);

  g_assert_nonnull (strstr (caption, "(published 0.85)"));
  g_assert_nonnull (strstr (caption, "(published 0.76)"));
  g_assert_true (strstr (caption, "reproduced:") != NULL || strstr (caption, "differs:") != NULL);
  g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (figure, 0)), ==, 4);
}

static void
test_comparison (void)
{
  g_autofree char *lower = cl_figure_regression_compare (0.5, 0.56);
  g_autofree char *higher = cl_figure_regression_compare (0.6, 0.56);

  g_assert_cmpstr (lower, ==, "0.50, published 0.56: reproduced, lower by 0.06");
  g_assert_cmpstr (higher, ==, "0.60, published 0.56: differs, higher by 0.04");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures/idl/captions", test_captions);
  g_test_add_func ("/figures/idl/curves", test_curves);
  g_test_add_func ("/figures/idl/synthetic", test_synthetic);
  g_test_add_func ("/figures/idl/comparison", test_comparison);
  return g_test_run ();
}
