#include "ui/widgets/run-bar.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/tooltip.h"

struct _ClRunBar
{
  GtkWidget parent;

  ClRunState state;
  gboolean ready;
  GtkWidget *box, *start, *pause, *resume, *stop, *spinner, *text, *bar;
};

enum
{
  START,
  PAUSE,
  RESUME,
  STOP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClRunBar, cl_run_bar, GTK_TYPE_WIDGET)

static void
update (ClRunBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  gboolean idle = self->state == CL_RUN_IDLE;

  gtk_widget_set_visible (self->start, idle);
  gtk_widget_set_sensitive (self->start, self->ready);
  gtk_widget_set_visible (self->pause,
                          self->state == CL_RUN_RUNNING || self->state == CL_RUN_STOPPING);
  gtk_widget_set_sensitive (self->pause, self->state == CL_RUN_RUNNING);
  gtk_widget_set_visible (self->resume, self->state == CL_RUN_PAUSED);
  gtk_widget_set_visible (self->stop, !idle);
  gtk_widget_set_sensitive (self->stop, self->state != CL_RUN_STOPPING);
  gtk_widget_set_visible (self->spinner, self->state == CL_RUN_STOPPING);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->state == CL_RUN_STOPPING);

  /* The button that was pressed is gone: the keyboard stays with its successor. */
  if (had_focus)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
cl_run_bar_set_state (ClRunBar *self, ClRunState state)
{
  g_return_if_fail (CL_IS_RUN_BAR (self));

  if (state == self->state)
    return;
  self->state = state;
  update (self);
}

ClRunState
cl_run_bar_get_state (ClRunBar *self)
{
  g_return_val_if_fail (CL_IS_RUN_BAR (self), CL_RUN_IDLE);
  return self->state;
}

static void
set_text (ClRunBar *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->text), text != NULL ? text : "");
}

void
cl_run_bar_set_progress (ClRunBar *self, double fraction, const char *text)
{
  g_return_if_fail (CL_IS_RUN_BAR (self));

  GtkProgressBar *bar = GTK_PROGRESS_BAR (self->bar);

  /* Opacity, not visibility: the bar keeps its place and nothing jumps. */
  gtk_widget_set_opacity (self->bar, fraction < 0 ? 0 : 1);
  if (isnan (fraction))
    gtk_progress_bar_pulse (bar);
  else
    gtk_progress_bar_set_fraction (bar, CLAMP (fraction, 0, 1));
  set_text (self, text);
}

void
cl_run_bar_set_ready (ClRunBar *self, gboolean ready, const char *reason)
{
  g_return_if_fail (CL_IS_RUN_BAR (self));

  self->ready = ready;
  if (self->state == CL_RUN_IDLE && (!ready || reason != NULL))
    set_text (self, reason);
  update (self);
}

static void
start_cb (ClRunBar *self)
{
  g_signal_emit (self, signals[START], 0);
}

static void
pause_cb (ClRunBar *self)
{
  g_signal_emit (self, signals[PAUSE], 0);
}

static void
resume_cb (ClRunBar *self)
{
  g_signal_emit (self, signals[RESUME], 0);
}

static void
stop_cb (ClRunBar *self)
{
  cl_run_bar_set_state (self, CL_RUN_STOPPING);
  g_signal_emit (self, signals[STOP], 0);
}

static GtkWidget *
add_button (ClRunBar *self, const char *mnemonic, const char *css_class, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (mnemonic);

  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
add_progress (ClRunBar *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (self->box), self->spinner);
  self->text = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  cl_tooltip_when_cut (GTK_LABEL (self->text));
  gtk_widget_add_css_class (self->text, "numeric");
  self->bar = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress"), -1);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_margin_start (column, 6);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), self->text);
  gtk_box_append (GTK_BOX (column), self->bar);
  gtk_box_append (GTK_BOX (self->box), column);
}

static void
dispose (GObject *object)
{
  ClRunBar *self = CL_RUN_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_run_bar_parent_class)->dispose (object);
}

static guint
add_signal (GType type, const char *name)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_run_bar_class_init (ClRunBarClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[START] = add_signal (type, "start");
  signals[PAUSE] = add_signal (type, "pause");
  signals[RESUME] = add_signal (type, "resume");
  signals[STOP] = add_signal (type, "stop");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "run-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cl_run_bar_init (ClRunBar *self)
{
  self->ready = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->start = add_button (self, _ ("_Start"), "suggested-action", G_CALLBACK (start_cb));
  self->pause = add_button (self, _ ("Pa_use"), NULL, G_CALLBACK (pause_cb));
  self->resume = add_button (self, _ ("_Resume"), "suggested-action", G_CALLBACK (resume_cb));
  self->stop = add_button (self, _ ("S_top"), NULL, G_CALLBACK (stop_cb));
  add_progress (self);
  cl_run_bar_set_progress (self, -1, NULL);
  update (self);
}

GtkWidget *
cl_run_bar_new (const char *start_label)
{
  ClRunBar *self = g_object_new (CL_TYPE_RUN_BAR, NULL);

  if (start_label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->start), start_label);
  return GTK_WIDGET (self);
}
