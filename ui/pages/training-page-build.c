/* How the training page is put together. */
#include <glib/gi18n.h>

#include "ui/pages/training-page-private.h"

#define SETTINGS_WIDTH 352

#define MESSAGE_HEIGHT 24

/* Below this the right side scrolls. */
#define PLOTS_HEIGHT 250

/* The page says again what its buttons say; data is the signal of the page. */
static void
relay_cb (GtkWidget *source, gpointer data)
{
  GtkWidget *page = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_PAGE);

  cl_training_page_emit (CL_TRAINING_PAGE (page), GPOINTER_TO_UINT (data));
}

static void
relay_text_cb (GtkWidget *source, const char *text, gpointer data)
{
  GtkWidget *page = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_PAGE);

  cl_training_page_emit_text (CL_TRAINING_PAGE (page), GPOINTER_TO_UINT (data), text);
}

static void
relay_run_cb (GtkWidget *source, ClTrainingRun *run, gpointer data)
{
  GtkWidget *page = gtk_widget_get_ancestor (source, CL_TYPE_TRAINING_PAGE);

  cl_training_page_emit_run (CL_TRAINING_PAGE (page), GPOINTER_TO_UINT (data), run);
}

static void
relay (gpointer source, const char *name, ClTrainingPageSignal signal)
{
  g_signal_connect (source, name, G_CALLBACK (relay_cb), GUINT_TO_POINTER (signal));
}

/* What every source of pictures has to say for a toast. */
static void
relay_toasts (gpointer source)
{
  g_signal_connect (source, "exported", G_CALLBACK (relay_text_cb),
                    GUINT_TO_POINTER (CL_TRAINING_PAGE_EXPORTED));
  g_signal_connect (source, "failed", G_CALLBACK (relay_text_cb),
                    GUINT_TO_POINTER (CL_TRAINING_PAGE_FAILED));
}

static void
set_margins (GtkWidget *widget, int bottom)
{
  gtk_widget_set_margin_start (widget, 12);
  gtk_widget_set_margin_end (widget, 12);
  gtk_widget_set_margin_top (widget, 12);
  gtk_widget_set_margin_bottom (widget, bottom);
}

/* The left. */

static GtkWidget *
build_settings (ClTrainingPage *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->data = CL_DATA_CHOOSER (cl_data_chooser_new ());
  self->form = CL_TRAINING_FORM (cl_training_form_new ());
  g_signal_connect_swapped (self->data, "changed", G_CALLBACK (cl_training_page_update_ready),
                            self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (cl_training_page_update_ready),
                            self);
  relay_toasts (self->data);
  set_margins (box, 18);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->data));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->form));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), box);
  gtk_widget_set_size_request (scroll, SETTINGS_WIDTH, -1);
  gtk_widget_set_hexpand (scroll, FALSE);
  return scroll;
}

/* The right, from top to bottom. */

static GtkWidget *
build_run_bar (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->run_bar = CL_RUN_BAR (cl_run_bar_new (_ ("_Train")));
  relay (self->run_bar, "start", CL_TRAINING_PAGE_START);
  relay (self->run_bar, "pause", CL_TRAINING_PAGE_PAUSE);
  relay (self->run_bar, "resume", CL_TRAINING_PAGE_RESUME);
  relay (self->run_bar, "stop", CL_TRAINING_PAGE_STOP);
  self->step = gtk_button_new_with_mnemonic (_ ("St_ep"));
  gtk_widget_set_tooltip_text (self->step, _ ("Train one batch and pause again."));
  gtk_widget_set_valign (self->step, GTK_ALIGN_CENTER);
  relay (self->step, "clicked", CL_TRAINING_PAGE_STEP);
  self->quantities = CL_TRAINING_RUN_QUANTITIES (cl_training_run_quantities_new ());
  g_signal_connect_swapped (self->quantities, "notify::chosen",
                            G_CALLBACK (cl_training_page_show_plots), self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->run_bar), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->run_bar));
  gtk_box_append (GTK_BOX (box), self->step);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->quantities));
  return box;
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
  gtk_widget_set_hexpand (GTK_WIDGET (self->message), TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->message));
  gtk_widget_add_css_class (box, "error");
  /* A line of text may be taller than the picture beside it. */
  gtk_widget_set_size_request (box, -1, MESSAGE_HEIGHT);
  gtk_revealer_set_child (self->message_revealer, box);
  return GTK_WIDGET (self->message_revealer);
}

/* Of two that are there at once each button has a key of its own. */
static void
build_offers (ClTrainingPage *self, GtkBox *box)
{
  GtkWidget *cut_off =
      cl_training_offer_new (_ ("Res_ume Training"),
                             _ ("Go on after the last epoch that was finished."), _ ("_Discard"));
  GtkWidget *lost =
      cl_training_offer_new (_ ("Tr_y Again"), _ ("Read the runs and their data once more."),
                             _ ("Dis_card"));

  relay (cut_off, "accept", CL_TRAINING_PAGE_RESUME_INTERRUPTED);
  relay (cut_off, "discard", CL_TRAINING_PAGE_DISCARD_INTERRUPTED);
  relay (lost, "accept", CL_TRAINING_PAGE_RETRY_LOST);
  relay (lost, "discard", CL_TRAINING_PAGE_DISCARD_LOST);
  self->cut_off = CL_TRAINING_OFFER (cut_off);
  self->lost = CL_TRAINING_OFFER (lost);
  gtk_box_append (box, cut_off);
  gtk_box_append (box, lost);
}

static void
selected_cb (ClTrainingPage *self)
{
  cl_training_run_epochs_set_run (self->epochs, cl_training_page_get_selected (self));
  cl_training_page_set_message (self, NULL);
  cl_training_run_changes_set_error (self->changes, CL_TRAIN_MARK_RATE, NULL);
  cl_training_page_update (self);
  cl_training_page_emit (self, CL_TRAINING_PAGE_SELECTED);
}

static GtkWidget *
build_list (ClTrainingPage *self)
{
  self->list = CL_TRAINING_RUN_LIST (cl_training_run_list_new (G_LIST_MODEL (self->runs)));
  g_signal_connect_swapped (self->list, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->list, "stop", G_CALLBACK (relay_run_cb),
                    GUINT_TO_POINTER (CL_TRAINING_PAGE_STOP_RUN));
  g_signal_connect (self->list, "remove", G_CALLBACK (relay_run_cb),
                    GUINT_TO_POINTER (CL_TRAINING_PAGE_REMOVE_RUN));
  relay (self->list, "remove-ended", CL_TRAINING_PAGE_REMOVE_ENDED);
  return GTK_WIDGET (self->list);
}

static GtkWidget *
build_changes (ClTrainingPage *self)
{
  self->changes = CL_TRAINING_RUN_CHANGES (cl_training_run_changes_new ());
  self->changes_revealer = GTK_REVEALER (gtk_revealer_new ());
  g_signal_connect_swapped (self->changes, "change", G_CALLBACK (cl_training_page_emit_change),
                            self);
  gtk_revealer_set_child (self->changes_revealer, GTK_WIDGET (self->changes));
  return GTK_WIDGET (self->changes_revealer);
}

static GtkWidget *
build_plots (ClTrainingPage *self)
{
  self->plots = CL_PLOT_VIEW (cl_plot_view_new ());
  cl_plot_view_set_export_name (self->plots, "training");
  cl_plot_view_set_linked_x (self->plots, TRUE);
  relay_toasts (self->plots);
  gtk_widget_set_vexpand (GTK_WIDGET (self->plots), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->plots), -1, PLOTS_HEIGHT);
  return GTK_WIDGET (self->plots);
}

static GtkWidget *
build_epochs (ClTrainingPage *self)
{
  self->epochs = CL_TRAINING_RUN_EPOCHS (cl_training_run_epochs_new ());
  relay (self->epochs, "branch", CL_TRAINING_PAGE_BRANCH);
  relay (self->epochs, "open-model", CL_TRAINING_PAGE_OPEN_MODEL);
  g_signal_connect_swapped (self->epochs, "save", G_CALLBACK (cl_training_page_ask_weights_file),
                            self);
  return GTK_WIDGET (self->epochs);
}

static GtkWidget *
build_run (ClTrainingPage *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->summary = CL_TRAINING_SUMMARY (cl_training_summary_new ());
  gtk_box_append (GTK_BOX (box), build_list (self));
  gtk_box_append (GTK_BOX (box), build_changes (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (box), build_plots (self));
  gtk_box_append (GTK_BOX (box), build_epochs (self));
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), box);
  return scroll;
}

static GtkWidget *
build_none (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "cl-training-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No Training Run Yet"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page), _ ("Choose data and settings, then press Train. Loss, accuracy and "
                                 "the Lipschitz bound are drawn while the network learns."));
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkWidget *
build_reading (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Reading Earlier Runs…"));
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), spinner);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkWidget *
build_empty (ClTrainingPage *self)
{
  self->absent = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->absent, build_none (), "none");
  gtk_stack_add_named (self->absent, build_reading (), "reading");
  gtk_widget_set_vexpand (GTK_WIDGET (self->absent), TRUE);
  return GTK_WIDGET (self->absent);
}

static GtkWidget *
build_right (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->stack = GTK_STACK (gtk_stack_new ());
  set_margins (box, 12);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), build_run_bar (self));
  build_offers (self, GTK_BOX (box));
  gtk_box_append (GTK_BOX (box), build_message (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_stack_add_named (self->stack, build_empty (self), "empty");
  gtk_stack_add_named (self->stack, build_run (self), "run");
  return box;
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
build_rooms (ClTrainingPage *self)
{
  self->rooms = GTK_STACK (gtk_stack_new ());
  self->inside = CL_TRAINING_INSIDE (cl_training_inside_new ());
  self->pad = CL_TRAINING_PAD (cl_training_pad_new ());
  relay_toasts (self->inside);
  self->sweep = CL_TRAINING_SWEEP (cl_training_sweep_new ());
  relay_toasts (self->pad);
  relay_toasts (self->sweep);
  gtk_stack_add_titled (self->rooms, build_train (self), "train", _ ("Train"));
  gtk_stack_add_titled (self->rooms, GTK_WIDGET (self->inside), "inside", _ ("Look Inside"));
  gtk_stack_add_titled (self->rooms, GTK_WIDGET (self->pad), "pad", _ ("Digit Pad"));
  gtk_stack_add_titled (self->rooms, GTK_WIDGET (self->sweep), "sweep", _ ("Sweep"));
  gtk_widget_set_vexpand (GTK_WIDGET (self->rooms), TRUE);
}

void
cl_training_page_build (ClTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  build_rooms (self);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->rooms);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_margin_bottom (switcher, 6);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rooms));
  adw_bin_set_child (ADW_BIN (self), box);
}
