/* Small runs of the trainer, and the wait for what they do. */
#pragma once

#include <math.h>

#include "core/training/trainer.h"

static inline ClTrainSettings
small_settings (void)
{
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  settings.n = 12;
  settings.epochs = 3;
  settings.batch = 50;
  settings.rate = 1.5e-2;
  settings.threads = 2;
  return settings;
}

static inline ClTrainer *
new_trainer (const ClTrainSettings *settings, ClDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  ClTrainer *trainer = cl_trainer_new (settings, dataset, &error);

  g_assert_no_error (error);
  return trainer;
}

static inline ClTrainSnapshot *
run (ClTrainer *trainer)
{
  cl_trainer_start (trainer);
  cl_trainer_wait (trainer);
  ClTrainSnapshot *snapshot = cl_trainer_take_snapshot (trainer);
  g_assert_nonnull (snapshot);
  return snapshot;
}

/* A run from its beginning to its end. */
static inline ClTrainSnapshot *
train (const ClTrainSettings *settings, ClDataset *dataset)
{
  g_autoptr (ClTrainer) trainer = new_trainer (settings, dataset);

  return run (trainer);
}

/* A run that goes on until somebody stops it. */
static inline ClTrainer *
new_endless_trainer (ClDataset *dataset)
{
  ClTrainSettings settings = small_settings ();

  settings.epochs = 100000;
  settings.schedule = "constant";
  return new_trainer (&settings, dataset);
}

/* Polls until a snapshot is in the state, and returns it. */
static inline ClTrainSnapshot *
wait_for (ClTrainer *trainer, ClTrainerState state)
{
  for (;;)
    {
      ClTrainSnapshot *snapshot = cl_trainer_take_snapshot (trainer);

      if (snapshot != NULL && snapshot->state == state)
        return snapshot;
      g_clear_pointer (&snapshot, cl_train_snapshot_free);
      g_usleep (500);
    }
}

/* The number of batches that a paused run has trained. */
static inline gsize
batches_of (const ClTrainSnapshot *snapshot)
{
  const gsize whole = snapshot->epochs_done * snapshot->batches_per_epoch;

  return snapshot->points->len == 0
             ? whole
             : (gsize) lround (
                 g_array_index (snapshot->points, ClBatchPoint, snapshot->points->len - 1).position
                 * (double) snapshot->batches_per_epoch);
}

/* Polls until a run that goes on has done so many epochs. */
static inline ClTrainSnapshot *
wait_for_epochs (ClTrainer *trainer, gsize epochs)
{
  for (;;)
    {
      g_autoptr (ClTrainSnapshot) snapshot = wait_for (trainer, CL_TRAINER_RUNNING);

      if (snapshot->epochs_done >= epochs)
        return g_steal_pointer (&snapshot);
    }
}

/* Trains so many batches of a run that is paused, or has not been started. */
static inline void
step (ClTrainer *trainer, gsize batches)
{
  for (gsize i = 0; i < batches; i++)
    {
      cl_trainer_step (trainer);
      g_autoptr (ClTrainSnapshot) paused = wait_for (trainer, CL_TRAINER_PAUSED);
    }
}

static inline ClEpoch *
epoch_of (const ClTrainSnapshot *snapshot, guint i)
{
  g_assert_cmpuint (i, <, snapshot->epochs->len);
  return &g_array_index (snapshot->epochs, ClEpoch, i);
}

/* The records of two runs agree in every byte but the times. */
static inline void
assert_same_records (const ClTrainSnapshot *one, const ClTrainSnapshot *other)
{
  g_assert_cmpuint (one->epochs->len, ==, other->epochs->len);
  for (guint i = 0; i < one->epochs->len; i++)
    {
      epoch_of (other, i)->seconds = epoch_of (one, i)->seconds;
      g_assert_cmpmem (epoch_of (one, i), sizeof (ClEpoch), epoch_of (other, i), sizeof (ClEpoch));
    }
  g_assert_cmpmem (one->points->data, one->points->len * sizeof (ClBatchPoint), other->points->data,
                   other->points->len * sizeof (ClBatchPoint));
}

static inline void
assert_same_models (ClTrainer *one, ClTrainer *other)
{
  for (gsize best = 0; best < 2; best++)
    {
      g_autoptr (ClModel) a = cl_trainer_get_model (one, best != 0);
      g_autoptr (ClModel) b = cl_trainer_get_model (other, best != 0);

      g_assert_true (cl_model_equal (a, b));
    }
}
