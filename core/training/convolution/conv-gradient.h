/* ClConvGradient: one worker's share of a batch of a convolutional network, from the pixels to the
 * gradient: batch-gradient.h for the network of conv-shape.h.
 *
 * Everything about one sample is done while its states are in the cache: the fixed point, the
 * averaged blocks f = P x, the logits C f + c, the loss, the adjoint state, and its part of
 *
 *   dA [to][from][tap] = sum over the pixels p of v_p[to] x_{p + tap}[from],   dB the same from u,
 *   db = sum of v_p,   dC = g f',   dc = g   with g = dL/dy. */
#pragma once

#include "core/training/batch-gradient.h"
#include "core/training/convolution/conv-solver.h"

G_BEGIN_DECLS

typedef struct _ClConvGradient ClConvGradient;

/* Not thread-safe: one each.  Without a loss (NULL) it computes outputs only. */
ClConvGradient *cl_conv_gradient_new (const ClConvShape *shape, const ClActivation *activation,
                                      const ClLoss *loss) G_GNUC_WARN_UNUSED_RESULT;
void cl_conv_gradient_free (ClConvGradient *gradient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClConvGradient, cl_conv_gradient_free)

/* Where a gradient goes: arrays of the shapes of the weights, cleared first. */
typedef struct
{
  float *a;         /* n x (n k k) */
  float *b_kernels; /* n x (r k k) */
  float *bias;      /* n */
  float *c_matrix;  /* q x features */
  float *offset;    /* q */
} ClConvWeights;

/* The m samples named by `indices`; the loss of each is weighted by `scale` in the gradient. */
void cl_conv_gradient_run (ClConvGradient *gradient, const ClConvNetwork *network,
                           const ClSamples *samples, const guint32 *indices, gsize m, float scale,
                           const ClBatchTolerance *tolerance, const ClConvWeights *out,
                           ClGradientInfo *info);

/* outputs: m x q, the logits of the samples from `begin` on. */
void cl_conv_gradient_outputs (ClConvGradient *gradient, const ClConvNetwork *network,
                               const ClSamples *samples, gsize begin, gsize m,
                               const ClBatchTolerance *tolerance, float *outputs,
                               ClBatchInfo *info);

G_END_DECLS
