#include "ui/pages/data-state.h"

#include <glib/gi18n.h>

#include "ui/pages/data-download.h"
#include "ui/pages/data-preview.h"

#define MARGIN 12

/* A long text asks for more lines, not for a wider column. */
#define TEXT_CHARS 24

enum
{
  SIGNAL_CANCELLED,
  SIGNAL_RETRY,
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClDataState
{
  AdwBin parent_instance;

  ClDataStateId id;
  GtkStack *stack;
  GtkLabel *wanting;
  GtkSpinner *spinner;
  ClDataDownload *download;
  ClDataPreview *preview;
  GtkLabel *ended; /* why there are no data */
  GtkButton *retry;
};

G_DEFINE_FINAL_TYPE (ClDataState, cl_data_state, ADW_TYPE_BIN)

ClDataStateId
cl_data_state_get (ClDataState *self)
{
  g_return_val_if_fail (CL_IS_DATA_STATE (self), CL_DATA_WANTING);
  return self->id;
}

static void
show (ClDataState *self, ClDataStateId id)
{
  static const char *const pages[] = {
    [CL_DATA_WANTING] = "wanting",   [CL_DATA_LOADING] = "loading",
    [CL_DATA_FETCHING] = "fetching", [CL_DATA_SAMPLES] = "samples",
    [CL_DATA_ERROR] = "ended",       [CL_DATA_FETCH_ERROR] = "ended",
    [CL_DATA_CANCELLED] = "ended",   [CL_DATA_FETCH_CANCELLED] = "ended",
  };

  gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->stack)) != NULL;

  self->id = id;
  gtk_spinner_set_spinning (self->spinner, id == CL_DATA_LOADING);
  gtk_stack_set_visible_child_name (self->stack, pages[id]);
  /* Who pressed Cancel goes on from Continue, not from the top of the window. */
  if (has_focus)
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

void
cl_data_state_set_wanting (ClDataState *self, const char *text)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  gtk_label_set_text (self->wanting, text);
  show (self, CL_DATA_WANTING);
}

void
cl_data_state_set_loading (ClDataState *self)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  show (self, CL_DATA_LOADING);
}

void
cl_data_state_set_fetching (ClDataState *self, const ClDownload *download)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  cl_data_download_begin (self->download, download);
  show (self, CL_DATA_FETCHING);
}

void
cl_data_state_set_fetch_progress (ClDataState *self, const ClDownloadProgress *progress)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  cl_data_download_set_progress (self->download, progress);
}

void
cl_data_state_set_samples (ClDataState *self, const ClDataset *dataset)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  cl_data_preview_set_dataset (self->preview, dataset);
  show (self, CL_DATA_SAMPLES);
}

void
cl_data_state_set_error (ClDataState *self, const char *message, gboolean fetching)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  gtk_label_set_text (self->ended, message);
  gtk_widget_add_css_class (GTK_WIDGET (self->ended), "error");
  gtk_button_set_label (self->retry, fetching ? _ ("_Try Again") : _ ("_Read Again"));
  show (self, fetching ? CL_DATA_FETCH_ERROR : CL_DATA_ERROR);
}

/* What somebody wanted is no error. */
void
cl_data_state_set_cancelled (ClDataState *self, gboolean fetching)
{
  g_return_if_fail (CL_IS_DATA_STATE (self));
  gtk_label_set_text (self->ended, fetching ? _ ("The download was cancelled. What has come so far "
                                                 "is kept, and need not come again.")
                                            : _ ("Reading was cancelled."));
  gtk_widget_remove_css_class (GTK_WIDGET (self->ended), "error");
  gtk_button_set_label (self->retry, fetching ? _ ("_Continue") : _ ("_Read Again"));
  show (self, fetching ? CL_DATA_FETCH_CANCELLED : CL_DATA_CANCELLED);
}

static void
cancel_clicked_cb (ClDataState *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static void
retry_clicked_cb (ClDataState *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

static void
exported_cb (ClDataState *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClDataState *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static GtkLabel *
build_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return GTK_LABEL (label);
}

static GtkWidget *
build_loading (ClDataState *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("Reading the data…"));
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (cancel, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), cancel);
  return box;
}

static GtkWidget *
build_ended (ClDataState *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *retry = gtk_button_new_with_mnemonic (_ ("_Read Again"));

  self->retry = GTK_BUTTON (retry);
  self->ended = build_text ();
  gtk_label_set_selectable (self->ended, TRUE);
  gtk_widget_set_halign (retry, GTK_ALIGN_START);
  g_signal_connect_swapped (retry, "clicked", G_CALLBACK (retry_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->ended));
  gtk_box_append (GTK_BOX (box), retry);
  return box;
}

static void
cl_data_state_class_init (ClDataStateClass *klass)
{
  static const struct
  {
    const char *name;
    gboolean text; /* carries a string */
  } table[N_SIGNALS] = {
    [SIGNAL_CANCELLED] = { "cancelled" },
    [SIGNAL_RETRY] = { "retry" },
    [SIGNAL_EXPORTED] = { "exported", TRUE },
    [SIGNAL_FAILED] = { "failed", TRUE },
  };

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, CL_TYPE_DATA_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, table[i].text ? 1 : 0, G_TYPE_STRING);
}

static void
cl_data_state_init (ClDataState *self)
{
  GtkWidget *stack = gtk_stack_new ();

  self->stack = GTK_STACK (stack);
  self->wanting = build_text ();
  self->download = CL_DATA_DOWNLOAD (cl_data_download_new ());
  self->preview = CL_DATA_PREVIEW (cl_data_preview_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->wanting), "dim-label");
  g_signal_connect_swapped (self->download, "cancelled", G_CALLBACK (cancel_clicked_cb), self);
  g_signal_connect_swapped (self->preview, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (self->preview, "failed", G_CALLBACK (failed_cb), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->wanting), "wanting");
  gtk_stack_add_named (self->stack, build_loading (self), "loading");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->download), "fetching");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->preview), "samples");
  gtk_stack_add_named (self->stack, build_ended (self), "ended");
  /* A stack asks a hidden text how wide it is in one line, and makes that its least width. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_margin_start (stack, MARGIN);
  gtk_widget_set_margin_end (stack, MARGIN);
  gtk_widget_set_margin_top (stack, MARGIN);
  gtk_widget_set_margin_bottom (stack, MARGIN);
  adw_bin_set_child (ADW_BIN (self), stack);
}

GtkWidget *
cl_data_state_new (void)
{
  return g_object_new (CL_TYPE_DATA_STATE, NULL);
}
