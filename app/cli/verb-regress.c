#include "app/cli/verbs.h"
#include "core/formats/array-file.h"
#include "core/formats/file-io.h"
#include "core/training/regression-fit.h"

typedef struct
{
  ClRegressionSettings settings;
  int n, steps, batch, points;
  gint64 seed;
  char *out;
  char *log;
} RegressOptions;

static gboolean
check (RegressOptions *options, GError **error)
{
  const struct
  {
    const char *name;
    int value, least, most;
  } counts[] = {
    { "--n", options->n, 1, 2000 },
    { "--steps", options->steps, 0, 1000000 },
    { "--batch", options->batch, 1, 100000 },
    { "--points", options->points, 1, 100000 },
  };
  g_autoptr (GError) invalid = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!cl_invocation_check (counts[i].value >= counts[i].least
                                  && counts[i].value <= counts[i].most,
                              error, "%s is %d: expected %d to %d", counts[i].name, counts[i].value,
                              counts[i].least, counts[i].most))
      return FALSE;
  options->settings.n = (gsize) options->n;
  options->settings.steps = (gsize) options->steps;
  options->settings.batch = (gsize) options->batch;
  options->settings.seed = (guint64) options->seed;
  return cl_regression_settings_validate (&options->settings, &invalid)
         || cl_invocation_check (FALSE, error, "%s", invalid->message);
}

static gboolean
parse (ClInvocation *self, RegressOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "n", 0, 0, G_OPTION_ARG_INT, &options->n, "States (default 75)", "N" },
    { "gamma", 0, 0, G_OPTION_ARG_DOUBLE, &options->settings.gamma,
      "Bound on the largest row sum of |A|, below 1 (default 0.5)", "G" },
    { "points", 0, 0, G_OPTION_ARG_INT, &options->points, "Noisy points (default 200)", "M" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &options->steps, "Steps of the gradient (default 1000)",
      "K" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &options->batch, "Points a step (default 50)", "M" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options->settings.rate,
      "Initial learning rate of Adam (default 1e-2)", "R" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Seed of the points, the start and the batches (default 1)", "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out,
      "Save the model here (.npz, .mat, .safetensors or .clab)", "MODEL" },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &options->log,
      "Write the error before each step and after the last as one column", "FILE.csv" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_PLAIN, 0, 0, error)
         && check (options, error);
}

static void
write_json (const RegressOptions *options, const ClRegressionFit *fit)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_count (&json, "n", options->settings.n);
  cl_json_number (&json, "gamma", options->settings.gamma);
  cl_json_count (&json, "points", (gsize) options->points);
  cl_json_count (&json, "steps", fit->steps);
  cl_json_count (&json, "seed", options->settings.seed);
  cl_json_number (&json, "gradient_rmse", fit->gradient_rmse[fit->steps]);
  cl_json_number (&json, "rmse", fit->rmse);
  cl_json_number (&json, "published_rmse", CL_REGRESSION_PUBLISHED);
  cl_json_number (&json, "function_rmse", fit->function_rmse);
  cl_json_number (&json, "noise_rmse", fit->noise_rmse);
  cl_json_number (&json, "norm_inf", fit->norm_inf);
  cl_json_number (&json, "seconds", fit->seconds);
  cl_json_string (&json, "out", options->out);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_table (const RegressOptions *options, const ClRegressionFit *fit)
{
  printf ("f(u) = 5 cos(πu) exp(−|u|/2) from %d noisy points, n = %d, ‖A‖∞ = %.4f\n\n",
          options->points, options->n, fit->norm_inf);
  printf ("root mean square error          here   published\n");
  printf ("  (A, B, b) by the gradient   %6.3f      %.2f\n", fit->gradient_rmse[fit->steps],
          CL_REGRESSION_PUBLISHED_GRADIENT);
  printf ("  then (C, D, c) by squares   %6.3f      %.2f\n", fit->rmse, CL_REGRESSION_PUBLISHED);
  printf ("  against f without noise     %6.3f\n", fit->function_rmse);
  printf ("  of f itself: the noise      %6.3f\n", fit->noise_rmse);
  if (options->out)
    printf ("\nsaved to %s\n", options->out);
}

static gboolean
write_log (const char *path, const ClRegressionFit *fit, GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (ClMatrix) column = cl_matrix_new_from (fit->steps + 1, 1, fit->gradient_rmse);

  cl_array_set_add (set, "rmse", column);
  return cl_array_file_write (set, path, error);
}

static gboolean
regress (ClInvocation *self, const RegressOptions *options, GError **error)
{
  g_autoptr (ClRegression) data = NULL;
  g_autoptr (ClRegressionFit) fit = NULL;

  if (options->out
      && (!cl_model_check_path (options->out, error)
          || !cl_file_check_writable (options->out, error)))
    return FALSE;
  data = cl_regression_new ((gsize) options->points, options->settings.seed);
  fit = cl_regression_fit_new (data, &options->settings, self->cancellable, error);
  if (!fit || (options->out && !cl_model_write (fit->model, options->out, error))
      || (options->log && !write_log (options->log, fit, error)))
    return FALSE;
  if (self->json)
    write_json (options, fit);
  else
    print_table (options, fit);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  RegressOptions options = { .points = CL_REGRESSION_COUNT, .seed = 1 };

  cl_regression_settings_init (&options.settings);
  options.n = (int) options.settings.n;
  options.steps = (int) options.settings.steps;
  options.batch = (int) options.settings.batch;
  gboolean done = parse (self, &options, error) && regress (self, &options, error);

  g_free (options.out);
  g_free (options.log);
  return done;
}

const ClVerb cl_verb_regress = {
  .name = "regress",
  .arguments = "",
  .summary = "Learn a real function with an implicit network",
  .description =
      "The experiment of El Ghaoui et al. 2021, section 7.1: (A, B, b) by stochastic projected gradient\n"
      "with C random, then (C, D, c) by least squares.  The error is the root mean square on the noisy\n"
      "points, as they measure it.  “figure idl-figure-3” and “figure idl-figure-4” draw it.\n\n"
      "Example:\n"
      "  contraction-lab regress --seed 2 --out function.npz",
  .run = run,
};
