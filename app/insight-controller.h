/* ClInsightController: what the network of the training page has learnt.
 *
 * Shows the network of the run, or that of the document where it fits the data: evaluated on the
 * test samples while somebody looks, and asked about every drawing on the digit pad.  Both are jobs
 * of the queue. */
#pragma once

#include "app/document.h"
#include "app/job-queue.h"
#include "ui/pages/training-inside.h"
#include "ui/pages/training-pad.h"

G_BEGIN_DECLS

typedef struct _ClInsightController ClInsightController;

/* Takes references of all. */
ClInsightController *cl_insight_controller_new (ClDocument *document, ClJobQueue *jobs,
                                                ClTrainingInside *inside,
                                                ClTrainingPad *pad) G_GNUC_WARN_UNUSED_RESULT;
void cl_insight_controller_free (ClInsightController *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClInsightController, cl_insight_controller_free)

/* NULL while there is none. */
void cl_insight_controller_set_dataset (ClInsightController *self, ClDataset *dataset);

/* The network of a run that is looked at, which goes before the document's, and the data it was
 * trained on, which go before the chosen ones; NULL while there is none.  origin: "Epoch 3 of
 * NEMON"; provenance: "key: value" lines about the run, or NULL. */
void cl_insight_controller_set_run (ClInsightController *self, ClTrained *trained,
                                    ClDataset *dataset, const char *origin, const char *provenance);

G_END_DECLS
