/* How a run is kept after each epoch, in memory and in a file, and taken up again. */
#include <stdatomic.h>

#include "core/training/checkpoint.h"
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
  checkpoint->best = cl_trained_ref (self->best);
  checkpoint->last = cl_trained_ref (self->last);
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

void
cl_trainer_save (ClTrainer *self)
{
  g_autoptr (ClCheckpoint) state = describe (self);
  g_autoptr (GError) error = NULL;

  keep (self, state);
  if (self->checkpoint == NULL)
    return;
  g_clear_pointer (&self->warning, g_free);
  if (!cl_checkpoint_write (state, self->checkpoint, &error))
    self->warning = g_strdup (error->message);
}

/* The learner becomes the one of the state, which a branch shares with its parent and a file's has
 * to itself. */
static void
take_up (ClTrainer *self, ClCheckpoint *state)
{
  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    cl_learner_set_array (self->learner, (ClLearnerArray) i, state->state[i]);
  cl_learner_refresh (self->learner);
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
cl_trainer_prepare_checkpoint (ClTrainer *self)
{
  if (self->resumed != NULL)
    take_up (self, self->resumed);
  g_clear_pointer (&self->resumed, cl_checkpoint_unref);
  if (self->checkpoint != NULL && self->fingerprint == 0)
    self->fingerprint = cl_dataset_fingerprint (self->dataset);
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
  self->best = cl_trained_ref (checkpoint->best);
  self->best_accuracy = checkpoint->best_accuracy;
  self->fingerprint = checkpoint->fingerprint;
  self->resumed = cl_checkpoint_ref (checkpoint);
}

ClTrainer *
cl_trainer_new_resumed (const char *path, ClDataset *dataset, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);

  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (path, error);
  if (checkpoint == NULL || !check_dataset (checkpoint, dataset, path, error))
    return NULL;
  ClTrainSettings settings = checkpoint->settings;
  settings.checkpoint = path;
  ClTrainer *self = cl_trainer_new (&settings, dataset, error);
  if (self != NULL)
    cl_trainer_take_over (self, checkpoint);
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
