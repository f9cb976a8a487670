/* Symbols: y the state at the start of a step, h its length, k_s the stages, c, a, e the
 * coefficients of Dormand and Prince, p the continuous extension.
 *
 *   k_s   = f (t + c_s h, y + h sum_{r<s} a_sr k_r),    s = 1 .. 7
 *   y_new = y + h sum_r a_7r k_r                        (stage 7 is evaluated there: k_7 is the
 *                                                        first stage of the next step)
 *   error = h sum_s e_s k_s
 *
 * The embedded error is no judge of kinks.  Where x' has a corner inside the step, as with ReLU, it
 * sees between a tenth and a fiftieth of the true error, and nothing at all for some places of the
 * corner.  So each step is judged by a second quantity as well, the defect of the continuous
 * extension at the middle of the step,
 *
 *   k_8 = f (t + h/2, p (1/2)),    defect = h (k_8 - p'(1/2)),
 *
 * which is about three times the true error at a corner, vanishes for other places than the
 * embedded error does, and is the smaller of the two, of the same order h^5, where x' is smooth: it
 * costs one evaluation and no step length.
 *
 * Where the kinks are known, a rejected step is tried again up to the first of them.
 *
 * Every row has its own h.  The arrays hold the rows that still move ("slots"), without gaps: a
 * row that arrives is replaced by the last one.  `spread` repeats the step of each row n times, so
 * that a stage is one flat loop over all numbers of the bundle whatever n is. */
#include "core/dynamics/stepper-private.h"

#include <math.h>
#include <string.h>

ClStepper *
cl_stepper_new (gsize rows, gsize n, ClStepperField field, gpointer data, double rtol, double atol)
{
  ClStepper *self = g_new0 (ClStepper, 1);

  self->capacity = rows;
  self->n = n;
  self->field = field;
  self->data = data;
  self->rtol = rtol;
  self->atol = atol;
  self->row = g_new0 (gsize, rows);
  self->taken = g_new0 (gsize, rows);
  self->accepted = g_new0 (gboolean, rows);
  self->retry = g_new0 (gboolean, rows);
  self->t = g_new0 (double, rows);
  self->h = g_new0 (double, rows);
  self->to = g_new0 (double, rows);
  self->next = g_new0 (double, rows);
  self->before = g_new0 (double, rows);
  self->time = g_new0 (double, rows);
  self->y = g_new0 (double, rows *n);
  self->moved = g_new0 (double, rows *n);
  self->stage = g_new0 (double, rows *n);
  self->error = g_new0 (double, rows *n);
  self->spread = g_new0 (double, rows *n);
  for (gsize s = 0; s < STAGES; s++)
    self->k[s] = g_new0 (double, rows *n);
  self->dense = g_new0 (double, 4 * n);
  self->whole = g_new0 (double, rows);
  self->cuts = g_new0 (guint, rows);
  return self;
}

void
cl_stepper_set_switches (ClStepper *self, ClStepperField switches)
{
  g_return_if_fail (self->kinks == NULL && switches != NULL);

  self->kinks = cl_kinks_new (self->capacity, self->n, switches, self->data);
}

void
cl_stepper_free (ClStepper *self)
{
  if (self == NULL)
    return;
  g_free (self->row);
  g_free (self->taken);
  g_free (self->accepted);
  g_free (self->retry);
  g_free (self->t);
  g_free (self->h);
  g_free (self->to);
  g_free (self->next);
  g_free (self->before);
  g_free (self->time);
  g_free (self->y);
  g_free (self->moved);
  g_free (self->stage);
  g_free (self->error);
  g_free (self->spread);
  for (gsize s = 0; s < STAGES; s++)
    g_free (self->k[s]);
  g_free (self->dense);
  g_free (self->whole);
  g_free (self->cuts);
  cl_kinks_free (self->kinks);
  g_free (self);
}

void
cl_stepper_start (ClStepper *self, const double *x, double from, double until)
{
  self->slots = self->capacity;
  self->until = until;
  self->counts = (ClStepperCounts){ 0 };
  memcpy (self->y, x, self->slots * self->n * sizeof *x);
  for (gsize slot = 0; slot < self->slots; slot++)
    {
      self->row[slot] = slot;
      self->taken[slot] = 0;
      self->accepted[slot] = FALSE;
      self->retry[slot] = FALSE;
      self->t[slot] = from;
    }
  cl_stepper_evaluate (self, self->t, self->y, self->k[0]);
  cl_stepper_choose_first_steps (self, until - from);
  for (gsize slot = 0; slot < self->slots; slot++)
    {
      self->next[slot] = self->h[slot];
      self->before[slot] = log (LEAST_ERROR);
      self->whole[slot] = 0;
      self->cuts[slot] = 0;
    }
}

static void
copy_slot (ClStepper *self, gsize to, gsize from)
{
  gsize size = self->n * sizeof (double);

  if (to == from)
    return;
  self->row[to] = self->row[from];
  self->taken[to] = self->taken[from];
  self->accepted[to] = self->accepted[from];
  self->retry[to] = self->retry[from];
  self->t[to] = self->t[from];
  self->h[to] = self->h[from];
  self->to[to] = self->to[from];
  self->next[to] = self->next[from];
  self->before[to] = self->before[from];
  self->whole[to] = self->whole[from];
  self->cuts[to] = self->cuts[from];
  memcpy (self->y + to * self->n, self->y + from * self->n, size);
  memcpy (self->moved + to * self->n, self->moved + from * self->n, size);
  memcpy (self->k[0] + to * self->n, self->k[0] + from * self->n, size);
  memcpy (self->k[LAST] + to * self->n, self->k[LAST] + from * self->n, size);
}

/* Makes the accepted steps the past, and lets the rows that arrived leave. */
static void
commit (ClStepper *self)
{
  gsize n = self->n;

  for (gsize slot = self->slots; slot-- > 0;)
    {
      if (!self->accepted[slot])
        continue;
      self->t[slot] = self->to[slot];
      if (self->t[slot] >= self->until)
        {
          copy_slot (self, slot, --self->slots);
          continue;
        }
      memcpy (self->y + slot * n, self->moved + slot * n, n * sizeof *self->y);
      memcpy (self->k[0] + slot * n, self->k[LAST] + slot * n, n * sizeof *self->y);
    }
}

/* A step that underflows on the way to infinity is a divergence: the next state is not finite, or
 * it grows so fast that the time of its blow-up is reached. */
static ClStepperStatus
failure (const ClStepper *self)
{
  for (gsize slot = 0; slot < self->slots; slot++)
    if (self->row[slot] == self->counts.failed_row)
      for (gsize i = 0; i < self->n; i++)
        if (!(fabs (self->moved[slot * self->n + i]) < 1e100))
          return CL_STEPPER_DIVERGED;
  return CL_STEPPER_STUCK;
}

ClStepperStatus
cl_stepper_advance (ClStepper *self)
{
  commit (self);
  if (self->slots == 0)
    return CL_STEPPER_DONE;
  if (!cl_stepper_choose_steps (self))
    return failure (self);
  cl_stepper_run_stages (self);
  cl_stepper_judge (self);
  return CL_STEPPER_RUNNING;
}

gsize
cl_stepper_slots (const ClStepper *self)
{
  return self->slots;
}

gboolean
cl_stepper_slot (const ClStepper *self, gsize slot, gsize *row, double *from, double *to)
{
  *row = self->row[slot];
  *from = self->t[slot];
  *to = self->to[slot];
  return self->accepted[slot];
}

const double *
cl_stepper_end (const ClStepper *self, gsize slot)
{
  return self->moved + slot * self->n;
}

const ClStepperCounts *
cl_stepper_counts (const ClStepper *self)
{
  return &self->counts;
}
