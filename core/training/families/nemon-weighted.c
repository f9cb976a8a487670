/* NEMON (17) in an inf norm whose weights eta are trained too: theta = T (n x n) | w (n),
 *
 *   A = [eta] T [eta]^-1 - diag (|T| 1) + gamma I,  eta = exp (w).
 *
 * Row i of A sums to a_ii + sum_{j != i} |a_ij| eta_j / eta_i = gamma + t_ii - |t_ii| <= gamma. The
 * diagonal is taken from that sum over the very floats of A and eta, in double and rounded down, so
 * that the bound holds for them.
 *
 * The gradient: dT_ij = dA_ij eta_i / eta_j - sign (t_ij) dA_ii off the diagonal, and
 * dw_i = sum_{j != i} (dA_ij a_ij - dA_ji a_ji).  As in nemon-row.h each step ends at t_ii <= 0. */
#include <math.h>

#include "core/training/families.h"

#include "core/training/families/nemon-row.h"

static gsize
parameters (const ClFamily *self, gsize n)
{
  return n * n + n;
}

static gsize
work_size (gsize n)
{
  return n;
}

static gsize
log_eta (gsize n)
{
  return n * n;
}

/* The start of NEMON: equal weights. */
static void
initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  cl_family_nemon.initialise (&cl_family_nemon, n, gamma, stream, theta);
  for (gsize i = 0; i < n; i++)
    theta[n * n + i] = 0.0F;
}

static void
fill_eta (gsize n, const float *theta, float *eta)
{
  for (gsize i = 0; i < n; i++)
    eta[i] = expf (theta[n * n + i]);
}

static inline float
sign (float z)
{
  return (float) ((z > 0.0F) - (z < 0.0F));
}

static void
forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *eta, float *a)
{
  fill_eta (n, theta, eta);
  for (gsize i = 0; i < n; i++)
    {
      const float *t = theta + i * n;
      double sum = 0.0;

      for (gsize j = 0; j < n; j++)
        {
          a[i * n + j] = t[j] * (eta[i] / eta[j]);
          sum += j == i ? 0.0 : fabs ((double) a[i * n + j]) * eta[j];
        }
      a[i * n + i] = cl_family_round_down (gamma + t[i] - fabsf (t[i]) - sum / eta[i]);
    }
}

static void
backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da, float *eta,
          float *gradient)
{
  float *dw = gradient + n * n;

  fill_eta (n, theta, eta);
  for (gsize i = 0; i < n; i++)
    dw[i] = 0.0F;
  for (gsize i = 0; i < n; i++)
    {
      const float loop = da[i * n + i];

      for (gsize j = 0; j < n; j++)
        {
          const float t = theta[i * n + j];
          const float pull = da[i * n + j] * (eta[i] / eta[j]);

          gradient[i * n + j] = pull - loop * sign (t);
          if (j == i)
            continue;
          dw[i] += pull * t;
          dw[j] -= pull * t;
        }
    }
}

static void
project (const ClFamily *self, gsize n, double gamma, float *theta, float *work)
{
  for (gsize i = 0; i < n; i++)
    cl_nemon_row_project (i, theta + i * n);
}

const ClFamily cl_family_nemon_weighted = {
  .id = "nemon-weighted",
  .title = "NEMON, trained weights",
  .formula = "A = [η]T[η]⁻¹ − diag(|T|𝟏) + γI",
  .source = "NEMON (16), (17)",
  .norm = CL_FAMILY_NORM_INF,
  .parameters = parameters,
  .work = work_size,
  .fill_eta = fill_eta,
  .log_eta = log_eta,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
  .project = project,
};
