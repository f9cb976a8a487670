/* Column sparsity of (A, B) (IDL 5, 5.1, 5.2): R = sum_j |(A B) e_j|_2, the sum of the Euclidean
 * norms of the columns.  An input whose column of B vanishes plays no role; a neuron whose column
 * of A vanishes drives no other. */
#include <math.h>

#include "core/training/regularisers.h"

static gsize
work_size (gsize n, gsize r, gsize q)
{
  return MAX (n, r);
}

/* The part of one matrix, n x cols; `norms` is scratch for the columns. */
static double
add_columns (gsize n, gsize cols, double weight, const float *matrix, double *norms,
             float *gradient)
{
  double total = 0.0;

  for (gsize j = 0; j < cols; j++)
    norms[j] = 0.0;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < cols; j++)
      norms[j] += (double) matrix[i * cols + j] * matrix[i * cols + j];
  for (gsize j = 0; j < cols; j++)
    {
      const double norm = sqrt (norms[j]);

      total += norm;
      norms[j] = norm > 0.0 ? weight / norm : 0.0;
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < cols; j++)
      gradient[i * cols + j] += (float) (norms[j] * matrix[i * cols + j]);
  return total;
}

static double
add (const ClPenalised *weights, double weight, double *work, ClPenaltyGradient *gradient)
{
  const gsize n = weights->n, r = weights->r;

  return add_columns (n, n, weight, weights->a, work, gradient->a)
         + add_columns (n, r, weight, weights->b_matrix, work, gradient->b_matrix);
}

const ClRegulariser cl_regulariser_columns = {
  .id = "column-sparsity",
  .title = "Columns of (A, B)",
  .formula = "Σⱼ ‖(A B)eⱼ‖₂",
  .source = "IDL 5.1, 5.2",
  .work = work_size,
  .add = add,
};
