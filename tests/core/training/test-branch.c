/* Branches of a run, and the states that it keeps for them. */
#include <math.h>
#include <string.h>

#include "core/theory/measure.h"
#include "core/training/epoch-store.h"
#include "core/training/family.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

static ClTrainer *
new_branch (ClTrainer *parent, gsize epoch, const ClTrainSettings *changes)
{
  g_autoptr (GError) error = NULL;
  ClTrainer *branch = cl_trainer_new_branch (parent, epoch, changes, &error);

  g_assert_no_error (error);
  return branch;
}

/* Weights, moments and records: everything after the branch is as in the parent, for every family,
 * with the regulariser, with dropout, and from every epoch, whether the parent lives or not. */
static void
test_same_bytes (void)
{
  g_autoptr (ClDataset) dataset = problem_new (777, 100, 1);
  gsize count;
  const ClFamily *const *families = cl_family_table (&count);

  for (gsize i = 0; i < count; i++)
    {
      ClTrainSettings settings = small_settings ();
      settings.family = families[i]->id;
      settings.epochs = 4;
      settings.lambda = families[i]->norm == CL_FAMILY_NORM_INF ? 1e-3 : 0.0;
      settings.dropout = i % 2 == 0 ? 0.25 : 0.0;
      ClTrainer *parent = new_trainer (&settings, dataset);
      g_autoptr (ClTrainer) whole = new_trainer (&settings, dataset);
      g_autoptr (ClTrainSnapshot) of_parent = run (parent);
      g_autoptr (ClTrainSnapshot) of_whole = run (whole);
      g_autoptr (ClTrainer) early = new_branch (parent, 1, NULL);
      g_autoptr (ClTrainer) late = new_branch (parent, 3, &settings);

      cl_trainer_free (parent);
      g_autoptr (ClTrainSnapshot) of_early = run (early);
      g_autoptr (ClTrainSnapshot) of_late = run (late);
      g_assert_cmpint (of_early->state, ==, CL_TRAINER_FINISHED);
      assert_same_records (of_parent, of_whole);
      assert_same_records (of_whole, of_early);
      assert_same_records (of_whole, of_late);
      assert_same_models (whole, early);
      assert_same_models (whole, late);
    }
}

/* A branch of a branch, and the models of every epoch on the way. */
static void
test_models_at (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 2);
  ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) parent = new_trainer (&settings, dataset);

  g_assert_null (cl_trainer_get_model_at (parent, 1));
  g_autoptr (ClTrainSnapshot) of_parent = run (parent);
  settings.epochs = 5;
  g_autoptr (ClTrainer) branch = new_branch (parent, 2, &settings);
  g_autoptr (ClTrainSnapshot) of_branch = run (branch);
  g_autoptr (ClTrainer) second = new_branch (branch, 1, NULL);
  g_autoptr (ClTrainSnapshot) of_second = run (second);
  assert_same_models (parent, second);
  g_assert_cmpuint (of_branch->epochs->len, ==, 5);
  g_assert_null (cl_trainer_get_model_at (branch, 0));
  g_assert_null (cl_trainer_get_model_at (branch, 6));
  for (gsize epoch = 1; epoch <= 5; epoch++)
    {
      g_autoptr (ClModel) a = cl_trainer_get_model_at (parent, epoch);
      g_autoptr (ClModel) b = cl_trainer_get_model_at (branch, epoch);

      g_assert_nonnull (b);
      g_assert_true ((a != NULL) == (epoch <= 3));
      g_assert_true (a == NULL || cl_model_equal (a, b) == (epoch <= 2));
      g_autoptr (ClLipschitz) ladder = cl_lipschitz_new (b, NULL, NULL, NULL);
      for (gsize k = 0; k <= CL_BOUND_L2_MIXED; k++)
        g_assert_cmpfloat (epoch_of (of_branch, epoch - 1)->bounds[k], ==, ladder->bound[k].value);
    }
  g_autoptr (ClModel) last = cl_trainer_get_model (branch, FALSE);
  g_autoptr (ClModel) fifth = cl_trainer_get_model_at (branch, 5);
  g_assert_true (cl_model_equal (last, fifth));
}

static void
test_changes (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 3);
  ClTrainSettings settings = small_settings ();
  settings.family = "idl";
  g_autoptr (ClTrainer) parent = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) of_parent = run (parent);

  settings.rate = 1e-3;
  settings.lambda = 1e-2;
  settings.gamma = 0.1;
  settings.epochs = 6;
  settings.batch = 25;
  settings.seed = 99;
  settings.threads = 1;
  g_autoptr (ClTrainer) branch = new_branch (parent, 2, &settings);
  g_autoptr (ClTrainSnapshot) snapshot = run (branch);
  g_assert_cmpuint (snapshot->epochs->len, ==, 6);
  g_assert_cmpuint (snapshot->marks->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const ClTrainMark *mark = &g_array_index (snapshot->marks, ClTrainMark, i);

      g_assert_cmpint (mark->what, ==, i);
      g_assert_cmpfloat (mark->position, ==, 2.0);
    }
  g_autoptr (ClModel) model = cl_trainer_get_model_at (branch, 3);
  g_autoptr (ClModel) before = cl_trainer_get_model_at (branch, 2);
  g_assert_cmpfloat (cl_measure_inf (cl_model_array (model, CL_ARRAY_A)).value, <=, 0.1 + 1e-12);
  g_assert_cmpfloat (cl_measure_inf (cl_model_array (before, CL_ARRAY_A)).value, >, 0.1);
}

/* While the parent trains on, it is branched again and again. */
static void
test_running_parent (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 4);
  ClTrainSettings settings = small_settings ();
  settings.epochs = 40;
  g_autoptr (ClTrainer) parent = new_trainer (&settings, dataset);

  cl_trainer_start (parent);
  for (gsize epoch = 1; epoch <= 3;)
    {
      g_autoptr (ClTrainer) branch = cl_trainer_new_branch (parent, epoch, NULL, NULL);

      if (branch == NULL)
        continue;
      cl_trainer_start (branch);
      epoch++;
    }
  g_autoptr (ClTrainer) branch = new_branch (parent, 3, NULL);
  g_autoptr (ClTrainSnapshot) of_branch = run (branch);
  cl_trainer_wait (parent);
  g_autoptr (ClTrainSnapshot) of_parent = cl_trainer_take_snapshot (parent);
  assert_same_records (of_parent, of_branch);
  assert_same_models (parent, branch);
}

static void
assert_refused (ClTrainer *parent, gsize epoch, const ClTrainSettings *changes, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_trainer_new_branch (parent, epoch, changes, &error));
  g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_refused (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 5);
  const ClTrainSettings settings = small_settings ();
  g_autoptr (ClTrainer) parent = new_trainer (&settings, dataset);
  ClTrainSettings changes[6];

  assert_refused (parent, 1, NULL, "after epoch 1: it has not been done");
  g_autoptr (ClTrainSnapshot) snapshot = run (parent);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    changes[i] = settings;
  changes[0].family = "mon";
  changes[1].n = 13;
  changes[2].activation = cl_activation_find ("tanh");
  changes[3].optimiser = "sgd";
  changes[4].epochs = 2;
  changes[5].gamma = 1.0;
  assert_refused (parent, 2, &changes[0], "the family of the branch is “mon”: expected “nemon”");
  assert_refused (parent, 2, &changes[1], "the number of states of the branch is 13: expected 12");
  assert_refused (parent, 2, &changes[2], "the activation of the branch is “tanh”");
  assert_refused (parent, 2, &changes[3], "the optimiser of the branch is “sgd”");
  assert_refused (parent, 2, &changes[4], "expected more than the 2 it starts after");
  assert_refused (parent, 2, &changes[5], "gamma is 1");
  assert_refused (parent, 4, NULL, "after epoch 4");
}

/* States of `bytes` bytes and a little, after each of `count` epochs. */
static void
fill_store (ClEpochStore *store, gsize count, gsize bytes)
{
  for (gsize epoch = 1; epoch <= count; epoch++)
    {
      g_autoptr (ClCheckpoint) state = cl_checkpoint_new ();

      cl_history_init (&state->history);
      for (gsize i = 0; i < epoch; i++)
        cl_history_add_epoch (&state->history, &(ClEpoch){ .epoch = i + 1 });
      state->state[0] = cl_matrix_new (bytes / sizeof (double), 1);
      cl_epoch_store_add (store, state);
    }
}

static gsize
bytes_in (const ClEpochStore *store)
{
  gsize bytes = 0;

  for (guint i = 0; i < store->states->len; i++)
    bytes += cl_checkpoint_bytes (g_ptr_array_index (store->states, i));
  return bytes;
}

/* Within its limit the store keeps all; beyond it, an even part and the newest. */
static void
test_store (void)
{
  ClEpochStore store;

  cl_epoch_store_init (&store, 20 * 100000);
  fill_store (&store, 15, 100000);
  g_assert_cmpuint (store.states->len, ==, 15);
  cl_epoch_store_clear (&store);

  cl_epoch_store_init (&store, 20 * 100000);
  fill_store (&store, 101, 100000);
  g_assert_cmpuint (bytes_in (&store), <=, 20 * 100000);
  g_assert_cmpuint (store.states->len, >=, 7);
  g_assert_nonnull (cl_epoch_store_find (&store, 101));
  for (gsize epoch = 1; epoch <= 100; epoch++)
    g_assert_true ((cl_epoch_store_find (&store, epoch) != NULL) == (epoch % store.stride == 0));
  cl_epoch_store_clear (&store);

  cl_epoch_store_init (&store, 100000);
  fill_store (&store, 3, 200000);
  g_assert_cmpuint (store.states->len, ==, 0);
  cl_epoch_store_clear (&store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/branch/same-bytes", test_same_bytes);
  g_test_add_func ("/training/branch/models-at", test_models_at);
  g_test_add_func ("/training/branch/changes", test_changes);
  g_test_add_func ("/training/branch/running-parent", test_running_parent);
  g_test_add_func ("/training/branch/refused", test_refused);
  g_test_add_func ("/training/branch/store", test_store);
  return g_test_run ();
}
