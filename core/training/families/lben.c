/* Lipschitz bounded equilibrium network (LBEN): A = gamma I - Lambda^-1 S with S = W'W + Z - Z' and
 * Lambda = diag (exp (l)), so that Lambda A + A' Lambda <= 2 gamma Lambda: mu_2 in the weighted
 * norm of Lambda is at most gamma.  theta = W | Z | l (n). */
#include <math.h>

#include "core/training/families.h"
#include "core/training/families/monotone.h"

static gsize
parameters (const ClFamily *self, gsize n)
{
  return 2 * n * n + n;
}

static gsize
work_size (gsize n)
{
  return n * n;
}

static void
initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  cl_monotone_initialise (n, stream, theta);
  for (gsize i = 0; i < n; i++)
    theta[2 * n * n + i] = 0.0F;
}

static void
forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *work, float *a)
{
  const float *log_weights = theta + 2 * n * n;

  cl_monotone_forward (n, theta, a);
  for (gsize i = 0; i < n; i++)
    {
      const float inverse = expf (-log_weights[i]);

      for (gsize j = 0; j < n; j++)
        a[i * n + j] *= -inverse;
      a[i * n + i] += (float) gamma;
    }
}

/* dS_ij = -exp (-l_i) dA_ij and dl_i = sum_j exp (-l_i) S_ij dA_ij. */
static void
backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da, float *work,
          float *gradient)
{
  const float *log_weights = theta + 2 * n * n;

  cl_monotone_forward (n, theta, work);
  for (gsize i = 0; i < n; i++)
    {
      const float inverse = expf (-log_weights[i]);
      float sum = 0.0F;

      for (gsize j = 0; j < n; j++)
        {
          da[i * n + j] *= -inverse;
          sum -= work[i * n + j] * da[i * n + j];
        }
      gradient[2 * n * n + i] = sum;
    }
  cl_monotone_backward (n, theta, da, gradient);
}

/* Q = Lambda = [eta]^-2. */
static void
fill_eta (gsize n, const float *theta, float *eta)
{
  const float *log_weights = theta + 2 * n * n;

  for (gsize i = 0; i < n; i++)
    eta[i] = expf (-0.5F * log_weights[i]);
}

const ClFamily cl_family_lben = {
  .id = "lben",
  .title = "Lipschitz bounded equilibrium network",
  .formula = "A = γI − Λ⁻¹(WᵀW + Z − Zᵀ)",
  .source = "LBEN",
  .norm = CL_FAMILY_NORM_TWO,
  .splitting = 1.0,
  .parameters = parameters,
  .work = work_size,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
  .fill_eta = fill_eta,
};
