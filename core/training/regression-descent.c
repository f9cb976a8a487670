/* With e = y - t on a batch of m points, L = |e|^2 / (2 m) and dL/dx = C' e / m.  The adjoint state
 * v = Phi' (A' v + dL/dx) gives dA = V' X, dB = V' u, db = V' 1 (IDL (6.4) to (6.6)); after each
 * step the rows of A are projected on the l1 ball of radius gamma (IDL (6.7)).
 *
 * The start decides how much the states can tell apart: every neuron of the ReLU has its kink,
 * where B u + b = 0, in a place of its own in the range of u, and C is large enough for the slopes
 * of f.
 */
#include "core/training/regression-descent.h"

#include <math.h>
#include <string.h>

#include "core/datasets/random-stream.h"
#include "core/linalg/blas.h"
#include "core/training/batch-solver.h"
#include "core/training/family.h"
#include "core/training/optimiser.h"
#include "core/training/schedule.h"
#include "core/training/trainer.h"

#define LARGEST_OUTPUT 2.0

#define TOLERANCE      1e-4 /* of the fixed points of a batch */
#define MAX_ITERATIONS 500

/* What the streams of the seed are for, apart from those that made the data with the same one. */
enum
{
  STREAM_COUPLING = 100,
  STREAM_INPUT,
  STREAM_OUTPUT,
  STREAM_BATCHES
};

/* Weights, gradient and moments are A | B | b. */
struct _ClRegressionDescent
{
  ClRegressionSettings settings;
  const ClFamily *family;
  const ClOptimiser *optimiser;
  const ClSchedule *schedule;
  ClNetwork network;
  ClBatchSolver *solver;
  gsize entries, points;
  float *weights, *gradient, *first, *second;
  float *c_matrix;          /* n */
  float *inputs, *targets;  /* points */
  float *batch_u, *batch_t; /* points: those of a batch */
  float *pulls, *adjoints;  /* points x n */
  float *errors;            /* points: y - t */
  ClRandomStream batches;
};

static float *
new_floats (gsize count)
{
  return g_aligned_alloc0 (count, sizeof (float), 64);
}

/* The kinks -b_i / B_i lie one in each of n equal parts of the range. */
static void
start_input (ClRegressionDescent *self)
{
  const gsize n = self->settings.n;
  ClRandomStream stream = cl_random_stream_new (self->settings.seed, STREAM_INPUT);
  float *input = self->weights + n * n, *bias = input + n;

  for (gsize i = 0; i < n; i++)
    {
      const double part = ((double) i + cl_random_stream_uniform (&stream, 0.0, 1.0)) / (double) n;

      input[i] = cl_random_stream_uniform (&stream, -1.0, 1.0) < 0.0 ? -1.0F : 1.0F;
      bias[i] = (float) (-input[i] * CL_REGRESSION_HALF_RANGE * (2.0 * part - 1.0));
    }
}

static void
start_weights (ClRegressionDescent *self)
{
  const ClRegressionSettings *settings = &self->settings;
  ClRandomStream coupling = cl_random_stream_new (settings->seed, STREAM_COUPLING);
  ClRandomStream output = cl_random_stream_new (settings->seed, STREAM_OUTPUT);

  self->family->initialise (self->family, settings->n, settings->gamma, &coupling, self->weights);
  start_input (self);
  for (gsize i = 0; i < settings->n; i++)
    self->c_matrix[i] = (float) cl_random_stream_uniform (&output, -LARGEST_OUTPUT, LARGEST_OUTPUT);
}

static void
narrow (gsize count, const double *values, float *out)
{
  for (gsize i = 0; i < count; i++)
    out[i] = (float) values[i];
}

static void
start_network (ClRegressionDescent *self)
{
  const gsize n = self->settings.n;

  cl_network_init (&self->network, n, 1, 1, cl_activation_default ());
  self->solver = cl_batch_solver_new (self->network.activation, n, self->points);
  self->network.b_matrix = self->weights + n * n;
  self->network.bias = self->weights + n * n + n;
  self->network.c_matrix = self->c_matrix;
  start_weights (self);
  cl_network_set_a (&self->network, self->weights);
}

ClRegressionDescent *
cl_regression_descent_new (const ClRegression *data, const ClRegressionSettings *settings)
{
  const gsize n = settings->n, points = data->count;
  ClRegressionDescent *self = g_new0 (ClRegressionDescent, 1);

  self->settings = *settings;
  self->family = cl_family_find ("idl");
  self->optimiser = cl_optimiser_find ("adam");
  self->schedule = cl_schedule_find ("cosine");
  self->points = points;
  self->entries = n * n + 2 * n;
  self->weights = new_floats (self->entries);
  self->gradient = new_floats (self->entries);
  self->first = new_floats (self->entries);
  self->second = new_floats (self->entries);
  self->c_matrix = new_floats (n);
  self->inputs = new_floats (points);
  self->targets = new_floats (points);
  self->batch_u = new_floats (points);
  self->batch_t = new_floats (points);
  self->pulls = new_floats (points * n);
  self->adjoints = new_floats (points * n);
  self->errors = new_floats (points);
  narrow (points, data->inputs, self->inputs);
  narrow (points, data->targets, self->targets);
  self->batches = cl_random_stream_new (settings->seed, STREAM_BATCHES);
  start_network (self);
  return self;
}

void
cl_regression_descent_free (ClRegressionDescent *self)
{
  if (self == NULL)
    return;
  float *arrays[] = { self->weights,  self->gradient, self->first,    self->second,
                      self->c_matrix, self->inputs,   self->targets,  self->batch_u,
                      self->batch_t,  self->pulls,    self->adjoints, self->errors };

  cl_batch_solver_free (self->solver);
  cl_network_clear (&self->network);
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_aligned_free (arrays[i]);
  g_free (self);
}

/* Fills `errors` and returns the mean of their squares. */
static double
descent_evaluate (ClRegressionDescent *self, gsize m, const float *u, const float *t)
{
  const ClBatchTolerance tolerance = { TOLERANCE, MAX_ITERATIONS };
  ClBatchInfo info;

  cl_batch_solver_forward (self->solver, &self->network, m, u, &tolerance, &info);
  cl_gemv_f (CL_NO_TRANSPOSE, m, self->settings.n, 1.0F, cl_batch_solver_states (self->solver),
             self->settings.n, self->c_matrix, 0.0F, self->errors);
  cl_axpy_f (m, -1.0F, t, self->errors);
  return (double) cl_dot_f (m, self->errors, self->errors) / (double) m;
}

static void
draw_batch (ClRegressionDescent *self, gsize m)
{
  for (gsize i = 0; i < m; i++)
    {
      const gsize k = (gsize) (cl_random_stream_next (&self->batches) % self->points);

      self->batch_u[i] = self->inputs[k];
      self->batch_t[i] = self->targets[k];
    }
}

/* The gradient at the batch whose errors and states were computed last. */
static void
compute_gradient (ClRegressionDescent *self, gsize m)
{
  const ClBatchTolerance tolerance = { TOLERANCE, MAX_ITERATIONS };
  const gsize n = self->settings.n;
  float *to_input = self->gradient + n * n, *to_bias = to_input + n;
  ClBatchInfo info;

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < n; j++)
      self->pulls[i * n + j] = self->errors[i] * self->c_matrix[j] / (float) m;
  cl_batch_solver_backward (self->solver, &self->network, m, self->pulls, &tolerance,
                            self->adjoints, &info);
  cl_gemm_f (CL_TRANSPOSE, CL_NO_TRANSPOSE, n, n, m, 1.0F, self->adjoints, n,
             cl_batch_solver_states (self->solver), n, 0.0F, self->gradient, n);
  cl_gemv_f (CL_TRANSPOSE, m, n, 1.0F, self->adjoints, n, self->batch_u, 0.0F, to_input);
  memset (to_bias, 0, n * sizeof (float));
  for (gsize i = 0; i < m; i++)
    cl_axpy_f (n, 1.0F, self->adjoints + i * n, to_bias);
}

static void
descent_step (ClRegressionDescent *self, gsize step)
{
  const ClRegressionSettings *settings = &self->settings;
  const gsize m = MIN (settings->batch, self->points);
  const double progress = (double) step / (double) settings->steps;
  const double rate = settings->rate * self->schedule->factor (progress);

  draw_batch (self, m);
  descent_evaluate (self, m, self->batch_u, self->batch_t);
  compute_gradient (self, m);
  self->optimiser->step (self->entries, rate, step + 1, self->gradient, self->first, self->second,
                         self->weights);
  self->family->project (self->family, settings->n, settings->gamma, self->weights, NULL);
  cl_network_set_a (&self->network, self->weights);
}

gboolean
cl_regression_descent_run (ClRegressionDescent *self, double *rmse, GCancellable *cancellable,
                           GError **error)
{
  for (gsize step = 0; step < self->settings.steps; step++)
    {
      rmse[step] = sqrt (descent_evaluate (self, self->points, self->inputs, self->targets));
      if (!isfinite (rmse[step]))
        {
          g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_DIVERGED,
                       "the gradient has left for infinity at step %" G_GSIZE_FORMAT
                       ": the learning rate %g is too large",
                       step, self->settings.rate);
          return FALSE;
        }
      descent_step (self, step);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  rmse[self->settings.steps] =
      sqrt (descent_evaluate (self, self->points, self->inputs, self->targets));
  return TRUE;
}

ClModel *
cl_regression_descent_model (ClRegressionDescent *self, GError **error)
{
  const float offset = 0.0F;
  ClModel *model;

  self->network.offset = &offset;
  model = cl_network_to_model (&self->network, self->weights, NULL, error);
  self->network.offset = NULL;
  return model;
}
