/* Elementwise sparsity of A (IDL 5, 6.1): R = sum_ij |a_ij|. */
#include <math.h>

#include "core/training/regularisers.h"
#include "core/training/regularisers/signs.h"

static double
add (const ClPenalised *weights, double weight, double *work, ClPenaltyGradient *gradient)
{
  double sum = 0.0;

  for (gsize i = 0; i < weights->n * weights->n; i++)
    {
      sum += fabs ((double) weights->a[i]);
      gradient->a[i] += (float) weight * cl_sign (weights->a[i]);
    }
  return sum;
}

const ClRegulariser cl_regulariser_entries = {
  .id = "l1",
  .title = "Entries of A",
  .formula = "Σᵢⱼ |aᵢⱼ|",
  .source = "IDL 5",
  .add = add,
};
