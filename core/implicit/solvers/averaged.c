/* x+ = (1 - a) x + a f (G x + d), 0 < a <= 1  (NEMON Cor. 5).
 *
 * The Jacobian is J = (1 - a) I + a D G with slopes D.  In the l_inf norm weighted by eta its rows
 * have the sums
 *
 *   |1 - a + a d g_ii| + a d sum_{j != i} |g_ij| eta_j / eta_i,
 *
 * convex in d: the largest is at slope_min or slope_max.  With the best weights of M (G) and
 * a <= a*, where 1 - a + a d g_ii >= 0, that is 1 - a (1 - max_d d alpha (M (G))). */
#include <math.h>

#include "core/implicit/solver.h"

double
cl_average_step (const ClProblem *problem)
{
  double lowest = 0;

  for (gsize i = 0; i < problem->n; i++)
    lowest = fmin (lowest, problem->slope_max * cl_matrix_get (problem->g, i, i));
  return 1 / (1 - lowest);
}

static double
choose_step (ClProblem *problem)
{
  return cl_average_step (problem);
}

static double
factor (ClProblem *problem, double step)
{
  const double *eta = cl_problem_metzler_weights (problem);
  double worst = 0;

  for (gsize i = 0; i < problem->n; i++)
    {
      const double *g = cl_matrix_row (problem->g, i);
      double others = 0;

      for (gsize j = 0; j < problem->n; j++)
        others += j != i ? fabs (g[j]) * (eta[j] / eta[i]) : 0;
      for (int end = 0; end < 2; end++)
        {
          double slope = end ? problem->slope_max : problem->slope_min;

          worst = fmax (worst, fabs (1 - step + step * slope * g[i]) + step * slope * others);
        }
    }
  return worst;
}

const ClSolver cl_solver_averaged = {
  .id = "averaged",
  .title = "Average iteration",
  .condition = "slope × α(M(%s))",
  .choose_step = choose_step,
  .factor = factor,
  .schemes = { &cl_scheme_averaged, &cl_scheme_averaged_f },
};
