#include "core/theory/slope-family.h"

#include "core/linalg/lapack.h"
#include "core/theory/bounded.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"

#include <math.h>
#include <string.h>

enum
{
  POLICY_STEPS = 12
};

void
cl_slope_family_init (ClSlopeFamily *family, const ClModel *model)
{
  const gsize n = model->n;
  const ClActivation *activation = model->parts.activation;
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  const ClModelKind kind = model->parts.kind;
  ClMatrix *a = model->parts.array[CL_ARRAY_A];

  const double decay = kind == CL_MODEL_PERSIDSKII     ? 0.0
                       : kind == CL_MODEL_LINEAR_MINUS ? activation->slope_min
                                                       : 1.0;
  family->transposed = kind == CL_MODEL_HOPFIELD || kind == CL_MODEL_PERSIDSKII;
  family->a = family->transposed ? cl_matrix_transpose (a) : cl_matrix_ref (a);
  family->low = kind == CL_MODEL_LINEAR_MINUS ? 1.0 : activation->slope_min;
  family->high = kind == CL_MODEL_LINEAR_MINUS ? 1.0 : activation->slope_max;
  family->decay = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    family->decay[i] = kind == CL_MODEL_FIRING_RATE && leak != NULL ? leak->data[i] : decay;
}

void
cl_slope_family_clear (ClSlopeFamily *family)
{
  g_clear_pointer (&family->a, cl_matrix_unref);
  g_clear_pointer (&family->decay, g_free);
}

static double
steepest (const ClSlopeFamily *family, double x)
{
  return fmax (family->low * x, family->high * x);
}

ClBounded
cl_slope_family_rows (const ClSlopeFamily *family, const double *eta)
{
  const gsize n = family->a->rows;
  ClBounded osl = cl_bounded_start (0.0);

  for (gsize i = 0; i < n; i++)
    {
      const double *row = cl_matrix_row (family->a, i);
      double sum = 0.0;
      for (gsize j = 0; j < n; j++)
        if (j != i)
          sum += eta != NULL ? fabs (row[j]) * (eta[j] / eta[i]) : fabs (row[j]);
      const double magnitude = family->high * (fabs (row[i]) + sum) + family->decay[i];
      cl_bounded_raise (&osl, steepest (family, row[i] + sum) - family->decay[i],
                        cl_sum_rounding (n + 1) * magnitude, i);
    }
  return osl;
}

ClBounded
cl_slope_family_columns (const ClSlopeFamily *family, const double *eta)
{
  const gsize n = family->a->rows;
  g_autofree double *sums = g_new0 (double, n);
  for (gsize i = 0; i < n; i++)
    {
      const double *row = cl_matrix_row (family->a, i);
      for (gsize j = 0; j < n; j++)
        if (j != i)
          sums[j] += eta != NULL ? fabs (row[j]) * (eta[i] / eta[j]) : fabs (row[j]);
    }

  ClBounded osl = cl_bounded_start (0.0);
  for (gsize j = 0; j < n; j++)
    {
      const double diagonal = cl_matrix_get (family->a, j, j);
      const double value = steepest (family, diagonal) + family->high * sums[j] - family->decay[j];
      const double magnitude = family->high * (fabs (diagonal) + sums[j]) + family->decay[j];
      cl_bounded_raise (&osl, value, cl_sum_rounding (n + 1) * magnitude, j);
    }
  return osl;
}

/* The rows choose their slopes independently, so the best weights are those of the worst choice,
 * which policy iteration finds: the Perron vector for the present slopes, then each row the slope
 * that is worse under it.  The best weights on the way are kept.  When all slopes may vanish no
 * weights do better than the slowest decay. */
ClMatrix *
cl_slope_family_weigh_rows (const ClSlopeFamily *family, const ClMatrix *start)
{
  const gsize n = family->a->rows;
  g_autoptr (ClMatrix) best = cl_matrix_copy (start);
  g_autoptr (ClMatrix) chosen = cl_metzler_majorant (family->a);
  g_autoptr (ClMatrix) metzler = cl_matrix_copy (chosen);
  g_autofree double *sums = g_new (double, n);
  gboolean uniform = TRUE;
  double slowest = family->decay[0];
  for (gsize i = 1; i < n; i++)
    {
      uniform = uniform && family->decay[i] == family->decay[0];
      slowest = fmin (slowest, family->decay[i]);
    }

  ClBounded least = cl_slope_family_rows (family, best->data);
  /* With equal decays the steepest choice is a shift and a scale of M (A): its weights are in hand.
   */
  for (int step = uniform ? 1 : 0; step < POLICY_STEPS; step++)
    {
      if (family->low == 0.0 && least.value <= -slowest)
        break;
      cl_gemv (CL_NO_TRANSPOSE, n, n, 1.0, metzler->data, n, best->data, 0.0, sums);
      for (gsize i = 0; i < n; i++)
        {
          const double slope = step == 0 || sums[i] >= 0.0 ? family->high : family->low;
          for (gsize j = 0; j < n; j++)
            cl_matrix_set (chosen, i, j, slope * cl_matrix_get (metzler, i, j));
          cl_matrix_set (chosen, i, i, cl_matrix_get (chosen, i, i) - family->decay[i]);
        }
      g_autoptr (ClPerron) perron = cl_perron_new (chosen);
      const ClBounded osl = cl_slope_family_rows (family, perron->weights->data);
      const gboolean better = osl.value < least.value - osl.rounding;
      if (!better && step > 0)
        break;
      if (!better)
        continue;
      least = osl;
      memcpy (best->data, perron->weights->data, n * sizeof (double));
    }
  return g_steal_pointer (&best);
}

ClMatrix *
cl_slope_family_weigh_columns (const ClSlopeFamily *family)
{
  const gsize n = family->a->rows;
  g_autoptr (ClMatrix) metzler = cl_absolute_majorant (family->a);

  for (gsize k = 0; k < n * n; k++)
    metzler->data[k] *= family->high;
  for (gsize i = 0; i < n; i++)
    cl_matrix_set (metzler, i, i,
                   steepest (family, cl_matrix_get (family->a, i, i)) - family->decay[i]);

  /* The columns of family->a are rows for Perron's theorem on its transpose. */
  g_autoptr (ClMatrix) transposed = cl_matrix_transpose (metzler);
  g_autoptr (ClPerron) perron = cl_perron_new (transposed);
  return cl_matrix_ref (perron->weights);
}

/* The upper triangle of the symmetric part of -diag (decay) + diag (d) A, negated and shifted:
 * out = shift I - that.  Returns the sum of the squares of the magnitudes. */
static double
symmetric_part (const ClSlopeFamily *family, const double *d, double shift, double sign,
                double *out)
{
  const gsize n = family->a->rows;
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = i; j < n; j++)
      {
        const double up = d[i] * cl_matrix_get (family->a, i, j);
        const double down = d[j] * cl_matrix_get (family->a, j, i);
        const double decay = i == j ? family->decay[i] : 0.0;
        const double magnitude = 0.5 * (fabs (up) + fabs (down)) + decay;
        out[i * n + j] = sign * (0.5 * (up + down) - decay) + (i == j ? shift : 0.0);
        squares += (i == j ? 1.0 : 2.0) * magnitude * magnitude;
      }
  return squares;
}

/* A vertex counts only when it beats the best so far, and whether it does is one Cholesky
 * factorisation, several times cheaper than its eigenvalues. */
ClBounded
cl_slope_family_two_exact (const ClSlopeFamily *family, GCancellable *cancellable)
{
  const gsize n = family->a->rows;
  const guint64 count = family->low == family->high ? 1 : (guint64) 1 << n;
  g_autofree double *d = g_new (double, n);
  /* Only one triangle is ever written, and the eigenvalue routine wants both finite. */
  g_autofree double *work = g_new0 (double, n *n);
  ClBounded osl = { -INFINITY, 0.0, -1 };

  g_return_val_if_fail (n <= 30 || count == 1, osl);
  for (guint64 mask = 0; mask < count; mask++)
    {
      if ((mask & 0xff) == 0 && g_cancellable_is_cancelled (cancellable))
        return (ClBounded){ NAN, NAN, -1 };
      for (gsize i = 0; i < n; i++)
        d[i] = mask >> i & 1 ? family->low : family->high;
      const double squares = symmetric_part (family, d, osl.value, -1.0, work);
      osl.rounding = fmax (osl.rounding, cl_eigen_rounding (n) * sqrt (squares));
      if (isfinite (osl.value) && cl_cholesky_factor (n, work))
        continue;
      double value;
      symmetric_part (family, d, 0.0, 1.0, work);
      if (!cl_eigen_symmetric_largest (n, work, &value, NULL))
        return (ClBounded){ NAN, NAN, -1 };
      osl.value = fmax (osl.value, value);
    }
  return osl;
}

/* With d_i = c + e_i, |e_i| <= h, and a_i the row i of A,
 *
 *   x' diag (e) A x <= sum_i h |x_i| |a_i x| <= h/2 sum_i (|a_i| x_i^2 + (a_i x)^2 / |a_i|),
 *
 * so the largest eigenvalue of -L + c sym (A) + h/2 (diag |a_i| + A' diag (1/|a_i|) A) is a bound.
 */
ClBounded
cl_slope_family_two_bound (const ClSlopeFamily *family)
{
  const gsize n = family->a->rows;
  const double c = 0.5 * (family->low + family->high);
  const double h = 0.5 * (family->high - family->low);
  g_autoptr (ClMatrix) scaled = cl_matrix_copy (family->a);
  g_autoptr (ClMatrix) bound = cl_matrix_new (n, n);
  g_autoptr (ClMatrix) gram = cl_matrix_new (n, n);
  g_autofree double *centre = g_new (double, n);
  g_autofree double *length = g_new (double, n);
  ClBounded osl = { NAN, 0.0, -1 };

  for (gsize i = 0; i < n; i++)
    {
      double *row = cl_matrix_row (scaled, i);
      length[i] = sqrt (cl_dot (n, row, row));
      centre[i] = c;
      for (gsize j = 0; j < n && length[i] > 0.0; j++)
        row[j] /= sqrt (length[i]);
    }
  cl_gram (CL_TRANSPOSE, n, n, scaled->data, n, gram->data, n);
  double squares = symmetric_part (family, centre, 0.0, 1.0, bound->data);
  for (gsize i = 0; i < n; i++)
    {
      bound->data[i * n + i] += 0.5 * h * length[i];
      squares += length[i] * length[i] + gram->data[i * n + i] * gram->data[i * n + i];
      for (gsize j = i; j < n; j++)
        bound->data[i * n + j] += 0.5 * h * gram->data[i * n + j];
    }
  cl_eigen_symmetric_largest (n, bound->data, &osl.value, NULL);
  osl.rounding = cl_eigen_rounding (2 * n) * sqrt (squares * (double) n);
  return osl;
}
