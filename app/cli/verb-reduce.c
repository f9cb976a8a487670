#include <math.h>

#include "app/cli/reduction.h"
#include "app/cli/verbs.h"
#include "core/formats/array-file.h"
#include "core/theory/measure.h"

static gboolean
check_numbers (const ClReductionOptions *options, GError **error)
{
  return cl_invocation_check (options->out != NULL, error, "-o OUT is missing: the file to write")
         && cl_invocation_check (options->remove >= 0, error,
                                 "--remove is %d: expected a positive count", options->remove)
         && cl_invocation_check (options->rank >= 0, error,
                                 "--rank is %d: expected a positive count", options->rank)
         && cl_invocation_check (options->features >= 0, error,
                                 "--features is %d: expected a positive count", options->features)
         && cl_invocation_check (options->sparsity >= 0 && options->sparsity < 1, error,
                                 "--sparsity is %g: expected a share above 0 and below 1",
                                 options->sparsity)
         && cl_invocation_check (options->samples > 0, error,
                                 "--samples is %d: expected a positive count", options->samples)
         && cl_invocation_check (!options->data || !options->input, error,
                                 "give --data or --input, not both");
}

static gboolean
parse (ClInvocation *self, ClReductionOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
      "File of the network to write; its ending is the format", "OUT" },
    { "remove", 0, 0, G_OPTION_ARG_INT, &options->remove, "Remove the K least important neurons",
      "K" },
    { "rank", 0, 0, G_OPTION_ARG_INT, &options->rank, "The closest A of rank R", "R" },
    { "sparsity", 0, 0, G_OPTION_ARG_DOUBLE, &options->sparsity,
      "Set this share of the entries of A to zero, the smallest first", "S" },
    { "features", 0, 0, G_OPTION_ARG_INT, &options->features, "Hear only the F strongest inputs",
      "F" },
    { "exact", 0, 0, G_OPTION_ARG_NONE, &options->exact, "Remove the neurons that no output needs",
      NULL },
    { "rescale", 0, 0, G_OPTION_ARG_NONE, &options->rescale,
      "The same network in other units of its state, with |A|_inf < 1", NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data,
      "Measure and bound the error on this data: a folder with MNIST, or “digits”", "DIR|digits" },
    { "samples", 0, 0, G_OPTION_ARG_INT, &options->samples,
      "Test samples to take it on (default 100)", "N" },
    { "input", 0, 0, G_OPTION_ARG_FILENAME, &options->input,
      "The same on the inputs of a file, one a row", "FILE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Seed of the built-in set (default 1)",
      "N" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 1, 1, error)
         && check_numbers (options, error);
}

static gsize
count_nonzeros (const ClModel *model)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  gsize count = 0;

  for (gsize k = 0; k < a->rows * a->cols; k++)
    count += a->data[k] != 0;
  return count;
}

static double
mu_inf (const ClModel *model)
{
  return cl_measure_inf (cl_model_array (model, CL_ARRAY_A)).value;
}

static double
norm_inf (const ClModel *model)
{
  return cl_norm_inf (cl_model_array (model, CL_ARRAY_A)).value;
}

static void
number_or_null (ClJsonWriter *json, const char *key, double value)
{
  if (isnan (value))
    cl_json_null (json, key);
  else
    cl_json_number (json, key, value);
}

static void
write_json (const ClReduction *self, const ClReductionMethod *method)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_string (&json, "method", method->id);
  cl_json_string (&json, "guarantee", method->guarantee);
  cl_json_count (&json, "n_before", self->whole->n);
  cl_json_count (&json, "n_after", self->smaller->n);
  cl_json_count (&json, "nonzeros_before", count_nonzeros (self->whole));
  cl_json_count (&json, "nonzeros_after", count_nonzeros (self->smaller));
  cl_json_number (&json, "mu_inf_before", mu_inf (self->whole));
  cl_json_number (&json, "mu_inf_after", mu_inf (self->smaller));
  cl_json_number (&json, "norm_inf_before", norm_inf (self->whole));
  cl_json_number (&json, "norm_inf_after", norm_inf (self->smaller));
  number_or_null (&json, "rank_error", self->error_two);
  if (self->pruning)
    {
      cl_json_begin_list (&json, "kept");
      for (gsize k = 0; k < self->pruning->count; k++)
        cl_json_count (&json, NULL, self->pruning->kept[k]);
      cl_json_end_list (&json);
    }
  cl_json_count (&json, "inputs", self->states ? self->states->rows : 0);
  number_or_null (&json, "measured_error", self->measured);
  number_or_null (&json, "certified_error", self->certified);
  number_or_null (&json, "accuracy_before", self->accuracy[0]);
  number_or_null (&json, "accuracy_after", self->accuracy[1]);
  cl_json_string (&json, "out", self->options->out);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_table (const ClReduction *self, const ClReductionMethod *method)
{
  printf ("%s: %s\n\n%-22s %12s %12s\n", method->id, method->guarantee, "", "before", "after");
  printf ("%-22s %12" G_GSIZE_FORMAT " %12" G_GSIZE_FORMAT "\n", "states", self->whole->n,
          self->smaller->n);
  printf ("%-22s %12" G_GSIZE_FORMAT " %12" G_GSIZE_FORMAT "\n", "entries of A not zero",
          count_nonzeros (self->whole), count_nonzeros (self->smaller));
  printf ("%-22s %12.6g %12.6g\n", "mu_inf(A)", mu_inf (self->whole), mu_inf (self->smaller));
  printf ("%-22s %12.6g %12.6g\n", "|A|_inf", norm_inf (self->whole), norm_inf (self->smaller));
  if (!isnan (self->accuracy[0]))
    printf ("%-22s %10.2f %% %10.2f %%\n", "test accuracy", 100 * self->accuracy[0],
            100 * self->accuracy[1]);
  if (!isnan (self->error_two))
    printf ("\n|A - A'|_2 = %.6g\n", self->error_two);
  if (!self->states)
    printf ("\nno error was measured: give --data or --input\n");
  if (!isnan (self->measured))
    printf ("\nlargest error of an output at %" G_GSIZE_FORMAT " inputs: measured %.6g",
            self->states->rows, self->measured);
  if (!isnan (self->certified))
    printf (", certified at most %.6g", self->certified);
  if (!isnan (self->measured))
    printf ("\n");
  if (self->reason)
    printf ("no error is certified: %s\n", self->reason);
}

static gboolean
reduce (ClInvocation *self, const ClReductionOptions *options, GError **error)
{
  g_auto (ClReduction) reduction = {
    .options = options,
    .error_two = NAN,
    .measured = NAN,
    .certified = NAN,
    .accuracy = { NAN, NAN },
  };
  const ClReductionMethod *method = cl_reduction_method (options, error);

  if (!method || !(reduction.whole = cl_invocation_read_model (self, self->argv[1], error))
      || !cl_reduction_run (&reduction, method, self, error)
      || !cl_model_write (reduction.smaller, options->out, error))
    return FALSE;
  if (self->json)
    write_json (&reduction, method);
  else
    print_table (&reduction, method);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  ClReductionOptions options = { .samples = 100, .seed = 1 };
  gboolean done = parse (self, &options, error) && reduce (self, &options, error);

  g_free (options.out);
  g_free (options.data);
  g_free (options.input);
  return done;
}

const ClVerb cl_verb_reduce = {
  .name = "reduce",
  .arguments = "MODEL",
  .summary = "A smaller or simpler network in place of one, and what that costs",
  .description =
      "Removing neurons never raises mu_inf: A' is a principal submatrix of A, and a condition that\n"
      "held still holds. A low rank or sparse A' has to be asked anew. At the inputs of --data or\n"
      "--input the largest error of an output is measured, and certified by the comparison matrix\n"
      "where alpha(M(A)) < 1: the certified error is never below the measured one. --exact and\n"
      "--rescale change no output.\n\n"
      "Example:\n"
      "  contraction-lab reduce model.npz --remove 20 --data digits -o smaller.npz",
  .run = run,
};
