/* What is certified of a convolutional network from its kernels, against the dense network that it
 * is: the measure and the norms in l_2, the ladder of bounds, the pairs of outputs, and the answer
 * to an image with its radius. */
#include <math.h>

#include "core/implicit/classifier.h"
#include "core/theory/measure.h"
#include "core/training/convolution/conv-classifier.h"
#include "core/training/convolution/conv-expand.h"
#include "core/training/convolution/conv-lipschitz.h"
#include "core/training/convolution/conv-spectrum.h"
#include "tests/core/training/conv-problem.h"

static const ClConvShape shapes[] = {
  { .channels = 3, .inputs = 2, .height = 4, .width = 6, .kernel = 3, .pool = 2, .classes = 3 },
  { .channels = 2, .inputs = 1, .height = 5, .width = 5, .kernel = 5, .pool = 1, .classes = 2 },
  { .channels = 5, .inputs = 3, .height = 3, .width = 6, .kernel = 1, .pool = 3, .classes = 4 },
  { .channels = 1, .inputs = 1, .height = 3, .width = 3, .kernel = 3, .pool = 3, .classes = 3 },
};

static ClModel *
expand (const ClConvModel *model)
{
  g_autoptr (GError) error = NULL;
  ClModel *dense = cl_conv_model_expand (model, &error);

  g_assert_no_error (error);
  return dense;
}

static void
assert_bounded (ClBounded one, ClBounded other)
{
  const double size = 1.0 + fabs (other.value);

  g_assert_cmpfloat_with_epsilon (one.value, other.value, 1e-11 * size);
  g_assert_cmpfloat (one.rounding, <, 1e-9 * size);
  g_assert_cmpfloat (fabs (one.value - other.value), <=, one.rounding + other.rounding);
}

static void
test_spectrum (gconstpointer data)
{
  const ClConvShape *shape = data;

  for (guint64 seed = 1; seed <= 5; seed++)
    {
      g_autoptr (ClConvModel) model = conv_problem_new (shape, "relu", 0.8, seed);
      g_autoptr (ClModel) dense = expand (model);
      const ClMatrix *a = cl_model_array (dense, CL_ARRAY_A);

      assert_bounded (cl_conv_measure_two (shape, model->a_kernels), cl_measure_two (a, NULL));
      assert_bounded (cl_conv_norm_two (shape, model->a_kernels), cl_norm_two (a));
      assert_bounded (cl_conv_norm_two (shape, model->b_kernels),
                      cl_norm_two (cl_model_array (dense, CL_ARRAY_B)));
    }
}

/* A single tap moves every channel: a permutation times the matrix of the channels. */
static void
test_shift (void)
{
  const ClConvShape shape = { 2, 1, 5, 4, 3, 1, 2 };
  g_autoptr (ClMatrix) kernels = cl_matrix_new (2, 2 * 9);
  const double entries[2][2] = { { 3.0, 0.0 }, { 0.0, -4.0 } };

  for (gsize tap = 0; tap < 9; tap++)
    {
      for (gsize k = 0; k < 4; k++)
        for (gsize other = 0; other < 9; other++)
          cl_matrix_set (kernels, k / 2, k % 2 * 9 + other,
                         other == tap ? entries[k / 2][k % 2] : 0.0);
      g_assert_cmpfloat_with_epsilon (cl_conv_norm_two (&shape, kernels).value, 4.0, 1e-13);
    }
}

static ClConvModel *
weak_problem_new (const ClConvShape *shape, const char *activation, guint64 seed)
{
  return conv_problem_new (shape, activation, seed % 2 == 0 ? 0.7 : -2.5, seed);
}

/* Every bound but the one over all slope patterns and the one in the weighted l_2 norm is that of
 * the dense network, valid with it. */
static void
test_ladder (gconstpointer data)
{
  static const char *const activations[] = { "relu", "logistic", "tanh" };
  guint valid = 0;

  for (guint64 seed = 1; seed <= 6; seed++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClConvModel) model = weak_problem_new (data, activations[seed % 3], seed);
      g_autoptr (ClModel) dense = expand (model);
      const ClLipschitzSettings settings = { .vertex_limit = 0 };
      g_autoptr (ClLipschitz) expected = cl_lipschitz_new (dense, &settings, NULL, &error);
      g_autoptr (ClLipschitz) ladder = cl_conv_lipschitz_new (model, G_MAXSIZE, &error);

      g_assert_no_error (error);
      g_assert_cmpint (ladder->best, ==, expected->best);
      for (guint i = 0; i < CL_BOUND_VERTEX; i++)
        {
          const ClBound *one = &ladder->bound[i], *other = &expected->bound[i];

          g_assert_cmpstr (one->id, ==, other->id);
          g_assert_cmpint (one->valid, ==, other->valid);
          if (one->valid)
            g_assert_cmpfloat_with_epsilon (one->value, other->value, 1e-6 * other->value);
          valid += one->valid;
        }
      g_assert_false (ladder->bound[CL_BOUND_L2_WEIGHTED].valid);
      g_assert_false (ladder->bound[CL_BOUND_VERTEX].valid);
    }
  g_assert_cmpuint (valid, >=, 6 * 4);
}

/* Beyond the limit of channels the bounds in l_2 are not those of anything else. */
static void
test_two_limit (gconstpointer data)
{
  g_autoptr (ClConvModel) model = weak_problem_new (data, "relu", 2);
  const gsize n = model->shape.channels;
  g_autoptr (ClLipschitz) all = cl_conv_lipschitz_new (model, n, NULL);
  g_autoptr (ClLipschitz) some = cl_conv_lipschitz_new (model, n - 1, NULL);

  g_assert_true (all->bound[CL_BOUND_L2].valid);
  for (gsize i = 0; i < CL_N_BOUNDS; i++)
    if (i < CL_BOUND_L2)
      g_assert_cmpfloat (some->bound[i].value, ==, all->bound[i].value);
    else
      g_assert_false (some->bound[i].valid);
}

static void
test_pairs (gconstpointer data)
{
  for (guint64 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (ClConvModel) model = weak_problem_new (data, "relu", seed);
      g_autoptr (ClModel) dense = expand (model);
      g_autoptr (ClMatrix) expected = cl_lipschitz_pairs (dense);
      g_autoptr (ClMatrix) pairs = cl_conv_lipschitz_pairs (model, NULL);

      g_assert_cmpuint (pairs->rows, ==, expected->rows);
      for (gsize k = 0; k < pairs->rows * pairs->cols; k++)
        g_assert_cmpfloat_with_epsilon (pairs->data[k], expected->data[k],
                                        1e-12 + 1e-6 * expected->data[k]);
    }
}

static void
check_answer (const ClConvModel *model, ClClassifier *dense, ClConvClassifier *classifier,
              const double *planes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClAnswer) expected = cl_classifier_answer (dense, planes, NULL, &error);
  g_autoptr (ClAnswer) answer = cl_conv_classifier_answer (classifier, planes, NULL, &error);
  g_assert_no_error (error);
  const GArray *frames = answer->frames, *iterates = answer->info.iterates;
  const double *last = (const double *) (gpointer) iterates->data + (frames->len - 1) * answer->n;
  const double *theirs = (const double *) (gpointer) expected->info.iterates->data
                         + expected->info.iterates->len - expected->n;

  g_assert_true (answer->info.converged);
  g_assert_cmpuint (answer->n, ==, model->shape.channels * cl_conv_pixels (&model->shape));
  g_assert_cmpuint (iterates->len, ==, frames->len * answer->n);
  g_assert_cmpuint (g_array_index (frames, gsize, frames->len - 1), ==, answer->info.iterations);
  g_assert_cmpuint (answer->answer, ==, expected->answer);
  for (gsize k = 0; k < answer->n; k++)
    g_assert_cmpfloat_with_epsilon (last[k], theirs[k], 1e-6);
  for (gsize k = 0; k < answer->q; k++)
    g_assert_cmpfloat_with_epsilon (answer->outputs[k], expected->outputs[k], 1e-6);
  g_assert_cmpfloat (answer->radius, <=, expected->radius * (1 + 1e-6));
  g_assert_cmpfloat (answer->radius, >=, expected->radius - 1e-5);
}

/* Not even the change of all pixels that is worst for the outputs, to first order, changes the
 * answer within the radius. */
static void
check_radius (ClConvClassifier *classifier, gsize pixels, const double *planes,
              ClRandomStream *stream)
{
  g_autoptr (ClAnswer) answer = cl_conv_classifier_answer (classifier, planes, NULL, NULL);
  g_autofree double *moved = g_new (double, pixels);

  for (guint trial = 0; trial < 8; trial++)
    {
      for (gsize k = 0; k < pixels; k++)
        moved[k] =
            planes[k] + (cl_random_stream_uniform (stream, -1, 1) < 0 ? -1 : 1) * answer->radius;
      g_autoptr (ClAnswer) other = cl_conv_classifier_answer (classifier, moved, NULL, NULL);
      g_assert_cmpuint (other->answer, ==, answer->answer);
    }
}

static void
test_answer (gconstpointer data)
{
  static const char *const activations[] = { "relu", "tanh", "leaky-relu" };
  const ClConvShape *shape = data;
  const gsize pixels = shape->inputs * cl_conv_pixels (shape);
  g_autofree double *planes = g_new (double, pixels);

  for (guint64 seed = 1; seed <= 3; seed++)
    {
      ClRandomStream stream = cl_random_stream_new (seed, 7);
      g_autoptr (ClConvModel) model = conv_problem_new (shape, activations[seed - 1], 0.4, seed);
      g_autoptr (ClModel) dense = expand (model);
      g_autoptr (ClClassifier) expected = cl_classifier_new (dense, NULL);
      g_autoptr (ClConvClassifier) classifier = cl_conv_classifier_new (model, NULL);

      for (guint trial = 0; trial < 3; trial++)
        {
          for (gsize k = 0; k < pixels; k++)
            planes[k] = cl_random_stream_uniform (&stream, 0, 1);
          check_answer (model, expected, classifier, planes);
          check_radius (classifier, pixels, planes, &stream);
        }
    }
}

static void
test_bad_input (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (ClConvModel) model = conv_problem_new (&shapes[0], "relu", 0.4, 1);
  g_autoptr (ClConvClassifier) classifier = cl_conv_classifier_new (model, NULL);
  double planes[2 * 24] = { 0 };

  planes[30] = NAN;
  g_assert_null (cl_conv_classifier_answer (classifier, planes, NULL, &error));
  g_assert_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "31"));
  g_clear_error (&error);
  planes[30] = 0;
  g_cancellable_cancel (cancelled);
  g_assert_null (cl_conv_classifier_answer (classifier, planes, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Without mu_inf (A) < 1 there may be no fixed point to answer with. */
static void
test_not_well_posed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConvModel) model = conv_problem_new (&shapes[0], "relu", 0.4, 1);
  g_autoptr (ClMatrix) kernels = cl_matrix_copy (model->a_kernels);
  ClConvModel parts = *model;

  cl_matrix_set (kernels, 0, 0, 3.0);
  parts.a_kernels = kernels;
  g_autoptr (ClConvModel) wrong = cl_conv_model_new (&parts, NULL);
  g_assert_null (cl_conv_classifier_new (wrong, &error));
  g_assert_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } tests[] = { { "spectrum", test_spectrum },
                { "ladder", test_ladder },
                { "two-limit", test_two_limit },
                { "pairs", test_pairs },
                { "answer", test_answer } };

  g_test_init (&argc, &argv, NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
      {
        g_autofree char *name =
            g_strdup_printf ("/training/convolution-certificates/%s/%" G_GSIZE_FORMAT,
                             tests[t].name, i);

        g_test_add_data_func (name, &shapes[i], tests[t].func);
      }
  g_test_add_func ("/training/convolution-certificates/shift", test_shift);
  g_test_add_func ("/training/convolution-certificates/bad-input", test_bad_input);
  g_test_add_func ("/training/convolution-certificates/not-well-posed", test_not_well_posed);
  return g_test_run ();
}
