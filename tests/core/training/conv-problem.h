/* Small random convolutional networks, and sums over kernels from their definition. */
#pragma once

#include "core/datasets/random-stream.h"
#include "core/training/convolution/conv-model.h"
#include "core/training/families/nemon-row.h"

static inline ClMatrix *
conv_random (ClRandomStream *stream, gsize rows, gsize cols, double size)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = (float) cl_random_stream_uniform (stream, -size, size);
  return matrix;
}

/* Kernels of A that meet mu_inf (A) <= gamma, from random T: floats, widened. */
static inline ClMatrix *
conv_random_kernels (ClRandomStream *stream, const ClConvShape *shape, double gamma)
{
  const gsize n = shape->channels, taps = cl_conv_state_taps (shape);
  g_autoptr (ClMatrix) t = conv_random (stream, n, taps, 3.0 / (double) taps);
  ClMatrix *a = cl_matrix_new (n, taps);
  g_autofree float *row = g_new (float, taps);
  g_autofree float *out = g_new (float, taps);

  for (gsize c = 0; c < n; c++)
    {
      for (gsize j = 0; j < taps; j++)
        row[j] = (float) cl_matrix_get (t, c, j);
      cl_nemon_row_forward (taps, cl_conv_centre (shape, c), gamma, row, out);
      for (gsize j = 0; j < taps; j++)
        cl_matrix_set (a, c, j, out[j]);
    }
  return a;
}

static inline ClConvModel *
conv_problem_new (const ClConvShape *shape, const char *activation, double gamma, guint64 seed)
{
  ClRandomStream stream = cl_random_stream_new (seed, 0);
  g_autoptr (ClMatrix) a = conv_random_kernels (&stream, shape, gamma);
  g_autoptr (ClMatrix) b_kernels =
      conv_random (&stream, shape->channels, cl_conv_input_taps (shape), 0.5);
  g_autoptr (ClMatrix) bias = conv_random (&stream, shape->channels, 1, 0.3);
  g_autoptr (ClMatrix) c_matrix =
      conv_random (&stream, shape->classes, cl_conv_features (shape), 0.5);
  g_autoptr (ClMatrix) offset = conv_random (&stream, shape->classes, 1, 0.2);
  const ClConvModel parts = { *shape, cl_activation_find (activation), a, b_kernels, bias, c_matrix,
                              offset };

  return cl_conv_model_new (&parts, NULL);
}
