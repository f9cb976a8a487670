/* ClTrainingFile: the checkpoint of one training run in $XDG_DATA_HOME/contraction-lab/runs, with
 * what a window needs to show the run again.  It is locked while its run is part of a window; one
 * that nobody has locked was left by a window that was closed, or by a crash. */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

typedef struct _ClTrainingFile ClTrainingFile;

/* What its data set was opened with (cl_dataset_open_with). */
typedef struct
{
  const char *spec;
  ClDatasetOptions options;
} ClTrainingData;

/* Always works: where the folder cannot be written, the run says so with its first checkpoint.
 * series: its colour, dash and marker. */
ClTrainingFile *cl_training_file_new (const char *name, const ClTrainingData *data,
                                      gsize first_epoch, guint series) G_GNUC_WARN_UNUSED_RESULT;

/* Unlocks; what was written stays for the next start, but for the notes of a run that left no
 * checkpoint. */
void cl_training_file_free (ClTrainingFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainingFile, cl_training_file_free)

/* Frees and removes what was written. */
void cl_training_file_discard (ClTrainingFile *self);

const char *cl_training_file_get_path (const ClTrainingFile *self); /* of the checkpoint */
const char *cl_training_file_get_name (const ClTrainingFile *self);
ClTrainingData cl_training_file_get_data (const ClTrainingFile *self); /* borrowed */
gsize cl_training_file_get_first_epoch (const ClTrainingFile *self);
guint cl_training_file_get_series (const ClTrainingFile *self);
gboolean cl_training_file_get_shown (const ClTrainingFile *self); /* in the plots */

/* Writes only what differs. */
void cl_training_file_set_look (ClTrainingFile *self, const char *name, gboolean shown);

/* A run that has ended, or was told to stop, is not to go on when it is taken up again. */
void cl_training_file_set_ended (ClTrainingFile *self);
gboolean cl_training_file_get_ended (const ClTrainingFile *self);

/* The runs that nobody holds and that have a checkpoint, in the order in which they began; held
 * from now on.  What has none is removed.  On any thread. */
GPtrArray *cl_training_file_take_orphans (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
