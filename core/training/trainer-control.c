/* Pause, step, resume and stop: the owner leaves a request, worker 0 obeys it between two batches.
 */
#include <stdatomic.h>

#include "core/training/trainer-private.h"

/* The owner. */

/* A stop is final. */
static void
request (ClTrainer *self, ClTrainerRequest what)
{
  g_mutex_lock (&self->mutex);
  if (atomic_load (&self->request) != REQUEST_STOP)
    atomic_store (&self->request, what);
  self->steps = 0;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
cl_trainer_pause (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  request (self, REQUEST_PAUSE);
}

void
cl_trainer_resume (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  request (self, REQUEST_RUN);
}

void
cl_trainer_stop (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  request (self, REQUEST_STOP);
  if (atomic_load (&self->state) == CL_TRAINER_IDLE)
    {
      atomic_store (&self->state, CL_TRAINER_STOPPED);
      cl_trainer_post (self);
    }
}

void
cl_trainer_step (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_load (&self->state) == CL_TRAINER_IDLE)
    {
      /* The first batch is trained before any request is looked at. */
      request (self, REQUEST_PAUSE);
      cl_trainer_start (self);
      return;
    }
  g_mutex_lock (&self->mutex);
  if (atomic_load (&self->request) == REQUEST_PAUSE)
    self->steps++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Worker 0. */

static void
wait_while_paused (ClTrainer *self)
{
  const gint64 begin = g_get_monotonic_time ();

  atomic_store (&self->state, CL_TRAINER_PAUSED);
  cl_trainer_post (self);
  while (atomic_load (&self->request) == REQUEST_PAUSE && self->steps == 0)
    g_cond_wait (&self->cond, &self->mutex);
  self->paused += g_get_monotonic_time () - begin;
  atomic_store (&self->state, CL_TRAINER_RUNNING);
  if (atomic_load (&self->request) == REQUEST_RUN)
    cl_trainer_post (self);
}

gboolean
cl_trainer_obey (ClTrainer *self)
{
  if (atomic_load (&self->request) == REQUEST_RUN)
    return TRUE;
  g_mutex_lock (&self->mutex);
  if (atomic_load (&self->request) == REQUEST_PAUSE && self->steps == 0)
    wait_while_paused (self);
  if (self->steps > 0)
    self->steps--;
  g_mutex_unlock (&self->mutex);
  return atomic_load (&self->request) != REQUEST_STOP;
}
