#include "ui/pages/data-download.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  GtkWidget *row;
  GtkLabel *percent;
  double fraction;
  double weight; /* the file's share of all bytes */
} File;

struct _ClDataDownload
{
  GtkWidget parent_instance;

  GtkLabel *text;
  GtkProgressBar *bar;
  GtkBox *list;
  GArray *files; /* of File */
};

G_DEFINE_FINAL_TYPE (ClDataDownload, cl_data_download, GTK_TYPE_WIDGET)

static void
set_file (File *file, double fraction)
{
  g_autofree char *text = g_strdup_printf ("%.0f %%", 100 * fraction);

  file->fraction = fraction;
  gtk_label_set_text (file->percent, text);
}

static File
build_file (GtkBox *list, const char *name)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (name);
  GtkWidget *percent = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_width_chars (GTK_LABEL (percent), 5);
  gtk_label_set_xalign (GTK_LABEL (percent), 1);
  gtk_widget_add_css_class (row, "caption");
  gtk_widget_add_css_class (percent, "numeric");
  gtk_box_append (GTK_BOX (row), title);
  gtk_box_append (GTK_BOX (row), percent);
  gtk_box_append (list, row);
  return (File){ row, GTK_LABEL (percent), 0, 0 };
}

void
cl_data_download_begin (ClDataDownload *self, const ClDownload *download)
{
  g_return_if_fail (CL_IS_DATA_DOWNLOAD (self));
  double total = 0;

  for (guint i = 0; i < self->files->len; i++)
    gtk_box_remove (self->list, g_array_index (self->files, File, i).row);
  g_array_set_size (self->files, 0);
  for (gsize i = 0; i < download->n_files; i++)
    total += (double) download->files[i].size;
  for (gsize i = 0; i < download->n_files; i++)
    {
      File file = build_file (self->list, download->files[i].name);

      file.weight = (double) download->files[i].size / total;
      set_file (&file, 0);
      g_array_append_val (self->files, file);
    }
  gtk_label_set_text (self->text, _ ("Connecting…"));
  gtk_progress_bar_set_fraction (self->bar, 0);
}

void
cl_data_download_set_progress (ClDataDownload *self, const ClDownloadProgress *progress)
{
  g_return_if_fail (CL_IS_DATA_DOWNLOAD (self));
  g_return_if_fail (progress->index < self->files->len);
  double part = progress->expected > 0
                    ? MIN (1, (double) progress->received / (double) progress->expected)
                    : 0;
  g_autofree char *received = g_format_size (progress->received);
  g_autofree char *expected = g_format_size (progress->expected);
  g_autofree char *text =
      progress->expected > 0
          /* Translators: number of the file and count of all, then sizes such as 4.5 MB. */
          ? g_strdup_printf (_ ("File %zu of %u: %s of %s"), progress->index + 1, self->files->len,
                             received, expected)
          : g_strdup_printf (_ ("File %zu of %u: %s"), progress->index + 1, self->files->len,
                             received);

  for (guint i = 0; i <= progress->index; i++)
    set_file (&g_array_index (self->files, File, i), i < progress->index ? 1 : part);
  gtk_label_set_text (self->text, text);
  gtk_progress_bar_set_fraction (self->bar, cl_data_download_get_fraction (self));
}

double
cl_data_download_get_fraction (ClDataDownload *self)
{
  g_return_val_if_fail (CL_IS_DATA_DOWNLOAD (self), 0);
  double sum = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      const File *file = &g_array_index (self->files, File, i);

      sum += file->weight * file->fraction;
    }
  return MIN (sum, 1);
}

static void
cancel_clicked_cb (ClDataDownload *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static void
cl_data_download_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_data_download_parent_class)->dispose (object);
}

static void
cl_data_download_finalize (GObject *object)
{
  g_array_unref (CL_DATA_DOWNLOAD (object)->files);
  G_OBJECT_CLASS (cl_data_download_parent_class)->finalize (object);
}

static void
cl_data_download_class_init (ClDataDownloadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_data_download_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_data_download_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", CL_TYPE_DATA_DOWNLOAD, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
build_heading (ClDataDownload *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->text, 0);
  gtk_label_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_tooltip_text (cancel, _ ("What has come so far is kept"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), cancel);
  return box;
}

static void
cl_data_download_init (ClDataDownload *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 8);
  self->files = g_array_new (FALSE, FALSE, sizeof (File));
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  gtk_widget_set_parent (build_heading (self), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
}

GtkWidget *
cl_data_download_new (void)
{
  return g_object_new (CL_TYPE_DATA_DOWNLOAD, NULL);
}
