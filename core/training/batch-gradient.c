#include "core/training/batch-gradient.h"

#include <string.h>

#include "core/linalg/blas.h"
#include "core/linalg/vector-clones.h"
#include "core/training/convolution/conv-gradient.h"

struct _ClBatchGradient
{
  ClParameterLayout layout;
  const ClLoss *loss;
  gsize capacity;
  ClBatchSolver *solver;
  guint8 *labels;  /* capacity */
  float *inputs;   /* capacity x r: U */
  float *adjoints; /* capacity x n: V */
  float *pulls;    /* capacity x n: dL/dx = G C */
  float *logits;   /* capacity x q: Y, then G = dL/dY */
  float *gradient;
  ClConvGradient *convolution; /* in the place of the solver and its arrays; NULL: dense */
};

static float *
new_floats (gsize count)
{
  return g_aligned_alloc0 (MAX (count, 1), sizeof (float), 64);
}

static void
init_dense (ClBatchGradient *self, const ClActivation *activation)
{
  const ClParameterLayout *layout = &self->layout;

  self->solver = cl_batch_solver_new (activation, layout->n, self->capacity);
  self->labels = g_malloc0 (MAX (self->capacity, 1));
  self->inputs = new_floats (self->capacity * layout->r);
  self->adjoints = new_floats (self->capacity * layout->n);
  self->pulls = new_floats (self->capacity * layout->n);
}

ClBatchGradient *
cl_batch_gradient_new (const ClParameterLayout *layout, const ClActivation *activation,
                       const ClLoss *loss, gsize capacity)
{
  ClBatchGradient *self = g_new0 (ClBatchGradient, 1);

  self->layout = *layout;
  self->loss = loss;
  self->capacity = capacity;
  if (cl_parameter_layout_is_convolution (layout))
    self->convolution = cl_conv_gradient_new (&layout->convolution, activation, loss);
  else
    init_dense (self, activation);
  self->logits = new_floats (capacity * layout->q);
  self->gradient = new_floats (cl_parameter_head (layout->entries) + layout->linear);
  return self;
}

void
cl_batch_gradient_free (ClBatchGradient *self)
{
  if (self == NULL)
    return;
  cl_batch_solver_free (self->solver);
  cl_conv_gradient_free (self->convolution);
  g_free (self->labels);
  g_aligned_free (self->inputs);
  g_aligned_free (self->adjoints);
  g_aligned_free (self->pulls);
  g_aligned_free (self->logits);
  g_aligned_free (self->gradient);
  g_free (self);
}

float *
cl_batch_gradient_a (ClBatchGradient *self)
{
  return self->gradient;
}

float *
cl_batch_gradient_linear (ClBatchGradient *self)
{
  return self->gradient + cl_parameter_head (self->layout.entries);
}

/* The rows lie anywhere in memory, so the next one is asked for while this one is copied. */
static void
gather (ClBatchGradient *self, const ClSamples *samples, const guint32 *indices, gsize m)
{
  const gsize r = self->layout.r;

  for (gsize i = 0; i < m; i++)
    {
      if (i + 1 < m)
        for (gsize j = 0; j < r; j += 16)
          __builtin_prefetch (samples->pixels + indices[i + 1] * r + j);
      memcpy (self->inputs + i * r, samples->pixels + indices[i] * r, r * sizeof (float));
      self->labels[i] = samples->labels[indices[i]];
    }
}

/* out (rows x cols) = a' b with a m x rows and b m x cols: zero for an empty share.  Adding to
 * zeros is quicker than a gemm that clears. */
static void
contract (gsize m, gsize rows, gsize cols, const float *a, const float *b, float *out,
          ClGradientInfo *info)
{
  memset (out, 0, rows * cols * sizeof (float));
  if (m == 0)
    return;
  cl_gemm_f (CL_TRANSPOSE, CL_NO_TRANSPOSE, rows, cols, m, 1.0F, a, rows, b, cols, 1.0F, out, cols);
  info->flops += 2.0 * (double) (m * rows * cols);
}

CL_VECTOR_CLONES static void
sum_rows (gsize m, gsize cols, const float *restrict a, float *restrict out)
{
  memset (out, 0, cols * sizeof (float));
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < cols; j++)
      out[j] += a[i * cols + j];
}

static void
compute_logits (ClBatchGradient *self, const ClNetwork *network, gsize m)
{
  const gsize n = self->layout.n, q = self->layout.q;

  for (gsize i = 0; i < m; i++)
    memcpy (self->logits + i * q, network->offset, q * sizeof (float));
  cl_gemm_f (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, q, n, 1.0F, cl_batch_solver_states (self->solver), n,
             network->c_matrix, n, 1.0F, self->logits, q);
}

/* y = C x + c, the loss, and g = dL/dx = C' dL/dy. */
static void
evaluate_loss (ClBatchGradient *self, const ClNetwork *network, gsize m, float scale,
               ClGradientInfo *info)
{
  const gsize n = self->layout.n, q = self->layout.q;

  if (m == 0)
    return;
  compute_logits (self, network, m);
  info->loss = self->loss->evaluate (m, q, self->labels, scale, self->logits, &info->correct);
  cl_gemm_f (CL_NO_TRANSPOSE, CL_NO_TRANSPOSE, m, n, q, 1.0F, self->logits, q, network->c_matrix, n,
             0.0F, self->pulls, n);
  info->flops += 4.0 * (double) (m * n * q);
}

static void
collect (ClBatchGradient *self, gsize m, ClGradientInfo *info)
{
  const ClParameterLayout *layout = &self->layout;
  const float *states = cl_batch_solver_states (self->solver);
  float *linear = cl_batch_gradient_linear (self);

  contract (m, layout->n, layout->n, self->adjoints, states, self->gradient, info);
  contract (m, layout->n, layout->r, self->adjoints, self->inputs, linear, info);
  contract (m, layout->q, layout->n, self->logits, states, linear + layout->c_matrix, info);
  sum_rows (m, layout->n, self->adjoints, linear + layout->bias);
  sum_rows (m, layout->q, self->logits, linear + layout->offset);
}

static void
run_convolution (ClBatchGradient *self, const ClNetwork *network, const ClSamples *samples,
                 const guint32 *indices, gsize m, float scale, const ClBatchTolerance *tolerance,
                 ClGradientInfo *info)
{
  const ClParameterLayout *layout = &self->layout;
  float *linear = cl_batch_gradient_linear (self);
  const ClConvWeights out = { self->gradient, linear, linear + layout->bias,
                              linear + layout->c_matrix, linear + layout->offset };

  cl_conv_gradient_run (self->convolution, network->convolution, samples, indices, m, scale,
                        tolerance, &out, info);
}

void
cl_batch_gradient_run (ClBatchGradient *self, const ClNetwork *network, const ClSamples *samples,
                       const guint32 *indices, gsize m, float scale,
                       const ClBatchTolerance *tolerance, ClGradientInfo *info)
{
  if (self->convolution != NULL)
    {
      run_convolution (self, network, samples, indices, m, scale, tolerance, info);
      return;
    }
  *info = (ClGradientInfo){ 0 };
  gather (self, samples, indices, m);
  cl_batch_solver_forward (self->solver, network, m, self->inputs, tolerance, &info->forward);
  evaluate_loss (self, network, m, scale, info);
  cl_batch_solver_backward (self->solver, network, m, self->pulls, tolerance, self->adjoints,
                            &info->backward);
  collect (self, m, info);
  info->flops += info->forward.flops + info->backward.flops;
}

static gsize
count_correct (const ClBatchGradient *self, const guint8 *labels, gsize m)
{
  const gsize q = self->layout.q;
  gsize correct = 0;

  for (gsize i = 0; i < m; i++)
    correct += cl_loss_argmax (q, self->logits + i * q) == labels[i];
  return correct;
}

/* The logits of m samples. */
static void
compute_outputs (ClBatchGradient *self, const ClNetwork *network, const ClSamples *samples,
                 gsize begin, gsize m, const ClBatchTolerance *tolerance, ClBatchInfo *info)
{
  if (self->convolution != NULL)
    {
      cl_conv_gradient_outputs (self->convolution, network->convolution, samples, begin, m,
                                tolerance, self->logits, info);
      return;
    }
  cl_batch_solver_forward (self->solver, network, m, samples->pixels + begin * network->r,
                           tolerance, info);
  compute_logits (self, network, m);
  info->flops += 2.0 * (double) (m * network->n * network->q);
}

gsize
cl_batch_gradient_test (ClBatchGradient *self, const ClNetwork *network, const ClSamples *samples,
                        gsize begin, gsize count, const ClBatchTolerance *tolerance,
                        ClBatchInfo *info)
{
  gsize correct = 0;

  *info = (ClBatchInfo){ .converged = TRUE };
  for (gsize i = begin; i < begin + count; i += self->capacity)
    {
      const gsize m = MIN (self->capacity, begin + count - i);
      ClBatchInfo piece;

      compute_outputs (self, network, samples, i, m, tolerance, &piece);
      correct += count_correct (self, samples->labels + i, m);
      info->converged = info->converged && piece.converged;
      info->iterations = MAX (info->iterations, piece.iterations);
      info->residual = MAX (info->residual, piece.residual);
      info->flops += piece.flops;
    }
  return correct;
}
