/* next = R ((1 - a) x + a z). */
#include "core/implicit/real/scheme.h"

static void
advance (const ClRealPlan *plan, const ClRealRows *rows)
{
  ClReal step = plan->step;

  for (gsize e = 0; e < rows->count * plan->n; e++)
    rows->room[e] = (1 - step) * rows->x[e] + step * rows->z[e];
  CL_REAL (cl_resolvent_apply) (plan, rows, rows->room, rows->next);
}

const ClRealScheme CL_REAL (cl_scheme_forward_backward) = { .advance = advance };
