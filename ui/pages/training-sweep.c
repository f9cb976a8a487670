#include "ui/pages/training-sweep.h"

#include <glib/gi18n.h>

#include "ui/pages/sweep-text.h"
#include "ui/pages/training-sweep-private.h"

static guint signals[CL_TRAINING_SWEEP_N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClTrainingSweep, cl_training_sweep, ADW_TYPE_BIN)

void
cl_training_sweep_emit (ClTrainingSweep *self, ClTrainingSweepSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
cl_training_sweep_emit_text (ClTrainingSweep *self, ClTrainingSweepSignal signal, const char *text)
{
  g_signal_emit (self, signals[signal], 0, text);
}

ClSweepForm *
cl_training_sweep_get_form (ClTrainingSweep *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_SWEEP (self), NULL);
  return self->form;
}

ClSweepRun *
cl_training_sweep_get_selected (ClTrainingSweep *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_SWEEP (self), NULL);
  return cl_sweep_runs_get_selected (self->runs);
}

static gboolean
is_idle (ClTrainingSweep *self)
{
  return cl_run_bar_get_state (self->run_bar) == CL_RUN_IDLE;
}

/* What may be pressed. */

void
cl_training_sweep_update_ready (ClTrainingSweep *self)
{
  const char *reason = self->reason;

  if (!cl_sweep_form_is_valid (self->form))
    reason = _ ("A list above needs another value");
  cl_run_bar_set_ready (self->run_bar, reason == NULL, reason);
  if (reason == NULL && self->refused)
    cl_run_bar_set_progress (self->run_bar, -1, NULL);
  self->refused = reason != NULL && is_idle (self);
}

void
cl_training_sweep_show_chosen (ClTrainingSweep *self)
{
  const ClSweepRun *run = cl_sweep_runs_get_selected (self->runs);
  const gboolean done = run != NULL && run->state == CL_SWEEP_DONE;
  g_autofree char *text = cl_sweep_text_run (run);

  gtk_label_set_text (self->chosen, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chosen), text);
  gtk_widget_set_sensitive (self->open, done);
}

void
cl_training_sweep_set_note (ClTrainingSweep *self, const char *note, const char *reason)
{
  g_return_if_fail (CL_IS_TRAINING_SWEEP (self));

  gtk_label_set_text (self->note, note);
  g_free (self->reason);
  self->reason = g_strdup (reason);
  cl_training_sweep_update_ready (self);
}

void
cl_training_sweep_set_message (ClTrainingSweep *self, const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_SWEEP (self));

  gtk_label_set_text (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
}

void
cl_training_sweep_describe_runs (ClTrainingSweep *self, const char *caption, const char *provenance)
{
  g_return_if_fail (CL_IS_TRAINING_SWEEP (self));

  gtk_label_set_text (self->caption, caption);
  g_free (self->provenance);
  self->provenance = g_strdup (provenance);
}

/* What is shown. */

void
cl_training_sweep_draw_plots (ClTrainingSweep *self)
{
  if (self->drawn != NULL)
    cl_sweep_plots_show (self->plots, self->drawn,
                         (ClSweepBound) gtk_drop_down_get_selected (self->bound), self->provenance);
}

static void
show_plots (ClTrainingSweep *self, const GPtrArray *runs)
{
  g_clear_pointer (&self->drawn, g_ptr_array_unref);
  self->drawn = g_ptr_array_ref ((GPtrArray *) runs);
  cl_training_sweep_draw_plots (self);
}

/* A run that goes on changes the table alone: the plots show what is done. */
static void
show_runs (ClTrainingSweep *self, const GPtrArray *runs)
{
  gsize over = 0;

  for (guint i = 0; i < runs->len; i++)
    over += cl_sweep_run_is_over (g_ptr_array_index (runs, i));
  cl_sweep_runs_set (self->runs, runs);
  if (over != self->shown || over == 0)
    show_plots (self, runs);
  self->shown = over;
  gtk_widget_set_sensitive (self->save, over > 0);
  gtk_widget_set_visible (self->bar, runs->len > 0);
  gtk_stack_set_visible_child_name (self->stack, runs->len > 0 ? "runs" : "empty");
  cl_training_sweep_show_chosen (self);
}

void
cl_training_sweep_show_runs (ClTrainingSweep *self, const GPtrArray *runs)
{
  g_return_if_fail (CL_IS_TRAINING_SWEEP (self));
  g_return_if_fail (runs != NULL);

  self->shown = G_MAXSIZE;
  show_runs (self, runs);
}

static void
set_locked (ClTrainingSweep *self, gboolean locked)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !locked);
  gtk_widget_set_sensitive (self->clear, !locked);
}

void
cl_training_sweep_begin (ClTrainingSweep *self)
{
  g_return_if_fail (CL_IS_TRAINING_SWEEP (self));

  self->shown = G_MAXSIZE;
  set_locked (self, TRUE);
  cl_training_sweep_set_message (self, NULL);
  cl_run_bar_set_state (self->run_bar, CL_RUN_RUNNING);
  cl_run_bar_set_progress (self->run_bar, 0, _ ("Starting…"));
}

/* A stop that was pressed stays acknowledged until the workers have ended. */
static void
show_state (ClTrainingSweep *self, ClTrainerState state)
{
  const gboolean over = state >= CL_TRAINER_FINISHED;

  if (over)
    cl_run_bar_set_state (self->run_bar, CL_RUN_IDLE);
  else if (cl_run_bar_get_state (self->run_bar) != CL_RUN_STOPPING)
    cl_run_bar_set_state (self->run_bar,
                          state == CL_TRAINER_PAUSED ? CL_RUN_PAUSED : CL_RUN_RUNNING);
  set_locked (self, !over);
}

void
cl_training_sweep_take_snapshot (ClTrainingSweep *self, ClSweepSnapshot *snapshot)
{
  g_return_if_fail (CL_IS_TRAINING_SWEEP (self));
  g_return_if_fail (snapshot != NULL);
  g_autoptr (ClSweepSnapshot) owned = snapshot;
  g_autofree char *text = cl_sweep_text_progress (snapshot);

  show_runs (self, snapshot->runs);
  show_state (self, snapshot->state);
  cl_run_bar_set_progress (self->run_bar,
                           snapshot->state >= CL_TRAINER_FINISHED ? -1 : snapshot->fraction, text);
  cl_training_sweep_set_message (self,
                                 snapshot->error != NULL ? snapshot->error : snapshot->warning);
}

static void
cl_training_sweep_dispose (GObject *object)
{
  ClTrainingSweep *self = CL_TRAINING_SWEEP (object);

  if (self->dialog != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->dialog));
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (cl_training_sweep_parent_class)->dispose (object);
}

static void
cl_training_sweep_finalize (GObject *object)
{
  ClTrainingSweep *self = CL_TRAINING_SWEEP (object);

  g_free (self->reason);
  g_free (self->provenance);
  g_clear_pointer (&self->drawn, g_ptr_array_unref);
  G_OBJECT_CLASS (cl_training_sweep_parent_class)->finalize (object);
}

static void
cl_training_sweep_class_init (ClTrainingSweepClass *klass)
{
  static const struct
  {
    const char *name;
    gboolean text; /* carries a string */
  } table[CL_TRAINING_SWEEP_N_SIGNALS] = {
    [CL_TRAINING_SWEEP_START] = { "start" },
    [CL_TRAINING_SWEEP_PAUSE] = { "pause" },
    [CL_TRAINING_SWEEP_RESUME] = { "resume" },
    [CL_TRAINING_SWEEP_STOP] = { "stop" },
    [CL_TRAINING_SWEEP_OPEN_MODEL] = { "open-model" },
    [CL_TRAINING_SWEEP_SAVE_TABLE] = { "save-table", TRUE },
    [CL_TRAINING_SWEEP_CLEAR] = { "clear" },
    [CL_TRAINING_SWEEP_EXPORTED] = { "exported", TRUE },
    [CL_TRAINING_SWEEP_FAILED] = { "failed", TRUE },
  };

  G_OBJECT_CLASS (klass)->dispose = cl_training_sweep_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_training_sweep_finalize;
  for (guint i = 0; i < CL_TRAINING_SWEEP_N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, CL_TYPE_TRAINING_SWEEP, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, table[i].text ? 1 : 0, G_TYPE_STRING);
}

static void
cl_training_sweep_init (ClTrainingSweep *self)
{
  cl_training_sweep_build (self);
  cl_training_sweep_show_chosen (self);
  cl_training_sweep_update_ready (self);
}

GtkWidget *
cl_training_sweep_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_SWEEP, NULL);
}
