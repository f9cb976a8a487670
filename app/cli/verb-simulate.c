#include <math.h>

#include "app/cli/simulate-report.h"
#include "app/cli/verbs.h"
#include "core/dynamics/equilibrium.h"
#include "core/dynamics/starts.h"
#include "core/formats/array-file.h"

/* Exact constants in l_2 up to this many states. */
#define VERTEX_LIMIT 12

#define MAX_STATES 1000

typedef struct
{
  char *starts;
  char *input;
  double until;
  int frames;
  double rtol;
  double atol;
  double period;
  gint64 seed;
  gboolean lyapunov;
  char *norm;
  char *example;
  int n;
} SimulateOptions;

static gboolean
check_numbers (const SimulateOptions *options, GError **error)
{
  return cl_invocation_check (options->until > 0, error, "--until is %g: expected a positive time",
                              options->until)
         && cl_invocation_check (options->frames >= 2, error, "--frames is %d: expected at least 2",
                                 options->frames)
         && cl_invocation_check (options->rtol > 0, error,
                                 "--rtol is %g: expected a positive number", options->rtol)
         && cl_invocation_check (options->atol > 0, error,
                                 "--atol is %g: expected a positive number", options->atol)
         && cl_invocation_check (options->period >= 0, error,
                                 "--period is %g: expected a positive time", options->period)
         && cl_invocation_check (options->n == 0 || (options->n >= 2 && options->n <= MAX_STATES),
                                 error, "--n is %d: expected 2 to %d", options->n, MAX_STATES);
}

static gboolean
check_combinations (ClInvocation *self, const SimulateOptions *options, GError **error)
{
  gboolean of_model =
      options->lyapunov || options->input || self->activation || self->model_kind || self->leak;

  return cl_invocation_check (options->period == 0 || options->input, error,
                              "--period needs --input: the rows to repeat")
         && cl_invocation_check (options->example || self->argv[1], error,
                                 "which MODEL? Give a file, or --example NAME")
         && cl_invocation_check (!options->example || !of_model, error,
                                 "--example goes with none of --lyapunov, --input, --activation, "
                                 "--model and --leak: those are about models")
         && cl_invocation_check (!options->n || (options->example && !self->argv[1]), error,
                                 "--n is for an --example without a file, which has its own size")
         && cl_invocation_check (!options->norm || options->lyapunov, error,
                                 "--norm is that of --lyapunov");
}

static gboolean
parse (ClInvocation *self, SimulateOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "starts", 0, 0, G_OPTION_ARG_FILENAME, &options->starts,
      "A file with one start a row, or how many to choose (default 20)", "FILE|COUNT" },
    { "until", 0, 0, G_OPTION_ARG_DOUBLE, &options->until, "End time T (default 10)", "T" },
    { "frames", 0, 0, G_OPTION_ARG_INT, &options->frames,
      "Equally spaced frames from 0 to T, both included (default 101)", "K" },
    { "rtol", 0, 0, G_OPTION_ARG_DOUBLE, &options->rtol,
      "Relative tolerance, of the largest entry so far (default 1e-6)", "R" },
    { "atol", 0, 0, G_OPTION_ARG_DOUBLE, &options->atol, "Absolute tolerance (default 1e-9)", "A" },
    { "input", 0, 0, G_OPTION_ARG_FILENAME, &options->input,
      "The input u: one row is constant, several hold one after another; without it zero", "FILE" },
    { "period", 0, 0, G_OPTION_ARG_DOUBLE, &options->period,
      "Repeat the rows of the input with this period, and measure whether the model entrains",
      "P" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Seed of the starts chosen for COUNT (default 1)", "N" },
    { "lyapunov", 0, 0, G_OPTION_ARG_NONE, &options->lyapunov,
      "Also |x - x*| and |F(x)| along every trajectory, and the decay that is guaranteed for them",
      NULL },
    { "norm", 0, 0, G_OPTION_ARG_STRING, &options->norm,
      "Norm of the Lyapunov functions: one, two, inf (default), inf-weighted", "NAME" },
    { "example", 0, 0, G_OPTION_ARG_STRING, &options->example,
      "A system that is no neural network: averaging, compartmental, kuramoto, lotka-volterra; "
      "MODEL, when given, holds its W as A and its v as b",
      "NAME" },
    { "n", 0, 0, G_OPTION_ARG_INT, &options->n,
      "States of the example, in place of the few that it comes with", "N" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 0, 1, error)
         && check_numbers (options, error) && check_combinations (self, options, error);
}

/* Half the side of the box in which COUNT starts are chosen. */
#define START_RADIUS 2.0

/* What reads as a count is one; to use a file named 12, write ./12.  example is NULL for a model.
 */
static ClMatrix *
read_starts (const SimulateOptions *options, gsize n, const ClExample *example, GError **error)
{
  const char *text = options->starts ? options->starts : "20";
  guint64 count;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 1000000, &count, NULL))
    return cl_matrix_read (text, error);
  return example ? cl_example_starts (example, n, count, options->seed)
                 : cl_starts_new (n, count, CL_STARTS_AUTO, NULL, START_RADIUS, options->seed);
}

static ClBundleSettings
bundle_settings (const SimulateOptions *options)
{
  return (ClBundleSettings){
    .until = options->until, .frames = options->frames, .rtol = options->rtol, .atol = options->atol
  };
}

static gboolean
check_input (const ClModel *model, const ClMatrix *rows, GError **error)
{
  if (rows->cols == model->r || (rows->cols == 1 && rows->rows == model->r))
    return TRUE;
  g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
               "--input is %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT
               " columns, one for each input of the model",
               rows->rows, rows->cols, model->r);
  return FALSE;
}

/* Rows that follow each other share the time evenly: the period when there is one, else all of it.
 */
static ClInput *
new_input (const ClModel *model, const ClMatrix *rows, const SimulateOptions *options,
           GError **error)
{
  if (!check_input (model, rows, error))
    return NULL;
  if (rows->rows == 1 || rows->cols != model->r)
    return cl_input_new_constant (model->r, rows->data, error);

  double span = options->period > 0 ? options->period : options->until;
  g_autofree double *times = g_new (double, rows->rows);
  for (gsize k = 0; k < rows->rows; k++)
    times[k] = span * (double) k / (double) rows->rows;
  return cl_input_new_piecewise (rows, times, options->period, error);
}

/* No input at all is the zero input. */
static gboolean
read_input (const SimulateOptions *options, const ClModel *model, ClInput **input, GError **error)
{
  if (!options->input)
    return TRUE;
  g_autoptr (ClMatrix) rows = cl_matrix_read (options->input, error);
  return rows && (*input = new_input (model, rows, options, error));
}

static char *
example_names (void)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gsize count;
  const ClExample *const *table = cl_example_table (&count);

  for (gsize i = 0; i < count; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", cl_example_text (table[i])->id);
  return g_strdup (names->str);
}

/* The norm by its id of the analyze verb. */
static gboolean
find_norm (const SimulateOptions *options, guint *norm, GError **error)
{
  const char *id = options->norm ? options->norm : cl_contraction_id (CL_CONTRACTION_INF);

  for (*norm = 0; *norm < CL_N_CONTRACTIONS; (*norm)++)
    if (g_str_equal (id, cl_contraction_id (*norm)))
      return TRUE;
  return cl_invocation_check (FALSE, error,
                              "--norm is “%s”: expected one, two, inf or inf-weighted", id);
}

static gboolean
stands_still (const ClInput *input)
{
  return cl_input_is_stepwise (input) && isinf (cl_input_next_break (input, 0));
}

/* Both Lyapunov functions are about an input that stands still. */
static gboolean
measure_lyapunov (ClInvocation *self, const SimulateOptions *options, const ClModel *model,
                  const ClInput *input, ClSimulateReport *report, GError **error)
{
  g_autofree double *u = model->r > 0 ? g_new0 (double, model->r) : NULL;
  ClContraction *contraction = &report->contraction;
  g_autoptr (GError) none = NULL;
  guint norm;

  if (!options->lyapunov)
    return TRUE;
  if (!find_norm (options, &norm, error)
      || !cl_contraction_compute_one (model, norm, VERTEX_LIMIT, contraction, self->cancellable,
                                      error))
    return FALSE;
  if (input)
    cl_input_values (input, 0, 0, u);
  report->equilibrium = cl_equilibrium_new (model, u, self->cancellable, &none);
  report->lyapunov =
      cl_lyapunov_new (model, u, report->bundle, report->equilibrium, cl_contraction_norm (norm),
                       contraction->weights, contraction->osl <= 0 ? contraction->rate : NAN);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* Entrainment in l_inf, with its guarantee where there is one. */
static gboolean
measure_entrainment (ClInvocation *self, const SimulateOptions *options, const ClModel *model,
                     const ClMatrix *starts, const ClInput *input, ClSimulateReport *report,
                     GError **error)
{
  ClEntrainmentSettings settings = CL_ENTRAINMENT_SETTINGS_DEFAULT;
  ClContraction contraction;

  if (!(options->period > 0))
    return TRUE;
  if (!cl_contraction_compute_one (model, CL_CONTRACTION_INF, 0, &contraction, self->cancellable,
                                   error))
    return FALSE;
  settings.rate = contraction.osl <= 0 ? contraction.rate : NAN;
  report->entrainment =
      cl_entrainment_new (model, starts, input, &settings, self->cancellable, error);
  return report->entrainment != NULL;
}

static gboolean
simulate_model (ClInvocation *self, const SimulateOptions *options, ClSimulateReport *report,
                GError **error)
{
  const ClBundleSettings settings = bundle_settings (options);
  g_autoptr (ClInput) input = NULL;
  g_autoptr (ClModel) model = cl_invocation_read_model (self, self->argv[1], error);

  if (!model || !read_input (options, model, &input, error))
    return FALSE;
  g_autoptr (ClMatrix) starts = read_starts (options, model->n, NULL, error);
  if (!starts)
    return FALSE;
  report->bundle =
      cl_bundle_new_with_input (model, starts, input, &settings, self->cancellable, error);
  return report->bundle
         && cl_invocation_check (!options->lyapunov || !input || stands_still (input), error,
                                 "--lyapunov needs an input that stands still")
         && measure_lyapunov (self, options, model, input, report, error)
         && measure_entrainment (self, options, model, starts, input, report, error);
}

/* W and v: those of a file by the names A and b, else those of the wanted size. */
static gboolean
read_parameters (ClInvocation *self, const SimulateOptions *options, const ClExample *example,
                 ClMatrix **matrix, ClMatrix **vector, GError **error)
{
  g_autoptr (ClModel) model = NULL;

  if (options->n > 0)
    cl_example_parameters (example, (gsize) options->n, matrix, vector);
  if (!self->argv[1])
    return TRUE;
  if (!(model = cl_model_read (self->argv[1], error)))
    return FALSE;
  *matrix = cl_matrix_ref (model->parts.array[CL_ARRAY_A]);
  *vector = model->parts.array[CL_ARRAY_BIAS] ? cl_matrix_ref (model->parts.array[CL_ARRAY_BIAS])
                                              : cl_matrix_new (model->n, 1);
  return TRUE;
}

static gboolean
simulate_example (ClInvocation *self, const SimulateOptions *options, const ClExample *example,
                  ClSimulateReport *report, GError **error)
{
  const ClBundleSettings settings = bundle_settings (options);
  g_autoptr (ClMatrix) matrix = NULL;
  g_autoptr (ClMatrix) vector = NULL;

  if (!read_parameters (self, options, example, &matrix, &vector, error)
      || !(report->flow = cl_example_flow_new (example, matrix, vector, error)))
    return FALSE;
  const ClSystem *system = cl_example_flow_system (report->flow);
  g_autoptr (ClMatrix) starts = read_starts (options, system->n, example, error);
  if (!starts)
    return FALSE;
  report->example = example;
  report->bundle = cl_bundle_new_for_system (system, starts, &settings, self->cancellable, error);
  if (!report->bundle)
    return FALSE;
  report->distances =
      cl_example_flow_distances (report->flow, report->bundle, report->bundle->starts);
  return TRUE;
}

static gboolean
simulate (ClInvocation *self, const SimulateOptions *options, GError **error)
{
  g_auto (ClSimulateReport) report = { 0 };
  g_autofree char *known = example_names ();
  const ClExample *example = options->example ? cl_example_find (options->example) : NULL;

  if (!cl_invocation_check (!options->example || example, error,
                            "there is no example “%s”; known are %s", options->example, known)
      || !(example ? simulate_example (self, options, example, &report, error)
                   : simulate_model (self, options, &report, error)))
    return FALSE;
  if (self->json)
    cl_simulate_report_json (&report);
  else
    cl_simulate_report_table (&report);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  SimulateOptions options = { .until = 10, .frames = 101, .rtol = 1e-6, .atol = 1e-9, .seed = 1 };
  gboolean done = parse (self, &options, error) && simulate (self, &options, error);

  g_free (options.starts);
  g_free (options.input);
  g_free (options.norm);
  g_free (options.example);
  return done;
}

const ClVerb cl_verb_simulate = {
  .name = "simulate",
  .arguments = "[MODEL]",
  .summary = "A bundle of trajectories, integrated together to a tolerance",
  .description =
      "The tolerance holds for every trajectory at every frame.\n\n"
      "Where a model contracts at a rate c, |x - x*| and |F(x)| decay at least as exp(-ct) along\n"
      "every trajectory: --lyapunov writes both curves and their envelopes.\n\n"
      "Some systems contract in no norm and still keep their distances in check. Weak contraction:\n"
      "no distance ever grows (compartmental flow, mutualistic populations). Semi-contraction: the\n"
      "part of the difference that a semi-norm sees decays, while one direction is free (averaging:\n"
      "the mean; Kuramoto oscillators: the common phase). --example NAME simulates one of them and\n"
      "measures the worst increase of a distance in its own norm or semi-norm.\n\n"
      "Example:\n"
      "  contraction-lab simulate A.csv --starts 200 --until 10 --frames 500 --json > bundle.json\n"
      "  contraction-lab simulate A.csv --lyapunov --norm two\n"
      "  contraction-lab simulate --example kuramoto --n 12 --until 20",
  .run = run,
};
