#include "core/training/convolution/conv-network.h"

#include <math.h>
#include <string.h>

#include "core/training/convolution/conv-kernels.h"

void
cl_conv_network_init (ClConvNetwork *self, const ClConvShape *shape, const ClActivation *activation)
{
  const gsize row = shape->width * shape->channels;

  *self = (ClConvNetwork){ .shape = *shape, .activation = activation };
  self->coupling = cl_conv_floats_new (shape->channels * cl_conv_state_taps (shape));
  self->loop = cl_conv_floats_new (shape->channels);
  self->row = (ClNetwork){ .n = row,
                           .activation = activation,
                           .self_loops = cl_smooth_loops_find (activation),
                           .loop = cl_conv_floats_new (row),
                           .gain = cl_conv_floats_new (row) };
}

void
cl_conv_network_clear (ClConvNetwork *self)
{
  g_clear_pointer (&self->coupling, g_aligned_free);
  g_clear_pointer (&self->loop, g_aligned_free);
  cl_network_clear (&self->row);
}

void
cl_conv_network_set_a (ClConvNetwork *self, const float *a)
{
  const gsize n = self->shape.channels, taps = cl_conv_state_taps (&self->shape);

  memcpy (self->coupling, a, n * taps * sizeof (float));
  for (gsize c = 0; c < n; c++)
    {
      float *centre = self->coupling + c * taps + cl_conv_centre (&self->shape, c);

      self->loop[c] = *centre;
      *centre = 0.0F;
    }
  for (gsize i = 0; i < self->row.n; i++)
    {
      self->row.loop[i] = self->loop[i % n];
      self->row.gain[i] = 1.0F / (1.0F - self->loop[i % n]);
    }
}

double
cl_conv_network_measure (const ClConvNetwork *self, gsize *channel)
{
  const gsize taps = cl_conv_state_taps (&self->shape);
  double measure = -INFINITY;

  for (gsize c = 0; c < self->shape.channels; c++)
    {
      double sum = self->loop[c];

      for (gsize j = 0; j < taps; j++)
        sum += fabsf (self->coupling[c * taps + j]);
      if (sum <= measure)
        continue;
      measure = sum;
      if (channel != NULL)
        *channel = c;
    }
  return measure;
}

static gboolean
is_finite (gsize count, const float *data)
{
  for (gsize i = 0; i < count; i++)
    if (!isfinite (data[i]))
      return FALSE;
  return TRUE;
}

gboolean
cl_conv_network_is_finite (const ClConvNetwork *self)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, q = shape->classes;

  return is_finite (n * cl_conv_state_taps (shape), self->coupling) && is_finite (n, self->loop)
         && is_finite (n * cl_conv_input_taps (shape), self->b_kernels) && is_finite (n, self->bias)
         && is_finite (q * cl_conv_features (shape), self->c_matrix) && is_finite (q, self->offset);
}

static ClMatrix *
widen (gsize rows, gsize cols, const float *data)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = data[i];
  return matrix;
}

ClConvModel *
cl_conv_network_to_model (const ClConvNetwork *self, GError **error)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, q = shape->classes;
  g_autoptr (ClMatrix) a_kernels = widen (n, cl_conv_state_taps (shape), self->coupling);
  g_autoptr (ClMatrix) b_kernels = widen (n, cl_conv_input_taps (shape), self->b_kernels);
  g_autoptr (ClMatrix) bias = widen (n, 1, self->bias);
  g_autoptr (ClMatrix) c_matrix = widen (q, cl_conv_features (shape), self->c_matrix);
  g_autoptr (ClMatrix) offset = widen (q, 1, self->offset);
  const ClConvModel parts = {
    *shape, self->activation, a_kernels, b_kernels, bias, c_matrix, offset
  };

  for (gsize c = 0; c < n; c++)
    cl_matrix_set (a_kernels, c, cl_conv_centre (shape, c), self->loop[c]);
  return cl_conv_model_new (&parts, error);
}
