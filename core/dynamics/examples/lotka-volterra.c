/* x_i' = x_i (v_i + sum_j w_ij x_j), populations x > 0 that help each other: w_ij >= 0 off the
 * diagonal, and W Hurwitz, so that they stay bounded.
 *
 * In the coordinates z = ln x it is z' = v + W exp (z), with the Jacobian W dg (x).  W is Metzler
 * and Hurwitz, hence eta = -W'^-1 1 > 0 and W' eta = -1.  In the norm sum_i eta_i |z_i| column j of
 * the Jacobian has the measure
 *
 *   x_j (w_jj + sum_i w_ij eta_i / eta_j) = -x_j / eta_j < 0:
 *
 * distances of logarithms never grow in this weighted l_1 norm, which is the weak contraction of
 * LECT for mutualistic populations.  As x may be as small as it likes, osL = 0; on x >= m > 0 it is
 * at most -m / max eta. */
#include "core/dynamics/example-class.h"

#include <math.h>

#include "core/linalg/lapack.h"

static const double interactions[] = { -1, 0.3, 0.2, 0.4, -1.2, 0.1, 0.1, 0.5, -0.9 };
static const double growth[] = { 0.6, 0.3, 0.4 };

static void
eval (const ClExampleFlow *self, const double *x, double *out)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const double *w = cl_matrix_row (self->matrix, i);
      double sum = self->vector->data[i];

      for (gsize j = 0; j < self->n; j++)
        sum += w[j] * x[j];
      out[i] = x[i] * sum;
    }
}

/* A Metzler matrix is Hurwitz if and only if some positive eta has W' eta < 0. */
static gboolean
prepare (ClExampleFlow *self, GError **error)
{
  gsize n = self->n;
  g_autoptr (ClMatrix) lu = NULL;
  g_autofree int *pivots = g_new (int, n);
  gboolean hurwitz;

  if (!cl_example_check_weights (self, FALSE, error))
    return FALSE;
  lu = cl_matrix_copy (self->matrix);
  self->eta = cl_matrix_new (n, 1);
  for (gsize i = 0; i < n; i++)
    self->eta->data[i] = -1;
  hurwitz = cl_lu_factor (n, lu->data, pivots);
  if (hurwitz)
    cl_lu_solve (CL_TRANSPOSE, n, 1, lu->data, pivots, self->eta->data);
  for (gsize j = 0; j < n; j++)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += cl_matrix_get (self->matrix, i, j) * self->eta->data[i];
      hurwitz = hurwitz && self->eta->data[j] > 0 && sum < 0;
    }
  self->osl = 0;
  if (!hurwitz)
    g_set_error (error, CL_EXAMPLE_ERROR, CL_EXAMPLE_ERROR_VALUE,
                 "W has an eigenvalue whose real part is not negative: the populations would grow "
                 "without bound");
  return hurwitz;
}

static double
distance (const ClExampleFlow *self, const double *x, const double *y)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += self->eta->data[i] * fabs (log (x[i]) - log (y[i]));
  return sum;
}

static gboolean
covers (const ClExampleFlow *self, const double *x)
{
  for (gsize i = 0; i < self->n; i++)
    if (!(x[i] > 0))
      return FALSE;
  return TRUE;
}

/* Each helps all others half as much in sum as it hinders itself. */
static void
fill (ClMatrix *matrix, ClMatrix *vector)
{
  gsize n = matrix->rows;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        cl_matrix_set (matrix, i, j, i == j ? -1 : 0.5 / (double) (n - 1));
      vector->data[i] = 0.3 + 0.3 * (double) i / (double) (n - 1);
    }
}

const ClExample cl_example_lotka_volterra = {
  .text = {
    .id = "lotka-volterra",
    .title = "Mutualistic Lotka–Volterra",
    .equation = "ẋᵢ = xᵢ(vᵢ + Σⱼ wᵢⱼxⱼ)",
    .matrix_title = "Effect of the column's population on the row's",
    .vector_title = "Growth rates",
    .difference =
        "Σ<sub><i>i</i></sub> <i>η</i><sub><i>i</i></sub>|ln <i>x</i><sub><i>i</i></sub> − ln "
        "<i>y</i><sub><i>i</i></sub>|",
    .seminorm = "Σᵢ ηᵢ|ln xᵢ|, Wᵀη = −1",
    .statement = "Weak contraction: the weighted l₁ distance of the logarithms never grows",
    .source = "Bullo 2022; Jafarpour, Cisneros-Velarde and Bullo 2022",
    .low = 0.2,
    .high = 4,
  },
  .n = 3,
  .matrix = interactions,
  .vector = growth,
  .prepare = prepare,
  .eval = eval,
  .distance = distance,
  .fill = fill,
  .region = "x > 0",
  .covers = covers,
};
