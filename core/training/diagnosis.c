#include "core/training/diagnosis.h"

#include <math.h>

#include "core/training/convolution/conv-network.h"

gboolean
cl_gradient_is_sound (const ClGradientInfo *info, gsize samples)
{
  return info->forward.converged && info->backward.converged
         && info->loss <= CL_DIVERGED_LOSS * (double) MAX (samples, 1);
}

static gssize
first_not_finite (gsize count, const float *data)
{
  for (gsize i = 0; i < count; i++)
    if (!isfinite (data[i]))
      return (gssize) i;
  return -1;
}

static char *
find_bad_pixel (const ClNetwork *network, const ClSamples *samples, const guint32 *indices, gsize m)
{
  for (gsize i = 0; i < m; i++)
    {
      const gssize pixel = first_not_finite (network->r, samples->pixels + indices[i] * network->r);

      if (pixel >= 0)
        return g_strdup_printf ("pixel %" G_GSSIZE_FORMAT
                                " of training sample %u is not a finite number",
                                pixel, indices[i]);
    }
  return NULL;
}

static gboolean
weights_are_finite (const ClNetwork *network)
{
  const gsize n = network->n;

  if (network->convolution != NULL)
    return cl_conv_network_is_finite (network->convolution);
  return first_not_finite (n * n, network->coupling) < 0 && first_not_finite (n, network->loop) < 0
         && first_not_finite (n * network->r, network->b_matrix) < 0
         && first_not_finite (n, network->bias) < 0
         && first_not_finite (network->q * n, network->c_matrix) < 0
         && first_not_finite (network->q, network->offset) < 0;
}

char *
cl_diagnose (const ClGradientInfo *info, const ClNetwork *network, const ClSamples *samples,
             const guint32 *indices, gsize m, const ClBatchTolerance *tolerance)
{
  char *bad_pixel = find_bad_pixel (network, samples, indices, m);

  if (bad_pixel != NULL)
    return bad_pixel;
  if (!weights_are_finite (network))
    return g_strdup ("the weights grew beyond all numbers: the learning rate is likely too large");
  if (!info->forward.converged || !info->backward.converged)
    {
      const gboolean forward = !info->forward.converged;

      return g_strdup_printf (
          "the %s was not reached in %" G_GSIZE_FORMAT
          " iterations (residual %.1e, expected %.1e): lower gamma or the learning rate, or allow "
          "more iterations",
          forward ? "fixed point" : "adjoint fixed point", tolerance->max_iterations,
          forward ? info->forward.residual : info->backward.residual, tolerance->tolerance);
    }
  return g_strdup_printf ("the mean loss grew to %.1e: the learning rate is likely too large",
                          info->loss / (double) MAX (m, 1));
}
