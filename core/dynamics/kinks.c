/* The parabola through the three values of a switching function gives its zero to a few hundredths
 * of the step.  That is not enough: the step that ends there leaves the kink in its own end or in
 * the beginning of the next, and either is rejected again.  So the function is evaluated once more
 * at that zero, and one Newton step with the slope of the parabola brings it to the square of that.
 */
#include "core/dynamics/kinks.h"

#include <math.h>

/* In shares of a step: a kink before it is the one that the last step was cut at. */
#define AT_START 1e-3

/* A correction of more than this share of a step is none: the slope vanishes near by. */
#define FAR_OFF 0.05

typedef struct
{
  double place; /* in shares of the step; 1 where there is none */
  double slope; /* of the parabola there */
  gsize index;  /* of the switching function */
} Kink;

struct _ClKinks
{
  gsize n;
  ClStepperField switches;
  gpointer data;
  gsize count;
  double *times;  /* [capacity][3] */
  double *states; /* [capacity][3][n] */
  double *values; /* [capacity][3][n] */
  Kink *kinks;    /* [capacity] the first of each step */
};

ClKinks *
cl_kinks_new (gsize capacity, gsize n, ClStepperField switches, gpointer data)
{
  ClKinks *self = g_new0 (ClKinks, 1);

  self->n = n;
  self->switches = switches;
  self->data = data;
  self->times = g_new0 (double, 3 * capacity);
  self->states = g_new0 (double, 3 * capacity * n);
  self->values = g_new0 (double, 3 * capacity * n);
  self->kinks = g_new0 (Kink, capacity);
  return self;
}

void
cl_kinks_free (ClKinks *self)
{
  if (self == NULL)
    return;
  g_free (self->times);
  g_free (self->states);
  g_free (self->values);
  g_free (self->kinks);
  g_free (self);
}

void
cl_kinks_reset (ClKinks *self)
{
  self->count = 0;
}

void
cl_kinks_add (ClKinks *self, double t, double h, const double **times, double **states)
{
  double *time = self->times + 3 * self->count;

  for (gsize k = 0; k < 3; k++)
    time[k] = t + h * 0.5 * (double) k;
  *times = time;
  *states = self->states + 3 * self->count * self->n;
  self->count++;
}

/* Lowers the kink to the first zero in (AT_START, 1) of the parabola through (0, a), (1/2, b),
 * (1, c), if it is before it. */
static void
consider (Kink *kink, gsize index, double a, double b, double c)
{
  double slope = 4 * b - 3 * a - c;
  double bend = 2 * (a + c) - 4 * b;
  double root = slope * slope - 4 * a * bend;
  double q = -0.5 * (slope + copysign (sqrt (fmax (root, 0)), slope));
  const double zeros[] = { a / q, q / bend };

  if (!(root >= 0))
    return;
  for (gsize k = 0; k < 2; k++)
    if (zeros[k] > AT_START && zeros[k] < kink->place)
      *kink = (Kink){ zeros[k], slope + 2 * bend * zeros[k], index };
}

static Kink
first_kink (gsize n, const double *value)
{
  Kink kink = { .place = 1 };

  for (gsize i = 0; i < n; i++)
    {
      double a = value[i], b = value[n + i], c = value[2 * n + i];

      if ((a > 0) != (b > 0) || (b > 0) != (c > 0))
        consider (&kink, i, a, b, c);
    }
  return kink;
}

void
cl_kinks_find (ClKinks *self)
{
  if (self->count > 0)
    self->switches (self->data, 3 * self->count, self->times, self->states, self->values);
  for (gsize k = 0; k < self->count; k++)
    self->kinks[k] = first_kink (self->n, self->values + 3 * k * self->n);
}

double
cl_kinks_first (const ClKinks *self, gsize index)
{
  return self->kinks[index].place;
}

double *
cl_kinks_refine (ClKinks *self, gsize index, double time)
{
  self->times[index] = time;
  return self->states + index * self->n;
}

void
cl_kinks_refine_all (ClKinks *self)
{
  if (self->count > 0)
    self->switches (self->data, self->count, self->times, self->states, self->values);
  for (gsize k = 0; k < self->count; k++)
    {
      Kink *kink = &self->kinks[k];
      double correction = self->values[k * self->n + kink->index] / kink->slope;

      if (kink->place < 1 && fabs (correction) < FAR_OFF)
        kink->place = fmax (kink->place - correction, AT_START);
    }
}
