/* Training: what it leaves, and the options that change what is learnt and when it ends. */
#include <math.h>
#include <string.h>

#include "tests/cli/runner.h"

/* One small epoch on the built-in digits, then the saved model is evaluated. */
static void
test_digits (void)
{
  g_autofree char *model = scratch_file ("model.npz", NULL);
  g_autofree char *log = scratch_file ("log.csv", NULL);
  g_autofree char *lines = NULL;
  g_autoptr (Run) run = run_program ("train", "--family", "nemon", "--data", "digits", "--n", "20",
                                     "--epochs", "1", "--out", model, "--log", log, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonArray *epochs = json_object_get_array_member (json, "epochs");
  JsonObject *epoch = json_array_get_object_element (epochs, 0);
  double best = json_object_get_double_member (json, "best_test_accuracy");

  g_assert_cmpint (json_array_get_length (epochs), ==, 1);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "worst_residual"), <=, 1e-4);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "lipschitz"), >, 0);
  g_assert_cmpfloat (best, >, 0.5);
  g_assert_true (g_file_get_contents (log, &lines, NULL, NULL));
  g_assert_true (g_str_has_prefix (lines, "epoch,seconds,train_loss"));

  g_autoptr (Run) evaluate = run_program ("evaluate", model, "--data", "digits", "--json", NULL);
  g_autoptr (JsonObject) evaluation = run_json (evaluate);
  g_assert_cmpfloat (fabs (json_object_get_double_member (evaluation, "accuracy") - best), <, 2e-3);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (evaluation, "confusion")),
                   ==, 10);

  g_autoptr (Run) bounds = run_program ("bounds", model, "--data", "digits", "--json", NULL);
  g_autoptr (JsonObject) ladder = run_json (bounds);
  double attained = json_object_get_double_member (ladder, "attained");
  JsonArray *list = json_object_get_array_member (ladder, "bounds");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *bound = json_array_get_object_element (list, i);
      if (json_object_get_boolean_member (bound, "valid")
          && g_str_equal (json_object_get_string_member (bound, "norm"), "inf"))
        g_assert_cmpfloat (attained, <=, json_object_get_double_member (bound, "value"));
    }
}

/* Trained weights of the norm, a regulariser, dropout and a target, in one short run: the epochs
 * carry the whole ladder, and the run says why it ended. */
static void
test_options (void)
{
  g_autofree char *model = scratch_file ("weighted.npz", NULL);
  g_autofree char *log = scratch_file ("weighted.csv", NULL);
  g_autofree char *lines = NULL;
  g_autoptr (Run) run = run_program ("train", "--family", "nemon-weighted", "--n", "20", "--epochs",
                                     "40", "--regulariser", "sensitivity", "--lambda", "1e-5",
                                     "--dropout", "0.05", "--target", "0.6", "--patience", "20",
                                     "--out", model, "--log", log, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonArray *epochs = json_object_get_array_member (json, "epochs");
  const guint count = json_array_get_length (epochs);
  JsonObject *last = json_array_get_object_element (epochs, count - 1);
  JsonObject *bounds = json_object_get_object_member (last, "bounds");

  g_assert_cmpuint (count, <, 40);
  g_assert_nonnull (strstr (json_object_get_string_member (json, "reason"), "60.00 %"));
  g_assert_cmpfloat (json_object_get_double_member (last, "test_accuracy"), >=, 0.6);
  g_assert_cmpfloat (json_object_get_double_member (bounds, "nemon_weighted"), >=,
                     json_object_get_double_member (last, "lipschitz"));
  g_assert_true (json_object_has_member (bounds, "metzler_sensitivity"));
  g_assert_true (g_file_get_contents (log, &lines, NULL, NULL));
  g_assert_nonnull (strstr (lines, ",bound_nemon,"));

  g_autoptr (Run) analyze = run_program ("analyze", model, "--json", NULL);
  g_autoptr (JsonObject) analysis = run_json (analyze);
  g_assert_cmpfloat (json_object_get_double_member (analysis, "weighted_mu_inf"), <, 0.96);
}

static void
test_refused (void)
{
  const struct
  {
    const char *option, *value, *part;
  } refused[] = {
    { "--regulariser", "ridge", "regulariser “ridge”" },
    { "--dropout", "1", "dropout is 1" },
    { "--target", "2", "target accuracy is 2" },
    { "--patience", "0", "--patience is 0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (Run) run = run_program ("train", refused[i].option, refused[i].value, NULL);

      assert_one_line_error (run, 2, refused[i].part);
    }
  g_autoptr (Run) family = run_program ("train", "--regulariser", "l2", "--lambda", "1e-3", NULL);
  assert_one_line_error (family, 2, "needs μ₂(A) < 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/train/digits", test_digits);
  g_test_add_func ("/cli/train/options", test_options);
  g_test_add_func ("/cli/train/refused", test_refused);
  int status = g_test_run ();
  scratch_remove ();
  return status;
}
