/* NEMON (17): A = T - diag (|T| 1) + gamma I.
 *
 * Row i of A sums to mu_i = a_ii + sum_{j != i} |a_ij| = gamma + t_ii - |t_ii| <= gamma, and every
 * A with mu_inf (A) <= gamma has such a T.
 *
 * Of a convolution A is circulant if and only if T is (NEMON section 5), and |T| 1 is the same for
 * all pixels of a channel: theta is the kernels of T, and a channel has one self-loop, the centre
 * of its kernel to itself.  So theta is n rows of n taps each in every family: one tap, the entry
 * of T itself, where A is dense, else the k k of a kernel. */
#include "core/training/families.h"

#include "core/training/families/nemon-row.h"

static gsize
taps_of (const ClFamily *self)
{
  return self->kernel > 0 ? self->kernel * self->kernel : 1;
}

/* Where the self-loop of row i lies in it. */
static gsize
loop_of (gsize taps, gsize i)
{
  return i * taps + taps / 2;
}

static gsize
parameters (const ClFamily *self, gsize n)
{
  return n * n * taps_of (self);
}

/* Standard deviation 3 over the length of a row: row sums of |T| near 2.4 leave self-loops of -1.5,
 * strong enough to matter and weak enough for the first fixed points to take few iterations. */
static void
initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  const gsize row = n * taps_of (self);

  for (gsize i = 0; i < n * row; i++)
    theta[i] = (float) (3.0 / row * cl_random_stream_bell (stream));
}

static void
forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *work, float *a)
{
  const gsize taps = taps_of (self), row = n * taps;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_forward (row, loop_of (taps, i), gamma, theta + i * row, a + i * row);
}

static void
backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da, float *work,
          float *gradient)
{
  const gsize taps = taps_of (self), row = n * taps;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_backward (row, loop_of (taps, i), theta + i * row, da + i * row,
                           gradient + i * row);
}

static void
project (const ClFamily *self, gsize n, double gamma, float *theta, float *work)
{
  const gsize taps = taps_of (self), row = n * taps;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_project (loop_of (taps, i), theta + i * row);
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

const ClFamily cl_family_nemon_conv = {
  .id = "nemon-conv",
  .title = "Convolutional NEMON",
  .formula = "NEMON, T circulant",
  .source = "NEMON (17) and section 5",
  .norm = CL_FAMILY_NORM_INF,
  .kernel = 3,
  .parameters = parameters,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
  .project = project,
};

const ClFamily cl_family_nemon_conv_5 = {
  .id = "nemon-conv-5",
  .title = "Convolutional NEMON, 5 × 5",
  .formula = "NEMON, T circulant",
  .source = "NEMON (17) and section 5",
  .norm = CL_FAMILY_NORM_INF,
  .kernel = 5,
  .parameters = parameters,
  .initialise = initialise,
  .forward = forward,
  .backward = backward,
  .project = project,
};
