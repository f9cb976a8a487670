/* x_i+ = psi_i (sum_{j != i} g_ij x_j + d_i), where z = psi_i (s) solves z = f (g_ii z + s): each
 * neuron solves its own self-loop exactly.  Defined when slope_max g_ii < 1 for all i.
 *
 * The slope of psi_i where that of f is d is d / (1 - d g_ii), increasing in d, so errors obey
 * |x+ - y+| <= N |x - y| with
 *
 *   N = P^-1 Q,  P = dg (1 / slope_max - g_ii) > 0,  Q = |G| off the diagonal, 0 on it.
 *
 * P - Q = 1 / slope_max I - M (G) is a regular splitting, so the spectral radius of N is below 1 if
 * and only if this Z-matrix is a nonsingular M-matrix (Varga, Matrix Iterative Analysis, Thm 3.29),
 * that is, if and only if slope_max alpha (M (G)) < 1.  For slope_max = 1 the iteration converges
 * whenever alpha (M (A)) < 1, the weakest l_inf condition of the ladder.  The factor in plain
 * l_inf, max_i sum_{j != i} |g_ij| / (1 - g_ii), is never larger than that of the average
 * iteration. */
#include <math.h>

#include "core/implicit/solver.h"

static double
factor (ClProblem *problem, double step)
{
  g_autoptr (ClMatrix) majorant = cl_matrix_new (problem->n, problem->n);

  for (gsize i = 0; i < problem->n; i++)
    {
      const double *g = cl_matrix_row (problem->g, i);
      double room = 1 - problem->slope_max * g[i];

      if (!(room > 0))
        return INFINITY;
      for (gsize j = 0; j < problem->n; j++)
        if (j != i)
          cl_matrix_set (majorant, i, j, problem->slope_max * fabs (g[j]) / room);
    }
  return cl_majorant_factor (majorant);
}

static gboolean
prepare (ClPlan *plan, GError **error)
{
  for (gsize i = 0; i < plan->problem->n; i++)
    {
      double g = cl_matrix_get (plan->problem->g, i, i);

      if (!(plan->problem->slope_max * g < 1))
        {
          g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_REFUSED,
                       "Diagonal-implicit is not defined on this model: the self-loop of neuron "
                       "%" G_GSIZE_FORMAT " has the weight %.6g, expected slope × weight below 1",
                       i + 1, g);
          return FALSE;
        }
      plan->loop[i] = g;
    }
  return TRUE;
}

const ClSolver cl_solver_diagonal_implicit = {
  .id = "diagonal-implicit",
  .title = "Diagonal-implicit",
  .condition = "slope × α(M(%s))",
  .factor = factor,
  .prepare = prepare,
  .schemes = { &cl_scheme_diagonal_implicit, &cl_scheme_diagonal_implicit_f },
};
