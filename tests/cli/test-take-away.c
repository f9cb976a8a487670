/* A trained network taken away: the program trains and saves, Python loads the weights with the
 * script beside them and answers the same. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "tests/cli/runner.h"

static gboolean
has_module (const char *name)
{
  g_autofree char *import = g_strconcat ("import ", name, NULL);
  g_autofree char *output = run_python ("-c", import, NULL);

  return output != NULL;
}

/* "10000 samples, accuracy 95.68 %, worst residual 1.0e-04" */
static void
read_line (const char *line, double numbers[3])
{
  static const char *const before[] = { "", " samples, accuracy ", " %, worst residual " };

  for (gsize i = 0; i < 3; i++)
    {
      char *end;

      g_assert_true (g_str_has_prefix (line, before[i]));
      line += strlen (before[i]);
      numbers[i] = g_ascii_strtod (line, &end);
      g_assert_true (end != line);
      line = end;
    }
}

/* What the script says of the samples is what the program says, the same line up to `slack` percent
 * of the accuracy. */
static void
compare_lines (const char *script, const char *samples, const char *evaluation, double slack)
{
  g_autofree char *printed = run_python (script, samples, NULL);
  double theirs[3], ours[3];

  g_assert_nonnull (printed);
  read_line (printed, theirs);
  read_line (evaluation, ours);
  g_assert_cmpfloat (theirs[0], ==, ours[0]);
  g_assert_cmpfloat_with_epsilon (theirs[1], ours[1], slack + 1e-9);
  g_assert_cmpfloat_with_epsilon (theirs[2], ours[2], 1e-5);
  g_assert_cmpfloat (theirs[2], <=, 1.0001e-4);
}

/* Sample for sample: the outputs agree, and the answers do wherever the outputs leave no doubt. */
static void
compare_answers (const char *script, const char *samples)
{
  static const char program[] =
      "import importlib.util, sys\n"
      "import numpy as np\n"
      "spec = importlib.util.spec_from_file_location('script', sys.argv[1])\n"
      "script = importlib.util.module_from_spec(spec)\n"
      "spec.loader.exec_module(script)\n"
      "file = np.load(sys.argv[2])\n"
      "outputs, residuals = script.evaluate(file['inputs'])\n"
      "allowed = 1e-2 * abs(outputs).max()\n"
      "first, second = np.sort(outputs)[:, :-3:-1].T\n"
      "differ = outputs.argmax(1) != file['answers'].ravel()\n"
      "print((differ & (first - second > 2 * allowed)).sum(),\n"
      "      abs(outputs - file['outputs']).max() < allowed)\n";
  g_autofree char *printed = run_python ("-B", "-c", program, script, samples, NULL);

  g_assert_cmpstr (printed, ==, "0 True\n");
}

static void
take_away (const char *family, const char *ending, double slack)
{
  g_autofree char *name = g_strconcat (family, ending, NULL);
  g_autofree char *model = scratch_file (name, NULL);
  g_autofree char *numpy_name = g_strconcat (family, "_numpy.py", NULL);
  g_autofree char *numpy = scratch_file (numpy_name, NULL);
  g_autofree char *torch_name = g_strconcat (family, "_torch.py", NULL);
  g_autofree char *torch = scratch_file (torch_name, NULL);
  g_autofree char *samples = scratch_file ("samples.npz", NULL);
  g_autoptr (Run) train = run_program ("train", "--family", family, "--n", "16", "--epochs", "1",
                                       "--data", "digits", "--out", model, "--scripts", NULL);
  g_assert_cmpint (train->status, ==, 0);
  g_autoptr (Run) evaluate =
      run_program ("evaluate", model, "--data", "digits", "--out", samples, NULL);
  g_assert_cmpint (evaluate->status, ==, 0);

  if (g_str_equal (ending, ".mat") && !has_module ("scipy.io"))
    {
      g_test_message ("there is no SciPy here, which reads %s", ending);
      return;
    }
  compare_lines (numpy, samples, evaluate->out, slack);
  compare_answers (numpy, samples);
  if (has_module ("torch"))
    compare_lines (torch, samples, evaluate->out, slack);
  else
    g_test_message ("there is no PyTorch here, which %s needs", torch_name);
}

static void
test_formats (void)
{
  if (!has_module ("numpy"))
    {
      g_test_skip ("there is no Python with NumPy here");
      return;
    }
  /* MON's splitting begins elsewhere in the script, so a sample in doubt may fall otherwise. */
  take_away ("nemon", ".npz", 0);
  take_away ("idl", ".mat", 0);
  take_away ("mon", ".safetensors", 0.05);
}

static void
append_big_endian (GByteArray *bytes, guint32 value)
{
  const guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &swapped, sizeof swapped);
}

/* An IDX file of `count` samples of `size` bytes, each a hash of its place; compressed if so named.
 */
static void
write_idx (const char *folder, const char *name, guint dimensions, guint count, guint size,
           guint modulus)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) stream =
      G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));

  append_big_endian (bytes, 0x800 + dimensions);
  append_big_endian (bytes, count);
  for (guint k = 1; k < dimensions; k++)
    append_big_endian (bytes, 28);
  for (guint i = 0; i < count * size; i++)
    {
      const guint8 byte = (guint8) ((i * 2654435761U >> 13) % modulus);
      g_byte_array_append (bytes, &byte, 1);
    }
  if (g_str_has_suffix (name, ".gz"))
    {
      g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
      GOutputStream *plain = stream;

      stream = g_converter_output_stream_new (plain, G_CONVERTER (gzip));
      g_object_unref (plain);
    }
  g_assert_true (g_output_stream_write_all (stream, bytes->data, bytes->len, NULL, NULL, NULL)
                 && g_output_stream_close (stream, NULL, NULL));
}

/* A folder with the four files of MNIST, plain and compressed, read by both. */
static void
test_idx (void)
{
  g_autofree char *model = scratch_file ("idx.npz", NULL);
  g_autofree char *script = scratch_file ("idx_numpy.py", NULL);
  g_autofree char *folder = g_dir_make_tmp ("contraction-lab-idx-XXXXXX", NULL);
  static const char *const names[] = { "train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz",
                                       "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte" };

  if (!has_module ("numpy"))
    {
      g_test_skip ("there is no Python with NumPy here");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gboolean images = i % 2 == 0;
      write_idx (folder, names[i], images ? 3 : 1, 50, images ? 28 * 28 : 1, images ? 256 : 10);
    }

  g_autoptr (Run) train = run_program ("train", "--n", "12", "--epochs", "2", "--data", folder,
                                       "--out", model, "--scripts", NULL);
  g_assert_cmpint (train->status, ==, 0);
  g_autoptr (Run) evaluate = run_program ("evaluate", model, "--data", folder, NULL);
  g_assert_cmpint (evaluate->status, ==, 0);
  compare_lines (script, folder, evaluate->out, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

/* A wrong place for the weights is told before the training, not after it. */
static void
test_bad_places (void)
{
  g_autofree char *table = scratch_file ("weights.csv", NULL);
  g_autofree char *unknown = scratch_file ("weights.h5", NULL);
  g_autofree char *nowhere = scratch_file ("no-such-folder/weights.npz", NULL);
  const char *const calls[][2] = { { table, "holds one array" },
                                   { unknown, ".safetensors" },
                                   { nowhere, "there is no folder" } };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Run) run = run_program ("train", "--epochs", "100000", "--out", calls[i][0], NULL);
      assert_one_line_error (run, 1, calls[i][1]);
    }
  g_autoptr (Run) alone = run_program ("train", "--scripts", NULL);
  assert_one_line_error (alone, 2, "--scripts");
}

/* IDL's regression from the command line: the published error, a model that solves to it. */
static void
test_regress (void)
{
  g_autofree char *model = scratch_file ("function.npz", NULL);
  g_autofree char *log = scratch_file ("function.csv", NULL);
  g_autoptr (Run) run =
      run_program ("regress", "--seed", "2", "--out", model, "--log", log, "--json", NULL);
  g_autoptr (JsonObject) json = run_json (run);
  g_autoptr (GError) error = NULL;

  g_assert_cmpfloat (json_object_get_double_member (json, "rmse"), <=, 0.56);
  g_assert_cmpfloat (json_object_get_double_member (json, "norm_inf"), <=, 0.5);
  g_autoptr (ClMatrix) errors = cl_matrix_read (log, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (errors->rows, ==, 1001);
  g_assert_cmpfloat (errors->data[1000], ==, json_object_get_double_member (json, "gradient_rmse"));

  g_autofree char *zero = scratch_file ("zero.csv", "0\n");
  g_autoptr (Run) solve = run_program ("solve", model, "--input", zero, "--json", NULL);
  g_autoptr (JsonObject) solution = run_json (solve);
  JsonArray *y = json_array_get_array_element (json_object_get_array_member (solution, "y"), 0);
  g_assert_cmpfloat_with_epsilon (json_array_get_double_element (y, 0), 5.0, 1.0);

  g_autoptr (Run) table = run_program ("regress", "--steps", "20", NULL);
  g_assert_cmpint (table->status, ==, 0);
  g_assert_nonnull (strstr (table->out, "published"));
  g_autoptr (Run) wrong = run_program ("regress", "--gamma", "1", NULL);
  assert_one_line_error (wrong, 2, "below 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/take-away/formats", test_formats);
  g_test_add_func ("/cli/take-away/idx", test_idx);
  g_test_add_func ("/cli/take-away/bad-places", test_bad_places);
  g_test_add_func ("/cli/regress", test_regress);
  int status = g_test_run ();
  scratch_remove ();
  return status;
}
