/* ClConvSolver: the fixed point x = Phi (A x + B u + b) of a convolutional network for one image,
 * in floats, and the adjoint state v = Phi' (A' v + g) at it.
 *
 * Both run the diagonal-implicit iteration of batch-solver.h, here over bands of image rows: the
 * convolution of a band goes straight into the pass that solves its self-loops and takes its
 * residual, while it is in the first cache.  An image is solved to its end before the next one
 * begins, so its state never leaves the second cache, and it costs as many sweeps as it needs by
 * itself.
 *
 * mu_inf (A) < 1, which the parametrisation promises, makes every plain step a contraction.  The
 * error that is left is soon mostly the one component that decays slowest, by a ratio rho that the
 * residuals show; every second step is stretched by 1 / (1 - rho), at most threefold, which removes
 * it (Lyusternik) and costs nothing.  Whenever a stretched step lowers the residual of an image by
 * less than the plain one before it, the most that its steps may exceed a plain one is halved: on
 * a network that has learnt strong self-loops the decay is not that of one component, and plain
 * steps remain. */
#pragma once

#include "core/training/batch-solver.h"
#include "core/training/convolution/conv-kernels.h"
#include "core/training/convolution/conv-network.h"

G_BEGIN_DECLS

typedef struct _ClConvSolver ClConvSolver;

/* Not thread-safe: one each. */
ClConvSolver *cl_conv_solver_new (const ClConvShape *shape,
                                  const ClActivation *activation) G_GNUC_WARN_UNUSED_RESULT;
void cl_conv_solver_free (ClConvSolver *solver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClConvSolver, cl_conv_solver_free)

/* Takes the weights, which are read from `network` until the next call: once per change of them. */
void cl_conv_solver_prepare (ClConvSolver *solver, const ClConvNetwork *network);

/* planes: the image, r x height x width.  The relative residual is that of batch-solver.h.  The
 * result is added to *info: the most sweeps, the worst residual, all work. */
void cl_conv_solver_forward (ClConvSolver *solver, const float *planes,
                             const ClBatchTolerance *tolerance, ClBatchInfo *info);

/* The adjoint state at the last fixed point for g, a plain image of n channels.  The residual is
 * relative to *scale, the largest |v|_inf of the images before in the same batch, or that of
 * this one, to which *scale is raised. */
void cl_conv_solver_backward (ClConvSolver *solver, const float *g,
                              const ClBatchTolerance *tolerance, float *scale, ClBatchInfo *info);

/* Padded images of the last calls, and their sizes. */
const ClConvImage *cl_conv_solver_input_image (const ClConvSolver *solver);
const ClConvImage *cl_conv_solver_state_image (const ClConvSolver *solver);
const float *cl_conv_solver_input (const ClConvSolver *solver);
const float *cl_conv_solver_state (const ClConvSolver *solver);
const float *cl_conv_solver_adjoint (const ClConvSolver *solver);

G_END_DECLS
