/* Settings that change while a run goes on: the owner leaves a wish, worker 0 grants it. */
#include <stdatomic.h>

#include "core/training/trainer-private.h"

/* The settings as the owner last wanted them; those of the workers may still lag behind. */
static ClTrainSettings
wanted_settings (const ClTrainer *self)
{
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  settings.family = self->family->id;
  settings.regulariser = self->regulariser->id;
  settings.rate = atomic_load (&self->wanted_rate);
  settings.lambda = atomic_load (&self->wanted_lambda);
  settings.gamma = atomic_load (&self->wanted_gamma);
  return settings;
}

gboolean
cl_trainer_set_rate (ClTrainer *self, double rate, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  ClTrainSettings settings = wanted_settings (self);
  settings.rate = rate;
  if (!cl_train_settings_validate (&settings, error))
    return FALSE;
  atomic_store (&self->wanted_rate, rate);
  return TRUE;
}

gboolean
cl_trainer_set_lambda (ClTrainer *self, double lambda, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  ClTrainSettings settings = wanted_settings (self);
  settings.lambda = lambda;
  if (!cl_train_settings_validate (&settings, error))
    return FALSE;
  atomic_store (&self->wanted_lambda, lambda);
  return TRUE;
}

gboolean
cl_trainer_set_gamma (ClTrainer *self, double gamma, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  ClTrainSettings settings = wanted_settings (self);
  settings.gamma = gamma;
  if (!cl_train_settings_validate (&settings, error))
    return FALSE;
  atomic_store (&self->wanted_gamma, gamma);
  return TRUE;
}

/* Returns TRUE when there was something to change. */
static gboolean
apply_change (ClTrainer *self, ClTrainMarkKind what, double wanted, double *setting, gsize batch)
{
  const ClTrainMark mark = {
    .position = (double) self->epoch + (double) batch / (double) cl_trainer_batches (self),
    .what = what,
    .value = wanted,
  };

  if (wanted == *setting)
    return FALSE;
  *setting = wanted;
  cl_history_add_mark (&self->history, &mark);
  return TRUE;
}

void
cl_trainer_apply_changes (ClTrainer *self, gsize batch)
{
  apply_change (self, CL_TRAIN_MARK_RATE, atomic_load (&self->wanted_rate), &self->settings.rate,
                batch);
  apply_change (self, CL_TRAIN_MARK_LAMBDA, atomic_load (&self->wanted_lambda),
                &self->settings.lambda, batch);
  if (apply_change (self, CL_TRAIN_MARK_GAMMA, atomic_load (&self->wanted_gamma),
                    &self->settings.gamma, batch))
    cl_learner_set_gamma (self->learner, self->settings.gamma);
}
