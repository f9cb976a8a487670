/* Test error against Lipschitz bound for every run of a sweep, as NEMON figure 2 (left): what
 * robustness costs. */
#pragma once

#include "core/training/sweep-summary.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* runs: of ClSweepRun; only those that are done show, with single seeds faint and the mean of each
 * family and lambda with bars from the least to the largest, joined in the order of lambda.  Means
 * that no other one beats in both are ringed.  An infinite bound has no place. */
ClFigure *cl_pareto_figure (const GPtrArray *runs, ClSweepBound bound) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
