/* next_i = psi_i (z_i - g_ii x_i), the self-loop of each neuron taken out of z and solved. */
#include "core/implicit/real/scheme.h"

static void
advance (const ClRealPlan *plan, const ClRealRows *rows)
{
  gsize n = plan->n;

  for (gsize begin = 0; begin < rows->count * n; begin += n)
    for (gsize i = 0; i < n; i++)
      rows->next[begin + i] = rows->z[begin + i] - plan->loop[i] * rows->x[begin + i];
  CL_REAL (cl_nodes_self_loops)
  (&plan->nodes, rows->first, rows->count, n, plan->loop, rows->next, rows->next);
}

const ClRealScheme CL_REAL (cl_scheme_diagonal_implicit) = { .advance = advance };
