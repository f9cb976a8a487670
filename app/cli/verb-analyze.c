#include <math.h>

#include "app/cli/convolution-report.h"
#include "app/cli/verbs.h"
#include "core/linalg/blas.h"
#include "core/theory/analysis.h"

static void
write_conditions (ClJsonWriter *json, const ClAnalysis *analysis)
{
  cl_json_begin_list (json, "conditions");
  for (ClConditionId id = 0; id < CL_N_CONDITIONS; id++)
    {
      const ClCondition *condition = &analysis->condition[id];
      gboolean known = !isnan (condition->value);

      cl_json_begin_object (json, NULL);
      cl_json_string (json, "id", cl_condition_info (id)->id);
      known ? cl_json_number (json, "value", condition->value) : cl_json_null (json, "value");
      known ? cl_json_number (json, "margin", condition->margin) : cl_json_null (json, "margin");
      cl_json_string (json, "verdict", cl_verdict_id (condition->verdict));
      cl_json_end_object (json);
    }
  cl_json_end_list (json);
}

static void
write_contraction (ClJsonWriter *json, const ClAnalysis *analysis)
{
  cl_json_begin_list (json, "contraction");
  for (guint i = 0; i < CL_N_CONTRACTIONS; i++)
    {
      const ClContraction *contraction = &analysis->contraction[i];

      cl_json_begin_object (json, NULL);
      cl_json_string (json, "norm", contraction->norm);
      cl_json_number (json, "osl", contraction->osl);
      cl_json_number (json, "rate", contraction->rate);
      cl_json_boolean (json, "exact", contraction->exact);
      cl_json_end_object (json);
    }
  cl_json_end_list (json);
}

static void
write_witness (ClJsonWriter *json, const ClWitness *witness)
{
  if (!witness)
    {
      cl_json_null (json, "witness");
      return;
    }
  cl_json_begin_object (json, "witness");
  cl_json_numbers (json, "b", witness->b->data, witness->b->rows);
  cl_json_matrix (json, "fixed_points", witness->fixed_points);
  cl_json_end_object (json);
}

static void
write_three (ClJsonWriter *json, const char *key, double one, double two, double inf)
{
  cl_json_begin_object (json, key);
  cl_json_number (json, "one", one);
  cl_json_number (json, "two", two);
  cl_json_number (json, "inf", inf);
  cl_json_end_object (json);
}

static void
write_json (const ClModel *model, const ClAnalysis *analysis)
{
  ClJsonWriter writer = CL_JSON_WRITER_INIT (stdout);
  ClJsonWriter *json = &writer;

  cl_json_begin_object (json, NULL);
  cl_json_count (json, "n", analysis->n);
  cl_json_string (json, "activation", model->parts.activation->id);
  cl_json_string (json, "model", cl_model_kind_id (model->parts.kind));
  write_three (json, "norms", analysis->norm_one, analysis->norm_two, analysis->norm_inf);
  write_three (json, "measures", analysis->measure_one, analysis->measure_two,
               analysis->measure_inf);
  cl_json_number (json, "spectral_abscissa", analysis->spectral_abscissa);
  cl_json_number (json, "spectral_radius", analysis->spectral_radius);
  cl_json_number (json, "pf_abs", analysis->pf_abs);
  cl_json_number (json, "metzler_abscissa", analysis->metzler_abscissa);
  cl_json_numbers (json, "optimal_weights", analysis->optimal_weights->data, analysis->n);
  cl_json_number (json, "weighted_mu_inf", analysis->weighted_mu_inf);
  write_conditions (json, analysis);
  write_contraction (json, analysis);
  cl_json_number (json, "average_step", analysis->average_step);
  cl_json_number (json, "average_factor", analysis->average_factor);
  cl_json_number (json, "implicit_factor", analysis->implicit_factor);
  write_witness (json, analysis->witness);
  cl_json_end_object (json);
  putchar ('\n');
}

static void
print_conditions (const ClAnalysis *analysis)
{
  printf ("Is x = Φ(Ax + b) well posed for every b?\n");
  for (ClConditionId id = 0; id < CL_N_CONDITIONS; id++)
    {
      const ClConditionInfo *info = cl_condition_info (id);
      const ClCondition *condition = &analysis->condition[id];
      int padding = 18 - (int) g_utf8_strlen (info->formula, -1);

      printf ("  %s%*s %14.8g   %s\n", info->formula, MAX (padding, 0), "", condition->value,
              cl_verdict_title (condition->verdict));
    }
}

static void
print_contraction (const ClModel *model, const ClAnalysis *analysis)
{
  printf ("\nDoes %s contract?\n", cl_model_kind_equation (model->parts.kind));
  for (guint i = 0; i < CL_N_CONTRACTIONS; i++)
    {
      const ClContraction *contraction = &analysis->contraction[i];

      printf ("  norm %-13s osL %s %12.8g", contraction->norm, contraction->exact ? "=" : "≤",
              contraction->osl);
      if (contraction->rate > 0)
        printf ("   contracts at rate %.8g\n", contraction->rate);
      else
        printf ("   no rate guaranteed\n");
    }
}

static void
print_table (const ClModel *model, const ClAnalysis *analysis)
{
  printf ("n = %" G_GSIZE_FORMAT ", %s, activation %s\n\n", analysis->n,
          cl_model_kind_title (model->parts.kind), model->parts.activation->title);
  printf ("              one          two          inf\n");
  printf ("norm     %12.6g %12.6g %12.6g\n", analysis->norm_one, analysis->norm_two,
          analysis->norm_inf);
  printf ("measure  %12.6g %12.6g %12.6g\n\n", analysis->measure_one, analysis->measure_two,
          analysis->measure_inf);
  printf ("spectral abscissa %.8g, spectral radius %.8g\n", analysis->spectral_abscissa,
          analysis->spectral_radius);
  printf ("Perron-Frobenius value of |A| %.8g, Metzler abscissa %.8g\n\n", analysis->pf_abs,
          analysis->metzler_abscissa);
  print_conditions (analysis);
  print_contraction (model, analysis);
  printf ("\nContraction factors: average iteration %.6g (step %.6g), diagonal-implicit %.6g\n",
          analysis->average_factor, analysis->average_step, analysis->implicit_factor);
  if (analysis->witness)
    printf ("Not well posed: --json gives a bias b with %s.\n",
            analysis->witness->fixed_points->rows ? "several fixed points" : "no fixed point");
}

static gboolean
run (ClInvocation *self, GError **error)
{
  ClAnalysisSettings settings = CL_ANALYSIS_SETTINGS_DEFAULT;
  int threads = 1;
  const GOptionEntry entries[] = {
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads,
      "Threads (default 1); from 2 on the eigenvalues are found beside everything else", "N" },
    G_OPTION_ENTRY_NULL
  };

  if (!cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 1, 1, error)
      || !cl_invocation_check (threads > 0, error, "--threads is %d: expected a positive count",
                               threads))
    return FALSE;

  g_autoptr (GError) bad = NULL;
  g_autoptr (ClConvModel) convolution = cl_invocation_read_convolution (self, self->argv[1], &bad);
  if (convolution)
    return cl_convolution_report (self, convolution, error);
  if (bad)
    {
      g_propagate_error (error, g_steal_pointer (&bad));
      return FALSE;
    }
  g_autoptr (ClModel) model = cl_invocation_read_model (self, self->argv[1], error);
  if (!model)
    return FALSE;
  settings.threads = (guint) threads;
  cl_blas_set_threads (MAX (settings.threads / 2, 1));
  g_autoptr (ClAnalysis) analysis = cl_analysis_new (model, &settings, self->cancellable, error);
  if (!analysis)
    return FALSE;

  if (self->json)
    write_json (model, analysis);
  else
    print_table (model, analysis);
  return TRUE;
}

const ClVerb cl_verb_analyze = {
  .name = "analyze",
  .arguments = "MODEL",
  .summary = "Norms, matrix measures, conditions for well-posedness, contraction rates",
  .description =
      "MODEL is a matrix A (.csv, .npy) or named arrays (.npz, .clab): A is n x n; B, b, C, D, c,\n"
      "eta and leak are optional; or a convolutional network of “train --family nemon-conv”. Every verdict is one of: holds, fails, unknown, too close to call.\n\n"
      "Example:\n"
      "  printf '0,4\\n-4,0\\n' > A.csv && contraction-lab analyze A.csv\n"
      "shows a matrix whose l2 measure is 0 although its l-infinity measure is 4.",
  .run = run,
};
