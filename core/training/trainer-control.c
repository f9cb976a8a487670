/* Pause, step, resume and stop: the owner asks the pace for them, where worker 0 asks for its turn
 * between two batches. */
#include <stdatomic.h>

#include "core/training/trainer-private.h"

/* The owner. */

void
cl_trainer_set_pace (ClTrainer *self, ClPace *pace)
{
  g_return_if_fail (self != NULL && pace != NULL);
  g_return_if_fail (self->member == NULL);

  self->member = cl_pace_join (pace, self->first_epoch * cl_trainer_batches (self));
}

/* One's own where there is no other. */
ClPaceMember *
cl_trainer_member (ClTrainer *self)
{
  if (self->member == NULL)
    {
      g_autoptr (ClPace) pace = cl_pace_new ();

      cl_trainer_set_pace (self, pace);
    }
  return self->member;
}

void
cl_trainer_pause (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  cl_pace_pause (cl_trainer_member (self));
}

void
cl_trainer_resume (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  cl_pace_resume (cl_trainer_member (self));
}

void
cl_trainer_stop (ClTrainer *self)
{
  g_return_if_fail (self != NULL);

  atomic_store (&self->stop, TRUE);
  cl_pace_drop_out (cl_trainer_member (self));
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

  if (atomic_load (&self->state) != CL_TRAINER_IDLE)
    {
      cl_pace_step (cl_trainer_member (self));
      return;
    }
  /* The first batch is trained before any turn is asked for. */
  cl_pace_pause (cl_trainer_member (self));
  cl_trainer_start (self);
}

/* Worker 0. */

/* Of a step nothing is posted before it has been taken. */
static void
show_turn (ClTrainer *self, ClPaceTurn turn)
{
  const ClTrainerState state = turn == CL_PACE_PAUSED ? CL_TRAINER_PAUSED : CL_TRAINER_RUNNING;

  if (atomic_exchange (&self->state, state) != (int) state && turn != CL_PACE_STEP
      && turn != CL_PACE_OUT)
    cl_trainer_post (self);
}

gboolean
cl_trainer_obey (ClTrainer *self, gsize batch)
{
  const guint64 count = (guint64) self->epoch * cl_trainer_batches (self) + batch;
  const gint64 begin = g_get_monotonic_time ();
  ClPaceTurn turn = cl_pace_wait (self->member, count, CL_PACE_GO);

  if (turn == CL_PACE_GO)
    return TRUE;
  show_turn (self, turn);
  while (turn == CL_PACE_AHEAD || turn == CL_PACE_PAUSED)
    {
      turn = cl_pace_wait (self->member, count, turn);
      show_turn (self, turn);
    }
  self->paused += g_get_monotonic_time () - begin;
  return turn != CL_PACE_OUT;
}
