#include "app/training-resume.h"

#include <glib/gi18n.h>

struct _ClTrainingResume
{
  ClTrainingPage *page;
  ClTrainingSession *session;
  GPtrArray *files; /* of ClTrainingFile: on offer */
  GCancellable *gone;
  gboolean reading;
  void (*begun) (gpointer data);
  gpointer begun_data;
};

/* A run on its way back. */
typedef struct
{
  ClTrainingFile *file;
  ClTrainSettings settings;
  ClDataset *dataset;
  ClTrainer *trainer; /* NULL: it failed */
} Comeback;

static void
comeback_free (gpointer data)
{
  Comeback *comeback = data;

  cl_trainer_free (comeback->trainer);
  g_clear_pointer (&comeback->dataset, cl_dataset_unref);
  cl_training_file_free (comeback->file);
  g_free (comeback);
}

/* All of them, read and compared with their data on a worker. */
typedef struct
{
  ClTrainingResume *self;
  GCancellable *gone;
  GPtrArray *comebacks;
  GError *error; /* of the first that failed, or NULL */
} Reading;

static void
reading_free (Reading *reading)
{
  g_ptr_array_unref (reading->comebacks);
  g_clear_error (&reading->error);
  g_object_unref (reading->gone);
  g_free (reading);
}

static void
offer (ClTrainingResume *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->files->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "; " : "",
                            cl_training_file_get_name (g_ptr_array_index (self->files, i)));
  if (self->files->len > 0)
    text = g_strdup_printf (ngettext ("A training run was cut off: %s.",
                                      "Training runs were cut off: %s.", self->files->len),
                            names->str);
  cl_training_page_offer_resume (self->page, text);
}

static gboolean
same_data (const ClTrainingData *a, const ClTrainingData *b)
{
  return g_strcmp0 (a->spec, b->spec) == 0 && a->options.seed == b->options.seed
         && a->options.train_share == b->options.train_share;
}

/* Runs of a duel share their data. */
static ClDataset *
open_data (const Comeback *comeback, const Comeback *previous, GCancellable *gone, GError **error)
{
  const ClTrainingData data = cl_training_file_get_data (comeback->file);

  if (previous != NULL && previous->dataset != NULL)
    {
      const ClTrainingData before = cl_training_file_get_data (previous->file);

      if (same_data (&data, &before))
        return cl_dataset_ref (previous->dataset);
    }
  return cl_dataset_open_with (data.spec, &data.options, gone, error);
}

static void
read_run (Comeback *comeback, const Comeback *previous, GCancellable *gone, GError **error)
{
  const char *path = cl_training_file_get_path (comeback->file);

  comeback->dataset = open_data (comeback, previous, gone, error);
  if (comeback->dataset != NULL && cl_trainer_read_settings (path, &comeback->settings, error))
    comeback->trainer = cl_trainer_new_resumed (path, comeback->dataset, error);
}

static void
read_runs (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  const Comeback *previous = NULL;

  for (guint i = 0; i < reading->comebacks->len; i++)
    {
      Comeback *comeback = g_ptr_array_index (reading->comebacks, i);

      read_run (comeback, previous, reading->gone, reading->error == NULL ? &reading->error : NULL);
      previous = comeback;
    }
  g_task_return_boolean (task, TRUE);
}

/* What cannot be resumed stays on offer: it can still be discarded. */
static void
take_up (ClTrainingResume *self, Comeback *comeback)
{
  if (comeback->trainer == NULL)
    {
      g_ptr_array_add (self->files, g_steal_pointer (&comeback->file));
      return;
    }
  cl_training_session_adopt (self->session, g_steal_pointer (&comeback->file),
                             g_steal_pointer (&comeback->trainer), &comeback->settings,
                             comeback->dataset);
  self->begun (self->begun_data);
}

static void
runs_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  ClTrainingResume *self = reading->self;

  if (!g_cancellable_is_cancelled (reading->gone))
    {
      self->reading = FALSE;
      for (guint i = 0; i < reading->comebacks->len; i++)
        take_up (self, g_ptr_array_index (reading->comebacks, i));
      if (reading->error != NULL)
        cl_training_page_set_message (self->page, reading->error->message);
      offer (self);
    }
  reading_free (reading);
}

static void
resume_cb (ClTrainingResume *self)
{
  Reading *reading;

  if (self->reading || self->files->len == 0)
    return;
  self->reading = TRUE;
  reading = g_new0 (Reading, 1);
  reading->self = self;
  reading->gone = g_object_ref (self->gone);
  reading->comebacks = g_ptr_array_new_with_free_func (comeback_free);
  while (self->files->len > 0)
    {
      Comeback *comeback = g_new0 (Comeback, 1);

      comeback->file = g_ptr_array_steal_index (self->files, 0);
      g_ptr_array_add (reading->comebacks, comeback);
    }
  g_autoptr (GTask) task = g_task_new (NULL, NULL, runs_read_cb, reading);
  g_task_set_task_data (task, reading, NULL);
  g_task_run_in_thread (task, read_runs);
  cl_training_page_offer_resume (self->page, NULL);
}

static void
discard_cb (ClTrainingResume *self)
{
  while (self->files->len > 0)
    cl_training_file_discard (g_ptr_array_steal_index (self->files, self->files->len - 1));
  offer (self);
}

ClTrainingResume *
cl_training_resume_new (ClTrainingPage *page, ClTrainingSession *session,
                        void (*begun) (gpointer data), gpointer data)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page) && session != NULL && begun != NULL, NULL);
  ClTrainingResume *self = g_new0 (ClTrainingResume, 1);

  self->page = page;
  self->session = session;
  self->begun = begun;
  self->begun_data = data;
  self->gone = g_cancellable_new ();
  self->files = cl_training_file_take_orphans ();
  g_signal_connect_swapped (page, "resume-interrupted", G_CALLBACK (resume_cb), self);
  g_signal_connect_swapped (page, "discard-interrupted", G_CALLBACK (discard_cb), self);
  offer (self);
  return self;
}

void
cl_training_resume_free (ClTrainingResume *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->page, self);
  g_cancellable_cancel (self->gone);
  g_object_unref (self->gone);
  g_ptr_array_unref (self->files);
  g_free (self);
}
