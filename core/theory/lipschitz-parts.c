#include "core/theory/lipschitz-parts.h"

#include "core/linalg/lapack.h"
#include "core/theory/bounded.h"
#include "core/theory/measure.h"

#include <math.h>

static ClMatrix *
scaled_copy (const ClMatrix *matrix, double factor)
{
  ClMatrix *copy = cl_matrix_copy (matrix);
  for (gsize k = 0; factor != 1.0 && k < copy->rows * copy->cols; k++)
    copy->data[k] *= factor;
  return copy;
}

static double *
row_sums (const ClMatrix *matrix, gsize rows)
{
  double *sums = g_new0 (double, rows);
  for (gsize i = 0; matrix != NULL && i < rows; i++)
    {
      const double *row = cl_matrix_row (matrix, i);
      for (gsize j = 0; j < matrix->cols; j++)
        sums[i] += fabs (row[j]);
      sums[i] *= 1.0 + cl_sum_rounding (matrix->cols);
    }
  return sums;
}

static double
largest (gsize count, const double *values)
{
  double most = 0.0;
  for (gsize i = 0; i < count; i++)
    most = fmax (most, values[i]);
  return most;
}

gboolean
cl_lipschitz_parts_init (ClLipschitzParts *parts, const ClModel *model, GError **error)
{
  const double steepest = model->parts.activation->slope_max;
  const ClMatrix *b = cl_model_array (model, CL_ARRAY_B);
  const ClMatrix *c = cl_model_array (model, CL_ARRAY_C);

  *parts = (ClLipschitzParts){ .n = model->n, .r = model->r, .q = model->q };
  if (model->r == 0 || model->q == 0 || b == NULL)
    {
      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                   "The model has no %s: a Lipschitz bound from input to output needs B and C",
                   model->q == 0 ? "C" : "B");
      return FALSE;
    }
  parts->a = scaled_copy (cl_model_array (model, CL_ARRAY_A), steepest);
  parts->b = cl_matrix_ref (model->parts.array[CL_ARRAY_B]);
  parts->c = scaled_copy (c, steepest);
  if (model->parts.array[CL_ARRAY_D] != NULL)
    parts->d = cl_matrix_ref (model->parts.array[CL_ARRAY_D]);
  parts->input = row_sums (b, parts->n);
  parts->feed = row_sums (parts->d, parts->q);
  g_autofree double *rows_of_c = row_sums (c, parts->q);
  parts->norm_b = largest (parts->n, parts->input);
  parts->norm_c = steepest * largest (parts->q, rows_of_c) * (1.0 + 2.0 * DBL_EPSILON);
  parts->norm_d = largest (parts->q, parts->feed);
  return TRUE;
}

void
cl_lipschitz_parts_clear (ClLipschitzParts *parts)
{
  g_clear_pointer (&parts->a, cl_matrix_unref);
  g_clear_pointer (&parts->b, cl_matrix_unref);
  g_clear_pointer (&parts->c, cl_matrix_unref);
  g_clear_pointer (&parts->d, cl_matrix_unref);
  g_clear_pointer (&parts->input, g_free);
  g_clear_pointer (&parts->feed, g_free);
}

/* A positive t with (I - M) t >= s (|B| 1) and s > 0 proves both that alpha (M) < 1 and that
 * t / s bounds the inverse from above, because (I - M)^-1 is then non-negative.  So the solution of
 * the system is checked by one product, and its rounding divided out. */
gboolean
cl_lipschitz_parts_reach (const ClLipschitzParts *parts, const ClMatrix *majorant, double *t)
{
  const gsize n = parts->n;
  const double floor = fmax (1e-13 * parts->norm_b, DBL_MIN);
  g_autoptr (ClMatrix) system = cl_matrix_new (n, n);
  g_autofree int *pivots = g_new (int, n);
  double share = INFINITY;

  for (gsize k = 0; k < n * n; k++)
    system->data[k] = -majorant->data[k];
  for (gsize i = 0; i < n; i++)
    {
      system->data[i * n + i] += 1.0;
      t[i] = parts->input[i] + floor;
    }
  if (!cl_lu_factor (n, system->data, pivots))
    return FALSE;
  cl_lu_solve (CL_NO_TRANSPOSE, n, 1, system->data, pivots, t);

  for (gsize i = 0; i < n; i++)
    {
      const double *row = cl_matrix_row (majorant, i);
      const double product = cl_dot (n, row, t);
      const double magnitude = fabs (t[i]) + fabs (product) + 2.0 * fabs (row[i] * t[i]);
      const double image = t[i] - product - cl_sum_rounding (n) * magnitude;
      if (!(t[i] > 0.0))
        return FALSE;
      share = fmin (share, image / (parts->input[i] + floor));
    }
  if (!(share > 0.0))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    t[i] *= (1.0 + 4.0 * DBL_EPSILON) / fmin (share, 1.0);
  return TRUE;
}

double
cl_lipschitz_parts_output (const ClLipschitzParts *parts, const double *t)
{
  double most = 0.0;

  for (gsize i = 0; i < parts->q; i++)
    {
      const double *row = cl_matrix_row (parts->c, i);
      double sum = 0.0;
      for (gsize j = 0; j < parts->n; j++)
        sum += fabs (row[j]) * t[j];
      most = fmax (most, sum * (1.0 + cl_sum_rounding (parts->n)) + parts->feed[i]);
    }
  return most * (1.0 + 2.0 * DBL_EPSILON);
}

double
cl_lipschitz_parts_inverse_gap (const ClLipschitzParts *parts, const double *q)
{
  const ClBounded measure =
      q != NULL ? cl_measure_two_weighted (parts->a, q, NULL) : cl_measure_two (parts->a, NULL);
  const double gap = 1.0 - (measure.value + measure.rounding);
  return gap > 0.0 ? (1.0 + 4.0 * DBL_EPSILON) / gap : INFINITY;
}

double
cl_lipschitz_parts_input_two (const ClLipschitzParts *parts, const double *q)
{
  double sum = 0.0;
  for (gsize i = 0; i < parts->n; i++)
    sum += (q != NULL ? q[i] : 1.0) * parts->input[i] * parts->input[i];
  return sqrt (sum) * (1.0 + 2.0 * cl_sum_rounding (parts->n));
}

double
cl_lipschitz_row_two (gsize n, const double *row, const double *q)
{
  double sum = 0.0;
  for (gsize j = 0; j < n; j++)
    sum += row[j] * row[j] / (q != NULL ? q[j] : 1.0);
  return sqrt (sum) * (1.0 + 2.0 * cl_sum_rounding (n));
}

double
cl_lipschitz_parts_row_two (const ClLipschitzParts *parts, const double *q)
{
  double most = 0.0;
  for (gsize i = 0; i < parts->q; i++)
    most = fmax (most, cl_lipschitz_row_two (parts->n, cl_matrix_row (parts->c, i), q));
  return most;
}
