/* The workers' side of a run.
 *
 * A batch has two phases, each closed by a barrier:
 *   1. every worker computes the gradient of its share of the batch into its own memory;
 *   2. every worker reduces its range of the parameters over all gradients, in the order of the
 *      workers, and steps it; worker 0 also keeps the books and hears the owner.
 * Shares and ranges depend on the number of workers alone, so the same seed and the same number
 * give the same bytes. */
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/training/diagnosis.h"
#include "core/training/trainer-private.h"

/* The test runs in pieces of at least this many samples, however small the batch is. */
#define LEAST_CAPACITY 128

/* The first of the random streams that say which neurons are left out, beyond those of the weights
 * and of the orders. */
#define MASK_STREAM (G_GUINT64_CONSTANT (1) << 56)

typedef struct
{
  gsize begin, count;
} Share;

/* The part of the range [begin, end) that belongs to one worker. */
static Share
share_of (const ClTrainerWorker *worker, gsize begin, gsize end)
{
  const gsize count = end - begin;
  const guint workers = worker->trainer->workers;
  const gsize from = begin + count * worker->id / workers;

  return (Share){ from, begin + count * (worker->id + 1) / workers - from };
}

static Share
share_of_batch (const ClTrainerWorker *worker, gsize batch)
{
  const gsize size = worker->trainer->settings.batch;
  const gsize count = worker->trainer->dataset->train.count;

  return share_of (worker, batch * size, MIN ((batch + 1) * size, count));
}

static ClBatchTolerance
tolerance_of (const ClTrainer *self)
{
  return (ClBatchTolerance){ self->settings.tolerance, self->settings.max_iterations };
}

/* Names the worst share: one that is not sound. */
static void
record_failure (ClTrainer *self, gsize batch)
{
  const ClBatchTolerance tolerance = tolerance_of (self);

  for (guint i = 0; i < self->workers; i++)
    {
      const ClTrainerWorker *worker = &self->worker[i];
      const Share share = share_of_batch (worker, batch);

      if (cl_gradient_is_sound (&worker->info, share.count))
        continue;
      g_autofree char *cause =
          cl_diagnose (&worker->info, cl_learner_network (self->learner), &self->dataset->train,
                       self->order + share.begin, share.count, &tolerance);
      self->failure = g_strdup_printf ("epoch %" G_GSIZE_FORMAT ", batch %" G_GSIZE_FORMAT ": %s",
                                       self->epoch + 1, batch + 1, cause);
      return;
    }
}

/* The two phases of a batch. */

static void
compute_share (ClTrainerWorker *worker, gsize batch)
{
  ClTrainer *self = worker->trainer;
  ClBatchGradient *gradient = self->gradients[worker->id];
  const ClNetwork *network = cl_learner_network (self->learner);
  const Share share = share_of_batch (worker, batch);
  const gsize begin = batch * self->settings.batch;
  const gsize samples = MIN (self->settings.batch, self->dataset->train.count - begin);
  const ClBatchTolerance tolerance = tolerance_of (self);

  cl_batch_gradient_run (gradient, network, &self->dataset->train, self->order + share.begin,
                         share.count, 1.0F / (float) samples, &tolerance, &worker->info);
  if (worker->id == 0 && self->settings.lambda > 0.0)
    cl_learner_regularise (self->learner, self->regulariser, self->settings.lambda, gradient);
}

static gboolean
batch_is_sound (const ClTrainer *self, gsize batch)
{
  for (guint i = 0; i < self->workers; i++)
    if (!cl_gradient_is_sound (&self->worker[i].info,
                               share_of_batch (&self->worker[i], batch).count))
      return FALSE;
  return TRUE;
}

/* The network of the batch that comes next, or of the test after the last one. */
static void
choose_neurons (ClTrainer *self, gsize batch)
{
  const gsize batches = cl_trainer_batches (self);
  const guint64 counter = MASK_STREAM + self->epoch * batches + batch;

  cl_learner_drop (self->learner, batch < batches ? self->settings.dropout : 0.0,
                   self->settings.seed, counter);
}

/* The part of worker 0 between the barriers, besides its range of the parameters. */
static void
conclude_batch (ClTrainer *self, gsize batch, gboolean sound)
{
  if (sound)
    cl_trainer_account (self, batch);
  else
    record_failure (self, batch);
  self->over = !sound || !cl_trainer_obey (self, batch + 1);
  if (!self->over && batch + 1 < cl_trainer_batches (self))
    cl_trainer_apply_changes (self, batch + 1);
}

/* Returns FALSE when the run ended, which all workers learn from the same flag. */
static gboolean
train_batch (ClTrainerWorker *worker, gsize batch)
{
  ClTrainer *self = worker->trainer;
  const double rate = cl_trainer_rate_at (self, batch);
  const guint64 steps = self->epoch * cl_trainer_batches (self) + batch + 1;

  compute_share (worker, batch);
  cl_barrier_wait (self->barrier);
  const gboolean sound = batch_is_sound (self, batch);
  if (worker->id == 0)
    choose_neurons (self, batch + 1);
  if (sound)
    cl_learner_step (self->learner, worker->id, self->workers, self->gradients, steps, rate);
  if (worker->id == 0)
    conclude_batch (self, batch, sound);
  cl_barrier_wait (self->barrier);
  return !self->over;
}

/* The order of an epoch depends on the seed and the epoch alone (Fisher & Yates). */
static void
shuffle (ClTrainer *self)
{
  const gsize count = self->dataset->train.count;
  ClRandomStream stream = cl_random_stream_new (self->settings.seed, 16 + self->epoch);

  for (gsize i = 0; i < count; i++)
    self->order[i] = (guint32) i;
  for (gsize i = count; i > 1; i--)
    {
      const gsize j = (gsize) (((cl_random_stream_next (&stream) >> 32) * i) >> 32);
      const guint32 swapped = self->order[i - 1];

      self->order[i - 1] = self->order[j];
      self->order[j] = swapped;
    }
}

static void
open_epoch (ClTrainer *self, gsize epoch)
{
  self->epoch = epoch;
  self->totals = (ClEpochTotals){ .started = cl_trainer_clock (self) };
  shuffle (self);
  cl_trainer_apply_changes (self, 0);
  if (self->settings.dropout > 0.0)
    {
      choose_neurons (self, 0);
      cl_learner_refresh (self->learner);
    }
}

static gsize
capacity_of (const ClTrainer *self)
{
  return MAX ((self->settings.batch + self->workers - 1) / self->workers, LEAST_CAPACITY);
}

/* A stop is heard between two pieces: the test of a large convolutional network takes a while. */
static void
test_share (ClTrainerWorker *worker)
{
  ClTrainer *self = worker->trainer;
  const Share share = share_of (worker, 0, self->dataset->test.count);
  const gsize piece = capacity_of (self);
  const ClBatchTolerance tolerance = tolerance_of (self);

  worker->correct = 0;
  worker->test = (ClBatchInfo){ .converged = TRUE };
  worker->is_tested = TRUE;
  for (gsize done = 0; done < share.count; done += piece)
    {
      ClBatchInfo info;

      if (atomic_load (&self->stop))
        {
          worker->is_tested = FALSE;
          return;
        }
      worker->correct +=
          cl_batch_gradient_test (self->gradients[worker->id], cl_learner_network (self->learner),
                                  &self->dataset->test, share.begin + done,
                                  MIN (piece, share.count - done), &tolerance, &info);
      worker->test.flops += info.flops;
    }
}

static gboolean
is_tested (const ClTrainer *self)
{
  for (guint i = 0; i < self->workers; i++)
    if (!self->worker[i].is_tested)
      return FALSE;
  return TRUE;
}

/* Returns FALSE when the run ended. */
static gboolean
train_epoch (ClTrainerWorker *worker, gsize epoch)
{
  ClTrainer *self = worker->trainer;
  const gsize batches = cl_trainer_batches (self);

  if (worker->id == 0)
    open_epoch (self, epoch);
  cl_barrier_wait (self->barrier);
  for (gsize batch = 0; batch < batches; batch++)
    if (!train_batch (worker, batch))
      return FALSE;
  test_share (worker);
  cl_barrier_wait (self->barrier);
  if (!is_tested (self))
    return FALSE;
  if (worker->id == 0)
    cl_trainer_close_epoch (self);
  cl_barrier_wait (self->barrier);
  return TRUE;
}

static void
prepare (ClTrainerWorker *worker)
{
  ClTrainer *self = worker->trainer;
  const ClTrainSettings *settings = &self->settings;

  /* On Linux a nice level belongs to a thread; a system that refuses leaves the usual one. */
  if (settings->nice > 0)
    (void) setpriority (PRIO_PROCESS, (id_t) gettid (), settings->nice);
  self->gradients[worker->id] =
      cl_batch_gradient_new (&self->layout, settings->activation, cl_loss_find (settings->loss),
                             capacity_of (self));
  if (worker->id != 0)
    return;
  cl_trainer_prepare_learner (self);
  cl_trainer_prepare_checkpoint (self);
  cl_trainer_find_reason (self);
  self->order = g_new (guint32, self->dataset->train.count);
  self->started = g_get_monotonic_time ();
}

static void
finish (ClTrainer *self, gboolean complete)
{
  cl_pace_drop_out (self->member);
  cl_trainer_keep_unfinished_model (self);
  atomic_store (&self->state, self->failure != NULL ? CL_TRAINER_FAILED
                              : complete            ? CL_TRAINER_FINISHED
                                                    : CL_TRAINER_STOPPED);
  cl_trainer_save_end (self);
  cl_trainer_post (self);
}

gpointer
cl_trainer_work (gpointer data)
{
  ClTrainerWorker *worker = data;
  ClTrainer *self = worker->trainer;
  gboolean running = TRUE;

  prepare (worker);
  cl_barrier_wait (self->barrier);
  for (gsize epoch = self->first_epoch;
       running && self->reason == NULL && epoch < self->settings.epochs; epoch++)
    running = train_epoch (worker, epoch);
  if (worker->id == 0)
    finish (self, running);
  return NULL;
}
