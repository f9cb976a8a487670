/* The box of a pixel is a product of two intervals, so the filter is one pass over the rows and one
 * over the columns of what that leaves: out = Wy in Wx', where W_jk is the share that old pixel k
 * has in the interval of new pixel j. */
#include "core/datasets/box-filter.h"

#include <math.h>

/* The old pixels that interval j touches: *first to *last - 1. */
static void
find_touched (const ClBoxAxis *axis, gsize j, gsize *first, gsize *last)
{
  const double a = axis->start + (double) j * axis->step;

  *first = (gsize) CLAMP (floor (a), 0, (double) axis->size);
  *last = (gsize) CLAMP (ceil (a + axis->step), 0, (double) axis->size);
}

static double
share (const ClBoxAxis *axis, gsize j, gsize k)
{
  const double a = axis->start + (double) j * axis->step;
  const double overlap = fmin (a + axis->step, (double) k + 1) - fmax (a, (double) k);

  return fmax (overlap, 0) / axis->step;
}

/* row: width; the means of one old row. */
static void
filter_row (const float *in, const ClBoxAxis *x, gsize width, double *row)
{
  for (gsize j = 0; j < width; j++)
    {
      gsize first, last;

      find_touched (x, j, &first, &last);
      row[j] = 0;
      for (gsize k = first; k < last; k++)
        row[j] += share (x, j, k) * (double) in[k];
    }
}

void
cl_box_filter (const float *in, const ClBoxAxis *x, const ClBoxAxis *y, gsize width, gsize height,
               float *out)
{
  g_autofree double *rows = g_new (double, y->size *width);
  g_autofree double *sum = g_new (double, width);

  for (gsize k = 0; k < y->size; k++)
    filter_row (in + k * x->size, x, width, rows + k * width);
  for (gsize i = 0; i < height; i++)
    {
      gsize first, last;

      find_touched (y, i, &first, &last);
      for (gsize j = 0; j < width; j++)
        sum[j] = 0;
      for (gsize k = first; k < last; k++)
        for (gsize j = 0; j < width; j++)
          sum[j] += share (y, i, k) * rows[k * width + j];
      for (gsize j = 0; j < width; j++)
        out[i * width + j] = (float) sum[j];
    }
}
