/* NEMON (17) with circulant T (NEMON section 5): A is circulant if and only if T is, and |T| 1 is
 * the same for all pixels of a channel, so theta is the kernels of T, n x (n k k), and a channel
 * has one self-loop, the centre of its kernel to itself. */
#include "core/training/families.h"

#include "core/training/families/nemon-row.h"

#define KERNEL 3
#define TAPS   (KERNEL * KERNEL)

/* Where the self-loop of a channel lies in its row. */
static gsize
centre (gsize channel)
{
  return channel * TAPS + TAPS / 2;
}

static gsize
parameters (gsize n)
{
  return n * n * TAPS;
}

/* As wide as the dense family's: every row of A has n k k entries. */
static void
initialise (gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  const gsize row = n * TAPS;

  for (gsize i = 0; i < n * row; i++)
    theta[i] = (float) (3.0 / row * cl_random_stream_bell (stream));
}

static void
forward (gsize n, double gamma, const float *theta, float *work, float *a)
{
  const gsize row = n * TAPS;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_forward (row, centre (i), gamma, theta + i * row, a + i * row);
}

static void
backward (gsize n, double gamma, const float *theta, float *da, float *work, float *gradient)
{
  const gsize row = n * TAPS;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_backward (row, centre (i), theta + i * row, da + i * row, gradient + i * row);
}

static void
project (gsize n, double gamma, float *theta, float *work)
{
  for (gsize i = 0; i < n; i++)
    cl_nemon_row_project (centre (i), theta + i * n * TAPS);
}

const ClFamily cl_family_nemon_conv = {
  .id = "nemon-conv",
  .title = "Convolutional NEMON",
  .formula = "A = T − diag(|T|𝟏) + γI, T circulant",
  .source = "NEMON (17) and section 5",
  .norm = CL_FAMILY_NORM_INF,
  .kernel = KERNEL,
  .parameters = parameters,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
  .project = project,
};
