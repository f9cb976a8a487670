/* A run that has ended comes back from its checkpoint as it was left, whenever that was. */
#include <glib/gstdio.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

static char *folder, *path;

static ClTrainSettings
kept_settings (gsize epochs)
{
  ClTrainSettings settings = small_settings ();

  g_unlink (path);
  settings.epochs = epochs;
  settings.checkpoint = path;
  return settings;
}

static ClTrainer *
come_back (ClDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  ClTrainer *trainer = cl_trainer_new_ended (path, dataset, &error);

  g_assert_no_error (error);
  return trainer;
}

/* Trains so many batches and stops before the next one. */
static ClTrainSnapshot *
stop_after (ClTrainer *trainer, gsize batches)
{
  step (trainer, batches);
  cl_trainer_stop (trainer);
  cl_trainer_wait (trainer);
  return wait_for (trainer, CL_TRAINER_STOPPED);
}

/* All that a window shows of it, and its networks. */
static void
assert_back (ClTrainer *trainer, const ClTrainSnapshot *left, ClDataset *dataset)
{
  g_autoptr (ClTrainer) back = come_back (dataset);
  g_autoptr (ClTrainSnapshot) snapshot = cl_trainer_take_snapshot (back);

  g_assert_nonnull (snapshot);
  g_assert_cmpint (snapshot->state, ==, left->state);
  g_assert_cmpstr (snapshot->error, ==, left->error);
  g_assert_cmpstr (snapshot->reason, ==, left->reason);
  g_assert_cmpuint (snapshot->epochs_done, ==, left->epochs_done);
  g_assert_cmpfloat (snapshot->best_test_accuracy, ==, left->best_test_accuracy);
  g_assert_cmpmem (snapshot->epochs->data, snapshot->epochs->len * sizeof (ClEpoch),
                   left->epochs->data, left->epochs->len * sizeof (ClEpoch));
  assert_same_records (left, snapshot);
  g_assert_cmpuint (snapshot->marks->len, ==, left->marks->len);
  for (guint i = 0; i < left->marks->len; i++)
    {
      const ClTrainMark *a = &g_array_index (left->marks, ClTrainMark, i);
      const ClTrainMark *b = &g_array_index (snapshot->marks, ClTrainMark, i);

      g_assert_cmpint (a->what, ==, b->what);
      g_assert_cmpfloat (a->position, ==, b->position);
      g_assert_cmpfloat (a->value, ==, b->value);
    }
  assert_same_models (trainer, back);

  /* It never trains on. */
  cl_trainer_start (back);
  cl_trainer_step (back);
  cl_trainer_resume (back);
  cl_trainer_stop (back);
  cl_trainer_wait (back);
  g_assert_null (cl_trainer_take_snapshot (back));
}

static void
test_finished (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 1);
  ClTrainSettings settings = kept_settings (3);
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) finished = run (trainer);

  g_assert_cmpint (finished->state, ==, CL_TRAINER_FINISHED);
  assert_back (trainer, finished, dataset);

  settings = kept_settings (50);
  settings.target_accuracy = 0.9;
  g_autoptr (ClTrainer) early = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) ended = run (early);
  g_assert_nonnull (ended->reason);
  assert_back (early, ended, dataset);
}

/* In the middle of an epoch, at the end of one, and in the first. */
static void
test_stopped (void)
{
  const gsize batches[] = { 25, 30, 20, 4 };
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
    {
      const ClTrainSettings settings = kept_settings (5);
      g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);

      if (i == 0)
        g_assert_true (cl_trainer_set_rate (trainer, 1e-3, NULL));
      g_autoptr (ClTrainSnapshot) stopped = stop_after (trainer, batches[i]);
      g_assert_cmpuint (stopped->epochs_done, ==, (batches[i] - 1) / 10);
      g_assert_cmpuint (stopped->points->len, ==, batches[i]);
      assert_back (trainer, stopped, dataset);
    }
}

static void
test_failed (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 50, 3);
  ClTrainSettings settings = kept_settings (3);

  settings.rate = 1e12;
  g_autoptr (ClTrainer) at_once = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) failed = run (at_once);
  g_assert_cmpint (failed->state, ==, CL_TRAINER_FAILED);
  assert_back (at_once, failed, dataset);

  settings = kept_settings (5);
  g_autoptr (ClTrainer) later = new_trainer (&settings, dataset);
  step (later, 15);
  g_assert_true (cl_trainer_set_rate (later, 1e12, NULL));
  cl_trainer_resume (later);
  g_autoptr (ClTrainSnapshot) broken = wait_for (later, CL_TRAINER_FAILED);
  cl_trainer_wait (later);
  g_assert_cmpuint (broken->epochs_done, ==, 1);
  assert_back (later, broken, dataset);
}

/* An end that no run has. */
static void
test_unknown_end (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 6);
  const ClTrainSettings settings = kept_settings (3);
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) stopped = stop_after (trainer, 14);
  g_autoptr (ClArraySet) set = cl_array_file_read (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (cl_array_set_attribute (set, "ended"), ==, "stopped");
  cl_array_set_set_attribute (set, "ended", "vanished");
  g_assert_true (cl_array_file_write (set, path, NULL));
  g_assert_null (cl_trainer_new_ended (path, dataset, &error));
  g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT);
}

/* The end is written beside what the run can go on from: its bytes do not change. */
static void
test_goes_on (void)
{
  const gsize batches[] = { 14, 3 };
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 4);
  ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) whole = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) expected = run (whole);

  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
    {
      settings = kept_settings (3);
      g_autoptr (ClTrainer) stopped = new_trainer (&settings, dataset);
      g_autoptr (ClTrainSnapshot) snapshot = stop_after (stopped, batches[i]);
      g_autoptr (ClTrainer) resumed = cl_trainer_new_resumed (path, dataset, NULL);
      g_autoptr (ClTrainSnapshot) finished = run (resumed);
      g_assert_cmpint (finished->state, ==, CL_TRAINER_FINISHED);
      assert_same_records (expected, finished);
      assert_same_models (whole, resumed);
    }
}

/* A run that begins again is like one that never was there: no model before its first epoch. */
static void
test_begins_again (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 8);
  const ClTrainSettings settings = kept_settings (3);
  g_autoptr (ClTrainer) first = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) stopped = stop_after (first, 3);
  g_autoptr (ClTrainer) again = cl_trainer_new_resumed (path, dataset, NULL);

  step (again, 1);
  g_assert_null (cl_trainer_get_model (again, FALSE));
  g_assert_null (cl_trainer_get_model_at (again, 0));
  g_autoptr (ClTrainSnapshot) same = stop_after (again, 2);
  assert_same_records (stopped, same);
  assert_same_models (first, again);
  assert_back (again, same, dataset);
}

/* What is left of it can be branched from. */
static void
test_branch (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 5);
  ClTrainSettings settings = kept_settings (3);
  g_autoptr (GError) error = NULL;

  settings.schedule = "constant";
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) finished = run (trainer);
  g_autoptr (ClTrainer) back = come_back (dataset);
  settings.checkpoint = NULL;
  settings.epochs = 5;
  g_assert_null (cl_trainer_new_branch (back, 2, &settings, &error));
  g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_autoptr (ClTrainer) from_back = cl_trainer_new_branch (back, 3, &settings, NULL);
  g_autoptr (ClTrainer) from_first = cl_trainer_new_branch (trainer, 3, &settings, NULL);
  g_autoptr (ClTrainSnapshot) one = run (from_back);
  g_autoptr (ClTrainSnapshot) other = run (from_first);
  g_assert_cmpuint (one->epochs_done, ==, 5);
  assert_same_records (one, other);
  assert_same_models (from_back, from_first);
}

/* The file is there from the first batch on, but for an older one that says more. */
static void
test_start (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 6);
  ClTrainSettings settings = kept_settings (3), read;
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);

  cl_trainer_step (trainer);
  g_autoptr (ClTrainSnapshot) paused = wait_for (trainer, CL_TRAINER_PAUSED);
  g_assert_true (cl_trainer_read_settings (path, &read, NULL));
  g_assert_cmpuint (read.epochs, ==, 3);
  g_autoptr (ClTrainer) back = come_back (dataset);
  g_autoptr (ClTrainSnapshot) nothing = cl_trainer_take_snapshot (back);
  g_assert_cmpint (nothing->state, ==, CL_TRAINER_STOPPED);
  g_assert_cmpuint (nothing->points->len, ==, 0);
  g_assert_null (cl_trainer_get_model (back, TRUE));
  cl_trainer_resume (trainer);
  cl_trainer_wait (trainer);

  settings.epochs = 4;
  g_autoptr (ClTrainer) another = new_trainer (&settings, dataset);
  cl_trainer_step (another);
  g_autoptr (ClTrainSnapshot) begun = wait_for (another, CL_TRAINER_PAUSED);
  g_assert_true (cl_trainer_read_settings (path, &read, NULL));
  g_assert_cmpuint (read.epochs, ==, 3);
}

static void
test_damaged (void)
{
  const char *const names[] = { "end_points", "end_marks" };
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 7);
  const ClTrainSettings settings = kept_settings (3);
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) stopped = stop_after (trainer, 14);

  g_autoptr (ClArraySet) set = cl_array_file_read (path, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ClMatrix) sound = cl_matrix_ref (cl_array_set_find (set, names[i]));
      g_autoptr (ClMatrix) wrong = cl_matrix_new (3, 7);
      g_autoptr (GError) error = NULL;

      cl_array_set_add (set, names[i], wrong);
      g_assert_true (cl_array_file_write (set, path, NULL));
      g_assert_null (cl_trainer_new_ended (path, dataset, &error));
      g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT);
      g_assert_nonnull (strstr (error->message, names[i]));
      g_assert_null (strchr (error->message, '\n'));
      cl_array_set_add (set, names[i], sound);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("ended-XXXXXX", NULL);
  path = g_build_filename (folder, "run.npz", NULL);
  g_test_add_func ("/training/ended/finished", test_finished);
  g_test_add_func ("/training/ended/stopped", test_stopped);
  g_test_add_func ("/training/ended/failed", test_failed);
  g_test_add_func ("/training/ended/unknown", test_unknown_end);
  g_test_add_func ("/training/ended/goes-on", test_goes_on);
  g_test_add_func ("/training/ended/begins-again", test_begins_again);
  g_test_add_func ("/training/ended/branch", test_branch);
  g_test_add_func ("/training/ended/start", test_start);
  g_test_add_func ("/training/ended/damaged", test_damaged);
  const int status = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return status;
}
