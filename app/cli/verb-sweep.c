#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>

#include "app/cli/train-options.h"
#include "app/cli/verbs.h"
#include "core/formats/list.h"

typedef struct
{
  ClTrainOptions common;
  char *lambda_text, *seeds_text;
  char *out;
  GArray *lambdas, *seeds; /* of double */
} SweepOptions;

/* One trained network.  Accuracy and bound are those of the same epoch, the best by accuracy; NaN
 * when the run did not finish one. */
typedef struct
{
  double lambda;
  double seed;
  double accuracy;
  double lipschitz;
  double seconds; /* of training and testing, without the time to open the data */
  char *error;    /* NULL unless the run diverged */
} SweepRun;

typedef struct
{
  gsize count;
  double mean, min, max;
} Spread;

/* Over the seeds of one lambda. */
typedef struct
{
  double lambda;
  Spread accuracy, lipschitz;
} SweepSummary;

static void
clear_run (gpointer data)
{
  SweepRun *run = data;

  g_free (run->error);
}

static gboolean
parse (ClInvocation *self, SweepOptions *options, GError **error)
{
  const GOptionEntry own[] = {
    { "lambda", 0, 0, G_OPTION_ARG_STRING, &options->lambda_text,
      "Weights of the Lipschitz regulariser, such as 0,1e-6,1e-5 (default 0)", "LIST" },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &options->seeds_text, "Seeds, such as 1:5:1 (default 1)",
      "LIST" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, "Write a CSV line for each run",
      "FILE.csv" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = cl_train_options_entries (&options->common, own);

  if (!cl_invocation_parse (self, entries, CL_OPTIONS_PLAIN, 0, 0, error))
    return FALSE;
  options->lambdas =
      cl_list_parse (options->lambda_text ? options->lambda_text : "0", "--lambda", error);
  if (!options->lambdas)
    return FALSE;
  options->seeds =
      cl_list_parse_counts (options->seeds_text ? options->seeds_text : "1", "--seeds", error);
  return options->seeds != NULL;
}

/* Every lambda is checked before the first run starts. */
static gboolean
fill_settings (const SweepOptions *options, ClTrainSettings *settings, GError **error)
{
  for (guint i = options->lambdas->len; i-- > 0;)
    {
      cl_train_settings_init (settings);
      settings->lambda = g_array_index (options->lambdas, double, i);
      if (!cl_train_options_fill (&options->common, settings, error))
        return FALSE;
    }
  return TRUE;
}

/* The table and the file. */

static FILE *
open_table (const char *path, GError **error)
{
  FILE *table = g_fopen (path, "w");

  if (!table)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
                   g_strerror (errno));
      return NULL;
    }
  fputs ("lambda,seed,best_test_accuracy,lipschitz,seconds\n", table);
  return table;
}

static gboolean
append_line (FILE *table, const char *path, const SweepRun *run, GError **error)
{
  const double values[] = { run->lambda, run->seed, run->accuracy, run->lipschitz, run->seconds };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    fprintf (table, "%s%s", i > 0 ? "," : "",
             g_ascii_formatd (text, sizeof text, "%.17g", values[i]));
  fputc ('\n', table);
  if (fflush (table) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static void
print_run (const SweepRun *run, gboolean is_first)
{
  if (is_first)
    printf ("    lambda    seed  best test %%    Lipschitz  seconds\n");
  printf ("%10.3g %7.0f %12.2f %12.4g %8.2f%s%s\n", run->lambda, run->seed, 100 * run->accuracy,
          run->lipschitz, run->seconds, run->error ? "  " : "", run->error ? run->error : "");
  fflush (stdout);
}

/* Training. */

static gboolean
show_progress (const ClTrainSnapshot *snapshot, gpointer data, GError **error)
{
  const ClInvocation *self = data;

  if (cl_invocation_shows_progress (self))
    fprintf (stderr, "\r%" G_GSIZE_FORMAT " epochs, %.0f samples/s ", snapshot->epochs_done,
             snapshot->samples_per_second);
  return TRUE;
}

static void
read_result (const ClTrainSnapshot *snapshot, SweepRun *run)
{
  run->accuracy = run->lipschitz = NAN;
  for (guint i = 0; i < snapshot->epochs->len; i++)
    {
      const ClEpoch *epoch = &g_array_index (snapshot->epochs, ClEpoch, i);

      run->seconds += epoch->seconds;
      if (i > 0 && epoch->test_accuracy <= run->accuracy)
        continue;
      run->accuracy = epoch->test_accuracy;
      run->lipschitz = epoch->lipschitz;
    }
  run->error = g_strdup (snapshot->error);
}

/* Returns FALSE when the run was interrupted or could not start; one that diverges is a result. */
static gboolean
train_one (ClInvocation *self, const ClTrainSettings *settings, ClDataset *dataset, SweepRun *run,
           GError **error)
{
  g_autoptr (ClTrainer) trainer = cl_trainer_new (settings, dataset, error);

  if (!trainer)
    return FALSE;
  g_autoptr (ClTrainSnapshot) snapshot =
      cl_train_run (trainer, self->cancellable, show_progress, self, error);
  if (cl_invocation_shows_progress (self))
    fprintf (stderr, "\r%60s\r", "");
  if (!snapshot || g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  read_result (snapshot, run);
  return TRUE;
}

/* All lambdas for one seed, on the data set of that seed: a run is the one that the verb "train"
 * makes of the same options. */
static gboolean
train_seed (ClInvocation *self, const SweepOptions *options, ClTrainSettings *settings, double seed,
            FILE *table, GArray *runs, GError **error)
{
  settings->seed = (guint64) seed;
  g_autoptr (ClDataset) dataset =
      cl_train_options_open (&options->common, settings->seed, self->cancellable, error);
  if (!dataset)
    return FALSE;
  for (guint i = 0; i < options->lambdas->len; i++)
    {
      SweepRun run = { .lambda = g_array_index (options->lambdas, double, i), .seed = seed };

      settings->lambda = run.lambda;
      if (!train_one (self, settings, dataset, &run, error))
        return FALSE;
      g_array_append_val (runs, run);
      if (!self->json)
        print_run (&run, runs->len == 1);
      if (table && !append_line (table, options->out, &run, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
train_all (ClInvocation *self, const SweepOptions *options, GArray *runs, GError **error)
{
  ClTrainSettings settings;
  FILE *table = NULL;
  gboolean done = fill_settings (options, &settings, error)
                  && (!options->out || (table = open_table (options->out, error)) != NULL);

  for (guint i = 0; done && i < options->seeds->len; i++)
    done = train_seed (self, options, &settings, g_array_index (options->seeds, double, i), table,
                       runs, error);
  if (table)
    fclose (table);
  return done;
}

/* What comes out. */

static void
spread_add (Spread *self, double value)
{
  self->min = self->count == 0 ? value : fmin (self->min, value);
  self->max = self->count == 0 ? value : fmax (self->max, value);
  self->count++;
  self->mean += (value - self->mean) / (double) self->count;
}

/* Runs that diverged do not count. */
static SweepSummary
summarise (const GArray *runs, double lambda)
{
  SweepSummary summary = { .lambda = lambda };

  for (guint i = 0; i < runs->len; i++)
    {
      const SweepRun *run = &g_array_index (runs, SweepRun, i);

      if (run->lambda != lambda || run->error)
        continue;
      spread_add (&summary.accuracy, run->accuracy);
      spread_add (&summary.lipschitz, run->lipschitz);
    }
  return summary;
}

static void
print_summary (const SweepSummary *summary)
{
  if (summary->accuracy.count == 0)
    printf ("%10.3g  no run finished\n", summary->lambda);
  else
    printf ("%10.3g %5.2f [%5.2f, %5.2f] %12.4g [%.4g, %.4g]\n", summary->lambda,
            100 * summary->accuracy.mean, 100 * summary->accuracy.min, 100 * summary->accuracy.max,
            summary->lipschitz.mean, summary->lipschitz.min, summary->lipschitz.max);
}

static void
write_spread (ClJsonWriter *json, const char *key, const Spread *spread)
{
  const double none = spread->count == 0 ? NAN : 0.0;

  cl_json_begin_object (json, key);
  cl_json_number (json, "mean", spread->mean + none);
  cl_json_number (json, "min", spread->min + none);
  cl_json_number (json, "max", spread->max + none);
  cl_json_end_object (json);
}

static void
write_run (ClJsonWriter *json, const SweepRun *run)
{
  cl_json_begin_object (json, NULL);
  cl_json_number (json, "lambda", run->lambda);
  cl_json_number (json, "seed", run->seed);
  cl_json_number (json, "best_test_accuracy", run->accuracy);
  cl_json_number (json, "lipschitz", run->lipschitz);
  cl_json_number (json, "seconds", run->seconds);
  cl_json_string (json, "error", run->error);
  cl_json_end_object (json);
}

static void
write_json (const SweepOptions *options, const GArray *runs)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_begin_list (&json, "runs");
  for (guint i = 0; i < runs->len; i++)
    write_run (&json, &g_array_index (runs, SweepRun, i));
  cl_json_end_list (&json);
  cl_json_begin_list (&json, "summary");
  for (guint i = 0; i < options->lambdas->len; i++)
    {
      const SweepSummary summary = summarise (runs, g_array_index (options->lambdas, double, i));

      cl_json_begin_object (&json, NULL);
      cl_json_number (&json, "lambda", summary.lambda);
      cl_json_count (&json, "runs", summary.accuracy.count);
      write_spread (&json, "best_test_accuracy", &summary.accuracy);
      write_spread (&json, "lipschitz", &summary.lipschitz);
      cl_json_end_object (&json);
    }
  cl_json_end_list (&json);
  cl_json_string (&json, "out", options->out);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_summaries (const SweepOptions *options, const GArray *runs)
{
  printf ("\n    lambda  test %% [min, max over the seeds]  Lipschitz [min, max]\n");
  for (guint i = 0; i < options->lambdas->len; i++)
    {
      const SweepSummary summary = summarise (runs, g_array_index (options->lambdas, double, i));
      print_summary (&summary);
    }
}

/* An interrupted sweep reports the runs that it finished. */
static gboolean
sweep (ClInvocation *self, const SweepOptions *options, GError **error)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (SweepRun));
  g_autoptr (GError) inner = NULL;

  g_array_set_clear_func (runs, clear_run);
  const gboolean done = train_all (self, options, runs, &inner);
  if (done || (runs->len > 0 && g_error_matches (inner, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      if (self->json)
        write_json (options, runs);
      else
        print_summaries (options, runs);
    }
  if (inner)
    g_propagate_error (error, g_steal_pointer (&inner));
  return done;
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
  g_free (options.lambda_text);
  g_free (options.seeds_text);
  g_free (options.out);
  return done;
}

const ClVerb cl_verb_sweep = {
  .name = "sweep",
  .arguments = "",
  .summary = "Train for every lambda and seed: accuracy against the Lipschitz bound",
  .description =
      "Lists are values (0,1e-6,1e-5) or ranges with both ends (1:5:1). Each run is the one that\n"
      "“train” makes of the same options; its accuracy and its bound are those of its best epoch.\n"
      "A run that diverges is listed with the reason and left out of the means.\n\n"
      "Example:\n"
      "  contraction-lab sweep --data digits --lambda 0,1e-6,1e-5 --seeds 1:5:1 --out sweep.csv",
  .run = run,
};
