/* ClSweepSummary: what the runs of one family and lambda have in common, over their seeds. */
#pragma once

#include "core/training/sweep-run.h"

G_BEGIN_DECLS

/* Mean and spread of `count` values; all zero for none.  With one infinite value the mean and the
 * deviation are. */
typedef struct
{
  gsize count;
  double mean, min, max;
  double squares; /* sum of the squared distances from the mean */
} ClSpread;

void cl_spread_add (ClSpread *spread, double value);

/* The sample standard deviation (count - 1 below the sum); 0 for fewer than two values. */
double cl_spread_deviation (const ClSpread *spread);

typedef struct
{
  const char *family; /* id of family.h */
  double lambda;
  ClSpread accuracy, bounds[CL_N_SWEEP_BOUNDS]; /* of the best epochs */
  GArray *accuracies, *losses; /* of ClSpread: test accuracy and training loss after each epoch */
  gboolean on_front[CL_N_SWEEP_BOUNDS]; /* no other mean is at least as good in accuracy and in
                        bound and better in one of them */
} ClSweepSummary;

/* One for each family and lambda, in the order of their first runs.  Only runs that are done
 * count; an infinite bound is on no front.  Of ClSweepSummary; free with g_ptr_array_unref. */
GPtrArray *cl_sweep_summarise (const GPtrArray *runs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
