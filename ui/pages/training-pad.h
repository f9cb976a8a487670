/* ClTrainingPad: draw a digit and see what the network makes of it: the picture that it sees, the
 * probabilities, the fixed point settling, and how far the answer is certified. */
#pragma once

#include <adwaita.h>

#include "core/implicit/answer.h"
#include "ui/pages/add-to-set.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_PAD (cl_training_pad_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingPad, cl_training_pad, CL, TRAINING_PAD, AdwBin)

GtkWidget *cl_training_pad_new (void);

/* Where there is no network that reads 28 x 28 pixels, and why. */
void cl_training_pad_set_empty (ClTrainingPad *self, const char *reason);

/* There is one; names of its classes, or NULL for numbers from 0. */
void cl_training_pad_set_network (ClTrainingPad *self, const char *origin,
                                  const char *const *names);

/* "key: value" lines for the metadata of exports, from the next answer on; NULL for none. */
void cl_training_pad_set_provenance (ClTrainingPad *self, const char *text);

/* CL_DIGIT_PIXELS numbers in [0,1], the drawing centred; FALSE while nothing is drawn. */
gboolean cl_training_pad_get_picture (ClTrainingPad *self, float *picture);

/* The answer to the picture; NULL with the sentence that says why there is none, or with NULL while
 * nothing is drawn. */
void cl_training_pad_set_answer (ClTrainingPad *self, const ClAnswer *answer, const char *error);

/* Reads a picture of any format that GDK knows onto the pad, without waiting for it. */
void cl_training_pad_load (ClTrainingPad *self, GFile *file);

/* What shows how many drawings there are, owned by the pad. */
ClAddToSet *cl_training_pad_get_add (ClTrainingPad *self);

/* Signals:
 *   "changed": there is another picture
 *   "add" (guint digit): the picture shall be added to the user's drawings as this digit
 *   "undo-add": the drawing added last shall be removed
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
