/* R (s), the z with z = f (a z + s / step), a = (step - 1) / step. */
#include "core/implicit/real/scheme.h"

void
CL_REAL (cl_resolvent_apply) (const ClRealPlan *plan, const ClRealRows *rows, const ClReal *s,
                              ClReal *out)
{
  for (gsize e = 0; e < rows->count * plan->n; e++)
    out[e] = s[e] / plan->step;
  CL_REAL (cl_nodes_self_loops)
  (&plan->nodes, rows->first, rows->count, plan->n, plan->loop, out, out);
}
