/* The weights taken away: the scripts, run by Python, solve the same equations as the program, for
 * every activation, every format and every reason to choose an iteration. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/weights-file.h"
#include "app/weights-script.h"
#include "core/datasets/dataset-source.h"
#include "core/datasets/random-stream.h"
#include "core/formats/array-file.h"
#include "core/training/evaluate.h"
#include "tests/app/weights-models.h"
#include "tests/core/training/conv-problem.h"

#define SAMPLES 300

/* Runs every script of a folder on the samples beside it; prints what it left out.  Where there is
 * no PyTorch, NumPy stands in under its name: it has all functions that the scripts use. */
static const char driver[] =
    "import glob, importlib.util, sys, types\n"
    "import numpy as np\n"
    "try:\n"
    "    import scipy.io\n"
    "except ImportError:\n"
    "    print('no scipy')\n"
    "try:\n"
    "    import torch\n"
    "    torch.set_num_threads(1)\n"
    "except ImportError:\n"
    "    print('no torch')\n"
    "    torch = types.ModuleType('torch')\n"
    "    for name in ('amax', 'clip', 'diag', 'eye', 'float64', 'linalg', 'logaddexp', 'maximum',\n"
    "                 'roll', 'tanh', 'where', 'zeros', 'zeros_like'):\n"
    "        setattr(torch, name, getattr(np, name))\n"
    "    torch.tensor = np.array\n"
    "    torch.set_default_dtype = lambda dtype: None\n"
    "    sys.modules['torch'] = torch\n"
    "sys.dont_write_bytecode = True\n"
    "folder = sys.argv[1]\n"
    "for path in glob.glob(folder + '/*.py'):\n"
    "    if 'scipy' in open(path).read() and 'scipy.io' not in sys.modules:\n"
    "        continue\n"
    "    spec = importlib.util.spec_from_file_location('script', path)\n"
    "    script = importlib.util.module_from_spec(spec)\n"
    "    spec.loader.exec_module(script)\n"
    "    inputs, labels = script.load_samples(folder + '/samples.npz')\n"
    "    outputs, residuals = script.evaluate(inputs)\n"
    "    np.savez(path + '.npz', outputs=np.asarray(outputs), residuals=np.asarray(residuals))\n";

/* NULL when there is no Python with NumPy. */
static char *
run_python (const char *program, const char *argument, GError **error)
{
  const char *argv[] = { "/usr/bin/python3", "-W", "error", "-c", program, argument, NULL };
  g_autofree char *errors = NULL;
  char *output = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors,
                     &status, error))
    return NULL;
  if (g_spawn_check_wait_status (status, error))
    return output;
  g_prefix_error (error, "%s", errors);
  g_free (output);
  return NULL;
}

static gboolean
has_numpy (void)
{
  g_autofree char *output = run_python ("import numpy", NULL, NULL);

  if (output == NULL)
    g_test_skip ("there is no Python with NumPy here");
  return output != NULL;
}

typedef struct
{
  char *folder;
  ClDataset *dataset;
  gsize samples; /* of its test samples, for the scripts */
} Fixture;

static char *
in_folder (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_samples (const Fixture *fixture)
{
  const ClSamples *test = &fixture->dataset->test;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (ClMatrix) inputs =
      cl_matrix_new (fixture->samples, cl_dataset_inputs (fixture->dataset));
  g_autoptr (ClMatrix) labels = cl_matrix_new (fixture->samples, 1);
  g_autofree char *path = in_folder (fixture, "samples.npz");

  for (gsize i = 0; i < inputs->rows * inputs->cols; i++)
    inputs->data[i] = test->pixels[i];
  for (gsize i = 0; i < labels->rows; i++)
    labels->data[i] = test->labels[i];
  cl_array_set_add (set, "inputs", inputs);
  cl_array_set_add (set, "labels", labels);
  g_assert_true (cl_array_file_write (set, path, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("contraction-lab-weights-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->dataset = cl_dataset_open ("teacher-implicit", 1, NULL, &error);
  g_assert_no_error (error);
  fixture->samples = SAMPLES;
  write_samples (fixture);
}

#define IMAGES 130 /* more than the scripts solve together */

/* Pictures in two colours, 6 x 8, of noise. */
static void
set_up_images (Fixture *fixture, gconstpointer data)
{
  ClRandomStream random = cl_random_stream_new (11, 0);
  ClSamples *test;

  fixture->folder = g_dir_make_tmp ("contraction-lab-weights-XXXXXX", NULL);
  fixture->dataset = cl_dataset_new ("Noise", 8, 6, 3);
  fixture->dataset->channels = 2;
  fixture->samples = IMAGES;
  test = &fixture->dataset->test;
  test->count = IMAGES;
  test->pixels = g_new (float, IMAGES *cl_dataset_inputs (fixture->dataset));
  test->labels = g_new0 (guint8, IMAGES);
  for (gsize i = 0; i < IMAGES * cl_dataset_inputs (fixture->dataset); i++)
    test->pixels[i] = (float) cl_random_stream_uniform (&random, 0.0, 1.0);
  write_samples (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = in_folder (fixture, name);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  cl_dataset_unref (fixture->dataset);
}

static ClTrained *
trained_of (ClModel *model)
{
  return cl_trained_new_take (cl_model_ref (model), NULL);
}

static gboolean
save (ClModel *model, const char *path, gboolean scripts, GError **error)
{
  g_autoptr (ClTrained) trained = trained_of (model);

  return cl_weights_file_save (trained, path, scripts, error);
}

static char *
script_of (ClModel *model, ClWeightsScript script, GError **error)
{
  g_autoptr (ClTrained) trained = trained_of (model);

  return cl_weights_script_new (script, trained, "m.npz", error);
}

/* The script's outputs are those of the program up to what two residuals of 1e-4 allow, and its
 * residuals keep the promise. */
static void
compare (const Fixture *fixture, const ClTrained *trained, const char *weights,
         ClWeightsScript script)
{
  g_autofree char *path = cl_weights_script_path (script, weights);
  g_autofree char *results = g_strconcat (path, ".npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClArraySet) set = cl_array_file_read (results, &error);
  g_assert_no_error (error);
  ClSamples samples = fixture->dataset->test;
  samples.count = fixture->samples;
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new_trained (trained, fixture->dataset, &samples, NULL, &error);
  g_assert_no_error (error);
  const ClMatrix *outputs = cl_array_set_find (set, "outputs");
  const ClMatrix *residuals = cl_array_set_find (set, "residuals");

  g_assert_cmpuint (outputs->rows, ==, samples.count);
  g_assert_cmpuint (outputs->cols, ==, fixture->dataset->classes);
  for (gsize i = 0; i < outputs->rows * outputs->cols; i++)
    g_assert_cmpfloat_with_epsilon (outputs->data[i], evaluation->outputs[i], 1e-2);
  for (gsize i = 0; i < samples.count; i++)
    g_assert_cmpfloat (residuals->data[i], <=, 1e-4);
}

static const char *const endings[] = { ".npz", ".mat", ".safetensors", ".clab" };

static void
compare_all (const Fixture *fixture, const GPtrArray *networks, const GPtrArray *paths)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = run_python (driver, fixture->folder, &error);
  g_assert_no_error (error);
  const gboolean no_scipy = strstr (output, "no scipy") != NULL;

  if (strstr (output, "no torch") != NULL)
    g_test_message ("there is no PyTorch here: NumPy has stood in for it");
  for (gsize i = 0; i < paths->len; i++)
    if (!no_scipy || !g_str_has_suffix (paths->pdata[i], ".mat"))
      for (int k = 0; k < CL_N_WEIGHTS_SCRIPTS; k++)
        compare (fixture, networks->pdata[i], paths->pdata[i], (ClWeightsScript) k);
}

/* Every activation in every case; formats and parts take turns. */
static void
test_same_outputs (Fixture *fixture, gconstpointer data)
{
  gsize n_activations;
  const ClActivation *const *activations = cl_activation_table (&n_activations);
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_trained_unref);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!has_numpy ())
    return;
  g_ptr_array_add (models, cl_trained_new_take (draw_asleep (), NULL));
  g_ptr_array_add (paths, in_folder (fixture, "asleep.npz"));
  g_assert_true (cl_weights_file_save (models->pdata[0], paths->pdata[0], TRUE, &error));
  for (gsize i = 0; i < N_CASES * n_activations; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("it's \"%u\" ü%s", (guint) i, endings[(i + i / 4) % 4]);

      g_ptr_array_add (paths, in_folder (fixture, name));
      g_ptr_array_add (models, cl_trained_new_take (draw_model ((Case) (i % N_CASES),
                                                                activations[i / N_CASES],
                                                                (guint) (i * 7 % 16), i),
                                                    NULL));
      g_assert_true (
          cl_weights_file_save (models->pdata[i + 1], paths->pdata[i + 1], TRUE, &error));
      g_assert_no_error (error);
    }

  compare_all (fixture, models, paths);
}

/* Every activation, with kernels of three sides and blocks of two. */
static void
test_convolution (Fixture *fixture, gconstpointer data)
{
  gsize n_activations;
  const ClActivation *const *activations = cl_activation_table (&n_activations);
  g_autoptr (GPtrArray) networks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cl_trained_unref);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!has_numpy ())
    return;
  for (gsize i = 0; i < 2 * n_activations; i++)
    {
      const ClConvShape shape = { .channels = 3 + i % 2,
                                  .inputs = 2,
                                  .height = 6,
                                  .width = 8,
                                  .kernel = 1 + 2 * (i % 3),
                                  .pool = 1 + i % 2,
                                  .classes = 3 };
      g_autofree char *name = g_strdup_printf ("conv %u%s", (guint) i, endings[i % 3]);

      g_ptr_array_add (paths, in_folder (fixture, name));
      g_ptr_array_add (
          networks,
          cl_trained_new_take (NULL, conv_problem_new (&shape, activations[i % n_activations]->id,
                                                       i % 2 == 0 ? 0.5 : -0.5, i)));
      g_assert_true (cl_weights_file_save (networks->pdata[i], paths->pdata[i], TRUE, &error));
      g_assert_no_error (error);
    }
  compare_all (fixture, networks, paths);
}

/* The iteration is the one for the activation and the condition, and the text says why. */
static void
test_choice (void)
{
  static const struct
  {
    Case which;
    const char *activation, *step, *why;
  } expected[] = {
    { CASE_MU_INF, "relu", "diagonal-implicit", "mu_inf(A) = max" },
    { CASE_MU_INF, "tanh", "average iteration", "mu_inf(A) = max" },
    { CASE_METZLER, "leaky-relu", "diagonal-implicit", "spectral abscissa" },
    { CASE_METZLER, "softplus", "average iteration", "spectral abscissa" },
    { CASE_MU_TWO, "relu", "Peaceman", "mu_2(A), the largest" },
    { CASE_STABLE, "logistic", "Peaceman", "best diagonal weights" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClModel) model =
          draw_model (expected[i].which, cl_activation_find (expected[i].activation), 1, 5);
      g_autofree char *text = script_of (model, CL_WEIGHTS_SCRIPT_NUMPY, &error);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (text, expected[i].step));
      g_assert_nonnull (strstr (text, expected[i].why));
      g_assert_null (strstr (text, "@np@"));
    }
}

/* Where nothing promises convergence the text does not either. */
static void
test_no_promise (void)
{
  g_autoptr (ClMatrix) a = cl_matrix_new_identity (2);
  g_autoptr (GError) error = NULL;

  a->data[0] = 2.0;
  const ClModelParts parts = { .array = { [CL_ARRAY_A] = a, [CL_ARRAY_B] = a, [CL_ARRAY_C] = a } };
  g_autoptr (ClModel) model = cl_model_new (&parts, &error);
  g_autofree char *text = script_of (model, CL_WEIGHTS_SCRIPT_TORCH, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "Nothing promises"));
}

static void
test_names (void)
{
  static const char *const names[][3] = {
    { "a/model.npz", "a/model_numpy.py", "a/model_torch.py" },
    { "run.1.safetensors", "run.1_numpy.py", "run.1_torch.py" },
    { "a.b/weights", "a.b/weights_numpy.py", "a.b/weights_torch.py" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (int k = 0; k < CL_N_WEIGHTS_SCRIPTS; k++)
      {
        g_autofree char *path = cl_weights_script_path ((ClWeightsScript) k, names[i][0]);
        g_assert_cmpstr (path, ==, names[i][1 + k]);
      }
}

/* What cannot be scripted fails before a file appears. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClModel) good = draw_model (CASE_MU_INF, NULL, 1, 1);
  g_autoptr (ClModel) hopfield = cl_model_with_kind (good, CL_MODEL_HOPFIELD);
  g_autoptr (ClModel) mute = cl_model_with_array (good, CL_ARRAY_C, NULL, NULL);
  const struct
  {
    ClModel *model;
    const char *name, *part;
  } calls[] = {
    { hopfield, "h.npz", "of the kind hopfield" },
    { mute, "m.npz", "no C" },
    { good, "g.csv", ".safetensors" },
    { good, "\xff.npz", "not UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = in_folder (fixture, calls[i].name);

      g_assert_false (save (calls[i].model, path, TRUE, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, calls[i].part));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* Without scripts the file is alone, and holds the model. */
static void
test_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClModel) model = draw_model (CASE_MU_TWO, cl_activation_find ("tanh"), 15, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strconcat ("alone", endings[i], NULL);
      g_autofree char *path = in_folder (fixture, name);
      g_autofree char *script = cl_weights_script_path (CL_WEIGHTS_SCRIPT_NUMPY, path);

      g_assert_true (save (model, path, FALSE, &error));
      g_assert_no_error (error);
      g_assert_false (g_file_test (script, G_FILE_TEST_EXISTS));
      g_autoptr (ClModel) back = cl_model_read (path, &error);
      g_assert_no_error (error);
      g_assert_true (cl_model_equal (model, back));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/weights-file/same-outputs", Fixture, NULL, set_up, test_same_outputs, tear_down);
  g_test_add ("/weights-file/convolution", Fixture, NULL, set_up_images, test_convolution,
              tear_down);
  g_test_add_func ("/weights-file/choice", test_choice);
  g_test_add_func ("/weights-file/no-promise", test_no_promise);
  g_test_add_func ("/weights-file/names", test_names);
  g_test_add ("/weights-file/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/weights-file/alone", Fixture, NULL, set_up, test_alone, tear_down);
  return g_test_run ();
}
