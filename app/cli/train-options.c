#include "app/cli/train-options.h"

#include <string.h>

#include "app/cli/data-option.h"
#include "core/training/family.h"

/* How often a run is looked at: often enough for a live line on a terminal. */
#define POLL_MICROSECONDS 20000

void
cl_train_options_init (ClTrainOptions *self)
{
  *self = (ClTrainOptions){
    .n = CL_UNSET_COUNT,
    .epochs = CL_UNSET_COUNT,
    .batch = CL_UNSET_COUNT,
    .threads = CL_UNSET_COUNT,
    .rate = CL_UNSET_NUMBER,
    .gamma = CL_UNSET_NUMBER,
    .tolerance = CL_UNSET_NUMBER,
    .train_share = CL_DATASET_DEFAULT_SHARE,
    .patience = CL_UNSET_COUNT,
    .dropout = CL_UNSET_NUMBER,
    .target = CL_UNSET_NUMBER,
  };
}

void
cl_train_options_clear (ClTrainOptions *self)
{
  g_free (self->data);
  g_free (self->family);
  g_free (self->activation);
  g_free (self->schedule);
  g_free (self->regulariser);
}

GOptionEntry *
cl_train_options_entries (ClTrainOptions *self, const GOptionEntry *more)
{
  const GOptionEntry own[] = {
    { "family", 0, 0, G_OPTION_ARG_STRING, &self->family,
      "Model family: nemon (default), nemon-weighted, mon, idl, lben, feedforward, free; or nemon-conv, nemon-conv-5: "
      "NEMON with circular convolutions, 3 x 3 and 5 x 5",
      "NAME" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data, CL_DATA_OPTION_HELP, "DATA" },
    { "train-share", 0, 0, G_OPTION_ARG_DOUBLE, &self->train_share, CL_TRAIN_SHARE_HELP, "S" },
    { "n", 0, 0, G_OPTION_ARG_INT, &self->n,
      "States (default 100), or channels of nemon-conv (default 16)", "N" },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &self->epochs, "Epochs (default 10)", "E" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &self->batch, "Batch size (default 300; nemon-conv: 50)",
      "M" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &self->rate,
      "Initial learning rate of Adam (default 1e-2; nemon-conv: 2.5e-2)", "R" },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &self->schedule,
      "Learning-rate schedule: constant, step, cosine, one-cycle", "NAME" },
    { "gamma", 0, 0, G_OPTION_ARG_DOUBLE, &self->gamma,
      "Bound on the matrix measure of A, below 1 (default 0.95; nemon-conv: 0.5)", "G" },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &self->activation, "Activation (default relu)",
      "NAME" },
    { "tol", 0, 0, G_OPTION_ARG_DOUBLE, &self->tolerance,
      "Relative residual of the fixed point at every batch (default 1e-4)", "TOL" },
    { "regulariser", 0, 0, G_OPTION_ARG_STRING, &self->regulariser,
      "What --lambda weighs: nemon (default), l2 (family mon), sensitivity, l1, row-sparsity, "
      "column-sparsity",
      "NAME" },
    { "dropout", 0, 0, G_OPTION_ARG_DOUBLE, &self->dropout,
      "Share of the neurons left out of each batch, of none in the test (default 0)", "P" },
    { "target", 0, 0, G_OPTION_ARG_DOUBLE, &self->target,
      "End the run at this test accuracy, such as 0.98", "SHARE" },
    { "patience", 0, 0, G_OPTION_ARG_INT, &self->patience,
      "End the run after so many epochs without a better test accuracy", "E" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads, "Worker threads (default: one per core)",
      "N" },
  };
  gsize count = 0;

  while (more[count].long_name != NULL)
    count++;
  GOptionEntry *entries = g_new0 (GOptionEntry, G_N_ELEMENTS (own) + count + 1);
  memcpy (entries, own, sizeof own);
  memcpy (entries + G_N_ELEMENTS (own), more, count * sizeof *more);
  return entries;
}

gboolean
cl_train_options_any (const ClTrainOptions *self)
{
  return self->family != NULL || self->activation != NULL || self->schedule != NULL
         || self->n != CL_UNSET_COUNT || self->epochs != CL_UNSET_COUNT
         || self->batch != CL_UNSET_COUNT || self->threads != CL_UNSET_COUNT
         || self->rate != CL_UNSET_NUMBER || self->gamma != CL_UNSET_NUMBER
         || self->tolerance != CL_UNSET_NUMBER || self->regulariser != NULL
         || self->dropout != CL_UNSET_NUMBER || self->target != CL_UNSET_NUMBER
         || self->patience != CL_UNSET_COUNT;
}

static gboolean
fill_counts (const ClTrainOptions *self, ClTrainSettings *settings, GError **error)
{
  const struct
  {
    const char *name;
    int value;
    gsize *setting;
  } counts[] = {
    { "--n", self->n, &settings->n },
    { "--epochs", self->epochs, &settings->epochs },
    { "--batch", self->batch, &settings->batch },
    { "--patience", self->patience, &settings->patience },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (counts[i].value == CL_UNSET_COUNT)
        continue;
      if (!cl_invocation_check (counts[i].value > 0, error, "%s is %d: expected a positive count",
                                counts[i].name, counts[i].value))
        return FALSE;
      *counts[i].setting = (gsize) counts[i].value;
    }
  if (self->threads == CL_UNSET_COUNT)
    return TRUE;
  settings->threads = (guint) MAX (self->threads, 0);
  return cl_invocation_check (self->threads >= 0, error,
                              "--threads is %d: expected a positive count", self->threads);
}

static gboolean
fill_names (const ClTrainOptions *self, ClTrainSettings *settings, GError **error)
{
  if (self->family)
    settings->family = self->family;
  if (self->schedule)
    settings->schedule = self->schedule;
  if (self->regulariser)
    settings->regulariser = self->regulariser;
  if (self->activation)
    settings->activation = cl_activation_find (self->activation);
  return cl_invocation_check (settings->activation != NULL, error, "there is no activation “%s”",
                              self->activation);
}

static void
fill_numbers (const ClTrainOptions *self, ClTrainSettings *settings)
{
  const struct
  {
    double value;
    double *setting;
  } numbers[] = {
    { self->rate, &settings->rate },
    { self->gamma, &settings->gamma },
    { self->tolerance, &settings->tolerance },
    { self->dropout, &settings->dropout },
    { self->target, &settings->target_accuracy },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].value != CL_UNSET_NUMBER)
      *numbers[i].setting = numbers[i].value;
}

/* What suits the family where nothing was said. */
static void
fill_family (const ClTrainOptions *self, ClTrainSettings *settings)
{
  const ClFamily *family = self->family ? cl_family_find (self->family) : NULL;

  if (family)
    cl_train_settings_suit (settings, family);
}

gboolean
cl_train_options_fill (const ClTrainOptions *self, ClTrainSettings *settings, GError **error)
{
  g_autoptr (GError) invalid = NULL;

  fill_family (self, settings);
  fill_numbers (self, settings);
  if (!fill_names (self, settings, error) || !fill_counts (self, settings, error))
    return FALSE;
  return cl_train_settings_validate (settings, &invalid)
         || cl_invocation_check (FALSE, error, "%s", invalid->message);
}

ClDataset *
cl_train_options_open (const ClTrainOptions *self, guint64 seed, GCancellable *cancellable,
                       GError **error)
{
  return cl_data_option_open (self->data, self->train_share, seed, cancellable, error);
}

static gboolean
is_over (const ClTrainSnapshot *snapshot)
{
  return snapshot != NULL
         && (snapshot->state == CL_TRAINER_FINISHED || snapshot->state == CL_TRAINER_STOPPED
             || snapshot->state == CL_TRAINER_FAILED);
}

ClTrainSnapshot *
cl_train_run (ClTrainer *trainer, GCancellable *cancellable, ClTrainFollow follow, gpointer data)
{
  ClTrainSnapshot *snapshot = NULL;

  cl_trainer_start (trainer);
  while (!is_over (snapshot))
    {
      ClTrainSnapshot *newer = cl_trainer_take_snapshot (trainer);

      if (!newer)
        {
          g_usleep (POLL_MICROSECONDS);
          continue;
        }
      g_clear_pointer (&snapshot, cl_train_snapshot_free);
      snapshot = newer;
      follow (snapshot, data);
      if (g_cancellable_is_cancelled (cancellable))
        cl_trainer_stop (trainer);
    }
  cl_trainer_wait (trainer);
  return snapshot;
}
