#include "core/training/row-kernels.h"

#include "core/linalg/vector-clones.h"

/* The widest state that the generic kernel handles in one piece. */
#define PIECE 256

/* With v+ = d s / (1 - d a), the residual v - d (s + a v) is (1 - d a) (v - v+). */
CL_VECTOR_CLONES static ClRowSizes
adjoint_row (gsize n, const float *restrict loop, float damping, const float *restrict slope,
             const float *restrict v, const float *restrict s, float *restrict next)
{
  guint32 residual = 0, size = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float pivot = 1.0F - slope[i] * loop[i];
      const float step = slope[i] * s[i] / pivot - v[i];
      const guint32 e = cl_magnitude (pivot * step), m = cl_magnitude (v[i]);

      residual = e > residual ? e : residual;
      size = m > size ? m : size;
      next[i] = v[i] + damping * step;
    }
  return (ClRowSizes){ cl_from_magnitude (residual), cl_from_magnitude (size) };
}

static ClRowSizes
adjoint_step (const ClNetwork *network, float damping, const float *slope, const float *v,
              const float *s, float *next)
{
  return adjoint_row (network->n, network->loop, damping, slope, v, s, next);
}

/* ReLU: psi (s) = max (s, 0) / (1 - a). */

static void
relu_start (const ClNetwork *network, const float *drive, float *x)
{
  for (gsize i = 0; i < network->n; i++)
    x[i] = (drive[i] < 0.0F ? 0.0F : drive[i]) * network->gain[i];
}

CL_VECTOR_CLONES static ClRowSizes
relu_row (gsize n, const float *restrict loop, const float *restrict gain, float damping,
          const float *restrict x, const float *restrict s, float *restrict next)
{
  guint32 residual = 0, size = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float z = s[i] + loop[i] * x[i];
      const float error = (z < 0.0F ? 0.0F : z) - x[i];
      const float psi = (s[i] < 0.0F ? 0.0F : s[i]) * gain[i];
      const guint32 e = cl_magnitude (error), m = cl_magnitude (x[i]);

      residual = e > residual ? e : residual;
      size = m > size ? m : size;
      next[i] = x[i] + damping * (psi - x[i]);
    }
  return (ClRowSizes){ cl_from_magnitude (residual), cl_from_magnitude (size) };
}

static ClRowSizes
relu_step (const ClNetwork *network, float damping, const float *x, const float *s, float *next)
{
  return relu_row (network->n, network->loop, network->gain, damping, x, s, next);
}

static void
relu_slope (const ClNetwork *network, const float *x, const float *s, float *slope)
{
  for (gsize i = 0; i < network->n; i++)
    slope[i] = s[i] + network->loop[i] * x[i] > 0.0F ? 1.0F : 0.0F;
}

/* Any activation, through its array functions. */

static void
generic_start (const ClNetwork *network, const float *drive, float *x)
{
  network->self_loops (network->n, network->loop, drive, x);
}

static void
add_loop (gsize n, const float *loop, const float *x, const float *s, float *z)
{
  for (gsize i = 0; i < n; i++)
    z[i] = s[i] + loop[i] * x[i];
}

static void
generic_piece (const ClNetwork *network, gsize n, const float *loop, float damping, const float *x,
               const float *s, float *next, guint32 *residual, guint32 *size)
{
  float z[PIECE], psi[PIECE];

  add_loop (n, loop, x, s, z);
  network->activation->values_f (n, z, z);
  network->self_loops (n, loop, s, psi);
  for (gsize i = 0; i < n; i++)
    {
      *residual = MAX (*residual, cl_magnitude (z[i] - x[i]));
      *size = MAX (*size, cl_magnitude (x[i]));
      next[i] = x[i] + damping * (psi[i] - x[i]);
    }
}

static ClRowSizes
generic_step (const ClNetwork *network, float damping, const float *x, const float *s, float *next)
{
  guint32 residual = 0, size = 0;

  for (gsize i = 0; i < network->n; i += PIECE)
    generic_piece (network, MIN (PIECE, network->n - i), network->loop + i, damping, x + i, s + i,
                   next + i, &residual, &size);
  return (ClRowSizes){ cl_from_magnitude (residual), cl_from_magnitude (size) };
}

static void
generic_slope (const ClNetwork *network, const float *x, const float *s, float *slope)
{
  add_loop (network->n, network->loop, x, s, slope);
  network->activation->slopes_f (network->n, slope, slope);
}

static const ClRowKernel generic = { FALSE, generic_start, generic_step, generic_slope,
                                     adjoint_step };

static const struct
{
  const char *activation;
  ClRowKernel kernel;
} fused[] = {
  { "relu", { FALSE, relu_start, relu_step, relu_slope, adjoint_step } },
};

const ClRowKernel *
cl_row_kernel_find (const ClActivation *activation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fused); i++)
    if (g_str_equal (fused[i].activation, activation->id))
      return &fused[i].kernel;
  return &generic;
}

CL_VECTOR_CLONES float
cl_adjoint_start (gsize n, const float *restrict loop, const float *restrict slope,
                  const float *restrict g, float *restrict v)
{
  guint32 size = 0;

  for (gsize i = 0; i < n; i++)
    {
      v[i] = slope[i] * g[i] / (1.0F - slope[i] * loop[i]);
      const guint32 m = cl_magnitude (v[i]);
      size = m > size ? m : size;
    }
  return cl_from_magnitude (size);
}
