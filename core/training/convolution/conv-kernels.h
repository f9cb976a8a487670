/* The three loops over pixels, channels and taps of a circular convolution in floats.
 *
 * Images are [pixel][channel], and what is convolved is a padded image: a margin of k/2 pixels
 * around it holds the pixels of the opposite border, so that no loop knows of the border.  In this
 * order the k neighbours of a pixel in one row are k channels contiguous floats: a convolution is k
 * products of short rows with panels of 16 output channels, in which 6 pixels by 16 channels stay
 * in registers from the first tap to the last.  Nothing is copied as im2col would, and the panels
 * of 16 channels fit the first cache: 85 to 95 GF/s a core where im2col and sgemm reach 50 to 80
 * and sgemm alone on large matrices 95 (Zen 3). */
#pragma once

#include "core/training/convolution/conv-shape.h"

G_BEGIN_DECLS

/* Behind every image that the kernels read there are so many more floats, which are read and whose
 * values do not matter. */
#define CL_CONV_SLACK 32

/* A padded image. */
typedef struct
{
  gsize channels, height, width, margin;
  gsize stride; /* floats from one row of pixels to the next */
  gsize size;   /* floats of the whole */
} ClConvImage;

ClConvImage cl_conv_image (gsize channels, gsize height, gsize width, gsize kernel);

/* New padded or plain images: aligned, zero, with the slack behind.  Freed with g_aligned_free. */
float *cl_conv_floats_new (gsize count) G_GNUC_WARN_UNUSED_RESULT;

/* The first pixel of a row within the margin. */
static inline float *
cl_conv_image_row (const ClConvImage *image, float *data, gsize row)
{
  return data + (row + image->margin) * image->stride + image->margin * image->channels;
}

/* Fills the margins from the pixels. */
void cl_conv_image_wrap (const ClConvImage *image, float *data);

/* Fills the pixels, and then the margins, from the planes [channel][row][col] of a sample. */
void cl_conv_image_fill (const ClConvImage *image, const float *planes, float *data);

/* Kernels of `out` x `in` channels in panels of 16 outputs: [panel][row][col in][16]. */
typedef struct
{
  gsize in, out, kernel;
  float *data;
} ClConvPanels;

void cl_conv_panels_init (ClConvPanels *panels, gsize in, gsize out, gsize kernel);
void cl_conv_panels_clear (ClConvPanels *panels);

/* From kernels of out x in channels (conv-shape.h). */
void cl_conv_panels_pack (ClConvPanels *panels, const float *kernels);

/* The adjoint, from kernels of in x out channels: transposed and turned by 180 degrees. */
void cl_conv_panels_pack_adjoint (ClConvPanels *panels, const float *kernels);

/* out = start + the convolution of the padded image, for the pixels in the rows from `row` on.
 * `start` and `out` are those rows of plain images of the output channels, and may be the same. */
void cl_conv_apply (const ClConvPanels *panels, const ClConvImage *image, const float *padded,
                    gsize row, gsize rows, const float *start, float *out);

/* The sums of products that are the gradient of kernels, in panels that further samples add to. */
typedef struct
{
  gsize in, out, kernel;
  gsize run; /* k in, rounded up to whole tiles */
  float *data;
} ClConvSums;

void cl_conv_sums_init (ClConvSums *sums, gsize in, gsize out, gsize kernel);
void cl_conv_sums_clear (ClConvSums *sums);
void cl_conv_sums_reset (ClConvSums *sums);

/* Adds sum over the pixels p of v_p x_{p + tap}' for every tap: `v` and `x` padded images of the
 * same height, width and margin with `out` and `in` channels. */
void cl_conv_sums_add (ClConvSums *sums, const ClConvImage *v_image, const float *v,
                       const ClConvImage *x_image, const float *x);

/* In the order of conv-shape.h: out x (in k k). */
void cl_conv_sums_read (const ClConvSums *sums, float *kernels);

G_END_DECLS
