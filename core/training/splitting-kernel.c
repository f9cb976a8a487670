/* The rows of the Peaceman-Rachford splitting, whose formulas batch-solver.h has. */
#include "core/training/row-kernels.h"

#include "core/linalg/vector-clones.h"

/* The widest state that is handled in one piece. */
#define PIECE 256

static ClRowSizes
sizes_of (guint32 residual, guint32 size, guint32 argument)
{
  return (ClRowSizes){ cl_from_magnitude (residual), cl_from_magnitude (size),
                       cl_from_magnitude (argument) };
}

static void
start (const ClNetwork *network, const float *drive, float *x)
{
  network->self_loops (network->n, network->loop, drive, x);
}

/* y = A w + B u + b. */
static void
fill_argument (gsize n, float alpha, const float *p, const float *w, float *y)
{
  const float inverse = 1.0F / alpha;

  for (gsize i = 0; i < n; i++)
    y[i] = ((1.0F + alpha) * w[i] - p[i]) * inverse;
}

static void
step_piece (const ClNetwork *network, gsize n, float damping, const float *p, const float *w,
            float *next, guint32 *residual, guint32 *size, guint32 *argument)
{
  const float alpha = (float) network->splitting;
  float value[PIECE], loop[PIECE], scaled[PIECE];

  fill_argument (n, alpha, p, w, value);
  for (gsize i = 0; i < n; i++)
    *argument = MAX (*argument, cl_magnitude (value[i]));
  network->activation->values_f (n, value, value);
  for (gsize i = 0; i < n; i++)
    {
      loop[i] = (alpha - 1.0F) / alpha;
      scaled[i] = (2.0F * w[i] - p[i]) / alpha;
    }
  network->self_loops (n, loop, scaled, scaled);
  for (gsize i = 0; i < n; i++)
    {
      const guint32 e = cl_magnitude (value[i] - w[i]), m = cl_magnitude (w[i]);

      *residual = MAX (*residual, e);
      *size = MAX (*size, m);
      next[i] = p[i] + damping * 2.0F * (scaled[i] - w[i]);
    }
}

static ClRowSizes
step (const ClNetwork *network, float damping, const float *p, const float *w, float *next)
{
  guint32 residual = 0, size = 0, argument = 0;

  for (gsize i = 0; i < network->n; i += PIECE)
    step_piece (network, MIN (PIECE, network->n - i), damping, p + i, w + i, next + i, &residual,
                &size, &argument);
  return sizes_of (residual, size, argument);
}

static void
slope (const ClNetwork *network, const float *p, const float *w, float *out)
{
  fill_argument (network->n, (float) network->splitting, p, w, out);
  network->activation->slopes_f (network->n, out, out);
}

CL_VECTOR_CLONES static ClRowSizes
adjoint_row (gsize n, float alpha, float damping, const float *restrict d, const float *restrict p,
             const float *restrict w, float *restrict next)
{
  const float inverse = 1.0F / alpha;
  guint32 residual = 0, size = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float y = ((1.0F + alpha) * w[i] - p[i]) * inverse;
      const float z = d[i] * (2.0F * w[i] - p[i]) / (d[i] + alpha * (1.0F - d[i]));
      const guint32 e = cl_magnitude (d[i] * y - w[i]), m = cl_magnitude (w[i]);

      residual = e > residual ? e : residual;
      size = m > size ? m : size;
      next[i] = p[i] + damping * 2.0F * (z - w[i]);
    }
  return (ClRowSizes){ cl_from_magnitude (residual), cl_from_magnitude (size) };
}

static ClRowSizes
adjoint_step (const ClNetwork *network, float damping, const float *d, const float *p,
              const float *w, float *next)
{
  return adjoint_row (network->n, (float) network->splitting, damping, d, p, w, next);
}

/* ReLU, whose prox is max (u, 0) for every step: one pass. */

CL_VECTOR_CLONES static ClRowSizes
relu_row (gsize n, float alpha, float damping, const float *restrict p, const float *restrict w,
          float *restrict next)
{
  const float inverse = 1.0F / alpha;
  guint32 residual = 0, size = 0, argument = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float y = ((1.0F + alpha) * w[i] - p[i]) * inverse;
      const float u = 2.0F * w[i] - p[i];
      const float error = (y < 0.0F ? 0.0F : y) - w[i];
      const float z = u < 0.0F ? 0.0F : u;
      const guint32 e = cl_magnitude (error), m = cl_magnitude (w[i]);
      const guint32 t = cl_magnitude (y);

      residual = e > residual ? e : residual;
      size = m > size ? m : size;
      argument = t > argument ? t : argument;
      next[i] = p[i] + damping * 2.0F * (z - w[i]);
    }
  return sizes_of (residual, size, argument);
}

static ClRowSizes
relu_step (const ClNetwork *network, float damping, const float *p, const float *w, float *next)
{
  return relu_row (network->n, (float) network->splitting, damping, p, w, next);
}

static const ClRowKernel generic = { TRUE, start, step, slope, adjoint_step };

static const struct
{
  const char *activation;
  ClRowKernel kernel;
} fused[] = {
  { "relu", { TRUE, start, relu_step, slope, adjoint_step } },
};

const ClRowKernel *
cl_row_kernel_find_splitting (const ClActivation *activation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fused); i++)
    if (g_str_equal (fused[i].activation, activation->id))
      return &fused[i].kernel;
  return &generic;
}
