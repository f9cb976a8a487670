#include "core/theory/slack.h"

#include "core/linalg/lapack.h"
#include "core/theory/bounded.h"
#include "core/theory/p-matrix.h"
#include "core/theory/perron.h"

#include <math.h>

/* Symbols: d what is added to a_ij, e_i a unit vector, r_i the off-diagonal sum of |a_ik| of row i.
 *
 * mu_inf < 1 is a_ii + r_i < 1 in every row.  With s = 1 - a_ii - r_i the diagonal may rise by s
 * and fall without end; off the diagonal |a_ij + d| < |a_ij| + s.  mu_1 is mu_inf of A', and the
 * norm is the same with |a_ii| in the place of a_ii.
 *
 * alpha (M (A)) < 1 says that N = I - M (A) is a nonsingular M-matrix, so G = N^-1 >= 0.  alpha is
 * an eigenvalue of M and never falls when an entry of M rises by t (Perron, Frobenius), so the
 * condition ends where det (N - t e_i e_j') = det N (1 - t g_ji) first vanishes, at t = 1/g_ji:
 * m_ij < m_ij + 1/g_ji.  An entry on no cycle has g_ji = 0 and may grow without end.
 *
 * lambda_PF (|A|) < 1 is the same with |A|, of which the diagonal cannot fall below zero either.
 *
 * mu_2 < 1 says that P = I - (A + A')/2 is positive definite.  With G = P^-1 the change
 * P - (d/2) (e_i e_j' + e_j e_i') is singular where d/2 times an eigenvalue
 * g_ij +- sqrt (g_ii g_jj) of the 2 x 2 pencil is 1, so
 * -2 / (sqrt (g_ii g_jj) - g_ij) < d < 2 / (sqrt (g_ii g_jj) + g_ij); by Cauchy and Schwarz both
 * are proper, and for i = j the lower one is infinite.
 *
 * I - A is a P-matrix when every principal minor is positive.  Only those on index sets S that hold
 * both i and j see d: with G = (I - A)_SS^-1 the minor becomes det (I - A)_SS (1 - d g_ji), so
 * d < 1/g_ji where g_ji > 0 and d > 1/g_ji where g_ji < 0; the nearest of all S counts. */

static void
unbounded (ClSlack *slack, gsize n)
{
  for (gsize k = 0; k < n * n; k++)
    slack->up->data[k] = slack->down->data[k] = INFINITY;
}

/* The change of an entry whose size may grow by `room`. */
static void
set_size (ClSlack *slack, gsize i, gsize j, double entry, double room)
{
  cl_matrix_set (slack->up, i, j, room + fabs (entry) - entry);
  cl_matrix_set (slack->down, i, j, room + fabs (entry) + entry);
}

/* `signed_diagonal`: the diagonal counts as it is, not by its size. */
static gboolean
fill_rows (ClSlack *slack, const ClMatrix *a, gboolean signed_diagonal)
{
  const gsize n = a->rows;

  for (gsize i = 0; i < n; i++)
    {
      const double *row = cl_matrix_row (a, i);
      double sum = signed_diagonal ? row[i] : fabs (row[i]);

      for (gsize j = 0; j < n; j++)
        sum += j != i ? fabs (row[j]) : 0;
      for (gsize j = 0; j < n; j++)
        set_size (slack, i, j, row[j], 1 - sum);
      if (signed_diagonal)
        {
          cl_matrix_set (slack->up, i, i, 1 - sum);
          cl_matrix_set (slack->down, i, i, INFINITY);
        }
      if (!(sum < 1))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_norm_inf (ClSlack *slack, const ClMatrix *a)
{
  return fill_rows (slack, a, FALSE);
}

static gboolean
fill_mu_inf (ClSlack *slack, const ClMatrix *a)
{
  return fill_rows (slack, a, TRUE);
}

static void
transpose (ClMatrix **matrix)
{
  ClMatrix *other = cl_matrix_transpose (*matrix);

  cl_matrix_unref (*matrix);
  *matrix = other;
}

static gboolean
fill_mu_one (ClSlack *slack, const ClMatrix *a)
{
  g_autoptr (ClMatrix) other = cl_matrix_transpose (a);
  gboolean holds = fill_rows (slack, other, TRUE);

  transpose (&slack->up);
  transpose (&slack->down);
  return holds;
}

/* Replaces m by its inverse; FALSE, with m spoilt, unless its determinant is positive. */
static gboolean
invert (ClMatrix **m)
{
  const gsize n = (*m)->rows;
  g_autoptr (ClMatrix) inverse = cl_matrix_new_identity (n);
  g_autofree int *pivots = g_new (int, n);

  if (!cl_lu_factor (n, (*m)->data, pivots) || !(cl_lu_determinant (n, (*m)->data, pivots) > 0))
    return FALSE;
  cl_lu_solve (CL_NO_TRANSPOSE, n, n, (*m)->data, pivots, inverse->data);
  cl_matrix_unref (*m);
  *m = g_steal_pointer (&inverse);
  return TRUE;
}

/* What rounding alone puts where an entry of the inverse is zero. */
static double
noise (const ClMatrix *inverse)
{
  double largest = 0;

  for (gsize k = 0; k < inverse->rows * inverse->cols; k++)
    largest = fmax (largest, fabs (inverse->data[k]));
  return largest * cl_eigen_rounding (inverse->rows);
}

static gboolean
fill_majorant (ClSlack *slack, const ClMatrix *a, ClMatrix *majorant, gboolean signed_diagonal)
{
  const gsize n = a->rows;
  g_autoptr (ClMatrix) g = cl_identity_minus (majorant);

  if (!invert (&g))
    return FALSE;
  const double zero = noise (g);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        const double bound = cl_matrix_get (g, j, i);

        if (bound < -zero)
          return FALSE;
        set_size (slack, i, j, cl_matrix_get (a, i, j), bound > zero ? 1 / bound : INFINITY);
        if (i == j && signed_diagonal)
          {
            cl_matrix_set (slack->up, i, i, 1 / bound);
            cl_matrix_set (slack->down, i, i, INFINITY);
          }
      }
  return TRUE;
}

static gboolean
fill_pf_abs (ClSlack *slack, const ClMatrix *a)
{
  g_autoptr (ClMatrix) majorant = cl_absolute_majorant (a);

  return fill_majorant (slack, a, majorant, FALSE);
}

static gboolean
fill_metzler (ClSlack *slack, const ClMatrix *a)
{
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (a);

  return fill_majorant (slack, a, majorant, TRUE);
}

static gboolean
fill_mu_two (ClSlack *slack, const ClMatrix *a)
{
  const gsize n = a->rows;
  g_autoptr (ClMatrix) g = cl_identity_minus (a);

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      cl_matrix_set (g, i, j, (cl_matrix_get (g, i, j) + cl_matrix_get (g, j, i)) / 2);
  if (!cl_cholesky_factor (n, g->data))
    return FALSE;
  cl_cholesky_invert (n, g->data);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        const double mean = sqrt (cl_matrix_get (g, i, i) * cl_matrix_get (g, j, j));
        const double both = cl_matrix_get (g, i, j);

        cl_matrix_set (slack->up, i, j, 2 / (mean + both));
        cl_matrix_set (slack->down, i, j, i != j ? 2 / (mean - both) : INFINITY);
      }
  return TRUE;
}

/* The bounds that the minor on `count` indices puts on its entries. */
static gboolean
bound_by_minor (ClSlack *slack, const ClMatrix *identity_minus, const gsize *index, gsize count)
{
  g_autoptr (ClMatrix) g = cl_matrix_new (count, count);

  for (gsize i = 0; i < count; i++)
    for (gsize j = 0; j < count; j++)
      cl_matrix_set (g, i, j, cl_matrix_get (identity_minus, index[i], index[j]));
  if (!invert (&g))
    return FALSE;
  const double zero = noise (g);
  for (gsize i = 0; i < count; i++)
    for (gsize j = 0; j < count; j++)
      {
        const double slope = cl_matrix_get (g, j, i);
        ClMatrix *side = slope > 0 ? slack->up : slack->down;
        double *least = cl_matrix_row (side, index[i]) + index[j];

        if (fabs (slope) > zero)
          *least = fmin (*least, 1 / fabs (slope));
      }
  return TRUE;
}

static gboolean
fill_p_matrix (ClSlack *slack, const ClMatrix *a)
{
  const gsize n = a->rows;
  g_autoptr (ClMatrix) identity_minus = cl_identity_minus (a);
  gsize index[CL_SLACK_P_MATRIX_LIMIT];

  unbounded (slack, n);
  for (guint set = 1; set < 1u << n; set++)
    {
      gsize count = 0;

      for (gsize i = 0; i < n; i++)
        if (set >> i & 1)
          index[count++] = i;
      if (!bound_by_minor (slack, identity_minus, index, count))
        return FALSE;
    }
  return TRUE;
}

static gboolean (*const fill[CL_N_CONDITIONS]) (ClSlack *slack, const ClMatrix *a) = {
  [CL_CONDITION_NORM_INF] = fill_norm_inf, [CL_CONDITION_PF_ABS] = fill_pf_abs,
  [CL_CONDITION_MU_INF] = fill_mu_inf,     [CL_CONDITION_METZLER] = fill_metzler,
  [CL_CONDITION_MU_1] = fill_mu_one,       [CL_CONDITION_MU_2] = fill_mu_two,
  [CL_CONDITION_P_MATRIX] = fill_p_matrix,
};

gboolean
cl_slack_is_known (ClConditionId condition, gsize n)
{
  g_return_val_if_fail ((gsize) condition < CL_N_CONDITIONS, FALSE);

  return fill[condition] != NULL
         && (condition != CL_CONDITION_P_MATRIX || n <= CL_SLACK_P_MATRIX_LIMIT);
}

ClSlack *
cl_slack_new (const ClMatrix *a, ClConditionId condition)
{
  g_autoptr (ClSlack) slack = NULL;

  g_return_val_if_fail (a != NULL && a->rows == a->cols && a->rows > 0, NULL);
  g_return_val_if_fail (cl_slack_is_known (condition, a->rows), NULL);

  slack = g_new0 (ClSlack, 1);
  slack->up = cl_matrix_new (a->rows, a->rows);
  slack->down = cl_matrix_new (a->rows, a->rows);
  return fill[condition](slack, a) ? g_steal_pointer (&slack) : NULL;
}

void
cl_slack_free (ClSlack *slack)
{
  if (slack == NULL)
    return;
  cl_matrix_unref (slack->up);
  cl_matrix_unref (slack->down);
  g_free (slack);
}
