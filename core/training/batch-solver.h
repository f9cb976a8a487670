/* ClBatchSolver: the fixed points x = Phi (A x + B u + b) of a batch of inputs in floats, and the
 * adjoint states v = Phi' (A' v + g) at them.
 *
 * Both run the diagonal-implicit iteration: every neuron's own self-loop is solved exactly and
 * only the coupling is iterated, x+ = psi (s + B u + b) with s = (A - diag A) x.  It contracts in
 * the inf norm by max_i sum_{j != i} |a_ij| / (1 - a_ii) < 1 whenever mu_inf (A) < 1.
 *
 * A network that promises well-posedness in an l2 norm only is split instead (Peaceman & Rachford,
 * MON): with V = (I + alpha (I - A))^-1, computed once per change of the weights,
 *   w = V (p + alpha (B u + b)),  z = prox (2 w - p),  p+ = 2 z - (2 w - p),
 * where z = prox (u) solves z = phi (a z + u / alpha) with a = (alpha - 1) / alpha, one more
 * self-loop, and A w + B u + b = ((1 + alpha) w - p) / alpha gives the true residual of w without
 * another gemm. The adjoint is the same with V' and prox (u) = d u / (d + alpha (1 - d)).
 *
 * Where neither contracts the solver damps the step until it does.  The splitting meets two kinds
 * of samples that it cannot bring to a small relative residual: a state that is zero, which it only
 * comes near, is known from the first state, and one that is much smaller than its arguments is
 * finished in doubles (splitting-finish.h).
 *
 * A sample leaves the batch as soon as its own residual is small enough, so the gemms shrink to the
 * samples that still need them.  Its state is the one whose residual was measured, never a later
 * one. */
#pragma once

#include "core/training/network.h"
#include "core/training/row-kernels.h"

G_BEGIN_DECLS

typedef struct
{
  double tolerance;
  gsize max_iterations;
} ClBatchTolerance;

typedef struct
{
  gsize iterations; /* gemms, the last of which only confirms */
  double residual;  /* worst relative residual; NaN when a state is not a number */
  gboolean converged;
  double flops; /* of the gemms */
} ClBatchInfo;

typedef struct _ClBatchSolver ClBatchSolver;

/* For batches of at most `capacity` rows of a network of n states.  Not thread-safe: one each. */
ClBatchSolver *cl_batch_solver_new (const ClActivation *activation, gsize n,
                                    gsize capacity) G_GNUC_WARN_UNUSED_RESULT;
void cl_batch_solver_free (ClBatchSolver *solver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBatchSolver, cl_batch_solver_free)

/* u: m x r.  The relative residual of a sample is |x - Phi (A x + B u + b)|_inf / |x|_inf (0 when
 * both are 0); every sample meets the tolerance by itself. */
void cl_batch_solver_forward (ClBatchSolver *solver, const ClNetwork *network, gsize m,
                              const float *u, const ClBatchTolerance *tolerance, ClBatchInfo *info);

/* The states of the last forward call, m x n, until the next. */
const float *cl_batch_solver_states (const ClBatchSolver *solver);

/* The adjoint states at them for g (m x n, spoilt), in v (m x n).  Here the residual is relative to
 * the largest |v|_inf of the batch: gradients add up over the batch, and a sample that adds
 * nothing need not be solved for. */
void cl_batch_solver_backward (ClBatchSolver *solver, const ClNetwork *network, gsize m, float *g,
                               const ClBatchTolerance *tolerance, float *v, ClBatchInfo *info);

G_END_DECLS
