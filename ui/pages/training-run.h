/* ClTrainingRun: what the training page knows of one run: its name, its settings, the newest
 * snapshot and which of its networks is looked at.  Holds no trainer. */
#pragma once

#include "core/datasets/dataset.h"
#include "core/training/trainer.h"
#include "ui/plots/training-curves.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_RUN (cl_training_run_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingRun, cl_training_run, CL, TRAINING_RUN, GObject)

/* Which network of a run is looked at, opened and saved. */
typedef enum
{
  CL_RUN_KEEP_BEST, /* by test accuracy, the first of equals */
  CL_RUN_KEEP_LAST,
  CL_RUN_KEEP_EPOCH,
} ClRunKeep;

/* settings: copied; its strings must be those of core's tables.  threads: those it runs on.
 * Takes a reference of the data set. */
ClTrainingRun *cl_training_run_new (const char *name, const ClTrainSettings *settings,
                                    ClDataset *dataset, guint series) G_GNUC_WARN_UNUSED_RESULT;

const char *cl_training_run_get_name (ClTrainingRun *self);
void cl_training_run_set_name (ClTrainingRun *self, const char *name);
const ClTrainSettings *cl_training_run_get_settings (ClTrainingRun *self);
ClDataset *cl_training_run_get_dataset (ClTrainingRun *self);

/* Colour, dash and marker. */
guint cl_training_run_get_series (ClTrainingRun *self);

/* Whether the plots show it. */
gboolean cl_training_run_get_shown (ClTrainingRun *self);
void cl_training_run_set_shown (ClTrainingRun *self, gboolean shown);

/* A branch is drawn from the epoch on where it left its parent; 0: no branch. */
void cl_training_run_set_first_epoch (ClTrainingRun *self, gsize epoch);

/* Takes ownership; NULL before the first.  has_model: there is a network to open or save. */
void cl_training_run_take_snapshot (ClTrainingRun *self, ClTrainSnapshot *snapshot,
                                    gboolean has_model);
const ClTrainSnapshot *cl_training_run_get_snapshot (ClTrainingRun *self);
gboolean cl_training_run_has_model (ClTrainingRun *self);

/* epoch: for CL_RUN_KEEP_EPOCH, 1-based, at most the epochs done. */
void cl_training_run_keep (ClTrainingRun *self, ClRunKeep keep, gsize epoch);
ClRunKeep cl_training_run_get_keep (ClTrainingRun *self);

/* The epoch whose network is looked at, 1-based; 0 before the first has ended. */
gsize cl_training_run_get_epoch (ClTrainingRun *self);

gsize cl_training_run_epochs_done (ClTrainingRun *self);

/* By test accuracy, the first of equals; 0 before the first has ended. */
gsize cl_training_run_get_best_epoch (ClTrainingRun *self);

/* The record of an epoch, or NULL. */
const ClEpoch *cl_training_run_get_record (ClTrainingRun *self, gsize epoch);

/* Its state; CL_TRAINER_RUNNING before the first snapshot. */
ClTrainerState cl_training_run_get_state (ClTrainingRun *self);

/* Neither finished, nor stopped, nor failed. */
gboolean cl_training_run_is_active (ClTrainingRun *self);

/* Of the whole run, 0 to 1. */
double cl_training_run_get_fraction (ClTrainingRun *self);

/* "Epoch 4 of 10", "Finished 10 epochs", "Diverged in epoch 2". */
char *cl_training_run_describe (ClTrainingRun *self) G_GNUC_WARN_UNUSED_RESULT;

/* How the plots draw it; everything is borrowed until it changes. */
ClTrainingTrace cl_training_run_trace (ClTrainingRun *self);

/* Signals: "changed": anything but the snapshot; "snapshot": there is a new one. */

G_END_DECLS
