#include "ui/pages/training-run.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SNAPSHOT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingRun
{
  GObject parent_instance;

  char *name;
  ClTrainSettings settings;
  ClDataset *dataset;
  guint series;
  gboolean shown;
  gsize first_epoch;
  ClTrainSnapshot *snapshot;
  gboolean has_model;
  ClRunKeep keep;
  gsize kept_epoch;
};

G_DEFINE_FINAL_TYPE (ClTrainingRun, cl_training_run, G_TYPE_OBJECT)

static void
cl_training_run_finalize (GObject *object)
{
  ClTrainingRun *self = CL_TRAINING_RUN (object);

  g_free (self->name);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  g_clear_pointer (&self->snapshot, cl_train_snapshot_free);
  G_OBJECT_CLASS (cl_training_run_parent_class)->finalize (object);
}

static void
cl_training_run_class_init (ClTrainingRunClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_training_run_finalize;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SNAPSHOT] =
      g_signal_new ("snapshot", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_training_run_init (ClTrainingRun *self)
{
  self->shown = TRUE;
}

ClTrainingRun *
cl_training_run_new (const char *name, const ClTrainSettings *settings, ClDataset *dataset,
                     guint series)
{
  g_return_val_if_fail (name != NULL && settings != NULL && dataset != NULL, NULL);
  ClTrainingRun *self = g_object_new (CL_TYPE_TRAINING_RUN, NULL);

  self->name = g_strdup (name);
  self->settings = *settings;
  self->settings.checkpoint = NULL;
  self->dataset = cl_dataset_ref (dataset);
  self->series = series;
  return self;
}

static void
changed (ClTrainingRun *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const char *
cl_training_run_get_name (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), NULL);
  return self->name;
}

void
cl_training_run_set_name (ClTrainingRun *self, const char *name)
{
  g_return_if_fail (CL_IS_TRAINING_RUN (self));
  g_return_if_fail (name != NULL);

  if (g_str_equal (name, self->name))
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  changed (self);
}

const ClTrainSettings *
cl_training_run_get_settings (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), NULL);
  return &self->settings;
}

ClDataset *
cl_training_run_get_dataset (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), NULL);
  return self->dataset;
}

guint
cl_training_run_get_series (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), 0);
  return self->series;
}

gboolean
cl_training_run_get_shown (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), FALSE);
  return self->shown;
}

void
cl_training_run_set_shown (ClTrainingRun *self, gboolean shown)
{
  g_return_if_fail (CL_IS_TRAINING_RUN (self));

  if (!!shown == self->shown)
    return;
  self->shown = !!shown;
  changed (self);
}

void
cl_training_run_set_first_epoch (ClTrainingRun *self, gsize epoch)
{
  g_return_if_fail (CL_IS_TRAINING_RUN (self));
  self->first_epoch = epoch;
}

void
cl_training_run_take_snapshot (ClTrainingRun *self, ClTrainSnapshot *snapshot, gboolean has_model)
{
  g_return_if_fail (CL_IS_TRAINING_RUN (self));

  g_clear_pointer (&self->snapshot, cl_train_snapshot_free);
  self->snapshot = snapshot;
  self->has_model = has_model;
  g_signal_emit (self, signals[SIGNAL_SNAPSHOT], 0);
}

const ClTrainSnapshot *
cl_training_run_get_snapshot (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), NULL);
  return self->snapshot;
}

gboolean
cl_training_run_has_model (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), FALSE);
  return self->has_model;
}

void
cl_training_run_keep (ClTrainingRun *self, ClRunKeep keep, gsize epoch)
{
  g_return_if_fail (CL_IS_TRAINING_RUN (self));

  if (keep == self->keep && (keep != CL_RUN_KEEP_EPOCH || epoch == self->kept_epoch))
    return;
  self->keep = keep;
  self->kept_epoch = epoch;
  changed (self);
}

ClRunKeep
cl_training_run_get_keep (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), CL_RUN_KEEP_BEST);
  return self->keep;
}

gsize
cl_training_run_epochs_done (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), 0);
  return self->snapshot != NULL ? self->snapshot->epochs->len : 0;
}

const ClEpoch *
cl_training_run_get_record (ClTrainingRun *self, gsize epoch)
{
  return epoch >= 1 && epoch <= cl_training_run_epochs_done (self)
             ? &g_array_index (self->snapshot->epochs, ClEpoch, epoch - 1)
             : NULL;
}

gsize
cl_training_run_get_best_epoch (ClTrainingRun *self)
{
  const gsize done = cl_training_run_epochs_done (self);
  gsize best = MIN (done, 1);

  for (gsize epoch = 2; epoch <= done; epoch++)
    if (cl_training_run_get_record (self, epoch)->test_accuracy
        > cl_training_run_get_record (self, best)->test_accuracy)
      best = epoch;
  return best;
}

gsize
cl_training_run_get_epoch (ClTrainingRun *self)
{
  const gsize done = cl_training_run_epochs_done (self);

  switch (self->keep)
    {
    case CL_RUN_KEEP_LAST:
      return done;
    case CL_RUN_KEEP_EPOCH:
      return MIN (self->kept_epoch, done);
    case CL_RUN_KEEP_BEST:
    default:
      return cl_training_run_get_best_epoch (self);
    }
}

ClTrainerState
cl_training_run_get_state (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), CL_TRAINER_IDLE);
  return self->snapshot != NULL ? self->snapshot->state : CL_TRAINER_RUNNING;
}

gboolean
cl_training_run_is_active (ClTrainingRun *self)
{
  const ClTrainerState state = cl_training_run_get_state (self);

  return state != CL_TRAINER_FINISHED && state != CL_TRAINER_STOPPED && state != CL_TRAINER_FAILED;
}

/* Of the epoch under way.  The batches of an epoch that has ended are counted until the next one
 * begins; they are the next one's where the newest point lies beyond the epochs done. */
static double
epoch_part (const ClTrainSnapshot *snapshot)
{
  const GArray *points = snapshot->points;

  if (snapshot->batches_per_epoch == 0 || points->len == 0
      || g_array_index (points, ClBatchPoint, points->len - 1).position
             <= (double) snapshot->epochs_done)
    return 0;
  return (double) snapshot->batches_done / (double) snapshot->batches_per_epoch;
}

double
cl_training_run_get_fraction (ClTrainingRun *self)
{
  const ClTrainSnapshot *snapshot = self->snapshot;

  if (snapshot == NULL)
    return 0;
  return MIN (1, ((double) snapshot->epochs_done + epoch_part (snapshot))
                     / (double) self->settings.epochs);
}

char *
cl_training_run_describe (ClTrainingRun *self)
{
  const gsize done = cl_training_run_epochs_done (self), all = self->settings.epochs;

  switch (cl_training_run_get_state (self))
    {
    case CL_TRAINER_FINISHED:
      return done == all
                 ? g_strdup_printf (ngettext ("Finished %zu epoch", "Finished %zu epochs", done),
                                    done)
                 : g_strdup_printf (_ ("Ended after %zu of %zu epochs"), done, all);
    case CL_TRAINER_STOPPED:
      return g_strdup_printf (_ ("Stopped after %zu of %zu epochs"), done, all);
    case CL_TRAINER_FAILED:
      return g_strdup_printf (_ ("Broke off in epoch %zu"), done + 1);
    case CL_TRAINER_PAUSED:
      return g_strdup_printf (_ ("Paused in epoch %zu of %zu"), MIN (done + 1, all), all);
    case CL_TRAINER_IDLE:
    case CL_TRAINER_RUNNING:
    default:
      return g_strdup_printf (_ ("Epoch %zu of %zu"), MIN (done + 1, all), all);
    }
}

ClTrainingTrace
cl_training_run_trace (ClTrainingRun *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (self), (ClTrainingTrace){ 0 });

  return (ClTrainingTrace){ .name = self->name,
                            .snapshot = self->snapshot,
                            .series = self->series,
                            .samples = self->dataset->train.count,
                            .first_epoch = self->first_epoch };
}
