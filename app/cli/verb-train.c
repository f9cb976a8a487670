#include "app/cli/train-log.h"
#include "app/cli/train-options.h"
#include "app/cli/verbs.h"
#include "app/weights-file.h"
#include "core/formats/array-file.h"
#include "core/formats/file-io.h"
#include "core/training/family.h"

#define UNSET_SEED G_MININT64

typedef struct
{
  ClTrainOptions common;
  gint64 seed;
  double lambda;
  char *out;
  char *log;
  char *checkpoint;
  char *resume;
  gboolean scripts;
} TrainOptions;

static gboolean
parse (ClInvocation *self, TrainOptions *options, GError **error)
{
  const GOptionEntry own[] = {
    { "lambda", 0, 0, G_OPTION_ARG_DOUBLE, &options->lambda,
      "Weight of the regulariser (default 0)", "L" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Seed (default 1)", "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out,
      "Save the best model here (.npz, .mat, .safetensors or .clab)", "MODEL" },
    { "scripts", 0, 0, G_OPTION_ARG_NONE, &options->scripts,
      "Beside --out NAME.ending, write NAME_numpy.py and NAME_torch.py, which load the weights, solve "
      "the fixed points and measure the accuracy",
      NULL },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &options->log, "Write a CSV line each epoch",
      "FILE.csv" },
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &options->checkpoint,
      "Write the whole run here after each epoch", "FILE.npz" },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &options->resume,
      "Go on with the run of this checkpoint, to the same bytes", "FILE.npz" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = cl_train_options_entries (&options->common, own);

  return cl_invocation_parse (self, entries, CL_OPTIONS_PLAIN, 0, 0, error)
         && cl_invocation_check (options->out || !options->scripts, error,
                                 "--scripts needs --out MODEL, the weights that they load");
}

/* What a convolutional network cannot be saved as. */
static gboolean
check_convolution (const TrainOptions *options, const ClTrainSettings *settings, GError **error)
{
  if (!options->out || cl_family_find (settings->family)->kernel == 0)
    return TRUE;
  g_autofree char *lower = g_ascii_strdown (options->out, -1);

  return cl_invocation_check (!g_str_has_suffix (lower, ".clab"), error,
                              "--out is %s: expected .npz, .mat or .safetensors for the family %s",
                              options->out, settings->family);
}

static gboolean
fill_settings (const TrainOptions *options, ClTrainSettings *settings, GError **error)
{
  cl_train_settings_init (settings);
  if (options->seed != UNSET_SEED)
    settings->seed = (guint64) options->seed;
  if (options->lambda != CL_UNSET_NUMBER)
    settings->lambda = options->lambda;
  settings->checkpoint = options->checkpoint;
  return cl_train_options_fill (&options->common, settings, error);
}

static gboolean
check_resume (const TrainOptions *options, GError **error)
{
  return cl_invocation_check (!cl_train_options_any (&options->common)
                                  && options->seed == UNSET_SEED
                                  && options->lambda == CL_UNSET_NUMBER && !options->checkpoint,
                              error,
                              "--resume goes on as the run began: expected no other options than "
                              "--data, --out, --log and --json");
}

static void
print_epoch (const ClEpoch *epoch)
{
  if (epoch->epoch == 1)
    printf ("epoch  seconds   loss  train %%  test %%  iterations  residual   Lipschitz\n");
  printf ("%5" G_GSIZE_FORMAT " %8.2f %6.4f %8.2f %7.2f %5.1f %5.1f %9.1e %11.4g\n", epoch->epoch,
          epoch->seconds, epoch->train_loss, 100 * epoch->train_accuracy,
          100 * epoch->test_accuracy, epoch->forward_iterations, epoch->backward_iterations,
          epoch->worst_residual, epoch->lipschitz);
}

static void
show_progress (const ClTrainSnapshot *snapshot)
{
  const ClBatchPoint *last = snapshot->points->len ? &g_array_index (snapshot->points, ClBatchPoint,
                                                                     snapshot->points->len - 1)
                                                   : NULL;

  if (last)
    fprintf (stderr, "\r%6.2f epochs, loss %.4f, %.0f samples/s ", last->position, last->loss,
             snapshot->samples_per_second);
}

typedef struct
{
  const ClInvocation *invocation;
  ClTrainLog *log; /* or NULL */
  gsize seen;
} Follower;

/* One new snapshot: the epochs since the last one go to the table, the log and the terminal. */
static void
follow (const ClTrainSnapshot *snapshot, gpointer data)
{
  Follower *self = data;
  const gboolean shows_progress = cl_invocation_shows_progress (self->invocation);

  for (; self->seen < snapshot->epochs->len; self->seen++)
    {
      const ClEpoch *epoch = &g_array_index (snapshot->epochs, ClEpoch, self->seen);

      if (shows_progress)
        fprintf (stderr, "\r%60s\r", "");
      if (!self->invocation->json)
        print_epoch (epoch);
      if (self->log)
        cl_train_log_append (self->log, epoch);
    }
  if (shows_progress)
    show_progress (snapshot);
}

/* Returns the last snapshot of the run, which ended by itself or by an interrupt. */
static ClTrainSnapshot *
run_to_end (ClInvocation *self, ClTrainer *trainer, ClTrainLog *log)
{
  Follower follower = { .invocation = self, .log = log };
  ClTrainSnapshot *snapshot = cl_train_run (trainer, self->cancellable, follow, &follower);

  if (cl_invocation_shows_progress (self))
    fprintf (stderr, "\r%60s\r", "");
  return snapshot;
}

static void
write_epoch (ClJsonWriter *json, const ClEpoch *epoch)
{
  gsize count;
  const ClTrainColumn *columns = cl_train_columns (&count);

  cl_json_begin_object (json, NULL);
  cl_json_count (json, "epoch", epoch->epoch);
  for (gsize i = 0; i < count; i++)
    cl_json_number (json, columns[i].name, G_STRUCT_MEMBER (double, epoch, columns[i].offset));
  cl_json_begin_object (json, "bounds");
  for (gsize i = 0; i < CL_N_TRAIN_BOUNDS; i++)
    cl_json_number (json, cl_bound_describe ((ClBoundId) i).id, epoch->bounds[i]);
  cl_json_end_object (json);
  cl_json_end_object (json);
}

static void
write_json (const ClTrainSettings *settings, const ClTrainSnapshot *snapshot,
            const TrainOptions *options)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_string (&json, "family", settings->family);
  cl_json_count (&json, "n", settings->n);
  cl_json_count (&json, "seed", settings->seed);
  cl_json_begin_list (&json, "epochs");
  for (guint i = 0; i < snapshot->epochs->len; i++)
    write_epoch (&json, &g_array_index (snapshot->epochs, ClEpoch, i));
  cl_json_end_list (&json);
  cl_json_number (&json, "best_test_accuracy", snapshot->best_test_accuracy);
  cl_json_number (&json, "gemm_gflops", snapshot->gemm_gflops);
  cl_json_string (&json, "out", options->out);
  cl_json_string (&json, "warning", snapshot->warning);
  cl_json_string (&json, "reason", snapshot->reason);
  cl_json_end_object (&json);
  putchar ('\n');
}

static gboolean
save (ClTrainer *trainer, const TrainOptions *options, GError **error)
{
  g_autoptr (ClTrained) trained = cl_trainer_get_trained (trainer, TRUE);

  return !trained || cl_weights_file_save (trained, options->out, options->scripts, error);
}

/* Where a model goes whose own place has failed it: a file of its own each time, "2-model.npz" when
 * an earlier "model.npz" is still there. */
static char *
refuge (const char *out)
{
  g_autofree char *name = g_path_get_basename (out);
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "contraction-lab", "rescued", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  for (guint k = 2; g_file_test (path, G_FILE_TEST_EXISTS); k++)
    {
      g_autofree char *other = g_strdup_printf ("%u-%s", k, name);

      g_free (path);
      path = g_build_filename (folder, other, NULL);
    }
  return path;
}

/* The place was writable when the run began, but the disk may be full or gone by now. */
static gboolean
save_somewhere (ClTrainer *trainer, const TrainOptions *options, GError **error)
{
  g_autofree char *elsewhere = refuge (options->out);
  TrainOptions other = *options;

  other.out = elsewhere;
  if (save (trainer, options, error))
    return TRUE;
  if (save (trainer, &other, NULL) && error != NULL)
    {
      g_autofree char *reason = g_steal_pointer (&(*error)->message);

      (*error)->message = g_strdup_printf ("%s; the model is in %s", reason, elsewhere);
    }
  return FALSE;
}

/* An interrupted or diverged run saves what it has before it reports. */
static gboolean
finish (ClInvocation *self, ClTrainer *trainer, const ClTrainSettings *settings,
        const TrainOptions *options, const ClTrainSnapshot *snapshot, GError **error)
{
  if (options->out && !save_somewhere (trainer, options, error))
    return FALSE;
  if (snapshot->state == CL_TRAINER_FAILED)
    {
      g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_DIVERGED, snapshot->error);
      return FALSE;
    }
  if (snapshot->warning)
    fprintf (stderr, "contraction-lab: %s\n", snapshot->warning);
  if (!self->json && snapshot->reason)
    printf ("ended early: %s\n", snapshot->reason);
  if (self->json)
    write_json (settings, snapshot, options);
  else
    printf ("best test accuracy %.2f %%, %.1f GF/s in gemm calls%s%s\n",
            100 * snapshot->best_test_accuracy, snapshot->gemm_gflops,
            options->out ? ", saved to " : "", options->out ? options->out : "");
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* The trainer of a new run, or of the one in a checkpoint; its settings in *settings. */
static ClTrainer *
make_trainer (ClInvocation *self, const TrainOptions *options, ClTrainSettings *settings,
              GError **error)
{
  const gboolean known = options->resume
                             ? check_resume (options, error)
                                   && cl_trainer_read_settings (options->resume, settings, error)
                             : fill_settings (options, settings, error);

  if (!known || !check_convolution (options, settings, error))
    return NULL;
  g_autoptr (ClDataset) dataset =
      cl_train_options_open (&options->common, settings->seed, self->cancellable, error);
  if (!dataset)
    return NULL;
  return options->resume ? cl_trainer_new_resumed (options->resume, dataset, error)
                         : cl_trainer_new (settings, dataset, error);
}

static gboolean
train (ClInvocation *self, const TrainOptions *options, GError **error)
{
  ClTrainSettings settings;
  g_autoptr (ClTrainer) trainer = NULL;
  ClTrainLog *log = NULL;

  if (options->out
      && (!cl_model_check_path (options->out, error)
          || !cl_file_check_writable (options->out, error)))
    return FALSE;
  trainer = make_trainer (self, options, &settings, error);
  if (!trainer)
    return FALSE;
  if (options->log && !(log = cl_train_log_new (options->log, error)))
    return FALSE;
  g_autoptr (ClTrainSnapshot) snapshot = run_to_end (self, trainer, log);
  const gboolean done = finish (self, trainer, &settings, options, snapshot, error);
  return (!log || cl_train_log_close (log, done ? error : NULL)) && done;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  TrainOptions options = { .seed = UNSET_SEED, .lambda = CL_UNSET_NUMBER };

  cl_train_options_init (&options.common);
  gboolean done = parse (self, &options, error) && train (self, &options, error);

  cl_train_options_clear (&options.common);
  g_free (options.out);
  g_free (options.log);
  g_free (options.checkpoint);
  g_free (options.resume);
  return done;
}

const ClVerb cl_verb_train = {
  .name = "train",
  .arguments = "",
  .summary = "Train an implicit network on MNIST, the built-in digits or your own data",
  .description =
      "An interrupt (Ctrl+C) saves what was trained so far to --out. The same seed and number of threads\n"
      "give the same bytes. --resume takes all settings from the checkpoint and keeps writing to it; name the same\n"
      "--data again. A checkpoint is also a model file: it holds the best model so far.\n\n"
      "--family nemon-conv trains a convolutional network on images: --n channels, A and B circular 3 x 3\n"
      "convolutions (5 x 5 with nemon-conv-5), averages of blocks (4 x 4 pixels where they fit) and a linear layer. The file holds\n"
      "A_kernels (n, n, 3, 3), B_kernels (n, r, 3, 3), b, C (q, n, H, W), c and image (height, width, kernel,\n"
      "block), each array but the vectors as a matrix with one row per first index. A smaller --gamma\n"
      "needs fewer iterations and gives a smaller Lipschitz bound.\n\n"
      "Examples:\n"
      "  contraction-lab train --data digits --n 100 --epochs 10 --lambda 1e-5 --out model.npz\n"
      "  contraction-lab train --data digits --family nemon-conv --n 16 --epochs 3 --out conv.npz",
  .run = run,
};
