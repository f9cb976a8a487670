/* The command line as a person meets it: help, results, exit statuses and one-line errors. */
#include <gio/gio.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "tests/cli/runner.h"

static const char *const verb_names[] = { "analyze", "solve",   "simulate", "bounds",
                                          "train",   "sweep",   "evaluate", "fetch",
                                          "figure",  "convert", "bench",    "interconnect",
                                          "compose", "reduce",  "regress" };

static void
test_help (void)
{
  g_autoptr (Run) all = run_program ("--help", NULL);

  g_assert_cmpint (all->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (verb_names); i++)
    {
      g_autoptr (Run) run = run_program (verb_names[i], "--help", NULL);

      g_assert_cmpint (run->status, ==, 0);
      g_assert_nonnull (strstr (all->out, verb_names[i]));
      g_assert_nonnull (strstr (run->out, "Example"));
      g_assert_nonnull (strstr (run->out, "--json"));
    }
}

static void
test_version (void)
{
  g_autoptr (Run) run = run_program ("--version", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);

  g_assert_cmpstr (json_object_get_string_member (json, "version"), !=, "");
  g_assert_cmpstr (json_object_get_string_member (json, "blas_kernels"), !=, "");
}

static void
test_usage (void)
{
  g_autofree char *matrix = scratch_file ("usage.csv", "0\n");
  const char *const calls[][6] = {
    { "no-such-verb-or-file", NULL },
    { "analyze", NULL },
    { "analyze", matrix, matrix, NULL },
    { "analyze", "--no-such-option", matrix, NULL },
    { "analyze", "--activation", "sine", matrix, NULL },
    { "analyze", "--model", "none", matrix, NULL },
    { "solve", matrix, "--tol", "-1", NULL },
    { "solve", matrix, "--solver", "magic", NULL },
    { "simulate", matrix, "--frames", "1", NULL },
    { "simulate", matrix, "--until", "0", NULL },
    { "simulate", matrix, "--period", "1", NULL },
    { "train", "--n", "0", NULL },
    { "train", "--train-share", "1", NULL },
    { "train", "--gamma", "1.5", NULL },
    { "train", "--family", "unknown", NULL },
    { "train", "--checkpoint", "run.csv", NULL },
    { "train", "--resume", matrix, "--n", "10", NULL },
    { "sweep", "--lambda", "0:1", NULL },
    { "sweep", "--lambda", "-1", NULL },
    { "sweep", "--seeds", "1.5", NULL },
    { "sweep", "--families", "mon", "--lambda", "1e-5", NULL },
    { "sweep", "--families", "nemon,unheard-of", NULL },
    { "sweep", "--resume", NULL },
    { "evaluate", matrix, "--split", "half", NULL },
    { "figure", NULL },
    { "figure", "phase-plane", NULL },
    { "figure", "no-such-figure", "-o", "x.pdf", NULL },
    { "convert", matrix, NULL },
    { "bench", "no-such-benchmark", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Run) run = run_program_v (calls[i]);
      assert_one_line_error (run, 2, "contraction-lab: ");
    }
}

static void
test_bad_input (void)
{
  g_autofree char *ragged = scratch_file ("ragged.csv", "1,2\n3\n");
  g_autofree char *text = scratch_file ("text.csv", "1,2\n3,four\n");
  g_autofree char *nan = scratch_file ("nan.csv", "1,2\n3,nan\n");
  g_autofree char *wide = scratch_file ("wide.csv", "1,2,3\n4,5,6\n");
  g_autofree char *empty = scratch_file ("empty.csv", "");
  g_autofree char *absent = scratch_file ("absent.npz", NULL);
  const struct
  {
    const char *path;
    const char *part;
  } files[] = {
    { ragged, "ragged.csv" }, { text, "four" },       { nan, "nan.csv" },
    { wide, "2x3" },          { empty, "empty.csv" }, { absent, "absent.npz" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (Run) run = run_program ("analyze", files[i].path, "--json", NULL);
      assert_one_line_error (run, 1, files[i].part);
    }
}

static JsonObject *
find_condition (JsonObject *analysis, const char *id)
{
  JsonArray *conditions = json_object_get_array_member (analysis, "conditions");

  for (guint i = 0; i < json_array_get_length (conditions); i++)
    {
      JsonObject *condition = json_array_get_object_element (conditions, i);
      if (g_str_equal (json_object_get_string_member (condition, "id"), id))
        return condition;
    }
  g_assert_not_reached ();
}

/* The rotation [[0,4],[-4,0]]: only the l2 condition of the two holds. */
static void
test_analyze (void)
{
  g_autofree char *path = scratch_file ("rotation.csv", "0,4\n-4,0\n");
  g_autoptr (Run) run = run_program ("analyze", path, "--json", NULL);
  g_autoptr (Run) table = run_program ("analyze", path, NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonObject *mu_inf = find_condition (json, "mu_inf");
  JsonObject *mu_2 = find_condition (json, "mu_2");
  JsonObject *minor = find_condition (json, "p_matrix");

  g_assert_cmpint (json_object_get_int_member (json, "n"), ==, 2);
  g_assert_cmpfloat (json_object_get_double_member (mu_inf, "value"), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (mu_inf, "verdict"), ==, "fails");
  g_assert_cmpfloat (fabs (json_object_get_double_member (mu_2, "value")), <, 1e-12);
  g_assert_cmpstr (json_object_get_string_member (mu_2, "verdict"), ==, "holds");
  g_assert_cmpstr (json_object_get_string_member (minor, "verdict"), ==, "holds");
  g_assert_cmpfloat (json_object_get_double_member (minor, "value"), ==, 1);
  g_assert_true (json_object_get_null_member (json, "witness"));
  g_assert_cmpint (table->status, ==, 0);
  g_assert_nonnull (strstr (table->out, "Fails"));
}

/* A = [2] is not well posed: x = relu (2x + b) has two fixed points for b < 0. */
static void
test_witness (void)
{
  g_autofree char *path = scratch_file ("two.csv", "2\n");
  g_autoptr (Run) run = run_program ("analyze", path, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonObject *witness = json_object_get_object_member (json, "witness");
  double b = json_array_get_double_element (json_object_get_array_member (witness, "b"), 0);
  JsonArray *points = json_object_get_array_member (witness, "fixed_points");

  for (guint i = 0; i < json_array_get_length (points); i++)
    {
      double x = json_array_get_double_element (json_array_get_array_element (points, i), 0);
      g_assert_cmpfloat (fabs (x - MAX (2 * x + b, 0)), <, 1e-12);
    }
  g_assert_true (json_array_get_length (points) >= 2
                 || (b > 0 && json_array_get_length (points) == 0));
}

/* x' = -x + u with u = 1, 0, 1, 0, ... a unit of time each: every start ends on one cycle, and
 * distances shrink by exp (-2) a period. */
static void
test_entrainment (void)
{
  g_autofree char *csv = scratch_file ("wave.csv", "1\n0\n");
  g_autofree char *npz = scratch_file ("filter.npz", NULL);
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (ClMatrix) a = cl_matrix_new (1, 1);
  g_autoptr (ClMatrix) b = cl_matrix_new_identity (1);
  g_autoptr (GError) error = NULL;

  cl_array_set_add (set, "A", a);
  cl_array_set_add (set, "B", b);
  cl_array_file_write (set, npz, &error);
  g_assert_no_error (error);

  g_autoptr (Run) run = run_program ("simulate", npz, "--input", csv, "--period", "2", "--starts",
                                     "5", "--activation", "identity", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonObject *entrainment = json_object_get_object_member (json, "entrainment");
  double factor = json_object_get_double_member (entrainment, "factor");

  g_assert_true (json_object_get_boolean_member (entrainment, "common"));
  g_assert_cmpfloat (fabs (factor - exp (-2)), <, 1e-3);
}

static void
test_refusal (void)
{
  g_autofree char *path = scratch_file ("expanding.csv", "0,4\n-4,0\n");
  g_autoptr (Run) refused = run_program ("solve", path, "--solver", "picard", NULL);

  assert_one_line_error (refused, 1, "--force");
}

/* The same points in either precision; what float is not asked for costs no iteration in double. */
static void
test_precision (void)
{
  g_autofree char *path = scratch_file ("contracting.csv", "-3,0.5,0.1\n0.2,-1,0.3\n0.4,0.1,-2\n");
  g_autoptr (Run) coarse = run_program ("solve", path, "--activation", "logistic", "--precision",
                                        "single", "--tol", "1e-5", "--json", NULL);
  g_autoptr (Run) fine = run_program ("solve", path, "--activation", "logistic", "--precision",
                                      "single", "--tol", "1e-14", "--json", NULL);
  g_autoptr (Run) wrong = run_program ("solve", path, "--precision", "half", NULL);
  g_autoptr (JsonObject) of_float = run_json (coarse);
  g_autoptr (JsonObject) finished = run_json (fine);

  g_assert_cmpstr (json_object_get_string_member (of_float, "precision"), ==, "single");
  g_assert_cmpint (json_object_get_int_member (of_float, "double_iterations"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (of_float, "iterations"), >, 0);
  g_assert_cmpint (json_object_get_int_member (finished, "double_iterations"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (finished, "residual"), <=, 1e-14);
  assert_one_line_error (wrong, 2, "expected single or double");
}

/* Anderson acceleration gets to the same point in fewer iterations. */
static void
test_anderson (void)
{
  g_autofree char *path = scratch_file ("slow.csv", "0.5,0.48\n0.49,0.5\n");
  g_autoptr (Run) plain = run_program ("solve", path, "--activation", "softplus", "--solver",
                                       "averaged", "--json", NULL);
  g_autoptr (Run) mixed = run_program ("solve", path, "--activation", "softplus", "--solver",
                                       "averaged", "--anderson", "3", "--json", NULL);
  g_autoptr (Run) wrong = run_program ("solve", path, "--anderson", "-1", NULL);
  g_autoptr (JsonObject) slow = run_json (plain);
  g_autoptr (JsonObject) fast = run_json (mixed);

  g_assert_true (json_object_get_boolean_member (fast, "converged"));
  g_assert_cmpint (4 * json_object_get_int_member (fast, "iterations"), <,
                   json_object_get_int_member (slow, "iterations"));
  assert_one_line_error (wrong, 2, "--anderson");
}

static void
test_convert (void)
{
  g_autofree char *csv = scratch_file ("convert.csv", "0.1,-2e-300\n3,4\n");
  g_autofree char *npz = scratch_file ("convert.npz", NULL);
  g_autofree char *back = scratch_file ("back.csv", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (Run) there = run_program ("convert", csv, npz, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (there);
  JsonObject *arrays = json_object_get_object_member (json, "arrays");
  g_autoptr (Run) again = run_program ("convert", npz, back, NULL);

  g_assert_cmpint (json_array_get_length (json_object_get_array_member (arrays, "A")), ==, 2);
  g_assert_cmpint (again->status, ==, 0);
  g_assert_true (g_file_get_contents (csv, &first, NULL, NULL));
  g_assert_true (g_file_get_contents (back, &second, NULL, NULL));
  g_assert_cmpstr (first, ==, second);
}

static void
test_figures (void)
{
  g_autoptr (Run) list = run_program ("figure", "--list", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (list);
  JsonArray *figures = json_object_get_array_member (json, "figures");
  const char *const endings[] = { "pdf", "svg", "png", "tex", "csv" };

  g_assert_cmpint (json_array_get_length (figures), >=, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("phase.%s", endings[i]);
      g_autofree char *path = scratch_file (name, NULL);
      g_autofree char *contents = NULL;
      gsize length;
      g_autoptr (Run) run = run_program ("figure", "phase-plane", "-o", path, "--json", NULL);
      g_autoptr (JsonObject) result = run_json (run);

      g_assert_cmpstr (json_object_get_string_member (result, "out"), ==, path);
      g_assert_cmpfloat (json_object_get_double_member (result, "width_mm"), ==, 120);
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_cmpint (length, >, 1000);
    }
}

static void
test_figure_unknown_ending (void)
{
  g_autofree char *path = scratch_file ("figure.bmp", NULL);
  g_autoptr (Run) run = run_program ("figure", "phase-plane", "-o", path, NULL);

  assert_one_line_error (run, 1, "pdf");
}

/* Two weights and two seeds: each run is the one that "train" makes, and the means are right. */
static void
test_sweep (void)
{
  g_autofree char *table = scratch_file ("sweep.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (Run) run =
      run_program ("sweep", "--n", "8", "--epochs", "1", "--threads", "2", "--lambda", "0,1e-2",
                   "--seeds", "1:2:1", "--out", table, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonArray *runs = json_object_get_array_member (json, "runs");
  JsonArray *summary = json_object_get_array_member (json, "summary");
  double accuracy[2][2], lipschitz[2][2];

  g_assert_cmpint (json_array_get_length (runs), ==, 4);
  g_assert_cmpint (json_array_get_length (summary), ==, 2);
  for (guint i = 0; i < 4; i++)
    {
      JsonObject *one = json_array_get_object_element (runs, i);
      const gsize heavy = json_object_get_double_member (one, "lambda") > 0;
      const gsize seed = (gsize) json_object_get_double_member (one, "seed") - 1;

      g_assert_true (json_object_get_null_member (one, "error"));
      g_assert_cmpfloat (json_object_get_double_member (one, "seconds"), >, 0);
      accuracy[heavy][seed] = json_object_get_double_member (one, "best_test_accuracy");
      lipschitz[heavy][seed] = json_object_get_double_member (one, "lipschitz");
    }
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *of_lambda = json_array_get_object_element (summary, i);
      JsonObject *spread = json_object_get_object_member (of_lambda, "best_test_accuracy");

      g_assert_cmpint (json_object_get_int_member (of_lambda, "runs"), ==, 2);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (spread, "mean"),
                                      (accuracy[i][0] + accuracy[i][1]) / 2, 1e-12);
      g_assert_cmpfloat (json_object_get_double_member (spread, "min"), ==,
                         fmin (accuracy[i][0], accuracy[i][1]));
      g_assert_cmpfloat (json_object_get_double_member (spread, "max"), ==,
                         fmax (accuracy[i][0], accuracy[i][1]));
      g_assert_cmpfloat (lipschitz[1][i], <, 0.5 * lipschitz[0][i]);
    }

  g_autoptr (Run) train = run_program ("train", "--n", "8", "--epochs", "1", "--threads", "2",
                                       "--lambda", "1e-2", "--seed", "2", "--json", NULL);
  g_autoptr (JsonObject) alone = run_json (train);
  g_assert_cmpfloat (json_object_get_double_member (alone, "best_test_accuracy"), ==,
                     accuracy[1][1]);
  g_assert_true (g_file_get_contents (table, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_true (
      g_str_has_prefix (lines[0], "lambda,seed,best_test_accuracy,lipschitz,seconds,family,"));
}

/* A table that has some of the runs: only the others are trained, for another family as well. */
static void
test_sweep_resume (void)
{
  g_autofree char *table = scratch_file ("resumed.csv", NULL);
  g_autofree char *models = scratch_file ("networks", NULL);
  g_autofree char *network = g_build_filename (models, "idl-0-1.npz", NULL);
  g_autoptr (Run) first = run_program ("sweep", "--n", "8", "--epochs", "1", "--out", table, NULL);
  g_autoptr (Run) second =
      run_program ("sweep", "--n", "8", "--epochs", "1", "--families", "nemon,idl", "--out", table,
                   "--resume", "--models", models, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (second);
  JsonArray *runs = json_object_get_array_member (json, "runs");
  g_autoptr (Run) evaluate = run_program ("evaluate", network, "--data", "digits", "--json", NULL);
  g_autoptr (JsonObject) checked = run_json (evaluate);

  g_assert_cmpint (first->status, ==, 0);
  g_assert_cmpint (json_array_get_length (runs), ==, 2);
  JsonObject *idl = json_array_get_object_element (runs, 1);
  g_assert_cmpstr (json_object_get_string_member (idl, "family"), ==, "idl");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (idl, "best_test_accuracy"),
                                  json_object_get_double_member (checked, "accuracy"), 1e-3);

  g_autoptr (Run) other =
      run_program ("sweep", "--n", "9", "--epochs", "1", "--out", table, "--resume", NULL);
  assert_one_line_error (other, 1, "“n”");
}

static void
test_missing_data (void)
{
  g_autofree char *folder = scratch_file ("no-such-folder", NULL);
  g_autoptr (Run) run = run_program ("train", "--data", folder, NULL);

  assert_one_line_error (run, 1, "no-such-folder");
}

static void
test_bench (void)
{
  g_autoptr (Run) run = run_program ("bench", "bundle-2", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonArray *list = json_object_get_array_member (json, "benchmarks");
  JsonObject *only = json_array_get_object_element (list, 0);

  g_assert_cmpint (json_array_get_length (list), ==, 1);
  g_assert_cmpfloat (json_object_get_double_member (only, "seconds_min"), <=,
                     json_object_get_double_member (only, "seconds_median"));
}

/* An epoch cannot be quicker than its gemm work at the peak, up to the noise of the machine. */
static void
test_bench_epoch (void)
{
  g_autoptr (Run) run = run_program ("bench", "train-epoch", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonObject *only =
      json_array_get_object_element (json_object_get_array_member (json, "benchmarks"), 0);
  const double ratio = json_object_get_double_member (only, "ratio");

  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (only, "gemm_seconds") * ratio,
                                  json_object_get_double_member (only, "seconds_median"), 1e-9);
  g_assert_cmpfloat (json_object_get_double_member (only, "sgemm_peak_gflops"), >, 0);
  g_assert_cmpfloat (ratio, >, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/version", test_version);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/bad-input", test_bad_input);
  g_test_add_func ("/cli/analyze", test_analyze);
  g_test_add_func ("/cli/witness", test_witness);
  g_test_add_func ("/cli/entrainment", test_entrainment);
  g_test_add_func ("/cli/refusal", test_refusal);
  g_test_add_func ("/cli/precision", test_precision);
  g_test_add_func ("/cli/anderson", test_anderson);
  g_test_add_func ("/cli/convert", test_convert);
  g_test_add_func ("/cli/figures", test_figures);
  g_test_add_func ("/cli/figure/unknown-ending", test_figure_unknown_ending);
  g_test_add_func ("/cli/sweep", test_sweep);
  g_test_add_func ("/cli/sweep-resume", test_sweep_resume);
  g_test_add_func ("/cli/missing-data", test_missing_data);
  g_test_add_func ("/cli/bench", test_bench);
  g_test_add_func ("/cli/bench/epoch", test_bench_epoch);
  int status = g_test_run ();
  scratch_remove ();
  return status;
}
