/* ClCheckpoint: everything a run is at the end of an epoch, to continue it to the same bytes.  It
 * is an immutable value once it is shared; references may be taken and dropped on any thread.
 *
 * The file is an archive of NumPy arrays (.npz):
 *
 *   A, B, b, C, c, activation, model   the best model so far: the file is itself a model file, or
 *                                      that of a convolutional one (convolution/conv-model.h)
 *   weights, first_moment, second_moment
 *                                      theta | B | b | C | c as one column each (parameters.h)
 *   epoch_records, batch_points, marks the records of the run, one a row
 *   point_stride, points_offered, best_accuracy
 *   ended, error, end_points, end_marks
 *                                      only of a run that was stopped or failed: what became of the
 *                                      epoch that it ended in
 *   n, gamma, ..., seed                the settings
 *   dataset, fingerprint, inputs, classes
 *                                      what it was trained on
 *   checkpoint                         the version of all this
 *
 * Before the first epoch is done the model is that of the first weights or, of a run that has
 * ended, of its last batch.  The position in the schedule is the number of epochs.  There is no
 * other random state: the order of each epoch follows from the seed and the epoch. */
#pragma once

#include "core/training/history.h"
#include "core/training/learner.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

/* How a run ended that had not done all its epochs, and what it left of the last one. */
typedef struct
{
  ClTrainerState state; /* CL_TRAINER_STOPPED or CL_TRAINER_FAILED; CL_TRAINER_IDLE: nobody knows */
  char *error;          /* of a run that failed, or NULL */
  GArray *points, *marks;
} ClCheckpointEnd;

typedef struct
{
  gatomicrefcount references;
  ClTrainSettings settings; /* of static strings; `checkpoint` is NULL, `threads` never 0 */
  char *dataset;
  guint64 fingerprint;
  gsize inputs, classes;
  ClMatrix *state[CL_N_LEARNER_ARRAYS];
  ClHistory history;
  double best_accuracy;
  ClTrained *best;
  ClTrained *last; /* of the weights; NULL when read from a file */
  ClCheckpointEnd end;
} ClCheckpoint;

/* Empty, with one reference. */
ClCheckpoint *cl_checkpoint_new (void) G_GNUC_WARN_UNUSED_RESULT;
ClCheckpoint *cl_checkpoint_ref (ClCheckpoint *checkpoint);
void cl_checkpoint_unref (ClCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClCheckpoint, cl_checkpoint_unref)

/* The epochs that are done. */
gsize cl_checkpoint_epoch (const ClCheckpoint *checkpoint);

/* The memory that it holds, without what the best model shares with another epoch. */
gsize cl_checkpoint_bytes (const ClCheckpoint *checkpoint);

/* Atomic: whatever happens, an older file stays as it was or is replaced as a whole. */
gboolean cl_checkpoint_write (const ClCheckpoint *checkpoint, const char *path, GError **error);

/* The same with another end, of a run that has come to `best`. */
gboolean cl_checkpoint_write_ended (const ClCheckpoint *checkpoint, const ClCheckpointEnd *end,
                                    const ClTrained *best, const char *path, GError **error);

/* Reads version 1 as well, which had no regulariser but one, no dropout, no early end and one bound
 * an epoch, and version 2, without the bound l2_weighted: what they lack is NaN.  Every size is
 * checked against the settings.  Errors are one line and name the file; one that is no checkpoint,
 * or a damaged one, is CL_TRAINER_ERROR_CHECKPOINT.
 */
ClCheckpoint *cl_checkpoint_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
