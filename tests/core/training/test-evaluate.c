/* The evaluation of any model against plain doubles, and what it refuses. */
#include "core/training/evaluate.h"

#include <math.h>
#include <string.h>

#include "core/training/mistakes.h"
#include "tests/core/training/problem.h"

#define N 6

static ClMatrix *
random_matrix (ClRandomStream *stream, gsize rows, gsize cols, double bound)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = cl_random_stream_uniform (stream, -bound, bound);
  return matrix;
}

/* A random model with every array, contracting in the inf norm. */
static ClModel *
new_model (guint64 seed)
{
  ClRandomStream stream = cl_random_stream_new (seed, 3);
  g_autoptr (GError) error = NULL;
  ClModelParts parts = { .activation = cl_activation_find ("relu") };

  parts.array[CL_ARRAY_A] = random_matrix (&stream, N, N, 0.15);
  parts.array[CL_ARRAY_B] = random_matrix (&stream, N, 16, 1.0);
  parts.array[CL_ARRAY_BIAS] = random_matrix (&stream, N, 1, 1.0);
  parts.array[CL_ARRAY_C] = random_matrix (&stream, 5, N, 1.0);
  parts.array[CL_ARRAY_D] = random_matrix (&stream, 5, 16, 0.3);
  parts.array[CL_ARRAY_OUT] = random_matrix (&stream, 5, 1, 1.0);
  parts.array[CL_ARRAY_LEAK] = random_matrix (&stream, N, 1, 0.3);
  for (gsize i = 0; i < N; i++)
    parts.array[CL_ARRAY_LEAK]->data[i] += 1.5;
  ClModel *model = cl_model_new (&parts, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < CL_N_ARRAYS; i++)
    g_clear_pointer (&parts.array[i], cl_matrix_unref);
  return model;
}

/* The answer, and the state, by relaxing the model's own vector field until it stands still. */
static gsize
plain_answer (const ClModel *model, const float *pixels, double x[N])
{
  double u[16], drive[N], work[N], rhs[N], y[5];
  gsize best = 0;

  for (gsize i = 0; i < 16; i++)
    u[i] = pixels[i];
  memset (x, 0, N * sizeof (double));
  cl_model_drive (model, u, drive);
  for (gsize k = 0; k < 3000; k++)
    {
      cl_model_rhs (model, drive, x, work, rhs);
      for (gsize i = 0; i < N; i++)
        x[i] += 0.2 * rhs[i];
    }
  for (gsize i = 0; i < N; i++)
    g_assert_cmpfloat (fabs (rhs[i]), <, 1e-12);
  cl_model_output (model, x, u, y);
  for (gsize i = 1; i < 5; i++)
    best = y[i] > y[best] ? i : best;
  return best;
}

static void
test_agrees (void)
{
  g_autoptr (ClDataset) dataset = problem_new (10, 700, 1);
  g_autoptr (ClModel) model = new_model (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new (model, dataset, &dataset->test, NULL, &error);
  double confusion[5][5] = { 0 }, activity[5][N] = { 0 }, count[5] = { 0 };
  gsize right = 0, differ = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (evaluation->samples, ==, 700);
  g_assert_true (evaluation->converged);
  g_assert_cmpfloat (evaluation->worst_residual, <=, 1e-4);
  for (gsize i = 0; i < 700; i++)
    {
      const guint8 label = dataset->test.labels[i];
      double x[N];
      const gsize answer = plain_answer (model, dataset->test.pixels + 16 * i, x);

      count[label]++;
      for (gsize j = 0; j < N; j++)
        activity[label][j] += x[j];
      differ += answer != evaluation->answers[i];
      right += evaluation->answers[i] == label;
      confusion[label][evaluation->answers[i]] += 1.0;
    }
  for (gsize k = 0; k < 5; k++)
    for (gsize j = 0; j < N; j++)
      g_assert_cmpfloat_with_epsilon (cl_matrix_get (evaluation->activity, k, j),
                                      activity[k][j] / count[k], 1e-3);
  g_assert_cmpuint (differ, <=, 1); /* a tie within the tolerance may fall either way */
  g_assert_cmpfloat (evaluation->accuracy, ==, (double) right / 700.0);
  g_assert_cmpint (memcmp (confusion, evaluation->confusion->data, sizeof confusion), ==, 0);
}

static void
check_refused (const ClModel *model, int code, const char *words)
{
  g_autoptr (ClDataset) dataset = problem_new (10, 10, 1);
  g_autoptr (GError) error = NULL;
  ClEvaluation *evaluation = cl_evaluation_new (model, dataset, &dataset->test, NULL, &error);

  g_assert_null (evaluation);
  g_assert_error (error, CL_MODEL_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refuses (void)
{
  g_autoptr (ClModel) model = new_model (2);
  g_autoptr (ClModel) hopfield = cl_model_with_kind (model, CL_MODEL_HOPFIELD);
  g_autoptr (ClModel) no_outputs = cl_model_with_array (model, CL_ARRAY_D, NULL, NULL);
  g_autoptr (ClMatrix) strong = cl_matrix_new_identity (N);
  g_autoptr (ClMatrix) narrow = cl_matrix_new (N, 9);

  check_refused (hopfield, CL_MODEL_ERROR_VALUE, "kind hopfield");
  g_autoptr (ClModel) no_input = cl_model_with_array (no_outputs, CL_ARRAY_B, NULL, NULL);
  check_refused (no_input, CL_MODEL_ERROR_MISSING, "no B");
  g_autoptr (ClModel) other = cl_model_with_array (no_outputs, CL_ARRAY_B, narrow, NULL);
  check_refused (other, CL_MODEL_ERROR_SHAPE, "9 inputs and 5 outputs: expected 16 pixels");
  strong->data[N + 1] = 3.0;
  g_autoptr (ClModel) looped = cl_model_with_array (model, CL_ARRAY_A, strong, NULL);
  check_refused (looped, CL_MODEL_ERROR_VALUE, "self-loop of state 2");
}

static void
test_cancelled (void)
{
  g_autoptr (ClDataset) dataset = problem_new (10, 10, 1);
  g_autoptr (ClModel) model = new_model (3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cl_evaluation_new (model, dataset, &dataset->test, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Wrong ones only, the surest first, each with the probability of its answer. */
static void
test_mistakes (void)
{
  g_autoptr (ClDataset) dataset = problem_new (10, 400, 1);
  g_autoptr (ClModel) model = new_model (2);
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new (model, dataset, &dataset->test, NULL, NULL);
  g_autoptr (GArray) all = cl_worst_mistakes (evaluation, &dataset->test, G_MAXUINT);
  g_autoptr (GArray) few = cl_worst_mistakes (evaluation, &dataset->test, 3);
  double before = 1;

  g_assert_cmpfloat (fabs ((1 - evaluation->accuracy) * 400 - all->len), <, 1e-9);
  g_assert_cmpuint (few->len, ==, 3);
  g_assert_cmpmem (few->data, 3 * sizeof (ClMistake), all->data, 3 * sizeof (ClMistake));
  for (guint i = 0; i < all->len; i++)
    {
      const ClMistake *mistake = &g_array_index (all, ClMistake, i);
      const float *y = evaluation->outputs + mistake->sample * 5;
      double sum = 0;

      for (gsize k = 0; k < 5; k++)
        sum += exp (y[k] - y[mistake->answer]);
      g_assert_cmpuint (mistake->label, !=, mistake->answer);
      g_assert_cmpuint (mistake->label, ==, dataset->test.labels[mistake->sample]);
      g_assert_cmpfloat (fabs (mistake->probability - 1 / sum), <, 1e-6);
      g_assert_cmpfloat (mistake->probability, <=, before);
      before = mistake->probability;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/evaluate/agrees", test_agrees);
  g_test_add_func ("/training/evaluate/mistakes", test_mistakes);
  g_test_add_func ("/training/evaluate/refuses", test_refuses);
  g_test_add_func ("/training/evaluate/cancelled", test_cancelled);
  return g_test_run ();
}
