#include "core/training/network.h"

#include <math.h>
#include <string.h>

#include "core/linalg/lapack.h"
#include "core/training/convolution/conv-network.h"

void
cl_network_init (ClNetwork *self, gsize n, gsize r, gsize q, const ClActivation *activation)
{
  *self = (ClNetwork){ .n = n, .r = r, .q = q, .activation = activation };
  self->self_loops = cl_smooth_loops_find (activation);
  self->coupling = g_aligned_alloc0 (n * n, sizeof (float), 64);
  self->coupling_transposed = g_aligned_alloc0 (n * n, sizeof (float), 64);
  self->loop = g_aligned_alloc0 (n, sizeof (float), 64);
  self->gain = g_aligned_alloc0 (n, sizeof (float), 64);
}

void
cl_network_clear (ClNetwork *self)
{
  g_clear_pointer (&self->coupling, g_aligned_free);
  g_clear_pointer (&self->coupling_transposed, g_aligned_free);
  g_clear_pointer (&self->loop, g_aligned_free);
  g_clear_pointer (&self->gain, g_aligned_free);
  g_clear_pointer (&self->resolvent, g_aligned_free);
  g_clear_pointer (&self->resolvent_transposed, g_aligned_free);
  g_clear_pointer (&self->resolvent_wide, g_aligned_free);
  g_clear_pointer (&self->factor, g_aligned_free);
  g_clear_pointer (&self->pivots, g_free);
}

void
cl_network_use_splitting (ClNetwork *self, double scale)
{
  const gsize n = self->n;

  self->splitting = self->splitting_scale = scale;
  self->resolvent = g_aligned_alloc0 (n * n, sizeof (float), 64);
  self->resolvent_transposed = g_aligned_alloc0 (n * n, sizeof (float), 64);
  self->resolvent_wide = g_aligned_alloc0 (n * n, sizeof (double), 64);
  self->factor = g_aligned_alloc0 (n * n, sizeof (double), 64);
  self->pivots = g_new (int, n);
}

/* Blocks of a cache line keep both the reads and the transposed writes in the first cache. */
static void
transpose (gsize n, const float *restrict in, float *restrict out)
{
  const gsize block = 16;

  for (gsize i0 = 0; i0 < n; i0 += block)
    for (gsize j0 = 0; j0 < n; j0 += block)
      for (gsize i = i0; i < MIN (i0 + block, n); i++)
        for (gsize j = j0; j < MIN (j0 + block, n); j++)
          out[j * n + i] = in[i * n + j];
}

/* A step beyond this only feeds rounding errors. */
#define LARGEST_STEP 100.0

static double
choose_step (const ClNetwork *self)
{
  const gsize n = self->n;
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        const double entry =
            i == j ? 1.0 - (double) self->loop[i] : (double) self->coupling[i * n + j];
        squares += entry * entry;
      }
  return MIN (self->splitting_scale / sqrt (sqrt (squares / (double) n)), LARGEST_STEP);
}

/* In doubles: the solver reads the residual off V, which must not add an error of its own.  A
 * matrix that is singular leaves V not finite, and the solver reports that it found no fixed point.
 */
static void
update_resolvent (ClNetwork *self)
{
  const gsize n = self->n;
  double *inverse = self->resolvent_wide;

  self->splitting = choose_step (self);
  for (gsize i = 0; i < n * n; i++)
    {
      self->factor[i] = -self->splitting * self->coupling[i];
      inverse[i] = 0.0;
    }
  for (gsize i = 0; i < n; i++)
    {
      self->factor[i * n + i] = 1.0 + self->splitting - self->splitting * self->loop[i];
      inverse[i * n + i] = 1.0;
    }
  if (cl_lu_factor (n, self->factor, self->pivots))
    cl_lu_solve (CL_NO_TRANSPOSE, n, n, self->factor, self->pivots, inverse);
  else
    inverse[0] = NAN;
  for (gsize i = 0; i < n * n; i++)
    self->resolvent[i] = (float) inverse[i];
  transpose (n, self->resolvent, self->resolvent_transposed);
}

static void
leave_out (ClNetwork *self)
{
  const gsize n = self->n;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      self->coupling[i * n + j] *= self->mask[i] * self->mask[j];
}

void
cl_network_set_a (ClNetwork *self, const float *a)
{
  const gsize n = self->n;

  memcpy (self->coupling, a, n * n * sizeof (float));
  if (self->mask != NULL)
    leave_out (self);
  for (gsize i = 0; i < n; i++)
    {
      self->loop[i] = self->coupling[i * n + i];
      self->gain[i] = 1.0F / (1.0F - self->loop[i]);
      self->coupling[i * n + i] = 0.0F;
    }
  transpose (n, self->coupling, self->coupling_transposed);
  if (self->splitting_scale > 0.0)
    update_resolvent (self);
}

double
cl_network_measure (const ClNetwork *self, gsize *row)
{
  double measure = -INFINITY;

  if (self->convolution != NULL)
    return cl_conv_network_measure (self->convolution, row);
  for (gsize i = 0; i < self->n; i++)
    {
      double sum = self->loop[i];

      for (gsize j = 0; j < self->n; j++)
        sum += fabsf (self->coupling[i * self->n + j]);
      if (sum <= measure)
        continue;
      measure = sum;
      if (row != NULL)
        *row = i;
    }
  return measure;
}

static ClMatrix *
widen (gsize rows, gsize cols, const float *data)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = data[i];
  return matrix;
}

ClModel *
cl_network_to_model (const ClNetwork *self, const float *a, const float *eta, GError **error)
{
  const struct
  {
    ClArrayId id;
    gsize rows, cols;
    const float *data;
  } arrays[] = {
    { CL_ARRAY_A, self->n, self->n, a },        { CL_ARRAY_B, self->n, self->r, self->b_matrix },
    { CL_ARRAY_BIAS, self->n, 1, self->bias },  { CL_ARRAY_C, self->q, self->n, self->c_matrix },
    { CL_ARRAY_OUT, self->q, 1, self->offset }, { CL_ARRAY_ETA, self->n, 1, eta },
  };
  ClModelParts parts = { .activation = self->activation, .kind = CL_MODEL_FIRING_RATE };

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    if (arrays[i].data != NULL)
      parts.array[arrays[i].id] = widen (arrays[i].rows, arrays[i].cols, arrays[i].data);
  ClModel *model = cl_model_new (&parts, error);
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_clear_pointer (&parts.array[arrays[i].id], cl_matrix_unref);
  return model;
}
