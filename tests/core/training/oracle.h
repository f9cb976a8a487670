/* The loss of an implicit network computed the slow, plain way in doubles: the average iteration of
 * NEMON Cor. 5 for each sample, the softmax by its formula, the regulariser by its definition.
 * It shares no code with the solver under test. */
#pragma once

#include <math.h>

#include "core/datasets/dataset.h"
#include "core/training/network.h"

static inline double
oracle_entry (const ClNetwork *network, gsize i, gsize j)
{
  return i == j ? network->loop[i] : network->coupling[i * network->n + j];
}

/* out = A x + B u + b. */
static inline void
oracle_argument (const ClNetwork *network, const float *u, const double *x, double *out)
{
  for (gsize i = 0; i < network->n; i++)
    {
      out[i] = network->bias[i];
      for (gsize j = 0; j < network->r; j++)
        out[i] += (double) network->b_matrix[i * network->r + j] * u[j];
      for (gsize j = 0; j < network->n; j++)
        out[i] += oracle_entry (network, i, j) * x[j];
    }
}

/* x (n): the fixed point to 1e-13. */
static inline void
oracle_state (const ClNetwork *network, const float *u, double *x)
{
  const gsize n = network->n;
  g_autofree double *z = g_new (double, n);
  double step = 1.0;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = 0.0;
      step = MAX (step, 1.0 - network->loop[i]);
    }
  for (gsize k = 0; k < 100000; k++)
    {
      double error = 0.0;

      oracle_argument (network, u, x, z);
      for (gsize i = 0; i < n; i++)
        {
          const double gap = network->activation->value (z[i]) - x[i];

          error = MAX (error, fabs (gap));
          x[i] += gap / step;
        }
      if (error < 1e-13)
        return;
    }
  g_assert_not_reached ();
}

static inline double
oracle_cross_entropy (const ClNetwork *network, const double *x, guint8 label)
{
  double sum = 0.0, of_label = 0.0;

  for (gsize i = 0; i < network->q; i++)
    {
      double y = network->offset[i];

      for (gsize j = 0; j < network->n; j++)
        y += network->c_matrix[i * network->n + j] * x[j];
      sum += exp (y);
      of_label = i == label ? y : of_label;
    }
  return log (sum) - of_label;
}

static inline double
oracle_norm_inf (gsize rows, gsize cols, const float *a)
{
  double norm = 0.0;

  for (gsize i = 0; i < rows; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < cols; j++)
        sum += fabs (a[i * cols + j]);
      norm = MAX (norm, sum);
    }
  return norm;
}

static inline double
oracle_measure (const ClNetwork *network)
{
  double measure = -INFINITY;

  for (gsize i = 0; i < network->n; i++)
    {
      double sum = network->loop[i];

      for (gsize j = 0; j < network->n; j++)
        sum += fabs (network->coupling[i * network->n + j]);
      measure = MAX (measure, sum);
    }
  return measure;
}

/* The mean cross-entropy of all samples plus lambda times the bound of NEMON (18). */
static inline double
oracle_loss (const ClNetwork *network, const ClSamples *samples, double lambda)
{
  g_autofree double *x = g_new (double, network->n);
  const double b_norm = oracle_norm_inf (network->n, network->r, network->b_matrix);
  const double c_norm = oracle_norm_inf (network->q, network->n, network->c_matrix);
  const double gap = 1.0 - MAX (oracle_measure (network), 0.0);
  double loss = 0.0;

  for (gsize i = 0; i < samples->count; i++)
    {
      oracle_state (network, samples->pixels + i * network->r, x);
      loss += oracle_cross_entropy (network, x, samples->labels[i]);
    }
  return loss / (double) samples->count + lambda * (0.5 * b_norm * b_norm + c_norm * c_norm) / gap;
}
