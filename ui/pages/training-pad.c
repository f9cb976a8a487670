#include "ui/pages/training-pad.h"

#include <glib/gi18n.h>

#include "core/datasets/centre-digit.h"
#include "ui/pages/training-pad-answer.h"
#include "ui/plots/image-sheet.h"
#include "ui/widgets/digit-pad.h"
#include "ui/widgets/plot-view.h"

#define PREVIEW_SIDE 132

/* A photograph is read no larger than this. */
#define PICTURE_SIDE 840

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ADD,
  SIGNAL_UNDO_ADD,
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingPad
{
  AdwBin parent_instance;

  GtkStack *stack; /* beside the pad: "empty" or "network" */
  AdwStatusPage *empty;
  ClTrainingPadAnswer *answer;
  ClDigitPad *pad;
  ClPlotView *preview;
  ClAddToSet *add;

  GtkFileChooserNative *dialog;
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (ClTrainingPad, cl_training_pad, ADW_TYPE_BIN)

gboolean
cl_training_pad_get_picture (ClTrainingPad *self, float *picture)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAD (self), FALSE);
  return cl_centre_digit (cl_digit_pad_get_ink (self->pad), CL_DIGIT_PAD_SIDE, CL_DIGIT_PAD_SIDE,
                          picture);
}

void
cl_training_pad_set_empty (ClTrainingPad *self, const char *reason)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));
  g_autofree char *markup = g_markup_escape_text (reason, -1);

  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

void
cl_training_pad_set_network (ClTrainingPad *self, const char *origin, const char *const *names)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));

  cl_training_pad_answer_set_network (self->answer, origin, names);
  gtk_stack_set_visible_child_name (self->stack, "network");
}

void
cl_training_pad_set_provenance (ClTrainingPad *self, const char *text)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));
  cl_training_pad_answer_set_provenance (self->answer, text);
}

ClAddToSet *
cl_training_pad_get_add (ClTrainingPad *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAD (self), NULL);
  return self->add;
}

void
cl_training_pad_set_answer (ClTrainingPad *self, const ClAnswer *answer, const char *error)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));
  cl_training_pad_answer_show (self->answer, answer, error);
}

static void
show_preview (ClTrainingPad *self, const double *pixels)
{
  const ClImageSheet sheet = {
    .pixels = pixels, .count = 1, .width = CL_DIGIT_SIDE, .height = CL_DIGIT_SIDE
  };
  g_autoptr (ClFigure) figure = cl_image_sheet_figure (NULL, pixels != NULL ? &sheet : NULL);

  cl_plot_view_set_figure (self->preview, figure);
}

static void
pad_changed_cb (ClTrainingPad *self)
{
  float picture[CL_DIGIT_PIXELS];
  double pixels[CL_DIGIT_PIXELS];
  const gboolean drawn = cl_training_pad_get_picture (self, picture);

  for (gsize k = 0; k < CL_DIGIT_PIXELS; k++)
    pixels[k] = (double) picture[k];
  cl_add_to_set_set_ready (self->add, drawn);
  show_preview (self, drawn ? pixels : NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
picture_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClTrainingPad) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream_finish (result, &error);

  if (pixbuf != NULL)
    {
      g_autoptr (GdkTexture) texture = gdk_texture_new_for_pixbuf (pixbuf);
      cl_digit_pad_set_texture (self->pad, texture);
      if (cl_digit_pad_is_empty (self->pad))
        g_signal_emit (self, signals[SIGNAL_FAILED], 0,
                       _ ("The picture has one shade only: there is nothing to read"));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
file_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClTrainingPad) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream != NULL)
    gdk_pixbuf_new_from_stream_at_scale_async (G_INPUT_STREAM (stream), PICTURE_SIDE, PICTURE_SIDE,
                                               TRUE, self->loading, picture_read_cb,
                                               g_object_ref (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
cancel_loading (ClTrainingPad *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

void
cl_training_pad_load (ClTrainingPad *self, GFile *file)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));
  g_return_if_fail (G_IS_FILE (file));

  cancel_loading (self);
  self->loading = g_cancellable_new ();
  g_file_read_async (file, G_PRIORITY_DEFAULT, self->loading, file_opened_cb, g_object_ref (self));
}

static void
dialog_response_cb (GtkNativeDialog *dialog, int response, ClTrainingPad *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    cl_training_pad_load (self, file);
  g_clear_object (&self->dialog);
}

static void
load_clicked_cb (ClTrainingPad *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->dialog != NULL)
    return;
  self->dialog = gtk_file_chooser_native_new (_ ("Load a Picture of a Digit"),
                                              GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Load"), NULL);
  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_filter_add_pixbuf_formats (filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  g_signal_connect (self->dialog, "response", G_CALLBACK (dialog_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

static void
exported_cb (ClTrainingPad *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClTrainingPad *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static void
add_cb (ClTrainingPad *self, guint digit)
{
  g_signal_emit (self, signals[SIGNAL_ADD], 0, digit);
}

static void
undo_add_cb (ClTrainingPad *self)
{
  g_signal_emit (self, signals[SIGNAL_UNDO_ADD], 0);
}

static void
relay_toasts (ClTrainingPad *self, gpointer source)
{
  g_signal_connect_swapped (source, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (source, "failed", G_CALLBACK (failed_cb), self);
}

static GtkWidget *
build_preview (ClTrainingPad *self)
{
  GtkWidget *plot = cl_plot_view_new ();

  self->preview = CL_PLOT_VIEW (plot);
  gtk_widget_set_size_request (plot, PREVIEW_SIDE, PREVIEW_SIDE);
  cl_plot_view_set_export_name (self->preview, "digit");
  relay_toasts (self, plot);
  return plot;
}

static void
append_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

static GtkWidget *
build_buttons (ClTrainingPad *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *clear = gtk_button_new_with_mnemonic (_ ("C_lear"));
  GtkWidget *load = gtk_button_new_with_mnemonic (_ ("Load _Picture…"));

  gtk_widget_set_hexpand (clear, TRUE);
  gtk_widget_set_hexpand (load, TRUE);
  g_signal_connect_swapped (clear, "clicked", G_CALLBACK (cl_digit_pad_clear), self->pad);
  g_signal_connect_swapped (load, "clicked", G_CALLBACK (load_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), clear);
  gtk_box_append (GTK_BOX (box), load);
  return box;
}

static GtkWidget *
build_left (ClTrainingPad *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->pad = CL_DIGIT_PAD (cl_digit_pad_new ());
  self->add = CL_ADD_TO_SET (cl_add_to_set_new ());
  g_signal_connect_swapped (self->add, "add", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->add, "undo", G_CALLBACK (undo_add_cb), self);
  g_signal_connect_swapped (self->pad, "changed", G_CALLBACK (pad_changed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pad));
  gtk_box_append (GTK_BOX (box), build_buttons (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->add));
  append_label (GTK_BOX (box), _ ("What the Network Sees"), "heading");
  append_label (GTK_BOX (box), _ ("Centred and scaled to 28 × 28 pixels, as MNIST does"),
                "caption");
  gtk_box_append (GTK_BOX (box), build_preview (self));
  gtk_widget_set_hexpand (box, FALSE);
  return box;
}

/* One can draw, and add to one's set, before there is a network. */
static GtkWidget *
build_beside (ClTrainingPad *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->empty = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_title (self->empty, _ ("No Network That Reads Digits"));
  gtk_widget_add_css_class (GTK_WIDGET (self->empty), "compact");
  self->answer = CL_TRAINING_PAD_ANSWER (cl_training_pad_answer_new ());
  relay_toasts (self, self->answer);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->answer), "network");
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  return GTK_WIDGET (self->stack);
}

static GtkWidget *
build_pad (ClTrainingPad *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);

  gtk_box_append (GTK_BOX (columns), build_left (self));
  gtk_box_append (GTK_BOX (columns), build_beside (self));
  gtk_widget_set_vexpand (columns, TRUE);
  gtk_widget_set_margin_start (columns, 12);
  gtk_widget_set_margin_end (columns, 12);
  gtk_widget_set_margin_top (columns, 6);
  gtk_widget_set_margin_bottom (columns, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), columns);
  return scroll;
}

static void
cl_training_pad_dispose (GObject *object)
{
  ClTrainingPad *self = CL_TRAINING_PAD (object);

  cancel_loading (self);
  if (self->dialog != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->dialog));
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (cl_training_pad_parent_class)->dispose (object);
}

static void
cl_training_pad_class_init (ClTrainingPadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_training_pad_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CL_TYPE_TRAINING_PAD, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ADD] = g_signal_new ("add", CL_TYPE_TRAINING_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_UNDO_ADD] = g_signal_new ("undo-add", CL_TYPE_TRAINING_PAD, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", CL_TYPE_TRAINING_PAD, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CL_TYPE_TRAINING_PAD, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cl_training_pad_init (ClTrainingPad *self)
{
  adw_bin_set_child (ADW_BIN (self), build_pad (self));
  show_preview (self, NULL);
}

GtkWidget *
cl_training_pad_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_PAD, NULL);
}
