/* ClBatchGradient: one worker's share of a batch, from the pixels to the gradient.
 *
 * For each sample of the share: the fixed point, the logits y = C x + c, the loss, the adjoint
 * state v = Phi' (A' v + C' g) with g = dL/dy, and then (NEMON 5, IDL 6.2) dA = V' X,  dB = V' U,
 * db = V' 1,  dC = G' X,  dc = G' 1 with the rows of U, X, V, G the samples: a few gemms over the
 * whole share.  A convolutional network has the same quantities its own way (conv-gradient.h). */
#pragma once

#include "core/datasets/dataset.h"
#include "core/training/batch-solver.h"
#include "core/training/loss.h"
#include "core/training/parameters.h"

G_BEGIN_DECLS

typedef struct
{
  double loss; /* summed over the share */
  gsize correct;
  ClBatchInfo forward, backward;
  double flops; /* of every gemm */
} ClGradientInfo;

typedef struct _ClBatchGradient ClBatchGradient;

/* Shares of at most `capacity` samples.  Not thread-safe: one each. */
ClBatchGradient *cl_batch_gradient_new (const ClParameterLayout *layout,
                                        const ClActivation *activation, const ClLoss *loss,
                                        gsize capacity) G_GNUC_WARN_UNUSED_RESULT;
void cl_batch_gradient_free (ClBatchGradient *gradient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBatchGradient, cl_batch_gradient_free)

/* The m samples named by `indices`; the loss of each is weighted by `scale` in the gradient. */
void cl_batch_gradient_run (ClBatchGradient *gradient, const ClNetwork *network,
                            const ClSamples *samples, const guint32 *indices, gsize m, float scale,
                            const ClBatchTolerance *tolerance, ClGradientInfo *info);

/* Classifies the samples begin to begin + count in pieces of the capacity; returns how many are
 * right.  `info` holds the worst residual, the most iterations and all gemm work. */
gsize cl_batch_gradient_test (ClBatchGradient *gradient, const ClNetwork *network,
                              const ClSamples *samples, gsize begin, gsize count,
                              const ClBatchTolerance *tolerance, ClBatchInfo *info);

/* The gradient of the last run, to read and to add to: dL/dA (n x n, or that of its kernels) and
 * the linear block. */
float *cl_batch_gradient_a (ClBatchGradient *gradient);
float *cl_batch_gradient_linear (ClBatchGradient *gradient);

G_END_DECLS
