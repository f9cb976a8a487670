#include "ui/widgets/export-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/widgets/export-choices.h"
#include "ui/widgets/export-preview.h"
#include "ui/widgets/number-row.h"

#define MAX_MM 2000

struct _ClExportDialog
{
  AdwWindow parent;

  ClFigure *figure;
  GPtrArray *views; /* of ClView or NULL, one a panel; NULL: all automatic */
  char *name;
  GSettings *settings;
  ClExportChoices choices;

  GtkWidget *preview, *format, *size, *width, *height, *theme, *dpi, *transparent, *export;
  GtkFileChooserNative *chooser;
};

enum
{
  EXPORTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClExportDialog, cl_export_dialog, ADW_TYPE_WINDOW)

static const struct
{
  const char *label;
  double width_mm, height_mm;
} sizes[] = {
  { N_ ("Custom"), 0, 0 },
  { N_ ("Paper, one column"), 88, 62 },
  { N_ ("Paper, two columns"), 180, 100 },
  { N_ ("Text width"), 120, 80 },
  { N_ ("Slide, 16:9"), 160, 90 },
  { N_ ("Slide, 4:3"), 128, 96 },
};

static const struct
{
  const char *ending, *label;
} format_labels[] = {
  { "pdf", N_ ("PDF") },
  { "svg", N_ ("SVG") },
  { "png", N_ ("PNG") },
  { "tex", N_ ("TikZ") },
  { "csv", N_ ("CSV, the data only") },
};

static const struct
{
  const char *id, *label;
} themes[] = {
  { "print", N_ ("Print") },
  { "light", N_ ("Light") },
  { "dark", N_ ("Dark") },
};

static const char *
format_label (const char *ending)
{
  for (gsize i = 0; i < G_N_ELEMENTS (format_labels); i++)
    if (g_str_equal (format_labels[i].ending, ending))
      return _ (format_labels[i].label);
  return ending;
}

static const ClView *const *
views_of (ClExportDialog *self)
{
  return self->views != NULL ? (const ClView *const *) self->views->pdata : NULL;
}

static void
draw_preview (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  ClExportDialog *self = data;

  cl_export_preview_draw (cr, width, height, gtk_widget_get_scale_factor (GTK_WIDGET (area)),
                          self->figure, views_of (self), &self->choices);
}

static void
update_sensitivity (ClExportDialog *self)
{
  gboolean csv = g_str_equal (self->choices.format, "csv");
  gboolean tex = g_str_equal (self->choices.format, "tex");
  gboolean valid = cl_number_row_is_valid (CL_NUMBER_ROW (self->width))
                   && cl_number_row_is_valid (CL_NUMBER_ROW (self->height))
                   && cl_number_row_is_valid (CL_NUMBER_ROW (self->dpi));

  gtk_widget_set_sensitive (self->size, !csv);
  gtk_widget_set_sensitive (self->width, !csv);
  gtk_widget_set_sensitive (self->height, !csv);
  gtk_widget_set_sensitive (self->theme, !csv);
  gtk_widget_set_sensitive (self->transparent, !csv && !tex);
  gtk_widget_set_sensitive (self->dpi, g_str_equal (self->choices.format, "png"));
  gtk_widget_set_sensitive (self->export, csv || valid);
}

static void
select_size (ClExportDialog *self)
{
  guint found = 0;

  for (guint i = 1; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i].width_mm == self->choices.width_mm
        && sizes[i].height_mm == self->choices.height_mm)
      found = i;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->size), found);
}

static void
changed_cb (ClExportDialog *self)
{
  GtkWidget *toggle = self->transparent;

  self->choices.format =
      cl_export_formats ()[adw_combo_row_get_selected (ADW_COMBO_ROW (self->format))];
  self->choices.theme = themes[adw_combo_row_get_selected (ADW_COMBO_ROW (self->theme))].id;
  self->choices.width_mm = cl_number_row_get_value (CL_NUMBER_ROW (self->width));
  self->choices.height_mm = cl_number_row_get_value (CL_NUMBER_ROW (self->height));
  self->choices.dpi = cl_number_row_get_value (CL_NUMBER_ROW (self->dpi));
  self->choices.transparent = gtk_switch_get_active (GTK_SWITCH (toggle));
  update_sensitivity (self);
  gtk_widget_queue_draw (self->preview);
}

static void
number_changed_cb (ClExportDialog *self)
{
  changed_cb (self);
  select_size (self);
}

static void
size_selected_cb (ClExportDialog *self)
{
  guint i = adw_combo_row_get_selected (ADW_COMBO_ROW (self->size));

  if (i == 0 || i >= G_N_ELEMENTS (sizes))
    return;
  cl_number_row_set_value (CL_NUMBER_ROW (self->width), sizes[i].width_mm);
  cl_number_row_set_value (CL_NUMBER_ROW (self->height), sizes[i].height_mm);
  changed_cb (self);
}

gboolean
cl_export_dialog_write (ClExportDialog *self, const char *path)
{
  ClExportSettings settings;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (CL_IS_EXPORT_DIALOG (self), FALSE);

  cl_export_settings_init (&settings);
  settings.width_mm = self->choices.width_mm;
  settings.height_mm = self->choices.height_mm;
  settings.dpi = self->choices.dpi;
  settings.theme = cl_theme_find (self->choices.theme);
  settings.transparent = self->choices.transparent;
  settings.views = views_of (self);
  if (!cl_figure_export (self->figure, path, &settings, &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return FALSE;
    }
  cl_export_choices_save (&self->choices, self->settings);
  g_signal_emit (self, signals[EXPORTED], 0, path);
  gtk_window_close (GTK_WINDOW (self));
  return TRUE;
}

/* A name without one of the endings gets that of the chosen format. */
static char *
with_ending (ClExportDialog *self, const char *path)
{
  const char *dot = strrchr (path, '.');

  if (dot != NULL && g_strv_contains (cl_export_formats (), dot + 1))
    return g_strdup (path);
  return g_strdup_printf ("%s.%s", path, self->choices.format);
}

static void
file_chosen_cb (ClExportDialog *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  /* The chooser accepts an empty name too: then there is no file. */
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    return;
  g_autofree char *path = g_file_get_path (file);
  if (path == NULL)
    g_signal_emit (self, signals[FAILED], 0, _ ("Figures are written to local files only"));
  else
    {
      g_autofree char *full = with_ending (self, path);
      cl_export_dialog_write (self, full);
    }
}

static void
export_cb (ClExportDialog *self)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", self->name, self->choices.format);

  if (self->chooser != NULL)
    return;
  self->chooser =
      gtk_file_chooser_native_new (_ ("Export Figure"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (file_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static GtkWidget *
add_combo (ClExportDialog *self, GtkWidget *group, const char *title, GtkStringList *labels,
           guint selected)
{
  GtkWidget *row = g_object_new (ADW_TYPE_COMBO_ROW, "title", title, "model", labels, "selected",
                                 selected, NULL);

  g_object_unref (labels);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_number (ClExportDialog *self, GtkWidget *group, const char *title, double min, double max,
            double value, const char *unit)
{
  GtkWidget *row = cl_number_row_new (title, min, max, value);

  cl_number_row_set_unit (CL_NUMBER_ROW (row), unit);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (number_changed_cb), self);
  g_signal_connect_swapped (row, "notify::valid", G_CALLBACK (update_sensitivity), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
add_format (ClExportDialog *self, GtkWidget *group)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; cl_export_formats ()[i] != NULL; i++)
    {
      const char *ending = cl_export_formats ()[i];
      gtk_string_list_append (labels, format_label (ending));
      if (g_str_equal (ending, self->choices.format))
        selected = i;
    }
  self->format = add_combo (self, group, _ ("Format"), labels, selected);
}

static void
add_theme (ClExportDialog *self, GtkWidget *group)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      gtk_string_list_append (labels, _ (themes[i].label));
      if (g_str_equal (themes[i].id, self->choices.theme))
        selected = i;
    }
  self->theme = add_combo (self, group, _ ("Theme"), labels, selected);
}

static void
add_size (ClExportDialog *self, GtkWidget *group)
{
  GtkStringList *labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    gtk_string_list_append (labels, _ (sizes[i].label));
  self->size = add_combo (self, group, _ ("Size"), labels, 0);
}

static void
add_transparent (ClExportDialog *self, GtkWidget *group)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", _ ("Transparent Background"), NULL);

  self->transparent = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->transparent), self->choices.transparent);
  gtk_widget_set_valign (self->transparent, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->transparent);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->transparent);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
build_form (ClExportDialog *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *what = adw_preferences_group_new ();
  GtkWidget *size = adw_preferences_group_new ();

  add_format (self, what);
  add_theme (self, what);
  add_transparent (self, what);
  add_size (self, size);
  self->width = add_number (self, size, _ ("Width"), 10, MAX_MM, self->choices.width_mm, _ ("mm"));
  self->height =
      add_number (self, size, _ ("Height"), 10, MAX_MM, self->choices.height_mm, _ ("mm"));
  self->dpi = add_number (self, size, _ ("Resolution"), 36, 2400, self->choices.dpi, _ ("dpi"));
  gtk_box_append (GTK_BOX (page), what);
  gtk_box_append (GTK_BOX (page), size);
  g_object_set (page, "margin-start", 18, "margin-end", 18, "margin-top", 18, "margin-bottom", 18,
                "width-request", 330, NULL);
  return page;
}

static GtkWidget *
build_header (ClExportDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->export = gtk_button_new_with_mnemonic (_ ("_Export…"));
  gtk_widget_add_css_class (self->export, "suggested-action");
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->export);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->export, "clicked", G_CALLBACK (export_cb), self);
  return header;
}

static GtkWidget *
build_preview (ClExportDialog *self)
{
  self->preview = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->preview), draw_preview, self, NULL);
  gtk_widget_set_size_request (self->preview, 240, 200);
  gtk_widget_set_hexpand (self->preview, TRUE);
  gtk_widget_set_vexpand (self->preview, TRUE);
  gtk_widget_add_css_class (self->preview, "export-preview");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Preview of the exported figure"), -1);
  return self->preview;
}

static void
build (ClExportDialog *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *preview = build_preview (self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_box_append (GTK_BOX (column), build_header (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), build_form (self));
  gtk_box_append (GTK_BOX (row), preview);
  gtk_box_append (GTK_BOX (row), scroller);
  gtk_box_append (GTK_BOX (column), row);
  adw_window_set_content (ADW_WINDOW (self), column);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->export);
  gtk_window_set_focus (GTK_WINDOW (self), self->export);

  select_size (self);
  update_sensitivity (self);
  g_signal_connect_swapped (self->format, "notify::selected", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->theme, "notify::selected", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->size, "notify::selected", G_CALLBACK (size_selected_cb), self);
  g_signal_connect_swapped (self->transparent, "notify::active", G_CALLBACK (changed_cb), self);
}

static void
dispose (GObject *object)
{
  ClExportDialog *self = CL_EXPORT_DIALOG (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cl_export_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ClExportDialog *self = CL_EXPORT_DIALOG (object);

  g_clear_pointer (&self->figure, cl_figure_unref);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_free (self->name);
  G_OBJECT_CLASS (cl_export_dialog_parent_class)->finalize (object);
}

static void
cl_export_dialog_class_init (ClExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  signals[EXPORTED] = g_signal_new ("exported", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
cl_export_dialog_init (ClExportDialog *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _ ("Export Figure"));
  gtk_window_set_default_size (GTK_WINDOW (self), 880, 520);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

GtkWidget *
cl_export_dialog_new (ClFigure *figure, const ClView *const *views, const char *name,
                      GSettings *settings)
{
  g_return_val_if_fail (figure != NULL, NULL);

  ClExportDialog *self = g_object_new (CL_TYPE_EXPORT_DIALOG, NULL);

  self->figure = cl_figure_ref (figure);
  self->name = g_strdup (name != NULL ? name : "figure");
  g_set_object (&self->settings, settings);
  if (views != NULL)
    {
      self->views = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < cl_figure_n_panels (figure); i++)
        g_ptr_array_add (self->views, g_memdup2 (views[i], sizeof (ClView)));
    }
  cl_export_choices_load (&self->choices, settings);
  build (self);
  return GTK_WIDGET (self);
}
