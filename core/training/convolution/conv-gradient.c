#include "core/training/convolution/conv-gradient.h"

#include <string.h>

#include "core/linalg/blas.h"
#include "core/linalg/vector-clones.h"

struct _ClConvGradient
{
  ClConvShape shape;
  const ClLoss *loss;
  ClConvSolver *solver;
  ClConvSums a_sums, b_sums;
  float *features; /* n x blocks, then dL/df */
  float *logits;   /* q, then dL/dy */
  float *pull;     /* plain image of n channels: dL/dx */
};

ClConvGradient *
cl_conv_gradient_new (const ClConvShape *shape, const ClActivation *activation, const ClLoss *loss)
{
  ClConvGradient *self = g_new0 (ClConvGradient, 1);

  self->shape = *shape;
  self->loss = loss;
  self->solver = cl_conv_solver_new (shape, activation);
  cl_conv_sums_init (&self->a_sums, shape->channels, shape->channels, shape->kernel);
  cl_conv_sums_init (&self->b_sums, shape->inputs, shape->channels, shape->kernel);
  self->features = cl_conv_floats_new (cl_conv_features (shape));
  self->logits = cl_conv_floats_new (shape->classes);
  self->pull = cl_conv_floats_new (shape->channels * cl_conv_pixels (shape));
  return self;
}

void
cl_conv_gradient_free (ClConvGradient *self)
{
  if (self == NULL)
    return;
  cl_conv_solver_free (self->solver);
  cl_conv_sums_clear (&self->a_sums);
  cl_conv_sums_clear (&self->b_sums);
  g_aligned_free (self->features);
  g_aligned_free (self->logits);
  g_aligned_free (self->pull);
  g_free (self);
}

static const float *
state_row (const ClConvGradient *self, const float *padded, gsize row)
{
  return cl_conv_image_row (cl_conv_solver_state_image (self->solver), (float *) padded, row);
}

/* The feature of channel 0 of the block that a pixel lies in; the next channel's is
 * cl_conv_blocks () further. */
static inline gsize
block_of (const ClConvShape *shape, gsize row, gsize col)
{
  return row / shape->pool * (shape->width / shape->pool) + col / shape->pool;
}

/* f = P x. */
static void
pool (ClConvGradient *self)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, blocks = cl_conv_blocks (shape);
  const float share = 1.0F / (float) (shape->pool * shape->pool);

  memset (self->features, 0, n * blocks * sizeof (float));
  for (gsize i = 0; i < shape->height; i++)
    {
      const float *x = state_row (self, cl_conv_solver_state (self->solver), i);

      for (gsize j = 0; j < shape->width; j++)
        for (gsize c = 0; c < n; c++)
          self->features[c * blocks + block_of (shape, i, j)] += share * x[j * n + c];
    }
}

/* dL/dx = P' dL/df. */
static void
unpool (ClConvGradient *self)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, blocks = cl_conv_blocks (shape);
  const float share = 1.0F / (float) (shape->pool * shape->pool);
  float *out = self->pull;

  for (gsize i = 0; i < shape->height; i++)
    for (gsize j = 0; j < shape->width; j++)
      for (gsize c = 0; c < n; c++)
        *out++ = share * self->features[c * blocks + block_of (shape, i, j)];
}

static void
compute_logits (ClConvGradient *self, const ClConvNetwork *network, float *logits,
                ClBatchInfo *info)
{
  const gsize q = self->shape.classes, features = cl_conv_features (&self->shape);

  pool (self);
  memcpy (logits, network->offset, q * sizeof (float));
  cl_gemv_f (CL_NO_TRANSPOSE, q, features, 1.0F, network->c_matrix, features, self->features, 1.0F,
             logits);
  info->flops += 2.0 * (double) (q * features);
}

/* The loss of one sample, dC, dc, and dL/dx. */
static void
evaluate_loss (ClConvGradient *self, const ClConvNetwork *network, guint8 label, float scale,
               const ClConvWeights *out, ClGradientInfo *info)
{
  const gsize q = self->shape.classes, features = cl_conv_features (&self->shape);
  gsize correct = 0;

  compute_logits (self, network, self->logits, &info->forward);
  info->loss += self->loss->evaluate (1, q, &label, scale, self->logits, &correct);
  info->correct += correct;
  for (gsize k = 0; k < q; k++)
    {
      cl_axpy_f (features, self->logits[k], self->features, out->c_matrix + k * features);
      out->offset[k] += self->logits[k];
    }
  cl_gemv_f (CL_TRANSPOSE, q, features, 1.0F, network->c_matrix, features, self->logits, 0.0F,
             self->features);
  unpool (self);
  info->flops += 4.0 * (double) (q * features);
}

CL_VECTOR_CLONES static void
add_pixels (gsize pixels, gsize n, const float *restrict v, float *restrict out)
{
  for (gsize p = 0; p < pixels; p++)
    for (gsize c = 0; c < n; c++)
      out[c] += v[p * n + c];
}

static void
add_products (ClConvGradient *self, const ClConvWeights *out, ClGradientInfo *info)
{
  const ClConvShape *shape = &self->shape;
  const ClConvImage *states = cl_conv_solver_state_image (self->solver);
  const ClConvImage *inputs = cl_conv_solver_input_image (self->solver);
  const float *v = cl_conv_solver_adjoint (self->solver);

  cl_conv_sums_add (&self->a_sums, states, v, states, cl_conv_solver_state (self->solver));
  cl_conv_sums_add (&self->b_sums, states, v, inputs, cl_conv_solver_input (self->solver));
  for (gsize i = 0; i < shape->height; i++)
    add_pixels (shape->width, shape->channels, state_row (self, v, i), out->bias);
  info->flops += 2.0 * (double) (cl_conv_pixels (shape) * shape->channels)
                 * (double) (cl_conv_state_taps (shape) + cl_conv_input_taps (shape));
}

static void
clear (ClConvGradient *self, const ClConvWeights *out)
{
  const ClConvShape *shape = &self->shape;

  cl_conv_sums_reset (&self->a_sums);
  cl_conv_sums_reset (&self->b_sums);
  memset (out->bias, 0, shape->channels * sizeof (float));
  memset (out->c_matrix, 0, shape->classes * cl_conv_features (shape) * sizeof (float));
  memset (out->offset, 0, shape->classes * sizeof (float));
}

void
cl_conv_gradient_run (ClConvGradient *self, const ClConvNetwork *network, const ClSamples *samples,
                      const guint32 *indices, gsize m, float scale,
                      const ClBatchTolerance *tolerance, const ClConvWeights *out,
                      ClGradientInfo *info)
{
  const gsize pixels = self->shape.inputs * cl_conv_pixels (&self->shape);
  float largest = 0.0F;

  *info = (ClGradientInfo){ .forward.converged = TRUE, .backward.converged = TRUE };
  clear (self, out);
  cl_conv_solver_prepare (self->solver, network);
  for (gsize i = 0; i < m; i++)
    {
      cl_conv_solver_forward (self->solver, samples->pixels + indices[i] * pixels, tolerance,
                              &info->forward);
      evaluate_loss (self, network, samples->labels[indices[i]], scale, out, info);
      cl_conv_solver_backward (self->solver, self->pull, tolerance, &largest, &info->backward);
      add_products (self, out, info);
    }
  cl_conv_sums_read (&self->a_sums, out->a);
  cl_conv_sums_read (&self->b_sums, out->b_kernels);
  info->flops += info->forward.flops + info->backward.flops;
}

void
cl_conv_gradient_outputs (ClConvGradient *self, const ClConvNetwork *network,
                          const ClSamples *samples, gsize begin, gsize m,
                          const ClBatchTolerance *tolerance, float *outputs, ClBatchInfo *info)
{
  const gsize pixels = self->shape.inputs * cl_conv_pixels (&self->shape);

  *info = (ClBatchInfo){ .converged = TRUE };
  cl_conv_solver_prepare (self->solver, network);
  for (gsize i = 0; i < m; i++)
    {
      cl_conv_solver_forward (self->solver, samples->pixels + (begin + i) * pixels, tolerance,
                              info);
      compute_logits (self, network, outputs + i * self->shape.classes, info);
    }
}
