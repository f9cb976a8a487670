/* ClTrainingPadAnswer: what a network answers to a drawing: the class and its probability, how far
 * that is certified, the probabilities of all classes, and the fixed point settling. */
#pragma once

#include <adwaita.h>

#include "core/implicit/answer.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_PAD_ANSWER (cl_training_pad_answer_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingPadAnswer, cl_training_pad_answer, CL, TRAINING_PAD_ANSWER, AdwBin)

GtkWidget *cl_training_pad_answer_new (void);

/* Where the network comes from, and names of its classes, or NULL for numbers from 0. */
void cl_training_pad_answer_set_network (ClTrainingPadAnswer *self, const char *origin,
                                         const char *const *names);

/* "key: value" lines for the metadata of exports, from the next answer on; NULL for none. */
void cl_training_pad_answer_set_provenance (ClTrainingPadAnswer *self, const char *text);

/* NULL with the sentence that says why there is none, or with NULL while nothing is drawn. */
void cl_training_pad_answer_show (ClTrainingPadAnswer *self, const ClAnswer *answer,
                                  const char *error);

/* Signals: "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
