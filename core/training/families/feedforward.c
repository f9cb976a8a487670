/* Feedforward (IDL 3.2): A strictly upper block-triangular, theta = A with the rest left at zero.
 *
 * The states form LAYERS layers, the last one first; a layer reads the one behind it and all before
 * that.  B and C are full, so every layer also sees the input and the output sees every layer.
 * Every condition of well-posedness holds up to weights, and the iteration ends after LAYERS
 * steps. */
#include "core/training/families.h"

#define LAYERS 3

static gsize
parameters (const ClFamily *self, gsize n)
{
  return n * n;
}

static inline gboolean
is_allowed (gsize n, gsize i, gsize j)
{
  return i * LAYERS / n < j * LAYERS / n;
}

static void
initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        const double value = 3.0 / (double) n * cl_random_stream_bell (stream);

        theta[i * n + j] = is_allowed (n, i, j) ? (float) value : 0.0F;
      }
}

static void
keep_allowed (gsize n, const float *in, float *out)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      out[i * n + j] = is_allowed (n, i, j) ? in[i * n + j] : 0.0F;
}

static void
forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *work, float *a)
{
  keep_allowed (n, theta, a);
}

static void
backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da, float *work,
          float *gradient)
{
  keep_allowed (n, da, gradient);
}

const ClFamily cl_family_feedforward = {
  .id = "feedforward",
  .title = "Feedforward",
  .formula = "A strictly upper block-triangular",
  .source = "IDL 3.2",
  .parameters = parameters,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
};
