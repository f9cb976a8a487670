/* The norm of the Metzler sensitivity matrix, the tightest bound of the ladder that scales:
 *
 *   R = | |C| (I - M (A))^-1 |B| |_inf = max_k |C_k| s,  s = (I - M (A))^-1 |B| 1,
 *
 * with M (A) the diagonal of A and the magnitudes off it.  With k the deciding row of C and
 * p' = |C_k| (I - M (A))^-1 the derivatives are dC_kj = s_j sign (c_kj), dB_ij = p_i sign (b_ij),
 * dA_ii = p_i s_i and dA_ij = p_i s_j sign (a_ij): one factorisation, and unlike (18) of NEMON a
 * gradient in every row of A and B.  It ignores the weights eta, on which R does not depend. */
#include <math.h>

#include "core/linalg/lapack.h"
#include "core/training/regularisers.h"
#include "core/training/regularisers/signs.h"

/* In the scratch: I - M (A), s, p, and the pivots. */
static gsize
work_size (gsize n, gsize r, gsize q)
{
  return n * n + 3 * n;
}

static void
fill_matrix (const ClPenalised *weights, double *matrix)
{
  const gsize n = weights->n;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        const double a = weights->a[i * n + j];

        matrix[i * n + j] = i == j ? 1.0 - a : -fabs (a);
      }
}

static void
fill_inputs (const ClPenalised *weights, double *s)
{
  for (gsize i = 0; i < weights->n; i++)
    {
      s[i] = 0.0;
      for (gsize j = 0; j < weights->r; j++)
        s[i] += fabs ((double) weights->b_matrix[i * weights->r + j]);
    }
}

/* max_k |C_k| s. */
static double
find_row (const ClPenalised *weights, const double *s, gsize *row)
{
  double most = -1.0;

  for (gsize k = 0; k < weights->q; k++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < weights->n; j++)
        sum += fabs ((double) weights->c_matrix[k * weights->n + j]) * s[j];
      if (sum <= most)
        continue;
      most = sum;
      *row = k;
    }
  return most;
}

static void
add_row (const ClPenalised *weights, gsize i, double factor, const double *s,
         ClPenaltyGradient *gradient)
{
  const gsize n = weights->n, r = weights->r;

  for (gsize j = 0; j < n; j++)
    gradient->a[i * n + j] +=
        (float) (factor * s[j]) * (i == j ? 1.0F : cl_sign (weights->a[i * n + j]));
  for (gsize j = 0; j < r; j++)
    gradient->b_matrix[i * r + j] += (float) factor * cl_sign (weights->b_matrix[i * r + j]);
}

static double
add (const ClPenalised *weights, double weight, double *work, ClPenaltyGradient *gradient)
{
  const gsize n = weights->n;
  double *matrix = work, *s = matrix + n * n, *p = s + n;
  int *pivots = (int *) (p + n);
  gsize k = 0;

  fill_matrix (weights, matrix);
  fill_inputs (weights, s);
  if (!cl_lu_factor (n, matrix, pivots))
    return INFINITY;
  cl_lu_solve (CL_NO_TRANSPOSE, n, 1, matrix, pivots, s);
  const double value = find_row (weights, s, &k);
  for (gsize j = 0; j < n; j++)
    {
      const float c = weights->c_matrix[k * n + j];

      p[j] = fabs ((double) c);
      gradient->c_matrix[k * n + j] += (float) (weight * s[j]) * cl_sign (c);
    }
  cl_lu_solve (CL_TRANSPOSE, n, 1, matrix, pivots, p);
  for (gsize i = 0; i < n; i++)
    add_row (weights, i, weight * p[i], s, gradient);
  return value;
}

const ClRegulariser cl_regulariser_sensitivity = {
  .id = "sensitivity",
  .title = "Metzler sensitivity",
  .formula = "‖ |C| (I − M(A))⁻¹ |B| ‖∞",
  .source = "after IDL 6.1 and LECT",
  .needs_mu_inf = TRUE,
  .of_quotient = TRUE,
  .work = work_size,
  .add = add,
};
