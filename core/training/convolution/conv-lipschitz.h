/* The Lipschitz bounds of a convolutional network from its kernels: the ladder of
 * core/theory/lipschitz.h for the dense network that it is, without writing it out.
 *
 * In the inf norm all pixels of a channel see the same sums of kernels, and the bounds are those of
 * the quotient (conv-model.h).  In l_2 mu_2 (A) and |B|_2 come from the transform of the kernels
 * (conv-spectrum.h).  The blocks that P averages have 1 / s^2 on each of their s^2 pixels and share
 * none, so P P' = I / s^2: |C P|_2 = |C|_2 / s and |(C P)_i|_2 = |C_i|_2 / s.  The rows of B of a
 * channel have one sum, so sum_i |B_i|_1^2 = h w sum over the channels. */
#pragma once

#include "core/theory/lipschitz.h"
#include "core/training/convolution/conv-model.h"

G_BEGIN_DECLS

/* The quotient with all sums rounded up: what bounds it bounds the network.  absolute: self-loops
 * count with their magnitude, so that its |A| is that of the network. */
ClModel *cl_conv_quotient_above (const ClConvModel *model, gboolean absolute,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every bound of the ladder, of the map from the image to y, but the one in a weighted l_2 norm and
 * the one over all slope patterns, which are not valid.  No attained value.  Those in l_2 are
 * looked for up to two_limit channels: they take 0.35 s with 81 channels of 32 x 32 pixels, and
 * grow with the cube of the channels. */
ClLipschitz *cl_conv_lipschitz_new (const ClConvModel *model, gsize two_limit,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Certificates for differences of outputs as cl_lipschitz_pairs gives them, q x q: the better of
 * the one from the Metzler majorant and the one from mu_2. */
ClMatrix *cl_conv_lipschitz_pairs (const ClConvModel *model,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
