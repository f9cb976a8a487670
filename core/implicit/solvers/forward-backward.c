/* x+ = R ((1 - a) x + a (G x + d)), R the resolvent with step a (MON).
 *
 * R has slopes in [0, e], e <= 1, on every coordinate, so the factor is e times a norm of
 * K = (1 - a) I + a G, in any norm that is monotone on diagonal matrices: the diagonally weighted
 * l_2 norm, where some a makes it small when the weighted mu_2 (G) is below 1, and the l_inf norm
 * weighted by the best weights of M (G).  The smaller of the two is the proof. */
#include <math.h>

#include "core/implicit/solver.h"
#include "core/theory/norm.h"

static ClMatrix *
forward_matrix (const ClProblem *problem, double step)
{
  ClMatrix *k = cl_matrix_copy (problem->g);

  for (gsize e = 0; e < problem->n * problem->n; e++)
    k->data[e] *= step;
  for (gsize i = 0; i < problem->n; i++)
    cl_matrix_row (k, i)[i] += 1 - step;
  return k;
}

static double
factor (ClProblem *problem, double step)
{
  g_autoptr (ClMatrix) k = forward_matrix (problem, step);
  const double *eta = cl_problem_metzler_weights (problem);
  ClBounded inf = cl_norm_inf_weighted (k, eta, eta);
  double two = cl_problem_l2_norm (problem, k);

  if (problem->slope_max > 1)
    return INFINITY;
  return cl_resolvent_slope (problem->slope_max, step) * fmin (two, inf.value + inf.rounding);
}

/* m / L^2 minimises the bound 1 - 2 a m + a^2 L^2 on |K|_2^2, with I - G strongly monotone by
 * m = 1 - mu_2 (G) and L = |I - G|_2; a* is best for the l_inf bound. */
static double
choose_step (ClProblem *problem)
{
  double average = cl_average_step (problem);
  double monotone = 1 - cl_problem_l2_measure (problem);
  g_autoptr (ClMatrix) monotone_map = NULL;
  double lipschitz, step;

  if (monotone <= 0)
    return average;
  monotone_map = forward_matrix (problem, -1);
  for (gsize i = 0; i < problem->n; i++)
    cl_matrix_row (monotone_map, i)[i] -= 1;
  lipschitz = cl_problem_l2_norm (problem, monotone_map);
  step = lipschitz > 0 ? monotone / (lipschitz * lipschitz) : 1;
  return factor (problem, step) < factor (problem, average) ? step : average;
}

static gboolean
prepare (ClPlan *plan, GError **error)
{
  cl_resolvent_prepare (plan);
  return TRUE;
}

const ClSolver cl_solver_forward_backward = {
  .id = "forward-backward",
  .title = "Forward-backward",
  .condition = "both α(M(%s)) and the best weighted μ₂",
  .choose_step = choose_step,
  .factor = factor,
  .prepare = prepare,
  .schemes = { &cl_scheme_forward_backward, &cl_scheme_forward_backward_f },
};
