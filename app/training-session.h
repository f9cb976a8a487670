/* ClTrainingSession: the trainers behind the runs of the training page, and their checkpoints. */
#pragma once

#include "app/training-file.h"
#include "ui/pages/training-page.h"

G_BEGIN_DECLS

typedef struct _ClTrainingSession ClTrainingSession;

/* Takes a reference of the page, whose list of runs it keeps. */
ClTrainingSession *cl_training_session_new (ClTrainingPage *page) G_GNUC_WARN_UNUSED_RESULT;

/* Stops all runs and waits for their workers.  Everything that was not removed stays for the next
 * start. */
void cl_training_session_free (ClTrainingSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainingSession, cl_training_session_free)

/* Starts a run for each of the settings (of ClTrainSettings) and selects the first.  Together with
 * those that run already they share the cores evenly.  data: what the data set was opened with.
 * in_step: none takes a batch before all have taken the one before (pace.h).  Starts none when it
 * fails. */
gboolean cl_training_session_start (ClTrainingSession *self, const GArray *settings,
                                    ClDataset *dataset, const ClTrainingData *data,
                                    gboolean in_step, GError **error);

/* Starts a run that goes on from the epoch of `run` that is looked at. */
gboolean cl_training_session_branch (ClTrainingSession *self, ClTrainingRun *run,
                                     const ClTrainSettings *settings, GError **error);

/* Takes ownership of the file and of its trainer: one that has ended is shown, another is started.
 * Returns its run, which the page owns. */
ClTrainingRun *cl_training_session_adopt (ClTrainingSession *self, ClTrainingFile *file,
                                          ClTrainer *trainer, const ClTrainSettings *settings,
                                          ClDataset *dataset);

/* Of every active run. */
void cl_training_session_pause (ClTrainingSession *self);
void cl_training_session_resume (ClTrainingSession *self);
void cl_training_session_step (ClTrainingSession *self);
void cl_training_session_stop (ClTrainingSession *self);

void cl_training_session_stop_run (ClTrainingSession *self, ClTrainingRun *run);

/* From the next batch on. */
gboolean cl_training_session_change (ClTrainingSession *self, ClTrainingRun *run,
                                     ClTrainMarkKind what, double value, GError **error);

/* The values in force, by ClTrainMarkKind. */
const double *cl_training_session_get_values (ClTrainingSession *self, ClTrainingRun *run);

/* Takes the run from the page, stopped; it can be put back until it is forgotten. */
void cl_training_session_remove (ClTrainingSession *self, ClTrainingRun *run);
void cl_training_session_put_back (ClTrainingSession *self, ClTrainingRun *run, guint position);
void cl_training_session_forget (ClTrainingSession *self, ClTrainingRun *run);

/* Hands the newest snapshots to the runs; FALSE when there was none. */
gboolean cl_training_session_poll (ClTrainingSession *self);

/* The network of the run that is looked at; NULL before the first, or when it is not kept. */
ClTrained *cl_training_session_get_trained (ClTrainingSession *self,
                                            ClTrainingRun *run) G_GNUC_WARN_UNUSED_RESULT;

/* The number of runs that have not ended. */
guint cl_training_session_count_active (ClTrainingSession *self);

G_END_DECLS
