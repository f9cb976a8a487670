/* A convolutional network on the command line: trained, evaluated, analysed, bounded, and refused
 * where it cannot be what is wanted. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "tests/cli/runner.h"

#define RECORD  3073
#define RECORDS 10
#define N_FILES 6

static char *folder, *model;

static char *
data_file (guint index)
{
  g_autofree char *name = index < N_FILES - 1 ? g_strdup_printf ("data_batch_%u.bin", index + 1)
                                              : g_strdup ("test_batch.bin");

  return g_build_filename (folder, name, NULL);
}

/* CIFAR-10 in small: images of one colour, by the class. */
static void
write_data (void)
{
  g_autofree char *bytes = g_malloc (RECORDS * RECORD);

  folder = g_dir_make_tmp ("cli-convolution-XXXXXX", NULL);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = data_file (i);

      for (guint r = 0; r < RECORDS; r++)
        {
          memset (bytes + r * RECORD, (int) (25 * r + i), RECORD);
          bytes[r * RECORD] = (char) r;
        }
      g_assert_true (g_file_set_contents (path, bytes, RECORDS * RECORD, NULL));
    }
}

static void
remove_data (void)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = data_file (i);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  g_free (model);
}

static void
test_train (void)
{
  g_autoptr (Run) run =
      run_program ("train", "--family", "nemon-conv", "--data", folder, "--n", "2", "--epochs", "2",
                   "--batch", "10", "--gamma", "0.5", "--out", model, "--scripts", "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonArray *epochs = json_object_get_array_member (json, "epochs");
  JsonObject *last = json_array_get_object_element (epochs, 1);

  g_assert_cmpstr (json_object_get_string_member (json, "family"), ==, "nemon-conv");
  g_assert_cmpint (json_object_get_int_member (json, "n"), ==, 2);
  g_assert_cmpuint (json_array_get_length (epochs), ==, 2);
  g_assert_cmpfloat (json_object_get_double_member (last, "worst_residual"), <=, 1e-4);
  g_assert_cmpfloat (json_object_get_double_member (last, "margin"), >=, 0.5);
}

static void
test_evaluate (void)
{
  g_autoptr (Run) run = run_program ("evaluate", model, "--data", folder, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);

  g_assert_cmpint (json_object_get_int_member (json, "samples"), ==, RECORDS);
  g_assert_cmpfloat (json_object_get_double_member (json, "worst_residual"), <=, 1e-4);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json, "confusion")), ==,
                    10);
}

static void
test_analyze (void)
{
  g_autoptr (Run) run = run_program ("analyze", model, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonObject *measures = json_object_get_object_member (json, "measures");
  JsonObject *norms = json_object_get_object_member (json, "norms");
  JsonArray *weights = json_object_get_array_member (json, "optimal_weights");

  g_assert_cmpint (json_object_get_int_member (json, "n"), ==, 2 * 32 * 32);
  g_assert_cmpfloat (json_object_get_double_member (measures, "inf"), <=, 0.5);
  g_assert_cmpfloat (json_object_get_double_member (measures, "two"), <=,
                     json_object_get_double_member (norms, "two"));
  g_assert_cmpuint (json_array_get_length (weights), ==, 2);
}

/* The ladder of a convolutional network has all of its bounds but that over all slope patterns and
 * that in the weighted l_2 norm. */
static void
test_bounds (void)
{
  static const char *const valid[] = {
    "nemon", "nemon_refined", "nemon_weighted", "metzler_sensitivity", "l2", "l2_as_inf", "l2_mixed"
  };
  g_autoptr (Run) run = run_program ("bounds", model, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  JsonArray *bounds = json_object_get_array_member (json, "bounds");
  guint found = 0;

  for (guint i = 0; i < json_array_get_length (bounds); i++)
    {
      JsonObject *bound = json_array_get_object_element (bounds, i);
      const char *id = json_object_get_string_member (bound, "id");

      for (gsize k = 0; k < G_N_ELEMENTS (valid); k++)
        if (g_str_equal (id, valid[k]))
          {
            g_assert_true (json_object_get_boolean_member (bound, "valid"));
            g_assert_cmpfloat (json_object_get_double_member (bound, "value"), >, 0.0);
            found++;
          }
    }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (valid));
  g_assert_nonnull (json_object_get_string_member (json, "best"));
}

/* The scripts beside the weights answer every sample as the program does, and print its line. */
static void
check_script (const char *suffix, const char *module, const char *samples, const char *evaluation)
{
  static const char program[] =
      "import importlib.util, sys\n"
      "import numpy as np\n"
      "spec = importlib.util.spec_from_file_location('script', sys.argv[1])\n"
      "script = importlib.util.module_from_spec(spec)\n"
      "spec.loader.exec_module(script)\n"
      "outputs, residuals = script.evaluate(script.load_samples(sys.argv[2])[0])\n"
      "file = np.load(sys.argv[2])\n"
      "print((np.asarray(outputs).argmax(1) != file['answers'].ravel()).sum(),\n"
      "      float(residuals.max()) <= 1e-4)\n";
  g_autofree char *name = g_strconcat ("conv", suffix, NULL);
  g_autofree char *script = scratch_file (name, NULL);
  g_autofree char *import = g_strconcat ("import ", module, NULL);
  g_autofree char *found = run_python ("-c", import, NULL);

  if (found == NULL)
    {
      g_test_message ("there is no Python with %s here", module);
      return;
    }
  g_autofree char *counted = run_python ("-B", "-c", program, script, samples, NULL);
  g_autofree char *printed = run_python ("-B", script, samples, NULL);
  const char *end = strchr (evaluation, '%');

  g_assert_cmpstr (counted, ==, "0 True\n");
  g_assert_nonnull (end);
  g_assert_nonnull (printed);
  g_assert_cmpint (strncmp (printed, evaluation, (gsize) (end - evaluation)), ==, 0);
}

static void
test_scripts (void)
{
  g_autofree char *samples = scratch_file ("samples.npz", NULL);
  g_autoptr (Run) run = run_program ("evaluate", model, "--data", folder, "--out", samples, NULL);

  g_assert_cmpint (run->status, ==, 0);
  check_script ("_numpy.py", "numpy", samples, run->out);
  check_script ("_torch.py", "torch", samples, run->out);
}

static void
test_refused (void)
{
  g_autofree char *input = scratch_file ("input.csv", "0\n");
  g_autoptr (Run) solve = run_program ("solve", model, "--input", input, NULL);
  g_autoptr (Run) other = run_program ("evaluate", model, "--data", "digits", NULL);
  g_autoptr (Run) activation = run_program ("analyze", model, "--activation", "tanh", NULL);
  g_autoptr (Run) data = run_program ("bounds", model, "--data", folder, NULL);

  assert_one_line_error (solve, 1, "convolutional network");
  assert_one_line_error (other, 1, "3 x 32 x 32");
  assert_one_line_error (activation, 2, "--activation");
  assert_one_line_error (data, 2, "--data");
}

/* No document can hold it: that is said before the run, also before one that goes on. */
static void
test_document (void)
{
  g_autofree char *checkpoint = scratch_file ("run.npz", NULL);
  g_autoptr (Run) first = run_program ("train", "--family", "nemon-conv", "--data", folder, "--n",
                                       "1", "--epochs", "1", "--checkpoint", checkpoint, NULL);
  g_autoptr (Run) begun = run_program ("train", "--family", "nemon-conv", "--data", folder, "--n",
                                       "1", "--epochs", "1", "--out", "conv.CLAB", NULL);
  g_autoptr (Run) resumed =
      run_program ("train", "--resume", checkpoint, "--data", folder, "--out", "conv.clab", NULL);

  g_assert_cmpint (first->status, ==, 0);
  assert_one_line_error (begun, 2, "conv.CLAB: expected .npz");
  assert_one_line_error (resumed, 2, "conv.clab: expected .npz");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  write_data ();
  model = scratch_file ("conv.npz", NULL);
  g_test_add_func ("/cli/convolution/train", test_train);
  g_test_add_func ("/cli/convolution/document", test_document);
  g_test_add_func ("/cli/convolution/evaluate", test_evaluate);
  g_test_add_func ("/cli/convolution/analyze", test_analyze);
  g_test_add_func ("/cli/convolution/bounds", test_bounds);
  g_test_add_func ("/cli/convolution/scripts", test_scripts);
  g_test_add_func ("/cli/convolution/refused", test_refused);
  const int status = g_test_run ();
  remove_data ();
  scratch_remove ();
  return status;
}
