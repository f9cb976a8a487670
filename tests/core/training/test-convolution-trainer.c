/* Runs of the convolutional family: what they learn, their checkpoints, their settings, and the
 * regulariser that they see through the quotient. */
#include <glib/gstdio.h>
#include <math.h>

#include "core/theory/measure.h"
#include "core/training/convolution/conv-lipschitz.h"
#include "core/training/convolution/conv-penalty.h"
#include "core/training/evaluate.h"
#include "core/training/trainer.h"
#include "tests/core/training/conv-problem.h"
#include "tests/core/training/problem.h"

#define SIDE 6

static void
fill_quadrants (ClSamples *samples, gsize count, guint64 seed)
{
  problem_fill (samples, count, SIDE * SIDE, 4, seed);
  for (gsize i = 0; i < count; i++)
    {
      const gsize row = samples->labels[i] / 2 * SIDE / 2 + i % 3;
      const gsize col = samples->labels[i] % 2 * SIDE / 2 + i / 3 % 3;

      samples->pixels[(i * SIDE + row) * SIDE + col] += 3.0F;
    }
}

/* Noise with one bright pixel, in the quadrant of the class. */
static ClDataset *
quadrants_new (gsize train, gsize test, guint64 seed)
{
  ClDataset *dataset = cl_dataset_new ("Quadrants", SIDE, SIDE, 4);

  fill_quadrants (&dataset->train, train, seed);
  fill_quadrants (&dataset->test, test, seed + 1);
  return dataset;
}

static ClTrainSettings
small_settings (void)
{
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  settings.family = "nemon-conv";
  settings.n = 5;
  settings.epochs = 4;
  settings.batch = 50;
  settings.gamma = 0.5;
  settings.threads = 2;
  return settings;
}

static ClTrainSnapshot *
finish (ClTrainer *trainer)
{
  cl_trainer_start (trainer);
  cl_trainer_wait (trainer);
  ClTrainSnapshot *snapshot = cl_trainer_take_snapshot (trainer);
  g_assert_null (snapshot->error);
  return snapshot;
}

static void
assert_same (const ClConvModel *a, const ClConvModel *b)
{
  g_assert_true (cl_matrix_equal (a->a_kernels, b->a_kernels));
  g_assert_true (cl_matrix_equal (a->b_kernels, b->b_kernels));
  g_assert_true (cl_matrix_equal (a->bias, b->bias));
  g_assert_true (cl_matrix_equal (a->c_matrix, b->c_matrix));
  g_assert_true (cl_matrix_equal (a->offset, b->offset));
}

/* The problem is learnt, every fixed point is one, the measure keeps its promise, and an evaluation
 * of what comes out agrees with the run. */
static void
test_learns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = quadrants_new (600, 200, 1);
  const ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, dataset, &error);
  g_assert_no_error (error);
  g_autoptr (ClTrainSnapshot) snapshot = finish (trainer);
  const ClEpoch *last = &g_array_index (snapshot->epochs, ClEpoch, 3);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpfloat (last->train_loss, <, g_array_index (snapshot->epochs, ClEpoch, 0).train_loss);
  g_assert_cmpfloat (last->test_accuracy, >, 0.9);
  g_assert_cmpfloat (last->worst_residual, <=, settings.tolerance);
  g_assert_cmpfloat (last->margin, >=, 0.5);
  g_assert_cmpfloat (last->lipschitz, <=, last->bounds[CL_BOUND_NEMON]);
  g_assert_true (isfinite (last->lipschitz));
  g_assert_null (cl_trainer_get_model (trainer, FALSE));
  g_assert_null (cl_trainer_get_model_at (trainer, 2));

  g_autoptr (ClTrained) trained = cl_trainer_get_trained (trainer, FALSE);
  g_autoptr (ClModel) quotient = cl_conv_model_quotient (trained->convolution, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (cl_measure_inf (cl_model_array (quotient, CL_ARRAY_A)).value, <=, 0.5);
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new_convolution (trained->convolution, dataset, &dataset->test, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (evaluation->converged);
  g_assert_cmpfloat_with_epsilon (evaluation->accuracy, last->test_accuracy, 1e-12);
}

static ClConvModel *
train (const ClTrainSettings *settings, ClDataset *dataset)
{
  g_autoptr (ClTrainer) trainer = cl_trainer_new (settings, dataset, NULL);
  g_autoptr (ClTrainSnapshot) snapshot = finish (trainer);
  g_autoptr (ClTrained) trained = cl_trainer_get_trained (trainer, FALSE);

  return cl_conv_model_ref (trained->convolution);
}

static void
test_same_bytes (void)
{
  g_autoptr (ClDataset) dataset = quadrants_new (200, 50, 2);
  const ClTrainSettings settings = small_settings ();
  g_autoptr (ClConvModel) first = train (&settings, dataset);
  g_autoptr (ClConvModel) second = train (&settings, dataset);

  assert_same (first, second);
}

/* A run that stops after two epochs and is resumed comes out as one that does not stop. */
static void
test_resume (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = quadrants_new (200, 50, 3);
  g_autofree char *folder = g_dir_make_tmp ("convolution-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "run.npz", NULL);
  ClTrainSettings settings = small_settings ();
  g_autoptr (ClConvModel) whole = train (&settings, dataset);

  settings.checkpoint = path;
  settings.target_accuracy = 1e-9; /* which the first epoch reaches */
  g_autoptr (ClTrainer) stopped = cl_trainer_new (&settings, dataset, &error);
  g_assert_no_error (error);
  g_autoptr (ClTrainSnapshot) first = finish (stopped);
  g_assert_cmpuint (first->epochs_done, ==, 1);
  settings.target_accuracy = 0.0;
  settings.checkpoint = NULL;
  g_autoptr (ClTrainer) branch = cl_trainer_new_branch (stopped, 1, &settings, &error);
  g_assert_no_error (error);
  g_autoptr (ClTrainSnapshot) second = finish (branch);
  g_assert_cmpuint (second->epochs_done, ==, 4);
  g_autoptr (ClTrained) trained = cl_trainer_get_trained (branch, FALSE);
  assert_same (whole, trained->convolution);

  /* The file holds a model that evaluates, and a run that finishes where it ended. */
  g_autoptr (ClConvModel) best = cl_conv_model_read (path, &error);
  g_assert_no_error (error);
  g_autoptr (ClTrainer) resumed = cl_trainer_new_resumed (path, dataset, &error);
  g_assert_no_error (error);
  g_autoptr (ClTrainSnapshot) third = finish (resumed);
  g_autoptr (ClTrained) read = cl_trainer_get_trained (resumed, TRUE);
  g_assert_cmpuint (third->epochs_done, ==, 1);
  assert_same (best, read->convolution);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_refused (void)
{
  g_autoptr (ClDataset) dataset = quadrants_new (20, 10, 4);
  const struct
  {
    gsize n;
    double dropout;
    const char *words;
  } cases[] = { { 5000, 0.0, "states" }, { 600, 0.0, "channels" }, { 5, 0.2, "dropout" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ClTrainSettings settings = small_settings ();

      settings.n = cases[i].n;
      settings.dropout = cases[i].dropout;
      g_assert_null (cl_trainer_new (&settings, dataset, &error));
      g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_small_images (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = cl_dataset_new ("Dots", 2, 2, 2);
  const ClTrainSettings settings = small_settings ();

  problem_fill (&dataset->train, 8, 4, 2, 1);
  problem_fill (&dataset->test, 4, 4, 2, 2);
  g_assert_null (cl_trainer_new (&settings, dataset, &error));
  g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, "2 x 2"));
}

/* lambda lowers the bound that it weighs. */
static void
test_lambda (void)
{
  g_autoptr (ClDataset) dataset = quadrants_new (400, 50, 5);
  ClTrainSettings settings = small_settings ();
  double bound[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ClLipschitz) ladder = NULL;

      settings.lambda = i == 0 ? 0.0 : 1e-2;
      g_autoptr (ClConvModel) model = train (&settings, dataset);
      ladder = cl_conv_lipschitz_new (model, G_MAXSIZE, NULL);
      bound[i] = ladder->bound[CL_BOUND_NEMON].value;
    }
  g_assert_cmpfloat (bound[1], <, 0.5 * bound[0]);
}

#define N_PARTS 3

typedef struct
{
  ClConvNetwork network;
  ClConvShape shape;
  gsize count[N_PARTS];
  float *weights[N_PARTS], *slopes[N_PARTS]; /* the kernels of A and of B, and C */
} Penalised;

static double
penalty (Penalised *self, gboolean with_gradient)
{
  g_autofree float *bias = g_new0 (float, self->shape.channels);
  g_autofree float *offset = g_new0 (float, self->shape.classes);
  g_autoptr (ClConvPenalty) conv_penalty = cl_conv_penalty_new (&self->shape);
  float *scrap[N_PARTS];

  for (gsize i = 0; i < N_PARTS; i++)
    scrap[i] = with_gradient ? self->slopes[i] : g_new0 (float, self->count[i]);
  const ClConvWeights out = { scrap[0], scrap[1], bias, scrap[2], offset };
  cl_conv_network_set_a (&self->network, self->weights[0]);
  const double value = cl_conv_penalty_add (conv_penalty, &self->network,
                                            cl_regulariser_find ("nemon"), 1.0, NULL, &out);
  for (gsize i = 0; !with_gradient && i < N_PARTS; i++)
    g_free (scrap[i]);
  return value;
}

/* The subgradient against central differences, where the rows that decide stay the same. */
static void
test_penalty (void)
{
  const ClConvShape shape = { 3, 2, 4, 6, 3, 2, 3 };
  g_autoptr (ClConvModel) model = conv_problem_new (&shape, "relu", 0.6, 9);
  const ClMatrix *const arrays[N_PARTS] = { model->a_kernels, model->b_kernels, model->c_matrix };
  Penalised self = { .shape = shape };

  cl_conv_network_init (&self.network, &shape, model->activation);
  for (gsize i = 0; i < N_PARTS; i++)
    {
      self.count[i] = arrays[i]->rows * arrays[i]->cols;
      self.weights[i] = g_new (float, self.count[i]);
      self.slopes[i] = g_new0 (float, self.count[i]);
      for (gsize j = 0; j < self.count[i]; j++)
        self.weights[i][j] = (float) arrays[i]->data[j];
    }
  /* One row of A decides, and not by the rounding of the others. */
  self.weights[0][cl_conv_centre (&shape, 1) + cl_conv_state_taps (&shape)] += 0.1F;
  self.network.b_kernels = self.weights[1];
  self.network.c_matrix = self.weights[2];
  penalty (&self, TRUE);
  for (gsize i = 0; i < N_PARTS; i++)
    for (gsize j = 0; j < self.count[i]; j++)
      {
        const float kept = self.weights[i][j], above = kept + 0x1p-9F, below = kept - 0x1p-9F;

        if (fabsf (kept) < 0x1p-8F)
          continue;
        self.weights[i][j] = above;
        const double high = penalty (&self, FALSE);
        self.weights[i][j] = below;
        const double low = penalty (&self, FALSE);
        self.weights[i][j] = kept;
        g_assert_cmpfloat_with_epsilon (self.slopes[i][j],
                                        (high - low) / ((double) above - (double) below),
                                        2e-3 * fabs (self.slopes[i][j]) + 0.05);
      }
  for (gsize i = 0; i < N_PARTS; i++)
    {
      g_free (self.weights[i]);
      g_free (self.slopes[i]);
    }
  cl_conv_network_clear (&self.network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/convolution-trainer/learns", test_learns);
  g_test_add_func ("/training/convolution-trainer/same-bytes", test_same_bytes);
  g_test_add_func ("/training/convolution-trainer/resume", test_resume);
  g_test_add_func ("/training/convolution-trainer/refused", test_refused);
  g_test_add_func ("/training/convolution-trainer/small-images", test_small_images);
  g_test_add_func ("/training/convolution-trainer/lambda", test_lambda);
  g_test_add_func ("/training/convolution-trainer/penalty", test_penalty);
  return g_test_run ();
}
