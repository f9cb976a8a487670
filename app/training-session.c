#include "app/training-session.h"

#include <glib/gi18n.h>

#include "app/training-names.h"

#define NICE 19

/* A run and what is behind it. */
typedef struct
{
  ClTrainingRun *run;
  ClTrainer *trainer;
  ClTrainingFile *file;
  double values[CL_N_TRAIN_MARKS]; /* in force */
  gboolean over;                   /* its last snapshot has been handed over */
  gboolean removed;                /* from the page */
} Entry;

struct _ClTrainingSession
{
  ClTrainingPage *page;
  GPtrArray *entries; /* those of the page, and those that can be put back */
};

static void
run_changed_cb (ClTrainingRun *run, ClTrainingFile *file)
{
  cl_training_file_set_look (file, cl_training_run_get_name (run), cl_training_run_get_shown (run));
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_signal_handlers_disconnect_by_func (entry->run, run_changed_cb, entry->file);
  cl_trainer_free (entry->trainer);
  if (entry->removed)
    cl_training_file_discard (entry->file);
  else
    cl_training_file_free (entry->file);
  g_object_unref (entry->run);
  g_free (entry);
}

static Entry *
find (ClTrainingSession *self, ClTrainingRun *run)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->run == run)
        return entry;
    }
  return NULL;
}

ClTrainingSession *
cl_training_session_new (ClTrainingPage *page)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page), NULL);
  ClTrainingSession *self = g_new0 (ClTrainingSession, 1);

  self->page = g_object_ref (page);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/* A run that this stop cuts off has not ended; one that was faster has, and nobody knows yet. */
static void
note_end (Entry *entry)
{
  g_autoptr (ClTrainSnapshot) snapshot = NULL;

  cl_trainer_wait (entry->trainer);
  snapshot = cl_trainer_take_snapshot (entry->trainer);
  if (snapshot != NULL
      && (snapshot->state == CL_TRAINER_FINISHED || snapshot->state == CL_TRAINER_FAILED))
    cl_training_file_set_ended (entry->file);
}

void
cl_training_session_free (ClTrainingSession *self)
{
  if (self == NULL)
    return;
  /* All at once: each worker may take a batch to hear it. */
  for (guint i = 0; i < self->entries->len; i++)
    cl_trainer_stop (((Entry *) g_ptr_array_index (self->entries, i))->trainer);
  for (guint i = 0; i < self->entries->len; i++)
    note_end (g_ptr_array_index (self->entries, i));
  g_ptr_array_unref (self->entries);
  g_object_unref (self->page);
  g_free (self);
}

guint
cl_training_session_count_active (ClTrainingSession *self)
{
  g_return_val_if_fail (self != NULL, 0);
  guint count = 0;

  for (guint i = 0; i < self->entries->len; i++)
    count += !((Entry *) g_ptr_array_index (self->entries, i))->over;
  return count;
}

/* Colours. */

static ClTrainingRun *
run_at (ClTrainingSession *self, guint i)
{
  return ((Entry *) g_ptr_array_index (self->entries, i))->run;
}

static gboolean
has_series (ClTrainingSession *self, guint series)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (cl_training_run_get_series (run_at (self, i)) == series)
      return TRUE;
  return FALSE;
}

/* From `series` on. */
static guint
free_series (ClTrainingSession *self, guint series)
{
  while (has_series (self, series))
    series++;
  return series;
}

static gboolean
is_final (ClTrainerState state)
{
  return state == CL_TRAINER_FINISHED || state == CL_TRAINER_STOPPED || state == CL_TRAINER_FAILED;
}

/* The newest snapshot to the run; FALSE when there is none. */
static gboolean
hand_over (Entry *entry)
{
  ClTrainSnapshot *snapshot = entry->over ? NULL : cl_trainer_take_snapshot (entry->trainer);

  if (snapshot == NULL)
    return FALSE;
  g_autoptr (ClTrained) last = cl_trainer_get_trained (entry->trainer, FALSE);
  g_autoptr (ClTrained) best = cl_trainer_get_trained (entry->trainer, TRUE);
  entry->over = is_final (snapshot->state);
  if (entry->over)
    cl_training_file_set_ended (entry->file);
  cl_training_run_take_snapshot (entry->run, snapshot, last != NULL || best != NULL);
  return TRUE;
}

/* New runs. */

static ClTrainingRun *
add (ClTrainingSession *self, ClTrainer *trainer, ClTrainingFile *file,
     const ClTrainSettings *settings, ClDataset *dataset)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autofree char *name = cl_training_free_name (cl_training_page_get_runs (self->page),
                                                 cl_training_file_get_name (file));

  /* One that comes back may find its name taken. */
  cl_training_file_set_look (file, name, cl_training_file_get_shown (file));
  entry->run = cl_training_run_new (name, settings, dataset,
                                    free_series (self, cl_training_file_get_series (file)));
  entry->trainer = trainer;
  entry->file = file;
  entry->values[CL_TRAIN_MARK_RATE] = settings->rate;
  entry->values[CL_TRAIN_MARK_LAMBDA] = settings->lambda;
  entry->values[CL_TRAIN_MARK_GAMMA] = settings->gamma;
  cl_training_run_set_first_epoch (entry->run, cl_training_file_get_first_epoch (file));
  cl_training_run_set_shown (entry->run, cl_training_file_get_shown (file));
  g_signal_connect (entry->run, "changed", G_CALLBACK (run_changed_cb), file);
  g_ptr_array_add (self->entries, entry);
  hand_over (entry);
  cl_training_page_insert_run (self->page, G_MAXUINT, entry->run);
  return entry->run;
}

/* Evenly, whatever already runs. */
static guint
share_of_cores (ClTrainingSession *self, guint more)
{
  const guint cores = g_get_num_processors ();

  return MAX (cores / (cl_training_session_count_active (self) + more), 1);
}

typedef struct
{
  ClTrainSettings settings;
  ClTrainingFile *file;
  ClTrainer *trainer;
} Start;

static void
start_clear (gpointer data)
{
  Start *start = data;

  cl_trainer_free (start->trainer);
  cl_training_file_discard (start->file);
}

/* The ones that are prepared together are not in the list yet. */
static gboolean
prepare (ClTrainingSession *self, const GArray *settings, ClDataset *dataset,
         const ClTrainingData *data, GArray *starts, GError **error)
{
  const guint threads = share_of_cores (self, settings->len);
  GListModel *runs = cl_training_page_get_runs (self->page);
  guint series = 0;

  for (guint i = 0; i < settings->len; i++)
    {
      Start start = { .settings = g_array_index (settings, ClTrainSettings, i) };
      g_autofree char *family = cl_training_family_name (start.settings.family);
      g_autofree char *name = cl_training_free_name (runs, family);

      start.settings.nice = NICE;
      start.settings.threads = threads;
      series = free_series (self, series);
      start.file = cl_training_file_new (name, data, 0, series++);
      start.settings.checkpoint = cl_training_file_get_path (start.file);
      start.trainer = cl_trainer_new (&start.settings, dataset, error);
      g_array_append_val (starts, start);
      if (start.trainer == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
join_pace (const GArray *starts)
{
  g_autoptr (ClPace) pace = cl_pace_new ();

  for (guint i = 0; i < starts->len; i++)
    cl_trainer_set_pace (g_array_index (starts, Start, i).trainer, pace);
}

gboolean
cl_training_session_start (ClTrainingSession *self, const GArray *settings, ClDataset *dataset,
                           const ClTrainingData *data, gboolean in_step, GError **error)
{
  g_return_val_if_fail (self != NULL && settings != NULL && dataset != NULL, FALSE);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (Start));

  g_array_set_clear_func (starts, start_clear);
  if (!prepare (self, settings, dataset, data, starts, error))
    return FALSE;
  if (in_step && starts->len > 1)
    join_pace (starts);
  for (guint i = 0; i < starts->len; i++)
    {
      const Start *start = &g_array_index (starts, Start, i);
      ClTrainingRun *run = add (self, start->trainer, start->file, &start->settings, dataset);

      if (i == 0)
        cl_training_page_select (self->page, run);
      cl_trainer_start (start->trainer);
    }
  g_array_set_clear_func (starts, NULL);
  return TRUE;
}

gboolean
cl_training_session_branch (ClTrainingSession *self, ClTrainingRun *run,
                            const ClTrainSettings *settings, GError **error)
{
  g_return_val_if_fail (self != NULL && settings != NULL, FALSE);
  Entry *parent = find (self, run);
  const gsize epoch = cl_training_run_get_epoch (run);
  g_autofree char *base =
      g_strdup_printf (_ ("%s, from epoch %zu"), cl_training_run_get_name (run), epoch);
  g_autofree char *name = cl_training_free_name (cl_training_page_get_runs (self->page), base);
  ClTrainSettings changes = *settings;

  g_return_val_if_fail (parent != NULL, FALSE);
  const ClTrainingData data = cl_training_file_get_data (parent->file);
  ClTrainingFile *file = cl_training_file_new (name, &data, epoch, free_series (self, 0));
  changes.nice = NICE;
  changes.threads = share_of_cores (self, 1);
  changes.checkpoint = cl_training_file_get_path (file);
  ClTrainer *trainer = cl_trainer_new_branch (parent->trainer, epoch, &changes, error);
  if (trainer == NULL)
    {
      cl_training_file_discard (file);
      return FALSE;
    }
  cl_training_page_select (self->page,
                           add (self, trainer, file, &changes, cl_training_run_get_dataset (run)));
  cl_trainer_start (trainer);
  return TRUE;
}

ClTrainingRun *
cl_training_session_adopt (ClTrainingSession *self, ClTrainingFile *file, ClTrainer *trainer,
                           const ClTrainSettings *settings, ClDataset *dataset)
{
  g_return_val_if_fail (self != NULL && file != NULL && trainer != NULL, NULL);
  ClTrainingRun *run = add (self, trainer, file, settings, dataset);

  cl_trainer_start (trainer);
  return run;
}

/* What goes on. */

static void
for_active (ClTrainingSession *self, void (*func) (ClTrainer *trainer))
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (!entry->over)
        func (entry->trainer);
    }
}

void
cl_training_session_pause (ClTrainingSession *self)
{
  g_return_if_fail (self != NULL);
  for_active (self, cl_trainer_pause);
}

void
cl_training_session_resume (ClTrainingSession *self)
{
  g_return_if_fail (self != NULL);
  for_active (self, cl_trainer_resume);
}

void
cl_training_session_step (ClTrainingSession *self)
{
  g_return_if_fail (self != NULL);
  for_active (self, cl_trainer_step);
}

void
cl_training_session_stop_run (ClTrainingSession *self, ClTrainingRun *run)
{
  g_return_if_fail (self != NULL);
  Entry *entry = find (self, run);

  if (entry == NULL || entry->over)
    return;
  cl_training_file_set_ended (entry->file);
  cl_trainer_stop (entry->trainer);
}

void
cl_training_session_stop (ClTrainingSession *self)
{
  g_return_if_fail (self != NULL);
  for (guint i = 0; i < self->entries->len; i++)
    cl_training_session_stop_run (self, run_at (self, i));
}

gboolean
cl_training_session_change (ClTrainingSession *self, ClTrainingRun *run, ClTrainMarkKind what,
                            double value, GError **error)
{
  static gboolean (*const set[CL_N_TRAIN_MARKS]) (ClTrainer *, double, GError **) = {
    [CL_TRAIN_MARK_RATE] = cl_trainer_set_rate,
    [CL_TRAIN_MARK_LAMBDA] = cl_trainer_set_lambda,
    [CL_TRAIN_MARK_GAMMA] = cl_trainer_set_gamma,
  };
  Entry *entry = find (self, run);

  g_return_val_if_fail (entry != NULL && what < CL_N_TRAIN_MARKS, FALSE);
  if (!set[what](entry->trainer, value, error))
    return FALSE;
  entry->values[what] = value;
  return TRUE;
}

const double *
cl_training_session_get_values (ClTrainingSession *self, ClTrainingRun *run)
{
  const Entry *entry = find (self, run);

  g_return_val_if_fail (entry != NULL, NULL);
  return entry->values;
}

void
cl_training_session_remove (ClTrainingSession *self, ClTrainingRun *run)
{
  Entry *entry = find (self, run);

  g_return_if_fail (entry != NULL);
  cl_training_session_stop_run (self, run);
  entry->removed = TRUE;
  cl_training_page_remove_run (self->page, run);
}

void
cl_training_session_put_back (ClTrainingSession *self, ClTrainingRun *run, guint position)
{
  Entry *entry = find (self, run);

  g_return_if_fail (entry != NULL);
  entry->removed = FALSE;
  cl_training_page_insert_run (self->page, position, run);
  cl_training_page_select (self->page, run);
}

void
cl_training_session_forget (ClTrainingSession *self, ClTrainingRun *run)
{
  Entry *entry = find (self, run);

  g_return_if_fail (entry != NULL);
  entry->removed = TRUE;
  g_ptr_array_remove (self->entries, entry);
}

gboolean
cl_training_session_poll (ClTrainingSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  gboolean any = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    any |= hand_over (g_ptr_array_index (self->entries, i));
  return any;
}

ClTrained *
cl_training_session_get_trained (ClTrainingSession *self, ClTrainingRun *run)
{
  const Entry *entry = find (self, run);
  const gsize epoch = cl_training_run_get_epoch (run);

  g_return_val_if_fail (entry != NULL, NULL);
  if (epoch > 0 && cl_training_run_get_keep (run) == CL_RUN_KEEP_EPOCH
      && epoch != cl_training_run_get_best_epoch (run))
    return cl_trainer_get_trained_at (entry->trainer, epoch);
  return cl_trainer_get_trained (entry->trainer,
                                 cl_training_run_get_keep (run) != CL_RUN_KEEP_LAST && epoch > 0);
}
