#include "ui/plots/entrainment-plot.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ui/figure/layers.h"
#include "ui/plots/decay-curves.h"
#include "ui/plots/lyapunov-plot.h"
#include "ui/plots/over-time.h"

#define MAX_COLOURED 12

static void
add_states (ClFigure *figure, const ClEntrainmentPlot *plot)
{
  const ClBundle *bundle = plot->bundle;
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .opacity = 0.85 };
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  g_autofree char *label =
      g_strdup_printf ("<i>x</i><sub>%" G_GSIZE_FORMAT "</sub>", plot->coordinate + 1);

  cl_panel_set_empty_text (panel, _ ("No trajectory yet."));
  cl_axis_set_label (cl_panel_x (panel), _ ("time <i>t</i>"));
  cl_axis_set_label (cl_panel_y (panel), label);
  if (bundle->starts > 0)
    cl_panel_add (panel,
                  cl_over_time_layer_new (bundle->t, bundle->x + plot->coordinate, bundle->starts,
                                          bundle->frames, bundle->frames * bundle->n, bundle->n,
                                          bundle->starts <= MAX_COLOURED, &style));
}

/* Those that begin within the time of the bundle, at least two. */
static gsize
periods_shown (const ClEntrainmentPlot *plot)
{
  double last = plot->bundle->t[plot->bundle->frames - 1] / plot->entrainment->period;

  return MIN (plot->entrainment->periods, (gsize) CLAMP (floor (last + 1e-9), 1, 1e6) + 1);
}

static void
add_changes (ClFigure *figure, const ClEntrainmentPlot *plot)
{
  const ClEntrainment *entrainment = plot->entrainment;
  ClPanel *panel = cl_figure_add_panel (figure, 1, 0);
  gsize shown = periods_shown (plot);
  g_autofree double *t = g_new (double, shown);
  g_autofree double *changes = g_new (double, MAX (entrainment->starts * shown, 1));
  g_autofree char *label =
      cl_lyapunov_plot_label ("<i>x</i>(<i>t</i> + <i>T</i>) − <i>x</i>(<i>t</i>)", plot->norm,
                              plot->weighted);

  for (gsize k = 0; k < shown; k++)
    t[k] = (double) k * entrainment->period;
  for (gsize start = 0; start < entrainment->starts; start++)
    memcpy (changes + start * shown, entrainment->change + start * entrainment->periods,
            shown * sizeof (double));
  cl_panel_set_empty_text (panel, _ ("No trajectory yet."));
  cl_axis_set_label (cl_panel_x (panel), _ ("time <i>t</i>, at whole periods"));
  cl_axis_set_label (cl_panel_y (panel), label);
  cl_decay_curves_add (&(ClDecayCurves){ .t = t,
                                         .frames = shown,
                                         .values = changes,
                                         .curves = entrainment->starts,
                                         .envelope = entrainment->envelope,
                                         .rate = plot->rate },
                       panel);
  cl_axis_set_range (cl_panel_x (panel), plot->bundle->t[0],
                     plot->bundle->t[plot->bundle->frames - 1]);
}

ClFigure *
cl_entrainment_plot_figure (const ClEntrainmentPlot *plot)
{
  ClFigure *figure = cl_figure_new (
      NULL, _ ("A state of every trajectory under a periodic input against time, and how far each "
               "trajectory is from repeating itself."));

  g_return_val_if_fail (plot != NULL && plot->bundle != NULL && plot->entrainment != NULL, figure);
  add_states (figure, plot);
  add_changes (figure, plot);
  return figure;
}
