#include "core/training/splitting-finish.h"

#include <math.h>
#include <string.h>

/* The vectors of one sample, n each. */
typedef struct
{
  double *drive; /* alpha (B u + b) */
  double *p, *w;
  double *y; /* A w + B u + b */
} Vectors;

gsize
cl_splitting_finish_work (gsize n)
{
  return 4 * n;
}

static void
fill_drive (const ClNetwork *network, const float *u, double *drive)
{
  for (gsize i = 0; i < network->n; i++)
    {
      double sum = network->bias[i];

      for (gsize j = 0; j < network->r; j++)
        sum += (double) network->b_matrix[i * network->r + j] * u[j];
      drive[i] = network->splitting * sum * (network->mask != NULL ? network->mask[i] : 1.0F);
    }
}

/* w = V (p + drive), and A w + B u + b = ((1 + alpha) w - p) / alpha. */
static void
resolve (const ClNetwork *network, Vectors *v)
{
  const gsize n = network->n;
  const double alpha = network->splitting;

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < n; j++)
        sum += network->resolvent_wide[i * n + j] * (v->p[j] + v->drive[j]);
      v->w[i] = sum;
      v->y[i] = ((1.0 + alpha) * sum - v->p[i]) / alpha;
    }
}

static double
relative_residual (const ClNetwork *network, const Vectors *v)
{
  double residual = 0.0, size = 0.0;

  for (gsize i = 0; i < network->n; i++)
    {
      const double error = fabs (network->activation->value (v->y[i]) - v->w[i]);

      if (isnan (error))
        return NAN;
      residual = MAX (residual, error);
      size = MAX (size, fabs (v->w[i]));
    }
  return residual == 0.0 ? 0.0 : residual / size;
}

/* p+ = p + 2 (z - w), where z solves z = phi (a z + (2 w - p) / alpha), a = (alpha - 1) / alpha. */
static void
reflect (const ClNetwork *network, Vectors *v)
{
  const double alpha = network->splitting, loop = (alpha - 1.0) / alpha;

  for (gsize i = 0; i < network->n; i++)
    {
      const double z = network->activation->self_loop (loop, (2.0 * v->w[i] - v->p[i]) / alpha);

      v->p[i] += 2.0 * (z - v->w[i]);
    }
}

double
cl_splitting_finish (const ClNetwork *network, const float *u, const ClBatchTolerance *tolerance,
                     double *work, float *state, float *slope)
{
  const gsize n = network->n;
  Vectors v = { work, work + n, work + 2 * n, work + 3 * n };
  double residual;

  fill_drive (network, u, v.drive);
  memset (v.p, 0, n * sizeof (double));
  resolve (network, &v);
  residual = relative_residual (network, &v);
  for (gsize k = 1; k < tolerance->max_iterations && residual > tolerance->tolerance; k++)
    {
      reflect (network, &v);
      resolve (network, &v);
      residual = relative_residual (network, &v);
    }
  for (gsize i = 0; i < n; i++)
    {
      state[i] = (float) v.w[i];
      slope[i] = (float) network->activation->slope (v.y[i]);
    }
  return residual;
}
