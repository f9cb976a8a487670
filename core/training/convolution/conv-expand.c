#include "core/training/convolution/conv-expand.h"

/* The circulant matrix of kernels from `in` channels: each pixel's row is that of the one before,
 * moved by one pixel. */
static ClMatrix *
expand_kernels (const ClConvShape *shape, gsize in, const ClMatrix *kernels)
{
  const gsize k = shape->kernel, h = shape->height, w = shape->width;
  ClMatrix *out = cl_matrix_new (kernels->rows * h * w, in * h * w);

  for (gsize i = 0; i < out->rows; i++)
    for (gsize c = 0; c < in; c++)
      for (gsize tap = 0; tap < k * k; tap++)
        {
          const gsize row = (i / w % h + h + tap / k - k / 2) % h;
          const gsize col = (i % w + w + tap % k - k / 2) % w;

          cl_matrix_set (out, i, (c * h + row) * w + col,
                         cl_matrix_get (kernels, i / (h * w), c * k * k + tap));
        }
  return out;
}

static ClMatrix *
expand_bias (const ClConvShape *shape, const ClMatrix *bias)
{
  const gsize pixels = cl_conv_pixels (shape);
  ClMatrix *out = cl_matrix_new (bias->rows * pixels, 1);

  for (gsize i = 0; i < out->rows; i++)
    out->data[i] = bias->data[i / pixels];
  return out;
}

static ClMatrix *
expand_outputs (const ClConvShape *shape, const ClMatrix *c_matrix)
{
  const gsize h = shape->height, w = shape->width, pool = shape->pool;
  ClMatrix *out = cl_matrix_new (c_matrix->rows, shape->channels * h * w);

  for (gsize q = 0; q < out->rows; q++)
    for (gsize i = 0; i < out->cols; i++)
      {
        const gsize row = i / w % h / pool, col = i % w / pool;
        const gsize feature = (i / (h * w) * (h / pool) + row) * (w / pool) + col;

        cl_matrix_set (out, q, i, cl_matrix_get (c_matrix, q, feature) / (double) (pool * pool));
      }
  return out;
}

ClModel *
cl_conv_model_expand (const ClConvModel *self, GError **error)
{
  const ClConvShape *shape = &self->shape;
  const gsize states = shape->channels * cl_conv_pixels (shape);

  if (states > CL_MATRIX_MAX_ENTRIES / MAX (states, shape->inputs * cl_conv_pixels (shape)))
    {
      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                   "written out as a dense model the network has %" G_GSIZE_FORMAT
                   " states, whose A is too large for memory",
                   states);
      return NULL;
    }
  g_autoptr (ClMatrix) a = expand_kernels (shape, shape->channels, self->a_kernels);
  g_autoptr (ClMatrix) b_matrix = expand_kernels (shape, shape->inputs, self->b_kernels);
  g_autoptr (ClMatrix) bias = expand_bias (shape, self->bias);
  g_autoptr (ClMatrix) c_matrix = expand_outputs (shape, self->c_matrix);
  const ClModelParts parts = {
    .array = { [CL_ARRAY_A] = a,
               [CL_ARRAY_B] = b_matrix,
               [CL_ARRAY_BIAS] = bias,
               [CL_ARRAY_C] = c_matrix,
               [CL_ARRAY_OUT] = self->offset },
    .activation = self->activation,
    .kind = CL_MODEL_FIRING_RATE,
  };

  return cl_model_new (&parts, error);
}
