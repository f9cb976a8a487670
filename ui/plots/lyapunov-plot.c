#include "ui/plots/lyapunov-plot.h"

#include <glib/gi18n.h>

#include "ui/plots/decay-curves.h"

char *
cl_lyapunov_plot_label (const char *inside, ClNormKind norm, gboolean weighted)
{
  static const char *const names[CL_N_NORMS] = {
    [CL_NORM_ONE] = "1",
    [CL_NORM_TWO] = "2",
    [CL_NORM_INF] = "∞",
  };

  return g_strdup_printf ("‖%s‖<sub>%s%s</sub>", inside, names[norm],
                          weighted ? ",[<i>η</i>]" : "");
}

static void
add_function (ClFigure *figure, guint row, const ClLyapunovPlot *plot, const char *inside,
              const double *values, const double *envelope)
{
  ClPanel *panel = cl_figure_add_panel (figure, row, 0);
  g_autofree char *label = cl_lyapunov_plot_label (inside, plot->norm, plot->weighted);
  const ClDecayCurves curves = {
    .t = plot->t,
    .frames = plot->lyapunov->frames,
    .values = values,
    .curves = plot->lyapunov->starts,
    .envelope = envelope,
    .rate = plot->rate,
  };

  cl_panel_set_empty_text (panel, _ ("No trajectory yet."));
  cl_axis_set_label (cl_panel_x (panel), _ ("time <i>t</i>"));
  cl_axis_set_label (cl_panel_y (panel), label);
  cl_decay_curves_add (&curves, panel);
}

ClFigure *
cl_lyapunov_plot_figure (const ClLyapunovPlot *plot)
{
  ClFigure *figure = cl_figure_new (
      NULL,
      _ ("The distance to the equilibrium and the speed along trajectories against time, with "
         "the decay that the contraction rate guarantees."));
  const ClLyapunov *lyapunov;
  guint row = 0;

  g_return_val_if_fail (plot != NULL, figure);
  lyapunov = plot->lyapunov;
  if (lyapunov == NULL)
    {
      cl_panel_set_empty_text (cl_figure_add_panel (figure, 0, 0),
                               _ ("There are no Lyapunov functions to show."));
      return figure;
    }
  if (lyapunov->distance != NULL)
    add_function (figure, row++, plot, "<i>x</i> − <i>x</i><sup>∗</sup>", lyapunov->distance,
                  lyapunov->distance_envelope);
  add_function (figure, row, plot, "<i>F</i>(<i>x</i>)", lyapunov->speed, lyapunov->speed_envelope);
  return figure;
}
