/* The verbs of systems and networks that are made of others: what they claim against what their
 * numbers say. */
#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "tests/cli/runner.h"

static double
number (JsonObject *object, const char *key)
{
  return json_object_get_double_member (object, key);
}

static double
entry (JsonObject *object, const char *key, guint index)
{
  return json_array_get_double_element (json_object_get_array_member (object, key), index);
}

/* Each of the four, in the size that it comes with and in another: the claim, its norm, and no
 * distance that grows by more than the integration is wrong. */
static void
test_examples (void)
{
  static const struct
  {
    const char *id;
    const char *claim;
    const char *norm;
    double rate;
  } cases[] = {
    { "averaging", "semi-contraction", "Disagreement", 1 }, /* of a ring of six */
    { "compartmental", "weak contraction", "₁", 0 },
    { "kuramoto", "semi-contraction", "Spread", (2 + 4.0 / 6) * cos (1.2) * 0.75 },
    { "lotka-volterra", "weak contraction", "ln", 0 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (Run) run =
          run_program ("simulate", "--example", cases[k].id, "--n", "6", "--starts", "5",
                       "--frames", "41", "--rtol", "1e-9", "--json", NULL);
      g_autoptr (JsonObject) json = run_json (run);
      JsonObject *example = json_object_get_object_member (json, "example");

      g_assert_cmpstr (json_object_get_string_member (example, "claim"), ==, cases[k].claim);
      g_assert_nonnull (strstr (json_object_get_string_member (example, "norm"), cases[k].norm));
      g_assert_true (json_object_get_boolean_member (example, "covers_starts"));
      g_assert_cmpfloat (number (example, "worst_increase"), <, 1e-7);
      g_assert_cmpfloat (number (example, "worst_excess"), <, 1e-7);
      g_assert_cmpfloat (number (example, "rate"), >=, cases[k].rate - 1e-9);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json, "x")), ==, 5);
    }
}

/* Parameters of a file, and a claim that ends where the coupling is too weak or a start too far. */
static void
test_example_parameters (void)
{
  g_autofree char *weak = scratch_file ("weak.npz", NULL);
  g_autofree char *far = scratch_file ("far.csv", "-1,0,0,0,1\n0,0,0,0,0\n");
  static const double coupling[] = { 0, 0.1, 0.1, 0 };
  static const double frequencies[] = { 1, -1 };
  g_autoptr (ClMatrix) w = cl_matrix_new_from (2, 2, coupling);
  g_autoptr (ClMatrix) v = cl_matrix_new_from (2, 1, frequencies);
  g_autoptr (ClArraySet) set = cl_array_set_new ();

  cl_array_set_add (set, "A", w);
  cl_array_set_add (set, "b", v);
  g_assert_true (cl_array_file_write (set, weak, NULL));

  g_autoptr (Run) drifting =
      run_program ("simulate", "--example", "kuramoto", weak, "--starts", "3", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (drifting);
  JsonObject *example = json_object_get_object_member (json, "example");
  g_assert_cmpstr (json_object_get_string_member (example, "claim"), ==, "none");
  g_assert_cmpstr (json_object_get_string_member (example, "rate"), ==, "nan");

  g_autoptr (Run) outside =
      run_program ("simulate", "--example", "kuramoto", "--starts", far, "--json", NULL);
  g_autoptr (JsonObject) wide = run_json (outside);
  example = json_object_get_object_member (wide, "example");
  g_assert_cmpstr (json_object_get_string_member (example, "claim"), ==, "semi-contraction");
  g_assert_false (json_object_get_boolean_member (example, "covers_starts"));
}

/* x' = -x + relu (a x) with a < 0 decays like exp (-t) where x > 0: |x - x*| = x and |F| = x. */
static void
test_lyapunov (void)
{
  g_autofree char *matrix = scratch_file ("decay.csv", "-1\n");
  g_autofree char *starts = scratch_file ("decay-starts.csv", "2\n1\n");
  g_autoptr (Run) run = run_program ("simulate", matrix, "--starts", starts, "--lyapunov",
                                     "--frames", "3", "--until", "2", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonObject *lyapunov = json_object_get_object_member (json, "lyapunov");
  JsonArray *first =
      json_array_get_array_element (json_object_get_array_member (lyapunov, "distance"), 0);
  JsonArray *speed =
      json_array_get_array_element (json_object_get_array_member (lyapunov, "speed"), 1);

  g_assert_cmpstr (json_object_get_string_member (lyapunov, "norm"), ==, "inf");
  g_assert_cmpfloat (number (lyapunov, "rate"), ==, 1);
  g_assert_cmpfloat (fabs (entry (lyapunov, "equilibrium", 0)), <, 1e-9);
  for (guint frame = 0; frame < 3; frame++)
    {
      double decay = exp (-1.0 * frame);

      g_assert_cmpfloat (fabs (json_array_get_double_element (first, frame) - 2 * decay), <, 1e-5);
      g_assert_cmpfloat (fabs (json_array_get_double_element (speed, frame) - decay), <, 1e-5);
      g_assert_cmpfloat (fabs (entry (lyapunov, "distance_envelope", frame) - 2 * decay), <, 1e-12);
    }
}

/* [[-1, 0.5], [1, -2]]: alpha = (-3 + sqrt 3) / 2. */
static void
test_interconnect_gains (void)
{
  g_autofree char *gains = scratch_file ("gains.csv", "-1,0.5\n1,-2\n");
  g_autofree char *strong = scratch_file ("strong.csv", "-1,3\n1,-2\n");
  g_autofree char *negative = scratch_file ("negative.csv", "-1,-3\n1,-2\n");
  g_autoptr (Run) run = run_program ("interconnect", gains, "--json", NULL);
  g_autoptr (Run) more = run_program ("interconnect", strong, "--json", NULL);
  g_autoptr (Run) bad = run_program ("interconnect", negative, NULL);
  g_autoptr (JsonObject) json = run_json (run);
  g_autoptr (JsonObject) fails = run_json (more);
  double rate = (3 - sqrt (3)) / 2;
  double ratio = entry (json, "weights", 0) / entry (json, "weights", 1);

  g_assert_cmpstr (json_object_get_string_member (json, "hurwitz"), ==, "holds");
  g_assert_cmpfloat (fabs (number (json, "abscissa") + rate), <, 1e-10);
  g_assert_cmpfloat (fabs (number (json, "rate") - rate), <, 1e-6);
  g_assert_cmpfloat (fabs (-1 + 0.5 / ratio + rate), <, 1e-6);
  g_assert_cmpstr (json_object_get_string_member (fails, "hurwitz"), ==, "fails");
  g_assert_cmpfloat (number (fails, "rate"), ==, 0);
  assert_one_line_error (bad, 1, "row 1, column 2");
}

/* One model in blocks, and its blocks as models of their own with the same gains: the same matrix.
 */
static void
test_interconnect_models (void)
{
  g_autofree char *whole = scratch_file ("whole.csv", "-1,0.3,0.1\n0.2,-2,0\n0.4,0.1,-0.5\n");
  g_autofree char *first = scratch_file ("first.csv", "-1,0.3\n0.2,-2\n");
  g_autofree char *second = scratch_file ("second.csv", "-0.5\n");
  g_autofree char *gains = scratch_file ("between.csv", "0,0.1\n0.5,0\n");
  g_autoptr (Run) split = run_program ("interconnect", whole, "--blocks", "2,1", "--json", NULL);
  g_autoptr (Run) apart = run_program ("interconnect", first, second, "--gains", gains, "--norms",
                                       "inf", "--json", NULL);
  g_autoptr (JsonObject) one = run_json (split);
  g_autoptr (JsonObject) other = run_json (apart);

  g_assert_true (json_object_get_boolean_member (one, "exact"));
  g_assert_cmpstr (json_object_get_string_member (one, "hurwitz"), ==, "holds");
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      g_assert_cmpfloat (
          fabs (json_array_get_double_element (
                    json_array_get_array_element (json_object_get_array_member (one, "gain"), i), j)
                - json_array_get_double_element (
                    json_array_get_array_element (json_object_get_array_member (other, "gain"), i),
                    j)),
          <, 1e-12);
  g_assert_cmpfloat (fabs (number (one, "abscissa") - number (other, "abscissa")), <, 1e-12);
}

static void
test_usage (void)
{
  g_autofree char *matrix = scratch_file ("one.csv", "-1\n");
  const char *const calls[][8] = {
    { "simulate", "--example", "pendulum", NULL },
    { "simulate", "--example", "kuramoto", "--lyapunov", NULL },
    { "simulate", "--example", "kuramoto", "--n", "1", NULL },
    { "simulate", matrix, "--n", "4", NULL },
    { "simulate", matrix, "--norm", "two", NULL },
    { "simulate", matrix, "--lyapunov", "--norm", "three", NULL },
    { "interconnect", NULL },
    { "interconnect", matrix, matrix, NULL },
    { "interconnect", matrix, "--norms", "two", NULL },
    { "interconnect", matrix, "--blocks", "1", "--gains", matrix, NULL },
    { "interconnect", matrix, "--blocks", "1", "--norms", "one,two", NULL },
    { "interconnect", matrix, "--blocks", "1", "--norms", "three", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Run) run = run_program_v (calls[i]);
      assert_one_line_error (run, 2, "contraction-lab: ");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/theory/examples", test_examples);
  g_test_add_func ("/cli/theory/example-parameters", test_example_parameters);
  g_test_add_func ("/cli/theory/lyapunov", test_lyapunov);
  g_test_add_func ("/cli/theory/interconnect-gains", test_interconnect_gains);
  g_test_add_func ("/cli/theory/interconnect-models", test_interconnect_models);
  g_test_add_func ("/cli/theory/usage", test_usage);
  int status = g_test_run ();
  scratch_remove ();
  return status;
}
