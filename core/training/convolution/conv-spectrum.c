#include "core/training/convolution/conv-spectrum.h"

#include <math.h>

#include "core/theory/bounded.h"
#include "core/theory/measure.h"

/* The phase of every tap at one frequency. */
typedef struct
{
  gsize taps;
  double *cosine, *sine;
} Phases;

static void
fill_phases (Phases *phases, const ClConvShape *shape, gsize s, gsize t)
{
  const gsize k = shape->kernel, h = shape->height, w = shape->width;

  for (gsize tap = 0; tap < phases->taps; tap++)
    {
      /* Whole turns are taken off in whole numbers. */
      const gsize down = s * (tap / k + h - k / 2) % h, right = t * (tap % k + w - k / 2) % w;
      const double turns = (double) down / (double) h + (double) right / (double) w;

      phases->cosine[tap] = cos (2 * G_PI * turns);
      phases->sine[tap] = sin (2 * G_PI * turns);
    }
}

/* The block of one frequency as a real matrix of twice its sides. */
static void
fill_block (const Phases *phases, const ClMatrix *kernels, ClMatrix *block)
{
  const gsize out = block->rows / 2, in = block->cols / 2;

  for (gsize i = 0; i < out; i++)
    for (gsize j = 0; j < in; j++)
      {
        const double *kernel = cl_matrix_row ((ClMatrix *) kernels, i) + j * phases->taps;
        double re = 0.0, im = 0.0;

        for (gsize tap = 0; tap < phases->taps; tap++)
          {
            re += kernel[tap] * phases->cosine[tap];
            im += kernel[tap] * phases->sine[tap];
          }
        cl_matrix_set (block, i, j, re);
        cl_matrix_set (block, i + out, j + in, re);
        cl_matrix_set (block, i, j + in, -im);
        cl_matrix_set (block, i + out, j, im);
      }
}

/* A phase is off by a few units of roundoff times a turn, the sum of the taps by their number: each
 * part of an entry by so many times the sum of its kernel's magnitudes, and the block in its norm
 * by at most the Frobenius norm of that. */
static double
transform_rounding (const ClMatrix *kernels, gsize taps)
{
  double square = 0.0;

  for (gsize first = 0; first < kernels->rows * kernels->cols; first += taps)
    {
      double sum = 0.0;

      for (gsize tap = 0; tap < taps; tap++)
        sum += fabs (kernels->data[first + tap]);
      square += sum * sum;
    }
  return (double) (2 * taps + 32) * DBL_EPSILON * sqrt (square);
}

static ClBounded
measure (const ClMatrix *block)
{
  return cl_measure_two (block, NULL);
}

/* The largest over all frequencies but those whose conjugate has come before. */
static ClBounded
find_largest (const ClConvShape *shape, const ClMatrix *kernels,
              ClBounded (*value) (const ClMatrix *block))
{
  const gsize h = shape->height, w = shape->width, taps = shape->kernel * shape->kernel;
  g_autofree double *cosine = g_new (double, taps), *sine = g_new (double, taps);
  Phases phases = { taps, cosine, sine };
  g_autoptr (ClMatrix) block = cl_matrix_new (2 * kernels->rows, 2 * (kernels->cols / taps));
  ClBounded largest = cl_bounded_start (0.0);

  for (gsize s = 0; s < h; s++)
    for (gsize t = 0; t < w; t++)
      {
        const gsize frequency = s * w + t, conjugate = (h - s) % h * w + (w - t) % w;

        if (conjugate < frequency)
          continue;
        fill_phases (&phases, shape, s, t);
        fill_block (&phases, kernels, block);
        const ClBounded here = value (block);
        cl_bounded_raise (&largest, here.value, here.rounding, frequency);
      }
  largest.rounding += transform_rounding (kernels, taps);
  return largest;
}

ClBounded
cl_conv_measure_two (const ClConvShape *shape, const ClMatrix *kernels)
{
  return find_largest (shape, kernels, measure);
}

ClBounded
cl_conv_norm_two (const ClConvShape *shape, const ClMatrix *kernels)
{
  return find_largest (shape, kernels, cl_norm_two);
}
