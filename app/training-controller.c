#include "app/training-controller.h"

#include <glib/gi18n.h>

#include "app/data-controller.h"
#include "app/drawings-controller.h"
#include "app/insight-controller.h"
#include "app/training-memory.h"
#include "core/formats/array-file.h"

#define POLL_MILLISECONDS 250

struct _ClTrainingController
{
  ClDocument *document;
  ClTrainingPage *page;
  ClTrainingNotifyFunc notify;
  gpointer notify_data;

  ClDataController *data;
  ClDrawingsController *drawings;
  ClTrainer *trainer; /* NULL before the first run; kept for its model afterwards */
  ClInsightController *insight;
  gsize epochs_seen;  /* whose network the insight has */
  GCancellable *gone; /* cancelled when the controller is freed */
  gboolean running;
  guint tick;
  guint poll;
};

static gboolean
is_final (ClTrainerState state)
{
  return state == CL_TRAINER_FINISHED || state == CL_TRAINER_STOPPED || state == CL_TRAINER_FAILED;
}

static void
end_run (ClTrainingController *self)
{
  self->running = FALSE;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->page), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->poll, g_source_remove);
}

/* Every finished epoch, and whatever a run leaves behind. */
static void
show_newest (ClTrainingController *self, gsize epochs_done, gboolean final)
{
  g_autoptr (ClModel) model = NULL;
  g_autofree char *origin = NULL;

  if (epochs_done == self->epochs_seen && !final)
    return;
  model = cl_trainer_get_model (self->trainer, FALSE);
  if (model == NULL)
    return;
  self->epochs_seen = epochs_done;
  origin = epochs_done > 0 ? g_strdup_printf (_ ("Epoch %zu of the run"), epochs_done)
                           : g_strdup (_ ("The last batch of the run"));
  cl_insight_controller_set_run (self->insight, model, origin);
}

static void
poll_snapshot (ClTrainingController *self)
{
  ClTrainSnapshot *snapshot = cl_trainer_take_snapshot (self->trainer);

  if (snapshot == NULL)
    return;
  ClTrainerState state = snapshot->state;
  show_newest (self, snapshot->epochs_done, is_final (state));
  g_autoptr (ClModel) model = is_final (state) ? cl_trainer_get_model (self->trainer, TRUE) : NULL;
  cl_training_page_take_snapshot (self->page, snapshot, model != NULL);
  if (!is_final (state))
    return;
  end_run (self);
  if (state == CL_TRAINER_FINISHED)
    self->notify (_ ("Training has finished"), self->notify_data);
}

static gboolean
tick_cb (GtkWidget *page, GdkFrameClock *clock, gpointer data)
{
  ClTrainingController *self = data;

  poll_snapshot (self);
  return self->running ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
poll_cb (gpointer data)
{
  ClTrainingController *self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->page)))
    poll_snapshot (self);
  return self->running ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
start_cb (ClTrainingPage *page, ClTrainingController *self)
{
  g_autoptr (GError) error = NULL;
  ClDataset *dataset = cl_data_controller_get_dataset (self->data);
  ClTrainSettings settings;
  ClTrainer *trainer;

  if (dataset == NULL || self->running)
    return;
  cl_training_page_get_settings (page, &settings);
  settings.nice = 19;
  trainer = cl_trainer_new (&settings, dataset, &error);
  if (trainer == NULL)
    {
      cl_training_page_set_message (page, error->message);
      return;
    }
  g_clear_pointer (&self->trainer, cl_trainer_free);
  self->trainer = trainer;
  self->running = TRUE;
  self->epochs_seen = 0;
  cl_insight_controller_set_run (self->insight, NULL, NULL);
  cl_training_memory_save (&settings);
  cl_training_page_begin_run (page, settings.epochs);
  cl_trainer_start (trainer);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (page), tick_cb, self, NULL);
  self->poll = g_timeout_add (POLL_MILLISECONDS, poll_cb, self);
}

static void
pause_cb (ClTrainingPage *page, ClTrainingController *self)
{
  if (self->running)
    cl_trainer_pause (self->trainer);
}

static void
resume_cb (ClTrainingPage *page, ClTrainingController *self)
{
  if (self->running)
    cl_trainer_resume (self->trainer);
}

static void
stop_cb (ClTrainingPage *page, ClTrainingController *self)
{
  if (self->running)
    cl_trainer_stop (self->trainer);
}

static void
open_model_cb (ClTrainingPage *page, ClTrainingController *self)
{
  g_autoptr (ClModel) model =
      self->trainer != NULL ? cl_trainer_get_model (self->trainer, TRUE) : NULL;

  if (model == NULL)
    return;
  cl_document_replace (self->document, model, NULL, _ ("Open Trained Model"));
  self->notify (_ ("The trained network is now the model of this window"), self->notify_data);
}

/* The weights on their way to a file; the notice comes if the controller is still there. */
typedef struct
{
  ClTrainingController *self;
  GCancellable *gone;
  ClModel *model;
  char *path;
} Save;

static void
save_free (Save *save)
{
  g_object_unref (save->gone);
  cl_model_unref (save->model);
  g_free (save->path);
  g_free (save);
}

static void
write_weights (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  g_autoptr (GError) error = NULL;

  if (cl_model_write (save->model, save->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
weights_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Save *save = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (save->path);
  g_autofree char *text = g_strdup_printf (_ ("Saved the weights as %s"), name);

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!g_cancellable_is_cancelled (save->gone))
    save->self->notify (error != NULL ? error->message : text, save->self->notify_data);
  save_free (save);
}

static void
save_weights_cb (ClTrainingPage *page, const char *path, ClTrainingController *self)
{
  ClModel *model = self->trainer != NULL ? cl_trainer_get_model (self->trainer, TRUE) : NULL;
  Save *save;

  if (model == NULL)
    return;
  save = g_new (Save, 1);
  *save = (Save){ self, g_object_ref (self->gone), model, g_strdup (path) };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, weights_written_cb, save);
  g_task_set_task_data (task, save, NULL);
  g_task_run_in_thread (task, write_weights);
}

/* The data are read when somebody first looks at the page. */
static void
page_mapped_cb (GtkWidget *page, ClTrainingController *self)
{
  cl_data_controller_ensure (self->data);
  g_signal_handlers_disconnect_by_func (page, page_mapped_cb, self);
}

static void
data_changed (ClDataset *dataset, gpointer self)
{
  cl_insight_controller_set_dataset (((ClTrainingController *) self)->insight, dataset);
}

static void
restore_settings (ClTrainingController *self)
{
  ClTrainSettings settings;

  cl_training_memory_load (&settings);
  cl_training_page_set_settings (self->page, &settings);
}

ClTrainingController *
cl_training_controller_new (ClDocument *document, ClJobQueue *jobs, ClTrainingPage *page,
                            ClTrainingNotifyFunc notify, gpointer notify_data)
{
  g_return_val_if_fail (CL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page), NULL);
  g_return_val_if_fail (notify != NULL, NULL);
  ClTrainingController *self = g_new0 (ClTrainingController, 1);

  self->document = g_object_ref (document);
  self->page = g_object_ref (page);
  self->notify = notify;
  self->notify_data = notify_data;
  self->gone = g_cancellable_new ();
  self->insight = cl_insight_controller_new (document, jobs, cl_training_page_get_inside (page),
                                             cl_training_page_get_pad (page));
  self->data = cl_data_controller_new (cl_training_page_get_data (page), data_changed, self);
  self->drawings = cl_drawings_controller_new (cl_training_page_get_pad (page), self->data, notify,
                                               notify_data);
  restore_settings (self);
  g_signal_connect (page, "map", G_CALLBACK (page_mapped_cb), self);
  g_signal_connect (page, "start", G_CALLBACK (start_cb), self);
  g_signal_connect (page, "pause", G_CALLBACK (pause_cb), self);
  g_signal_connect (page, "resume", G_CALLBACK (resume_cb), self);
  g_signal_connect (page, "stop", G_CALLBACK (stop_cb), self);
  g_signal_connect (page, "open-model", G_CALLBACK (open_model_cb), self);
  g_signal_connect (page, "save-weights", G_CALLBACK (save_weights_cb), self);
  return self;
}

static void
remember_settings (ClTrainingController *self)
{
  ClTrainSettings settings;

  cl_training_page_get_settings (self->page, &settings);
  cl_training_memory_save (&settings);
}

void
cl_training_controller_free (ClTrainingController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->page, self);
  end_run (self);
  cl_drawings_controller_free (self->drawings);
  cl_data_controller_free (self->data);
  remember_settings (self);
  g_cancellable_cancel (self->gone);
  g_clear_object (&self->gone);
  cl_insight_controller_free (self->insight);
  g_clear_pointer (&self->trainer, cl_trainer_free);
  g_object_unref (self->document);
  g_object_unref (self->page);
  g_free (self);
}

gboolean
cl_training_controller_is_running (ClTrainingController *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->running;
}
