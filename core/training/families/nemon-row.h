/* One row of the parametrisation of NEMON (17), A = T - diag (|T| 1) + gamma I, and its chain rule.
 *
 * A row has `count` parameters, and its self-loop lies at `loop`: in a dense row on the diagonal,
 * in the kernels of a convolution at the centre of the one from a channel to itself. */
#pragma once

#include <math.h>

#include "core/training/family.h"

G_BEGIN_DECLS

/* The row sums to mu = gamma + t_loop - |t_loop| <= gamma.  The self-loop is summed in double and
 * rounded down, so that the bound holds for the floats themselves. */
static inline void
cl_nemon_row_forward (gsize count, gsize loop, double gamma, const float *t, float *a)
{
  double sum = 0.0;

  for (gsize j = 0; j < count; j++)
    {
      sum += fabsf (t[j]);
      a[j] = t[j];
    }
  a[loop] = cl_family_round_down (t[loop] - sum + gamma);
}

/* dT_j = dA_j - sign (t_j) dA_loop, with sign (0) = 0. */
static inline void
cl_nemon_row_backward (gsize count, gsize loop, const float *t, const float *da, float *gradient)
{
  const float of_loop = da[loop];

  for (gsize j = 0; j < count; j++)
    gradient[j] = da[j] - of_loop * ((t[j] > 0.0F) - (t[j] < 0.0F));
}

/* A positive t_loop does nothing: A is that of t_loop = 0, and the gradient is zero, so that such a
 * row would stay at mu = gamma for ever, whatever the loss and the regulariser ask for.  Each step
 * therefore ends at t_loop <= 0, where every row can move both ways. */
static inline void
cl_nemon_row_project (gsize loop, float *t)
{
  t[loop] = MIN (t[loop], 0.0F);
}

G_END_DECLS
