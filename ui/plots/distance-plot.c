#include "ui/plots/distance-plot.h"

#include <glib/gi18n.h>

#include "ui/plots/decay-curves.h"

const char *
cl_norm_markup (ClNormKind norm, gboolean weighted)
{
  static const char *const names[CL_N_NORMS][2] = {
    [CL_NORM_ONE] = { "‖<i>x</i> − <i>y</i>‖<sub>1</sub>",
                      "‖<i>x</i> − <i>y</i>‖<sub>1,[<i>η</i>]</sub>" },
    [CL_NORM_TWO] = { "‖<i>x</i> − <i>y</i>‖<sub>2</sub>",
                      "‖<i>x</i> − <i>y</i>‖<sub>2,[<i>η</i>]</sub>" },
    [CL_NORM_INF] = { "‖<i>x</i> − <i>y</i>‖<sub>∞</sub>",
                      "‖<i>x</i> − <i>y</i>‖<sub>∞,[<i>η</i>]</sub>" },
  };

  g_return_val_if_fail (norm < CL_N_NORMS, NULL);
  return names[norm][weighted != FALSE];
}

static void
add_panel (ClFigure *figure, guint row, const ClDistancePlot *plot)
{
  ClPanel *panel = cl_figure_add_panel (figure, row, 0);

  cl_panel_set_empty_text (panel, _ ("Two trajectories have a distance. Add another start."));
  cl_axis_set_label (cl_panel_x (panel), _ ("time <i>t</i>"));
  cl_axis_set_label (cl_panel_y (panel), plot->label != NULL
                                             ? plot->label
                                             : cl_norm_markup (plot->norm, plot->weighted));
  cl_axis_set_scale (cl_panel_y (panel), CL_SCALE_LOG);
  if (plot->distances != NULL)
    cl_decay_curves_add (&(ClDecayCurves){ .t = plot->t,
                                           .frames = plot->distances->frames,
                                           .values = plot->distances->distance,
                                           .curves = plot->distances->pairs,
                                           .envelope = plot->distances->envelope,
                                           .rate = plot->rate,
                                           .drawn = plot->frames },
                         panel);
}

ClFigure *
cl_distance_plot_figure (const ClDistancePlot *plot)
{
  return cl_distance_plots_figure (plot, 1);
}

ClFigure *
cl_distance_plots_figure (const ClDistancePlot *plots, guint count)
{
  ClFigure *figure = cl_figure_new (
      NULL, _ ("Distances between pairs of trajectories against time, with the decay that the "
               "contraction rate guarantees."));

  g_return_val_if_fail (plots != NULL, figure);
  for (guint row = 0; row < count; row++)
    add_panel (figure, row, &plots[row]);
  return figure;
}
