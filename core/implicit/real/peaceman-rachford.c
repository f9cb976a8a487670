/* The state is u: x = R (u), h = 2 x - u, next = 2 V^-1 (h + a d) - h; V^-1 is the matrix of the
 * plan. */
#include "core/implicit/real/scheme.h"

static void
advance (const ClRealPlan *plan, const ClRealRows *rows)
{
  gsize n = plan->n;
  gsize size = rows->count * n;

  for (gsize e = 0; e < size; e++)
    rows->room[e] = 2 * rows->x[e] - rows->state[e] + plan->step * rows->drive[e];
  CL_REAL (cl_gemm)
  (CL_NO_TRANSPOSE, CL_TRANSPOSE, rows->count, n, n, 2, rows->room, n, plan->matrix, n, 0,
   rows->next, n);
  for (gsize e = 0; e < size; e++)
    rows->next[e] -= 2 * rows->x[e] - rows->state[e];
}

static void
recover (const ClRealPlan *plan, const ClRealRows *rows)
{
  CL_REAL (cl_resolvent_apply) (plan, rows, rows->state, rows->x);
}

const ClRealScheme CL_REAL (cl_scheme_peaceman_rachford) = { .advance = advance,
                                                             .recover = recover };
