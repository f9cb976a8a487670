/* A picture resampled by area: what falls into a new pixel is averaged. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One direction: out pixel j covers [start + j step, start + (j + 1) step] of the `size` old
 * pixels, of which pixel k is [k, k + 1].  What lies outside is 0. */
typedef struct
{
  gsize size;
  double start, step; /* step > 0 */
} ClBoxAxis;

/* in: y.size x x.size, row-major.  out: height x width.  Each out pixel is the mean of the old
 * picture over its box.  Such a mean keeps the centre of mass, whatever falls between the pixels.
 * Any thread. */
void cl_box_filter (const float *in, const ClBoxAxis *x, const ClBoxAxis *y, gsize width,
                    gsize height, float *out);

G_END_DECLS
