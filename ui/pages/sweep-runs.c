#include "ui/pages/sweep-runs.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/markup.h"
#include "ui/figure/number.h"
#include "ui/pages/sweep-item.h"
#include "ui/plots/sweep-labels.h"

/* From this width on the columns can be scrolled to. */
#define MIN_WIDTH 240

static char *
family_text (const ClSweepRun *run)
{
  return cl_sweep_family_name (run->family);
}

static char *
lambda_text (const ClSweepRun *run)
{
  g_autofree char *markup = cl_sweep_lambda_markup (run->lambda);

  return cl_markup_to_text (markup);
}

static char *
seed_text (const ClSweepRun *run)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, run->seed);
}

static char *
accuracy_text (const ClSweepRun *run)
{
  if (isnan (run->accuracy))
    return g_strdup ("–");
  g_autofree char *number = cl_number_fixed (100 * run->accuracy, 2);
  return g_strdup_printf ("%s %%", number);
}

static char *
bound_text (const ClSweepRun *run)
{
  return isnan (run->lipschitz) ? g_strdup ("–") : cl_number_text (run->lipschitz, 4);
}

static char *
state_text (const ClSweepRun *run)
{
  switch (run->state)
    {
    case CL_SWEEP_RUNNING:
      return g_strdup_printf (_ ("Epoch %u"), run->epochs->len + 1);
    case CL_SWEEP_DONE:
      return g_strdup (_ ("Done"));
    case CL_SWEEP_FAILED:
      return g_strdup (_ ("Failed"));
    case CL_SWEEP_WAITING:
    default:
      return g_strdup (_ ("Waiting"));
    }
}

/* Runs without a number come last. */
static int
compare_numbers (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  return (a > b) - (a < b);
}

static int
compare_families (const ClSweepRun *a, const ClSweepRun *b)
{
  return g_strcmp0 (a->family, b->family);
}

static int
compare_lambdas (const ClSweepRun *a, const ClSweepRun *b)
{
  return compare_numbers (a->lambda, b->lambda);
}

static int
compare_seeds (const ClSweepRun *a, const ClSweepRun *b)
{
  return (a->seed > b->seed) - (a->seed < b->seed);
}

static int
compare_accuracies (const ClSweepRun *a, const ClSweepRun *b)
{
  return compare_numbers (a->accuracy, b->accuracy);
}

static int
compare_bounds (const ClSweepRun *a, const ClSweepRun *b)
{
  return compare_numbers (a->lipschitz, b->lipschitz);
}

static int
compare_states (const ClSweepRun *a, const ClSweepRun *b)
{
  return (int) a->state - (int) b->state;
}

typedef struct
{
  const char *title;
  gboolean number; /* with digits of one width */
  char *(*text) (const ClSweepRun *run);
  int (*compare) (const ClSweepRun *a, const ClSweepRun *b);
} Column;

static const Column columns[] = {
  { N_ ("Family"), FALSE, family_text, compare_families },
  { N_ ("λ"), TRUE, lambda_text, compare_lambdas },
  { N_ ("Seed"), TRUE, seed_text, compare_seeds },
  { N_ ("Accuracy"), TRUE, accuracy_text, compare_accuracies },
  { N_ ("Bound"), TRUE, bound_text, compare_bounds },
  { N_ ("State"), FALSE, state_text, compare_states },
};

struct _ClSweepRuns
{
  GtkWidget parent_instance;

  GListStore *store;
  GtkColumnView *view;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (ClSweepRuns, cl_sweep_runs, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The cells. */

static void
show_cell (ClSweepItem *item, GtkListItem *cell)
{
  const Column *column = g_object_get_data (G_OBJECT (cell), "column");
  const ClSweepRun *run = cl_sweep_item_get_run (item);
  GtkWidget *label = gtk_list_item_get_child (cell);
  g_autofree char *text = column->text (run);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, run->error);
  if (run->state == CL_SWEEP_FAILED)
    gtk_widget_add_css_class (label, "error");
  else
    gtk_widget_remove_css_class (label, "error");
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, const Column *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (column->number)
    gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (cell), "column", (gpointer) column);
  gtk_list_item_set_child (cell, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, const Column *column)
{
  ClSweepItem *item = gtk_list_item_get_item (cell);

  show_cell (item, cell);
  g_signal_connect (item, "changed", G_CALLBACK (show_cell), cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, const Column *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), show_cell, cell);
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer data)
{
  const Column *column = data;

  return column->compare (cl_sweep_item_get_run (CL_SWEEP_ITEM ((gpointer) a)),
                          cl_sweep_item_get_run (CL_SWEEP_ITEM ((gpointer) b)));
}

static void
add_column (ClSweepRuns *self, const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_items, (gpointer) column, NULL));
  GtkColumnViewColumn *added = gtk_column_view_column_new (_ (column->title), factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), (gpointer) column);
  gtk_column_view_column_set_sorter (added, sorter);
  gtk_column_view_column_set_expand (added, TRUE);
  gtk_column_view_append_column (self->view, added);
  g_object_unref (sorter);
  g_object_unref (added);
}

/* The rows. */

GListModel *
cl_sweep_runs_get_rows (ClSweepRuns *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_RUNS (self), NULL);
  return G_LIST_MODEL (self->selection);
}

void
cl_sweep_runs_select (ClSweepRuns *self, guint row)
{
  g_return_if_fail (CL_IS_SWEEP_RUNS (self));
  gtk_single_selection_set_selected (self->selection, row);
}

ClSweepRun *
cl_sweep_runs_get_selected (ClSweepRuns *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_RUNS (self), NULL);
  ClSweepItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? cl_sweep_item_get_run (item) : NULL;
}

/* Puts one run into its row; TRUE when the row shows another state now. */
static gboolean
set_row (ClSweepRuns *self, guint position, ClSweepRun *run)
{
  g_autoptr (ClSweepItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  if (item != NULL && cl_sweep_run_is_same (cl_sweep_item_get_run (item), run))
    return cl_sweep_item_set_run (item, run);
  g_autoptr (ClSweepItem) added = cl_sweep_item_new (run);
  g_list_store_splice (self->store, position, item != NULL ? 1 : 0, (gpointer *) &added, 1);
  return FALSE;
}

void
cl_sweep_runs_set (ClSweepRuns *self, const GPtrArray *runs)
{
  gboolean changed = FALSE;

  g_return_if_fail (CL_IS_SWEEP_RUNS (self));
  g_return_if_fail (runs != NULL);

  for (guint i = 0; i < runs->len; i++)
    changed |= set_row (self, i, g_ptr_array_index (runs, i));
  const guint rows = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  if (rows > runs->len)
    g_list_store_splice (self->store, runs->len, rows - runs->len, NULL, 0);
  if (changed)
    {
      gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);
      g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
    }
}

static void
selected_cb (ClSweepRuns *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
activate_cb (ClSweepRuns *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
cl_sweep_runs_dispose (GObject *object)
{
  ClSweepRuns *self = CL_SWEEP_RUNS (object);
  GtkWidget *child;

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (cl_sweep_runs_parent_class)->dispose (object);
}

static void
cl_sweep_runs_class_init (ClSweepRunsClass *klass)
{
  static const char *const names[N_SIGNALS] = { "selected", "activated" };

  G_OBJECT_CLASS (klass)->dispose = cl_sweep_runs_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], CL_TYPE_SWEEP_RUNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
cl_sweep_runs_init (ClSweepRuns *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->store = g_list_store_new (CL_TYPE_SWEEP_ITEM);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (self, &columns[i]);
  GtkSortListModel *sorted =
      gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->store)),
                               g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs of the sweep"), -1);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                            self);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_min_content_width (GTK_SCROLLED_WINDOW (scroll), MIN_WIDTH);
  gtk_widget_add_css_class (scroll, "frame");
  gtk_widget_set_parent (scroll, GTK_WIDGET (self));
}

GtkWidget *
cl_sweep_runs_new (void)
{
  return g_object_new (CL_TYPE_SWEEP_RUNS, NULL);
}
