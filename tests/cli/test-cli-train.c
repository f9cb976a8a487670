/* The options of training that change what is learnt and when it ends. */
#include <string.h>

#include "tests/cli/runner.h"

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
  g_test_add_func ("/cli/train/options", test_options);
  g_test_add_func ("/cli/train/refused", test_refused);
  int status = g_test_run ();
  scratch_remove ();
  return status;
}
