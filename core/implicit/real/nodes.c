/* f is the activation or, backward, the product with the slope of each neuron at the fixed point of
 * its row: v = e (a v + s) has the solution e s / (1 - e a). */
#include "core/implicit/real/scheme.h"

void
CL_REAL (cl_nodes_values) (const ClNodes *nodes, gsize first, gsize count, gsize n, const ClReal *z,
                           ClReal *out)
{
  if (nodes->slopes == NULL)
    {
      nodes->activation->CL_REAL (values) (count * n, z, out);
      return;
    }

  const double *slope = cl_matrix_row (nodes->slopes, first);
  for (gsize e = 0; e < count * n; e++)
    out[e] = (ClReal) slope[e] * z[e];
}

void
CL_REAL (cl_nodes_self_loops) (const ClNodes *nodes, gsize first, gsize count, gsize n,
                               const ClReal *a, const ClReal *s, ClReal *out)
{
  for (gsize row = 0; row < count; row++, s += n, out += n)
    {
      if (nodes->slopes == NULL)
        {
          nodes->activation->CL_REAL (self_loops) (n, a, s, out);
          continue;
        }

      const double *slope = cl_matrix_row (nodes->slopes, first + row);
      for (gsize i = 0; i < n; i++)
        out[i] = (ClReal) slope[i] * s[i] / (1 - (ClReal) slope[i] * a[i]);
    }
}
