/* Peaceman-Rachford splitting (MON): with V = (1 + a) I - a G, R the resolvent with step a,
 *
 *   x = R (u),  h = 2 x - u,  y = V^-1 (h + a d),  u+ = 2 y - h.
 *
 * The state is u.  V is factorised once; its inverse is formed because one matrix product per
 * iteration on the batch is faster than two triangular solves, and it is harmless: where
 * convergence is proven, |V^-1| <= 1 in the weighted l_2 norm.  The iteration is
 * u+ = K (2 R - 1) (u) + const with the Cayley transform K = ((1 - a) I + a G) V^-1, and 2 R - 1
 * has slopes in [-1, 1]: the factor is the diagonally weighted l_2 norm of K times the largest of
 * these slopes, below 1 for every a > 0 when the weighted mu_2 (G) is. */
#include <math.h>

#include "core/implicit/solver.h"
#include "core/linalg/lapack.h"

/* Steps that are tried: 2^k / |I - G|_2. */
#define TRIED_STEPS 7
#define TRIED_MAX_N 200

static ClMatrix *
backward_inverse (const ClProblem *problem, double step)
{
  gsize n = problem->n;
  g_autoptr (ClMatrix) v = cl_matrix_copy (problem->g);
  g_autoptr (ClMatrix) inverse = cl_matrix_new_identity (n);
  g_autofree int *pivots = g_new (int, MAX (n, 1));

  for (gsize e = 0; e < n * n; e++)
    v->data[e] *= -step;
  for (gsize i = 0; i < n; i++)
    cl_matrix_row (v, i)[i] += 1 + step;
  if (!cl_lu_factor (n, v->data, pivots))
    return NULL;
  cl_lu_solve (CL_NO_TRANSPOSE, n, n, v->data, pivots, inverse->data);
  return g_steal_pointer (&inverse);
}

/* K = 2 V^-1 - I. */
static double
factor (ClProblem *problem, double step)
{
  g_autoptr (ClMatrix) cayley = backward_inverse (problem, step);
  double low = 2 * cl_resolvent_slope (problem->slope_min, step) - 1;
  double high = 2 * cl_resolvent_slope (problem->slope_max, step) - 1;

  if (cayley == NULL || problem->slope_max > 1)
    return INFINITY;
  for (gsize e = 0; e < problem->n * problem->n; e++)
    cayley->data[e] *= 2;
  for (gsize i = 0; i < problem->n; i++)
    cl_matrix_row (cayley, i)[i] -= 1;
  return cl_problem_l2_norm (problem, cayley) * fmax (fabs (low), fabs (high));
}

static double
choose_step (ClProblem *problem)
{
  g_autoptr (ClMatrix) monotone_map = cl_matrix_copy (problem->g);
  double best, best_factor, lipschitz;

  for (gsize i = 0; i < problem->n; i++)
    cl_matrix_row (monotone_map, i)[i] -= 1;
  lipschitz = cl_problem_l2_norm (problem, monotone_map);
  best = lipschitz > 0 ? 1 / lipschitz : 1;
  if (problem->n > TRIED_MAX_N)
    return best;
  best_factor = factor (problem, best);
  for (int k = 1; k < TRIED_STEPS; k++)
    {
      double step = ldexp (1 / fmax (lipschitz, 1e-300), k);
      double tried = factor (problem, step);

      if (tried < best_factor)
        {
          best_factor = tried;
          best = step;
        }
    }
  return best;
}

static gboolean
prepare (ClPlan *plan, GError **error)
{
  cl_resolvent_prepare (plan);
  plan->matrix = backward_inverse (plan->problem, plan->step);
  if (plan->matrix == NULL)
    g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_REFUSED,
                 "Peaceman-Rachford is not defined on this model: (1+a)I−a%s is singular for the "
                 "step %g",
                 plan->problem->name, plan->step);
  return plan->matrix != NULL;
}

const ClSolver cl_solver_peaceman_rachford = {
  .id = "peaceman-rachford",
  .title = "Peaceman–Rachford",
  .condition = "the best weighted μ₂(%s)",
  .choose_step = choose_step,
  .factor = factor,
  .prepare = prepare,
  .schemes = { &cl_scheme_peaceman_rachford, &cl_scheme_peaceman_rachford_f },
};
