/* Distances between trajectories against time on a log axis, under the guaranteed envelope
 * exp(-ct) |x(0)-y(0)| (LECT). */
#pragma once

#include "core/dynamics/distance.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef struct
{
  const double *t; /* [distances->frames] */
  const ClDistances *distances;
  ClNormKind norm;
  gboolean weighted; /* the norm carries weights */
  double rate;       /* of the envelope; NaN without one */
  gsize frames;      /* draw up to this many frames; 0: all */
  const char *label; /* of the distance, markup; NULL: that of the norm */
} ClDistancePlot;

/* "‖x − y‖<sub>∞</sub>" and so on: Pango markup. */
const char *cl_norm_markup (ClNormKind norm, gboolean weighted);

ClFigure *cl_distance_plot_figure (const ClDistancePlot *plot) G_GNUC_WARN_UNUSED_RESULT;

/* Several one above the other: the same trajectories in other norms. */
ClFigure *cl_distance_plots_figure (const ClDistancePlot *plots,
                                    guint count) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
