/* ClHistory: what a run leaves behind to plot, in bounded memory.
 *
 * Every batch is offered; the points are thinned by keeping each second one whenever there are too
 * many, so that they stay evenly spread over the run however long it lasts. */
#pragma once

#include "core/training/trainer.h"

G_BEGIN_DECLS

#define CL_HISTORY_MAX_POINTS 2000

typedef struct
{
  GArray *epochs; /* of ClEpoch */
  GArray *points; /* of ClBatchPoint */
  GArray *marks;  /* of ClTrainMark */
  gsize stride;   /* one batch in so many is kept */
  gsize offered;
} ClHistory;

void cl_history_init (ClHistory *history);
void cl_history_clear (ClHistory *history);

/* A copy of the records, to be cleared by the caller. */
ClHistory cl_history_copy (const ClHistory *history);
void cl_history_add_epoch (ClHistory *history, const ClEpoch *epoch);
void cl_history_add_point (ClHistory *history, const ClBatchPoint *point);
void cl_history_add_mark (ClHistory *history, const ClTrainMark *mark);

G_END_DECLS
