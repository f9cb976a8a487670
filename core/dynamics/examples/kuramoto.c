/* x_i' = v_i - sum_j w_ij sin (x_i - x_j), phases x_i with natural frequencies v_i.
 *
 * Turning all phases together changes nothing, so no norm contracts.  The semi-norm
 * |x| = max_i x_i - min_i x_i does not see it.  Let pull (W) be the least of
 * w_ij + w_ji + sum_k min (w_ik, w_jk) over all pairs.
 *
 * On the arc |x| <= g < pi/2, the difference of two solutions obeys e_i' = sum_j m_ij (e_j - e_i)
 * with m_ij = w_ij times a mean of cos >= w_ij cos g.  At the extremes i, j of e every third k
 * lies between, so that |e|' <= -pull (M) |e| <= -pull (W) cos (g) |e|: semi-contraction.
 *
 * The arc is kept: at its ends sin (x_i - x_k) + sin (x_k - x_j) >= sin g, sin being concave, so
 * |x|' <= (max v - min v) - pull (W) sin g, which is negative when the coupling is strong enough.
 * Where it is not, nothing is stated (LECT; Jafarpour, Cisneros-Velarde and Bullo 2022 in other
 * norms). */
#include "core/dynamics/example-class.h"

#include <math.h>

/* Half of the arc is the box of starts: its length is below pi/2 and its cosine well above 0. */
#define ARC 1.2

static const double couplings[] = {
  0,   0.5, 0.4, 0.3, 0.4, /* everybody with everybody */
  0.5, 0,   0.5, 0.4, 0.3, 0.4, 0.5, 0, 0.5, 0.4, 0.3, 0.4, 0.5, 0, 0.5, 0.4, 0.3, 0.4, 0.5, 0,
};
static const double frequencies[] = { 0.3, 0.1, -0.2, 0, -0.1 };

static void
eval (const ClExampleFlow *self, const double *x, double *out)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const double *w = cl_matrix_row (self->matrix, i);
      double sum = self->vector->data[i];

      for (gsize j = 0; j < self->n; j++)
        if (w[j] != 0)
          sum -= w[j] * sin (x[i] - x[j]);
      out[i] = sum;
    }
}

static gboolean
prepare (ClExampleFlow *self, GError **error)
{
  double low = INFINITY, high = -INFINITY, pull;

  if (!cl_example_check_weights (self, FALSE, error))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    {
      low = fmin (low, self->vector->data[i]);
      high = fmax (high, self->vector->data[i]);
    }
  pull = cl_example_pull (self->matrix);
  self->osl = high - low <= pull * sin (ARC) ? -pull * cos (ARC) : NAN;
  return TRUE;
}

static double
distance (const ClExampleFlow *self, const double *x, const double *y)
{
  double low = INFINITY, high = -INFINITY;

  for (gsize i = 0; i < self->n; i++)
    {
      low = fmin (low, x[i] - y[i]);
      high = fmax (high, x[i] - y[i]);
    }
  return high - low;
}

static gboolean
covers (const ClExampleFlow *self, const double *x)
{
  double low = INFINITY, high = -INFINITY;

  for (gsize i = 0; i < self->n; i++)
    {
      low = fmin (low, x[i]);
      high = fmax (high, x[i]);
    }
  return high - low <= ARC;
}

/* Everybody with everybody, so that pull (W) = 2 + 4 / n, well above the spread 0.6 of the
 * frequencies. */
static void
fill (ClMatrix *matrix, ClMatrix *vector)
{
  gsize n = matrix->rows;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        cl_matrix_set (matrix, i, j, i == j ? 0 : 2 / (double) n);
      vector->data[i] = 0.3 * cos (G_PI * (double) i / (double) (n - 1));
    }
}

const ClExample cl_example_kuramoto = {
  .text = {
    .id = "kuramoto",
    .title = "Kuramoto oscillators",
    .equation = "ẋᵢ = vᵢ − Σⱼ wᵢⱼ sin(xᵢ − xⱼ)",
    .matrix_title = "Coupling of the oscillators",
    .vector_title = "Natural frequencies",
    .difference = "max(<i>x</i> − <i>y</i>) − min(<i>x</i> − <i>y</i>)",
    .seminorm = "Spread max(x) − min(x)",
    .statement = "Semi-contraction on an arc of 1.2 rad, when the coupling is strong enough to keep "
                 "it; the common phase is free",
    .source = "Bullo 2022; Jafarpour, Cisneros-Velarde and Bullo 2022",
    .low = -ARC / 2,
    .high = ARC / 2,
  },
  .n = 5,
  .matrix = couplings,
  .vector = frequencies,
  .prepare = prepare,
  .eval = eval,
  .distance = distance,
  .fill = fill,
  .region = "max(x) − min(x) ≤ 1.2",
  .covers = covers,
};
