/* A run that is interrupted in every way comes out with the bytes of one that is not. */
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "core/formats/array-file.h"
#include "core/training/checkpoint.h"
#include "core/training/trainer.h"
#include "tests/core/scratch.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

#define EPOCHS      4
#define LONG_EPOCHS 60

static char *program, *folder;

static char *
scratch (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static ClTrainSettings
kept_settings (const char *family, const char *checkpoint)
{
  ClTrainSettings settings = small_settings ();

  settings.family = family;
  settings.epochs = EPOCHS;
  settings.checkpoint = checkpoint;
  return settings;
}

static void
finish (ClTrainer *trainer)
{
  g_autoptr (ClTrainSnapshot) snapshot = NULL;

  cl_trainer_start (trainer);
  cl_trainer_wait (trainer);
  snapshot = cl_trainer_take_snapshot (trainer);
  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_null (snapshot->warning);
}

static ClTrainer *
run_whole (const ClTrainSettings *settings, ClDataset *dataset)
{
  ClTrainer *trainer = new_trainer (settings, dataset);

  finish (trainer);
  return trainer;
}

static ClTrainer *
resume (const char *path, ClDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  ClTrainer *trainer = cl_trainer_new_resumed (path, dataset, &error);

  g_assert_no_error (error);
  return trainer;
}

/* Runs until `epochs` are done, and kills the run somewhere in the next one. */
static void
run_and_stop (const ClTrainSettings *settings, ClDataset *dataset, gsize epochs)
{
  g_autoptr (ClTrainer) trainer = cl_trainer_new (settings, dataset, NULL);
  gsize done = 0;

  cl_trainer_start (trainer);
  while (done < epochs)
    {
      g_autoptr (ClTrainSnapshot) snapshot = cl_trainer_take_snapshot (trainer);

      if (snapshot != NULL)
        done = snapshot->epochs_done;
      g_usleep (200);
    }
}

/* The weights and moments at the end, bit for bit, and the records but for their times. */
static void
assert_same_checkpoints (const char *a, const char *b)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClCheckpoint) first = cl_checkpoint_read (a, &error);
  g_autoptr (ClCheckpoint) second = cl_checkpoint_read (b, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    g_assert_true (cl_matrix_equal (first->state[i], second->state[i]));
  g_assert_true (cl_model_equal (first->best->model, second->best->model));
  g_assert_cmpuint (first->history.epochs->len, ==, second->history.epochs->len);
  g_assert_cmpuint (first->history.points->len, ==, second->history.points->len);
  g_assert_cmpmem (first->history.points->data, first->history.points->len * sizeof (ClBatchPoint),
                   second->history.points->data,
                   second->history.points->len * sizeof (ClBatchPoint));
  for (guint i = 0; i < first->history.epochs->len; i++)
    {
      ClEpoch *x = &g_array_index (first->history.epochs, ClEpoch, i);
      ClEpoch *y = &g_array_index (second->history.epochs, ClEpoch, i);

      y->seconds = x->seconds;
      g_assert_cmpmem (x, sizeof *x, y, sizeof *y);
    }
}

static void
test_same_bytes (void)
{
  const char *const families[] = { "nemon", "nemon-weighted", "mon", "idl",
                                   "lben",  "feedforward",    "free" };
  g_autoptr (ClDataset) dataset = problem_new (777, 100, 1);
  g_autofree char *whole = scratch ("whole.npz"), *parts = scratch ("parts.npz");

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      ClTrainSettings settings = kept_settings (families[i], whole);
      g_autoptr (ClTrainer) uninterrupted = run_whole (&settings, dataset);
      settings.checkpoint = parts;
      run_and_stop (&settings, dataset, 2);
      g_autoptr (ClTrainer) resumed = resume (parts, dataset);
      g_autoptr (ClModel) before = cl_trainer_get_model (resumed, TRUE);
      g_assert_nonnull (before);
      finish (resumed);
      assert_same_models (uninterrupted, resumed);
      assert_same_checkpoints (whole, parts);
    }
}

/* A finished run finishes at once, with what it had. */
static void
test_finished (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 2);
  g_autofree char *path = scratch ("finished.npz");
  const ClTrainSettings settings = kept_settings ("nemon", path);
  g_autoptr (ClTrainer) first = run_whole (&settings, dataset);
  g_autoptr (ClTrainer) second = resume (path, dataset);

  finish (second);
  assert_same_models (first, second);
}

/* The settings, and a change made on the way, come back; the file is a model file as well. */
static void
test_content (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 3);
  g_autofree char *path = scratch ("content.npz");
  ClTrainSettings settings = kept_settings ("nemon", path), read;

  settings.optimiser = "sgd";
  settings.schedule = "cosine";
  settings.seed = G_MAXUINT64 - 2;
  settings.activation = cl_activation_find ("tanh");
  g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, dataset, &error);
  g_assert_true (cl_trainer_set_lambda (trainer, 1e-3, &error));
  finish (trainer);
  g_assert_true (cl_trainer_read_settings (path, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read.optimiser, ==, "sgd");
  g_assert_cmpstr (read.schedule, ==, "cosine");
  g_assert_cmpuint (read.seed, ==, G_MAXUINT64 - 2);
  g_assert_true (read.activation == settings.activation);
  g_assert_cmpfloat (read.lambda, ==, 1e-3);
  g_assert_cmpfloat (read.rate, ==, settings.rate);

  g_autoptr (ClModel) model = cl_model_read (path, &error);
  g_autoptr (ClModel) best = cl_trainer_get_model (trainer, TRUE);
  g_assert_no_error (error);
  g_assert_true (cl_model_equal (model, best));

  g_autoptr (ClTrainer) resumed = resume (path, dataset);
  finish (resumed);
  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (path, &error);
  g_assert_cmpuint (checkpoint->history.marks->len, ==, 1);
  const ClTrainMark *mark = &g_array_index (checkpoint->history.marks, ClTrainMark, 0);
  g_assert_cmpint (mark->what, ==, CL_TRAIN_MARK_LAMBDA);
  g_assert_cmpfloat (mark->position, ==, 0.0);
  g_assert_cmpfloat (mark->value, ==, 1e-3);
}

static ClDataset *
long_problem (void)
{
  return problem_new (2000, 200, 4);
}

static ClTrainSettings
long_settings (const char *checkpoint)
{
  ClTrainSettings settings = kept_settings ("nemon", checkpoint);

  settings.epochs = LONG_EPOCHS;
  return settings;
}

/* The process that test_kill kills. */
static int
run_child (const char *path)
{
  g_autoptr (ClDataset) dataset = long_problem ();
  const ClTrainSettings settings = long_settings (path);
  g_autoptr (ClTrainer) trainer = run_whole (&settings, dataset);

  return 0;
}

/* The number of epochs in the checkpoint at any moment: its file is whole or not there yet. */
static guint
epochs_in (const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return 0;
  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (path, &error);
  g_assert_no_error (error);
  return checkpoint->history.epochs->len;
}

static void
test_kill (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *killed = scratch ("killed.npz"), *whole = scratch ("long.npz");
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--child", killed, NULL);

  g_assert_no_error (error);
  while (epochs_in (killed) < 3)
    g_usleep (500);
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  g_assert_cmpuint (epochs_in (killed), <, LONG_EPOCHS);

  g_autoptr (ClDataset) dataset = long_problem ();
  const ClTrainSettings settings = long_settings (whole);
  g_autoptr (ClTrainer) uninterrupted = run_whole (&settings, dataset);
  g_autoptr (ClTrainer) resumed = resume (killed, dataset);
  finish (resumed);
  assert_same_models (uninterrupted, resumed);
  assert_same_checkpoints (whole, killed);
}

/* A limit on the size of files stands for the full disk.  The signal that comes with it is what
 * tells it from one. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_disk (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 5);
  g_autofree char *path = scratch ("full.npz"), *before = NULL, *after = NULL;
  ClTrainSettings settings = kept_settings ("nemon", path);
  gsize length_before, length_after;

  settings.epochs = 1;
  g_autoptr (ClTrainer) first = run_whole (&settings, dataset);
  g_assert_true (g_file_get_contents (path, &before, &length_before, NULL));

  settings.epochs = 2;
  signal (SIGXFSZ, SIG_IGN);
  g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, dataset, &error);
  g_assert_no_error (error);
  limit_files (1000);
  cl_trainer_start (trainer);
  cl_trainer_wait (trainer);
  limit_files (RLIM_INFINITY);
  g_autoptr (ClTrainSnapshot) snapshot = cl_trainer_take_snapshot (trainer);
  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (snapshot->epochs_done, ==, 2);
  g_assert_nonnull (strstr (snapshot->warning, "full.npz"));
  g_assert_null (strchr (snapshot->warning, '\n'));
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

static void
assert_refused (const char *path, ClDataset *dataset, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_trainer_new_resumed (path, dataset, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_other_dataset (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 6);
  g_autoptr (ClDataset) other_samples = problem_new (300, 100, 7);
  g_autoptr (ClDataset) fewer = problem_new (299, 100, 6);
  g_autofree char *path = scratch ("dataset.npz");
  const ClTrainSettings settings = kept_settings ("nemon", path);
  g_autoptr (ClTrainer) trainer = run_whole (&settings, dataset);

  assert_refused (path, other_samples, "trained on Bright pixels of other samples");
  assert_refused (path, fewer, "trained on Bright pixels of other samples");
  g_free (fewer->name);
  fewer->name = g_strdup ("Dim pixels");
  assert_refused (path, fewer, "trained on Bright pixels, and");
  dataset->test.labels[99] ^= 1;
  assert_refused (path, dataset, "other samples");
}

/* Cut anywhere, with any byte changed, or without one of its arrays, a file is refused. */
static void
test_damaged (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 8);
  g_autofree char *path = scratch ("sound.npz"), *damaged = scratch ("damaged.npz"), *bytes = NULL;
  const ClTrainSettings settings = kept_settings ("nemon", path);
  g_autoptr (ClTrainer) trainer = run_whole (&settings, dataset);
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 1; i <= 10; i++)
    {
      const gsize at = length * i / 11;

      g_assert_true (g_file_set_contents (damaged, bytes, (gssize) at, NULL));
      assert_refused (damaged, dataset, "");
    }
  g_autoptr (ClArraySet) set = cl_array_file_read (path, NULL);
  for (gsize i = 0; i < cl_array_set_size (set); i++)
    {
      g_autoptr (ClMatrix) sound = cl_matrix_ref (cl_array_set_matrix (set, i));
      g_autoptr (ClMatrix) wrong = cl_matrix_new (3, 5);

      cl_array_set_add (set, cl_array_set_name (set, i), wrong);
      g_assert_true (cl_array_file_write (set, damaged, NULL));
      assert_refused (damaged, dataset, "checkpoint");
      cl_array_set_add (set, cl_array_set_name (set, i), sound);
    }
  cl_array_set_set_attribute (set, "checkpoint", "7");
  g_assert_true (cl_array_file_write (set, damaged, NULL));
  assert_refused (damaged, dataset, "version “7”, expected 1 to 3");
}

static const gsize epoch_columns[] = { 0, 11, 21 };

/* The names that version 2 added. */
static gboolean
is_newer (const char *name, guint version)
{
  if (version > 1)
    return FALSE;
  return g_str_equal (name, "target_accuracy") || g_str_equal (name, "patience")
         || g_str_equal (name, "dropout") || g_str_equal (name, "regulariser");
}

/* The file as an older version wrote it: without those, and with fewer columns an epoch. */
static void
write_version (const char *path, guint version, const char *old)
{
  const gsize columns = epoch_columns[version];
  g_autofree char *text = g_strdup_printf ("%u", version);

  g_autoptr (ClArraySet) set = cl_array_file_read (path, NULL);
  g_autoptr (ClArraySet) first = cl_array_set_new ();

  for (gsize i = 0; i < cl_array_set_size (set); i++)
    {
      const char *name = cl_array_set_name (set, i);
      ClMatrix *matrix = cl_array_set_matrix (set, i);
      g_autoptr (ClMatrix) narrow = NULL;

      if (is_newer (name, version))
        continue;
      if (g_str_equal (name, "epoch_records"))
        {
          narrow = cl_matrix_new (matrix->rows, columns);
          for (gsize row = 0; row < matrix->rows; row++)
            memcpy (cl_matrix_row (narrow, row), cl_matrix_row (matrix, row),
                    columns * sizeof (double));
        }
      cl_array_set_add (first, name, narrow != NULL ? narrow : matrix);
    }
  for (gsize i = 0; i < cl_array_set_n_attributes (set); i++)
    {
      const char *key = cl_array_set_attribute_key (set, i);

      if (!is_newer (key, version))
        cl_array_set_set_attribute (first, key, cl_array_set_attribute (set, key));
    }
  cl_array_set_set_attribute (first, "checkpoint", text);
  g_assert_true (cl_array_file_write (first, old, NULL));
}

/* A run that an older program began goes on to the same weights. */
static void
test_older_version (gconstpointer data)
{
  const guint version = GPOINTER_TO_UINT (data);
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 10);
  g_autofree char *path = scratch ("new.npz"), *old = scratch ("old.npz");
  ClTrainSettings settings = kept_settings ("nemon", path), read;

  run_and_stop (&settings, dataset, 2);
  write_version (path, version, old);
  g_assert_true (cl_trainer_read_settings (old, &read, NULL));
  g_assert_cmpstr (read.regulariser, ==, "nemon");
  g_assert_cmpuint (read.patience, ==, 0);
  g_assert_cmpfloat (read.dropout, ==, 0.0);
  g_autoptr (ClTrainer) from_old = resume (old, dataset);
  g_autoptr (ClTrainer) from_new = resume (path, dataset);
  g_autoptr (ClCheckpoint) checkpoint = cl_checkpoint_read (old, NULL);
  const double *bounds = g_array_index (checkpoint->history.epochs, ClEpoch, 0).bounds;
  g_assert_true (isnan (bounds[CL_BOUND_NEMON]) == (version == 1));
  g_assert_true (isnan (bounds[CL_BOUND_L2_WEIGHTED]));
  finish (from_old);
  finish (from_new);
  assert_same_models (from_old, from_new);
}

static void
test_no_checkpoint (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 9);
  g_autofree char *path = scratch ("model.npz"), *absent = scratch ("absent.npz");
  const ClTrainSettings settings = kept_settings ("nemon", NULL);
  g_autoptr (ClTrainer) trainer = run_whole (&settings, dataset);
  g_autoptr (ClModel) model = cl_trainer_get_model (trainer, TRUE);

  g_assert_true (cl_model_write (model, path, NULL));
  assert_refused (path, dataset, "this is not the checkpoint of a training run");
  assert_refused (absent, dataset, "");
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2]);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  folder = g_dir_make_tmp ("checkpoint-XXXXXX", NULL);
  g_test_add_func ("/training/checkpoint/same-bytes", test_same_bytes);
  g_test_add_func ("/training/checkpoint/finished", test_finished);
  g_test_add_func ("/training/checkpoint/content", test_content);
  g_test_add_func ("/training/checkpoint/kill", test_kill);
  g_test_add_func ("/training/checkpoint/full-disk", test_full_disk);
  g_test_add_func ("/training/checkpoint/other-dataset", test_other_dataset);
  g_test_add_func ("/training/checkpoint/damaged", test_damaged);
  g_test_add_data_func ("/training/checkpoint/version-1", GUINT_TO_POINTER (1), test_older_version);
  g_test_add_data_func ("/training/checkpoint/version-2", GUINT_TO_POINTER (2), test_older_version);
  g_test_add_func ("/training/checkpoint/no-checkpoint", test_no_checkpoint);
  int status = g_test_run ();
  remove_tree (folder);
  g_free (folder);
  return status;
}
