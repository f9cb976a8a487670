/* x_i' = sum_j w_ij (x_j - x_i) + v_i, that is x' = -L x + v with the Laplacian L = dg (W 1) - W.
 *
 * L 1 = 0: the average is free, and no norm contracts.  The disagreement semi-norm |P x|_2, with
 * P = I - 1 1' / n, does not see it.  As L P = L,
 *
 *   (P x)' (P (-L x)) = -(P x)' L (P x) <= -c |P x|_2^2,
 *
 * with c the smallest eigenvalue of (L + L') / 2 on the complement of 1: the algebraic connectivity
 * of a symmetric W.  It is attained, so osL = -c exactly (LECT; Jafarpour, Cisneros-Velarde and
 * Bullo 2022).  c may be negative when W is far from balanced. */
#include "core/dynamics/example-class.h"

#include <math.h>

#include "core/linalg/lapack.h"

static const double weights[] = {
  0, 1, 0, 0, 1, /* a ring of five */
  1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0,
};
static const double drive[] = { 0, 0, 0, 0, 0 };

static void
eval (const ClExampleFlow *self, const double *x, double *out)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const double *w = cl_matrix_row (self->matrix, i);
      double sum = self->vector->data[i];

      for (gsize j = 0; j < self->n; j++)
        sum += w[j] * (x[j] - x[i]);
      out[i] = sum;
    }
}

/* P S P - s 1 1' / n for the symmetric part S of -L, with s so large that the eigenvalue of 1 is
 * the smallest. */
static ClMatrix *
disagreement_matrix (const ClExampleFlow *self)
{
  gsize n = self->n;
  ClMatrix *matrix = cl_matrix_new (n, n);
  g_autofree double *mean = g_new0 (double, n);
  double total = 0, size = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      if (i != j)
        {
          double w = cl_matrix_get (self->matrix, i, j);

          cl_matrix_row (matrix, i)[j] += w / 2;
          cl_matrix_row (matrix, j)[i] += w / 2;
          cl_matrix_row (matrix, i)[i] -= w;
        }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        mean[i] += cl_matrix_get (matrix, i, j) / (double) n;
        size = fmax (size, fabs (cl_matrix_get (matrix, i, j)));
      }
  for (gsize i = 0; i < n; i++)
    total += mean[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      cl_matrix_row (matrix, i)[j] += total - mean[i] - mean[j] - 4 * size;
  return matrix;
}

static gboolean
prepare (ClExampleFlow *self, GError **error)
{
  g_autoptr (ClMatrix) matrix = NULL;

  if (!cl_example_check_weights (self, FALSE, error))
    return FALSE;
  matrix = disagreement_matrix (self);
  self->osl = 0;
  if (self->n > 1 && !cl_eigen_symmetric_largest (self->n, matrix->data, &self->osl, NULL))
    self->osl = NAN;
  return TRUE;
}

static double
distance (const ClExampleFlow *self, const double *x, const double *y)
{
  double mean = 0, sum = 0;

  for (gsize i = 0; i < self->n; i++)
    mean += (x[i] - y[i]) / (double) self->n;
  for (gsize i = 0; i < self->n; i++)
    sum += (x[i] - y[i] - mean) * (x[i] - y[i] - mean);
  return sqrt (sum);
}

/* A ring: everybody listens to both neighbours. */
static void
fill (ClMatrix *matrix, ClMatrix *vector)
{
  gsize n = matrix->rows;

  for (gsize i = 0; i < n; i++)
    {
      cl_matrix_set (matrix, i, (i + 1) % n, 1);
      cl_matrix_set (matrix, (i + 1) % n, i, 1);
    }
}

const ClExample cl_example_averaging = {
  .text = {
    .id = "averaging",
    .title = "Averaging",
    .equation = "ẋᵢ = Σⱼ wᵢⱼ(xⱼ − xᵢ) + vᵢ",
    .matrix_title = "How much each listens to each other",
    .vector_title = "Input of each",
    .difference = "‖<i>x</i> − <i>y</i> − mean(<i>x</i> − <i>y</i>)‖<sub>2</sub>",
    .seminorm = "Disagreement ‖x − mean(x)‖₂",
    .statement = "Semi-contraction: disagreement decays at the algebraic connectivity of the graph; "
                 "the average is free",
    .source = "Bullo 2022; Jafarpour, Cisneros-Velarde and Bullo 2022",
    .low = -2,
    .high = 2,
  },
  .n = 5,
  .matrix = weights,
  .vector = drive,
  .prepare = prepare,
  .eval = eval,
  .distance = distance,
  .fill = fill,
};
