/* Accuracy and loss after every epoch, the mean over the seeds with a band of one standard
 * deviation, as NEMON figure 1. */
#pragma once

#include "core/training/sweep-summary.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* runs: of ClSweepRun; only those that are done count.  One curve a family and lambda: the colour
 * is the family, the dash the lambda. */
ClFigure *cl_spread_figure (const GPtrArray *runs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
