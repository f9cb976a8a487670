#include "ui/pages/training-run-list.h"

#include <glib/gi18n.h>

#include "ui/pages/training-run-row.h"

/* Three rows and the half of a fourth, which says that there are more. */
#define MAX_HEIGHT 134

enum
{
  SIGNAL_SELECTED,
  SIGNAL_STOP,
  SIGNAL_REMOVE,
  SIGNAL_REMOVE_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingRunList
{
  GtkWidget parent_instance;

  GListModel *runs;
  GtkScrolledWindow *scroll;
  GtkListBox *box;
};

G_DEFINE_FINAL_TYPE (ClTrainingRunList, cl_training_run_list, GTK_TYPE_WIDGET)

ClTrainingRun *
cl_training_run_list_get_selected (ClTrainingRunList *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN_LIST (self), NULL);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->box);

  return row != NULL ? cl_training_run_row_get_run (CL_TRAINING_RUN_ROW (row)) : NULL;
}

/* Once the row has its place. */
static gboolean
scroll_to_selected (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClTrainingRunList *self = CL_TRAINING_RUN_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->box);
  graphene_rect_t bounds;

  if (row != NULL && gtk_widget_get_height (GTK_WIDGET (row)) == 0)
    return G_SOURCE_CONTINUE;
  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->box), &bounds))
    return G_SOURCE_REMOVE;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroll), bounds.origin.y,
                             bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

void
cl_training_run_list_select (ClTrainingRunList *self, ClTrainingRun *run)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_LIST (self));

  for (int i = 0; gtk_list_box_get_row_at_index (self->box, i) != NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->box, i);

      if (cl_training_run_row_get_run (CL_TRAINING_RUN_ROW (row)) == run)
        gtk_list_box_select_row (self->box, row);
    }
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_selected, NULL, NULL);
}

void
cl_training_run_list_set_any_ended (ClTrainingRunList *self, gboolean any)
{
  g_return_if_fail (CL_IS_TRAINING_RUN_LIST (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "runs.remove-ended", any);
}

static void
row_selected_cb (ClTrainingRunList *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
stop_cb (ClTrainingRunRow *row, ClTrainingRunList *self)
{
  g_signal_emit (self, signals[SIGNAL_STOP], 0, cl_training_run_row_get_run (row));
}

static void
remove_cb (ClTrainingRunRow *row, ClTrainingRunList *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0, cl_training_run_row_get_run (row));
}

static void
remove_ended_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE_ENDED], 0);
}

static GtkWidget *
create_row (gpointer run, gpointer self)
{
  GtkWidget *row = cl_training_run_row_new (run);

  g_signal_connect (row, "stop", G_CALLBACK (stop_cb), self);
  g_signal_connect (row, "remove", G_CALLBACK (remove_cb), self);
  return row;
}

/* Where the page is short it scrolls as a whole, and the list keeps its rows. */
static void
update_height (ClTrainingRunList *self)
{
  int natural;

  gtk_widget_measure (GTK_WIDGET (self->box), GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL,
                      NULL);
  gtk_scrolled_window_set_min_content_height (self->scroll, MIN (natural, MAX_HEIGHT));
}

/* A list with runs has one that is selected. */
static void
items_changed_cb (ClTrainingRunList *self, guint position)
{
  const guint count = g_list_model_get_n_items (self->runs);

  update_height (self);
  if (count > 0 && gtk_list_box_get_selected_row (self->box) == NULL)
    gtk_list_box_select_row (self->box,
                             gtk_list_box_get_row_at_index (self->box,
                                                            (int) MIN (position, count - 1)));
}

static void
cl_training_run_list_dispose (GObject *object)
{
  ClTrainingRunList *self = CL_TRAINING_RUN_LIST (object);
  GtkWidget *child;

  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_data (self->runs, self);
  /* Rows that go one by one would each select their neighbour. */
  if (self->box != NULL)
    g_signal_handlers_disconnect_by_data (self->box, self);
  self->box = NULL;
  g_clear_object (&self->runs);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_training_run_list_parent_class)->dispose (object);
}

static void
cl_training_run_list_class_init (ClTrainingRunListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_training_run_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_SELECTED] =
      g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STOP] = g_signal_new ("stop", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, CL_TYPE_TRAINING_RUN);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, CL_TYPE_TRAINING_RUN);
  signals[SIGNAL_REMOVE_ENDED] =
      g_signal_new ("remove-ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "runs.remove-ended", NULL,
                                   remove_ended_action);
}

static void
cl_training_run_list_init (ClTrainingRunList *self)
{
  self->scroll = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "run-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs"), -1);
  g_signal_connect_swapped (self->box, "row-selected", G_CALLBACK (row_selected_cb), self);
  gtk_scrolled_window_set_policy (self->scroll, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (self->scroll, TRUE);
  gtk_scrolled_window_set_max_content_height (self->scroll, MAX_HEIGHT);
  gtk_scrolled_window_set_child (self->scroll, GTK_WIDGET (self->box));
  gtk_widget_set_parent (GTK_WIDGET (self->scroll), GTK_WIDGET (self));
}

GtkWidget *
cl_training_run_list_new (GListModel *runs)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (runs), NULL);
  ClTrainingRunList *self = g_object_new (CL_TYPE_TRAINING_RUN_LIST, NULL);

  self->runs = g_object_ref (runs);
  gtk_list_box_bind_model (self->box, runs, create_row, self, NULL);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return GTK_WIDGET (self);
}
