/* ClParameters: the trained numbers of a run and their gradients, each in one allocation.
 *
 *   weights    theta (the family's) | B (n x r) | b (n) | C (q x n) | c (q)
 *   gradient   dL/dA (n x n)        | B         | b     | C         | c
 *
 * Behind the first block, whose sizes differ, the two agree entry by entry, so that the reduction
 * over the workers and the optimiser run over one range.
 *
 * In a convolutional network A and B are kernels (n x n k k and n x r k k) and C has a column a
 * feature (conv-shape.h); r is then the number of columns of B. */
#pragma once

#include "core/training/convolution/conv-shape.h"
#include "core/training/family.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n, r, q;
  gsize features;                         /* columns of C: n in a dense network */
  gsize entries;                          /* of A: n x n in a dense network */
  gsize theta;                            /* entries of the family */
  gsize b_matrix, bias, c_matrix, offset; /* starts, counted from the start of B */
  gsize linear;                           /* entries from B to the end */
  ClConvShape convolution;                /* kernel 0: the network is dense */
} ClParameterLayout;

static inline void
cl_parameter_layout_place (ClParameterLayout *layout)
{
  layout->bias = layout->n * layout->r;
  layout->c_matrix = layout->bias + layout->n;
  layout->offset = layout->c_matrix + layout->q * layout->features;
  layout->linear = layout->offset + layout->q;
}

static inline ClParameterLayout
cl_parameter_layout (const ClFamily *family, gsize n, gsize r, gsize q)
{
  ClParameterLayout layout = {
    .n = n, .r = r, .q = q, .features = n, .entries = n * n, .theta = family->parameters (family, n)
  };

  cl_parameter_layout_place (&layout);
  return layout;
}

/* Of a family with the kernels of the shape. */
static inline ClParameterLayout
cl_parameter_layout_convolution (const ClFamily *family, const ClConvShape *shape)
{
  ClParameterLayout layout = {
    .n = shape->channels,
    .r = cl_conv_input_taps (shape),
    .q = shape->classes,
    .features = cl_conv_features (shape),
    .entries = shape->channels * cl_conv_state_taps (shape),
    .theta = family->parameters (family, shape->channels),
    .convolution = *shape,
  };

  cl_parameter_layout_place (&layout);
  return layout;
}

static inline gboolean
cl_parameter_layout_is_convolution (const ClParameterLayout *layout)
{
  return layout->convolution.kernel > 0;
}

/* The first block of either array, padded so that the second starts on a cache line. */
static inline gsize
cl_parameter_head (gsize entries)
{
  return (entries + 15) / 16 * 16;
}

G_END_DECLS
