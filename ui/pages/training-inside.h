/* ClTrainingInside: what a network has learnt: its weights as pictures, its confusions and its
 * worst mistakes on the test samples. */
#pragma once

#include <adwaita.h>

#include "core/implicit/answer.h"
#include "core/training/mistakes.h"
#include "core/training/trained.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_INSIDE (cl_training_inside_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingInside, cl_training_inside, CL, TRAINING_INSIDE, AdwBin)

GtkWidget *cl_training_inside_new (void);

/* Where there is no network, and why. */
void cl_training_inside_set_empty (ClTrainingInside *self, const char *reason);

/* A network is on its way, after so many test samples.  One that is shown stays until it comes. */
void cl_training_inside_set_waiting (ClTrainingInside *self, gsize samples);

/* origin: "Epoch 3 of NEMON"; mistakes: ClMistake of the test samples, shown as they are;
 * provenance: "key: value" lines for the metadata of exports. */
void cl_training_inside_set_network (ClTrainingInside *self, const char *origin,
                                     const ClTrained *trained, const ClDataset *dataset,
                                     const ClEvaluation *evaluation, const GArray *mistakes,
                                     const char *provenance);

/* Of a convolutional network: the test sample whose feature maps are looked at, from 0, and its
 * answer once it is there. */
gsize cl_training_inside_get_sample (ClTrainingInside *self);
void cl_training_inside_set_answer (ClTrainingInside *self, const ClAnswer *answer,
                                    const char *provenance);

/* Signals:
 *   "sample-chosen": another test sample
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
