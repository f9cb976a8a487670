/* The threads of a sweep: each takes the next run that waits, trains it and writes it down. */
#include "core/formats/array-file.h"
#include "core/training/fingerprint.h"
#include "core/training/sweep-private.h"

#include <math.h>

/* How often a run is looked at; a request is heard at once. */
#define POLL_MICROSECONDS 20000

#define NO_RUN G_MAXUINT

/* Ends the sweep; the first reason is kept.  Takes the error. */
static void
give_up (ClSweep *self, GError *error)
{
  g_mutex_lock (&self->mutex);
  if (self->request != CL_SWEEP_STOP && self->error == NULL)
    self->error = g_strdup (error->message);
  self->request = CL_SWEEP_STOP;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_error_free (error);
}

/* The data. */

static gboolean
open_dataset (ClSweep *self, guint64 seed, GError **error)
{
  if (self->dataset != NULL && (self->fixed || self->seed == seed))
    return TRUE;
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  self->dataset = cl_dataset_open (self->data, seed, self->cancellable, error);
  if (self->dataset == NULL)
    return FALSE;
  self->seed = seed;
  self->fingerprint = cl_dataset_fingerprint (self->dataset);
  return TRUE;
}

/* The data set for a seed, and its fingerprint. */
static ClDataset *
data_for (ClSweep *self, guint64 seed, guint64 *fingerprint, GError **error)
{
  ClDataset *dataset = NULL;

  g_mutex_lock (&self->data_mutex);
  if (open_dataset (self, seed, error))
    {
      dataset = cl_dataset_ref (self->dataset);
      *fingerprint = self->fingerprint;
    }
  g_mutex_unlock (&self->data_mutex);
  return dataset;
}

/* The files. */

/* NULL: the last result is safe. */
static void
warn (ClSweep *self, const GError *error)
{
  g_mutex_lock (&self->mutex);
  g_free (self->warning);
  self->warning = error != NULL ? g_strdup (error->message) : NULL;
  g_mutex_unlock (&self->mutex);
}

static ClSweepTable *
describe (ClSweep *self)
{
  ClSweepTable *table;

  g_mutex_lock (&self->mutex);
  table = cl_sweep_table_new (&self->base, self->name);
  for (guint i = 0; i < self->runs->len; i++)
    {
      ClSweepRun *run = g_ptr_array_index (self->runs, i);

      if (cl_sweep_run_is_over (run))
        cl_sweep_table_add (table, run, g_array_index (self->fingerprints, guint64, i));
    }
  g_mutex_unlock (&self->mutex);
  return table;
}

static gboolean
write_table (ClSweep *self, GError **error)
{
  gboolean written = TRUE;

  if (self->table == NULL)
    return TRUE;
  g_mutex_lock (&self->file_mutex);
  g_autoptr (ClSweepTable) table = describe (self);
  written = cl_sweep_table_write (table, self->table, error);
  g_mutex_unlock (&self->file_mutex);
  return written;
}

static gboolean
write_model (ClSweep *self, ClTrainer *trainer, const ClSweepRun *run, GError **error)
{
  g_autoptr (ClTrained) trained = cl_trainer_get_trained (trainer, TRUE);
  g_autofree char *name = cl_sweep_run_file_name (run);
  g_autofree char *path = NULL;

  if (self->models == NULL || trained == NULL)
    return TRUE;
  path = g_build_filename (self->models, name, NULL);
  g_autoptr (ClArraySet) set = cl_trained_to_set (trained);
  return cl_array_file_write (set, path, error);
}

/* The runs. */

/* Replaces a run by a later state of it, which is taken over. */
static void
set_run (ClSweep *self, guint index, ClSweepRun *run, double progress)
{
  g_mutex_lock (&self->mutex);
  cl_sweep_run_unref (g_ptr_array_index (self->runs, index));
  g_ptr_array_index (self->runs, index) = run;
  g_array_index (self->progress, double, index) = progress;
  cl_sweep_post (self);
  g_mutex_unlock (&self->mutex);
}

static double
progress_of (const ClTrainSnapshot *snapshot)
{
  const gsize batches = snapshot->batches_per_epoch;
  const double part =
      batches > 0 ? (double) (snapshot->batches_done % batches) / (double) batches : 0.0;

  return (double) snapshot->epochs_done + part;
}

/* Hands pause, resume and stop to the trainer and waits a little. */
static void
obey (ClSweep *self, ClTrainer *trainer, ClSweepRequest *heard)
{
  g_mutex_lock (&self->mutex);
  if (self->request == *heard)
    g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + POLL_MICROSECONDS);
  const ClSweepRequest request = self->request;
  g_mutex_unlock (&self->mutex);
  if (request == *heard)
    return;
  if (request == CL_SWEEP_STOP)
    cl_trainer_stop (trainer);
  else if (request == CL_SWEEP_PAUSE)
    cl_trainer_pause (trainer);
  else
    cl_trainer_resume (trainer);
  *heard = request;
}

/* The run with its result, or waiting again after a stop. */
static ClSweepRun *
follow (ClSweep *self, guint index, ClTrainer *trainer, const ClSweepRun *waiting)
{
  ClSweepRequest heard = CL_SWEEP_GO;

  for (;;)
    {
      g_autoptr (ClTrainSnapshot) snapshot = NULL;

      obey (self, trainer, &heard);
      snapshot = cl_trainer_take_snapshot (trainer);
      if (snapshot == NULL)
        continue;
      g_autoptr (ClSweepRun) run = cl_sweep_run_new_trained (waiting, snapshot);
      if (run->state == CL_SWEEP_WAITING)
        return cl_sweep_run_new (run->family, run->lambda, run->seed);
      if (run->state != CL_SWEEP_RUNNING)
        return g_steal_pointer (&run);
      set_run (self, index, g_steal_pointer (&run), progress_of (snapshot));
    }
}

/* Returns FALSE when the network could not be written. */
static gboolean
train (ClSweep *self, guint index, const ClSweepRun *waiting, ClDataset *dataset, GError **error)
{
  ClTrainSettings settings = self->base;
  g_autoptr (GError) refused = NULL;

  settings.family = waiting->family;
  settings.lambda = waiting->lambda;
  settings.seed = waiting->seed;
  g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, dataset, &refused);
  if (trainer == NULL)
    {
      set_run (self, index, cl_sweep_run_new_failed (waiting, refused->message), 0.0);
      return TRUE;
    }
  cl_trainer_start (trainer);
  ClSweepRun *run = follow (self, index, trainer, waiting);
  const gboolean kept = run->state != CL_SWEEP_DONE || write_model (self, trainer, run, error);
  set_run (self, index, run, 0.0);
  return kept;
}

static void
do_run (ClSweep *self, guint index)
{
  g_autoptr (GError) error = NULL;
  guint64 fingerprint;

  g_mutex_lock (&self->mutex);
  g_autoptr (ClSweepRun) run = cl_sweep_run_ref (g_ptr_array_index (self->runs, index));
  g_mutex_unlock (&self->mutex);
  g_autoptr (ClDataset) dataset = data_for (self, run->seed, &fingerprint, &error);
  if (dataset == NULL)
    {
      set_run (self, index, cl_sweep_run_new (run->family, run->lambda, run->seed), 0.0);
      give_up (self, g_steal_pointer (&error));
      return;
    }
  g_mutex_lock (&self->mutex);
  g_array_index (self->fingerprints, guint64, index) = fingerprint;
  g_mutex_unlock (&self->mutex);
  const gboolean kept = train (self, index, run, dataset, &error);
  write_table (self, kept ? &error : NULL);
  warn (self, error);
}

/* Marks the next run that waits as one that runs, or returns NO_RUN. */
static guint
take_next (ClSweep *self)
{
  guint index = NO_RUN;

  g_mutex_lock (&self->mutex);
  while (self->request == CL_SWEEP_PAUSE)
    g_cond_wait (&self->cond, &self->mutex);
  for (guint i = 0; self->request == CL_SWEEP_GO && index == NO_RUN && i < self->runs->len; i++)
    {
      ClSweepRun *run = g_ptr_array_index (self->runs, i);

      if (run->state != CL_SWEEP_WAITING)
        continue;
      index = i;
      g_ptr_array_index (self->runs, i) = cl_sweep_run_new (run->family, run->lambda, run->seed);
      ((ClSweepRun *) g_ptr_array_index (self->runs, i))->state = CL_SWEEP_RUNNING;
      cl_sweep_run_unref (run);
      cl_sweep_post (self);
    }
  g_mutex_unlock (&self->mutex);
  return index;
}

static gpointer
work (gpointer data)
{
  ClSweep *self = data;
  guint index;

  while ((index = take_next (self)) != NO_RUN)
    do_run (self, index);
  return NULL;
}

/* The whole. */

static void
set_name (ClSweep *self, const char *name)
{
  g_mutex_lock (&self->mutex);
  if (self->name == NULL)
    self->name = g_strdup (name);
  g_mutex_unlock (&self->mutex);
}

/* A run of the table must have been trained on the samples that its seed gives now. */
static gboolean
check_data (ClSweep *self, GError **error)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const ClSweepRun *run = g_ptr_array_index (self->runs, i);
      guint64 fingerprint;

      if (i > 0 && !cl_sweep_run_is_over (run))
        continue;
      g_autoptr (ClDataset) dataset = data_for (self, run->seed, &fingerprint, error);
      if (dataset == NULL)
        return FALSE;
      set_name (self, dataset->name);
      if (cl_sweep_run_is_over (run)
          && fingerprint != g_array_index (self->fingerprints, guint64, i))
        {
          g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                       "%s: the run of seed %" G_GUINT64_FORMAT
                       " was trained on other samples than those of %s",
                       self->table, run->seed, dataset->name);
          return FALSE;
        }
    }
  return TRUE;
}

/* The table is written once before anything is trained: a path that cannot be is found at once. */
static gboolean
prepare (ClSweep *self)
{
  GError *error = NULL;

  if ((self->models == NULL || g_mkdir_with_parents (self->models, 0755) == 0)
      && check_data (self, &error) && write_table (self, &error))
    return TRUE;
  if (error == NULL)
    g_set_error (&error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: no folder could be made there",
                 self->models);
  give_up (self, error);
  return FALSE;
}

static gboolean
is_complete (const ClSweep *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (!cl_sweep_run_is_over (g_ptr_array_index (self->runs, i)))
      return FALSE;
  return TRUE;
}

static void
begin (ClSweep *self)
{
  g_mutex_lock (&self->mutex);
  if (self->state == CL_TRAINER_IDLE)
    self->state = CL_TRAINER_RUNNING;
  cl_sweep_post (self);
  g_mutex_unlock (&self->mutex);
}

/* The other threads have ended. */
static void
end (ClSweep *self)
{
  g_mutex_lock (&self->mutex);
  self->state = self->error != NULL  ? CL_TRAINER_FAILED
                : is_complete (self) ? CL_TRAINER_FINISHED
                                     : CL_TRAINER_STOPPED;
  cl_sweep_post (self);
  g_mutex_unlock (&self->mutex);
}

gpointer
cl_sweep_work (gpointer data)
{
  ClSweep *self = data;

  begin (self);
  if (prepare (self))
    {
      g_autoptr (GPtrArray) threads = g_ptr_array_new ();

      for (guint i = 1; i < MIN (self->jobs, self->runs->len); i++)
        g_ptr_array_add (threads, g_thread_new ("sweep", work, self));
      work (self);
      for (guint i = 0; i < threads->len; i++)
        g_thread_join (g_ptr_array_index (threads, i));
    }
  end (self);
  return NULL;
}
