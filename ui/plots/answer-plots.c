#include "ui/plots/answer-plots.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/plots/convolution-plots.h"

#define BAR_WIDTH 0.72

static void
set_classes (ClAxis *axis, gsize classes, const char *const *names)
{
  g_auto (GStrv) labels = g_new0 (char *, classes + 1);

  for (gsize k = 0; k < classes; k++)
    labels[k] = names != NULL ? g_markup_escape_text (names[k], -1)
                              : g_strdup_printf ("%" G_GSIZE_FORMAT, k);
  cl_axis_set_categories (axis, (const char *const *) labels, classes);
  cl_axis_set_range (axis, -0.5, (double) classes - 0.5);
}

static void
add_bars (ClPanel *panel, const ClAnswer *answer, gboolean chosen)
{
  const ClStyle style = { .colour = chosen ? CL_COLOUR_ACCENT : CL_COLOUR_MUTED };
  g_autofree double *x = g_new (double, answer->q);
  g_autofree double *y = g_new (double, answer->q);
  gsize n = 0;

  for (gsize k = 0; k < answer->q; k++)
    if ((k == answer->answer) == chosen)
      {
        x[n] = (double) k;
        y[n++] = answer->probabilities[k];
      }
  cl_panel_add (panel, cl_layer_bars_new (x, y, n, BAR_WIDTH, &style));
}

ClFigure *
cl_probability_bars_figure (const ClAnswer *answer, const char *const *names)
{
  ClFigure *figure =
      cl_figure_new (NULL, _ ("The probability that the network gives to each class."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);

  cl_panel_set_empty_text (panel, _ ("Nothing drawn yet."));
  cl_panel_set_legend (panel, CL_LEGEND_NONE);
  cl_axis_set_label (cl_panel_x (panel), _ ("class"));
  cl_axis_set_label (cl_panel_y (panel), _ ("probability"));
  cl_axis_set_range (cl_panel_y (panel), 0, 1);
  if (answer == NULL)
    return figure;
  set_classes (cl_panel_x (panel), answer->q, names);
  add_bars (panel, answer, FALSE);
  add_bars (panel, answer, TRUE);
  return figure;
}

static void
add_residuals (ClPanel *panel, const ClFixedPointInfo *info)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .marker = CL_MARKER_DISC };
  const gsize n = info->residuals->len;
  g_autofree double *x = g_new (double, MAX (n, 1));

  for (gsize k = 0; k < n; k++)
    x[k] = (double) (k + 1);
  cl_panel_add (panel, cl_layer_line_new (x, (const double *) (const void *) info->residuals->data,
                                          n, &style));
}

/* iterates come one row an iteration; the strip has one row a neuron. */
static void
add_states (ClPanel *panel, const ClAnswer *answer)
{
  const double *iterates = (const double *) (const void *) answer->info.iterates->data;
  const gsize n = answer->n, frames = answer->info.iterates->len / n;
  g_autofree double *values = g_new (double, MAX (n * frames, 1));
  ClLayer *layer;

  for (gsize k = 0; k < frames; k++)
    for (gsize i = 0; i < n; i++)
      values[i * frames + k] = iterates[k * n + i];
  layer = cl_layer_heat_new (values, n, frames, -0.5, 0.5, 1, 1, TRUE, 0);
  cl_layer_set_name (layer, _ ("state <i>x</i>"));
  cl_panel_add (panel, layer);
}

static void
set_iterations (ClPanel *panel, const ClAnswer *answer)
{
  cl_axis_set_label (cl_panel_x (panel), _ ("iteration"));
  cl_axis_set_integer (cl_panel_x (panel), TRUE);
  if (answer != NULL)
    cl_axis_set_range (cl_panel_x (panel), -0.5, (double) answer->info.iterations + 0.5);
}

static void
set_state_axes (ClPanel *states, const ClAnswer *answer)
{
  set_iterations (states, answer);
  cl_axis_set_label (cl_panel_y (states), _ ("neuron"));
  cl_axis_set_integer (cl_panel_y (states), TRUE);
  cl_axis_set_reversed (cl_panel_y (states), TRUE);
}

ClFigure *
cl_settling_figure (const ClAnswer *answer)
{
  ClFigure *figure = cl_figure_new (
      NULL, _ ("The residual after every iteration, and below it the states of all neurons "
               "as they settle on the fixed point."));
  ClPanel *residuals = cl_figure_add_panel (figure, 0, 0);
  ClPanel *states = cl_figure_add_panel (figure, 1, 0);

  cl_panel_set_empty_text (residuals, _ ("Nothing drawn yet."));
  cl_panel_set_empty_text (states, _ ("Nothing drawn yet."));
  set_iterations (residuals, answer);
  cl_axis_set_label (cl_panel_y (residuals), _ ("residual"));
  cl_axis_set_scale (cl_panel_y (residuals), CL_SCALE_LOG);
  if (answer == NULL || answer->map_height == 0)
    set_state_axes (states, answer);
  if (answer == NULL)
    return figure;
  add_residuals (residuals, &answer->info);
  if (answer->map_height > 0)
    cl_settling_maps_add (states, answer);
  else
    add_states (states, answer);
  return figure;
}
