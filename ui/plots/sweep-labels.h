/* How the plots of a sweep name and colour what they show. */
#pragma once

#include "core/training/sweep-summary.h"
#include "ui/figure/layer.h"

G_BEGIN_DECLS

/* Markup of a number as a weight is written: "0", "10<sup>−5</sup>", "2.5×10⁻⁵". */
char *cl_sweep_lambda_markup (double lambda) G_GNUC_WARN_UNUSED_RESULT;

/* "NEMON", "MON", "Feedforward": short enough for a legend. */
char *cl_sweep_family_name (const char *family) G_GNUC_WARN_UNUSED_RESULT;

/* Markup: "NEMON, λ = 10<sup>−5</sup>". */
char *cl_sweep_name (const char *family, double lambda) G_GNUC_WARN_UNUSED_RESULT;

/* Colour and marker of a family, the same in every plot, in the order of core's table. */
ClStyle cl_sweep_family_style (const char *family);

/* Of ClSweepSummary, borrowed: sorted by family as in core's table, then by lambda. */
GPtrArray *cl_sweep_sorted (const GPtrArray *summaries) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
