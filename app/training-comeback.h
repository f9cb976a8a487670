/* ClTrainingComeback: a run on its way from its file back to a window. */
#pragma once

#include "app/training-file.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

typedef struct
{
  ClTrainingFile *file;
  ClTrainSettings settings;
  ClDataset *dataset;
  ClTrainer *trainer; /* ended, or not started yet; NULL: it failed, or has not been read */
  char *error;        /* why it failed */
} ClTrainingComeback;

/* With what nobody has taken out of it. */
void cl_training_comeback_free (ClTrainingComeback *comeback);

/* Gets a comeback to keep, or NULL after the last one; on the main thread, and not once the
 * cancellable has been cancelled. */
typedef void (*ClTrainingComebackFunc) (ClTrainingComeback *comeback, gpointer data);

/* Takes what nobody holds, on a worker, in the order in which the runs began; reads none of it. */
void cl_training_comeback_find (GCancellable *cancellable, ClTrainingComebackFunc arrived,
                                gpointer data);

/* Reads the comebacks with their data on a worker, one after the other; those that fail say why.
 * Takes the array and what is in it.  Runs with the same data share them: with `dataset` (or NULL)
 * those that were trained on `known`. */
void cl_training_comeback_read (GPtrArray *comebacks, const ClTrainingData *known,
                                ClDataset *dataset, GCancellable *cancellable,
                                ClTrainingComebackFunc arrived, gpointer data);

G_END_DECLS
