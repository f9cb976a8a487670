/* NEMON (17): A = T - diag (|T| 1) + gamma I, theta = T (n x n).
 *
 * Row i of A sums to mu_i = a_ii + sum_{j != i} |a_ij| = gamma + t_ii - |t_ii| <= gamma, and every
 * A with mu_inf (A) <= gamma has such a T. */
#include "core/training/families.h"

#include "core/training/families/nemon-row.h"

static gsize
parameters (gsize n)
{
  return n * n;
}

/* Standard deviation 3/n: row sums of |T| near 2.4 leave self-loops of -1.5, strong enough to
 * matter and weak enough for the first fixed points to take few iterations. */
static void
initialise (gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  for (gsize i = 0; i < n * n; i++)
    theta[i] = (float) (3.0 / n * cl_random_stream_bell (stream));
}

static void
forward (gsize n, double gamma, const float *theta, float *work, float *a)
{
  for (gsize i = 0; i < n; i++)
    cl_nemon_row_forward (n, i, gamma, theta + i * n, a + i * n);
}

static void
backward (gsize n, double gamma, const float *theta, float *da, float *work, float *gradient)
{
  for (gsize i = 0; i < n; i++)
    cl_nemon_row_backward (n, i, theta + i * n, da + i * n, gradient + i * n);
}

static void
project (gsize n, double gamma, float *theta, float *work)
{
  for (gsize i = 0; i < n; i++)
    cl_nemon_row_project (i, theta + i * n);
}

const ClFamily cl_family_nemon = {
  .id = "nemon",
  .title = "NEMON",
  .formula = "A = T − diag(|T|𝟏) + γI",
  .source = "NEMON (17)",
  .norm = CL_FAMILY_NORM_INF,
  .parameters = parameters,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
  .project = project,
};
