/* The verbs of systems and networks that are made of others: what they claim against what their
 * numbers say. */
#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "core/formats/document-file.h"
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

/* n states, r inputs, q outputs, with |A|_inf < 0.9 and the diagonal a little negative. */
static char *
random_network (const char *name, guint32 seed, gsize n, gsize r, gsize q)
{
  const struct
  {
    const char *name;
    gsize rows, cols;
  } arrays[] = {
    { "A", n, n }, { "B", n, r }, { "b", n, 1 }, { "C", q, n }, { "D", q, r }, { "c", q, 1 },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  char *path = scratch_file (name, NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (arrays); k++)
    {
      g_autoptr (ClMatrix) matrix = cl_matrix_new (arrays[k].rows, arrays[k].cols);
      double size = k == 0 ? 0.9 / (double) n : 0.5;

      for (gsize e = 0; e < matrix->rows * matrix->cols; e++)
        matrix->data[e] = g_rand_double_range (random, -size, size);
      cl_array_set_add (set, arrays[k].name, matrix);
    }
  g_assert_true (cl_array_file_write (set, path, NULL));
  return path;
}

/* y of a network at the rows of a file of inputs, by the solve verb. */
static JsonObject *
solve (const char *model, const char *inputs)
{
  g_autoptr (Run) run =
      run_program ("solve", model, "--input", inputs, "--tol", "1e-12", "--json", NULL);

  return run_json (run);
}

static double
output (JsonObject *solution, guint row, guint k)
{
  return json_array_get_double_element (
      json_array_get_array_element (json_object_get_array_member (solution, "y"), row), k);
}

/* The outputs of a solution as a file of inputs. */
static char *
outputs_file (JsonObject *solution, const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *rows = json_object_get_array_member (solution, "y");

  for (guint row = 0; row < json_array_get_length (rows); row++)
    {
      JsonArray *values = json_array_get_array_element (rows, row);

      for (guint k = 0; k < json_array_get_length (values); k++)
        g_string_append_printf (text, "%s%.17g", k > 0 ? "," : "",
                                json_array_get_double_element (values, k));
      g_string_append_c (text, '\n');
    }
  return scratch_file (name, text->str);
}

/* The composed file against its parts, both through the solve verb. */
static void
test_compose (void)
{
  g_autofree char *first = random_network ("first.npz", 1, 4, 2, 3);
  g_autofree char *second = random_network ("second.npz", 2, 3, 3, 2);
  g_autofree char *twin = random_network ("twin.npz", 3, 5, 2, 3);
  g_autofree char *inputs = scratch_file ("inputs.csv", "0.5,-1\n0,0.25\n");
  g_autofree char *cascade = scratch_file ("cascade.npz", NULL);
  g_autofree char *sum = scratch_file ("sum.npz", NULL);
  g_autofree char *loop = scratch_file ("loop.npz", NULL);
  g_autoptr (Run) run =
      run_program ("compose", "cascade", first, second, "-o", cascade, "--json", NULL);
  g_autoptr (Run) added = run_program ("compose", "parallel", first, twin, "--weights", "2,-0.5",
                                       "-o", sum, "--json", NULL);
  g_autoptr (Run) closed =
      run_program ("compose", "feedback", first, second, "-o", loop, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  g_autoptr (JsonObject) of_sum = run_json (added);
  g_autoptr (JsonObject) of_loop = run_json (closed);
  g_autoptr (JsonObject) y1 = solve (first, inputs);
  g_autofree char *between = outputs_file (y1, "between.csv");
  g_autoptr (JsonObject) y21 = solve (second, between);
  g_autoptr (JsonObject) y3 = solve (twin, inputs);
  g_autoptr (JsonObject) whole = solve (cascade, inputs);
  g_autoptr (JsonObject) weighed = solve (sum, inputs);

  g_assert_cmpfloat (number (json, "largest_difference"), <, 1e-10);
  g_assert_cmpfloat (number (of_sum, "largest_difference"), <, 1e-10);
  g_assert_cmpint (json_object_get_int_member (json, "n"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (of_loop, "n"), ==, 7);
  g_assert_nonnull (
      strstr (json_object_get_string_member (of_loop, "guarantee"), "not necessarily"));
  for (guint row = 0; row < 2; row++)
    {
      for (guint k = 0; k < 2; k++)
        g_assert_cmpfloat (fabs (output (whole, row, k) - output (y21, row, k)), <, 1e-9);
      for (guint k = 0; k < 3; k++)
        g_assert_cmpfloat (fabs (output (weighed, row, k)
                                 - (2 * output (y1, row, k) - 0.5 * output (y3, row, k))),
                           <, 1e-9);
    }
  if (json_object_get_int_member (of_loop, "checked_inputs") > 0)
    g_assert_cmpfloat (number (of_loop, "largest_difference"), <, 1e-9);
}

/* Two layers by hand: relu (u) - relu (-u) = u. */
static void
test_compose_feedforward (void)
{
  g_autofree char *one = scratch_file ("layer-one.csv", "1\n-1\n");
  g_autofree char *two = scratch_file ("layer-two.csv", "1,-1\n");
  g_autofree char *wrong = scratch_file ("layer-wrong.csv", "1,2,3\n");
  g_autofree char *out = scratch_file ("identity.npz", NULL);
  g_autofree char *inputs = scratch_file ("numbers.csv", "-3\n0.5\n");
  g_autoptr (Run) run = run_program ("compose", "feedforward", one, two, "-o", out, "--json", NULL);
  g_autoptr (Run) refused = run_program ("compose", "feedforward", one, wrong, "-o", out, NULL);
  g_autoptr (JsonObject) json = run_json (run);
  g_autoptr (JsonObject) y = solve (out, inputs);

  g_assert_cmpfloat (number (json, "metzler_abscissa"), <=, 1e-12);
  g_assert_cmpfloat (number (json, "largest_difference"), <, 1e-12);
  g_assert_cmpfloat (output (y, 0, 0), ==, -3);
  g_assert_cmpfloat (output (y, 1, 0), ==, 0.5);
  assert_one_line_error (refused, 1, "contraction-lab: ");
}

/* What is certified is never below what is measured, and both are those of the files. */
static void
test_reduce (void)
{
  static const char *const methods[][2] = {
    { "--remove", "3" },
    { "--rank", "5" },
    { "--sparsity", "0.5" },
    { "--features", "2" },
  };
  g_autofree char *model = random_network ("whole.npz", 5, 9, 4, 2);
  g_autofree char *inputs = scratch_file ("four.csv", "1,0,-1,0.5\n0.2,0.1,0.4,-2\n");
  g_autoptr (JsonObject) before = solve (model, inputs);

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autofree char *out = scratch_file ("smaller.npz", NULL);
      g_autoptr (Run) run = run_program ("reduce", model, methods[m][0], methods[m][1], "--input",
                                         inputs, "-o", out, "--json", NULL);
      g_autoptr (JsonObject) json = run_json (run);
      g_autoptr (JsonObject) after = solve (out, inputs);
      double worst = 0;

      for (guint row = 0; row < 2; row++)
        for (guint k = 0; k < 2; k++)
          worst = fmax (worst, fabs (output (before, row, k) - output (after, row, k)));
      g_assert_cmpfloat (worst, >, 1e-6);
      g_assert_cmpfloat (fabs (number (json, "measured_error") - worst), <, 1e-9);
      g_assert_cmpfloat (number (json, "certified_error"), >=, worst);
      g_assert_cmpfloat (number (json, "certified_error"), <, 100 * worst);
      if (m == 0)
        {
          g_assert_cmpint (json_object_get_int_member (json, "n_after"), ==, 6);
          g_assert_cmpfloat (number (json, "mu_inf_after"), <=, number (json, "mu_inf_before"));
        }
      if (m == 2)
        g_assert_cmpint (json_object_get_int_member (json, "nonzeros_after"), ==, 41);
    }
}

/* Rescaling changes the units of the state and nothing else; what cannot be rescaled is refused. */
static void
test_reduce_exactly (void)
{
  g_autofree char *model = random_network ("units.npz", 6, 5, 2, 2);
  g_autofree char *inputs = scratch_file ("two.csv", "1,-1\n0.5,2\n");
  g_autofree char *large = scratch_file ("large.csv", "-2\n");
  g_autofree char *out = scratch_file ("rescaled.npz", NULL);
  static const char *const methods[] = { "--rescale", "--exact" };

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (Run) run =
          run_program ("reduce", model, methods[m], "--input", inputs, "-o", out, "--json", NULL);
      g_autoptr (JsonObject) json = run_json (run);

      g_assert_cmpfloat (number (json, "measured_error"), <, 1e-10);
      g_assert_true (json_object_get_null_member (json, "certified_error"));
      g_assert_cmpfloat (number (json, "norm_inf_after"), <, 1);
    }
  g_autoptr (Run) refused = run_program ("reduce", large, "--rescale", "-o", out, NULL);
  assert_one_line_error (refused, 1, "contraction-lab: ");
}

/* A document about an example is no network, and the error says what to do. */
static void
test_example_document (void)
{
  g_autofree char *path = scratch_file ("example.clab", NULL);
  g_autoptr (ClMatrix) w = cl_matrix_new (2, 2);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (w, NULL);
  g_autoptr (JsonNode) state =
      json_from_string ("{\"model.example\": {\"type\": \"s\", \"value\": \"averaging\"}}", NULL);

  g_assert_true (cl_document_file_write (model, state, path, NULL));
  g_autoptr (Run) refused = run_program ("analyze", path, NULL);
  g_autoptr (Run) run = run_program ("simulate", "--example", "averaging", path, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);

  assert_one_line_error (refused, 1, "--example averaging");
  g_assert_nonnull (json_object_get_object_member (json, "example"));
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
    { "compose", "cascade", matrix, matrix, NULL },
    { "compose", "chain", matrix, matrix, "-o", "x.npz", NULL },
    { "compose", "cascade", matrix, matrix, matrix, "-o", "x.npz", NULL },
    { "compose", "cascade", matrix, matrix, "--weights=1,2", "-o", "x.npz", NULL },
    { "reduce", matrix, "-o", "x.npz", NULL },
    { "reduce", matrix, "--remove", "1", NULL },
    { "reduce", matrix, "--remove", "1", "-o", "x.npz", NULL },
    { "reduce", matrix, "--rank", "1", "--exact", "-o", "x.npz", NULL },
    { "reduce", matrix, "--sparsity", "2", "-o", "x.npz", NULL },
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
  g_test_add_func ("/cli/theory/compose", test_compose);
  g_test_add_func ("/cli/theory/compose-feedforward", test_compose_feedforward);
  g_test_add_func ("/cli/theory/reduce", test_reduce);
  g_test_add_func ("/cli/theory/reduce-exactly", test_reduce_exactly);
  g_test_add_func ("/cli/theory/example-document", test_example_document);
  g_test_add_func ("/cli/theory/usage", test_usage);
  int status = g_test_run ();
  scratch_remove ();
  return status;
}
