/* The convex bound of NEMON (18) in l2 norms, after the Lipschitz bound of monotone networks
 * (Pabbaraju et al. 2021):
 *
 *   R = (|B|^2 / 2 + |C|^2) / (1 - mu_2 (A)_+) >= |B| |C| / (1 - mu_2 (A)_+).
 *
 * With u v' the leading singular pair, d|B| = u v'; with x the leading unit eigenvector of the
 * symmetric part, dmu_2 = x x'.  The vectors come from the smaller Gram matrix, in double. */
#include <math.h>

#include "core/linalg/lapack.h"
#include "core/training/regularisers.h"

/* The eigenvector of A, then the scratch of whichever matrix needs most: a copy, a Gram matrix and
 * two vectors. */
static gsize
work_size (gsize n, gsize r, gsize q)
{
  const gsize side = MAX (n, q), length = MAX (n, r);

  return n + side * side + side * length + side + length;
}

typedef struct
{
  double value;
  double *u, *v; /* unit vectors with X' u = value v */
} Pair;

/* The leading singular pair of a matrix of rows x cols from X X'. */
static Pair
leading_pair (gsize rows, gsize cols, const float *data, double *work)
{
  double *copy = work, *gram = copy + rows * cols;
  Pair pair = { 0.0, gram + rows * rows, gram + rows * rows + rows };
  double square = 0.0;

  for (gsize i = 0; i < rows * cols; i++)
    copy[i] = data[i];
  cl_gram (CL_NO_TRANSPOSE, rows, cols, copy, cols, gram, rows);
  if (!cl_eigen_symmetric_largest (rows, gram, &square, pair.u))
    return (Pair){ NAN, pair.u, pair.v };
  pair.value = sqrt (MAX (square, 0.0));
  cl_gemv (CL_TRANSPOSE, rows, cols, pair.value > 0.0 ? 1.0 / pair.value : 0.0, copy, cols, pair.u,
           0.0, pair.v);
  return pair;
}

static double
measure_two (const ClPenalised *weights, double *work, double *vector)
{
  const gsize n = weights->n;
  double measure = NAN;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      work[i * n + j] = 0.5 * ((double) weights->a[i * n + j] + weights->a[j * n + i]);
  if (!cl_eigen_symmetric_largest (n, work, &measure, vector))
    return NAN;
  return measure;
}

/* gradient (rows x cols) += factor u v'. */
static void
add_outer (gsize rows, gsize cols, double factor, const double *u, const double *v, float *gradient)
{
  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < cols; j++)
      gradient[i * cols + j] += (float) (factor * u[i] * v[j]);
}

/* Adds weight / gap times the derivative of scale |X|^2; returns scale |X|^2. */
static double
add_square (gsize rows, gsize cols, const float *data, double scale, double factor, double *work,
            float *gradient)
{
  const Pair pair = leading_pair (rows, cols, data, work);

  add_outer (rows, cols, 2.0 * scale * factor * pair.value, pair.u, pair.v, gradient);
  return scale * pair.value * pair.value;
}

static double
add (const ClPenalised *weights, double weight, double *work, ClPenaltyGradient *gradient)
{
  const gsize n = weights->n, r = weights->r, q = weights->q;
  double *x = work, *rest = work + n;
  const double measure = measure_two (weights, rest, x);
  const double gap = 1.0 - MAX (measure, 0.0);
  const double squares =
      add_square (n, r, weights->b_matrix, 0.5, weight / gap, rest, gradient->b_matrix)
      + add_square (q, n, weights->c_matrix, 1.0, weight / gap, rest, gradient->c_matrix);

  if (measure > 0.0)
    add_outer (n, n, weight * squares / (gap * gap), x, x, gradient->a);
  return squares / gap;
}

const ClRegulariser cl_regulariser_l2 = {
  .id = "l2",
  .title = "ℓ₂ bound",
  .formula = "(½‖B‖₂² + ‖C‖₂²) / (1 − μ₂(A)₊)",
  .source = "after NEMON (18) and Pabbaraju et al. 2021",
  .needs_mu_two = TRUE,
  .work = work_size,
  .add = add,
};
