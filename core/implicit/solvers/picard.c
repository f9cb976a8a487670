/* x+ = f (G x + d).
 *
 * |x+ - y+| <= slope_max |G| |x - y| entrywise, so the errors shrink by the Perron-Frobenius value
 * of slope_max |G| in its best weighted l_inf norm (IDL Thm 2.2); it is at most slope_max |G|_inf.
 */
#include <math.h>

#include "core/implicit/solver.h"
#include "core/theory/perron.h"

static double
factor (ClProblem *problem, double step)
{
  g_autoptr (ClMatrix) majorant = cl_absolute_majorant (problem->g);

  for (gsize e = 0; e < problem->n * problem->n; e++)
    majorant->data[e] *= problem->slope_max;
  return cl_majorant_factor (majorant);
}

const ClSolver cl_solver_picard = {
  .id = "picard",
  .title = "Picard",
  .condition = "the Perron-Frobenius value of slope × |%s|",
  .factor = factor,
  .schemes = { &cl_scheme_picard, &cl_scheme_picard_f },
};
