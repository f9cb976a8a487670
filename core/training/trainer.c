#include "core/training/trainer.h"

#include <stdatomic.h>

#include "core/linalg/blas.h"
#include "core/training/trainer-private.h"

void
cl_train_snapshot_free (ClTrainSnapshot *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->epochs);
  g_array_unref (self->points);
  g_array_unref (self->marks);
  g_free (self->error);
  g_free (self->reason);
  g_free (self->warning);
  g_free (self);
}

static guint
count_workers (const ClTrainSettings *settings)
{
  const guint wanted = settings->threads > 0 ? settings->threads : g_get_num_processors ();

  return (guint) MIN (wanted, settings->batch);
}

gsize
cl_trainer_batches (const ClTrainer *self)
{
  const gsize count = self->dataset->train.count;

  return (count + self->settings.batch - 1) / self->settings.batch;
}

/* Fails where the images do not suit a convolutional family. */
static gboolean
lay_out (const ClTrainSettings *settings, const ClDataset *dataset, ClParameterLayout *layout,
         GError **error)
{
  const ClFamily *family = cl_family_find (settings->family);
  ClConvShape shape;

  if (family->kernel == 0)
    *layout =
        cl_parameter_layout (family, settings->n, cl_dataset_inputs (dataset), dataset->classes);
  else if (cl_conv_shape_fit (&shape, dataset, settings->n, family->kernel, error))
    *layout = cl_parameter_layout_convolution (family, &shape);
  else
    return FALSE;
  return TRUE;
}

ClTrainer *
cl_trainer_new (const ClTrainSettings *settings, ClDataset *dataset, GError **error)
{
  ClParameterLayout layout;

  g_return_val_if_fail (dataset != NULL, NULL);

  if (!cl_train_settings_validate (settings, error))
    return NULL;
  if (dataset->train.count == 0 || dataset->train.count > G_MAXUINT32)
    {
      g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                   "%s has %" G_GSIZE_FORMAT " training samples: expected 1 to %u", dataset->name,
                   dataset->train.count, G_MAXUINT32);
      return NULL;
    }
  if (!lay_out (settings, dataset, &layout, error))
    return NULL;

  ClTrainer *self = g_new0 (ClTrainer, 1);
  self->layout = layout;
  self->settings = *settings;
  self->settings.checkpoint = self->checkpoint = g_strdup (settings->checkpoint);
  atomic_init (&self->wanted_rate, settings->rate);
  atomic_init (&self->wanted_lambda, settings->lambda);
  atomic_init (&self->wanted_gamma, settings->gamma);
  self->dataset = cl_dataset_ref (dataset);
  self->family = cl_family_find (settings->family);
  self->schedule = cl_schedule_find (settings->schedule);
  self->regulariser = cl_regulariser_find (settings->regulariser);
  self->workers = count_workers (settings);
  self->worker = g_new0 (ClTrainerWorker, self->workers);
  self->gradients = g_new0 (ClBatchGradient *, self->workers);
  self->barrier = cl_barrier_new (self->workers);
  g_mutex_init (&self->mutex);
  cl_mailbox_init (&self->snapshots, (GDestroyNotify) cl_train_snapshot_free);
  cl_history_init (&self->history);
  cl_epoch_store_init (&self->store, CL_TRAINER_MEMORY);
  return self;
}

void
cl_trainer_free (ClTrainer *self)
{
  if (self == NULL)
    return;
  cl_trainer_stop (self);
  cl_trainer_wait (self);
  cl_pace_leave (self->member);
  for (guint i = 0; i < self->workers; i++)
    cl_batch_gradient_free (self->gradients[i]);
  g_free (self->gradients);
  g_free (self->worker);
  cl_barrier_free (self->barrier);
  cl_learner_free (self->learner);
  g_free (self->order);
  g_clear_pointer (&self->last, cl_trained_unref);
  g_clear_pointer (&self->best, cl_trained_unref);
  g_mutex_clear (&self->mutex);
  cl_mailbox_clear (&self->snapshots);
  cl_history_clear (&self->history);
  cl_epoch_store_clear (&self->store);
  cl_dataset_unref (self->dataset);
  g_free (self->failure);
  g_free (self->warning);
  g_free (self->reason);
  g_free (self->checkpoint);
  cl_checkpoint_unref (self->resumed);
  cl_checkpoint_unref (self->saved);
  g_free (self);
}

void
cl_trainer_start (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_load (&self->state) != CL_TRAINER_IDLE)
    return;
  /* The parallelism is over the batch: a gemm that started threads of its own would fight it. */
  if (cl_blas_get_threads () != 1)
    cl_blas_set_threads (1);
  cl_trainer_member (self);
  atomic_store (&self->state, CL_TRAINER_RUNNING);
  for (guint i = 0; i < self->workers; i++)
    {
      g_autofree char *name = g_strdup_printf ("train-%u", i);

      self->worker[i].trainer = self;
      self->worker[i].id = i;
      self->worker[i].thread = g_thread_new (name, cl_trainer_work, &self->worker[i]);
    }
}

void
cl_trainer_wait (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->workers; i++)
    g_clear_pointer (&self->worker[i].thread, g_thread_join);
}

void
cl_trainer_get_settings (const ClTrainer *self, ClTrainSettings *settings)
{
  g_return_if_fail (self != NULL && settings != NULL);

  *settings = self->settings;
  settings->checkpoint = NULL;
}

ClTrainSnapshot *
cl_trainer_take_snapshot (ClTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return cl_mailbox_take (&self->snapshots);
}

ClTrained *
cl_trainer_get_trained (ClTrainer *self, gboolean best)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  ClTrained *trained = best ? self->best : self->last;
  if (trained != NULL)
    cl_trained_ref (trained);
  g_mutex_unlock (&self->mutex);
  return trained;
}

/* Its dense model, with a reference; NULL where there is none. */
static ClModel *
model_of (const ClTrained *trained)
{
  return trained != NULL && trained->model != NULL ? cl_model_ref (trained->model) : NULL;
}

ClModel *
cl_trainer_get_model (ClTrainer *self, gboolean best)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (ClTrained) trained = cl_trainer_get_trained (self, best);
  return model_of (trained);
}

ClTrained *
cl_trainer_get_trained_at (ClTrainer *self, gsize epoch)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  const ClCheckpoint *state = cl_epoch_store_find (&self->store, epoch);
  ClTrained *trained = state != NULL ? cl_trained_ref (state->last) : NULL;
  g_mutex_unlock (&self->mutex);
  return trained;
}

ClModel *
cl_trainer_get_model_at (ClTrainer *self, gsize epoch)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (ClTrained) trained = cl_trainer_get_trained_at (self, epoch);
  return model_of (trained);
}

static double
seconds_running (const ClTrainer *self)
{
  return self->started == 0
             ? 0.0
             : (double) (g_get_monotonic_time () - self->started - self->paused) * 1e-6;
}

void
cl_trainer_post (ClTrainer *self)
{
  ClTrainSnapshot *snapshot = g_new0 (ClTrainSnapshot, 1);
  const double seconds = seconds_running (self);

  snapshot->state = (ClTrainerState) atomic_load (&self->state);
  snapshot->epochs_done = self->history.epochs->len;
  snapshot->batches_done = self->totals.batches;
  snapshot->batches_per_epoch = cl_trainer_batches (self);
  snapshot->samples_per_second = self->samples_per_second;
  snapshot->gemm_gflops = seconds > 0.0 ? self->flops / seconds * 1e-9 : 0.0;
  snapshot->epochs = g_array_copy (self->history.epochs);
  snapshot->points = g_array_copy (self->history.points);
  snapshot->best_test_accuracy = self->best_accuracy;
  snapshot->error = g_strdup (self->failure);
  snapshot->gemm_flops = self->flops;
  snapshot->marks = g_array_copy (self->history.marks);
  snapshot->warning = g_strdup (self->warning);
  snapshot->reason = snapshot->state == CL_TRAINER_FINISHED ? g_strdup (self->reason) : NULL;
  self->posted = g_get_monotonic_time ();
  cl_mailbox_post (&self->snapshots, snapshot);
}
