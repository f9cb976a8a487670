/* The fixed points, logits and gradients of convolutional networks in floats against the dense
 * implicit network in doubles: its solver, its backward pass, and central differences of its loss.
 */
#include <math.h>

#include "core/implicit/backward.h"
#include "core/training/convolution/conv-expand.h"
#include "core/training/convolution/conv-gradient.h"
#include "tests/core/training/conv-problem.h"
#include "tests/core/training/problem.h"

#define N_SAMPLES 4
#define TOLERANCE 2e-6
#define STEP      1e-6

typedef struct
{
  const char *activation;
  ClConvShape shape;
  double gamma;
} Case;

typedef struct
{
  ClConvModel *model;
  ClConvNetwork network;
  float *weights[5]; /* A, B, b, C, c of the network */
  float *slopes[5];  /* the gradient with respect to them */
  ClSamples samples;
} Fixture;

static gsize
pixels_of (const ClConvShape *shape)
{
  return shape->inputs * cl_conv_pixels (shape);
}

static float *
narrow (const ClMatrix *matrix)
{
  float *out = g_new (float, matrix->rows * matrix->cols);

  for (gsize i = 0; i < matrix->rows * matrix->cols; i++)
    out[i] = (float) matrix->data[i];
  return out;
}

static ClMatrix *
array_of (const ClConvModel *model, gsize array)
{
  ClMatrix *const arrays[] = { model->a_kernels, model->b_kernels, model->bias, model->c_matrix,
                               model->offset };

  return arrays[array];
}

static void
set_up (Fixture *self, const Case *options, guint64 seed)
{
  self->model = conv_problem_new (&options->shape, options->activation, options->gamma, seed);
  for (gsize i = 0; i < 5; i++)
    {
      const ClMatrix *array = array_of (self->model, i);

      self->weights[i] = narrow (array);
      self->slopes[i] = g_new0 (float, array->rows * array->cols);
    }
  cl_conv_network_init (&self->network, &options->shape, self->model->activation);
  cl_conv_network_set_a (&self->network, self->weights[0]);
  self->network.b_kernels = self->weights[1];
  self->network.bias = self->weights[2];
  self->network.c_matrix = self->weights[3];
  self->network.offset = self->weights[4];
  problem_fill (&self->samples, N_SAMPLES, pixels_of (&options->shape), options->shape.classes,
                seed);
}

static void
tear_down (Fixture *self)
{
  cl_conv_network_clear (&self->network);
  cl_conv_model_unref (self->model);
  for (gsize i = 0; i < 5; i++)
    {
      g_free (self->weights[i]);
      g_free (self->slopes[i]);
    }
  g_aligned_free (self->samples.pixels);
  g_free (self->samples.labels);
}

static ClMatrix *
inputs_of (const Fixture *self)
{
  ClMatrix *inputs = cl_matrix_new (N_SAMPLES, pixels_of (&self->model->shape));

  for (gsize i = 0; i < inputs->rows * inputs->cols; i++)
    inputs->data[i] = self->samples.pixels[i];
  return inputs;
}

static ClMatrix *
solve_dense (const ClModel *dense, const ClMatrix *inputs)
{
  g_autoptr (GError) error = NULL;
  const ClFixedPointSettings settings = { .solver = cl_solver_find ("diagonal-implicit"),
                                          .tolerance = 1e-13,
                                          .max_iterations = 10000 };
  g_auto (ClFixedPointInfo) info = { 0 };
  ClMatrix *x = cl_fixed_point_solve (dense, inputs, NULL, &settings, &info, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (info.converged);
  return x;
}

/* The mean cross-entropy, and its derivative by the outputs (m x q) unless NULL. */
static double
mean_loss (const ClMatrix *outputs, const guint8 *labels, ClMatrix *derivative)
{
  double loss = 0.0;

  for (gsize i = 0; i < outputs->rows; i++)
    {
      const double *y = cl_matrix_row (outputs, i);
      double sum = 0.0;

      for (gsize k = 0; k < outputs->cols; k++)
        sum += exp (y[k]);
      loss += (log (sum) - y[labels[i]]) / (double) outputs->rows;
      for (gsize k = 0; derivative != NULL && k < outputs->cols; k++)
        cl_matrix_set (derivative, i, k,
                       (exp (y[k]) / sum - (k == labels[i])) / (double) outputs->rows);
    }
  return loss;
}

static double
dense_loss (const Fixture *self, const ClConvModel *model)
{
  g_autoptr (ClModel) dense = cl_conv_model_expand (model, NULL);
  g_autoptr (ClMatrix) inputs = inputs_of (self);
  g_autoptr (ClMatrix) x = solve_dense (dense, inputs);
  g_autoptr (ClMatrix) outputs = cl_fixed_point_outputs (dense, x, inputs);

  return mean_loss (outputs, self->samples.labels, NULL);
}

/* The state of the float solver meets the tolerance it states, and lies as near to the dense
 * solution as the contraction allows. */
static void
test_forward (gconstpointer data)
{
  const Case *options = data;
  const ClConvShape *shape = &options->shape;
  const gsize n = shape->channels, pixels = cl_conv_pixels (shape);
  const ClBatchTolerance tolerance = { TOLERANCE, 1000 };
  Fixture self;

  set_up (&self, options, 3);
  g_assert_cmpfloat (cl_conv_network_measure (&self.network, NULL), <=, options->gamma);
  g_autoptr (ClModel) dense = cl_conv_model_expand (self.model, NULL);
  g_autoptr (ClMatrix) inputs = inputs_of (&self);
  g_autoptr (ClMatrix) x = solve_dense (dense, inputs);
  g_autoptr (ClConvSolver) solver = cl_conv_solver_new (shape, self.model->activation);
  const ClConvImage *image = cl_conv_solver_state_image (solver);
  cl_conv_solver_prepare (solver, &self.network);
  for (gsize i = 0; i < N_SAMPLES; i++)
    {
      ClBatchInfo info = { .converged = TRUE };

      cl_conv_solver_forward (solver, self.samples.pixels + i * pixels_of (shape), &tolerance,
                              &info);
      g_assert_true (info.converged);
      g_assert_cmpfloat (info.residual, <=, TOLERANCE);
      g_assert_cmpuint (info.iterations, >, shape->channels > 1 ? 1 : 0);
      for (gsize p = 0; p < pixels; p++)
        for (gsize c = 0; c < n; c++)
          {
            const float *row = cl_conv_image_row (image, (float *) cl_conv_solver_state (solver),
                                                  p / shape->width);

            g_assert_cmpfloat_with_epsilon (row[p % shape->width * n + c],
                                            cl_matrix_get (x, i, c * pixels + p), 1e-4);
          }
    }
  tear_down (&self);
}

static void
test_outputs (gconstpointer data)
{
  const Case *options = data;
  const gsize q = options->shape.classes;
  const ClBatchTolerance tolerance = { TOLERANCE, 1000 };
  Fixture self;
  ClBatchInfo info;
  float y[N_SAMPLES * 8];

  set_up (&self, options, 4);
  g_assert_cmpuint (q, <=, 8);
  g_autoptr (ClModel) dense = cl_conv_model_expand (self.model, NULL);
  g_autoptr (ClMatrix) inputs = inputs_of (&self);
  g_autoptr (ClMatrix) x = solve_dense (dense, inputs);
  g_autoptr (ClMatrix) outputs = cl_fixed_point_outputs (dense, x, inputs);
  g_autoptr (ClConvGradient) gradient =
      cl_conv_gradient_new (&options->shape, self.model->activation,
                            cl_loss_find ("cross-entropy"));
  cl_conv_gradient_outputs (gradient, &self.network, &self.samples, 1, N_SAMPLES - 1, &tolerance, y,
                            &info);
  g_assert_true (info.converged);
  for (gsize i = 0; i < (N_SAMPLES - 1) * q; i++)
    g_assert_cmpfloat_with_epsilon (y[i], outputs->data[q + i], 3e-4);
  tear_down (&self);
}

static void
compute_gradient (Fixture *self)
{
  const ClBatchTolerance tolerance = { TOLERANCE, 1000 };
  const guint32 indices[N_SAMPLES] = { 2, 0, 3, 1 };
  const ClConvWeights out = { self->slopes[0], self->slopes[1], self->slopes[2], self->slopes[3],
                              self->slopes[4] };
  g_autoptr (ClConvGradient) gradient =
      cl_conv_gradient_new (&self->model->shape, self->model->activation,
                            cl_loss_find ("cross-entropy"));
  ClGradientInfo info;

  /* Twice: what a batch leaves behind must not enter the next. */
  for (guint i = 0; i < 2; i++)
    {
      cl_conv_gradient_run (gradient, &self->network, &self->samples, indices, N_SAMPLES,
                            1.0F / N_SAMPLES, &tolerance, &out, &info);
      g_assert_true (info.forward.converged && info.backward.converged);
      g_assert_cmpfloat_with_epsilon (info.loss / N_SAMPLES, dense_loss (self, self->model), 1e-4);
    }
}

static void
assert_close (gsize count, const float *slopes, const double *expected)
{
  double largest = 0.0;

  for (gsize i = 0; i < count; i++)
    largest = MAX (largest, fabs (expected[i]));
  g_assert_cmpfloat (largest, >, 0.0);
  for (gsize i = 0; i < count; i++)
    g_assert_cmpfloat_with_epsilon (slopes[i], expected[i], 1e-3 * largest + 2e-6);
}

/* Central differences of the dense loss, entry by entry of every array. */
static void
test_differences (gconstpointer data)
{
  Fixture self;

  set_up (&self, data, 5);
  compute_gradient (&self);
  for (gsize k = 0; k < 5; k++)
    {
      ClMatrix *array = array_of (self.model, k);
      g_autofree double *expected = g_new (double, array->rows * array->cols);

      for (gsize i = 0; i < array->rows * array->cols; i++)
        {
          const double kept = array->data[i];

          array->data[i] = kept + STEP;
          const double high = dense_loss (&self, self.model);
          array->data[i] = kept - STEP;
          const double low = dense_loss (&self, self.model);
          array->data[i] = kept;
          expected[i] = (high - low) / (2.0 * STEP);
        }
      assert_close (array->rows * array->cols, self.slopes[k], expected);
    }
  tear_down (&self);
}

/* Each kernel entry gathers the derivatives by all the entries of the dense matrix that it fills:
 * found by writing out a kernel that is one there and zero elsewhere. */
static double
gather (const Fixture *self, gsize which, gsize entry, ClArrayId id, const ClGradient *dense)
{
  ClConvModel parts = *self->model;
  const ClMatrix *array = array_of (self->model, which);
  g_autoptr (ClMatrix) unit = cl_matrix_new (array->rows, array->cols);
  double sum = 0.0;

  unit->data[entry] = 1.0;
  *(which == 0 ? &parts.a_kernels : &parts.b_kernels) = unit;
  g_autoptr (ClModel) written = cl_conv_model_expand (&parts, NULL);
  const ClMatrix *indicator = cl_model_array (written, id);
  for (gsize i = 0; i < indicator->rows * indicator->cols; i++)
    sum += indicator->data[i] * dense->array[id]->data[i];
  return sum;
}

static void
test_dense_gradient (gconstpointer data)
{
  const Case *options = data;
  g_autoptr (GError) error = NULL;
  const ClFixedPointSettings settings = { .tolerance = 1e-13, .max_iterations = 10000 };
  g_auto (ClFixedPointInfo) info = { 0 };
  Fixture self;

  set_up (&self, options, 6);
  compute_gradient (&self);
  g_autoptr (ClModel) dense = cl_conv_model_expand (self.model, NULL);
  g_autoptr (ClMatrix) inputs = inputs_of (&self);
  g_autoptr (ClMatrix) x = solve_dense (dense, inputs);
  g_autoptr (ClMatrix) outputs = cl_fixed_point_outputs (dense, x, inputs);
  g_autoptr (ClMatrix) derivative = cl_matrix_new (outputs->rows, outputs->cols);
  mean_loss (outputs, self.samples.labels, derivative);
  g_autoptr (ClGradient) gradient =
      cl_gradient_new (dense, inputs, x, derivative, NULL, &settings, &info, NULL, &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < 2; k++)
    {
      const ClMatrix *array = array_of (self.model, k);
      g_autofree double *expected = g_new (double, array->rows * array->cols);

      for (gsize i = 0; i < array->rows * array->cols; i++)
        expected[i] = gather (&self, k, i, k == 0 ? CL_ARRAY_A : CL_ARRAY_B, gradient);
      assert_close (array->rows * array->cols, self.slopes[k], expected);
    }
  tear_down (&self);
}

/* The solver says so when it is given too few sweeps. */
static void
test_too_few_sweeps (gconstpointer data)
{
  const Case *options = data;
  const ClBatchTolerance tolerance = { TOLERANCE, 2 };
  Fixture self;
  ClBatchInfo info = { .converged = TRUE };

  set_up (&self, options, 7);
  g_autoptr (ClConvSolver) solver = cl_conv_solver_new (&options->shape, self.model->activation);
  cl_conv_solver_prepare (solver, &self.network);
  cl_conv_solver_forward (solver, self.samples.pixels, &tolerance, &info);
  g_assert_false (info.converged);
  g_assert_cmpuint (info.iterations, ==, 2);
  g_assert_cmpfloat (info.residual, >, TOLERANCE);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "relu", { 3, 2, 4, 6, 3, 2, 3 }, 0.9 },       { "relu", { 2, 1, 5, 5, 5, 1, 4 }, -0.5 },
    { "tanh", { 3, 1, 4, 4, 3, 2, 3 }, 0.9 },       { "logistic", { 2, 3, 3, 4, 3, 1, 2 }, 0.5 },
    { "leaky-relu", { 3, 1, 3, 3, 1, 3, 3 }, 0.8 },
  };
  const struct
  {
    const char *name;
    GTestDataFunc function;
  } tests[] = {
    { "forward", test_forward },
    { "outputs", test_outputs },
    { "differences", test_differences },
    { "dense-gradient", test_dense_gradient },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (tests); k++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autofree char *path =
            g_strdup_printf ("/training/convolution-gradient/%s/%s/%" G_GSIZE_FORMAT, tests[k].name,
                             cases[i].activation, i);

        g_test_add_data_func (path, &cases[i], tests[k].function);
      }
  g_test_add_data_func ("/training/convolution-gradient/too-few-sweeps", &cases[0],
                        test_too_few_sweeps);
  return g_test_run ();
}
