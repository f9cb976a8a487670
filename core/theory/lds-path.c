#include "core/theory/lds-path.h"

#include "core/linalg/lapack.h"
#include "core/theory/bounded.h"
#include "core/theory/measure.h"

#include <math.h>
#include <string.h>

/* Symbols: lambda the level, q > 0 the diagonal of Q, S = 2 lambda Q - QA - A'Q, which is positive
 * definite exactly when mu_{2,Q^1/2} (A) < lambda.
 *
 * The least lambda is a generalised eigenvalue problem over linear matrix inequalities (Boyd, El
 * Ghaoui, Feron and Balakrishnan 1994, section 2.2.3), quasi-convex in q but not one semidefinite
 * program: a general solver would bisect on lambda with one program for each bit.  Instead the path
 * of analytic centres is followed,
 *
 *   q (lambda) = argmin -log det S + sum_i q_i,
 *
 * with a tangent predictor in lambda and Newton correctors.  Each derivative of S has rank two,
 * dS/dq_i = e_i w_i' + w_i e_i' with w_i' the row i of W = lambda I - A, so that with Z = S^-1,
 * V = WZ and T = WZW' the gradient is 1 - 2 v_ii and the Hessian 2 (V o V' + T o Z): two products
 * and one inverse of order n for each step.
 *
 * Every positive semidefinite Z bounds the infimum from below by min_i (AZ)_ii / z_ii = lambda -
 * max_i v_ii / z_ii, because 2 (AZ)_ii is the trace of Z with the derivative of QA + A'Q.  The two
 * sides meet on the path, so the answer carries its own proof and nothing is taken on trust.
 *
 * Where some z_ii are far smaller than others, the least of these quotients comes late: the gap is
 * 1 / (2 min z_ii) at the very centre and wider beside it.  But DZD is positive semidefinite for
 * every diagonal D, and its quotients are (Bd)_i / d_i with b_ij = a_ij z_ij / z_ii.  All of them
 * agree where d is an eigenvector of B, and near the centre that for d near 1 has the eigenvalue
 * lambda - n / (2 trace Z) up to second order, since z_ii is nearly its left eigenvector: the bound
 * is as near as the mean of the quotients, not as far as their least.
 *
 * All quantities are kept for Q^1/2 A Q^-1/2 in place of A, that is at q = 1, which leaves no bad
 * scaling even where the infimum is approached with q_i / q_j going to infinity. */

enum
{
  MAX_NEWTON_STEPS = 600,
  MAX_CORRECTIONS = 40
};

/* Relative to the scale of A: an enclosure that is worth no more steps when it shrinks no more. */
#define CLOSE 1e-8

struct _ClLdsPath
{
  const ClMatrix *a;
  gsize n;
  double scale; /* of A: its Frobenius norm */
  double lambda;
  double low;
  gsize steps;
  double *storage;
  double *q;         /* n: the centre under way */
  double *best;      /* n: the centre of least lambda with S positive definite */
  double *direction; /* n: Newton step, relative to q */
  double *tangent;   /* n: d log q / d lambda */
  double *weight;    /* n: the diagonal of Z at `best` */
  double *trial;     /* n */
  double *balance;   /* n: d */
  int *pivots;       /* n */
  double *scaled;    /* n x n: Q^1/2 A Q^-1/2 */
  double *w, *z, *v, *t, *hessian;
};

ClLdsPath *
cl_lds_path_new (const ClMatrix *a)
{
  g_return_val_if_fail (a != NULL && a->rows == a->cols && a->rows > 0, NULL);

  const gsize n = a->rows;
  ClLdsPath *path = g_new0 (ClLdsPath, 1);
  path->a = a;
  path->n = n;
  path->storage = g_new0 (double, 7 * n + 6 * n * n);
  path->pivots = g_new0 (int, n);
  double *next = path->storage;
  double **const vectors[] = { &path->q,      &path->best,  &path->direction, &path->tangent,
                               &path->weight, &path->trial, &path->balance };
  double **const matrices[] = { &path->scaled, &path->w, &path->z,
                                &path->v,      &path->t, &path->hessian };
  for (gsize k = 0; k < G_N_ELEMENTS (vectors); k++, next += n)
    *vectors[k] = next;
  for (gsize k = 0; k < G_N_ELEMENTS (matrices); k++, next += n * n)
    *matrices[k] = next;

  for (gsize i = 0; i < n; i++)
    path->q[i] = path->best[i] = 1.0;
  path->scale = sqrt (cl_dot (n * n, a->data, a->data));
  path->lambda = cl_measure_two (a, NULL).value + path->scale;
  path->low = -INFINITY;
  for (gsize i = 0; i < n; i++)
    path->low = fmax (path->low, cl_matrix_get (a, i, i));
  return path;
}

void
cl_lds_path_free (ClLdsPath *path)
{
  if (path == NULL)
    return;
  g_free (path->storage);
  g_free (path->pivots);
  g_free (path);
}

const double *
cl_lds_path_get_q (const ClLdsPath *path)
{
  return path->best;
}

double
cl_lds_path_get_low (const ClLdsPath *path)
{
  return path->low;
}

gsize
cl_lds_path_get_active (const ClLdsPath *path, gsize *active)
{
  const gsize n = path->n;
  double least = INFINITY;
  double largest = 0.0;
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    {
      least = fmin (least, path->weight[i]);
      largest = fmax (largest, path->weight[i]);
    }
  for (gsize i = 0; i < n; i++)
    if (path->weight[i] >= sqrt (least) * sqrt (largest))
      active[count++] = i;
  return count;
}

/* Stores S for q and lambda in path->z, scaled by Q^-1/2 on both sides, and factors it. */
static gboolean
factor (ClLdsPath *path, const double *q, double lambda)
{
  const gsize n = path->n;

  for (gsize i = 0; i < n; i++)
    {
      const double *row = cl_matrix_row (path->a, i);
      if (!(q[i] > 0.0))
        return FALSE;
      for (gsize j = 0; j < n; j++)
        path->scaled[i * n + j] = row[j] * sqrt (q[i] / q[j]);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = i; j < n; j++)
      path->z[i * n + j] =
          (i == j ? 2.0 * lambda : 0.0) - path->scaled[i * n + j] - path->scaled[j * n + i];
  return cl_cholesky_factor (n, path->z);
}

/* The dual bound at DZD, with its rounding taken off.  Z is the product of a computed inverse
 * factor with its transpose, so its entries are off by a multiple of sqrt (z_ii z_jj). */
static void
raise_low (ClLdsPath *path)
{
  const gsize n = path->n;
  const double *d = path->balance;
  double bound = INFINITY;

  for (gsize i = 0; i < n; i++)
    {
      const double *row = path->scaled + i * n;
      const double *z = path->z + i * n;
      double magnitude = fabs (row[i]);
      double quotient = 0.0;
      for (gsize j = 0; j < n; j++)
        {
          const double ratio = d[j] / d[i];
          magnitude += fabs (row[j] * ratio) * sqrt (path->z[j * n + j] / z[i]);
          quotient += row[j] * ratio * (z[j] / z[i]);
        }
      quotient -= cl_eigen_rounding (n) * (magnitude + fabs (quotient));
      if (isnan (quotient))
        return;
      bound = fmin (bound, quotient);
    }
  path->low = fmax (path->low, bound);
}

/* The dual bound at the centre: with D = I, and after one step of inverse iteration from there
 * towards the eigenvector of B next to lambda.  Spoils T. */
static void
bound_from_below (ClLdsPath *path)
{
  const gsize n = path->n;
  double *shifted = path->t;

  for (gsize i = 0; i < n; i++)
    {
      const double *row = path->scaled + i * n;
      const double *z = path->z + i * n;
      for (gsize j = 0; j < n; j++)
        shifted[i * n + j] = (i == j ? path->lambda : 0.0) - row[j] * (z[j] / z[i]);
      path->balance[i] = 1.0;
    }
  raise_low (path);
  if (!cl_lu_factor (n, shifted, path->pivots))
    return;
  cl_lu_solve (CL_NO_TRANSPOSE, n, 1, shifted, path->pivots, path->balance);
  raise_low (path);
}

/* What is left of lambda if the optimal q is near: n / (2 trace Z). */
static double
expected_gap (const ClLdsPath *path)
{
  double trace = 0.0;
  for (gsize i = 0; i < path->n; i++)
    trace += path->z[i * path->n + i];
  return 0.5 * (double) path->n / trace;
}

/* From the factor of S: Z, V, T and the factored Hessian.  FALSE when rounding has destroyed it. */
static gboolean
differentiate (ClLdsPath *path)
{
  const gsize n = path->n;

  cl_cholesky_invert (n, path->z);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      path->w[i * n + j] = (i == j ? path->lambda : 0.0) - path->scaled[i * n + j];
  cl_gemm (CL_NO_TRANSPOSE, CL_NO_TRANSPOSE, n, n, n, 1.0, path->w, n, path->z, n, 0.0, path->v, n);
  cl_gemm (CL_NO_TRANSPOSE, CL_TRANSPOSE, n, n, n, 1.0, path->v, n, path->w, n, 0.0, path->t, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = i; j < n; j++)
      path->hessian[i * n + j] =
          2.0 * (path->v[i * n + j] * path->v[j * n + i] + path->t[i * n + j] * path->z[i * n + j]);
  /* A change of the scale of q alone does nothing: forbidding it leaves the direction as it was and
   * keeps the factorisation from meeting that one flat direction. */
  double stiffness = 0.0;
  for (gsize i = 0; i < n; i++)
    stiffness = fmax (stiffness, path->hessian[i * n + i]);
  for (gsize i = 0; i < n; i++)
    for (gsize j = i; j < n; j++)
      path->hessian[i * n + j] += stiffness * path->q[i] * path->q[j] / (double) n;
  return cl_cholesky_factor (n, path->hessian);
}

/* Moves to the centre for path->lambda, S being positive definite at the start.  Leaves the
 * derivatives at the last point in place. */
static gboolean
centre (ClLdsPath *path, gsize *corrections)
{
  const gsize n = path->n;
  const double near = 1e-2;

  for (*corrections = 0; *corrections < MAX_CORRECTIONS; ++*corrections)
    {
      if (!factor (path, path->q, path->lambda) || !differentiate (path))
        return FALSE;
      path->steps++;
      memcpy (path->best, path->q, n * sizeof (double));
      for (gsize i = 0; i < n; i++)
        path->weight[i] = path->z[i * n + i];

      /* Relative to q the gradient is q_i - 2 v_ii. */
      double decrement = 0.0;
      for (gsize i = 0; i < n; i++)
        path->direction[i] = 2.0 * path->v[i * n + i] - path->q[i];
      memcpy (path->trial, path->direction, n * sizeof (double));
      cl_cholesky_solve (n, 1, path->hessian, path->direction);
      decrement = sqrt (fmax (cl_dot (n, path->trial, path->direction), 0.0));
      if (decrement <= near)
        return TRUE;

      const double step = decrement < 0.3 ? 1.0 : 1.0 / (1.0 + decrement);
      for (gsize i = 0; i < n; i++)
        path->q[i] *= fmax (1.0 + step * path->direction[i], 1e-3);
    }
  return FALSE;
}

/* d log q / d lambda along the path: H tangent = 2 z_ii - 4 (VZ)_ii. */
static void
find_tangent (ClLdsPath *path)
{
  const gsize n = path->n;

  for (gsize i = 0; i < n; i++)
    path->tangent[i] =
        2.0 * path->z[i * n + i] - 4.0 * cl_dot (n, path->v + i * n, path->z + i * n);
  cl_cholesky_solve (n, 1, path->hessian, path->tangent);
}

/* Lowers lambda by `decrease`, or by as much of that as leaves S positive definite. */
static gboolean
predict (ClLdsPath *path, double decrease)
{
  const gsize n = path->n;

  for (int k = 0; k < 30; k++, decrease *= 0.6)
    {
      for (gsize i = 0; i < n; i++)
        path->trial[i] = path->q[i] * exp (-decrease * path->tangent[i]);
      if (factor (path, path->trial, path->lambda - decrease))
        {
          memcpy (path->q, path->trial, n * sizeof (double));
          path->lambda -= decrease;
          return TRUE;
        }
    }
  return FALSE;
}

gsize
cl_lds_path_run (ClLdsPath *path, double tolerance, GCancellable *cancellable)
{
  double reach = 0.7;
  gsize corrections;

  while (path->steps < MAX_NEWTON_STEPS && !g_cancellable_is_cancelled (cancellable))
    {
      if (!centre (path, &corrections))
        break;
      const double before = path->low;
      bound_from_below (path);
      const double gap = path->lambda - path->low;
      const double expected = expected_gap (path);
      /* In the end rounding holds the lower bound where it is. */
      const gboolean stalled =
          gap <= CLOSE * path->scale && path->low - before <= 0.1 * gap && expected <= 1e-2 * gap;
      if (gap <= tolerance || expected <= 1e-2 * tolerance || stalled)
        break;
      reach = corrections <= 3 ? fmin (0.9, 0.5 * (1.0 + reach)) : fmax (0.3, 0.8 * reach);
      find_tangent (path);
      if (!predict (path, reach * fmin (gap, expected)))
        break;
    }
  return path->steps;
}
