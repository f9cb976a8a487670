/* Fixed points of x = Phi (A x + B u + b) for a batch of inputs.
 *
 * A solver is its theory in core/implicit/solvers/, its arithmetic in core/implicit/real/ and one
 * line in the table of fixed-point.c.  Every solver stops on the true residual
 * |x - Phi (A x + B u + b)|_inf, never on its step, and refuses, with the reason, what it cannot
 * promise to converge on unless forced.
 *
 * With a leak the equation is L x = Phi (A x + B u + b), the equilibrium of the firing-rate model,
 * and the residual is |L x - Phi (A x + B u + b)|_inf. */
#pragma once

#include <gio/gio.h>

#include "core/theory/model.h"

G_BEGIN_DECLS

typedef struct _ClSolver ClSolver; /* opaque table entry: id, title, theory */

const ClSolver *const *cl_solver_table (gsize *count);
const ClSolver *
cl_solver_find (const char *id); /* "picard", "averaged", "diagonal-implicit", ... */
const char *cl_solver_id (const ClSolver *solver);
const char *cl_solver_title (const ClSolver *solver);

/* The proven contraction factor of one iteration on this model, with the step the solver chooses
 * itself; >= 1 where none is proven.  It holds in the best weighted norm of the solver's proof
 * (l_inf, or diagonally weighted l_2), so it may be smaller than the formula in plain l_inf. */
double cl_solver_factor (const ClSolver *solver, const ClModel *model);

/* Single: the iterations are in float, on the drive B u + b computed in double and rounded.  The
 * residual that decides is computed in double, from the arrays of the model as they are: where
 * float has left it above the tolerance, or makes no more headway, the same solver goes on in
 * double.  So every tolerance may be asked for; one below about 1e-6 of the size of x and of the
 * terms of A x, divided by the step of an averaged or splitting iteration, ends in double. */
typedef enum
{
  CL_PRECISION_DOUBLE,
  CL_PRECISION_SINGLE,
  CL_N_PRECISIONS
} ClPrecision;

const char *cl_precision_id (ClPrecision precision); /* "double", "single" */

typedef struct
{
  const ClSolver *solver; /* NULL: the best that promises convergence on the model */
  double tolerance;       /* on the residual, absolute, default 1e-10 */
  gsize max_iterations;   /* default 10000 */
  double step;            /* all but Picard and diagonal-implicit; 0: the solver's own choice */
  gsize anderson;         /* memory of Anderson acceleration on top; 0 none */
  gboolean force;         /* iterate although convergence is not proven */
  gboolean keep_iterates; /* of the first row, for a picture of how it settles */
  ClPrecision precision;  /* default double */
} ClFixedPointSettings;

#define CL_FIXED_POINT_SETTINGS_DEFAULT                                                            \
  {                                                                                                \
    NULL, 1e-10, 10000, 0, 0, FALSE, FALSE, CL_PRECISION_DOUBLE                                    \
  }

typedef struct
{
  const ClSolver *solver;
  gboolean converged;
  gsize iterations;
  double residual; /* worst over the batch, inf norm; computed in double */
  double factor_theory;
  double factor_measured; /* geometric mean of the last residual ratios; NaN with too few */
  double seconds;
  GArray *residuals; /* double, the worst residual after each iteration */
  GArray *iterates;  /* double, of the first row: x of n numbers at the start and after each of its
                        iterations; NULL unless kept */
  ClPrecision precision;
  gsize double_iterations; /* of the part of the batch that took most of them: all in double
                              precision; in single, those that finish, 0 when float was enough */
} ClFixedPointInfo;

void cl_fixed_point_info_clear (ClFixedPointInfo *info);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClFixedPointInfo, cl_fixed_point_info_clear)

/* inputs: m x r (NULL: one row, zero input).  start: m x n or NULL for zero.  Returns x, m x n,
 * also when it did not converge (info->converged tells).  NULL on refusal, divergence or
 * cancellation. */
ClMatrix *cl_fixed_point_solve (const ClModel *model, const ClMatrix *inputs, const ClMatrix *start,
                                const ClFixedPointSettings *settings, ClFixedPointInfo *info,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* y = C x + D u + c for each row: m x q. */
ClMatrix *cl_fixed_point_outputs (const ClModel *model, const ClMatrix *x,
                                  const ClMatrix *inputs) G_GNUC_WARN_UNUSED_RESULT;

#define CL_FIXED_POINT_ERROR (cl_fixed_point_error_quark ())
GQuark cl_fixed_point_error_quark (void);

typedef enum
{
  CL_FIXED_POINT_ERROR_REFUSED,
  CL_FIXED_POINT_ERROR_DIVERGED,
  CL_FIXED_POINT_ERROR_INPUT,
} ClFixedPointError;

G_END_DECLS
