/* ClConvNetwork: the float weights of a convolutional implicit network (conv-shape.h) as its solver
 * wants them.
 *
 * A is split into its self-loops, one a channel, and its coupling, once per change of the weights.
 * The other arrays are borrowed. */
#pragma once

#include "core/training/convolution/conv-model.h"
#include "core/training/network.h"

G_BEGIN_DECLS

typedef struct _ClConvNetwork
{
  ClConvShape shape;
  const ClActivation *activation;
  float *coupling; /* n x (n k k): the kernels of A without self-loops; owned */
  float *loop;     /* n: the self-loops; owned */

  /* One row of pixels as a dense network of width x n states: the self-loops repeated, and nothing
   * else of it, which is all that the passes of row-kernels.h need.  Its loop and gain are owned.
   */
  ClNetwork row;

  const float *b_kernels; /* n x (r k k) */
  const float *bias;      /* n */
  const float *c_matrix;  /* q x features */
  const float *offset;    /* q */
} ClConvNetwork;

/* Allocates the owned arrays and leaves the borrowed ones NULL. */
void cl_conv_network_init (ClConvNetwork *network, const ClConvShape *shape,
                           const ClActivation *activation);
void cl_conv_network_clear (ClConvNetwork *network);

/* a: n x (n k k), the kernels of A. */
void cl_conv_network_set_a (ClConvNetwork *network, const float *a);

/* mu_inf (A): every pixel of channel c has the row a_cc + the sum of the other magnitudes of its
 * kernels.  The channel that decides in *channel unless NULL. */
double cl_conv_network_measure (const ClConvNetwork *network, gsize *channel);

/* Whether every weight is a finite number. */
gboolean cl_conv_network_is_finite (const ClConvNetwork *network);

/* NULL with an error when an entry is not finite. */
ClConvModel *cl_conv_network_to_model (const ClConvNetwork *network,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
