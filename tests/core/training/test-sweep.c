/* Sweeps: what is trained, what survives a stop, a failure and the end of the program. */
#include "core/training/sweep.h"

#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "tests/core/scratch.h"
#include "tests/core/training/problem.h"

static const char *const families[] = { "nemon", "mon", "idl" };
static const double lambdas[] = { 0.0, 1e-3 };
static const guint64 seeds[] = { 1, 2 };

static ClSweepPlan
small_plan (ClDataset *dataset)
{
  ClSweepPlan plan = {
    .families = families,
    .n_families = G_N_ELEMENTS (families),
    .lambdas = lambdas,
    .n_lambdas = G_N_ELEMENTS (lambdas),
    .seeds = seeds,
    .n_seeds = G_N_ELEMENTS (seeds),
    .jobs = 2,
    .dataset = dataset,
  };

  cl_train_settings_init (&plan.base);
  plan.base.n = 8;
  plan.base.epochs = 2;
  plan.base.batch = 50;
  return plan;
}

static ClSweep *
new_sweep (const ClSweepPlan *plan)
{
  g_autoptr (GError) error = NULL;
  ClSweep *sweep = cl_sweep_new (plan, &error);

  g_assert_no_error (error);
  return sweep;
}

static ClSweepSnapshot *
run_to_end (ClSweep *sweep)
{
  cl_sweep_start (sweep);
  cl_sweep_wait (sweep);
  ClSweepSnapshot *snapshot = cl_sweep_take_snapshot (sweep);
  g_assert_nonnull (snapshot);
  return snapshot;
}

static ClSweepSnapshot *
sweep_once (const ClSweepPlan *plan)
{
  g_autoptr (ClSweep) sweep = new_sweep (plan);

  return run_to_end (sweep);
}

static const ClSweepRun *
run_at (const ClSweepSnapshot *snapshot, guint index)
{
  return g_ptr_array_index (snapshot->runs, index);
}

/* Everything but the time. */
static void
assert_same_run (const ClSweepRun *one, const ClSweepRun *other)
{
  g_assert_true (cl_sweep_run_is_same (one, other));
  g_assert_cmpint (one->state, ==, other->state);
  g_assert_true (memcmp (&one->accuracy, &other->accuracy, sizeof (double)) == 0);
  g_assert_true (memcmp (&one->lipschitz, &other->lipschitz, sizeof (double)) == 0);
  g_assert_cmpstr (one->error, ==, other->error);
  g_assert_cmpmem (one->epochs->data, one->epochs->len * sizeof (ClSweepEpoch), other->epochs->data,
                   other->epochs->len * sizeof (ClSweepEpoch));
}

static void
assert_same_runs (const ClSweepSnapshot *one, const ClSweepSnapshot *other)
{
  g_assert_cmpuint (one->runs->len, ==, other->runs->len);
  for (guint i = 0; i < one->runs->len; i++)
    assert_same_run (run_at (one, i), run_at (other, i));
}

/* MON cannot be penalised: it takes part once a seed.  Each run is the trainer's own. */
static void
test_plan (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 200, 1);
  const ClSweepPlan plan = small_plan (dataset);
  g_autoptr (ClSweepSnapshot) snapshot = sweep_once (&plan);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (snapshot->runs->len, ==, 10);
  g_assert_cmpuint (snapshot->n_over, ==, 10);
  g_assert_cmpfloat (snapshot->fraction, ==, 1.0);
  g_assert_cmpfloat (snapshot->seconds_left, ==, 0.0);
  g_assert_cmpstr (snapshot->data, ==, "Bright pixels");
  for (guint i = 0; i < 10; i++)
    {
      const ClSweepRun *run = run_at (snapshot, i);
      ClTrainSettings settings = plan.base;

      g_assert_cmpint (run->state, ==, CL_SWEEP_DONE);
      g_assert_false (g_str_equal (run->family, "mon") && run->lambda > 0.0);
      settings.family = run->family;
      settings.lambda = run->lambda;
      settings.seed = run->seed;
      settings.threads = 1;
      g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, dataset, NULL);
      cl_trainer_start (trainer);
      cl_trainer_wait (trainer);
      g_autoptr (ClTrainSnapshot) alone = cl_trainer_take_snapshot (trainer);
      g_autoptr (ClSweepRun) expected = cl_sweep_run_new_trained (run, alone);
      assert_same_run (run, expected);
      g_assert_cmpfloat (run->accuracy, ==, alone->best_test_accuracy);
    }
}

/* One at a time or four: the same bytes. */
static void
test_any_number_of_jobs (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 200, 2);
  ClSweepPlan plan = small_plan (dataset);

  plan.jobs = 1;
  g_autoptr (ClSweepSnapshot) one = sweep_once (&plan);
  plan.jobs = 4;
  g_autoptr (ClSweepSnapshot) four = sweep_once (&plan);
  assert_same_runs (one, four);
}

static void
test_refused (void)
{
  static const char *const unknown[] = { "nemon", "unheard-of" };
  static const char *const unpenalised[] = { "mon" };
  static const double penalties[] = { 1e-3 };
  static const double negative[] = { 0.0, -1.0 };
  g_autoptr (ClDataset) dataset = problem_new (100, 50, 3);
  ClSweepPlan plan = small_plan (dataset);
  g_autoptr (GError) no_family = NULL, no_lambda = NULL, bad = NULL, nothing = NULL, n = NULL;

  plan.families = unknown;
  plan.n_families = 2;
  g_assert_null (cl_sweep_new (&plan, &no_family));
  g_assert_error (no_family, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_assert_nonnull (strstr (no_family->message, "unheard-of"));

  plan.families = unpenalised;
  plan.n_families = 1;
  plan.lambdas = penalties;
  plan.n_lambdas = 1;
  g_assert_null (cl_sweep_new (&plan, &no_lambda));
  g_assert_error (no_lambda, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);

  plan = small_plan (dataset);
  plan.lambdas = negative;
  g_assert_null (cl_sweep_new (&plan, &bad));
  g_assert_nonnull (strstr (bad->message, "-1"));

  plan = small_plan (dataset);
  plan.n_seeds = 0;
  g_assert_null (cl_sweep_new (&plan, &nothing));
  g_assert_error (nothing, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);

  plan = small_plan (dataset);
  plan.base.n = 0;
  g_assert_null (cl_sweep_new (&plan, &n));
  g_assert_error (n, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
}

/* A run that diverges is a result with a reason; the others go on. */
static void
test_failure (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 4);
  ClSweepPlan plan = small_plan (dataset);
  static const char *const wild[] = { "free", "idl" };

  plan.families = wild;
  plan.n_families = 2;
  plan.n_lambdas = 1;
  plan.base.rate = 1e4;
  g_autoptr (ClSweepSnapshot) snapshot = sweep_once (&plan);
  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (snapshot->n_over, ==, 4);
  guint failed = 0;
  for (guint i = 0; i < 4; i++)
    if (run_at (snapshot, i)->state == CL_SWEEP_FAILED)
      {
        g_assert_nonnull (strstr (run_at (snapshot, i)->error, "batch"));
        failed++;
      }
  g_assert_cmpuint (failed, >, 0);

  g_autoptr (GPtrArray) summaries = cl_sweep_summarise (snapshot->runs);
  gsize counted = 0;
  for (guint i = 0; i < summaries->len; i++)
    counted += ((const ClSweepSummary *) g_ptr_array_index (summaries, i))->accuracy.count;
  g_assert_cmpuint (counted, ==, 4 - failed);
}

typedef struct
{
  char *folder, *table, *models;
} Files;

static void
make_files (Files *files)
{
  files->folder = g_dir_make_tmp ("sweep-XXXXXX", NULL);
  files->table = g_build_filename (files->folder, "sweep.csv", NULL);
  files->models = g_build_filename (files->folder, "models", NULL);
}

static void
clear_files (Files *files)
{
  remove_tree (files->folder);
  g_free (files->folder);
  g_free (files->table);
  g_free (files->models);
}

/* Stopped in the middle, taken up again by another object: the same table as in one go. */
static void
test_stop_and_resume (void)
{
  g_autoptr (ClDataset) dataset = problem_new (3000, 300, 5);
  ClSweepPlan plan = small_plan (dataset);
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  Files files;

  make_files (&files);
  plan.base.epochs = 20;
  g_autoptr (ClSweepSnapshot) whole = sweep_once (&plan);
  plan.table = files.table;
  plan.models = files.models;
  g_autoptr (ClSweep) first = new_sweep (&plan);
  cl_sweep_start (first);
  for (gsize over = 0; over < 2;)
    {
      g_autoptr (ClSweepSnapshot) snapshot = cl_sweep_take_snapshot (first);
      over = snapshot != NULL ? snapshot->n_over : over;
      g_usleep (500);
    }
  cl_sweep_stop (first);
  cl_sweep_wait (first);
  g_autoptr (ClSweepSnapshot) part = cl_sweep_take_snapshot (first);
  g_assert_cmpint (part->state, ==, CL_TRAINER_STOPPED);
  g_assert_cmpuint (part->n_over, >=, 2);
  g_assert_cmpuint (part->n_over, <, 10);
  for (guint i = 0; i < 10; i++)
    if (!cl_sweep_run_is_over (run_at (part, i)))
      g_assert_cmpint (run_at (part, i)->state, ==, CL_SWEEP_WAITING);
  g_assert_true (g_file_get_contents (files.table, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, part->n_over + 2);

  plan.resume = TRUE;
  g_autoptr (ClSweepSnapshot) rest = sweep_once (&plan);
  g_assert_cmpint (rest->state, ==, CL_TRAINER_FINISHED);
  g_assert_null (rest->warning);
  assert_same_runs (rest, whole);
  for (guint i = 0; i < 10; i++)
    {
      const ClSweepRun *run = run_at (rest, i);
      g_autofree char *name = cl_sweep_run_file_name (run);
      g_autofree char *path = g_build_filename (files.models, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClModel) model = cl_model_read (path, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (model->n, ==, 8);
    }
  clear_files (&files);
}

/* Another seed joins; what the table had and the plan has not stays. */
static void
test_extend (void)
{
  static const guint64 more[] = { 2, 3 };
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 6);
  ClSweepPlan plan = small_plan (dataset);
  Files files;

  make_files (&files);
  plan.n_families = 1;
  plan.table = files.table;
  g_autoptr (ClSweepSnapshot) first = sweep_once (&plan);
  plan.seeds = more;
  plan.resume = TRUE;
  g_autoptr (ClSweepSnapshot) second = sweep_once (&plan);
  g_assert_cmpuint (second->runs->len, ==, 6);
  g_assert_cmpuint (second->n_over, ==, 6);
  for (guint i = 0; i < first->runs->len; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < second->runs->len; k++)
        if (cl_sweep_run_is_same (run_at (first, i), run_at (second, k)))
          {
            assert_same_run (run_at (first, i), run_at (second, k));
            /* Not trained again. */
            g_assert_cmpfloat (run_at (first, i)->seconds, ==, run_at (second, k)->seconds);
            found = TRUE;
          }
      g_assert_true (found);
    }
  clear_files (&files);
}

/* Runs of other settings or samples never meet in one table. */
static void
test_resume_refused (void)
{
  g_autoptr (ClDataset) dataset = problem_new (200, 100, 7);
  g_autoptr (ClDataset) other = problem_new (200, 100, 8);
  ClSweepPlan plan = small_plan (dataset);
  g_autoptr (GError) settings = NULL, samples = NULL, damaged = NULL;
  Files files;

  make_files (&files);
  plan.n_families = plan.n_lambdas = plan.n_seeds = 1;
  plan.table = files.table;
  g_autoptr (ClSweepSnapshot) first = sweep_once (&plan);
  plan.resume = TRUE;

  plan.base.gamma = 0.5;
  g_assert_null (cl_sweep_new (&plan, &settings));
  g_assert_nonnull (strstr (settings->message, "gamma"));
  g_assert_true (g_str_has_prefix (settings->message, files.table));
  plan.base.gamma = 0.95;

  plan.dataset = other;
  g_assert_null (cl_sweep_new (&plan, &samples));
  g_assert_nonnull (strstr (samples->message, "other samples"));
  plan.dataset = dataset;

  g_assert_true (g_file_set_contents (files.table, "lambda,seed\n0,1\n", -1, NULL));
  g_assert_null (cl_sweep_new (&plan, &damaged));
  g_assert_error (damaged, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX);
  g_assert_true (g_str_has_prefix (damaged->message, files.table));
  clear_files (&files);
}

/* Generated data differ from seed to seed, which a resumed sweep checks for each seed. */
static void
test_opened_data (void)
{
  static const char *const one[] = { "nemon" };
  ClSweepPlan plan = small_plan (NULL);
  g_autoptr (GError) error = NULL;
  Files files;

  make_files (&files);
  plan.data = "teacher-network";
  plan.families = one;
  plan.n_families = plan.n_lambdas = 1;
  plan.base.epochs = 1;
  plan.table = files.table;
  g_autoptr (ClSweepSnapshot) first = sweep_once (&plan);
  g_assert_cmpint (first->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpfloat (run_at (first, 0)->accuracy, !=, run_at (first, 1)->accuracy);
  plan.resume = TRUE;
  g_autoptr (ClSweepSnapshot) again = sweep_once (&plan);
  assert_same_runs (first, again);

  plan.data = "teacher-implicit";
  g_autoptr (ClSweepSnapshot) foreign = sweep_once (&plan);
  g_assert_cmpint (foreign->state, ==, CL_TRAINER_FAILED);
  g_assert_nonnull (strstr (foreign->error, "other samples"));

  plan.resume = FALSE;
  plan.data = "/nonexistent";
  g_autoptr (ClSweepSnapshot) missing = sweep_once (&plan);
  g_assert_cmpint (missing->state, ==, CL_TRAINER_FAILED);
  g_assert_nonnull (strstr (missing->error, "/nonexistent"));
  clear_files (&files);
}

/* Where the table cannot be, the sweep says so before it trains. */
static void
test_no_place (void)
{
  g_autoptr (ClDataset) dataset = problem_new (200, 100, 9);
  ClSweepPlan plan = small_plan (dataset);

  plan.table = "/nonexistent/sweep.csv";
  g_autoptr (ClSweepSnapshot) snapshot = sweep_once (&plan);
  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FAILED);
  g_assert_nonnull (strstr (snapshot->error, plan.table));
  g_assert_cmpuint (snapshot->n_over, ==, 0);
}

static ClSweepSnapshot *
wait_for (ClSweep *sweep, ClTrainerState state)
{
  for (;;)
    {
      ClSweepSnapshot *snapshot = cl_sweep_take_snapshot (sweep);

      if (snapshot != NULL && snapshot->state == state)
        return snapshot;
      g_clear_pointer (&snapshot, cl_sweep_snapshot_free);
      g_usleep (500);
    }
}

static void
test_pause (void)
{
  g_autoptr (ClDataset) dataset = problem_new (3000, 300, 10);
  ClSweepPlan plan = small_plan (dataset);

  plan.base.epochs = 20;
  g_autoptr (ClSweepSnapshot) through = sweep_once (&plan);
  g_autoptr (ClSweep) sweep = new_sweep (&plan);

  cl_sweep_start (sweep);
  g_autoptr (ClSweepSnapshot) running = wait_for (sweep, CL_TRAINER_RUNNING);
  cl_sweep_pause (sweep);
  g_autoptr (ClSweepSnapshot) paused = wait_for (sweep, CL_TRAINER_PAUSED);
  g_usleep (200000);
  g_autoptr (ClSweepSnapshot) later = cl_sweep_take_snapshot (sweep);
  const double fraction = later != NULL ? later->fraction : paused->fraction;
  g_usleep (200000);
  g_autoptr (ClSweepSnapshot) still = cl_sweep_take_snapshot (sweep);
  g_assert_true (still == NULL || still->fraction == fraction);
  g_assert_cmpfloat (fraction, <, 1.0);
  cl_sweep_resume (sweep);
  g_autoptr (ClSweepSnapshot) end = wait_for (sweep, CL_TRAINER_FINISHED);
  assert_same_runs (through, end);
}

/* A stop answers soon, also before the start and in a pause; freeing stops. */
static void
test_stops (void)
{
  g_autoptr (ClDataset) dataset = problem_new (3000, 300, 11);
  ClSweepPlan plan = small_plan (dataset);

  plan.base.epochs = 10000;
  g_autoptr (ClSweep) idle = new_sweep (&plan);
  cl_sweep_stop (idle);
  g_autoptr (ClSweepSnapshot) nothing = run_to_end (idle);
  g_assert_cmpint (nothing->state, ==, CL_TRAINER_STOPPED);

  g_autoptr (ClSweep) paused = new_sweep (&plan);
  cl_sweep_start (paused);
  cl_sweep_pause (paused);
  g_usleep (50000);
  gint64 asked = g_get_monotonic_time ();
  cl_sweep_stop (paused);
  cl_sweep_wait (paused);
  g_assert_cmpint (g_get_monotonic_time () - asked, <, 5 * G_USEC_PER_SEC);

  ClSweep *freed = new_sweep (&plan);
  cl_sweep_start (freed);
  g_usleep (50000);
  cl_sweep_free (freed);
}

#define ADD(name, func) g_test_add_func ("/training/sweep/" name, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plan", test_plan);
  ADD ("any-number-of-jobs", test_any_number_of_jobs);
  ADD ("refused", test_refused);
  ADD ("failure", test_failure);
  ADD ("stop-and-resume", test_stop_and_resume);
  ADD ("extend", test_extend);
  ADD ("resume-refused", test_resume_refused);
  ADD ("opened-data", test_opened_data);
  ADD ("no-place", test_no_place);
  ADD ("pause", test_pause);
  ADD ("stops", test_stops);
  return g_test_run ();
}
