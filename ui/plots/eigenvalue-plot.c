#include "ui/plots/eigenvalue-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/figure/number.h"

#define CIRCLE 97 /* points of a closed circle */

/* The disc of row i: centre a_ii, radius the sum of |a_ij| over the other columns (Gershgorin). */
static void
add_discs (ClPanel *panel, const ClMatrix *a)
{
  const ClStyle style = { .colour = CL_COLOUR_MUTED,
                          .width = 0.8,
                          .opacity = a->rows > 12 ? 0.4 : 0.9 };
  g_autofree double *x = g_new (double, MAX (a->rows, 1) * CIRCLE);
  g_autofree double *y = g_new (double, MAX (a->rows, 1) * CIRCLE);
  ClLayer *layer;

  for (gsize i = 0; i < a->rows; i++)
    {
      double radius = 0;

      for (gsize j = 0; j < a->cols; j++)
        radius += i != j ? fabs (cl_matrix_get (a, i, j)) : 0;
      for (gsize k = 0; k < CIRCLE; k++)
        {
          double angle = 2 * G_PI * (double) k / (CIRCLE - 1);

          x[i * CIRCLE + k] = cl_matrix_get (a, i, i) + radius * cos (angle);
          y[i * CIRCLE + k] = radius * sin (angle);
        }
    }
  layer = cl_layer_bundle_new (x, y, a->rows, CIRCLE, CIRCLE, 1, FALSE, &style);
  cl_layer_set_name (layer, _ ("Gershgorin discs"));
  cl_panel_add (panel, layer);
}

static void
add_eigenvalues (ClPanel *panel, const ClMatrix *eigenvalues)
{
  static const ClStyle style = { .colour = CL_COLOUR_FOREGROUND, .marker = CL_MARKER_DISC };
  g_autofree double *x = g_new (double, MAX (eigenvalues->rows, 1));
  g_autofree double *y = g_new (double, MAX (eigenvalues->rows, 1));
  ClLayer *layer;

  for (gsize k = 0; k < eigenvalues->rows; k++)
    {
      x[k] = cl_matrix_get (eigenvalues, k, 0);
      y[k] = cl_matrix_get (eigenvalues, k, 1);
    }
  layer = cl_layer_points_new (x, y, eigenvalues->rows, &style);
  cl_layer_set_name (layer, _ ("eigenvalues"));
  cl_panel_add (panel, layer);
}

/* A bound on every real part, as a line with its value in the legend. */
static void
add_bound (ClPanel *panel, const char *name, double value, guint series, ClDash dash)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .series = series, .dash = dash };
  g_autofree char *number = cl_number_text (value, 3);
  g_autofree char *label = g_strdup_printf ("%s = %s", name, number);
  ClLayer *layer = cl_layer_rule_new (TRUE, value, &style);

  cl_layer_set_name (layer, label);
  cl_panel_add (panel, layer);
}

static void
add_range (ClPanel *panel, const ClMatrix *range)
{
  static const ClStyle style = { .colour = CL_COLOUR_SERIES, .series = 0, .width = 1 };
  ClLayer *layer =
      cl_layer_region_new (cl_matrix_row (range, 0), cl_matrix_row (range, 1), range->cols, &style);

  cl_layer_set_name (layer, _ ("numerical range"));
  cl_panel_add (panel, layer);
}

/* One eigenvalue alone spans no range. */
static void
make_room (ClPanel *panel, double eigenvalue)
{
  cl_axis_set_range (cl_panel_x (panel), eigenvalue - 1, eigenvalue + 1);
  cl_axis_set_range (cl_panel_y (panel), -1, 1);
}

ClFigure *
cl_eigenvalue_plot_figure (const ClEigenvaluePlot *plot)
{
  ClFigure *figure =
      cl_figure_new (NULL,
                     _ ("Eigenvalues of A with its Gershgorin discs; every real part is below both "
                        "measures."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);

  g_return_val_if_fail (plot != NULL, figure);
  cl_panel_set_empty_text (panel, _ ("Nothing analysed yet."));
  cl_axis_set_label (cl_panel_x (panel), "Re <i>λ</i>");
  cl_axis_set_label (cl_panel_y (panel), "Im <i>λ</i>");
  if (plot->analysis == NULL)
    return figure;
  cl_panel_set_equal (panel, TRUE);
  if (plot->analysis->n == 1)
    make_room (panel, plot->analysis->spectral_abscissa);
  if (plot->range != NULL)
    add_range (panel, plot->range);
  if (plot->a != NULL)
    add_discs (panel, plot->a);
  add_bound (panel, "<i>μ</i><sub>2</sub>", plot->analysis->measure_two, 0, CL_DASH_DASHED);
  add_bound (panel, "<i>μ</i><sub>∞</sub>", plot->analysis->measure_inf, 1, CL_DASH_DASH_DOT);
  add_eigenvalues (panel, plot->analysis->eigenvalues);
  return figure;
}
