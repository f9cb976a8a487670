#include "ui/pages/training-page.h"

#include <glib/gi18n.h>

#include "ui/pages/training-page-private.h"

enum
{
  PROP_0,
  PROP_PLOTS,
  PROP_DUEL,
  PROP_DUEL_FAMILIES,
  PROP_DUEL_IN_STEP,
  PROP_MORE,
  N_PROPS
};

/* The choice of the file dialog. */
#define SCRIPTS "scripts"

static GParamSpec *props[N_PROPS];
static guint signals[CL_TRAINING_PAGE_N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClTrainingPage, cl_training_page, ADW_TYPE_BIN)

void
cl_training_page_emit (ClTrainingPage *self, ClTrainingPageSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
cl_training_page_emit_text (ClTrainingPage *self, ClTrainingPageSignal signal, const char *text)
{
  g_signal_emit (self, signals[signal], 0, text);
}

void
cl_training_page_emit_run (ClTrainingPage *self, ClTrainingPageSignal signal, ClTrainingRun *run)
{
  g_signal_emit (self, signals[signal], 0, run);
}

void
cl_training_page_emit_change (ClTrainingPage *self, guint what, double value)
{
  g_signal_emit (self, signals[CL_TRAINING_PAGE_CHANGE], 0, what, value);
}

ClDataChooser *
cl_training_page_get_data (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return self->data;
}

ClTrainingInside *
cl_training_page_get_inside (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return self->inside;
}

ClTrainingPad *
cl_training_page_get_pad (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return self->pad;
}

ClTrainingSweep *
cl_training_page_get_sweep (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return self->sweep;
}

void
cl_training_page_show_room (ClTrainingPage *self, const char *name)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  gtk_stack_set_visible_child_name (self->rooms, name);
}

void
cl_training_page_get_settings (ClTrainingPage *self, ClTrainSettings *settings)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_form_get_settings (self->form, settings);
}

void
cl_training_page_get_dense_settings (ClTrainingPage *self, ClTrainSettings *settings)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_form_get_dense_settings (self->form, settings);
}

void
cl_training_page_set_settings (ClTrainingPage *self, const ClTrainSettings *settings)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_form_set_settings (self->form, settings);
}

GArray *
cl_training_page_get_planned (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return cl_training_form_get_planned (self->form);
}

GListModel *
cl_training_page_get_runs (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return G_LIST_MODEL (self->runs);
}

void
cl_training_page_insert_run (ClTrainingPage *self, guint position, ClTrainingRun *run)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  g_return_if_fail (CL_IS_TRAINING_RUN (run));

  g_signal_connect_object (run, "changed", G_CALLBACK (cl_training_page_runs_changed), self,
                           G_CONNECT_SWAPPED);
  g_list_store_insert (self->runs,
                       MIN (position, g_list_model_get_n_items (G_LIST_MODEL (self->runs))), run);
  cl_training_page_runs_changed (self);
}

void
cl_training_page_remove_run (ClTrainingPage *self, ClTrainingRun *run)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  guint position;

  if (!g_list_store_find (self->runs, run, &position))
    return;
  g_signal_handlers_disconnect_by_func (run, cl_training_page_runs_changed, self);
  g_list_store_remove (self->runs, position);
  cl_training_page_runs_changed (self);
}

ClTrainingRun *
cl_training_page_get_selected (ClTrainingPage *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (self), NULL);
  return cl_training_run_list_get_selected (self->list);
}

void
cl_training_page_select (ClTrainingPage *self, ClTrainingRun *run)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_run_list_select (self->list, run);
}

void
cl_training_page_show_values (ClTrainingPage *self, double rate, double lambda, double gamma)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_run_changes_set_values (self->changes, rate, lambda, gamma);
}

void
cl_training_page_refuse_change (ClTrainingPage *self, ClTrainMarkKind what, const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_run_changes_set_error (self->changes, what, message);
}

void
cl_training_page_set_message (ClTrainingPage *self, const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));

  if (message != NULL && !g_str_equal (gtk_label_get_text (self->message), message))
    gtk_label_set_text (self->message, message);
  gtk_revealer_set_reveal_child (self->message_revealer, message != NULL);
}

void
cl_training_page_set_reading (ClTrainingPage *self, gboolean reading)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  gtk_stack_set_visible_child_name (self->absent, reading ? "reading" : "none");
}

void
cl_training_page_offer_resume (ClTrainingPage *self, const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));

  cl_training_offer_set_text (self->cut_off, message);
}

void
cl_training_page_offer_retry (ClTrainingPage *self, const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));

  cl_training_offer_set_text (self->lost, message);
}

static void
save_dialog_response_cb (GtkNativeDialog *dialog, int response, ClTrainingPage *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
      const char *scripts = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), SCRIPTS);
      if (path != NULL)
        g_signal_emit (self, signals[CL_TRAINING_PAGE_SAVE_WEIGHTS], 0, path,
                       g_strcmp0 (scripts, "true") == 0);
    }
  g_clear_object (&self->dialog);
}

static void
add_filters (GtkFileChooser *dialog)
{
  static const struct
  {
    const char *name, *suffix;
  } formats[] = {
    { N_ ("NumPy Archives (.npz)"), "npz" },
    { N_ ("MATLAB Files (.mat)"), "mat" },
    { N_ ("Safetensors (.safetensors)"), "safetensors" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (formats[i].name));
      gtk_file_filter_add_suffix (filter, formats[i].suffix);
      gtk_file_chooser_add_filter (dialog, filter);
    }
}

void
cl_training_page_ask_weights_file (ClTrainingPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->dialog != NULL)
    return;
  self->dialog = gtk_file_chooser_native_new (_ ("Save the Weights"),
                                              GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  add_filters (GTK_FILE_CHOOSER (self->dialog));
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (self->dialog), SCRIPTS,
                               _ ("With NumPy and PyTorch scripts"), NULL, NULL);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (self->dialog), SCRIPTS, "true");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), "weights.npz");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  g_signal_connect (self->dialog, "response", G_CALLBACK (save_dialog_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

/* Each property is one of a part of the page. */
static GObject *
owner_of (ClTrainingPage *self, guint id)
{
  return id == PROP_PLOTS ? G_OBJECT (self->quantities) : G_OBJECT (self->form);
}

static const char *
name_of (guint id, GParamSpec *pspec)
{
  return id == PROP_PLOTS ? "chosen" : pspec->name;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_object_get_property (owner_of (CL_TRAINING_PAGE (object), id), name_of (id, pspec), value);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_object_set_property (owner_of (CL_TRAINING_PAGE (object), id), name_of (id, pspec), value);
}

static void
forward_notify_cb (GObject *part, GParamSpec *pspec, ClTrainingPage *self)
{
  g_object_notify (G_OBJECT (self), g_str_equal (pspec->name, "chosen") ? "plots" : pspec->name);
}

static void
cl_training_page_dispose (GObject *object)
{
  ClTrainingPage *self = CL_TRAINING_PAGE (object);

  if (self->dialog != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->dialog));
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (cl_training_page_parent_class)->dispose (object);
}

static void
cl_training_page_finalize (GObject *object)
{
  g_object_unref (CL_TRAINING_PAGE (object)->runs);
  G_OBJECT_CLASS (cl_training_page_parent_class)->finalize (object);
}

static void
add_signals (GType page)
{
  static const struct
  {
    const char *name;
    enum
    {
      PLAIN,
      TEXT,
      RUN
    } carries;
  } table[CL_TRAINING_PAGE_N_SIGNALS] = {
    [CL_TRAINING_PAGE_START] = { "start" },
    [CL_TRAINING_PAGE_PAUSE] = { "pause" },
    [CL_TRAINING_PAGE_RESUME] = { "resume" },
    [CL_TRAINING_PAGE_STEP] = { "step" },
    [CL_TRAINING_PAGE_STOP] = { "stop" },
    [CL_TRAINING_PAGE_STOP_RUN] = { "stop-run", RUN },
    [CL_TRAINING_PAGE_REMOVE_RUN] = { "remove-run", RUN },
    [CL_TRAINING_PAGE_REMOVE_ENDED] = { "remove-ended" },
    [CL_TRAINING_PAGE_SELECTED] = { "selected" },
    [CL_TRAINING_PAGE_BRANCH] = { "branch" },
    [CL_TRAINING_PAGE_OPEN_MODEL] = { "open-model" },
    [CL_TRAINING_PAGE_RESUME_INTERRUPTED] = { "resume-interrupted" },
    [CL_TRAINING_PAGE_DISCARD_INTERRUPTED] = { "discard-interrupted" },
    [CL_TRAINING_PAGE_RETRY_LOST] = { "retry-lost" },
    [CL_TRAINING_PAGE_DISCARD_LOST] = { "discard-lost" },
    [CL_TRAINING_PAGE_EXPORTED] = { "exported", TEXT },
    [CL_TRAINING_PAGE_FAILED] = { "failed", TEXT },
  };

  for (guint i = 0; i < CL_TRAINING_PAGE_N_SIGNALS; i++)
    if (table[i].name != NULL)
      signals[i] = g_signal_new (table[i].name, page, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, table[i].carries != PLAIN ? 1 : 0,
                                 table[i].carries == RUN ? CL_TYPE_TRAINING_RUN : G_TYPE_STRING);
  signals[CL_TRAINING_PAGE_SAVE_WEIGHTS] =
      g_signal_new ("save-weights", page, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                    G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[CL_TRAINING_PAGE_CHANGE] =
      g_signal_new ("change", page, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                    G_TYPE_UINT, G_TYPE_DOUBLE);
}

static void
cl_training_page_class_init (ClTrainingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = cl_training_page_dispose;
  object_class->finalize = cl_training_page_finalize;
  props[PROP_PLOTS] = g_param_spec_string ("plots", NULL, NULL, NULL, flags);
  props[PROP_DUEL] = g_param_spec_boolean ("duel", NULL, NULL, FALSE, flags);
  props[PROP_DUEL_FAMILIES] = g_param_spec_string ("duel-families", NULL, NULL, NULL, flags);
  props[PROP_DUEL_IN_STEP] = g_param_spec_boolean ("duel-in-step", NULL, NULL, TRUE, flags);
  props[PROP_MORE] = g_param_spec_boolean ("more", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_signals (G_TYPE_FROM_CLASS (klass));
}

static void
cl_training_page_init (ClTrainingPage *self)
{
  self->runs = g_list_store_new (CL_TYPE_TRAINING_RUN);
  cl_training_page_build (self);
  g_signal_connect (self->quantities, "notify::chosen", G_CALLBACK (forward_notify_cb), self);
  for (guint id = PROP_DUEL; id < N_PROPS; id++)
    {
      g_autofree char *signal = g_strconcat ("notify::", props[id]->name, NULL);

      g_signal_connect (self->form, signal, G_CALLBACK (forward_notify_cb), self);
    }
  cl_training_page_runs_changed (self);
  cl_training_page_update_ready (self);
}

GtkWidget *
cl_training_page_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_PAGE, NULL);
}
