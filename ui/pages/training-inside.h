/* ClTrainingInside: what a network has learnt: its weights as pictures, its confusions and its
 * worst mistakes on the test samples. */
#pragma once

#include <adwaita.h>

#include "core/training/mistakes.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_INSIDE (cl_training_inside_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingInside, cl_training_inside, CL, TRAINING_INSIDE, AdwBin)

GtkWidget *cl_training_inside_new (void);

/* Where there is no network, and why. */
void cl_training_inside_set_empty (ClTrainingInside *self, const char *reason);

/* origin: "Epoch 3 of NEMON"; mistakes: ClMistake of the test samples, shown as they are;
 * provenance: "key: value" lines for the metadata of exports. */
void cl_training_inside_set_network (ClTrainingInside *self, const char *origin,
                                     const ClModel *model, const ClDataset *dataset,
                                     const ClEvaluation *evaluation, const GArray *mistakes,
                                     const char *provenance);

/* Signals: "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
