/* ClWeightSpaceController: computes on the worker how far the entries of A may move, for the second
 * plot of the conditions page, and moves them when the point of the landscape is dragged. */
#pragma once

#include "app/document.h"
#include "app/job-queue.h"
#include "ui/pages/weight-space-plot.h"

G_BEGIN_DECLS

typedef struct _ClWeightSpaceController ClWeightSpaceController;

/* Takes references of all three. */
ClWeightSpaceController *
cl_weight_space_controller_new (ClDocument *document, ClJobQueue *queue,
                                ClWeightSpacePlot *plot) G_GNUC_WARN_UNUSED_RESULT;
void cl_weight_space_controller_free (ClWeightSpaceController *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClWeightSpaceController, cl_weight_space_controller_free)

G_END_DECLS
