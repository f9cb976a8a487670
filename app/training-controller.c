#include "app/training-controller.h"

#include <glib/gi18n.h>

#include "app/data-controller.h"
#include "app/drawings-controller.h"
#include "app/insight-controller.h"
#include "app/settings.h"
#include "app/sweep-controller.h"
#include "app/training-memory.h"
#include "app/training-removals.h"
#include "app/training-resume.h"
#include "app/training-session.h"
#include "app/training-weights.h"
#include "ui/plots/training-provenance.h"

#define POLL_MILLISECONDS 250

struct _ClTrainingController
{
  ClDocument *document;
  ClTrainingPage *page;
  ClTrainingNotifyFunc notify;
  gpointer notify_data;

  ClDataController *data;
  ClDrawingsController *drawings;
  ClTrainingSession *session;
  ClTrainingResume *resume;
  ClInsightController *insight;
  ClSweepController *sweep;
  char *looked_at;       /* what the insight was given last, or NULL */
  gboolean says_missing; /* the page, of the network that is looked at */
  char *origin;          /* of the data set, as it was asked for last */
  ClTrainingRemovals *removals;
  GCancellable *gone; /* cancelled when the controller is freed */
  guint tick;
  guint poll;
};

/* The other rooms look at one network: of the selected run, after the epoch chosen there. */

static char *
describe_origin (ClTrainingRun *run)
{
  const gsize epoch = cl_training_run_get_epoch (run);

  return epoch > 0 ? g_strdup_printf (_ ("Epoch %zu of %s"), epoch, cl_training_run_get_name (run))
                   : g_strdup_printf (_ ("The last batch of %s"), cl_training_run_get_name (run));
}

/* What the page says of one epoch is not true of the next one that is chosen. */
static void
say_missing (ClTrainingController *self, gboolean missing)
{
  if (missing)
    cl_training_page_set_message (self->page,
                                  _ ("The network after this epoch is not kept. Of a long run some "
                                     "are, of one from an earlier session the best and the last."));
  else if (self->says_missing)
    cl_training_page_set_message (self->page, NULL);
  self->says_missing = missing;
}

static void
look_at (ClTrainingController *self, ClTrainingRun *run, const char *origin)
{
  g_autoptr (ClTrained) trained = run != NULL && cl_training_run_has_model (run)
                                      ? cl_training_session_get_trained (self->session, run)
                                      : NULL;

  say_missing (self, trained == NULL && run != NULL && cl_training_run_get_epoch (run) > 0);
  if (trained == NULL)
    {
      cl_insight_controller_set_run (self->insight, NULL, NULL, NULL, NULL);
      return;
    }
  g_autoptr (GString) provenance = g_string_new (NULL);
  ClDataset *dataset = cl_training_run_get_dataset (run);
  cl_training_provenance_append (provenance, cl_training_run_get_name (run), dataset->name,
                                 cl_training_run_get_settings (run));
  cl_insight_controller_set_run (self->insight, trained, dataset, origin, provenance->str);
}

static void
update_insight (ClTrainingController *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (self->page);
  g_autofree char *origin = run != NULL ? describe_origin (run) : NULL;
  g_autofree char *now = run != NULL ? g_strdup_printf ("%p %d %s", (gpointer) run,
                                                        cl_training_run_has_model (run), origin)
                                     : NULL;

  if (g_strcmp0 (now, self->looked_at) == 0)
    return;
  g_free (self->looked_at);
  self->looked_at = g_steal_pointer (&now);
  look_at (self, run, origin);
}

static void
selected_cb (ClTrainingPage *page, ClTrainingController *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (page);

  if (run != NULL)
    {
      const double *values = cl_training_session_get_values (self->session, run);

      cl_training_page_show_values (page, values[CL_TRAIN_MARK_RATE], values[CL_TRAIN_MARK_LAMBDA],
                                    values[CL_TRAIN_MARK_GAMMA]);
    }
  update_insight (self);
}

/* While runs go on. */

static void
end_polling (ClTrainingController *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->page), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->poll, g_source_remove);
}

/* A run may end early, and for a reason. */
static void
announce_end (ClTrainingController *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (self->page);
  const ClTrainSnapshot *snapshot = run != NULL ? cl_training_run_get_snapshot (run) : NULL;

  if (snapshot == NULL || snapshot->state != CL_TRAINER_FINISHED)
    return;
  g_autofree char *text = snapshot->reason != NULL
                              ? g_strdup_printf (_ ("Training has ended: %s"), snapshot->reason)
                              : g_strdup (_ ("Training has finished"));
  self->notify (text, self->notify_data);
}

static gboolean
poll_session (ClTrainingController *self)
{
  const gboolean any = cl_training_session_poll (self->session);
  const gboolean running = cl_training_session_count_active (self->session) > 0;

  if (any)
    {
      cl_training_page_update (self->page);
      update_insight (self);
    }
  if (running)
    return G_SOURCE_CONTINUE;
  announce_end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
tick_cb (GtkWidget *page, GdkFrameClock *clock, gpointer data)
{
  ClTrainingController *self = data;

  if (poll_session (self) == G_SOURCE_REMOVE)
    end_polling (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
poll_cb (gpointer data)
{
  ClTrainingController *self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->page)) && poll_session (self) == G_SOURCE_REMOVE)
    end_polling (self);
  return self->poll != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
begin_polling (gpointer data)
{
  ClTrainingController *self = data;

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->page), tick_cb, self, NULL);
  if (self->poll == 0)
    self->poll = g_timeout_add (POLL_MILLISECONDS, poll_cb, self);
}

static void
remember_settings (ClTrainingController *self)
{
  ClTrainSettings settings;

  cl_training_page_get_settings (self->page, &settings);
  cl_training_memory_save (&settings);
}

/* What the page asks for. */

static void
begun (ClTrainingController *self, const GError *error)
{
  cl_training_page_set_message (self->page, error != NULL ? error->message : NULL);
  if (error != NULL)
    return;
  remember_settings (self);
  begin_polling (self);
}

static void
start_cb (ClTrainingPage *page, ClTrainingController *self)
{
  g_autoptr (GError) error = NULL;
  ClDataset *dataset = cl_data_controller_get_dataset (self->data);
  ClDataChooser *chooser = cl_training_page_get_data (page);
  g_autofree char *spec = cl_data_chooser_dup_spec (chooser);
  g_autoptr (GArray) planned = cl_training_page_get_planned (page);
  ClTrainingData data = { .spec = spec };
  gboolean in_step;

  if (dataset == NULL || spec == NULL || planned->len == 0
      || cl_training_session_count_active (self->session) > 0)
    return;
  cl_data_chooser_get_options (chooser, &data.options);
  g_object_get (page, "duel-in-step", &in_step, NULL);
  cl_training_session_start (self->session, planned, dataset, &data, in_step, &error);
  begun (self, error);
}

static void
branch_cb (ClTrainingPage *page, ClTrainingController *self)
{
  g_autoptr (GError) error = NULL;
  ClTrainingRun *run = cl_training_page_get_selected (page);
  ClTrainSettings settings;

  if (run == NULL || cl_training_run_get_epoch (run) == 0)
    return;
  cl_training_page_get_settings (page, &settings);
  cl_training_session_branch (self->session, run, &settings, &error);
  begun (self, error);
}

static void
stop_run_cb (ClTrainingPage *page, ClTrainingRun *run, ClTrainingController *self)
{
  cl_training_session_stop_run (self->session, run);
}

static void
change_cb (ClTrainingPage *page, guint what, double value, ClTrainingController *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (page);
  g_autoptr (GError) error = NULL;

  if (run == NULL)
    return;
  if (!cl_training_session_change (self->session, run, what, value, &error))
    cl_training_page_refuse_change (page, what, error->message);
  else
    selected_cb (page, self);
}

static void
remove_run_cb (ClTrainingPage *page, ClTrainingRun *run, ClTrainingController *self)
{
  cl_training_removals_remove (self->removals, run);
}

static void
remove_ended_cb (ClTrainingPage *page, ClTrainingController *self)
{
  cl_training_removals_remove_ended (self->removals);
}

/* The network that is looked at goes elsewhere. */

static ClTrained *
selected_network (ClTrainingController *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (self->page);

  return run != NULL ? cl_training_session_get_trained (self->session, run) : NULL;
}

static void
open_model_cb (ClTrainingPage *page, ClTrainingController *self)
{
  g_autoptr (ClTrained) trained = selected_network (self);
  g_autoptr (GError) error = NULL;

  if (trained == NULL)
    return;
  g_autoptr (ClModel) model = cl_trained_write_out (trained, &error);
  if (model == NULL)
    {
      self->notify (error->message, self->notify_data);
      return;
    }
  cl_document_replace (self->document, model, NULL, _ ("Open Trained Model"));
  self->notify (_ ("The trained network is now the model of this window"), self->notify_data);
}

static void
save_weights_cb (ClTrainingPage *page, const char *path, gboolean scripts,
                 ClTrainingController *self)
{
  g_autoptr (ClTrained) trained = selected_network (self);

  if (trained != NULL)
    cl_training_weights_save (trained, path, scripts, self->gone, self->notify, self->notify_data);
}

/* Beginning and end. */

static ClDataset *
open_dataset (ClTrainingData *origin, gpointer data)
{
  ClTrainingController *self = data;

  g_free (self->origin);
  self->origin = cl_data_chooser_dup_spec (cl_training_page_get_data (self->page));
  origin->spec = self->origin;
  cl_data_chooser_get_options (cl_training_page_get_data (self->page), &origin->options);
  return self->origin != NULL ? cl_data_controller_get_dataset (self->data) : NULL;
}

/* Runs of the same data share them with the page, which is to have them first. */
static void
data_settled_cb (ClDataChooser *chooser, ClTrainingController *self)
{
  if (cl_data_controller_is_loading (self->data))
    return;
  g_signal_handlers_disconnect_by_func (chooser, data_settled_cb, self);
  cl_training_resume_read (self->resume);
}

/* The data and what earlier windows have left are read when somebody first looks at the page. */
static void
page_mapped_cb (GtkWidget *page, ClTrainingController *self)
{
  ClDataChooser *chooser = cl_training_page_get_data (self->page);

  cl_training_resume_find (self->resume);
  cl_data_controller_ensure (self->data);
  g_signal_connect (chooser, "changed", G_CALLBACK (data_settled_cb), self);
  data_settled_cb (chooser, self);
  g_signal_handlers_disconnect_by_func (page, page_mapped_cb, self);
}

static void
data_changed (ClDataset *dataset, gpointer data)
{
  ClTrainingController *self = data;

  cl_insight_controller_set_dataset (self->insight, dataset);
  cl_sweep_controller_set_dataset (self->sweep, dataset);
}

static void
connect_page (ClTrainingController *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } table[] = {
    { "map", G_CALLBACK (page_mapped_cb) },
    { "selected", G_CALLBACK (selected_cb) },
    { "start", G_CALLBACK (start_cb) },
    { "branch", G_CALLBACK (branch_cb) },
    { "stop-run", G_CALLBACK (stop_run_cb) },
    { "remove-run", G_CALLBACK (remove_run_cb) },
    { "remove-ended", G_CALLBACK (remove_ended_cb) },
    { "change", G_CALLBACK (change_cb) },
    { "open-model", G_CALLBACK (open_model_cb) },
    { "save-weights", G_CALLBACK (save_weights_cb) },
  };

  static const struct
  {
    const char *signal;
    void (*func) (ClTrainingSession *session);
  } all[] = {
    { "pause", cl_training_session_pause },
    { "resume", cl_training_session_resume },
    { "step", cl_training_session_step },
    { "stop", cl_training_session_stop },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect (self->page, table[i].signal, table[i].callback, self);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_signal_connect_swapped (self->page, all[i].signal, G_CALLBACK (all[i].func), self->session);
}

static void
restore_settings (ClTrainingController *self)
{
  ClTrainSettings settings;

  cl_training_memory_load (&settings);
  cl_training_page_set_settings (self->page, &settings);
  cl_training_memory_bind (self->page);
}

static const ClTrainingResumeClass resume_class = { begin_polling, open_dataset };

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
  self->session = cl_training_session_new (page);
  self->removals = cl_training_removals_new (page, self->session);
  self->resume = cl_training_resume_new (page, self->session, &resume_class, self);
  self->sweep = cl_sweep_controller_new (document, page, cl_training_page_get_sweep (page), notify,
                                         notify_data);
  self->data = cl_data_controller_new (cl_training_page_get_data (page), data_changed, self);
  self->drawings =
      cl_drawings_controller_new (cl_training_page_get_pad (page), self->data, notify, notify_data);
  restore_settings (self);
  connect_page (self);
  return self;
}

void
cl_training_controller_free (ClTrainingController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->page, self);
  g_signal_handlers_disconnect_by_data (self->page, self->session);
  g_signal_handlers_disconnect_by_data (cl_training_page_get_data (self->page), self);
  end_polling (self);
  cl_drawings_controller_free (self->drawings);
  cl_data_controller_free (self->data);
  remember_settings (self);
  g_cancellable_cancel (self->gone);
  g_clear_object (&self->gone);
  cl_insight_controller_free (self->insight);
  cl_sweep_controller_free (self->sweep);
  cl_training_resume_free (self->resume);
  cl_training_removals_free (self->removals);
  cl_training_session_free (self->session);
  g_object_unref (self->document);
  g_object_unref (self->page);
  g_free (self->looked_at);
  g_free (self->origin);
  g_free (self);
}

gboolean
cl_training_controller_is_running (ClTrainingController *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return cl_training_session_count_active (self->session) > 0;
}
