/* ClConvShape: the sizes of a convolutional implicit network (NEMON section 5),
 *
 *   x = Phi (A x + B u + b),  y = C P x + c
 *
 * with u in R^{r h w} and x in R^{n h w}, A and B circular convolutions with k x k kernels, one
 * bias a channel, and P the averages of square blocks of pixels.
 *
 * Kernels are stored as (out) x (in k k), column (i k + row) k + col: the array
 * [out][in][k][k] in row-major order.  Kernel entry (row, col) multiplies the pixel that lies
 * row - k/2 below and col - k/2 right of the one computed, around the border.  Features are stored
 * as [channel][block row][block column].  In files and gradients all arrays look like this; the
 * solver's states are [pixel][channel] (conv-kernels.h). */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

typedef struct
{
  gsize channels; /* n */
  gsize inputs;   /* r: channels of the images */
  gsize height, width;
  gsize kernel; /* k: odd, at most height and width, so that no two taps meet on a pixel */
  gsize pool;   /* side of the blocks, a divisor of height and width */
  gsize classes;
} ClConvShape;

#define CL_CONV_DEFAULT_KERNEL 3

/* The shape for the images of `dataset`, with the largest blocks of at most 4 x 4 pixels that tile
 * them, four or more a side.  Fails with CL_TRAINER_ERROR_SETTINGS where the images are smaller
 * than the kernel. */
gboolean cl_conv_shape_fit (ClConvShape *shape, const ClDataset *dataset, gsize channels,
                            gsize kernel, GError **error);

/* A sentence that says what is wrong with the numbers, or NULL: "the kernel is 4 x 4: ...". */
char *cl_conv_shape_check (const ClConvShape *shape) G_GNUC_WARN_UNUSED_RESULT;

static inline gsize
cl_conv_pixels (const ClConvShape *shape)
{
  return shape->height * shape->width;
}

/* Columns of the kernels of A: n k k. */
static inline gsize
cl_conv_state_taps (const ClConvShape *shape)
{
  return shape->channels * shape->kernel * shape->kernel;
}

/* Columns of the kernels of B: r k k. */
static inline gsize
cl_conv_input_taps (const ClConvShape *shape)
{
  return shape->inputs * shape->kernel * shape->kernel;
}

/* The column of the self-loop of a channel: the centre of its kernel to itself. */
static inline gsize
cl_conv_centre (const ClConvShape *shape, gsize channel)
{
  return channel * shape->kernel * shape->kernel + shape->kernel * shape->kernel / 2;
}

static inline gsize
cl_conv_blocks (const ClConvShape *shape)
{
  return cl_conv_pixels (shape) / (shape->pool * shape->pool);
}

/* Columns of C: the averaged blocks of every channel. */
static inline gsize
cl_conv_features (const ClConvShape *shape)
{
  return shape->channels * cl_conv_blocks (shape);
}

G_END_DECLS
