/* What a solver is: its theory in a file of core/implicit/solvers/, its arithmetic in a file of
 * core/implicit/real/, and one line in the table of fixed-point.c.  Internal to core/implicit. */
#pragma once

#include "core/implicit/arithmetic.h"
#include "core/implicit/fixed-point.h"

G_BEGIN_DECLS

struct _ClSolver
{
  const char *id;
  const char *title;
  const char *condition; /* what must be below 1 for a proof: "λ_PF(|A|)" */

  /* The step it chooses itself; NULL where it has none. */
  double (*choose_step) (ClProblem *problem);

  /* The proven contraction factor, >= 1 where none is proven.  step is 0 where it has none. */
  double (*factor) (ClProblem *problem, double step);

  /* Fills the plan.  FALSE with CL_FIXED_POINT_ERROR_REFUSED when the iteration is not defined.
   * NULL where there is nothing to prepare. */
  gboolean (*prepare) (ClPlan *plan, GError **error);

  ClSchemes schemes;
};

extern const ClSolver cl_solver_picard;
extern const ClSolver cl_solver_averaged;
extern const ClSolver cl_solver_diagonal_implicit;
extern const ClSolver cl_solver_forward_backward;
extern const ClSolver cl_solver_peaceman_rachford;
extern const ClSolver cl_solver_theorem_one;

/* The largest step of the average iteration for which no slope can turn the sign of a diagonal
 * entry of its Jacobian: alpha* of NEMON Cor. 5 where slope_max is 1. */
double cl_average_step (const ClProblem *problem);

/* The slope of the resolvent (1 + step (f^-1 - 1))^-1 where f has slope `slope`, and on the plan
 * its self-loop weight: the resolvent at s is the self-loop z = f (a z + s / step) with
 * a = (step - 1) / step.  For ReLU it is ReLU whatever the step. */
double cl_resolvent_slope (double slope, double step);
void cl_resolvent_prepare (ClPlan *plan);

G_END_DECLS
