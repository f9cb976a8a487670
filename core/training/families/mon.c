/* Monotone operator network (MON, NEMON 6.1): A = gamma I - W'W - Z + Z', so that
 * mu_2 (A) = gamma - lambda_min (W'W) <= gamma.  theta = W | Z. */
#include "core/training/families.h"
#include "core/training/families/monotone.h"

static gsize
parameters (const ClFamily *self, gsize n)
{
  return 2 * n * n;
}

static void
initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  cl_monotone_initialise (n, stream, theta);
}

static void
forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *work, float *a)
{
  cl_monotone_forward (n, theta, a);
  for (gsize i = 0; i < n * n; i++)
    a[i] = -a[i];
  for (gsize i = 0; i < n; i++)
    a[i * n + i] += (float) gamma;
}

static void
backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da, float *work,
          float *gradient)
{
  for (gsize i = 0; i < n * n; i++)
    da[i] = -da[i];
  cl_monotone_backward (n, theta, da, gradient);
}

const ClFamily cl_family_mon = {
  .id = "mon",
  .title = "Monotone operator network",
  .formula = "A = γI − WᵀW − Z + Zᵀ",
  .source = "MON, NEMON 6.1",
  .norm = CL_FAMILY_NORM_TWO,
  .splitting = 1.0,
  .parameters = parameters,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
};
