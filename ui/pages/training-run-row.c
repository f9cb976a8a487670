#include "ui/pages/training-run-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/figure/theme.h"

#define SWATCH_WIDTH  34
#define SWATCH_HEIGHT 14
#define MARKER        3.2

enum
{
  SIGNAL_STOP,
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingRunRow
{
  GtkListBoxRow parent_instance;

  ClTrainingRun *run;
  GtkWidget *shown; /* GtkToggleButton */
  GtkWidget *swatch;
  GtkStack *name; /* "label" or "entry" */
  GtkLabel *label;
  GtkEntry *entry;
  GtkLabel *state;
  GtkLabel *best;
};

G_DEFINE_FINAL_TYPE (ClTrainingRunRow, cl_training_run_row, GTK_TYPE_LIST_BOX_ROW)

ClTrainingRun *
cl_training_run_row_get_run (ClTrainingRunRow *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN_ROW (self), NULL);
  return self->run;
}

/* The swatch: the curve as the plots draw it. */

static void
set_dash (cairo_t *cr, ClDash dash)
{
  static const double dashed[] = { 6, 3 }, dash_dot[] = { 6, 2.5, 1.5, 2.5 },
                      dotted[] = { 1.5, 2.5 };

  switch (dash)
    {
    case CL_DASH_DASHED:
      cairo_set_dash (cr, dashed, G_N_ELEMENTS (dashed), 0);
      break;
    case CL_DASH_DASH_DOT:
      cairo_set_dash (cr, dash_dot, G_N_ELEMENTS (dash_dot), 0);
      break;
    case CL_DASH_DOTTED:
      cairo_set_dash (cr, dotted, G_N_ELEMENTS (dotted), 0);
      break;
    case CL_DASH_SOLID:
    default:
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

static void
add_marker (cairo_t *cr, ClMarker marker, double x, double y)
{
  if (marker == CL_MARKER_SQUARE)
    cairo_rectangle (cr, x - MARKER, y - MARKER, 2 * MARKER, 2 * MARKER);
  else if (marker == CL_MARKER_DIAMOND || marker == CL_MARKER_TRIANGLE)
    {
      cairo_move_to (cr, x, y - 1.3 * MARKER);
      cairo_line_to (cr, x + 1.2 * MARKER, marker == CL_MARKER_DIAMOND ? y : y + MARKER);
      if (marker == CL_MARKER_DIAMOND)
        cairo_line_to (cr, x, y + 1.3 * MARKER);
      cairo_line_to (cr, x - 1.2 * MARKER, marker == CL_MARKER_DIAMOND ? y : y + MARKER);
      cairo_close_path (cr);
    }
  else
    cairo_arc (cr, x, y, MARKER, 0, 2 * G_PI);
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const ClTrainingRunRow *self = data;
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const ClTheme *theme = cl_theme_find (dark ? "dark" : "light");
  const ClStyle style = cl_training_series_style (cl_training_run_get_series (self->run));
  const ClRgba colour = cl_theme_colour (theme, CL_COLOUR_SERIES, style.series);
  const ClRgba paper = cl_theme_background (theme);

  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 1);
  cairo_set_line_width (cr, 2);
  set_dash (cr, style.dash);
  cairo_move_to (cr, 0, height / 2.0);
  cairo_line_to (cr, width, height / 2.0);
  cairo_stroke (cr);
  set_dash (cr, CL_DASH_SOLID);
  add_marker (cr, style.marker, width / 2.0, height / 2.0);
  if (style.marker == CL_MARKER_RING)
    {
      cairo_set_source_rgba (cr, paper.red, paper.green, paper.blue, 1);
      cairo_fill_preserve (cr);
      cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 1);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
  else
    cairo_fill (cr);
}

/* What the row says. */

static char *
format_best (ClTrainingRun *run)
{
  const ClTrainSnapshot *snapshot = cl_training_run_get_snapshot (run);

  if (cl_training_run_epochs_done (run) == 0)
    return g_strdup ("–");
  /* With as many digits in every row the numbers stand below each other. */
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.2f", 100 * snapshot->best_test_accuracy);
  return g_strdup_printf (_ ("best %s %%"), number);
}

static void
show_icon (ClTrainingRunRow *self, gboolean shown)
{
  gtk_button_set_icon_name (GTK_BUTTON (self->shown),
                            shown ? "view-reveal-symbolic" : "view-conceal-symbolic");
  gtk_widget_set_tooltip_text (self->shown,
                               shown ? _ ("Hide in the Plots") : _ ("Show in the Plots"));
}

static void
update_state (ClTrainingRunRow *self)
{
  const ClTrainSnapshot *snapshot = cl_training_run_get_snapshot (self->run);
  g_autofree char *state = cl_training_run_describe (self->run);
  g_autofree char *best = format_best (self->run);
  const char *why = snapshot == NULL           ? NULL
                    : snapshot->error != NULL  ? snapshot->error
                    : snapshot->reason != NULL ? snapshot->reason
                                               : snapshot->warning;

  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->best, best);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->state)), why) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), why);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.stop",
                                 cl_training_run_is_active (self->run));
}

static void
update (ClTrainingRunRow *self)
{
  const char *name = cl_training_run_get_name (self->run);
  const gboolean shown = cl_training_run_get_shown (self->run);

  gtk_label_set_text (self->label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), name);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->shown), shown);
  show_icon (self, shown);
  gtk_widget_set_opacity (self->swatch, shown ? 1 : 0.25);
  update_state (self);
}

/* What the user does. */

void
cl_training_run_row_rename (ClTrainingRunRow *self)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), cl_training_run_get_name (self->run));
  gtk_stack_set_visible_child_name (self->name, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
end_rename (ClTrainingRunRow *self)
{
  gtk_stack_set_visible_child_name (self->name, "label");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
entry_activate_cb (ClTrainingRunRow *self)
{
  g_autofree char *name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*name != '\0')
    cl_training_run_set_name (self->run, name);
  end_rename (self);
}

static void
entry_leave_cb (ClTrainingRunRow *self)
{
  gtk_stack_set_visible_child_name (self->name, "label");
}

static gboolean
entry_key_cb (ClTrainingRunRow *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_rename (self);
  return GDK_EVENT_STOP;
}

static void
shown_toggled_cb (GtkToggleButton *button, ClTrainingRunRow *self)
{
  cl_training_run_set_shown (self->run, gtk_toggle_button_get_active (button));
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_training_run_row_rename (CL_TRAINING_RUN_ROW (widget));
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_STOP], 0);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
}

/* How it is built. */

static GtkWidget *
build_name (ClTrainingRunRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->name = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->name, FALSE);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the run"), -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (entry_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  gtk_stack_add_named (self->name, GTK_WIDGET (self->label), "label");
  gtk_stack_add_named (self->name, GTK_WIDGET (self->entry), "entry");
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  return GTK_WIDGET (self->name);
}

static GtkWidget *
build_shown (ClTrainingRunRow *self)
{
  self->shown = gtk_toggle_button_new ();
  gtk_widget_add_css_class (self->shown, "flat");
  gtk_widget_add_css_class (self->shown, "run-shown");
  gtk_widget_set_valign (self->shown, GTK_ALIGN_CENTER);
  g_signal_connect (self->shown, "toggled", G_CALLBACK (shown_toggled_cb), self);
  return self->shown;
}

static GtkWidget *
build_swatch (ClTrainingRunRow *self)
{
  self->swatch = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->swatch), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->swatch), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->swatch), draw_swatch, self, NULL);
  gtk_widget_set_valign (self->swatch, GTK_ALIGN_CENTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self->swatch, G_CONNECT_SWAPPED);
  return self->swatch;
}

static GtkLabel *
build_number (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  gtk_label_set_xalign (label, 1);
  return label;
}

static GtkWidget *
build_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _ ("_Rename…"), "run.rename");
  g_menu_append (menu, _ ("_Stop This Run"), "run.stop");
  g_menu_append (menu, _ ("Re_move"), "run.remove");
  g_menu_append (all, _ ("Remove All _Ended Runs"), "runs.remove-ended");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Rename, Stop or Remove"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
cl_training_run_row_dispose (GObject *object)
{
  ClTrainingRunRow *self = CL_TRAINING_RUN_ROW (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (cl_training_run_row_parent_class)->dispose (object);
}

static void
cl_training_run_row_class_init (ClTrainingRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_training_run_row_dispose;
  signals[SIGNAL_STOP] =
      g_signal_new ("stop", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVE] =
      g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "run.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "run.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "run.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "run.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "run.remove", NULL);
}

static void
cl_training_run_row_init (ClTrainingRunRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->state = build_number ("dim-label");
  self->best = build_number (NULL);
  gtk_label_set_ellipsize (self->state, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), build_shown (self));
  gtk_box_append (GTK_BOX (box), build_swatch (self));
  gtk_box_append (GTK_BOX (box), build_name (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->best));
  gtk_box_append (GTK_BOX (box), build_menu ());
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "run-row");
}

GtkWidget *
cl_training_run_row_new (ClTrainingRun *run)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN (run), NULL);
  ClTrainingRunRow *self = g_object_new (CL_TYPE_TRAINING_RUN_ROW, NULL);

  self->run = g_object_ref (run);
  g_signal_connect_swapped (run, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (run, "snapshot", G_CALLBACK (update_state), self);
  update (self);
  return GTK_WIDGET (self);
}
