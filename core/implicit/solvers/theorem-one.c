/* x+ = (1 - a) x + a f (G x + d) with the step that NEMON Theorem 1 proves in any norm.
 *
 * Let l = Lip (F) and b = osL (F) < 1 of F (x) = f (G x + d) in some norm, c = 1 - b, L = 1 + l and
 * kappa = L / c.  The Jacobian of the step is I + a J with |J| <= L and mu (J) <= -c, and
 *
 *   |(I + a J)^-1 x| >= |(I - a J) x| - sum_{k >= 2} (a L)^k |x|
 *                    >= (1 + a c - (a L)^2 / (1 - a L)) |x|,
 *
 * so that the step contracts by
 *
 *   gamma (a) = 1 / (1 + a c - (a L)^2 / (1 - a L)),   0 < a < c / ((c + L) L).
 *
 * With s = a L its derivative vanishes where (1 - s)^2 = 1 / (1 + 1 / kappa):
 *
 *   a* = (1 - 1 / sqrt (1 + 1 / kappa)) / L = (1 / c) (1 / (2 kappa^2) - 3 / (8 kappa^3) + ...),
 *   gamma (a*) = 1 - 1 / (4 kappa^2) + 1 / (8 kappa^3) + ...
 *
 * Three norms are tried and the smallest factor is the proof: l_inf and l_1 with their best
 * weights, and l_2 with those of the problem.  The slopes enter l_2 through the largest measure
 * over all of them: exact at the 2^n vertices for small n, a bound beyond.  The l_inf theorem of
 * the average iteration gives a far larger step; this one is for the other norms, and to be
 * compared with. */
#include <math.h>

#include "core/implicit/solver.h"
#include "core/theory/norm.h"
#include "core/theory/slope-family.h"

/* 2^n Cholesky factorisations take a millisecond or two up to here. */
#define VERTEX_MAX 8

enum
{
  INF,
  ONE,
  TWO,
  NORMS
};

typedef struct
{
  double lipschitz;
  double one_sided;
} Constants;

static double
upper (ClBounded bounded)
{
  return bounded.value + bounded.rounding;
}

/* The slope family of D G, without a decay: the Jacobian of F itself. */
static void
family_init (ClSlopeFamily *family, const ClProblem *problem, ClMatrix *g)
{
  *family = (ClSlopeFamily){
    .a = g,
    .decay = g_new0 (double, problem->n),
    .low = problem->slope_min,
    .high = problem->slope_max,
  };
}

static Constants
constants_inf (ClProblem *problem, const ClSlopeFamily *family)
{
  const double *eta = cl_problem_metzler_weights (problem);

  return (Constants){
    problem->slope_max * upper (cl_norm_inf_weighted (problem->g, eta, eta)),
    upper (cl_slope_family_rows (family, eta)),
  };
}

static Constants
constants_one (const ClProblem *problem, const ClSlopeFamily *family)
{
  g_autoptr (ClMatrix) eta = cl_slope_family_weigh_columns (family);
  g_autoptr (ClMatrix) transpose = cl_matrix_transpose (problem->g);

  return (Constants){
    problem->slope_max * upper (cl_norm_inf_weighted (transpose, eta->data, eta->data)),
    upper (cl_slope_family_columns (family, eta->data)),
  };
}

/* The slopes are diagonal like the weights, so that they keep their places in Q^1/2 G Q^-1/2. */
static Constants
constants_two (ClProblem *problem)
{
  const double *q = cl_problem_l2_weights (problem);
  g_autoptr (ClMatrix) scaled = cl_matrix_copy (problem->g);
  ClSlopeFamily family;
  Constants constants;

  for (gsize i = 0; i < problem->n; i++)
    for (gsize j = 0; j < problem->n; j++)
      cl_matrix_row (scaled, i)[j] *= sqrt (q[i] / q[j]);
  family_init (&family, problem, scaled);
  constants.lipschitz = problem->slope_max * cl_problem_l2_norm (problem, problem->g);
  constants.one_sided = upper (problem->n <= VERTEX_MAX ? cl_slope_family_two_exact (&family, NULL)
                                                        : cl_slope_family_two_bound (&family));
  g_free (family.decay);
  return constants;
}

static void
find_constants (ClProblem *problem, Constants constants[NORMS])
{
  ClSlopeFamily family;

  family_init (&family, problem, problem->g);
  constants[INF] = constants_inf (problem, &family);
  constants[ONE] = constants_one (problem, &family);
  constants[TWO] = constants_two (problem);
  g_free (family.decay);
}

/* gamma (a), INFINITY where nothing is proven. */
static double
factor_in (const Constants *constants, double step)
{
  double c = 1 - constants->one_sided;
  double reach = step * (1 + constants->lipschitz);
  double gain = 1 + step * c - reach * reach / (1 - reach);

  return c > 0 && reach < 1 && gain > 0 ? 1 / gain : INFINITY;
}

static double
best_step (const Constants *constants)
{
  double length = 1 + constants->lipschitz;
  double kappa = length / (1 - constants->one_sided);

  return (1 - 1 / sqrt (1 + 1 / kappa)) / length;
}

static double
factor (ClProblem *problem, double step)
{
  Constants constants[NORMS];
  double least = INFINITY;

  find_constants (problem, constants);
  for (gsize k = 0; k < NORMS; k++)
    least = fmin (least, factor_in (&constants[k], step));
  return least;
}

/* Where no norm proves anything, a step that is small beside the Lipschitz constant. */
static double
choose_step (ClProblem *problem)
{
  Constants constants[NORMS];
  double least = INFINITY;
  double chosen;

  find_constants (problem, constants);
  chosen = 0.5 / (1 + constants[INF].lipschitz);
  for (gsize k = 0; k < NORMS; k++)
    if (constants[k].one_sided < 1)
      {
        double step = best_step (&constants[k]);
        double tried = factor_in (&constants[k], step);

        if (tried < least)
          {
            least = tried;
            chosen = step;
          }
      }
  return chosen;
}

const ClSolver cl_solver_theorem_one = {
  .id = "theorem-one",
  .title = "Average iteration, steps for any norm",
  .condition = "the one-sided Lipschitz constants of Φ(%sx) in l₁, l₂ and l∞",
  .choose_step = choose_step,
  .factor = factor,
  .schemes = { &cl_scheme_averaged, &cl_scheme_averaged_f },
};
