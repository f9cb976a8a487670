/* Symbols: f the activation, a the step, R = (1 + a (f^-1 - 1))^-1 the resolvent of MON.
 *
 * f = prox of some convex function g with gradient f^-1 - 1, because its slopes lie in [0, 1]; R is
 * the prox of a g.  z = R (s) means (1 - a) z + a f^-1 (z) = s, so z = f ((s - (1 - a) z) / a): a
 * self-loop, which every activation solves.  The slope of R where that of f is d follows from
 * d = f': it is d / (d + a (1 - d)), increasing in d, between 0 and 1. */
#include "core/implicit/solver.h"

double
cl_resolvent_slope (double slope, double step)
{
  return slope / (slope + step * (1 - slope));
}

void
cl_resolvent_prepare (ClPlan *plan)
{
  for (gsize i = 0; i < plan->problem->n; i++)
    plan->loop[i] = (plan->step - 1) / plan->step;
}
