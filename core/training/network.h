/* ClNetwork: the float weights of an implicit network as the batch solver wants them.
 *
 *   x = Phi (A x + B u + b),  y = C x + D u + c
 *
 * A is split into its self-loops and its coupling, once per change of the weights and not once
 * per sample.  The other arrays are borrowed. */
#pragma once

#include "core/theory/model.h"
#include "core/training/smooth-loops.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n, r, q;
  const ClActivation *activation;

  /* The network is convolutional, of n channels and r pixels in all channels of its input: the
   * weights are there (convolution/conv-network.h), and nothing below but the sizes and the
   * activation means anything.  NULL: it is dense.  Borrowed. */
  const struct _ClConvNetwork *convolution;

  ClSelfLoops self_loops;     /* of the activation, for many floats at once */
  float *coupling;            /* n x n: A without its diagonal; owned */
  float *coupling_transposed; /* n x n; owned */
  float *loop;                /* n: a_ii; owned */
  float *gain;                /* n: 1 / (1 - a_ii); owned */
  const float *b_matrix;      /* B, n x r */
  const float *bias;          /* b, n */
  const float *c_matrix;      /* C, q x n */
  const float *d_matrix;      /* D, q x r, or NULL */
  const float *offset;        /* c, q */

  /* n: 0 for a neuron that is left out, its rows and columns of A, B, b and C counting as zero, and
   * 1 for every other; NULL: all are there.  Borrowed; cl_network_set_a hears a change. */
  const float *mask;

  /* With a splitting: its step alpha > 0, and V = (I + alpha (I - A))^-1 and its transpose; else 0
   * and NULL.  Owned. */
  double splitting;
  double splitting_scale;
  float *resolvent, *resolvent_transposed;
  double *resolvent_wide; /* n x n: V before it is rounded */
  double *factor;         /* scratch, n x n */
  int *pivots;            /* scratch, n */
} ClNetwork;

/* Allocates the owned arrays and leaves the borrowed ones NULL. */
void cl_network_init (ClNetwork *network, gsize n, gsize r, gsize q,
                      const ClActivation *activation);
void cl_network_clear (ClNetwork *network);

/* From the next cl_network_set_a on the solver splits the operator (batch-solver.h).  It converges
 * with every step alpha; the best one for a monotone operator with bounds m and L on its spectrum
 * is 1 / sqrt (m L).  Here alpha = scale / sqrt (|I - A|_F / sqrt (n)), with the root mean square
 * of the singular values, which costs one pass, in the place of L. */
void cl_network_use_splitting (ClNetwork *network, double scale);

/* a: n x n, row-major, taken without the neurons that are left out. */
void cl_network_set_a (ClNetwork *network, const float *a);

/* mu_inf (A) = max_i a_ii + sum_{j != i} |a_ij|; the row that decides in *row unless NULL. */
double cl_network_measure (const ClNetwork *network, gsize *row);

/* The weights in doubles, as an immutable model, with the whole A (n x n) and, unless NULL, the
 * weights eta (n).  NULL with an error when one is not finite. */
ClModel *cl_network_to_model (const ClNetwork *network, const float *a, const float *eta,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
