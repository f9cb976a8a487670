#include "core/dynamics/stepper-private.h"

#include <float.h>
#include <math.h>

/* A step that was cut at a kink and still fails, with the kink at its end, fails because its stages
 * reach beyond it: the controller shortens it. */
#define AT_END 0.95

/* A step is cut so often before it shrinks as if there were no kink. */
#define MAX_CUTS 3

/* What is left of a step is never less than this share: a step that is far too long does not know
 * where its kink is. */
#define LEAST_CUT 0.1

/* max_i |v_i| / (atol + rtol max (|a_i|, |b_i|)), infinite when any of it is not a number. */
static double
scaled_norm (const ClStepper *self, const double *v, const double *a, const double *b)
{
  double norm = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      double ratio = fabs (v[i]) / (self->atol + self->rtol * fmax (fabs (a[i]), fabs (b[i])));

      if (!(ratio <= norm))
        norm = isnan (ratio) ? INFINITY : ratio;
    }
  return norm;
}

/* A first guess h0 that moves the state by one percent, corrected by the curvature that an Euler
 * step of that length meets (Hairer et al., II.4). */
void
cl_stepper_choose_first_steps (ClStepper *self, double length)
{
  static const double euler[] = { 1 };
  gsize n = self->n;

  for (gsize slot = 0; slot < self->slots; slot++)
    {
      const double *y = self->y + slot * n;
      double size = scaled_norm (self, y, y, y);
      double speed = scaled_norm (self, self->k[0] + slot * n, y, y);
      double guess = size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed;

      self->h[slot] = fmin (guess, length);
      self->time[slot] = self->t[slot] + self->h[slot];
      self->before[slot] = speed;
    }
  cl_stepper_spread_steps (self);
  cl_stepper_step_from (self, euler, 1, self->stage);
  cl_stepper_evaluate (self, self->time, self->stage, self->k[1]);
  for (gsize e = 0; e < self->slots * n; e++)
    self->stage[e] = self->k[1][e] - self->k[0][e];
  for (gsize slot = 0; slot < self->slots; slot++)
    {
      const double *y = self->y + slot * n;
      double bend = scaled_norm (self, self->stage + slot * n, y, y) / self->h[slot];
      double worst = fmax (bend, self->before[slot]);
      double h = worst <= 1e-15 ? fmax (1e-6, 1e-3 * self->h[slot]) : pow (0.01 / worst, 0.2);

      self->h[slot] = isfinite (h) ? fmin (fmin (100 * self->h[slot], h), length) : self->h[slot];
    }
}

/* Sets the steps to try.  The last one is stretched or cut to end exactly at `until`, so that no
 * sliver is left. */
gboolean
cl_stepper_choose_steps (ClStepper *self)
{
  for (gsize slot = 0; slot < self->slots; slot++)
    {
      double left = self->until - self->t[slot];
      double h = self->next[slot];

      if (h < 8 * DBL_EPSILON * fabs (self->t[slot]) || h < DBL_MIN)
        {
          self->counts.failed_row = self->row[slot];
          self->counts.failed_time = self->t[slot];
          return FALSE;
        }
      self->h[slot] = 1.01 * h >= left ? left : h;
      self->to[slot] = 1.01 * h >= left ? self->until : self->t[slot] + h;
    }
  return TRUE;
}

/* The largest error of a row; infinite when any is not a number. */
static double
step_error (const ClStepper *self, gsize slot)
{
  const double *error = self->error + slot * self->n;
  double norm = 0;

  for (gsize i = 0; i < self->n; i++)
    if (!(error[i] <= norm))
      norm = isnan (error[i]) ? INFINITY : error[i];
  return norm;
}

/* The step size controller of Hairer et al. (II.4 and IV.2): proportional and integral, so that a
 * row that relaxes does not bounce at its limit of stability. */
static void
judge (ClStepper *self, gsize slot)
{
  double error = step_error (self, slot);
  double order = log (error);
  gboolean accepted = error <= 1;
  double factor = exp (0.17 * order - (accepted ? 0.04 * self->before[slot] : 0)) / 0.9;

  if (accepted)
    {
      factor = CLAMP (factor, 0.1, 5);
      if (self->retry[slot])
        factor = fmax (factor, 1);
      self->before[slot] = fmax (order, log (LEAST_ERROR));
      self->taken[slot]++;
      self->counts.steps = MAX (self->counts.steps, self->taken[slot]);
    }
  else
    {
      factor = CLAMP (factor, 1.1, 5);
      self->counts.rejected++;
    }
  self->next[slot] = self->h[slot] / factor;
  if (accepted)
    {
      /* Behind the kink the motion is as smooth as it was before. */
      self->next[slot] = fmax (self->next[slot], fmin (self->whole[slot], 5 * self->h[slot]));
      self->whole[slot] = 0;
      self->cuts[slot] = 0;
    }
  self->accepted[slot] = accepted;
  self->retry[slot] = !accepted;
}

static gboolean
may_be_cut (const ClStepper *self, gsize slot)
{
  return !self->accepted[slot] && self->cuts[slot] < MAX_CUTS;
}

/* Fills self->kinks with the steps that may be cut, in the order of their slots. */
static void
find_kinks (ClStepper *self)
{
  gsize index = 0;

  cl_kinks_reset (self->kinks);
  for (gsize slot = 0; slot < self->slots; slot++)
    if (may_be_cut (self, slot))
      {
        const double *times;
        double *states;

        cl_kinks_add (self->kinks, self->t[slot], self->h[slot], &times, &states);
        cl_stepper_sample (self, slot, 3, times, states);
      }
  cl_kinks_find (self->kinks);
  for (gsize slot = 0; slot < self->slots; slot++)
    if (may_be_cut (self, slot))
      {
        double time = self->t[slot] + self->h[slot] * cl_kinks_first (self->kinks, index);

        cl_stepper_sample (self, slot, 1, &time, cl_kinks_refine (self->kinks, index, time));
        index++;
      }
  cl_kinks_refine_all (self->kinks);
}

static void
cut_at_kinks (ClStepper *self)
{
  gsize index = 0;

  find_kinks (self);
  for (gsize slot = 0; slot < self->slots; slot++)
    if (may_be_cut (self, slot))
      {
        double kink = cl_kinks_first (self->kinks, index++);

        if (self->cuts[slot] > 0 && kink > AT_END)
          continue;
        if (kink < 1)
          {
            self->next[slot] = fmax (kink, LEAST_CUT) * self->h[slot];
            self->whole[slot] = fmax (self->whole[slot], self->h[slot]);
            self->cuts[slot] += kink > LEAST_CUT;
          }
        else
          self->whole[slot] = 0;
      }
}

void
cl_stepper_judge (ClStepper *self)
{
  for (gsize slot = 0; slot < self->slots; slot++)
    judge (self, slot);
  if (self->kinks != NULL)
    cut_at_kinks (self);
}
