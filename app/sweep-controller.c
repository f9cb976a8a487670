#include "app/sweep-controller.h"

#include <glib/gi18n.h>

#include "app/settings.h"
#include "app/sweep-store.h"
#include "core/formats/array-file.h"
#include "core/formats/file-io.h"
#include "ui/plots/provenance.h"

#define POLL_MILLISECONDS 250

struct _ClSweepController
{
  ClDocument *document;
  ClTrainingPage *page;
  ClTrainingSweep *room;
  ClTrainingNotifyFunc notify;
  gpointer notify_data;

  ClDataset *dataset;
  ClSweep *sweep; /* the newest one, or NULL */
  gboolean running;
  guint tick;
  guint poll;
  ClSweepStore *store; /* NULL until the room has been seen */
};

/* The note: what every run has in common. */

static char *
describe_common (const ClTrainSettings *settings, const char *data)
{
  return g_strdup_printf (_ ("%s, %zu neurons, %zu epochs in batches of %zu, γ = %g."), data,
                          settings->n, settings->epochs, settings->batch, settings->gamma);
}

static void
update_note (ClSweepController *self)
{
  ClTrainSettings settings;

  cl_training_page_get_dense_settings (self->page, &settings);
  g_autofree char *common =
      describe_common (&settings,
                       self->dataset != NULL ? self->dataset->name : _ ("no data set yet"));
  g_autofree char *note = g_strdup_printf (_ ("Each new run as set under Train: %s"), common);
  cl_training_sweep_set_note (self->room, note,
                              self->dataset == NULL ? _ ("There is no data set yet") : NULL);
}

void
cl_sweep_controller_set_dataset (ClSweepController *self, ClDataset *dataset)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->dataset, cl_dataset_unref);
  self->dataset = dataset != NULL ? cl_dataset_ref (dataset) : NULL;
  update_note (self);
}

static void
describe (ClSweepController *self, const ClTrainSettings *settings, const char *data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *common = describe_common (settings, data);
  g_autofree char *caption = g_strdup_printf (_ ("These runs: %s"), common);

  cl_provenance_append_program (text);
  g_string_append_printf (text,
                          "data: %s\nsweep: n = %zu, %zu epochs, batch %zu, rate %g, gamma %g, %s",
                          data, settings->n, settings->epochs, settings->batch, settings->rate,
                          settings->gamma, settings->activation->id);
  cl_training_sweep_describe_runs (self->room, caption, text->str);
}

/* While it runs. */

static void
end_polling (ClSweepController *self)
{
  self->running = FALSE;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->room), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->poll, g_source_remove);
}

static void
poll_sweep (ClSweepController *self)
{
  ClSweepSnapshot *snapshot = cl_sweep_take_snapshot (self->sweep);

  if (snapshot == NULL)
    return;
  const ClTrainerState state = snapshot->state;
  cl_training_sweep_take_snapshot (self->room, snapshot);
  if (state < CL_TRAINER_FINISHED)
    return;
  end_polling (self);
  if (state == CL_TRAINER_FINISHED)
    self->notify (_ ("The sweep has finished"), self->notify_data);
}

static gboolean
tick_cb (GtkWidget *room, GdkFrameClock *clock, gpointer data)
{
  ClSweepController *self = data;

  poll_sweep (self);
  return self->running ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
poll_cb (gpointer data)
{
  ClSweepController *self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->room)))
    poll_sweep (self);
  return self->running ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Beginning one. */

/* A window that never sweeps keeps no other from the first table. */
static void
find_store (ClSweepController *self)
{
  if (self->store == NULL)
    self->store = cl_sweep_store_new ();
}

static ClSweepPlan
make_plan (ClSweepController *self)
{
  ClSweepForm *form = cl_training_sweep_get_form (self->room);
  const GArray *lambdas = cl_sweep_form_get_lambdas (form);
  const GArray *seeds = cl_sweep_form_get_seeds (form);
  const char *const *families = cl_sweep_form_get_families (form);
  ClSweepPlan plan = {
    .families = families,
    .n_families = g_strv_length ((GStrv) families),
    .lambdas = (const double *) (gpointer) lambdas->data,
    .n_lambdas = lambdas->len,
    .seeds = (const guint64 *) (gpointer) seeds->data,
    .n_seeds = seeds->len,
    .dataset = self->dataset,
    .table = cl_sweep_store_table (self->store),
    .models = cl_sweep_store_networks (self->store),
    .resume = TRUE,
  };

  cl_training_page_get_dense_settings (self->page, &plan.base);
  plan.base.nice = 19;
  plan.base.threads = 1;
  return plan;
}

/* A table of other settings or data, or a damaged one, is put aside and a new one begun. */
static ClSweep *
make_sweep (ClSweepController *self, GError **error)
{
  ClSweepPlan plan = make_plan (self);
  g_autoptr (GError) refused = NULL;
  ClSweep *sweep = cl_sweep_new (&plan, &refused);

  if (sweep != NULL || !g_file_test (plan.table, G_FILE_TEST_EXISTS)
      || !g_str_has_prefix (refused->message, plan.table))
    {
      if (sweep == NULL)
        g_propagate_error (error, g_steal_pointer (&refused));
      return sweep;
    }
  return cl_sweep_store_put_aside (self->store, error) ? cl_sweep_new (&plan, error) : NULL;
}

static void
start_cb (ClTrainingSweep *room, ClSweepController *self)
{
  g_autoptr (GError) error = NULL;
  ClTrainSettings settings;

  if (self->running || self->dataset == NULL
      || !cl_sweep_form_is_valid (cl_training_sweep_get_form (room)))
    return;
  find_store (self);
  ClSweep *sweep = make_sweep (self, &error);
  if (sweep == NULL)
    {
      cl_training_sweep_set_message (room, error->message);
      return;
    }
  g_clear_pointer (&self->sweep, cl_sweep_free);
  self->sweep = sweep;
  self->running = TRUE;
  cl_training_page_get_dense_settings (self->page, &settings);
  describe (self, &settings, self->dataset->name);
  cl_training_sweep_begin (room);
  cl_sweep_start (sweep);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (room), tick_cb, self, NULL);
  self->poll = g_timeout_add (POLL_MILLISECONDS, poll_cb, self);
}

static void
pause_cb (ClTrainingSweep *room, ClSweepController *self)
{
  if (self->running)
    cl_sweep_pause (self->sweep);
}

static void
resume_cb (ClTrainingSweep *room, ClSweepController *self)
{
  if (self->running)
    cl_sweep_resume (self->sweep);
}

static void
stop_cb (ClTrainingSweep *room, ClSweepController *self)
{
  if (self->running)
    cl_sweep_stop (self->sweep);
}

/* What becomes of the results. */

static void
open_model_cb (ClTrainingSweep *room, ClSweepController *self)
{
  const ClSweepRun *run = cl_training_sweep_get_selected (room);
  g_autofree char *name = cl_sweep_run_file_name (run);
  g_autofree char *path = g_build_filename (cl_sweep_store_networks (self->store), name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) model = cl_model_read (path, &error);

  if (model == NULL)
    {
      cl_training_sweep_set_message (room, error->message);
      return;
    }
  cl_document_replace (self->document, model, NULL, _ ("Open Network of a Sweep"));
  self->notify (_ ("The trained network is now the model of this window"), self->notify_data);
}

static void
save_table_cb (ClTrainingSweep *room, const char *path, ClSweepController *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = cl_file_read (cl_sweep_store_table (self->store), &error);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (_ ("Saved the table as %s"), name);

  if (content == NULL || !cl_file_write_atomically (path, content, &error))
    cl_training_sweep_set_message (room, error->message);
  else
    self->notify (text, self->notify_data);
}

static void
clear_cb (ClTrainingSweep *room, ClSweepController *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (self->running)
    return;
  if (cl_sweep_store_put_aside (self->store, &error))
    cl_training_sweep_show_runs (room, none);
  cl_training_sweep_set_message (room, error != NULL ? error->message : NULL);
}

/* Beginning and end. */

static void
show_last_table (ClSweepController *self)
{
  const char *path = cl_sweep_store_table (self->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSweepTable) table = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  table = cl_sweep_table_read (path, &error);
  if (table == NULL)
    {
      cl_training_sweep_set_message (self->room, error->message);
      return;
    }
  if (table->data != NULL)
    describe (self, &table->settings, table->data);
  cl_training_sweep_show_runs (self->room, table->runs);
}

/* The settings may have changed in the other room. */
static void
mapped_cb (GtkWidget *room, ClSweepController *self)
{
  update_note (self);
  find_store (self);
  if (self->sweep == NULL)
    show_last_table (self);
}

static void
connect_room (ClSweepController *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } table[] = {
    { "map", G_CALLBACK (mapped_cb) },
    { "start", G_CALLBACK (start_cb) },
    { "pause", G_CALLBACK (pause_cb) },
    { "resume", G_CALLBACK (resume_cb) },
    { "stop", G_CALLBACK (stop_cb) },
    { "open-model", G_CALLBACK (open_model_cb) },
    { "save-table", G_CALLBACK (save_table_cb) },
    { "clear", G_CALLBACK (clear_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect (self->room, table[i].signal, table[i].callback, self);
}

static void
bind_form (ClSweepController *self)
{
  static const char *const names[] = { "families", "lambdas", "seeds" };
  ClSweepForm *form = cl_training_sweep_get_form (self->room);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = g_strconcat ("sweep-", names[i], NULL);

      g_settings_bind (cl_settings_get (), key, form, names[i], G_SETTINGS_BIND_DEFAULT);
    }
}

ClSweepController *
cl_sweep_controller_new (ClDocument *document, ClTrainingPage *page, ClTrainingSweep *room,
                         ClTrainingNotifyFunc notify, gpointer notify_data)
{
  g_return_val_if_fail (CL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page), NULL);
  g_return_val_if_fail (CL_IS_TRAINING_SWEEP (room), NULL);
  g_return_val_if_fail (notify != NULL, NULL);
  ClSweepController *self = g_new0 (ClSweepController, 1);

  self->document = g_object_ref (document);
  self->page = g_object_ref (page);
  self->room = g_object_ref (room);
  self->notify = notify;
  self->notify_data = notify_data;
  bind_form (self);
  connect_room (self);
  update_note (self);
  return self;
}

void
cl_sweep_controller_free (ClSweepController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->room, self);
  end_polling (self);
  g_clear_pointer (&self->sweep, cl_sweep_free);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  g_clear_pointer (&self->store, cl_sweep_store_free);
  g_object_unref (self->document);
  g_object_unref (self->page);
  g_object_unref (self->room);
  g_free (self);
}

gboolean
cl_sweep_controller_is_running (ClSweepController *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->running;
}
