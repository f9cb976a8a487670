#include "core/training/sweep-run.h"

#include <math.h>

#include "core/formats/c-number.h"

ClSweepRun *
cl_sweep_run_new (const char *family, double lambda, guint64 seed)
{
  ClSweepRun *self = g_atomic_rc_box_new0 (ClSweepRun);

  self->family = family;
  self->lambda = lambda;
  self->seed = seed;
  self->accuracy = self->lipschitz = self->nemon = NAN;
  self->epochs = g_array_new (FALSE, FALSE, sizeof (ClSweepEpoch));
  return self;
}

void
cl_sweep_run_find_best (ClSweepRun *self)
{
  self->accuracy = self->lipschitz = self->nemon = NAN;
  for (guint i = 0; i < self->epochs->len; i++)
    {
      const ClSweepEpoch *epoch = &g_array_index (self->epochs, ClSweepEpoch, i);

      if (i > 0 && epoch->test_accuracy <= self->accuracy)
        continue;
      self->accuracy = epoch->test_accuracy;
      self->lipschitz = epoch->lipschitz;
      self->nemon = epoch->nemon;
    }
}

static ClSweepRunState
state_of (ClTrainerState state)
{
  switch (state)
    {
    case CL_TRAINER_FINISHED:
      return CL_SWEEP_DONE;
    case CL_TRAINER_FAILED:
      return CL_SWEEP_FAILED;
    case CL_TRAINER_STOPPED:
      return CL_SWEEP_WAITING;
    case CL_TRAINER_IDLE:
    case CL_TRAINER_RUNNING:
    case CL_TRAINER_PAUSED:
    default:
      return CL_SWEEP_RUNNING;
    }
}

ClSweepRun *
cl_sweep_run_new_trained (const ClSweepRun *run, const ClTrainSnapshot *snapshot)
{
  ClSweepRun *self = cl_sweep_run_new (run->family, run->lambda, run->seed);

  self->state = state_of (snapshot->state);
  self->error = g_strdup (snapshot->error);
  for (guint i = 0; i < snapshot->epochs->len; i++)
    {
      const ClEpoch *epoch = &g_array_index (snapshot->epochs, ClEpoch, i);
      const ClSweepEpoch kept = { epoch->test_accuracy, epoch->train_loss, epoch->lipschitz,
                                  epoch->bounds[CL_BOUND_NEMON] };

      g_array_append_val (self->epochs, kept);
      self->seconds += epoch->seconds;
    }
  cl_sweep_run_find_best (self);
  return self;
}

ClSweepRun *
cl_sweep_run_new_failed (const ClSweepRun *run, const char *reason)
{
  ClSweepRun *self = cl_sweep_run_new (run->family, run->lambda, run->seed);

  self->state = CL_SWEEP_FAILED;
  self->error = g_strdup (reason);
  return self;
}

ClSweepRun *
cl_sweep_run_ref (ClSweepRun *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ClSweepRun *self = data;

  g_array_unref (self->epochs);
  g_free (self->error);
}

void
cl_sweep_run_unref (ClSweepRun *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

double
cl_sweep_run_bound (const ClSweepRun *self, ClSweepBound bound)
{
  return bound == CL_SWEEP_BOUND_NEMON ? self->nemon : self->lipschitz;
}

gboolean
cl_sweep_run_is_over (const ClSweepRun *self)
{
  return self->state == CL_SWEEP_DONE || self->state == CL_SWEEP_FAILED;
}

gboolean
cl_sweep_run_is_same (const ClSweepRun *self, const ClSweepRun *other)
{
  return g_str_equal (self->family, other->family) && self->lambda == other->lambda
         && self->seed == other->seed;
}

char *
cl_sweep_run_file_name (const ClSweepRun *self)
{
  char lambda[CL_C_NUMBER_SIZE];

  return g_strdup_printf ("%s-%s-%" G_GUINT64_FORMAT ".npz", self->family,
                          cl_c_number_format (self->lambda, lambda), self->seed);
}
