/* A regulariser (regulariser.h) of a convolutional network, through its quotient (conv-model.h):
 * one that depends on the norms of B and C and on the measure of A alone is the same of both, and
 * each kernel entry enters by its magnitude. */
#pragma once

#include "core/training/convolution/conv-gradient.h"
#include "core/training/regulariser.h"

G_BEGIN_DECLS

typedef struct _ClConvPenalty ClConvPenalty;

ClConvPenalty *cl_conv_penalty_new (const ClConvShape *shape) G_GNUC_WARN_UNUSED_RESULT;
void cl_conv_penalty_free (ClConvPenalty *penalty);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClConvPenalty, cl_conv_penalty_free)

/* Adds `weight` times a subgradient to `out`; `work` is the regulariser's for n states, one input
 * and q outputs.  Returns the regulariser. */
double cl_conv_penalty_add (ClConvPenalty *penalty, const ClConvNetwork *network,
                            const ClRegulariser *regulariser, double weight, double *work,
                            const ClConvWeights *out);

G_END_DECLS
