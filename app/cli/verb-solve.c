#include "app/cli/verbs.h"
#include "core/formats/array-file.h"
#include "core/implicit/fixed-point.h"

/* More than this many columns of a small least-squares problem are dependent. */
#define MAX_ANDERSON 50

typedef struct
{
  char *input;
  char *solver;
  double tolerance;
  int max_iterations;
  double step;
  int anderson;
  gboolean force;
  char *precision;
} SolveOptions;

static gboolean
parse (ClInvocation *self, SolveOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "input", 0, 0, G_OPTION_ARG_FILENAME, &options->input,
      "Inputs u, one a row (m x r); without it one zero input", "FILE" },
    { "solver", 0, 0, G_OPTION_ARG_STRING, &options->solver,
      "Solver; without it the quickest that is proven to converge", "NAME" },
    { "tol", 0, 0, G_OPTION_ARG_DOUBLE, &options->tolerance,
      "Stop when |x - Φ(Ax+Bu+b)|∞ is below this (default 1e-10)", "TOL" },
    { "max-iter", 0, 0, G_OPTION_ARG_INT, &options->max_iterations,
      "Iterations at most (default 10000)", "K" },
    { "step", 0, 0, G_OPTION_ARG_DOUBLE, &options->step,
      "Step of an averaged or splitting iteration; without it the proven one", "ALPHA" },
    { "anderson", 0, 0, G_OPTION_ARG_INT, &options->anderson,
      "Accelerate the solver by Anderson's mixing of the last M iterates (default 0: not)", "M" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force,
      "Iterate although convergence is not proven", NULL },
    { "precision", 0, 0, G_OPTION_ARG_STRING, &options->precision,
      "single iterates in float and finishes in double what float cannot; or double (default)",
      "NAME" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 1, 1, error)
         && cl_invocation_check (options->tolerance > 0, error,
                                 "--tol is %g: expected a positive number", options->tolerance)
         && cl_invocation_check (options->max_iterations > 0, error,
                                 "--max-iter is %d: expected a positive count",
                                 options->max_iterations)
         && cl_invocation_check (options->step >= 0, error,
                                 "--step is %g: expected a positive number", options->step)
         && cl_invocation_check (options->anderson >= 0 && options->anderson <= MAX_ANDERSON, error,
                                 "--anderson is %d: expected a count from 0 to %d",
                                 options->anderson, MAX_ANDERSON);
}

static char *
solver_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gsize count;
  const ClSolver *const *solvers = cl_solver_table (&count);

  for (gsize i = 0; i < count; i++)
    g_ptr_array_add (names, (char *) cl_solver_id (solvers[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static gboolean
find_precision (const char *id, ClPrecision *precision, GError **error)
{
  for (ClPrecision k = 0; k < CL_N_PRECISIONS; k++)
    if (g_str_equal (id, cl_precision_id (k)))
      {
        *precision = k;
        return TRUE;
      }
  return cl_invocation_check (FALSE, error, "--precision is “%s”: expected single or double", id);
}

static gboolean
fill_settings (const SolveOptions *options, ClFixedPointSettings *settings, GError **error)
{
  settings->tolerance = options->tolerance;
  settings->max_iterations = options->max_iterations;
  settings->step = options->step;
  settings->anderson = (gsize) options->anderson;
  settings->force = options->force;
  if (options->precision && !find_precision (options->precision, &settings->precision, error))
    return FALSE;
  if (!options->solver)
    return TRUE;

  g_autofree char *known = solver_names ();
  settings->solver = cl_solver_find (options->solver);
  return cl_invocation_check (settings->solver != NULL, error,
                              "there is no solver “%s”; known are %s", options->solver, known);
}

static void
write_json (const ClFixedPointInfo *info, const ClMatrix *x, const ClMatrix *y)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_string (&json, "solver", cl_solver_id (info->solver));
  cl_json_boolean (&json, "converged", info->converged);
  cl_json_string (&json, "precision", cl_precision_id (info->precision));
  cl_json_count (&json, "iterations", info->iterations);
  cl_json_count (&json, "double_iterations", info->double_iterations);
  cl_json_number (&json, "residual", info->residual);
  cl_json_number (&json, "factor_theory", info->factor_theory);
  cl_json_number (&json, "factor_measured", info->factor_measured);
  cl_json_matrix (&json, "x", x);
  if (y)
    cl_json_matrix (&json, "y", y);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_rows (const char *name, const ClMatrix *matrix)
{
  for (gsize i = 0; i < matrix->rows; i++)
    {
      printf ("%s[%" G_GSIZE_FORMAT "]", name, i + 1);
      for (gsize j = 0; j < matrix->cols; j++)
        printf (" %.10g", cl_matrix_get (matrix, i, j));
      printf ("\n");
    }
}

static void
print_table (const ClFixedPointInfo *info, const ClMatrix *x, const ClMatrix *y)
{
  printf ("%s: %s after %" G_GSIZE_FORMAT " iterations, residual %.3g\n",
          cl_solver_title (info->solver), info->converged ? "converged" : "did NOT converge",
          info->iterations, info->residual);
  if (info->precision == CL_PRECISION_SINGLE)
    printf ("single precision; iterations in double to finish: %" G_GSIZE_FORMAT "\n",
            info->double_iterations);
  printf ("contraction factor: proven %.6g, measured %.6g\n", info->factor_theory,
          info->factor_measured);
  print_rows ("x", x);
  if (y)
    print_rows ("y", y);
}

static gboolean
solve (ClInvocation *self, const SolveOptions *options, GError **error)
{
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) inputs = NULL;

  if (!fill_settings (options, &settings, error))
    return FALSE;
  g_autoptr (ClModel) model = cl_invocation_read_model (self, self->argv[1], error);
  if (!model || (options->input && !(inputs = cl_matrix_read (options->input, error))))
    return FALSE;
  g_autoptr (ClMatrix) x =
      cl_fixed_point_solve (model, inputs, NULL, &settings, &info, self->cancellable, error);
  if (!x)
    {
      if (error && g_error_matches (*error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_REFUSED))
        g_prefix_error (error, "%s (--force iterates all the same): ", self->argv[1]);
      return FALSE;
    }

  g_autoptr (ClMatrix) y = model->q > 0 ? cl_fixed_point_outputs (model, x, inputs) : NULL;
  if (self->json)
    write_json (&info, x, y);
  else
    print_table (&info, x, y);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  SolveOptions options = { .tolerance = 1e-10, .max_iterations = 10000 };
  gboolean done = parse (self, &options, error) && solve (self, &options, error);

  g_free (options.input);
  g_free (options.solver);
  g_free (options.precision);
  return done;
}

const ClVerb cl_verb_solve = {
  .name = "solve",
  .arguments = "MODEL",
  .summary = "Fixed points of x = Φ(Ax + Bu + b) for the rows of a file of inputs",
  .description =
      "The solver stops on the true residual, never on the size of its step, and refuses a model on\n"
      "which its convergence is not proven, unless told to --force.\n\n"
      "With --precision single the iterations are in float, but the residual that decides is computed\n"
      "in double: rows that float leaves above the tolerance are finished in double, so any --tol may\n"
      "be asked for.\n\n"
      "Example:\n"
      "  contraction-lab solve model.npz --input u.csv --solver diagonal-implicit --tol 1e-12",
  .run = run,
};
