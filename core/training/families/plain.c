#include "core/training/families/plain.h"

#include <string.h>

gsize
cl_plain_parameters (const ClFamily *self, gsize n)
{
  return n * n;
}

void
cl_plain_initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream,
                     float *theta)
{
  for (gsize i = 0; i < n * n; i++)
    theta[i] = (float) (0.5 / (double) n * cl_random_stream_bell (stream));
}

void
cl_plain_forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *work,
                  float *a)
{
  memcpy (a, theta, n * n * sizeof (float));
}

void
cl_plain_backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da,
                   float *work, float *gradient)
{
  memcpy (gradient, da, n * n * sizeof (float));
}
