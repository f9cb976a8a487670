/* Row sparsity of (A, B) (IDL 5, 5.2): R = sum_i |(A B)' e_i|_2, the sum of the Euclidean norms of
 * the rows.  A neuron whose row vanishes is a constant and can be taken out of the network. */
#include <math.h>

#include "core/training/regularisers.h"

static double
sum_of_squares (gsize count, const float *row)
{
  double sum = 0.0;

  for (gsize j = 0; j < count; j++)
    sum += (double) row[j] * row[j];
  return sum;
}

static void
add_scaled (gsize count, double factor, const float *row, float *gradient)
{
  for (gsize j = 0; j < count; j++)
    gradient[j] += (float) (factor * row[j]);
}

static double
add (const ClPenalised *weights, double weight, double *work, ClPenaltyGradient *gradient)
{
  const gsize n = weights->n, r = weights->r;
  double total = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const float *a = weights->a + i * n, *b = weights->b_matrix + i * r;
      const double norm = sqrt (sum_of_squares (n, a) + sum_of_squares (r, b));

      total += norm;
      if (norm == 0.0)
        continue;
      add_scaled (n, weight / norm, a, gradient->a + i * n);
      add_scaled (r, weight / norm, b, gradient->b_matrix + i * r);
    }
  return total;
}

const ClRegulariser cl_regulariser_rows = {
  .id = "row-sparsity",
  .title = "Rows of (A, B)",
  .formula = "Σᵢ ‖(A B)ᵀeᵢ‖₂",
  .source = "IDL 5.2",
  .add = add,
};
