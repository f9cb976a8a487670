#include "tests/core/implicit/network-fixtures.h"

#include <math.h>

ClMatrix *
solve_with (const ClModel *model, const ClMatrix *inputs, const ClFixedPointSettings *settings,
            ClFixedPointInfo *info)
{
  g_autoptr (GError) error = NULL;
  ClMatrix *x = cl_fixed_point_solve (model, inputs, NULL, settings, info, NULL, &error);

  g_assert_no_error (error);
  return x;
}

ClMatrix *
solve_closely (const ClModel *model, const ClMatrix *inputs)
{
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;

  settings.tolerance = 1e-13;
  return solve_with (model, inputs, &settings, NULL);
}

ClMatrix *
outputs_of (const ClModel *model, const ClMatrix *inputs)
{
  g_autoptr (ClMatrix) x = solve_closely (model, inputs);

  return cl_fixed_point_outputs (model, x, inputs);
}

/* |x - Phi (A x + B u + b)|_inf of one row, by the plainest code. */
static double
residual_of (const ClModel *model, const double *u, const double *x)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  g_autofree double *drive = g_new (double, model->n);
  double worst = 0;

  cl_model_drive (model, u, drive);
  for (gsize i = 0; i < model->n; i++)
    {
      double z = drive[i];

      for (gsize j = 0; j < model->n; j++)
        z += cl_matrix_get (a, i, j) * x[j];
      z = model->parts.activation->value (z);
      worst = fmax (worst, fabs ((leak != NULL ? leak->data[i] : 1) * x[i] - z));
    }
  return worst;
}

double
worst_residual (const ClModel *model, const ClMatrix *inputs, const ClMatrix *x)
{
  double worst = 0;

  for (gsize row = 0; row < x->rows; row++)
    worst = fmax (worst, residual_of (model, inputs != NULL ? cl_matrix_row (inputs, row) : NULL,
                                      cl_matrix_row (x, row)));
  return worst;
}

ClModel *
with_a (const ClModel *model, ClMatrix *a)
{
  ClModel *changed = cl_model_with_array (model, CL_ARRAY_A, a, NULL);

  g_assert_nonnull (changed);
  return changed;
}

ClModel *
slow_model (GRand *random, gsize n)
{
  g_autoptr (ClModel) base = random_model (random, n, 1, "softplus");
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);

  for (gsize i = 0; i < n; i++)
    {
      double *row = cl_matrix_row (a, i);
      double sum = 0;

      for (gsize j = 0; j < n; j++)
        sum += row[j] = g_rand_double (random);
      for (gsize j = 0; j < n; j++)
        row[j] *= 0.98 / sum;
    }
  return cl_model_with_array (base, CL_ARRAY_A, a, NULL);
}

void
assert_matrices_near (const ClMatrix *a, const ClMatrix *b, double tolerance)
{
  g_assert_cmpuint (a->rows, ==, b->rows);
  g_assert_cmpuint (a->cols, ==, b->cols);
  for (gsize e = 0; e < a->rows * a->cols; e++)
    assert_near (a->data[e], b->data[e], tolerance);
}

double
assert_within (const ClMatrix *x, const ClMatrix *guess, const ClMatrix *bound)
{
  double share = 0;

  for (gsize e = 0; e < x->rows * x->cols; e++)
    {
      double error = fabs (x->data[e] - guess->data[e]);

      g_assert_cmpfloat (error, <=, bound->data[e] + SOLVED);
      if (error > 1e-6)
        share = fmax (share, error / bound->data[e]);
    }
  return share;
}
