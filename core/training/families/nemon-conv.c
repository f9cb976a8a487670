/* NEMON (17) with circulant T (NEMON section 5): A is circulant if and only if T is, and |T| 1 is
 * the same for all pixels of a channel, so theta is the kernels of T, n x (n k k), and a channel
 * has one self-loop, the centre of its kernel to itself.  There is a family for each side k. */
#include "core/training/families.h"

#include "core/training/families/nemon-row.h"

/* Where the self-loop of a channel lies in its row. */
static gsize
centre (gsize taps, gsize channel)
{
  return channel * taps + taps / 2;
}

/* As wide as the dense family's: every row of A has n k k entries. */
static void
initialise (gsize taps, gsize n, ClRandomStream *stream, float *theta)
{
  const gsize row = n * taps;

  for (gsize i = 0; i < n * row; i++)
    theta[i] = (float) (3.0 / row * cl_random_stream_bell (stream));
}

static void
forward (gsize taps, gsize n, double gamma, const float *theta, float *a)
{
  const gsize row = n * taps;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_forward (row, centre (taps, i), gamma, theta + i * row, a + i * row);
}

static void
backward (gsize taps, gsize n, const float *theta, float *da, float *gradient)
{
  const gsize row = n * taps;

  for (gsize i = 0; i < n; i++)
    cl_nemon_row_backward (row, centre (taps, i), theta + i * row, da + i * row,
                           gradient + i * row);
}

static void
project (gsize taps, gsize n, float *theta)
{
  for (gsize i = 0; i < n; i++)
    cl_nemon_row_project (centre (taps, i), theta + i * n * taps);
}

/* The functions of a family know n alone: those of the kernels of side K. */
#define SIDE(K)                                                                                    \
  static gsize parameters_##K (gsize n)                                                            \
  {                                                                                                \
    return n * n * K * K;                                                                          \
  }                                                                                                \
                                                                                                   \
  static void initialise_##K (gsize n, double gamma, ClRandomStream *stream, float *theta)         \
  {                                                                                                \
    initialise (K *K, n, stream, theta);                                                           \
  }                                                                                                \
                                                                                                   \
  static void forward_##K (gsize n, double gamma, const float *theta, float *work, float *a)       \
  {                                                                                                \
    forward (K *K, n, gamma, theta, a);                                                            \
  }                                                                                                \
                                                                                                   \
  static void backward_##K (gsize n, double gamma, const float *theta, float *da, float *work,     \
                            float *gradient)                                                       \
  {                                                                                                \
    backward (K *K, n, theta, da, gradient);                                                       \
  }                                                                                                \
                                                                                                   \
  static void project_##K (gsize n, double gamma, float *theta, float *work)                       \
  {                                                                                                \
    project (K *K, n, theta);                                                                      \
  }

SIDE (3)
SIDE (5)

#define FAMILY(K)                                                                                  \
  .formula = "NEMON, T circulant", .source = "NEMON (17) and section 5",                           \
  .norm = CL_FAMILY_NORM_INF, .kernel = K, .parameters = parameters_##K,                           \
  .initialise = initialise_##K, .forward = forward_##K, .backward = backward_##K,                  \
  .project = project_##K

const ClFamily cl_family_nemon_conv = {
  .id = "nemon-conv",
  .title = "Convolutional NEMON",
  FAMILY (3),
};

const ClFamily cl_family_nemon_conv_5 = {
  .id = "nemon-conv-5",
  .title = "Convolutional NEMON, 5 × 5",
  FAMILY (5),
};
