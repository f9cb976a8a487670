#include "ui/pages/data-dialog.h"

#include <glib/gi18n.h>

static void
add_filters (GtkFileChooser *dialog, const ClDataKind *kind)
{
  g_autoptr (GtkFileFilter) own = gtk_file_filter_new (), all = gtk_file_filter_new ();

  if (kind->filter == NULL)
    return;
  gtk_file_filter_set_name (own, _ (kind->filter));
  for (gsize i = 0; kind->suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (own, kind->suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (dialog, own);
  gtk_file_chooser_add_filter (dialog, all);
}

static void
set_folder (GtkFileChooser *dialog, const ClDataKind *kind, const char *place)
{
  g_autoptr (GFile) file = place != NULL ? g_file_new_for_path (place) : NULL;
  g_autoptr (GFile) parent = file != NULL ? g_file_get_parent (file) : NULL;

  if (parent != NULL)
    gtk_file_chooser_set_current_folder (dialog,
                                         kind->place == CL_DATA_PLACE_FOLDER ? file : parent, NULL);
}

GtkFileChooserNative *
cl_data_dialog_new (const ClDataKind *kind, const char *place, GtkWindow *parent)
{
  GtkFileChooserAction action = kind->place == CL_DATA_PLACE_FOLDER
                                    ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                    : GTK_FILE_CHOOSER_ACTION_OPEN;
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ (kind->dialog), parent, action, _ ("_Choose"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog), kind);
  set_folder (GTK_FILE_CHOOSER (dialog), kind, place);
  return dialog;
}
