/* NEMON with trained weights from end to end: the run, its certificate, its file, its evaluation.
 */
#include <glib/gstdio.h>
#include <math.h>

#include "core/formats/array-file.h"
#include "core/theory/measure.h"
#include "core/training/evaluate.h"
#include "core/training/family.h"
#include "core/training/learner.h"
#include "tests/core/training/oracle.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

static ClTrainSettings
weighted_settings (void)
{
  ClTrainSettings settings = small_settings ();

  settings.family = "nemon-weighted";
  settings.epochs = 6;
  return settings;
}

/* The weights are trained and saved; mu (A) <= gamma in their norm, as the margin says; the ladder
 * has the bound in that norm where the unweighted one promises nothing. */
static void
test_run (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1000, 300, 1);
  const ClTrainSettings settings = weighted_settings ();
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, FALSE);
  const ClEpoch *last = epoch_of (snapshot, 5);
  const ClMatrix *eta = cl_model_array (model, CL_ARRAY_ETA);
  double least = INFINITY, most = 0.0;

  g_assert_cmpfloat (snapshot->best_test_accuracy, >, 0.97);
  g_assert_nonnull (eta);
  for (gsize i = 0; i < 12; i++)
    {
      least = fmin (least, eta->data[i]);
      most = fmax (most, eta->data[i]);
    }
  g_assert_cmpfloat (least, >, 0.0);
  g_assert_cmpfloat (most, >, 1.05 * least);
  const ClBounded measure = cl_measure_inf_weighted (cl_model_array (model, CL_ARRAY_A), eta->data);
  g_assert_cmpfloat (measure.value, <=, 0.95 + measure.rounding);
  g_assert_cmpfloat_with_epsilon (last->margin, 1.0 - measure.value, 1e-6);
  g_assert_true (isfinite (last->bounds[CL_BOUND_NEMON_WEIGHTED]));
  g_assert_cmpfloat (last->lipschitz, <=, last->bounds[CL_BOUND_NEMON_WEIGHTED]);
  g_autoptr (ClLipschitz) ladder = cl_lipschitz_new (model, NULL, NULL, NULL);
  g_assert_cmpfloat (ladder->bound[CL_BOUND_NEMON_WEIGHTED].value, ==,
                     last->bounds[CL_BOUND_NEMON_WEIGHTED]);
}

/* A model whose unweighted measure is far above one: read back with its weights it answers as in
 * the run. */
static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = problem_new (1000, 300, 2);
  const ClTrainSettings settings = weighted_settings ();
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, TRUE);
  g_autofree char *folder = g_dir_make_tmp ("weighted-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "model.npz", NULL);

  g_assert_true (cl_model_write (model, path, &error));
  g_assert_no_error (error);
  g_autoptr (ClModel) read = cl_model_read (path, &error);
  g_assert_no_error (error);
  g_assert_true (cl_model_equal (model, read));
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new (read, dataset, &dataset->test, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (evaluation->converged);
  g_assert_cmpfloat_with_epsilon (evaluation->accuracy, snapshot->best_test_accuracy, 0.011);
  g_unlink (path);
  g_rmdir (folder);
}

/* Weights over four orders of magnitude: the iteration contracts in their norm, though a step may
 * grow in the plain one, and ends at the fixed point itself. */
static void
test_spread (void)
{
  enum
  {
    N = 20,
    R = 6,
    Q = 3,
    M = 15
  };
  const ClFamily *family = cl_family_find ("nemon-weighted");
  const ClParameterLayout layout = cl_parameter_layout (family, N, R, Q);
  const ClBatchTolerance tolerance = { 1e-5, 500 };
  ClSamples samples;

  problem_fill (&samples, M, R, Q, 4);
  for (guint64 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (ClLearner) learner =
          cl_learner_new (family, cl_optimiser_find ("adam"), cl_activation_find ("relu"), &layout,
                          0.9, seed);
      g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (cl_activation_find ("relu"), N, M);
      ClRandomStream stream = cl_random_stream_new (seed, 5);
      double x[N], z[N];
      ClBatchInfo info;

      for (gsize i = 0; i < N; i++)
        cl_learner_theta (learner)[N * N + i] =
            (float) cl_random_stream_uniform (&stream, -5.0, 5.0);
      cl_learner_refresh (learner);
      const ClNetwork *network = cl_learner_network (learner);
      g_assert_cmpfloat (cl_network_measure (network, NULL), >, 10.0);
      g_assert_cmpfloat (cl_learner_measure (learner), <=, 0.9 + 1e-6);
      cl_batch_solver_forward (solver, network, M, samples.pixels, &tolerance, &info);
      g_assert_true (info.converged);
      for (gsize k = 0; k < M; k++)
        {
          double size = 0.0, residual = 0.0;

          for (gsize i = 0; i < N; i++)
            {
              x[i] = cl_batch_solver_states (solver)[k * N + i];
              size = fmax (size, fabs (x[i]));
            }
          oracle_argument (network, samples.pixels + k * R, x, z);
          for (gsize i = 0; i < N; i++)
            residual = fmax (residual, fabs (fmax (z[i], 0.0) - x[i]));
          g_assert_cmpfloat (residual, <=, 5e-5 * size);
        }
    }
  g_aligned_free (samples.pixels);
  g_free (samples.labels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/weighted/run", test_run);
  g_test_add_func ("/training/weighted/file", test_file);
  g_test_add_func ("/training/weighted/spread", test_spread);
  return g_test_run ();
}
