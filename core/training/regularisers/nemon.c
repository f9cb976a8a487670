/* The convex bound of the Lipschitz constant (15) in NEMON (18), in inf norms weighted by eta:
 *
 *   R = (|B|^2 / 2 + |C|^2) / (1 - mu (A)_+) >= |B| |C| / (1 - mu (A)_+)
 *   |B| = max_i sum_j |b_ij| / eta_i,   |C| = max_i sum_j |c_ij| eta_j,
 *   mu (A) = max_i a_ii + sum_{j != i} |a_ij| eta_j / eta_i.
 *
 * Its subgradient touches the deciding row of each array; through the NEMON parametrisation that of
 * A vanishes wherever the bound gamma is attained. */
#include <math.h>

#include "core/linalg/vector-clones.h"
#include "core/training/regularisers.h"
#include "core/training/regularisers/signs.h"

#define LANES 16

CL_VECTOR_CLONES static float
sum_of_magnitudes (gsize count, const float *row)
{
  float lane[LANES] = { 0 };
  float sum = 0.0F;
  gsize i = 0;

  for (; i + LANES <= count; i += LANES)
    for (gsize l = 0; l < LANES; l++)
      lane[l] += fabsf (row[i + l]);
  for (; i < count; i++)
    sum += fabsf (row[i]);
  for (gsize l = 0; l < LANES; l++)
    sum += lane[l];
  return sum;
}

static inline double
weight_of (const ClPenalised *weights, gsize i)
{
  return weights->eta != NULL ? weights->eta[i] : 1.0;
}

/* sum_j |row_j| eta_j. */
static double
weighted_sum (const ClPenalised *weights, const float *row)
{
  double sum = 0.0;

  if (weights->eta == NULL)
    return sum_of_magnitudes (weights->n, row);
  for (gsize j = 0; j < weights->n; j++)
    sum += fabs ((double) row[j]) * weights->eta[j];
  return sum;
}

static double
norm_of_b (const ClPenalised *weights, gsize *row)
{
  double norm = -1.0;

  for (gsize i = 0; i < weights->n; i++)
    {
      const double sum = sum_of_magnitudes (weights->r, weights->b_matrix + i * weights->r)
                         / weight_of (weights, i);

      if (sum > norm)
        {
          norm = sum;
          *row = i;
        }
    }
  return norm;
}

static double
norm_of_c (const ClPenalised *weights, gsize *row)
{
  double norm = -1.0;

  for (gsize i = 0; i < weights->q; i++)
    {
      const double sum = weighted_sum (weights, weights->c_matrix + i * weights->n);

      if (sum > norm)
        {
          norm = sum;
          *row = i;
        }
    }
  return norm;
}

/* In doubles: the gap to one may be much smaller than the self-loop. */
static double
measure_of_row (const ClPenalised *weights, gsize i)
{
  const float *row = weights->a + i * weights->n;
  double sum = row[i];

  for (gsize j = 0; j < weights->n; j++)
    if (j != i)
      sum += fabs ((double) row[j]) * weight_of (weights, j) / weight_of (weights, i);
  return sum;
}

static double
measure_of_a (const ClPenalised *weights, gsize *row)
{
  double measure = -INFINITY;

  for (gsize i = 0; i < weights->n; i++)
    {
      const double sum = measure_of_row (weights, i);

      if (sum > measure)
        {
          measure = sum;
          *row = i;
        }
    }
  return measure;
}

static void
add_b (const ClPenalised *weights, gsize i, double factor, ClPenaltyGradient *gradient)
{
  const float *row = weights->b_matrix + i * weights->r;
  const double scaled = factor / weight_of (weights, i);

  for (gsize j = 0; j < weights->r; j++)
    gradient->b_matrix[i * weights->r + j] += (float) scaled * cl_sign (row[j]);
  if (weights->eta != NULL)
    gradient->log_eta[i] -= (float) (scaled * sum_of_magnitudes (weights->r, row));
}

static void
add_c (const ClPenalised *weights, gsize i, double factor, ClPenaltyGradient *gradient)
{
  const float *row = weights->c_matrix + i * weights->n;

  for (gsize j = 0; j < weights->n; j++)
    {
      const double scaled = factor * weight_of (weights, j);

      gradient->c_matrix[i * weights->n + j] += (float) scaled * cl_sign (row[j]);
      if (weights->eta != NULL)
        gradient->log_eta[j] += (float) (scaled * fabs ((double) row[j]));
    }
}

static void
add_a (const ClPenalised *weights, gsize i, double factor, ClPenaltyGradient *gradient)
{
  const float *row = weights->a + i * weights->n;

  gradient->a[i * weights->n + i] += (float) factor;
  for (gsize j = 0; j < weights->n; j++)
    {
      const double scaled = factor * weight_of (weights, j) / weight_of (weights, i);

      if (j == i)
        continue;
      gradient->a[i * weights->n + j] += (float) scaled * cl_sign (row[j]);
      if (weights->eta == NULL)
        continue;
      gradient->log_eta[j] += (float) (scaled * fabs ((double) row[j]));
      gradient->log_eta[i] -= (float) (scaled * fabs ((double) row[j]));
    }
}

static double
add (const ClPenalised *weights, double weight, double *work, ClPenaltyGradient *gradient)
{
  gsize a_row = 0, b_row = 0, c_row = 0;
  const double b = norm_of_b (weights, &b_row), c = norm_of_c (weights, &c_row);
  const double measure = measure_of_a (weights, &a_row);
  const double gap = 1.0 - MAX (measure, 0.0);
  const double value = (0.5 * b * b + c * c) / gap;

  add_b (weights, b_row, weight * b / gap, gradient);
  add_c (weights, c_row, weight * 2.0 * c / gap, gradient);
  if (measure > 0.0)
    add_a (weights, a_row, weight * value / gap, gradient);
  return value;
}

const ClRegulariser cl_regulariser_nemon = {
  .id = "nemon",
  .title = "ℓ∞ bound",
  .formula = "(½‖B‖∞² + ‖C‖∞²) / (1 − μ∞(A)₊)",
  .source = "NEMON (18)",
  .needs_mu_inf = TRUE,
  .of_quotient = TRUE,
  .add = add,
};
