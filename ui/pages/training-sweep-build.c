/* How the sweep room is put together. */
#include <glib/gi18n.h>

#include "ui/pages/training-sweep-private.h"

/* At which every column of the table can be read. */
#define TABLE_WIDTH 470

/* What is pressed. */

/* The room says again what its buttons say; data is its signal. */
static void
relay_cb (GtkWidget *source, gpointer data)
{
  GtkWidget *room = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_SWEEP);

  cl_training_sweep_emit (CL_TRAINING_SWEEP (room),
                          (ClTrainingSweepSignal) GPOINTER_TO_UINT (data));
}

static void
open_cb (ClTrainingSweep *self)
{
  const ClSweepRun *run = cl_sweep_runs_get_selected (self->runs);

  if (run != NULL && run->state == CL_SWEEP_DONE)
    cl_training_sweep_emit (self, CL_TRAINING_SWEEP_OPEN_MODEL);
}

static void
exported_cb (ClTrainingSweep *self, const char *path)
{
  cl_training_sweep_emit_text (self, CL_TRAINING_SWEEP_EXPORTED, path);
}

static void
failed_cb (ClTrainingSweep *self, const char *message)
{
  cl_training_sweep_emit_text (self, CL_TRAINING_SWEEP_FAILED, message);
}

static void
save_response_cb (ClTrainingSweep *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        cl_training_sweep_emit_text (self, CL_TRAINING_SWEEP_SAVE_TABLE, path);
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
  g_signal_connect_swapped (self->runs, "selected", G_CALLBACK (cl_training_sweep_show_chosen),
                            self);
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
  g_signal_connect (self->clear, "clicked", G_CALLBACK (relay_cb),
                    GUINT_TO_POINTER (CL_TRAINING_SWEEP_CLEAR));
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
  g_signal_connect_swapped (widget, "notify::selected", G_CALLBACK (cl_training_sweep_draw_plots),
                            self);
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
                      GUINT_TO_POINTER (CL_TRAINING_SWEEP_START + i));
  gtk_widget_set_hexpand (GTK_WIDGET (self->run_bar), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->run_bar));
  gtk_box_append (GTK_BOX (box), build_bound (self));
  return box;
}

void
cl_training_sweep_build (ClTrainingSweep *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->form = CL_SWEEP_FORM (cl_sweep_form_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (cl_training_sweep_update_ready),
                            self);
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
}
