/* What changes a run while it goes on, and what ends it early. */
#include <math.h>
#include <string.h>

#include "core/theory/measure.h"
#include "core/training/family.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

/* Every step is one batch, from the first to the last, and the run comes out as without steps. */
static void
test_step (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 1);
  ClTrainSettings settings = small_settings ();
  settings.epochs = 2;
  g_autoptr (ClTrainer) whole = new_trainer (&settings, dataset);
  g_autoptr (ClTrainer) stepped = new_trainer (&settings, dataset);

  for (gsize i = 1; i <= 20; i++)
    {
      cl_trainer_step (stepped);
      g_autoptr (ClTrainSnapshot) snapshot = wait_for (stepped, CL_TRAINER_PAUSED);
      g_assert_cmpuint (batches_of (snapshot), ==, i);
      g_assert_cmpuint (snapshot->batches_done, ==, (i - 1) % 10 + 1);
      g_usleep (1000);
      g_assert_null (cl_trainer_take_snapshot (stepped));
    }
  cl_trainer_step (stepped);
  g_autoptr (ClTrainSnapshot) finished = wait_for (stepped, CL_TRAINER_FINISHED);
  g_autoptr (ClTrainSnapshot) at_once = run (whole);
  assert_same_records (at_once, finished);
  assert_same_models (whole, stepped);
}

/* Steps that are asked for together add up; resuming forgets them; a run that is not paused does
 * not hear them. */
static void
test_steps_add_up (void)
{
  g_autoptr (ClDataset) dataset = problem_new (2000, 100, 2);
  g_autoptr (ClTrainer) trainer = new_endless_trainer (dataset);

  for (gsize i = 0; i < 7; i++)
    cl_trainer_step (trainer);
  g_autoptr (ClTrainSnapshot) paused = NULL;
  while (paused == NULL || batches_of (paused) < 7)
    {
      g_clear_pointer (&paused, cl_train_snapshot_free);
      paused = wait_for (trainer, CL_TRAINER_PAUSED);
    }
  g_usleep (2000);
  g_assert_cmpuint (batches_of (paused), ==, 7);
  g_assert_null (cl_trainer_take_snapshot (trainer));
  cl_trainer_resume (trainer);
  cl_trainer_step (trainer);
  g_autoptr (ClTrainSnapshot) running = wait_for_epochs (trainer, 2);
  cl_trainer_stop (trainer);
}

/* mu of A in the norm that the family bounds. */
static double
measure_of (const char *family, const ClModel *model)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  const ClMatrix *eta = cl_model_array (model, CL_ARRAY_ETA);

  if (g_str_equal (family, "mon"))
    return cl_measure_two (a, NULL).value;
  if (eta != NULL)
    return cl_measure_inf_weighted (a, eta->data).value;
  return cl_measure_inf (a).value;
}

/* Another gamma in the middle of a run holds from then on, upwards and downwards, and the run
 * learns on. */
static void
test_gamma (gconstpointer family)
{
  const double gammas[] = { 0.9, 0.2, -0.5, 0.8 };
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 3);
  ClTrainSettings settings = small_settings ();
  settings.family = family;
  settings.epochs = 4;
  settings.gamma = 0.9;
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) finished = NULL;

  for (gsize i = 1; i < 4; i++)
    {
      step (trainer, 10);
      g_assert_true (cl_trainer_set_gamma (trainer, gammas[i], NULL));
    }
  cl_trainer_resume (trainer);
  finished = wait_for (trainer, CL_TRAINER_FINISHED);
  g_assert_cmpuint (finished->marks->len, ==, 3);
  for (guint i = 0; i < 4; i++)
    {
      /* A projection has no set of norms below zero to go to. */
      const double gamma = g_str_equal (family, "idl") ? MAX (gammas[i], 0.0) : gammas[i];
      g_autoptr (ClModel) model = cl_trainer_get_model_at (trainer, i + 1);

      g_assert_cmpfloat (measure_of (family, model), <=, gamma + 1e-5);
      if (i == 0)
        continue;
      const ClTrainMark *mark = &g_array_index (finished->marks, ClTrainMark, i - 1);
      g_assert_cmpint (mark->what, ==, CL_TRAIN_MARK_GAMMA);
      g_assert_cmpfloat (mark->value, ==, gammas[i]);
      g_assert_cmpfloat (mark->position, ==, (double) i);
    }
  g_assert_cmpfloat (finished->best_test_accuracy, >, 0.7);
}

/* It is heard by the very next batch, not only by the next epoch. */
static void
test_gamma_within_epoch (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 4);
  ClTrainSettings settings = small_settings ();
  settings.epochs = 1;
  g_autoptr (ClTrainer) changed = new_trainer (&settings, dataset);
  g_autoptr (ClTrainer) fixed = new_trainer (&settings, dataset);
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_trainer_set_gamma (changed, 1.0, &error));
  g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  step (changed, 4);
  g_assert_true (cl_trainer_set_gamma (changed, -2.0, NULL));
  cl_trainer_resume (changed);
  g_autoptr (ClTrainSnapshot) with = wait_for (changed, CL_TRAINER_FINISHED);
  g_autoptr (ClTrainSnapshot) without = run (fixed);
  g_assert_cmpfloat (g_array_index (with->marks, ClTrainMark, 0).position, ==, 0.4);
  for (guint i = 0; i < 6; i++)
    {
      const ClBatchPoint *a = &g_array_index (with->points, ClBatchPoint, i);
      const ClBatchPoint *b = &g_array_index (without->points, ClBatchPoint, i);

      /* The change comes after the fourth step was taken; the fifth batch is the first to feel it.
       */
      g_assert_true ((a->loss == b->loss) == (i < 4));
    }
}

static void
test_target (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1000, 300, 5);
  ClTrainSettings settings = small_settings ();
  settings.epochs = 50;
  settings.target_accuracy = 0.97;
  g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (snapshot->epochs->len, <, 50);
  for (guint i = 0; i < snapshot->epochs->len; i++)
    g_assert_true ((epoch_of (snapshot, i)->test_accuracy >= 0.97)
                   == (i + 1 == snapshot->epochs->len));
  g_assert_nonnull (strstr (snapshot->reason, "the target is 97.00 %"));
}

/* With a rate of next to nothing the accuracy stands still. */
static void
test_patience (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 6);
  ClTrainSettings settings = small_settings ();
  settings.epochs = 50;
  settings.rate = 1e-12;
  settings.patience = 4;
  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  g_autoptr (ClTrainSnapshot) snapshot = run (trainer);

  g_assert_cmpint (snapshot->state, ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (snapshot->epochs->len, ==, 5);
  g_assert_nonnull (strstr (snapshot->reason, "of epoch 1 for 4 epochs"));

  /* A branch that is less patient ends where it begins; a more patient one goes on. */
  settings.patience = 1;
  g_autoptr (ClTrainer) less = cl_trainer_new_branch (trainer, 3, &settings, NULL);
  settings.patience = 7;
  g_autoptr (ClTrainer) more = cl_trainer_new_branch (trainer, 3, &settings, NULL);
  g_autoptr (ClTrainSnapshot) of_less = run (less);
  g_autoptr (ClTrainSnapshot) of_more = run (more);
  g_assert_cmpuint (of_less->epochs->len, ==, 3);
  g_assert_nonnull (of_less->reason);
  g_assert_cmpuint (of_more->epochs->len, ==, 8);
}

/* A run that does all its epochs needs no reason. */
static void
test_no_reason (void)
{
  g_autoptr (ClDataset) dataset = problem_new (300, 100, 7);
  ClTrainSettings settings = small_settings ();
  settings.patience = settings.epochs;
  settings.target_accuracy = 1.0;
  g_autoptr (ClTrainSnapshot) snapshot = train (&settings, dataset);

  g_assert_cmpuint (snapshot->epochs->len, ==, 3);
  g_assert_null (snapshot->reason);
}

/* A duel: each of two runs at once comes out as alone. */
static void
test_two_at_once (void)
{
  g_autoptr (ClDataset) dataset = problem_new (2000, 200, 8);
  ClTrainSettings settings[2] = { small_settings (), small_settings () };
  ClTrainer *alone[2], *together[2];

  settings[1].family = "mon";
  settings[1].activation = cl_activation_find ("tanh");
  for (gsize i = 0; i < 2; i++)
    {
      settings[i].n = 30;
      settings[i].lambda = i == 0 ? 1e-3 : 0.0;
      settings[i].dropout = 0.1;
      alone[i] = new_trainer (&settings[i], dataset);
      together[i] = new_trainer (&settings[i], dataset);
      cl_trainer_start (alone[i]);
      cl_trainer_wait (alone[i]);
    }
  cl_trainer_start (together[0]);
  cl_trainer_start (together[1]);
  for (gsize i = 0; i < 2; i++)
    {
      cl_trainer_wait (together[i]);
      g_autoptr (ClTrainSnapshot) of_alone = cl_trainer_take_snapshot (alone[i]);
      g_autoptr (ClTrainSnapshot) of_together = cl_trainer_take_snapshot (together[i]);
      g_assert_cmpint (of_together->state, ==, CL_TRAINER_FINISHED);
      assert_same_records (of_alone, of_together);
      assert_same_models (alone[i], together[i]);
      cl_trainer_free (alone[i]);
      cl_trainer_free (together[i]);
    }
}

int
main (int argc, char **argv)
{
  const char *const families[] = { "nemon", "nemon-weighted", "idl", "mon" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/control/step", test_step);
  g_test_add_func ("/training/control/steps-add-up", test_steps_add_up);
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *path = g_strdup_printf ("/training/control/gamma/%s", families[i]);

      g_test_add_data_func (path, families[i], test_gamma);
    }
  g_test_add_func ("/training/control/gamma-within-epoch", test_gamma_within_epoch);
  g_test_add_func ("/training/control/target", test_target);
  g_test_add_func ("/training/control/patience", test_patience);
  g_test_add_func ("/training/control/no-reason", test_no_reason);
  g_test_add_func ("/training/control/two-at-once", test_two_at_once);
  return g_test_run ();
}
