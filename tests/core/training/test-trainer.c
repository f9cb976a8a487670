/* The trainer from the outside: what it learns, repeats, hears and reports. */
#include "core/training/trainer.h"

#include <math.h>
#include <string.h>

#include "core/theory/measure.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

/* The certificate is the least of the bounds in the inf norm. */
static void
assert_ladder (const ClEpoch *epoch)
{
  const double *bounds = epoch->bounds;
  double least = INFINITY;

  for (gsize i = 0; i < CL_N_BOUNDS; i++)
    least = i == CL_BOUND_L2 ? least : fmin (least, bounds[i]);
  g_assert_cmpfloat (epoch->lipschitz, ==, least);
  g_assert_cmpfloat (bounds[CL_BOUND_NEMON], >=, bounds[CL_BOUND_METZLER_SENSITIVITY]);
  g_assert_cmpfloat (bounds[CL_BOUND_IDL], >=, bounds[CL_BOUND_SENSITIVITY]);
  g_assert_true (isinf (bounds[CL_BOUND_VERTEX]));
}

static void
test_learns (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1030, 300, 1);
  const ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_assert_null (cl_trainer_get_model (trainer, FALSE));
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_null (snapshot->error);
  g_assert_cmpuint (snapshot->epochs_done, ==, 3);
  g_assert_cmpuint (snapshot->batches_per_epoch, ==, 21);
  g_assert_cmpuint (snapshot->batches_done, ==, 21);
  g_assert_cmpuint (snapshot->points->len, ==, 63);
  g_assert_cmpfloat (snapshot->best_test_accuracy, >, 0.97);
  g_assert_cmpfloat (snapshot->gemm_gflops, >, 0.0);
  for (guint i = 0; i < 3; i++)
    {
      const ClEpoch *epoch = &g_array_index (snapshot->epochs, ClEpoch, i);

      g_assert_cmpuint (epoch->epoch, ==, i + 1);
      g_assert_cmpfloat (epoch->worst_residual, >, 0.0);
      g_assert_cmpfloat (epoch->worst_residual, <=, settings.tolerance);
      g_assert_cmpfloat (epoch->margin, >=, 0.05 - 1e-9);
      g_assert_true (isfinite (epoch->lipschitz) && epoch->lipschitz > 0.0);
      assert_ladder (epoch);
    }
  g_assert_cmpfloat (g_array_index (snapshot->epochs, ClEpoch, 2).train_loss, <,
                     0.5 * g_array_index (snapshot->epochs, ClEpoch, 0).train_loss);
}

/* Each family keeps the margin 1 - gamma in the norm of its own promise, and has a certificate. */
static void
test_margins (void)
{
  static const char *const families[] = { "nemon", "nemon-weighted", "mon", "idl", "lben" };
  g_autoptr (ClDataset) dataset = problem_new (1030, 300, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      ClTrainSettings settings = small_settings ();
      settings.family = families[i];
      g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
      g_autoptr (ClTrainSnapshot) snapshot = run (trainer);
      const ClEpoch *last = epoch_of (snapshot, 2);

      g_assert_cmpfloat (last->margin, >=, 0.05 - 1e-5);
      g_assert_cmpfloat (last->margin, <, 30.0);
      g_assert_true (isfinite (last->lipschitz));
      assert_ladder (last);
    }
}

/* A strictly triangular A has no eigenvalue but zero, whatever its norms are. */
static void
test_margin_of_feedforward (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1030, 300, 1);
  ClTrainSettings settings = small_settings ();
  settings.family = "feedforward";
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);

  g_assert_cmpfloat_with_epsilon (epoch_of (snapshot, 2)->margin, 1.0, 1e-3);
}

/* The model that comes out keeps the promise of its family, in doubles. */
static void
test_model_is_well_posed (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 2);
  ClTrainSettings settings = small_settings ();
  settings.gamma = 0.3;
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, FALSE);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (model->n, ==, 12);
  g_assert_cmpuint (model->r, ==, 16);
  g_assert_cmpuint (model->q, ==, 5);
  const ClBounded measure = cl_measure_inf (cl_model_array (model, CL_ARRAY_A));
  g_assert_cmpfloat (measure.value, <=, 0.3 + measure.rounding);
}

static ClModel *
train_once (const ClTrainSettings *settings, ClDataset *dataset)
{
  g_autoptr (ClTrainer) trainer = new_trainer (settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);

  return cl_trainer_get_model (trainer, FALSE);
}

static void
test_same_seed_same_bytes (void)
{
  g_autoptr (ClDataset) dataset = problem_new (777, 100, 3);

  for (guint threads = 1; threads <= 3; threads++)
    {
      ClTrainSettings settings = small_settings ();
      settings.threads = threads;
      settings.lambda = 1e-3;
      g_autoptr (ClModel) first = train_once (&settings, dataset);
      g_autoptr (ClModel) second = train_once (&settings, dataset);
      g_assert_true (cl_model_equal (first, second));
      settings.seed++;
      g_autoptr (ClModel) other = train_once (&settings, dataset);
      g_assert_false (cl_model_equal (first, other));
    }
}

/* Another number of threads only sums in another order. */
static void
test_threads_agree (void)
{
  g_autoptr (ClDataset) dataset = problem_new (400, 100, 4);
  ClTrainSettings settings = small_settings ();

  settings.epochs = 1;
  settings.threads = 1;
  g_autoptr (ClModel) one = train_once (&settings, dataset);
  settings.threads = 3;
  g_autoptr (ClModel) three = train_once (&settings, dataset);
  const ClMatrix *a = cl_model_array (one, CL_ARRAY_C), *b = cl_model_array (three, CL_ARRAY_C);
  for (gsize i = 0; i < a->rows * a->cols; i++)
    g_assert_cmpfloat_with_epsilon (a->data[i], b->data[i], 1e-2);
}

static void
test_regulariser_lowers_the_bound (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1000, 100, 5);
  ClTrainSettings settings = small_settings ();
  double bound[2], margin[2];

  settings.gamma = 0.5;
  for (gsize i = 0; i < 2; i++)
    {
      settings.lambda = i == 0 ? 0.0 : 1e-2;
      g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);
      bound[i] = epoch_of (snapshot, 2)->lipschitz;
      margin[i] = epoch_of (snapshot, 2)->margin;
    }
  g_assert_cmpfloat (bound[1], <, 0.5 * bound[0]);

  /* Every row of A can leave gamma, also one that started with a self-loop of T above zero. */
  g_assert_cmpfloat (margin[1], >, margin[0] + 0.1);
}

static void
test_pause_resume_stop (void)
{
  g_autoptr (ClDataset) dataset = problem_new (2000, 200, 6);
  g_autoptr (ClTrainer) trainer = new_endless_trainer (dataset);

  cl_trainer_start (trainer);
  cl_trainer_start (trainer);
  g_autoptr (ClTrainSnapshot) running = wait_for (trainer, CL_TRAINER_RUNNING);
  cl_trainer_pause (trainer);
  g_autoptr (ClTrainSnapshot) paused = wait_for (trainer, CL_TRAINER_PAUSED);
  g_usleep (20000);
  g_assert_null (cl_trainer_take_snapshot (trainer));
  cl_trainer_resume (trainer);
  g_autoptr (ClTrainSnapshot) resumed = wait_for (trainer, CL_TRAINER_RUNNING);
  g_assert_cmpuint (resumed->epochs_done, >=, paused->epochs_done);
  cl_trainer_pause (trainer);
  g_autoptr (ClTrainSnapshot) again = wait_for (trainer, CL_TRAINER_PAUSED);
  cl_trainer_stop (trainer);
  g_autoptr (ClTrainSnapshot) stopped = wait_for (trainer, CL_TRAINER_STOPPED);
  cl_trainer_resume (trainer);
  cl_trainer_wait (trainer);
  g_assert_null (cl_trainer_take_snapshot (trainer));
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, TRUE);
  g_assert_nonnull (model);
}

static void
assert_mark (const ClTrainSnapshot *snapshot, guint i, ClTrainMarkKind what, double value)
{
  const ClTrainMark *mark = &g_array_index (snapshot->marks, ClTrainMark, i);

  g_assert_cmpint (mark->what, ==, what);
  g_assert_cmpfloat (mark->value, ==, value);
}

/* A change made before the first batch is the setting itself; each change leaves one mark. */
static void
test_changes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 14);
  ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) changed = new_trainer (&settings, dataset);

  settings.rate = 3e-3;
  settings.lambda = 1e-3;
  g_autoptr (ClTrainer) fixed = new_trainer (&settings, dataset);
  g_assert_true (cl_trainer_set_rate (changed, 1.0, &error));
  g_assert_true (cl_trainer_set_rate (changed, 3e-3, &error));
  g_assert_true (cl_trainer_set_lambda (changed, 1e-3, &error));
  g_assert_no_error (error);
  g_autoptr (ClTrainSnapshot) with_marks = run (changed);
  g_autoptr (ClTrainSnapshot) without = run (fixed);
  g_assert_cmpuint (with_marks->marks->len, ==, 2);
  g_assert_cmpuint (without->marks->len, ==, 0);
  assert_mark (with_marks, 0, CL_TRAIN_MARK_RATE, 3e-3);
  assert_mark (with_marks, 1, CL_TRAIN_MARK_LAMBDA, 1e-3);
  g_autoptr (ClModel) a = cl_trainer_get_model (changed, FALSE);
  g_autoptr (ClModel) b = cl_trainer_get_model (fixed, FALSE);
  g_assert_true (cl_model_equal (a, b));
}

/* A change during a pause is heard by the batch after it, and where that was is recorded. */
static void
test_change_in_pause (void)
{
  g_autoptr (ClDataset) dataset = problem_new (2000, 200, 15);
  g_autoptr (ClTrainer) trainer = new_endless_trainer (dataset);

  cl_trainer_start (trainer);
  g_autoptr (ClTrainSnapshot) running = wait_for (trainer, CL_TRAINER_RUNNING);
  cl_trainer_pause (trainer);
  g_autoptr (ClTrainSnapshot) paused = wait_for (trainer, CL_TRAINER_PAUSED);
  const double position =
      (double) (paused->batches_done == 40 ? paused->epochs_done + 1 : paused->epochs_done)
      + (double) (paused->batches_done % 40) / 40.0;
  g_assert_true (cl_trainer_set_rate (trainer, 1e-3, NULL));
  cl_trainer_resume (trainer);
  g_autoptr (ClTrainSnapshot) resumed = wait_for (trainer, CL_TRAINER_RUNNING);
  g_autoptr (ClTrainSnapshot) later = wait_for_epochs (trainer, paused->epochs_done + 2);
  cl_trainer_stop (trainer);
  g_autoptr (ClTrainSnapshot) stopped = wait_for (trainer, CL_TRAINER_STOPPED);
  g_assert_cmpuint (stopped->marks->len, ==, 1);
  assert_mark (stopped, 0, CL_TRAIN_MARK_RATE, 1e-3);
  g_assert_cmpfloat_with_epsilon (g_array_index (stopped->marks, ClTrainMark, 0).position, position,
                                  1e-9);
  g_assert_cmpfloat (g_array_index (stopped->epochs, ClEpoch, stopped->epochs->len - 1).rate, ==,
                     1e-3);
}

static void
test_refused_changes (void)
{
  g_autoptr (ClDataset) dataset = problem_new (100, 20, 16);
  ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) nemon = new_trainer (&settings, dataset);
  settings.family = "mon";
  g_autoptr (ClTrainer) mon = new_trainer (&settings, dataset);
  g_autoptr (GError) rate = NULL, lambda = NULL, family = NULL;

  g_assert_false (cl_trainer_set_rate (nemon, NAN, &rate));
  g_assert_error (rate, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_assert_false (cl_trainer_set_lambda (nemon, -1.0, &lambda));
  g_assert_error (lambda, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_assert_false (cl_trainer_set_lambda (mon, 1e-3, &family));
  g_assert_nonnull (strstr (family->message, "mon"));
}

/* What was trained inside the first epoch is kept. */
static void
test_stop_in_first_epoch (void)
{
  g_autoptr (ClDataset) dataset = problem_new (40000, 200, 7);
  ClTrainSettings settings = small_settings ();
  settings.batch = 2;
  settings.epochs = 50;
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);

  cl_trainer_start (trainer);
  g_autoptr (ClTrainSnapshot) running = wait_for (trainer, CL_TRAINER_RUNNING);
  cl_trainer_stop (trainer);
  g_autoptr (ClTrainSnapshot) stopped = wait_for (trainer, CL_TRAINER_STOPPED);
  g_assert_cmpuint (stopped->epochs_done, ==, 0);
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, TRUE);
  g_assert_nonnull (model);
}

static void
test_stop_before_start (void)
{
  g_autoptr (ClDataset) dataset = problem_new (100, 20, 8);
  const ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);

  cl_trainer_stop (trainer);
  g_autoptr (ClTrainSnapshot) stopped = wait_for (trainer, CL_TRAINER_STOPPED);
  cl_trainer_start (trainer);
  cl_trainer_wait (trainer);
  g_assert_null (cl_trainer_take_snapshot (trainer));
  g_assert_null (cl_trainer_get_model (trainer, FALSE));
}

static void
test_free_while_running (void)
{
  g_autoptr (ClDataset) dataset = problem_new (2000, 200, 9);
  ClTrainer *trainer = new_endless_trainer (dataset);

  cl_trainer_start (trainer);
  g_usleep (3000);
  cl_trainer_free (trainer);
}

static void
test_bad_pixel (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 50, 10);
  const ClTrainSettings settings = small_settings ();
  dataset->train.pixels[123 * 16 + 5] = NAN;
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, TRUE);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FAILED);
  g_assert_true (g_str_has_prefix (snapshot->error, "epoch 1, batch "));
  g_assert_nonnull (strstr (snapshot->error, "pixel 5 of training sample 123 is not a finite"));
  g_assert_nonnull (model); /* the last sound weights */
}

static void
test_diverges (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 50, 11);
  ClTrainSettings settings = small_settings ();
  settings.rate = 1e12;
  g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FAILED);
  g_assert_nonnull (strstr (snapshot->error, "learning rate"));
}

/* Fewer samples in a batch than workers: a share may be empty. */
static void
test_empty_shares (void)
{
  g_autoptr (ClDataset) dataset = problem_new (22, 10, 12);
  ClTrainSettings settings = small_settings ();
  settings.batch = 7;
  settings.threads = 5;
  g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (snapshot->batches_per_epoch, ==, 4);
}

static void
test_long_run_is_thinned (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 10, 13);
  ClTrainSettings settings = small_settings ();
  settings.batch = 5;
  settings.epochs = 50;
  settings.n = 3;
  settings.threads = 1;
  g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);

  g_assert_cmpuint (snapshot->points->len, <=, 2000);
  g_assert_cmpuint (snapshot->points->len, >, 1000);
  for (guint i = 1; i < snapshot->points->len; i++)
    g_assert_cmpfloat_with_epsilon (
        g_array_index (snapshot->points, ClBatchPoint, i).position
            - g_array_index (snapshot->points, ClBatchPoint, i - 1).position,
        0.04, 1e-9);
}

/* The built-in digits, whole: the real thing in little time. */
static void
test_digits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = cl_dataset_open ("digits", 1, NULL, &error);
  ClTrainSettings settings;

  g_assert_no_error (error);
  cl_train_settings_init (&settings);
  settings.epochs = 1;
  g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);
  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpfloat (snapshot->best_test_accuracy, >, 0.93);
}

static void
test_settings (void)
{
  const ClTrainSettings good = small_settings ();
  ClTrainSettings bad[17];
  const char *const words[] = {
    "family “x”",      "schedule “x”",           "optimiser “x”",  "loss “x”",
    "states is 0",     "batch size is 0",        "rate is -1",     "rate is nan",
    "gamma is 1",      "lambda is -1",           "tolerance is 0", "nice level is 40",
    "regulariser “x”", "target accuracy is 1.5", "dropout is 1",   "patience is 100001",
    "ends in .npz"
  };

  g_assert_true (cl_train_settings_validate (&good, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].family = "x";
  bad[1].schedule = "x";
  bad[2].optimiser = "x";
  bad[3].loss = "x";
  bad[4].n = 0;
  bad[5].batch = 0;
  bad[6].rate = -1.0;
  bad[7].rate = NAN;
  bad[8].gamma = 1.0;
  bad[9].lambda = -1.0;
  bad[10].tolerance = 0.0;
  bad[11].nice = 40;
  bad[12].regulariser = "x";
  bad[13].target_accuracy = 1.5;
  bad[14].dropout = 1.0;
  bad[15].patience = 100001;
  bad[16].checkpoint = "run.csv";
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (cl_train_settings_validate (&bad[i], &error));
      g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, words[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/trainer/margins", test_margins);
  g_test_add_func ("/training/trainer/margin-of-feedforward", test_margin_of_feedforward);
  g_test_add_func ("/training/trainer/learns", test_learns);
  g_test_add_func ("/training/trainer/well-posed", test_model_is_well_posed);
  g_test_add_func ("/training/trainer/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/training/trainer/threads-agree", test_threads_agree);
  g_test_add_func ("/training/trainer/regulariser", test_regulariser_lowers_the_bound);
  g_test_add_func ("/training/trainer/pause-resume-stop", test_pause_resume_stop);
  g_test_add_func ("/training/trainer/changes", test_changes);
  g_test_add_func ("/training/trainer/change-in-pause", test_change_in_pause);
  g_test_add_func ("/training/trainer/refused-changes", test_refused_changes);
  g_test_add_func ("/training/trainer/stop-in-first-epoch", test_stop_in_first_epoch);
  g_test_add_func ("/training/trainer/stop-before-start", test_stop_before_start);
  g_test_add_func ("/training/trainer/free-while-running", test_free_while_running);
  g_test_add_func ("/training/trainer/bad-pixel", test_bad_pixel);
  g_test_add_func ("/training/trainer/diverges", test_diverges);
  g_test_add_func ("/training/trainer/empty-shares", test_empty_shares);
  g_test_add_func ("/training/trainer/thinned", test_long_run_is_thinned);
  g_test_add_func ("/training/trainer/digits", test_digits);
  g_test_add_func ("/training/trainer/settings", test_settings);
  return g_test_run ();
}
