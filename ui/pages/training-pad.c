#include "ui/pages/training-pad.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/datasets/centre-digit.h"
#include "ui/plots/answer-plots.h"
#include "ui/plots/image-sheet.h"
#include "ui/widgets/digit-pad.h"
#include "ui/widgets/number-text.h"
#include "ui/widgets/plot-view.h"

#define PREVIEW_SIDE    132
#define BARS_HEIGHT     190
#define SETTLING_HEIGHT 300

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
  GtkLabel *origin;
  ClDigitPad *pad;
  ClPlotView *preview, *bars, *settling;
  GtkLabel *answer, *certified, *detail, *settled;
  ClAddToSet *add;

  GStrv names;
  char *provenance; /* of what is exported, or NULL */
  GtkFileChooserNative *dialog;
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (ClTrainingPad, cl_training_pad, ADW_TYPE_BIN)

static void
set_figure (ClTrainingPad *self, ClPlotView *view, ClFigure *figure)
{
  if (self->provenance != NULL)
    cl_figure_set_provenance (figure, self->provenance);
  cl_plot_view_set_figure (view, figure);
  cl_figure_unref (figure);
}

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

  g_strfreev (self->names);
  self->names = g_strdupv ((char **) names);
  gtk_label_set_text (self->origin, origin);
  gtk_stack_set_visible_child_name (self->stack, "network");
}

void
cl_training_pad_set_provenance (ClTrainingPad *self, const char *text)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));

  g_free (self->provenance);
  self->provenance = g_strdup (text);
}

ClAddToSet *
cl_training_pad_get_add (ClTrainingPad *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAD (self), NULL);
  return self->add;
}

/* The largest number of two digits that does not exceed the value: a radius is never rounded up. */
static char *
format_below (double value)
{
  if (!(value > 0 && isfinite (value)))
    return cl_number_format (value, 2);
  const double unit = pow (10, floor (log10 (value)) - 1);

  return cl_number_format (unit * floor (value / unit), 2);
}

static char *
class_name (ClTrainingPad *self, gsize k)
{
  return self->names != NULL ? g_strdup (self->names[k]) : g_strdup_printf ("%" G_GSIZE_FORMAT, k);
}

static void
show_class (ClTrainingPad *self, const ClAnswer *answer)
{
  g_autofree char *name = class_name (self, answer->answer);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Rounded down: 100 % would be a certainty. */
  const double percent = floor (1e4 * answer->probabilities[answer->answer]) / 100;
  g_autofree char *number = cl_number_format (percent, 4);
  g_autofree char *markup =
      /* Translators: the class, then its probability. */
      g_strdup_printf (_ ("<span size='300%%' weight='bold'>%s</span>   with probability %s %%"),
                       escaped, number);

  gtk_label_set_markup (self->answer, markup);
}

static char *
certified_text (const ClAnswer *answer)
{
  g_autofree char *radius = format_below (answer->radius);

  if (!isfinite (answer->lipschitz))
    return g_strdup (_ ("Nothing is certified: no Lipschitz bound is valid for this network."));
  if (!(answer->radius > 0))
    return g_strdup (_ ("Nothing is certified: the two best classes are too close to call."));
  if (!isfinite (answer->radius))
    return g_strdup (_ ("No change of the pixels can change this answer."));
  return g_strdup_printf (_ ("No change of any pixel by at most %s can change this answer."),
                          radius);
}

static void
show_certificate (ClTrainingPad *self, const ClAnswer *answer)
{
  g_autofree char *certified = certified_text (answer);
  g_autofree char *rival = class_name (self, answer->rival);
  g_autofree char *margin = cl_number_format (answer->margin, 3);
  g_autofree char *lipschitz = cl_number_format (answer->lipschitz, 3);
  g_autofree char *detail =
      g_strdup_printf (_ ("All pixels may change at once; they run from 0 to 1. Output margin over "
                          "class %s: %s; ℓ∞ Lipschitz bound of that difference: %s."),
                       rival, margin, lipschitz);

  gtk_label_set_text (self->certified, certified);
  gtk_label_set_text (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), isfinite (answer->lipschitz));
}

static void
show_settled (ClTrainingPad *self, const ClFixedPointInfo *info)
{
  g_autofree char *residual = cl_number_format (info->residual, 2);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text,
                   info->converged
                       ? _ ("%s settled after %zu iterations; residual %s.")
                       : _ ("%s did not settle in %zu iterations; residual %s. The answer is that "
                            "of the last state."),
                   cl_solver_title (info->solver), info->iterations, residual);
  if (!(info->factor_theory < 1))
    g_string_append (text, _ (" It is not proven to converge on this network."));
  gtk_label_set_text (self->settled, text->str);
}

static void
show_nothing (ClTrainingPad *self, const char *error)
{
  gtk_label_set_text (self->answer, error != NULL ? error : _ ("Draw a digit."));
  gtk_label_set_text (self->certified, NULL);
  gtk_label_set_text (self->settled, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
}

void
cl_training_pad_set_answer (ClTrainingPad *self, const ClAnswer *answer, const char *error)
{
  g_return_if_fail (CL_IS_TRAINING_PAD (self));

  set_figure (self, self->bars,
              cl_probability_bars_figure (answer, (const char *const *) self->names));
  set_figure (self, self->settling, cl_settling_figure (answer));
  if (answer == NULL)
    {
      show_nothing (self, error);
      return;
    }
  show_class (self, answer);
  show_certificate (self, answer);
  show_settled (self, &answer->info);
}

static void
pad_changed_cb (ClTrainingPad *self)
{
  float picture[CL_DIGIT_PIXELS];
  double pixels[CL_DIGIT_PIXELS];
  const ClImageSheet sheet = {
    .pixels = pixels, .count = 1, .width = CL_DIGIT_SIDE, .height = CL_DIGIT_SIDE
  };
  const gboolean drawn = cl_training_pad_get_picture (self, picture);

  for (gsize k = 0; k < CL_DIGIT_PIXELS; k++)
    pixels[k] = (double) picture[k];
  cl_add_to_set_set_ready (self->add, drawn);
  set_figure (self, self->preview, cl_image_sheet_figure (NULL, drawn ? &sheet : NULL));
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

static ClPlotView *
build_plot (ClTrainingPad *self, const char *export_name, int width, int height)
{
  GtkWidget *plot = cl_plot_view_new ();

  gtk_widget_set_size_request (plot, width, height);
  cl_plot_view_set_export_name (CL_PLOT_VIEW (plot), export_name);
  g_signal_connect_swapped (plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (plot, "failed", G_CALLBACK (failed_cb), self);
  return CL_PLOT_VIEW (plot);
}

static GtkLabel *
build_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
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
  self->preview = build_plot (self, "digit", PREVIEW_SIDE, PREVIEW_SIDE);
  self->add = CL_ADD_TO_SET (cl_add_to_set_new ());
  g_signal_connect_swapped (self->add, "add", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->add, "undo", G_CALLBACK (undo_add_cb), self);
  g_signal_connect_swapped (self->pad, "changed", G_CALLBACK (pad_changed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pad));
  gtk_box_append (GTK_BOX (box), build_buttons (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->add));
  build_label (GTK_BOX (box), _ ("What the Network Sees"), "heading");
  build_label (GTK_BOX (box), _ ("Centred and scaled to 28 × 28 pixels, as MNIST does"), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->preview));
  gtk_widget_set_hexpand (box, FALSE);
  return box;
}

static GtkWidget *
build_right (ClTrainingPad *self)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkBox *box = GTK_BOX (widget);

  self->bars = build_plot (self, "probabilities", -1, BARS_HEIGHT);
  self->settling = build_plot (self, "settling", -1, SETTLING_HEIGHT);
  gtk_widget_set_vexpand (GTK_WIDGET (self->bars), FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->settling), TRUE);
  self->answer = build_label (box, NULL, NULL);
  self->certified = build_label (box, NULL, "heading");
  self->detail = build_label (box, NULL, "caption");
  gtk_box_append (box, GTK_WIDGET (self->bars));
  build_label (box, _ ("The Fixed Point Settles"), "heading");
  self->settled = build_label (box, NULL, "caption");
  gtk_box_append (box, GTK_WIDGET (self->settling));
  gtk_widget_set_hexpand (widget, TRUE);
  return widget;
}

/* One can draw, and add to one's set, before there is a network. */
static GtkWidget *
build_beside (ClTrainingPad *self)
{
  GtkWidget *network = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->stack = GTK_STACK (gtk_stack_new ());
  self->empty = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_title (self->empty, _ ("No Network That Reads Digits"));
  gtk_widget_add_css_class (GTK_WIDGET (self->empty), "compact");
  self->origin = build_label (GTK_BOX (network), NULL, "dim-label");
  gtk_box_append (GTK_BOX (network), build_right (self));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, network, "network");
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
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->provenance, g_free);
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
  cl_training_pad_set_answer (self, NULL, NULL);
  set_figure (self, self->preview, cl_image_sheet_figure (NULL, NULL));
}

GtkWidget *
cl_training_pad_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_PAD, NULL);
}
