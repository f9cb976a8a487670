#include "core/training/learner-private.h"

#include <math.h>
#include <string.h>

#include "core/linalg/vector-clones.h"

/* The gradient is reduced and used in pieces that stay in the first cache. */
#define PIECE 1024

/* An entry of A costs worker 0 about as much as this many entries of the linear block: besides its
 * step it goes through the parametrisation both ways. */
#define COST_OF_A 3

static float *
new_floats (gsize count)
{
  return g_aligned_alloc0 (MAX (count, 1), sizeof (float), 64);
}

static void
fill_uniform (gsize count, double bound, guint64 seed, guint64 counter, float *out)
{
  ClRandomStream stream = cl_random_stream_new (seed, counter);

  for (gsize i = 0; i < count; i++)
    out[i] = (float) cl_random_stream_uniform (&stream, -bound, bound);
}

static void
initialise (ClLearner *self, guint64 seed)
{
  const ClParameterLayout *layout = &self->layout;
  ClRandomStream stream = cl_random_stream_new (seed, 0);
  float *linear = cl_learner_linear (self);

  self->family->initialise (self->family, layout->n, self->gamma, &stream, self->weights);
  fill_uniform (layout->n * layout->r, sqrt (3.0 / (double) layout->r), seed, 1, linear);
  fill_uniform (layout->q * layout->features, 1.0 / sqrt ((double) layout->features), seed, 2,
                linear + layout->c_matrix);
}

static void
init_dense (ClLearner *self, const ClActivation *activation)
{
  const ClParameterLayout *layout = &self->layout;
  const float *linear = cl_learner_linear (self);

  cl_network_init (&self->network, layout->n, layout->r, layout->q, activation);
  if (self->family->splitting > 0.0)
    cl_network_use_splitting (&self->network, self->family->splitting);
  self->network.b_matrix = linear;
  self->network.bias = linear + layout->bias;
  self->network.c_matrix = linear + layout->c_matrix;
  self->network.offset = linear + layout->offset;
}

static void
init_convolution (ClLearner *self, const ClActivation *activation)
{
  const ClParameterLayout *layout = &self->layout;
  const ClConvShape *shape = &layout->convolution;
  const float *linear = cl_learner_linear (self);

  cl_conv_network_init (&self->convolution, shape, activation);
  self->convolution.b_kernels = linear;
  self->convolution.bias = linear + layout->bias;
  self->convolution.c_matrix = linear + layout->c_matrix;
  self->convolution.offset = linear + layout->offset;
  self->conv_penalty = cl_conv_penalty_new (shape);
  self->network = (ClNetwork){ .n = layout->n,
                               .r = shape->inputs * cl_conv_pixels (shape),
                               .q = layout->q,
                               .activation = activation,
                               .convolution = &self->convolution };
}

ClLearner *
cl_learner_new (const ClFamily *family, const ClOptimiser *optimiser,
                const ClActivation *activation, const ClParameterLayout *layout, double gamma,
                guint64 seed)
{
  ClLearner *self = g_new0 (ClLearner, 1);
  const gsize n = layout->n, total = cl_parameter_head (layout->theta) + layout->linear;

  self->layout = *layout;
  self->family = family;
  self->optimiser = optimiser;
  self->gamma = gamma;
  self->weights = new_floats (total);
  self->first = new_floats (total);
  self->second = new_floats (total);
  self->a = new_floats (layout->entries);
  self->da = new_floats (layout->entries);
  self->theta_gradient = new_floats (layout->theta);
  self->work = new_floats (family->work != NULL ? family->work (n) : 0);
  self->mask = new_floats (n);
  self->eta = family->fill_eta != NULL ? new_floats (n) : NULL;
  self->log_eta = family->log_eta != NULL ? new_floats (n) : NULL;
  if (cl_parameter_layout_is_convolution (layout))
    init_convolution (self, activation);
  else
    init_dense (self, activation);
  initialise (self, seed);
  cl_learner_refresh (self);
  return self;
}

void
cl_learner_free (ClLearner *self)
{
  if (self == NULL)
    return;
  cl_network_clear (&self->network);
  cl_conv_network_clear (&self->convolution);
  cl_conv_penalty_free (self->conv_penalty);
  g_aligned_free (self->weights);
  g_aligned_free (self->first);
  g_aligned_free (self->second);
  g_aligned_free (self->a);
  g_aligned_free (self->da);
  g_aligned_free (self->theta_gradient);
  g_aligned_free (self->work);
  g_aligned_free (self->mask);
  g_aligned_free (self->eta);
  g_aligned_free (self->log_eta);
  g_free (self->penalty_work);
  g_free (self);
}

const ClParameterLayout *
cl_learner_layout (const ClLearner *self)
{
  return &self->layout;
}

const ClNetwork *
cl_learner_network (const ClLearner *self)
{
  return &self->network;
}

float *
cl_learner_theta (ClLearner *self)
{
  return self->weights;
}

float *
cl_learner_linear (ClLearner *self)
{
  return self->weights + cl_parameter_head (self->layout.theta);
}

void
cl_learner_refresh (ClLearner *self)
{
  self->family->forward (self->family, self->layout.n, self->gamma, self->weights, self->work,
                         self->a);
  if (self->network.convolution != NULL)
    cl_conv_network_set_a (&self->convolution, self->a);
  else
    cl_network_set_a (&self->network, self->a);
}

void
cl_learner_set_gamma (ClLearner *self, double gamma)
{
  self->gamma = gamma;
  if (self->family->project != NULL)
    self->family->project (self->family, self->layout.n, gamma, self->weights, self->work);
  cl_learner_refresh (self);
}

void
cl_learner_drop (ClLearner *self, double probability, guint64 seed, guint64 counter)
{
  ClRandomStream stream = cl_random_stream_new (seed, counter);

  self->network.mask = probability > 0.0 ? self->mask : NULL;
  for (gsize i = 0; probability > 0.0 && i < self->layout.n; i++)
    self->mask[i] = cl_random_stream_uniform (&stream, 0.0, 1.0) < probability ? 0.0F : 1.0F;
}

static ClModel *
dense_model (const ClLearner *self, GError **error)
{
  const gsize n = self->layout.n;
  g_autofree float *eta = g_new (float, n);

  if (self->eta != NULL)
    self->family->fill_eta (n, self->weights, eta);
  return cl_network_to_model (&self->network, self->a, self->eta != NULL ? eta : NULL, error);
}

ClTrained *
cl_learner_to_model (const ClLearner *self, GError **error)
{
  if (self->network.convolution != NULL)
    return cl_trained_new_take (NULL, cl_conv_network_to_model (&self->convolution, error));
  return cl_trained_new_take (dense_model (self, error), NULL);
}

static float *
find_array (const ClLearner *self, ClLearnerArray which)
{
  float *const arrays[CL_N_LEARNER_ARRAYS] = {
    [CL_LEARNER_WEIGHTS] = self->weights,
    [CL_LEARNER_FIRST] = self->first,
    [CL_LEARNER_SECOND] = self->second,
  };

  return arrays[which];
}

ClMatrix *
cl_learner_get_array (const ClLearner *self, ClLearnerArray which)
{
  const gsize theta = self->layout.theta, linear = self->layout.linear;
  const float *array = find_array (self, which), *tail = array + cl_parameter_head (theta);
  ClMatrix *column = cl_matrix_new (theta + linear, 1);

  for (gsize i = 0; i < theta; i++)
    column->data[i] = array[i];
  for (gsize i = 0; i < linear; i++)
    column->data[theta + i] = tail[i];
  return column;
}

void
cl_learner_set_array (ClLearner *self, ClLearnerArray which, const ClMatrix *column)
{
  const gsize theta = self->layout.theta, linear = self->layout.linear;
  float *array = find_array (self, which), *tail = array + cl_parameter_head (theta);

  g_return_if_fail (column->rows == theta + linear && column->cols == 1);

  for (gsize i = 0; i < theta; i++)
    array[i] = (float) column->data[i];
  for (gsize i = 0; i < linear; i++)
    tail[i] = (float) column->data[theta + i];
}

CL_VECTOR_CLONES static void
add (gsize count, const float *restrict in, float *restrict out)
{
  for (gsize i = 0; i < count; i++)
    out[i] += in[i];
}

const float *
cl_learner_pull_back (ClLearner *self, float *da)
{
  self->family->backward (self->family, self->layout.n, self->gamma, self->weights, da, self->work,
                          self->theta_gradient);
  if (self->log_eta != NULL)
    {
      add (self->layout.n, self->log_eta,
           self->theta_gradient + self->family->log_eta (self->layout.n));
      memset (self->log_eta, 0, self->layout.n * sizeof (float));
    }
  return self->theta_gradient;
}

static void
step_theta (ClLearner *self, guint workers, ClBatchGradient *const *gradients, guint64 steps,
            double rate)
{
  const gsize n = self->layout.n, entries = self->layout.entries;

  memcpy (self->da, cl_batch_gradient_a (gradients[0]), entries * sizeof (float));
  for (guint k = 1; k < workers; k++)
    add (entries, cl_batch_gradient_a (gradients[k]), self->da);
  self->optimiser->step (self->layout.theta, rate, steps, cl_learner_pull_back (self, self->da),
                         self->first, self->second, self->weights);
  if (self->family->project != NULL)
    self->family->project (self->family, n, self->gamma, self->weights, self->work);
  cl_learner_refresh (self);
}

static void
step_linear (ClLearner *self, gsize begin, gsize end, guint workers,
             ClBatchGradient *const *gradients, guint64 steps, double rate)
{
  const gsize head = cl_parameter_head (self->layout.theta);
  float sum[PIECE];

  for (gsize i = begin; i < end; i += PIECE)
    {
      const gsize count = MIN (PIECE, end - i);

      memcpy (sum, cl_batch_gradient_linear (gradients[0]) + i, count * sizeof (float));
      for (guint k = 1; k < workers; k++)
        add (count, cl_batch_gradient_linear (gradients[k]) + i, sum);
      self->optimiser->step (count, rate, steps, sum, self->first + head + i,
                             self->second + head + i, self->weights + head + i);
    }
}

/* Where the range of `worker` starts in the linear block, on a cache line: worker 0 receives less
 * by the cost of A. */
static gsize
range_start (const ClParameterLayout *layout, guint worker, guint workers)
{
  const gsize ahead = MIN (COST_OF_A * layout->entries, layout->linear * (workers - 1));
  const gsize even = (layout->linear + ahead) * worker / workers;

  if (worker == workers)
    return layout->linear;
  return (even > ahead ? even - ahead : 0) / 16 * 16;
}

void
cl_learner_step (ClLearner *self, guint worker, guint workers, ClBatchGradient *const *gradients,
                 guint64 steps, double rate)
{
  const gsize begin = range_start (&self->layout, worker, workers);
  const gsize end = range_start (&self->layout, worker + 1, workers);

  if (worker == 0)
    step_theta (self, workers, gradients, steps, rate);
  step_linear (self, begin, end, workers, gradients, steps, rate);
}
