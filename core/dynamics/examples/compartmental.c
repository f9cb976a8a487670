/* x_i' = v_i + sum_j w_ij h (x_j) - (w_ii + sum_j w_ji) h (x_i), sums over j != i, with
 * h (z) = z / (1 + |z|): compartment j passes w_ij h (x_j) on to compartment i and w_jj h (x_j) to
 * the outside (Sandberg 1978; Maeda, Kodama and Ohta 1978).
 *
 * With slopes d_j = h' (x_j) > 0 the Jacobian is Metzler and its column j sums to -w_jj d_j <= 0.
 * A Metzler matrix has mu_1 = the largest column sum, so osL in l_1 is at most 0: weak contraction
 * (LECT).  It is 0 exactly, attained in a closed compartment and approached as x grows, where the
 * flows saturate.  Without outflow the total is conserved up to the input. */
#include "core/dynamics/example-class.h"

#include <math.h>

static const double flows[] = {
  0,   0.2, 0,   0.4, /* row i: into compartment i; the diagonal: to the outside */
  1.2, 0,   0.3, 0,   0, 1.0, 0, 0.2, 0.3, 0, 0.9, 0.5,
};
static const double inflow[] = { 0.2, 0, 0, 0 };

static double
release (double z)
{
  return z / (1 + fabs (z));
}

static void
eval (const ClExampleFlow *self, const double *x, double *out)
{
  gsize n = self->n;

  for (gsize i = 0; i < n; i++)
    out[i] = self->vector->data[i];
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double flow = cl_matrix_get (self->matrix, i, j) * release (x[j]);

        out[j] -= flow;
        if (i != j)
          out[i] += flow;
      }
}

static gboolean
prepare (ClExampleFlow *self, GError **error)
{
  self->osl = 0;
  return cl_example_check_weights (self, TRUE, error);
}

static double
distance (const ClExampleFlow *self, const double *x, const double *y)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += fabs (x[i] - y[i]);
  return sum;
}

/* A ring that flows faster forwards than back, filled at the first compartment and emptied at the
 * last. */
static void
fill (ClMatrix *matrix, ClMatrix *vector)
{
  gsize n = matrix->rows;

  for (gsize i = 0; i < n; i++)
    {
      cl_matrix_set (matrix, i, (i + 1) % n, 0.2);
      cl_matrix_set (matrix, (i + 1) % n, i, 1);
    }
  cl_matrix_set (matrix, n - 1, n - 1, 0.5);
  vector->data[0] = 0.2;
}

const ClExample cl_example_compartmental = {
  .text = {
    .id = "compartmental",
    .title = "Compartmental flow",
    .equation = "ẋᵢ = vᵢ + Σⱼ wᵢⱼh(xⱼ) − (wᵢᵢ + Σⱼ wⱼᵢ)h(xᵢ), h(z) = z/(1 + |z|)",
    .matrix_title = "Flow from column to row; the diagonal leaves the system",
    .vector_title = "Inflow of each compartment",
    .difference = "‖<i>x</i> − <i>y</i>‖<sub>1</sub>",
    .seminorm = "‖x‖₁",
    .statement = "Weak contraction: the distance in l₁ never grows",
    .source = "Bullo 2022; Sandberg 1978; Maeda, Kodama and Ohta 1978",
    .low = 0,
    .high = 4,
  },
  .n = 4,
  .matrix = flows,
  .vector = inflow,
  .prepare = prepare,
  .eval = eval,
  .distance = distance,
  .fill = fill,
};
