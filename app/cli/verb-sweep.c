#include <math.h>

#include "app/cli/train-options.h"
#include "app/cli/verbs.h"
#include "core/formats/list.h"
#include "core/training/sweep.h"

/* How often the sweep is looked at: often enough for a live line on a terminal. */
#define POLL_MICROSECONDS 20000

typedef struct
{
  ClTrainOptions common;
  char *families_text, *lambda_text, *seeds_text;
  char *out, *models;
  int jobs;
  gboolean resume;

  GStrv families;
  GArray *lambdas; /* of double */
  GArray *seeds;   /* of guint64 */
} SweepOptions;

static gboolean
check_options (const SweepOptions *options, GError **error)
{
  return cl_invocation_check (!options->resume || options->out, error,
                              "--resume needs --out FILE.csv: the table to go on with")
         && cl_invocation_check (!options->families_text || !options->common.family, error,
                                 "give either --family or --families, not both")
         && cl_invocation_check (options->jobs >= 0, error,
                                 "--jobs is %d: expected a positive count", options->jobs);
}

static GArray *
parse_seeds (const char *text, GError **error)
{
  g_autoptr (GArray) numbers = cl_list_parse_counts (text, "--seeds", error);
  GArray *seeds;

  if (!numbers)
    return NULL;
  seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; i < numbers->len; i++)
    {
      const guint64 seed = (guint64) g_array_index (numbers, double, i);
      g_array_append_val (seeds, seed);
    }
  return seeds;
}

static gboolean
read_lists (SweepOptions *options, GError **error)
{
  const char *families = options->families_text ? options->families_text : options->common.family;

  options->lambdas =
      cl_list_parse (options->lambda_text ? options->lambda_text : "0", "--lambda", error);
  options->seeds = options->lambdas
                       ? parse_seeds (options->seeds_text ? options->seeds_text : "1", error)
                       : NULL;
  options->families = g_strsplit (families ? families : "nemon", ",", -1);
  return options->seeds != NULL;
}

static gboolean
parse (ClInvocation *self, SweepOptions *options, GError **error)
{
  const GOptionEntry own[] = {
    { "families", 0, 0, G_OPTION_ARG_STRING, &options->families_text,
      "Model families, such as nemon,mon,idl (in place of --family)", "LIST" },
    { "lambda", 0, 0, G_OPTION_ARG_STRING, &options->lambda_text,
      "Weights of the Lipschitz regulariser, such as 0,1e-6,1e-5 (default 0)", "LIST" },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &options->seeds_text, "Seeds, such as 1:5:1 (default 1)",
      "LIST" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &options->jobs,
      "Runs at once (default: as many as there are cores for)", "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, "Write a CSV line for each run",
      "FILE.csv" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume,
      "Keep the runs that --out already holds and train only what is missing", NULL },
    { "models", 0, 0, G_OPTION_ARG_FILENAME, &options->models,
      "Save the best network of each run in this folder", "DIR" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = cl_train_options_entries (&options->common, own);

  for (GOptionEntry *entry = entries; entry->long_name; entry++)
    if (g_str_equal (entry->long_name, "threads"))
      entry->description = "Worker threads of each run (default 1)";
  return cl_invocation_parse (self, entries, CL_OPTIONS_PLAIN, 0, 0, error)
         && check_options (options, error) && read_lists (options, error);
}

/* Settings that cannot be are wrong usage; what is wrong with a table is not. */
static ClSweep *
make_sweep (const SweepOptions *options, GError **error)
{
  ClSweepPlan plan = {
    .families = (const char *const *) options->families,
    .n_families = g_strv_length (options->families),
    .lambdas = (const double *) (gpointer) options->lambdas->data,
    .n_lambdas = options->lambdas->len,
    .seeds = (const guint64 *) (gpointer) options->seeds->data,
    .n_seeds = options->seeds->len,
    .jobs = (guint) options->jobs,
    .data = options->common.data ? options->common.data : "digits",
    .table = options->out,
    .resume = options->resume,
    .models = options->models,
  };
  ClTrainOptions common = options->common;
  g_autoptr (GError) invalid = NULL;

  cl_train_settings_init (&plan.base);
  common.family = NULL;
  if (!cl_train_options_fill (&common, &plan.base, error))
    return NULL;
  ClSweep *sweep = cl_sweep_new (&plan, &invalid);
  if (!sweep && (options->resume || invalid->domain != CL_TRAINER_ERROR))
    g_propagate_error (error, g_steal_pointer (&invalid));
  else if (!sweep)
    cl_invocation_check (FALSE, error, "%s", invalid->message);
  return sweep;
}

/* Runs as they come in. */

static void
print_run (const ClSweepRun *run, gboolean is_first)
{
  if (is_first)
    printf ("family          lambda    seed  best test %%    Lipschitz  seconds\n");
  printf ("%-11s %10.3g %7" G_GUINT64_FORMAT " %12.2f %12.4g %8.2f%s%s\n", run->family, run->lambda,
          run->seed, 100 * run->accuracy, run->lipschitz, run->seconds, run->error ? "  " : "",
          run->error ? run->error : "");
  fflush (stdout);
}

/* `seen` has a flag for each run that was printed. */
static void
print_new_runs (const ClSweepSnapshot *snapshot, GByteArray *seen)
{
  static const guint8 no = FALSE;
  gboolean is_first = TRUE;

  for (guint i = 0; i < seen->len; i++)
    is_first = is_first && !seen->data[i];
  while (seen->len < snapshot->runs->len)
    g_byte_array_append (seen, &no, 1);
  for (guint i = 0; i < snapshot->runs->len; i++)
    {
      const ClSweepRun *run = g_ptr_array_index (snapshot->runs, i);

      if (seen->data[i] || !cl_sweep_run_is_over (run))
        continue;
      print_run (run, is_first);
      seen->data[i] = TRUE;
      is_first = FALSE;
    }
}

static void
show_progress (const ClSweepSnapshot *snapshot)
{
  fprintf (stderr, "\r%" G_GSIZE_FORMAT " of %u runs, %.0f %%", snapshot->n_over,
           snapshot->runs->len, 100 * snapshot->fraction);
  if (isfinite (snapshot->seconds_left))
    fprintf (stderr, ", %.0f s left ", snapshot->seconds_left);
}

static void
show (const ClInvocation *self, const ClSweepSnapshot *snapshot, GByteArray *seen)
{
  if (cl_invocation_shows_progress (self))
    fprintf (stderr, "\r%60s\r", "");
  if (!self->json)
    print_new_runs (snapshot, seen);
  if (cl_invocation_shows_progress (self) && snapshot->state < CL_TRAINER_FINISHED)
    show_progress (snapshot);
}

/* Returns the last snapshot. */
static ClSweepSnapshot *
run_to_end (ClInvocation *self, ClSweep *sweep)
{
  g_autoptr (GByteArray) seen = g_byte_array_new ();
  g_autoptr (ClSweepSnapshot) snapshot = NULL;

  cl_sweep_start (sweep);
  while (!snapshot || snapshot->state < CL_TRAINER_FINISHED)
    {
      ClSweepSnapshot *newer = cl_sweep_take_snapshot (sweep);

      if (g_cancellable_is_cancelled (self->cancellable))
        cl_sweep_stop (sweep);
      if (!newer)
        {
          g_usleep (POLL_MICROSECONDS);
          continue;
        }
      g_clear_pointer (&snapshot, cl_sweep_snapshot_free);
      snapshot = newer;
      show (self, snapshot, seen);
    }
  return g_steal_pointer (&snapshot);
}

/* What comes out. */

static void
print_summary (const ClSweepSummary *summary)
{
  const ClSpread *accuracy = &summary->accuracy, *lipschitz = &summary->bounds[CL_SWEEP_BOUND_BEST];

  if (accuracy->count == 0)
    printf ("%-11s %10.3g  no run finished\n", summary->family, summary->lambda);
  else
    printf ("%-11s %10.3g %5.2f [%5.2f, %5.2f] %12.4g [%.4g, %.4g]\n", summary->family,
            summary->lambda, 100 * accuracy->mean, 100 * accuracy->min, 100 * accuracy->max,
            lipschitz->mean, lipschitz->min, lipschitz->max);
}

static void
write_spread (ClJsonWriter *json, const char *key, const ClSpread *spread)
{
  const double none = spread->count == 0 ? NAN : 0.0;

  cl_json_begin_object (json, key);
  cl_json_number (json, "mean", spread->mean + none);
  cl_json_number (json, "min", spread->min + none);
  cl_json_number (json, "max", spread->max + none);
  cl_json_number (json, "deviation", cl_spread_deviation (spread) + none);
  cl_json_end_object (json);
}

static void
write_run (ClJsonWriter *json, const ClSweepRun *run)
{
  cl_json_begin_object (json, NULL);
  cl_json_string (json, "family", run->family);
  cl_json_number (json, "lambda", run->lambda);
  cl_json_number (json, "seed", (double) run->seed);
  cl_json_number (json, "best_test_accuracy", run->accuracy);
  cl_json_number (json, "lipschitz", run->lipschitz);
  cl_json_number (json, "nemon_bound", run->nemon);
  cl_json_number (json, "seconds", run->seconds);
  cl_json_string (json, "error", run->error);
  cl_json_end_object (json);
}

static void
write_summary (ClJsonWriter *json, const ClSweepSummary *summary)
{
  cl_json_begin_object (json, NULL);
  cl_json_string (json, "family", summary->family);
  cl_json_number (json, "lambda", summary->lambda);
  cl_json_count (json, "runs", summary->accuracy.count);
  write_spread (json, "best_test_accuracy", &summary->accuracy);
  write_spread (json, "lipschitz", &summary->bounds[CL_SWEEP_BOUND_BEST]);
  write_spread (json, "nemon_bound", &summary->bounds[CL_SWEEP_BOUND_NEMON]);
  cl_json_boolean (json, "on_front", summary->on_front[CL_SWEEP_BOUND_BEST]);
  cl_json_end_object (json);
}

static void
write_json (const SweepOptions *options, const GPtrArray *runs, const GPtrArray *summaries)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_begin_list (&json, "runs");
  for (guint i = 0; i < runs->len; i++)
    if (cl_sweep_run_is_over (g_ptr_array_index (runs, i)))
      write_run (&json, g_ptr_array_index (runs, i));
  cl_json_end_list (&json);
  cl_json_begin_list (&json, "summary");
  for (guint i = 0; i < summaries->len; i++)
    write_summary (&json, g_ptr_array_index (summaries, i));
  cl_json_end_list (&json);
  cl_json_string (&json, "out", options->out);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_summaries (const GPtrArray *summaries)
{
  printf ("\nfamily          lambda  test %% [min, max over the seeds]  Lipschitz [min, max]\n");
  for (guint i = 0; i < summaries->len; i++)
    print_summary (g_ptr_array_index (summaries, i));
}

/* An interrupted sweep reports the runs that it finished. */
static gboolean
report (ClInvocation *self, const SweepOptions *options, const ClSweepSnapshot *snapshot,
        GError **error)
{
  g_autoptr (GPtrArray) summaries = cl_sweep_summarise (snapshot->runs);

  if (snapshot->state == CL_TRAINER_FAILED)
    {
      g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS, snapshot->error);
      return FALSE;
    }
  if (self->json)
    write_json (options, snapshot->runs, summaries);
  else if (snapshot->n_over > 0)
    print_summaries (summaries);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (snapshot->warning == NULL)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, snapshot->warning);
  return FALSE;
}

static gboolean
sweep (ClInvocation *self, const SweepOptions *options, GError **error)
{
  g_autoptr (ClSweep) sweep = make_sweep (options, error);

  if (!sweep)
    return FALSE;
  g_autoptr (ClSweepSnapshot) last = run_to_end (self, sweep);
  return report (self, options, last, error);
}

static gboolean
run (ClInvocation *self, GError **error)
{
  SweepOptions options = { 0 };

  cl_train_options_init (&options.common);
  gboolean done = parse (self, &options, error) && sweep (self, &options, error);

  cl_train_options_clear (&options.common);
  g_clear_pointer (&options.lambdas, g_array_unref);
  g_clear_pointer (&options.seeds, g_array_unref);
  g_strfreev (options.families);
  g_free (options.families_text);
  g_free (options.lambda_text);
  g_free (options.seeds_text);
  g_free (options.out);
  g_free (options.models);
  return done;
}

const ClVerb cl_verb_sweep = {
  .name = "sweep",
  .arguments = "",
  .summary = "Train for every family, lambda and seed: accuracy against the Lipschitz bound",
  .description =
      "Lists are values (0,1e-6,1e-5) or ranges with both ends (1:5:1). Each run is the one that\n"
      "“train” makes of the same options with --threads 1, whatever goes on beside it; its accuracy\n"
      "and its bound are those of its best epoch. A family that cannot be penalised is trained for\n"
      "the lambda 0 alone. A run that diverges is listed with the reason and left out of the means.\n"
      "The table is written after each run; with --resume a sweep that was interrupted, or that\n"
      "shall have more families, lambdas or seeds, trains only what is missing.\n\n"
      "Example:\n"
      "  contraction-lab sweep --data digits --families nemon,idl --lambda 0,1e-6,1e-5 \\\n"
      "    --seeds 1:5:1 --out sweep.csv",
  .run = run,
};
