/* next = (1 - a) x + a f (z). */
#include "core/implicit/real/scheme.h"

static void
advance (const ClRealPlan *plan, const ClRealRows *rows)
{
  ClReal step = plan->step;

  for (gsize e = 0; e < rows->count * plan->n; e++)
    rows->next[e] = (1 - step) * rows->x[e] + step * rows->value[e];
}

const ClRealScheme CL_REAL (cl_scheme_averaged) = { .advance = advance };
