#include "core/dynamics/stepper-private.h"

#include <math.h>

#include "core/linalg/vector-clones.h"

void
cl_stepper_evaluate (ClStepper *self, const double *t, const double *x, double *out)
{
  self->field (self->data, self->slots, t, x, out);
  self->counts.rhs_evaluations++;
}

/* out = base + scale sum_s weights[s] k_s over the entries [begin, begin + count) of the stages; a
 * NULL base is zero, a NULL scale one.  One pass over memory: it is inlined for each number of
 * stages, so that the sum over them is unrolled and the loop over the entries vectorised. */
static inline __attribute__ ((always_inline)) void
weigh (double *const *k, const double *weights, const gsize stages, gsize begin, gsize count,
       const double *base, const double *scale, double *restrict out)
{
  for (gsize i = 0; i < count; i++)
    {
      double sum = 0;

      for (gsize s = 0; s < stages; s++)
        sum += weights[s] * k[s][begin + i];
      sum = scale != NULL ? scale[i] * sum : sum;
      out[i] = base != NULL ? base[i] + sum : sum;
    }
}

CL_VECTOR_CLONES static void
step_from (const ClStepper *self, const double *weights, gsize stages, double *out)
{
  gsize total = self->slots * self->n;

  switch (stages)
    {
    case 1:
      weigh (self->k, weights, 1, 0, total, self->y, self->spread, out);
      break;
    case 2:
      weigh (self->k, weights, 2, 0, total, self->y, self->spread, out);
      break;
    case 3:
      weigh (self->k, weights, 3, 0, total, self->y, self->spread, out);
      break;
    case 4:
      weigh (self->k, weights, 4, 0, total, self->y, self->spread, out);
      break;
    case 5:
      weigh (self->k, weights, 5, 0, total, self->y, self->spread, out);
      break;
    case 6:
      weigh (self->k, weights, 6, 0, total, self->y, self->spread, out);
      break;
    default:
      weigh (self->k, weights, 7, 0, total, self->y, self->spread, out);
      break;
    }
}

void
cl_stepper_step_from (const ClStepper *self, const double *weights, gsize stages, double *out)
{
  step_from (self, weights, stages, out);
}

void
cl_stepper_spread_steps (ClStepper *self)
{
  gsize n = self->n;

  for (gsize slot = 0; slot < self->slots; slot++)
    for (gsize i = 0; i < n; i++)
      self->spread[slot * n + i] = self->h[slot];
}

/* max (|embedded error|, |defect|) / (atol + rtol |x|) of every number, in place of the defect. */
CL_VECTOR_CLONES static void
find_errors (ClStepper *self)
{
  gsize total = self->slots * self->n;
  const double *restrict y = self->y;
  const double *restrict moved = self->moved;
  const double *restrict embedded = self->stage;
  double *restrict error = self->error;

  weigh (self->k, error_weights, LAST + 1, 0, total, NULL, self->spread, self->stage);
  weigh (self->k, defect_weights, STAGES, 0, total, NULL, self->spread, self->error);
  for (gsize i = 0; i < total; i++)
    {
      double size = MAX (fabs (y[i]), fabs (moved[i]));

      error[i] = MAX (fabs (embedded[i]), fabs (error[i])) / (self->atol + self->rtol * size);
    }
}

void
cl_stepper_run_stages (ClStepper *self)
{
  cl_stepper_spread_steps (self);
  for (gsize s = 1; s < STAGES; s++)
    {
      double *x = s == LAST ? self->moved : self->stage;

      for (gsize slot = 0; slot < self->slots; slot++)
        self->time[slot] = self->t[slot] + nodes[s] * self->h[slot];
      cl_stepper_step_from (self, table[s], s, x);
      cl_stepper_evaluate (self, self->time, x, self->k[s]);
    }
  find_errors (self);
}

/* The polynomial of the step in theta = (t - t_0) / h, in the nested form of Hairer's DOPRI5:
 * y + theta (delta + (1 - theta) (p + theta (q + (1 - theta) r))). */
CL_VECTOR_CLONES static void
find_polynomial (const ClStepper *self, gsize begin, double h, double *restrict delta,
                 double *restrict p, double *restrict q, double *restrict r)
{
  const double *restrict y = self->y + begin;
  const double *restrict moved = self->moved + begin;
  const double *restrict first = self->k[0] + begin;
  const double *restrict last = self->k[LAST] + begin;

  weigh (self->k, quartic_weights, LAST + 1, begin, self->n, NULL, NULL, r);
  for (gsize i = 0; i < self->n; i++)
    {
      delta[i] = moved[i] - y[i];
      p[i] = h * first[i] - delta[i];
      q[i] = delta[i] - h * last[i] - p[i];
      r[i] *= h;
    }
}

CL_VECTOR_CLONES static void
evaluate_polynomial (gsize n, double theta, const double *restrict y, const double *restrict delta,
                     const double *restrict p, const double *restrict q, const double *restrict r,
                     double *restrict out)
{
  double rest = 1 - theta;

  for (gsize i = 0; i < n; i++)
    out[i] = y[i] + theta * (delta[i] + rest * (p[i] + theta * (q[i] + rest * r[i])));
}

void
cl_stepper_sample (ClStepper *self, gsize slot, gsize count, const double *times, double *out)
{
  gsize n = self->n;
  double h = self->h[slot];
  double *delta = self->dense;
  double *p = delta + n;
  double *q = p + n;
  double *r = q + n;

  find_polynomial (self, slot * n, h, delta, p, q, r);
  for (gsize frame = 0; frame < count; frame++, out += n)
    evaluate_polynomial (n, (times[frame] - self->t[slot]) / h, self->y + slot * n, delta, p, q, r,
                         out);
}
