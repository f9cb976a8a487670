/* The books of a run, which worker 0 keeps: totals over an epoch, its record, its model, and
 * whether it was the last. */
#include <math.h>
#include <stdatomic.h>

#include "core/training/trainer-private.h"

/* Faster than any screen draws, slow enough to cost nothing. */
#define POST_INTERVAL 8000 /* microseconds */

gint64
cl_trainer_clock (const ClTrainer *self)
{
  return g_get_monotonic_time () - self->paused;
}

double
cl_trainer_rate_at (const ClTrainer *self, gsize batch)
{
  const double batches = (double) cl_trainer_batches (self);
  const double done = (double) self->epoch * batches + (double) batch;

  return self->settings.rate * self->schedule->factor (done / (batches * self->settings.epochs));
}

static void
keep_model (ClTrainer *self, ClTrained *model, gboolean is_best)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->last, cl_trained_unref);
  self->last = cl_trained_ref (model);
  if (is_best)
    {
      g_clear_pointer (&self->best, cl_trained_unref);
      self->best = cl_trained_ref (model);
    }
  g_mutex_unlock (&self->mutex);
}

void
cl_trainer_keep_unfinished_model (ClTrainer *self)
{
  if (self->last != NULL)
    return;
  g_autoptr (ClTrained) model = cl_learner_to_model (self->learner, NULL);
  if (model != NULL)
    keep_model (self, model, TRUE);
}

static void
add_to_totals (ClTrainer *self, gsize samples, ClBatchPoint *point)
{
  ClEpochTotals *totals = &self->totals;
  gsize forward = 0, backward = 0, correct = 0;
  double loss = 0.0, residual = 0.0;

  for (guint i = 0; i < self->workers; i++)
    {
      const ClGradientInfo *info = &self->worker[i].info;

      loss += info->loss;
      correct += info->correct;
      residual = MAX (residual, info->forward.residual);
      forward = MAX (forward, info->forward.iterations);
      backward = MAX (backward, info->backward.iterations);
      self->flops += info->flops;
    }
  totals->loss += loss;
  totals->correct += correct;
  totals->samples += samples;
  totals->residual = MAX (totals->residual, residual);
  totals->forward_iterations += forward;
  totals->backward_iterations += backward;
  totals->batches++;
  point->loss = (float) (loss / (double) samples);
  point->accuracy = (float) correct / (float) samples;
  point->forward_iterations = (float) forward;
  point->residual = (float) residual;
}

void
cl_trainer_account (ClTrainer *self, gsize batch)
{
  const gsize begin = batch * self->settings.batch;
  const gsize end = MIN (begin + self->settings.batch, self->dataset->train.count);
  ClBatchPoint point = { .position = (double) self->epoch
                                     + (double) (batch + 1) / (double) cl_trainer_batches (self) };

  add_to_totals (self, end - begin, &point);
  cl_history_add_point (&self->history, &point);
  self->samples_per_second = (double) self->totals.samples * 1e6
                             / (double) MAX (cl_trainer_clock (self) - self->totals.started, 1);
  if (g_get_monotonic_time () - self->posted >= POST_INTERVAL)
    cl_trainer_post (self);
}

/* Without weights that are finite there is no bound. */
static void
add_bounds (const ClTrained *model, ClEpoch *epoch)
{
  for (gsize i = 0; i < CL_N_BOUNDS; i++)
    epoch->bounds[i] = INFINITY;
  epoch->lipschitz = model != NULL ? cl_trained_bounds (model, epoch->bounds) : INFINITY;
}

/* The first epoch with the best test accuracy. */
static const ClEpoch *
best_epoch (const ClTrainer *self)
{
  const ClEpoch *best = NULL;

  for (guint i = 0; i < self->history.epochs->len; i++)
    {
      const ClEpoch *epoch = &g_array_index (self->history.epochs, ClEpoch, i);

      if (best == NULL || epoch->test_accuracy > best->test_accuracy)
        best = epoch;
    }
  return best;
}

void
cl_trainer_find_reason (ClTrainer *self)
{
  const ClTrainSettings *settings = &self->settings;
  const gsize done = self->history.epochs->len;
  const ClEpoch *best = best_epoch (self);

  g_clear_pointer (&self->reason, g_free);
  if (best == NULL || done >= settings->epochs)
    return;
  if (settings->target_accuracy > 0.0 && best->test_accuracy >= settings->target_accuracy)
    self->reason = g_strdup_printf ("epoch %" G_GSIZE_FORMAT
                                    " reached a test accuracy of %.2f %%, the target is %.2f %%",
                                    best->epoch, 100.0 * best->test_accuracy,
                                    100.0 * settings->target_accuracy);
  else if (settings->patience > 0 && done - best->epoch >= settings->patience)
    self->reason = g_strdup_printf ("the test accuracy has not risen above the %.2f %% of epoch "
                                    "%" G_GSIZE_FORMAT " for %" G_GSIZE_FORMAT " %s",
                                    100.0 * best->test_accuracy, best->epoch, done - best->epoch,
                                    done - best->epoch == 1 ? "epoch" : "epochs");
}

void
cl_trainer_close_epoch (ClTrainer *self)
{
  const ClEpochTotals *totals = &self->totals;
  g_autoptr (ClTrained) model = cl_learner_to_model (self->learner, NULL);
  gsize correct = 0;

  for (guint i = 0; i < self->workers; i++)
    {
      correct += self->worker[i].correct;
      self->flops += self->worker[i].test.flops;
    }
  ClEpoch epoch = {
    .epoch = self->epoch + 1,
    .train_loss = totals->loss / (double) totals->samples,
    .train_accuracy = (double) totals->correct / (double) totals->samples,
    .test_accuracy = (double) correct / (double) MAX (self->dataset->test.count, 1),
    .forward_iterations = (double) totals->forward_iterations / (double) totals->batches,
    .backward_iterations = (double) totals->backward_iterations / (double) totals->batches,
    .worst_residual = totals->residual,
    .margin = 1.0 - cl_learner_measure (self->learner),
    .rate = cl_trainer_rate_at (self, totals->batches),
  };
  add_bounds (model, &epoch);
  const gboolean is_best =
      self->history.epochs->len == 0 || epoch.test_accuracy > self->best_accuracy;

  if (is_best)
    self->best_accuracy = epoch.test_accuracy;
  if (model != NULL)
    keep_model (self, model, is_best);
  epoch.seconds = (double) (cl_trainer_clock (self) - totals->started) * 1e-6;
  cl_history_add_epoch (&self->history, &epoch);
  if (model != NULL)
    cl_trainer_save (self);
  cl_trainer_find_reason (self);
  cl_trainer_post (self);
}
