#include "app/cli/data-option.h"
#include "app/cli/verbs.h"
#include "core/datasets/dataset.h"
#include "core/formats/array-file.h"
#include "core/training/evaluate.h"

typedef struct
{
  char *data;
  char *split;
  char *out;
  gint64 seed;
  double train_share;
} EvaluateOptions;

static gboolean
parse (ClInvocation *self, EvaluateOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, CL_DATA_OPTION_HELP, "DATA" },
    { "train-share", 0, 0, G_OPTION_ARG_DOUBLE, &options->train_share, CL_TRAIN_SHARE_HELP, "S" },
    { "split", 0, 0, G_OPTION_ARG_STRING, &options->split, "test (the default) or train", "SPLIT" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Seed of generated data and of the split (default 1)", "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out,
      "Write the inputs, labels, answers and outputs of all samples here, one sample a row (.npz, "
      ".mat or .safetensors); the scripts of “train --scripts” read the .npz",
      "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 1, 1, error))
    return FALSE;
  if (!options->split)
    options->split = g_strdup ("test");
  return cl_invocation_check (g_str_equal (options->split, "test")
                                  || g_str_equal (options->split, "train"),
                              error, "--split is “%s”: expected test or train", options->split);
}

static void
write_json (const ClEvaluation *evaluation)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_count (&json, "samples", evaluation->samples);
  cl_json_number (&json, "accuracy", evaluation->accuracy);
  cl_json_number (&json, "worst_residual", evaluation->worst_residual);
  cl_json_matrix (&json, "confusion", evaluation->confusion);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_table (const ClEvaluation *evaluation)
{
  printf ("%" G_GSIZE_FORMAT " samples, accuracy %.2f %%, worst residual %.1e\n\n",
          evaluation->samples, 100 * evaluation->accuracy, evaluation->worst_residual);
  printf ("true \\ predicted\n");
  for (gsize i = 0; i < evaluation->confusion->rows; i++)
    {
      printf ("%4" G_GSIZE_FORMAT, i);
      for (gsize j = 0; j < evaluation->confusion->cols; j++)
        printf (" %6.0f", cl_matrix_get (evaluation->confusion, i, j));
      printf ("\n");
    }
}

static void
add_floats (ClArraySet *set, const char *name, gsize rows, gsize cols, const float *values)
{
  g_autoptr (ClMatrix) matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = values[i];
  cl_array_set_add (set, name, matrix);
}

static void
add_classes (ClArraySet *set, const char *name, gsize rows, const guint8 *classes)
{
  g_autoptr (ClMatrix) matrix = cl_matrix_new (rows, 1);

  for (gsize i = 0; i < rows; i++)
    matrix->data[i] = classes[i];
  cl_array_set_add (set, name, matrix);
}

static gboolean
write_samples (const char *path, const ClDataset *dataset, const ClSamples *samples,
               const ClEvaluation *evaluation, GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_set_new ();

  add_floats (set, "inputs", samples->count, cl_dataset_inputs (dataset), samples->pixels);
  add_classes (set, "labels", samples->count, samples->labels);
  add_classes (set, "answers", samples->count, evaluation->answers);
  add_floats (set, "outputs", samples->count, dataset->classes, evaluation->outputs);
  return cl_array_file_write (set, path, error);
}

/* The model, or the convolutional network, of the file on the samples. */
static ClEvaluation *
evaluate_file (ClInvocation *self, const ClDataset *dataset, const ClSamples *samples,
               GError **error)
{
  g_autoptr (GError) bad = NULL;
  g_autoptr (ClConvModel) convolution = cl_invocation_read_convolution (self, self->argv[1], &bad);
  g_autoptr (ClModel) model = NULL;

  if (convolution)
    return cl_evaluation_new_convolution (convolution, dataset, samples, self->cancellable, error);
  if (bad)
    g_propagate_error (error, g_steal_pointer (&bad));
  else
    model = cl_invocation_read_model (self, self->argv[1], error);
  return model ? cl_evaluation_new (model, dataset, samples, self->cancellable, error) : NULL;
}

static gboolean
evaluate (ClInvocation *self, const EvaluateOptions *options, GError **error)
{
  g_autoptr (ClDataset) dataset =
      cl_data_option_open (options->data, options->train_share, (guint64) options->seed,
                           self->cancellable, error);
  if (!dataset)
    return FALSE;
  const ClSamples *samples =
      g_str_equal (options->split, "train") ? &dataset->train : &dataset->test;
  g_autoptr (ClEvaluation) evaluation = evaluate_file (self, dataset, samples, error);
  if (!evaluation
      || (options->out && !write_samples (options->out, dataset, samples, evaluation, error)))
    return FALSE;

  if (self->json)
    write_json (evaluation);
  else
    print_table (evaluation);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  EvaluateOptions options = { .seed = 1, .train_share = CL_DATASET_DEFAULT_SHARE };
  gboolean done = parse (self, &options, error) && evaluate (self, &options, error);

  g_free (options.data);
  g_free (options.split);
  g_free (options.out);
  return done;
}

const ClVerb cl_verb_evaluate = {
  .name = "evaluate",
  .arguments = "MODEL",
  .summary = "Accuracy and confusion matrix of a trained model",
  .description =
      "MODEL is a dense model or a convolutional network of “train --family nemon-conv”.\n\n"
      "Example:\n"
      "  contraction-lab evaluate model.npz --data digits --split test",
  .run = run,
};
