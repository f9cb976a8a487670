#include "ui/pages/training-sweep.h"

#include <glib/gi18n.h>

#include "ui/pages/sweep-plots.h"
#include "ui/pages/sweep-runs.h"
#include "ui/pages/sweep-text.h"
#include "ui/widgets/run-bar.h"

/* At which every column of the table can be read. */
#define TABLE_WIDTH 470

enum
{
  SIGNAL_START,
  SIGNAL_PAUSE,
  SIGNAL_RESUME,
  SIGNAL_STOP,
  SIGNAL_OPEN_MODEL,
  SIGNAL_SAVE_TABLE,
  SIGNAL_CLEAR,
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingSweep
{
  AdwBin parent_instance;

  ClSweepForm *form;
  GtkLabel *note;
  ClRunBar *run_bar;
  GtkLabel *message;
  GtkStack *stack; /* "empty" or "runs" */
  ClSweepRuns *runs;
  GtkLabel *caption; /* what these runs have in common */
  ClSweepPlots *plots;
  GtkDropDown *bound;
  GPtrArray *drawn; /* the runs of the plots, or NULL */
  GtkWidget *bar;
  GtkLabel *chosen;
  GtkWidget *open, *save, *clear;

  GtkFileChooserNative *dialog;
  char *reason; /* why nothing can start, besides the form */
  char *provenance;
  gsize shown; /* runs that were over when the plots were drawn last */
  gboolean refused;
};

G_DEFINE_FINAL_TYPE (ClTrainingSweep, cl_training_sweep, ADW_TYPE_BIN)

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

static void
update_ready (ClTrainingSweep *self)
{
  const char *reason = self->reason;

  if (!cl_sweep_form_is_valid (self->form))
    reason = _ ("A list above needs another value");
  cl_run_bar_set_ready (self->run_bar, reason == NULL, reason);
  if (reason == NULL && self->refused)
    cl_run_bar_set_progress (self->run_bar, -1, NULL);
  self->refused = reason != NULL && is_idle (self);
}

static void
show_chosen (ClTrainingSweep *self)
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
  update_ready (self);
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

static void
draw_plots (ClTrainingSweep *self)
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
  draw_plots (self);
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
  show_chosen (self);
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

/* What is pressed. */

/* The room says again what its buttons say; data is its signal. */
static void
relay_cb (GtkWidget *source, gpointer data)
{
  GtkWidget *room = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_SWEEP);

  g_signal_emit (room, signals[GPOINTER_TO_UINT (data)], 0);
}

static void
open_cb (ClTrainingSweep *self)
{
  const ClSweepRun *run = cl_sweep_runs_get_selected (self->runs);

  if (run != NULL && run->state == CL_SWEEP_DONE)
    g_signal_emit (self, signals[SIGNAL_OPEN_MODEL], 0);
}

static void
exported_cb (ClTrainingSweep *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClTrainingSweep *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static void
save_response_cb (ClTrainingSweep *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        g_signal_emit (self, signals[SIGNAL_SAVE_TABLE], 0, path);
    }
  g_clear_object (&self->dialog);
}

static void
save_cb (ClTrainingSweep *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->dialog != NULL)
    return;
  self->dialog = gtk_file_chooser_native_new (_ ("Save the Table"),
                                              GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_filter_set_name (filter, _ ("Tables (.csv)"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), "sweep.csv");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (save_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

/* The widgets. */

static GtkWidget *
build_label (GtkLabel **label, const char *css_class)
{
  GtkWidget *widget = gtk_label_new (NULL);

  *label = GTK_LABEL (widget);
  gtk_label_set_xalign (*label, 0);
  gtk_label_set_wrap (*label, TRUE);
  gtk_widget_add_css_class (widget, css_class);
  return widget;
}

static GtkWidget *
build_runs (ClTrainingSweep *self)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->runs = CL_SWEEP_RUNS (cl_sweep_runs_new ());
  self->plots = CL_SWEEP_PLOTS (cl_sweep_plots_new ());
  g_signal_connect_swapped (self->runs, "selected", G_CALLBACK (show_chosen), self);
  g_signal_connect_swapped (self->runs, "activated", G_CALLBACK (open_cb), self);
  g_signal_connect_swapped (self->plots, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (self->plots, "failed", G_CALLBACK (failed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->runs));
  gtk_box_append (GTK_BOX (box), build_label (&self->caption, "dim-label"));
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  gtk_widget_set_vexpand (GTK_WIDGET (self->runs), TRUE);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->plots), 6);
  gtk_paned_set_start_child (GTK_PANED (paned), box);
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->plots));
  gtk_paned_set_position (GTK_PANED (paned), TABLE_WIDTH);
  gtk_paned_set_resize_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  return paned;
}

static GtkWidget *
build_empty (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Compare Families and Penalties"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page),
      _ ("A sweep trains a network for every family, penalty λ and seed of the lists above. It "
         "shows what a smaller Lipschitz bound costs in accuracy, and how much the seed matters."));
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkWidget *
add_button (ClTrainingSweep *self, const char *mnemonic, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (mnemonic);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->bar), button);
  return button;
}

static GtkWidget *
build_bar (ClTrainingSweep *self)
{
  GtkWidget *chosen = build_label (&self->chosen, "dim-label");

  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_label_set_wrap (self->chosen, FALSE);
  gtk_label_set_ellipsize (self->chosen, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (chosen, TRUE);
  gtk_box_append (GTK_BOX (self->bar), chosen);
  self->clear = add_button (self, _ ("C_lear"), _ ("Begin with an empty table"));
  self->save = add_button (self, _ ("Save _Table…"), _ ("Every run with its settings, as CSV"));
  self->open = add_button (self, _ ("Open as _Model"),
                           _ ("Make the network of this run the model of the window"));
  g_signal_connect (self->clear, "clicked", G_CALLBACK (relay_cb), GUINT_TO_POINTER (SIGNAL_CLEAR));
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), self);
  gtk_widget_set_visible (self->bar, FALSE);
  return self->bar;
}

/* The bound of the plots, in the order of ClSweepBound. */
static GtkWidget *
build_bound (ClTrainingSweep *self)
{
  const char *const names[] = { _ ("Best Bound"), _ ("NEMON Bound (15)"), NULL };
  GtkWidget *widget = gtk_drop_down_new_from_strings (names);

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == CL_N_SWEEP_BOUNDS + 1);
  self->bound = GTK_DROP_DOWN (widget);
  gtk_widget_set_tooltip_text (
      widget,
      _ ("The Lipschitz bound of the plot: the best certificate of each network, or the one "
         "of the published figure"));
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (widget, "notify::selected", G_CALLBACK (draw_plots), self);
  return widget;
}

static GtkWidget *
build_run_bar (ClTrainingSweep *self)
{
  static const char *const names[] = { "start", "pause", "resume", "stop" };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->run_bar = CL_RUN_BAR (cl_run_bar_new (_ ("_Start Sweep")));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect (self->run_bar, names[i], G_CALLBACK (relay_cb),
                      GUINT_TO_POINTER (SIGNAL_START + i));
  gtk_widget_set_hexpand (GTK_WIDGET (self->run_bar), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->run_bar));
  gtk_box_append (GTK_BOX (box), build_bound (self));
  return box;
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
  } table[N_SIGNALS] = {
    [SIGNAL_START] = { "start" },           [SIGNAL_PAUSE] = { "pause" },
    [SIGNAL_RESUME] = { "resume" },         [SIGNAL_STOP] = { "stop" },
    [SIGNAL_OPEN_MODEL] = { "open-model" }, [SIGNAL_SAVE_TABLE] = { "save-table", TRUE },
    [SIGNAL_CLEAR] = { "clear" },           [SIGNAL_EXPORTED] = { "exported", TRUE },
    [SIGNAL_FAILED] = { "failed", TRUE },
  };

  G_OBJECT_CLASS (klass)->dispose = cl_training_sweep_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_training_sweep_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, CL_TYPE_TRAINING_SWEEP, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, table[i].text ? 1 : 0, G_TYPE_STRING);
}

static void
cl_training_sweep_init (ClTrainingSweep *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->form = CL_SWEEP_FORM (cl_sweep_form_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (update_ready), self);
  gtk_stack_add_named (self->stack, build_empty (), "empty");
  gtk_stack_add_named (self->stack, build_runs (self), "runs");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->form));
  gtk_box_append (GTK_BOX (box), build_label (&self->note, "dim-label"));
  gtk_box_append (GTK_BOX (box), build_run_bar (self));
  gtk_box_append (GTK_BOX (box), build_label (&self->message, "error"));
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), build_bar (self));
  adw_bin_set_child (ADW_BIN (self), box);
  show_chosen (self);
  update_ready (self);
}

GtkWidget *
cl_training_sweep_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_SWEEP, NULL);
}
