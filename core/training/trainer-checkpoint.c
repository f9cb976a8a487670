/* How a run is kept after each epoch, in memory and in a file, and taken up again. */
#include <stdatomic.h>

#include "core/training/fingerprint.h"
#include "core/training/trainer-private.h"

static ClCheckpoint *
describe (const ClTrainer *self)
{
  ClCheckpoint *checkpoint = cl_checkpoint_new ();

  checkpoint->settings = self->settings;
  checkpoint->settings.checkpoint = NULL;
  checkpoint->settings.threads = self->workers;
  checkpoint->dataset = g_strdup (self->dataset->name);
  checkpoint->fingerprint = self->fingerprint;
  checkpoint->inputs = cl_dataset_inputs (self->dataset);
  checkpoint->classes = self->dataset->classes;
  checkpoint->history = cl_history_copy (&self->history);
  checkpoint->best_accuracy = self->best_accuracy;
  checkpoint->last =
      self->last != NULL ? cl_trained_ref (self->last) : cl_learner_to_model (self->learner, NULL);
  checkpoint->best = cl_trained_ref (self->best != NULL ? self->best : checkpoint->last);
  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    checkpoint->state[i] = cl_learner_get_array (self->learner, (ClLearnerArray) i);
  return checkpoint;
}

static void
keep (ClTrainer *self, ClCheckpoint *state)
{
  g_mutex_lock (&self->mutex);
  cl_epoch_store_add (&self->store, state);
  g_mutex_unlock (&self->mutex);
}

static void
warn (ClTrainer *self, const GError *error)
{
  g_free (self->warning);
  self->warning = error != NULL ? g_strdup (error->message) : NULL;
}

static void
write_saved (ClTrainer *self)
{
  g_autoptr (GError) error = NULL;

  cl_checkpoint_write (self->saved, self->checkpoint, &error);
  warn (self, error);
}

void
cl_trainer_save (ClTrainer *self)
{
  g_autoptr (ClCheckpoint) state = describe (self);

  keep (self, state);
  if (self->checkpoint == NULL)
    return;
  cl_checkpoint_unref (self->saved);
  self->saved = g_steal_pointer (&state);
  write_saved (self);
}

/* The state stays that of the last whole epoch, from which the run can go on to the same bytes. */
void
cl_trainer_save_end (ClTrainer *self)
{
  const ClCheckpointEnd end = {
    .state = (ClTrainerState) atomic_load (&self->state),
    .error = self->failure,
    .points = self->history.points,
    .marks = self->history.marks,
  };
  g_autoptr (GError) error = NULL;

  if (self->saved == NULL || end.state == CL_TRAINER_FINISHED)
    return;
  cl_checkpoint_write_ended (self->saved, &end, self->best != NULL ? self->best : self->saved->best,
                             self->checkpoint, &error);
  warn (self, error);
}

/* The learner becomes the one of the state, which a branch shares with its parent and a file's has
 * to itself.  What has done no epoch has no model yet. */
static void
take_up (ClTrainer *self, ClCheckpoint *state)
{
  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    cl_learner_set_array (self->learner, (ClLearnerArray) i, state->state[i]);
  cl_learner_refresh (self->learner);
  if (self->first_epoch == 0)
    return;
  if (state->last == NULL)
    {
      state->last = cl_learner_to_model (self->learner, NULL);
      keep (self, state);
    }
  g_mutex_lock (&self->mutex);
  self->last = cl_trained_ref (state->last);
  g_mutex_unlock (&self->mutex);
}

void
cl_trainer_prepare_learner (ClTrainer *self)
{
  const ClTrainSettings *settings = &self->settings;

  self->learner =
      cl_learner_new (self->family, cl_optimiser_find (settings->optimiser), settings->activation,
                      &self->layout, settings->gamma, settings->seed);
  if (self->resumed != NULL)
    take_up (self, self->resumed);
  g_clear_pointer (&self->resumed, cl_checkpoint_unref);
}

/* A process that is killed in its first epoch leaves the start of the run; an older file stays
 * until there is more to put in its place. */
void
cl_trainer_prepare_checkpoint (ClTrainer *self)
{
  if (self->checkpoint == NULL)
    return;
  if (self->fingerprint == 0)
    self->fingerprint = cl_dataset_fingerprint (self->dataset);
  self->saved = describe (self);
  if (!g_file_test (self->checkpoint, G_FILE_TEST_EXISTS))
    write_saved (self);
}

static gboolean
check_dataset (const ClCheckpoint *checkpoint, const ClDataset *dataset, const char *path,
               GError **error)
{
  if (checkpoint->inputs == cl_dataset_inputs (dataset) && checkpoint->classes == dataset->classes
      && checkpoint->fingerprint == cl_dataset_fingerprint (dataset))
    return TRUE;
  g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT,
               "%s: this run was trained on %s%s, and can only go on with the same samples", path,
               checkpoint->dataset,
               g_str_equal (checkpoint->dataset, dataset->name) ? " of other samples" : "");
  return FALSE;
}

void
cl_trainer_take_over (ClTrainer *self, ClCheckpoint *checkpoint)
{
  cl_history_clear (&self->history);
  self->history = cl_history_copy (&checkpoint->history);
  self->first_epoch = cl_checkpoint_epoch (checkpoint);
  if (self->first_epoch > 0)
    self->best = cl_trained_ref (checkpoint->best);
  self->best_accuracy = checkpoint->best_accuracy;
  self->fingerprint = checkpoint->fingerprint;
  self->resumed = cl_checkpoint_ref (checkpoint);
}

static ClTrainer *
new_from (ClCheckpoint *checkpoint, const char *path, ClDataset *dataset, GError **error)
{
  ClTrainSettings settings = checkpoint->settings;

  if (!check_dataset (checkpoint, dataset, path, error))
    return NULL;
  settings.checkpoint = path;
  ClTrainer *self = cl_trainer_new (&settings, dataset, error);
  if (self != NULL)
    cl_trainer_take_over (self, checkpoint);
  return self;
}

ClTrainer *
cl_trainer_new_resumed (const char *path, ClDataset *dataset, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);

  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (path, error);
  return checkpoint != NULL ? new_from (checkpoint, path, dataset, error) : NULL;
}

/* What the run left of the epoch that it ended in. */
static void
take_end (ClTrainer *self, const ClCheckpoint *checkpoint)
{
  const ClCheckpointEnd *end = &checkpoint->end;
  const gboolean known = end->state != CL_TRAINER_IDLE;

  cl_trainer_find_reason (self);
  self->failure = g_strdup (end->error);
  if (known)
    {
      g_array_unref (self->history.points);
      g_array_unref (self->history.marks);
      self->history.points = g_array_ref (end->points);
      self->history.marks = g_array_ref (end->marks);
    }
  if (known && self->best == NULL)
    {
      self->best = cl_trained_ref (checkpoint->best);
      self->last = cl_trained_ref (checkpoint->best);
    }
  const gboolean complete =
      self->reason != NULL || self->first_epoch >= (gsize) self->settings.epochs;
  atomic_store (&self->state, complete ? CL_TRAINER_FINISHED
                              : known  ? end->state
                                       : CL_TRAINER_STOPPED);
}

ClTrainer *
cl_trainer_new_ended (const char *path, ClDataset *dataset, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);

  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (path, error);
  ClTrainer *self = checkpoint != NULL ? new_from (checkpoint, path, dataset, error) : NULL;
  if (self == NULL)
    return NULL;
  cl_trainer_prepare_learner (self);
  g_clear_pointer (&self->learner, cl_learner_free);
  take_end (self, checkpoint);
  cl_trainer_post (self);
  return self;
}

gboolean
cl_trainer_read_settings (const char *path, ClTrainSettings *settings, GError **error)
{
  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (path, error);

  if (checkpoint == NULL)
    return FALSE;
  *settings = checkpoint->settings;
  return TRUE;
}
