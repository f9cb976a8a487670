#include "ui/pages/data-chooser.h"

#include <glib/gi18n.h>

#include "ui/pages/contact-sheet.h"

#define SHEET_ROWS    4
#define BUILT_IN_SPEC "digits"

enum
{
  SOURCE_DIGITS,
  SOURCE_FOLDER,
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_CANCELLED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClDataChooser
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *source;
  AdwActionRow *folder_row;
  GtkStack *stack;
  ClContactSheet *sheet;
  GtkLabel *summary;
  GtkSpinner *spinner;
  GtkLabel *error;

  GtkFileChooserNative *dialog;
  char *folder; /* the last one chosen; NULL for none */
  ClDataset *dataset;
};

G_DEFINE_FINAL_TYPE (ClDataChooser, cl_data_chooser, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
is_folder (ClDataChooser *self)
{
  return adw_combo_row_get_selected (self->source) == SOURCE_FOLDER;
}

const char *
cl_data_chooser_get_spec (ClDataChooser *self)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (self), NULL);
  return is_folder (self) ? self->folder : BUILT_IN_SPEC;
}

static void
update_folder_row (ClDataChooser *self)
{
  g_autofree char *name = self->folder != NULL ? g_filename_display_name (self->folder) : NULL;
  g_autofree char *markup =
      g_markup_escape_text (name != NULL ? name : _ ("No folder chosen yet"), -1);

  gtk_widget_set_visible (GTK_WIDGET (self->folder_row), is_folder (self));
  adw_action_row_set_subtitle (self->folder_row, markup);
}

static void
open_dialog_response_cb (GtkNativeDialog *dialog, int response, ClDataChooser *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
      if (path != NULL)
        {
          cl_data_chooser_set_folder (self, path);
          g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
        }
    }
  g_clear_object (&self->dialog);
}

static void
open_dialog (ClDataChooser *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->dialog != NULL)
    return;
  self->dialog =
      gtk_file_chooser_native_new (_ ("Choose the MNIST Folder"),
                                   GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  if (self->folder != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->folder);
      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->dialog), file, NULL);
    }
  g_signal_connect (self->dialog, "response", G_CALLBACK (open_dialog_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

/* Turning to the folder for the first time asks for it at once. */
static void
source_selected_cb (AdwComboRow *row, GParamSpec *pspec, ClDataChooser *self)
{
  update_folder_row (self);
  if (is_folder (self) && self->folder == NULL)
    open_dialog (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

void
cl_data_chooser_set_folder (ClDataChooser *self, const char *folder)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_autofree char *old = self->folder;
  self->folder = g_strdup (folder);
  update_folder_row (self);
}

void
cl_data_chooser_set_spec (ClDataChooser *self, const char *spec)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_return_if_fail (spec != NULL);
  gboolean folder = !g_str_equal (spec, BUILT_IN_SPEC);

  if (folder)
    cl_data_chooser_set_folder (self, spec);
  g_signal_handlers_block_by_func (self->source, source_selected_cb, self);
  adw_combo_row_set_selected (self->source, folder ? SOURCE_FOLDER : SOURCE_DIGITS);
  g_signal_handlers_unblock_by_func (self->source, source_selected_cb, self);
  update_folder_row (self);
}

ClDataset *
cl_data_chooser_get_dataset (ClDataChooser *self)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (self), NULL);
  return self->dataset;
}

/* dataset: that of the page "samples", NULL on the others. */
static void
show_page (ClDataChooser *self, const char *page, ClDataset *dataset)
{
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  self->dataset = dataset != NULL ? cl_dataset_ref (dataset) : NULL;
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
cl_data_chooser_set_loading (ClDataChooser *self)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  show_page (self, "loading", NULL);
}

/* A data set of height 1 is a table. */
static char *
describe (const ClDataset *dataset)
{
  gsize train = dataset->train.count, test = dataset->test.count;

  if (dataset->height == 1)
    /* Translators: counts of rows, then of columns. */
    return g_strdup_printf (_ ("%'zu training and %'zu test rows, %zu features"), train, test,
                            dataset->width);
  if (dataset->channels == 3)
    /* Translators: counts of images, then their size in pixels. */
    return g_strdup_printf (_ ("%'zu training and %'zu test images in colour, %zu × %zu"), train,
                            test, dataset->width, dataset->height);
  /* Translators: counts of images, then their size in pixels. */
  return g_strdup_printf (_ ("%'zu training and %'zu test images, %zu × %zu"), train, test,
                          dataset->width, dataset->height);
}

void
cl_data_chooser_set_dataset (ClDataChooser *self, ClDataset *dataset)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  g_return_if_fail (dataset != NULL);
  g_autofree char *text = describe (dataset);

  cl_contact_sheet_set_dataset (self->sheet, dataset, SHEET_ROWS);
  gtk_label_set_text (self->summary, text);
  show_page (self, "samples", dataset);
}

void
cl_data_chooser_set_error (ClDataChooser *self, const char *message)
{
  g_return_if_fail (CL_IS_DATA_CHOOSER (self));
  gtk_label_set_text (self->error, message);
  show_page (self, "error", NULL);
}

static void
cancel_clicked_cb (GtkButton *button, ClDataChooser *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static GtkWidget *
build_samples (ClDataChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->sheet = CL_CONTACT_SHEET (cl_contact_sheet_new ());
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_xalign (self->summary, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sheet));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  return box;
}

static GtkWidget *
build_loading (ClDataChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("Reading the data…"));
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (cancel, GTK_ALIGN_CENTER);
  g_signal_connect (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), cancel);
  return box;
}

static void
retry_clicked_cb (GtkButton *button, ClDataChooser *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static GtkWidget *
build_error (ClDataChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *retry = gtk_button_new_with_mnemonic (_ ("_Read Again"));

  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_wrap_mode (self->error, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_selectable (self->error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_set_halign (retry, GTK_ALIGN_START);
  g_signal_connect (retry, "clicked", G_CALLBACK (retry_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (box), retry);
  return box;
}

static GtkWidget *
build_preview (ClDataChooser *self)
{
  GtkWidget *row = adw_preferences_row_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, build_loading (self), "loading");
  gtk_stack_add_named (self->stack, build_samples (self), "samples");
  gtk_stack_add_named (self->stack, build_error (self), "error");
  gtk_widget_set_margin_start (GTK_WIDGET (self->stack), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->stack), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self->stack), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->stack), 12);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->stack));
  return row;
}

static void
choose_clicked_cb (GtkButton *button, ClDataChooser *self)
{
  open_dialog (self);
}

static GtkWidget *
build_folder_row (ClDataChooser *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("folder-open-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Choose the folder with the MNIST files"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (choose_clicked_cb), self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Folder"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
build_source_row (ClDataChooser *self)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Built-in Digits"));
  gtk_string_list_append (names, _ ("MNIST Folder"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Data Set"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_signal_connect (row, "notify::selected", G_CALLBACK (source_selected_cb), self);
  return row;
}

static void
cl_data_chooser_dispose (GObject *object)
{
  ClDataChooser *self = CL_DATA_CHOOSER (object);

  if (self->dialog != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->dialog));
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (cl_data_chooser_parent_class)->dispose (object);
}

static void
cl_data_chooser_finalize (GObject *object)
{
  ClDataChooser *self = CL_DATA_CHOOSER (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  G_OBJECT_CLASS (cl_data_chooser_parent_class)->finalize (object);
}

static void
cl_data_chooser_class_init (ClDataChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cl_data_chooser_dispose;
  object_class->finalize = cl_data_chooser_finalize;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", CL_TYPE_DATA_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", CL_TYPE_DATA_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CL_TYPE_DATA_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_data_chooser_init (ClDataChooser *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  adw_preferences_group_set_title (group, _ ("Data"));
  self->folder_row = ADW_ACTION_ROW (build_folder_row (self));
  self->source = ADW_COMBO_ROW (build_source_row (self));
  adw_preferences_group_add (group, GTK_WIDGET (self->source));
  adw_preferences_group_add (group, GTK_WIDGET (self->folder_row));
  adw_preferences_group_add (group, build_preview (self));
  update_folder_row (self);
}

GtkWidget *
cl_data_chooser_new (void)
{
  return g_object_new (CL_TYPE_DATA_CHOOSER, NULL);
}
