/* A teacher is the implicit network x = relu (A x + B u + b), y = C x + D u + c, for the
 * feedforward one too: its layers are blocks of A above the diagonal (IDL (3.2)).  So both are
 * solved by the one fixed-point code, and both can be looked at like any model. */
#include "core/datasets/synthetic.h"

#include <math.h>
#include <stdlib.h>

#include "core/datasets/random-stream.h"
#include "core/implicit/composition.h"
#include "core/implicit/fixed-point.h"

/* What the streams of one seed are for. */
enum
{
  STREAM_REGRESSION,
  STREAM_TEACHER,
  STREAM_CALIBRATION,
  STREAM_TAUGHT,
};

#define NOISE 1.0

#define HIDDEN      10
#define STATES      20
#define ROW_NORM    0.9
#define CALIBRATION 1001
#define TOLERANCE   1e-10

double
cl_regression_function (double u)
{
  return 5 * cos (G_PI * u) * exp (-fabs (u) / 2);
}

ClRegression *
cl_regression_new (gsize count, guint64 seed)
{
  ClRandomStream random = cl_random_stream_new (seed, STREAM_REGRESSION);
  ClRegression *self = g_new0 (ClRegression, 1);

  self->count = count;
  self->inputs = g_new (double, count);
  self->targets = g_new (double, count);
  for (gsize i = 0; i < count; i++)
    {
      double u =
          cl_random_stream_uniform (&random, -CL_REGRESSION_HALF_RANGE, CL_REGRESSION_HALF_RANGE);

      self->inputs[i] = u;
      self->targets[i] =
          cl_regression_function (u) + cl_random_stream_uniform (&random, -NOISE, NOISE);
    }
  return self;
}

void
cl_regression_free (ClRegression *self)
{
  g_free (self->inputs);
  g_free (self->targets);
  g_free (self);
}

/* Uniform entries of variance 2 / cols, which keep the size of what passes through a ReLU. */
static ClMatrix *
draw_weights (ClRandomStream *random, gsize rows, gsize cols)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);
  double limit = sqrt (6.0 / (double) cols);

  for (gsize k = 0; k < rows * cols; k++)
    matrix->data[k] = cl_random_stream_uniform (random, -limit, limit);
  return matrix;
}

static ClMatrix *
draw_bias (ClRandomStream *random, gsize rows)
{
  ClMatrix *bias = cl_matrix_new (rows, 1);

  for (gsize i = 0; i < rows; i++)
    bias->data[i] = cl_random_stream_uniform (random, -0.5, 0.5);
  return bias;
}

static ClModel *
draw_network (ClRandomStream *random)
{
  static const gsize sizes[] = { CL_TEACHER_INPUTS, HIDDEN, HIDDEN, CL_TEACHER_OUTPUTS };
  ClLayer layers[G_N_ELEMENTS (sizes) - 1];
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_matrix_unref);

  for (gsize l = 0; l < G_N_ELEMENTS (layers); l++)
    {
      ClMatrix *weight = draw_weights (random, sizes[l + 1], sizes[l]);
      ClMatrix *bias = draw_bias (random, sizes[l + 1]);

      g_ptr_array_add (owned, weight);
      g_ptr_array_add (owned, bias);
      layers[l] = (ClLayer){ weight, bias };
    }
  return cl_composition_feedforward (layers, G_N_ELEMENTS (layers), NULL, NULL);
}

static ClModel *
draw_implicit (ClRandomStream *random)
{
  g_autoptr (ClMatrix) a = draw_weights (random, STATES, STATES);
  g_autoptr (ClMatrix) b = draw_weights (random, STATES, CL_TEACHER_INPUTS);
  g_autoptr (ClMatrix) bias = draw_bias (random, STATES);
  g_autoptr (ClMatrix) c = draw_weights (random, CL_TEACHER_OUTPUTS, STATES);
  g_autoptr (ClMatrix) d = draw_weights (random, CL_TEACHER_OUTPUTS, CL_TEACHER_INPUTS);
  const ClModelParts parts = { .array = { [CL_ARRAY_A] = a,
                                          [CL_ARRAY_B] = b,
                                          [CL_ARRAY_BIAS] = bias,
                                          [CL_ARRAY_C] = c,
                                          [CL_ARRAY_D] = d } };

  for (gsize i = 0; i < STATES; i++)
    {
      double *row = cl_matrix_row (a, i), norm = 0;

      for (gsize j = 0; j < STATES; j++)
        norm += fabs (row[j]);
      for (gsize j = 0; j < STATES; j++)
        row[j] *= ROW_NORM / norm;
    }
  return cl_model_new (&parts, NULL);
}

static int
compare_doubles (const void *a, const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Adds an offset to the first output that makes the outputs equal in the median. */
static ClModel *
balance (const ClModel *model, guint64 seed)
{
  g_autoptr (ClMatrix) offset = cl_matrix_new (CL_TEACHER_OUTPUTS, 1);
  const ClMatrix *old = cl_model_array (model, CL_ARRAY_OUT);
  g_autoptr (ClTaught) taught = cl_taught_new (model, CALIBRATION, seed, NULL, NULL);
  double difference[CALIBRATION];

  for (gsize i = 0; i < CALIBRATION; i++)
    difference[i] = taught->outputs[2 * i + 1] - taught->outputs[2 * i];
  qsort (difference, CALIBRATION, sizeof *difference, compare_doubles);

  for (gsize i = 0; old != NULL && i < CL_TEACHER_OUTPUTS; i++)
    offset->data[i] = old->data[i];
  offset->data[0] += difference[CALIBRATION / 2];
  return cl_model_with_array (model, CL_ARRAY_OUT, offset, NULL);
}

ClModel *
cl_teacher_new (ClTeacher teacher, guint64 seed)
{
  static ClModel *(*const draw[CL_N_TEACHERS]) (ClRandomStream *) = {
    [CL_TEACHER_NETWORK] = draw_network,
    [CL_TEACHER_IMPLICIT] = draw_implicit,
  };
  ClRandomStream random = cl_random_stream_new (seed, STREAM_TEACHER);
  ClRandomStream calibration = cl_random_stream_new (seed, STREAM_CALIBRATION);
  g_autoptr (ClModel) model = NULL;

  g_return_val_if_fail (teacher < CL_N_TEACHERS, NULL);

  model = draw[teacher](&random);
  return balance (model, cl_random_stream_next (&calibration));
}

static ClTaught *
taught_new (const ClMatrix *inputs, const ClMatrix *outputs)
{
  ClTaught *self = g_new0 (ClTaught, 1);

  self->count = inputs->rows;
  self->inputs = g_memdup2 (inputs->data, inputs->rows * inputs->cols * sizeof (double));
  self->outputs = g_memdup2 (outputs->data, outputs->rows * outputs->cols * sizeof (double));
  self->labels = g_new (guint8, self->count);
  for (gsize i = 0; i < self->count; i++)
    self->labels[i] = self->outputs[2 * i + 1] > self->outputs[2 * i];
  return self;
}

ClTaught *
cl_taught_new (const ClModel *teacher, gsize count, guint64 seed, GCancellable *cancellable,
               GError **error)
{
  const ClFixedPointSettings settings = { .tolerance = TOLERANCE, .max_iterations = 10000 };
  ClRandomStream random = cl_random_stream_new (seed, STREAM_TAUGHT);
  g_autoptr (ClMatrix) inputs = cl_matrix_new (count, CL_TEACHER_INPUTS);
  g_autoptr (ClMatrix) states = NULL, outputs = NULL;
  g_auto (ClFixedPointInfo) info = { 0 };

  g_return_val_if_fail (teacher->r == CL_TEACHER_INPUTS, NULL);
  g_return_val_if_fail (teacher->q == CL_TEACHER_OUTPUTS, NULL);

  for (gsize k = 0; k < count * CL_TEACHER_INPUTS; k++)
    inputs->data[k] = cl_random_stream_uniform (&random, -1, 1);
  states = cl_fixed_point_solve (teacher, inputs, NULL, &settings, &info, cancellable, error);
  if (states == NULL)
    return NULL;
  if (!info.converged)
    {
      g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_DIVERGED,
                   "the teacher has not settled after %" G_GSIZE_FORMAT
                   " iterations: its residual is %g, expected at most %g",
                   info.iterations, info.residual, TOLERANCE);
      return NULL;
    }
  outputs = cl_fixed_point_outputs (teacher, states, inputs);
  return taught_new (inputs, outputs);
}

void
cl_taught_free (ClTaught *self)
{
  g_free (self->inputs);
  g_free (self->outputs);
  g_free (self->labels);
  g_free (self);
}
