/* A branch is a run that is resumed from a state that its parent keeps in memory. */
#include <stdatomic.h>

#include "core/training/trainer-private.h"

static ClCheckpoint *
find_state (ClTrainer *parent, gsize epoch, GError **error)
{
  g_mutex_lock (&parent->mutex);
  ClCheckpoint *state = cl_epoch_store_find (&parent->store, epoch);
  if (state != NULL)
    cl_checkpoint_ref (state);
  g_mutex_unlock (&parent->mutex);
  if (state == NULL)
    g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                 "the run cannot be branched after epoch %" G_GSIZE_FORMAT
                 ": it has not been done, or is no longer kept",
                 epoch);
  return state;
}

static gboolean
check_equal (const char *what, const char *parent, const char *branch, GError **error)
{
  if (g_str_equal (parent, branch))
    return TRUE;
  g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
               "%s of the branch is “%s”: expected “%s” as in the run it branches from", what,
               branch, parent);
  return FALSE;
}

static gboolean
check_counts (const ClTrainSettings *parent, const ClTrainSettings *branch, gsize epoch,
              GError **error)
{
  if (parent->n != branch->n)
    g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                 "the number of states of the branch is %" G_GSIZE_FORMAT
                 ": expected %" G_GSIZE_FORMAT " as in the run it branches from",
                 branch->n, parent->n);
  else if (branch->epochs <= epoch)
    g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                 "the number of epochs of the branch is %" G_GSIZE_FORMAT
                 ": expected more than the %" G_GSIZE_FORMAT " it starts after",
                 branch->epochs, epoch);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_settings (const ClTrainSettings *parent, const ClTrainSettings *branch, gsize epoch,
                GError **error)
{
  return cl_train_settings_validate (branch, error)
         && check_equal ("the family", parent->family, branch->family, error)
         && check_equal ("the activation", parent->activation->id, branch->activation->id, error)
         && check_equal ("the optimiser", parent->optimiser, branch->optimiser, error)
         && check_counts (parent, branch, epoch, error);
}

/* What changes while a run goes on changes before the first batch of the branch, with a mark. */
static void
start_from (ClTrainer *self, const ClTrainSettings *settings)
{
  self->settings.rate = settings->rate;
  self->settings.lambda = settings->lambda;
  self->settings.gamma = settings->gamma;
}

static void
share_states (ClTrainer *self, ClTrainer *parent, gsize epoch)
{
  g_mutex_lock (&parent->mutex);
  for (guint i = 0; i < parent->store.states->len; i++)
    {
      ClCheckpoint *state = g_ptr_array_index (parent->store.states, i);

      if (cl_checkpoint_epoch (state) <= epoch)
        cl_epoch_store_add (&self->store, state);
    }
  g_mutex_unlock (&parent->mutex);
}

ClTrainer *
cl_trainer_new_branch (ClTrainer *parent, gsize epoch, const ClTrainSettings *changes,
                       GError **error)
{
  g_return_val_if_fail (parent != NULL, NULL);

  g_autoptr (ClCheckpoint) state = find_state (parent, epoch, error);
  if (state == NULL)
    return NULL;
  const ClTrainSettings *settings = changes != NULL ? changes : &state->settings;
  if (!check_settings (&state->settings, settings, epoch, error))
    return NULL;
  ClTrainer *self = cl_trainer_new (settings, parent->dataset, error);
  if (self == NULL)
    return NULL;
  cl_trainer_take_over (self, state);
  start_from (self, &state->settings);
  share_states (self, parent, epoch);
  return self;
}
