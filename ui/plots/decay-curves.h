/* Curves that should decay, on a log axis against time, under the decay that is guaranteed. */
#pragma once

#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef struct
{
  const double *t; /* [frames] */
  gsize frames;
  const double *values; /* [curves][frames] */
  gsize curves;
  const double *envelope; /* [frames], or NULL */
  double rate;            /* of the envelope; NaN without one */
  gsize drawn;            /* draw up to this many frames; 0: all */
} ClDecayCurves;

/* Ranges, curves and the labelled envelope; the labels of the axes are the caller's. */
void cl_decay_curves_add (const ClDecayCurves *curves, ClPanel *panel);

G_END_DECLS
