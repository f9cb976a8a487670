#include "ui/pages/training-page.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/pages/training-form.h"
#include "ui/pages/training-summary.h"
#include "ui/plots/training-curves.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/run-bar.h"

#define SETTINGS_WIDTH 352

enum
{
  SIGNAL_START,
  SIGNAL_PAUSE,
  SIGNAL_RESUME,
  SIGNAL_STOP,
  SIGNAL_OPEN_MODEL,
  SIGNAL_SAVE_WEIGHTS,
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingPage
{
  AdwBin parent_instance;

  ClDataChooser *data;
  ClTrainingForm *form;
  ClRunBar *run_bar;
  GtkRevealer *message_revealer;
  GtkLabel *message;
  GtkStack *rooms; /* "train", "inside", "pad" */
  ClTrainingInside *inside;
  ClTrainingPad *pad;
  GtkStack *stack; /* "empty" or "run" */
  ClTrainingSummary *summary;
  ClPlotView *plots;
  GtkWidget *result_bar;
  GtkLabel *result_label;

  GtkFileChooserNative *dialog;
  gsize epochs;
  gboolean refused; /* the run bar shows why there is nothing to start */
};

G_DEFINE_FINAL_TYPE (ClTrainingPage, cl_training_page, ADW_TYPE_BIN)

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
cl_training_page_set_settings (ClTrainingPage *self, const ClTrainSettings *settings)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  cl_training_form_set_settings (self->form, settings);
}

static void
update_ready (ClTrainingPage *self)
{
  const char *reason = NULL;

  if (cl_data_chooser_get_dataset (self->data) == NULL)
    reason = _ ("There is no data yet");
  else if (!cl_training_form_is_valid (self->form))
    reason = _ ("A setting needs another value");
  cl_run_bar_set_ready (self->run_bar, reason == NULL, reason);
  if (reason == NULL && self->refused)
    cl_run_bar_set_progress (self->run_bar, -1, NULL);
  self->refused = reason != NULL;
}

void
cl_training_page_set_message (ClTrainingPage *self, const char *message)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  if (message != NULL)
    gtk_label_set_text (self->message, message);
  gtk_revealer_set_reveal_child (self->message_revealer, message != NULL);
}

/* Data and settings belong to the run while there is one. */
static void
set_locked (ClTrainingPage *self, gboolean locked)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->data), !locked);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !locked);
}

static void
show_curves (ClTrainingPage *self, const ClTrainSnapshot *snapshot)
{
  g_autoptr (ClFigure) figure = cl_training_curves_figure (snapshot, self->epochs);

  cl_plot_view_set_figure (self->plots, figure);
  cl_training_summary_set_snapshot (self->summary, snapshot, self->epochs);
}

void
cl_training_page_begin_run (ClTrainingPage *self, gsize epochs)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  self->epochs = epochs;
  set_locked (self, TRUE);
  cl_training_page_set_message (self, NULL);
  gtk_widget_set_visible (self->result_bar, FALSE);
  cl_run_bar_set_state (self->run_bar, CL_RUN_RUNNING);
  cl_run_bar_set_progress (self->run_bar, 0, _ ("Starting…"));
  show_curves (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "run");
}

static gboolean
state_is_final (ClTrainerState state)
{
  return state == CL_TRAINER_FINISHED || state == CL_TRAINER_STOPPED || state == CL_TRAINER_FAILED;
}

static double
run_fraction (ClTrainingPage *self, const ClTrainSnapshot *snapshot)
{
  double part = snapshot->batches_per_epoch > 0
                    ? (double) snapshot->batches_done / (double) snapshot->batches_per_epoch
                    : 0;

  return self->epochs > 0 ? MIN (1, ((double) snapshot->epochs_done + part) / (double) self->epochs)
                          : 0;
}

static void
show_progress (ClTrainingPage *self, const ClTrainSnapshot *snapshot)
{
  g_autofree char *text = NULL;
  double fraction = run_fraction (self, snapshot);

  switch (snapshot->state)
    {
    case CL_TRAINER_FINISHED:
      text = g_strdup_printf (ngettext ("Finished %zu epoch", "Finished %zu epochs",
                                        snapshot->epochs_done),
                              snapshot->epochs_done);
      fraction = -1;
      break;
    case CL_TRAINER_STOPPED:
      text = g_strdup_printf (_ ("Stopped after %zu of %zu epochs"), snapshot->epochs_done,
                              self->epochs);
      fraction = -1;
      break;
    case CL_TRAINER_FAILED:
      text = g_strdup (_ ("The run ended early"));
      fraction = -1;
      break;
    case CL_TRAINER_IDLE:
    case CL_TRAINER_RUNNING:
    case CL_TRAINER_PAUSED:
    default:
      text = g_strdup_printf (_ ("Epoch %zu of %zu"), MIN (snapshot->epochs_done + 1, self->epochs),
                              self->epochs);
      break;
    }
  cl_run_bar_set_progress (self->run_bar, fraction, text);
}

/* A stop that was pressed stays acknowledged until the workers have ended. */
static void
show_state (ClTrainingPage *self, ClTrainerState state)
{
  if (state_is_final (state))
    cl_run_bar_set_state (self->run_bar, CL_RUN_IDLE);
  else if (cl_run_bar_get_state (self->run_bar) != CL_RUN_STOPPING)
    cl_run_bar_set_state (self->run_bar,
                          state == CL_TRAINER_PAUSED ? CL_RUN_PAUSED : CL_RUN_RUNNING);
  set_locked (self, !state_is_final (state));
}

static void
show_result (ClTrainingPage *self, const ClTrainSnapshot *snapshot, gboolean has_model)
{
  gboolean show = state_is_final (snapshot->state) && has_model && snapshot->epochs->len > 0;

  gtk_widget_set_visible (self->result_bar, show);
  if (show)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Best test accuracy %.2f %%"), 100 * snapshot->best_test_accuracy);
      gtk_label_set_text (self->result_label, text);
    }
}

void
cl_training_page_take_snapshot (ClTrainingPage *self, ClTrainSnapshot *snapshot, gboolean has_model)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  g_return_if_fail (snapshot != NULL);
  g_autoptr (ClTrainSnapshot) owned = snapshot;

  show_state (self, snapshot->state);
  show_progress (self, snapshot);
  show_curves (self, snapshot);
  show_result (self, snapshot, has_model);
  if (snapshot->state == CL_TRAINER_FAILED)
    cl_training_page_set_message (self, snapshot->error);
}

static void
save_dialog_response_cb (GtkNativeDialog *dialog, int response, ClTrainingPage *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
      if (path != NULL)
        g_signal_emit (self, signals[SIGNAL_SAVE_WEIGHTS], 0, path);
    }
  g_clear_object (&self->dialog);
}

static void
save_clicked_cb (GtkButton *button, ClTrainingPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->dialog != NULL)
    return;
  self->dialog = gtk_file_chooser_native_new (_ ("Save the Weights"),
                                              GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_filter_set_name (filter, _ ("NumPy Archives (.npz)"));
  gtk_file_filter_add_suffix (filter, "npz");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), "weights.npz");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  g_signal_connect (self->dialog, "response", G_CALLBACK (save_dialog_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

/* The page says again what its buttons say; data is the id of the page's signal. */
static void
relay_cb (GtkWidget *source, gpointer data)
{
  GtkWidget *page = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_PAGE);

  g_signal_emit (page, GPOINTER_TO_UINT (data), 0);
}

static void
relay_text_cb (GtkWidget *source, const char *text, gpointer data)
{
  GtkWidget *page = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_PAGE);

  g_signal_emit (page, GPOINTER_TO_UINT (data), 0, text);
}

static void
relay (gpointer source, const char *name, guint signal)
{
  g_signal_connect (source, name, G_CALLBACK (relay_cb), GUINT_TO_POINTER (signals[signal]));
}

/* What every source of pictures has to say for a toast. */
static void
relay_toasts (gpointer source)
{
  g_signal_connect (source, "exported", G_CALLBACK (relay_text_cb),
                    GUINT_TO_POINTER (signals[SIGNAL_EXPORTED]));
  g_signal_connect (source, "failed", G_CALLBACK (relay_text_cb),
                    GUINT_TO_POINTER (signals[SIGNAL_FAILED]));
}

static GtkWidget *
build_settings (ClTrainingPage *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->data = CL_DATA_CHOOSER (cl_data_chooser_new ());
  self->form = CL_TRAINING_FORM (cl_training_form_new ());
  g_signal_connect_swapped (self->data, "changed", G_CALLBACK (update_ready), self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (update_ready), self);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->data));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->form));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), box);
  gtk_widget_set_size_request (scroll, SETTINGS_WIDTH, -1);
  gtk_widget_set_hexpand (scroll, FALSE);
  return scroll;
}

static GtkWidget *
build_message (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->message_revealer = GTK_REVEALER (gtk_revealer_new ());
  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_wrap_mode (self->message, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->message, 0);
  gtk_label_set_selectable (self->message, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->message));
  gtk_widget_add_css_class (box, "error");
  gtk_revealer_set_child (self->message_revealer, box);
  return GTK_WIDGET (self->message_revealer);
}

static GtkWidget *
build_result_bar (ClTrainingPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *open = gtk_button_new_with_mnemonic (_ ("Open as _Model"));
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("Save _Weights…"));

  self->result_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->result_label, 0);
  gtk_label_set_ellipsize (self->result_label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->result_label), TRUE);
  gtk_widget_set_tooltip_text (open, _ ("Make the trained network the model of the window"));
  relay (open, "clicked", SIGNAL_OPEN_MODEL);
  g_signal_connect (save, "clicked", G_CALLBACK (save_clicked_cb), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->result_label));
  gtk_box_append (GTK_BOX (bar), save);
  gtk_box_append (GTK_BOX (bar), open);
  gtk_widget_set_visible (bar, FALSE);
  return bar;
}

static GtkWidget *
build_run (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->summary = CL_TRAINING_SUMMARY (cl_training_summary_new ());
  self->plots = CL_PLOT_VIEW (cl_plot_view_new ());
  cl_plot_view_set_export_name (self->plots, "training");
  relay_toasts (self->plots);
  gtk_widget_set_vexpand (GTK_WIDGET (self->plots), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->plots), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->plots));
  return box;
}

static GtkWidget *
build_empty (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Train a Network"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page), _ ("Choose data and settings, then press Train. Loss, accuracy and "
                                 "the Lipschitz bound are drawn while the network learns."));
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}

static GtkWidget *
build_run_bar (ClTrainingPage *self)
{
  self->run_bar = CL_RUN_BAR (cl_run_bar_new (_ ("_Train")));
  relay (self->run_bar, "start", SIGNAL_START);
  relay (self->run_bar, "pause", SIGNAL_PAUSE);
  relay (self->run_bar, "resume", SIGNAL_RESUME);
  relay (self->run_bar, "stop", SIGNAL_STOP);
  return GTK_WIDGET (self->run_bar);
}

static GtkWidget *
build_right (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->stack = GTK_STACK (gtk_stack_new ());
  self->result_bar = build_result_bar (self);
  gtk_stack_add_named (self->stack, build_empty (), "empty");
  gtk_stack_add_named (self->stack, build_run (self), "run");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), build_run_bar (self));
  gtk_box_append (GTK_BOX (box), build_message (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), self->result_bar);
  return box;
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
cl_training_page_class_init (ClTrainingPageClass *klass)
{
  static const struct
  {
    const char *name;
    gboolean text; /* carries a string */
  } table[N_SIGNALS] = {
    [SIGNAL_START] = { "start" },
    [SIGNAL_PAUSE] = { "pause" },
    [SIGNAL_RESUME] = { "resume" },
    [SIGNAL_STOP] = { "stop" },
    [SIGNAL_OPEN_MODEL] = { "open-model" },
    [SIGNAL_SAVE_WEIGHTS] = { "save-weights", TRUE },
    [SIGNAL_EXPORTED] = { "exported", TRUE },
    [SIGNAL_FAILED] = { "failed", TRUE },
  };

  G_OBJECT_CLASS (klass)->dispose = cl_training_page_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, CL_TYPE_TRAINING_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, table[i].text ? 1 : 0, G_TYPE_STRING);
}

static GtkWidget *
build_train (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (box), build_settings (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (box), build_right (self));
  return box;
}

static void
cl_training_page_init (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->rooms = GTK_STACK (gtk_stack_new ());
  self->inside = CL_TRAINING_INSIDE (cl_training_inside_new ());
  self->pad = CL_TRAINING_PAD (cl_training_pad_new ());
  relay_toasts (self->inside);
  relay_toasts (self->pad);
  gtk_stack_add_titled (self->rooms, build_train (self), "train", _ ("Train"));
  gtk_stack_add_titled (self->rooms, GTK_WIDGET (self->inside), "inside", _ ("Look Inside"));
  gtk_stack_add_titled (self->rooms, GTK_WIDGET (self->pad), "pad", _ ("Digit Pad"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->rooms);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_margin_bottom (switcher, 6);
  gtk_widget_set_vexpand (GTK_WIDGET (self->rooms), TRUE);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rooms));
  adw_bin_set_child (ADW_BIN (self), box);
  update_ready (self);
}

GtkWidget *
cl_training_page_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_PAGE, NULL);
}
