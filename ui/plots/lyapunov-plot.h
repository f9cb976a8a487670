/* The two Lyapunov functions of a contracting model, |x - x*| and |F (x)|, along its trajectories
 * (LECT). */
#pragma once

#include "core/dynamics/lyapunov.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef struct
{
  const double *t;            /* [lyapunov->frames] */
  const ClLyapunov *lyapunov; /* NULL: an empty panel that says so */
  ClNormKind norm;
  gboolean weighted;
  double rate; /* of the envelopes; NaN without one */
} ClLyapunovPlot;

/* "‖<i>F</i>(<i>x</i>)‖<sub>∞</sub>" for the inside of the bars: markup. */
char *cl_lyapunov_plot_label (const char *inside, ClNormKind norm,
                              gboolean weighted) G_GNUC_WARN_UNUSED_RESULT;

/* Two panels above each other; only |F| where no equilibrium is known. */
ClFigure *cl_lyapunov_plot_figure (const ClLyapunovPlot *plot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
