/* ClTrainingComeback: runs on their way from their files back to a window. */
#pragma once

#include "app/training-file.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

typedef struct
{
  ClTrainingFile *file;
  ClTrainSettings settings;
  ClDataset *dataset;
  ClTrainer *trainer; /* ended, or not started yet; NULL: it failed */
  char *error;        /* why */
} ClTrainingComeback;

/* Takes ownership of the file. */
ClTrainingComeback *cl_training_comeback_new (ClTrainingFile *file) G_GNUC_WARN_UNUSED_RESULT;

/* With what nobody has taken out of it. */
void cl_training_comeback_free (ClTrainingComeback *comeback);

/* Reads all of them with their data on a worker; those that fail say why.  comebacks: of
 * ClTrainingComeback.  Without any (NULL) it first takes what nobody holds, and then reads of that
 * only what has ended.  done gets all of them, in the order in which the runs began, on the main
 * thread; it is called after a cancellation too. */
void cl_training_comeback_read (GPtrArray *comebacks, GCancellable *cancellable,
                                GAsyncReadyCallback done, gpointer data);

/* For done: never NULL. */
GPtrArray *cl_training_comeback_read_finish (GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
