#include "ui/pages/weight-space-plot.h"

#include <glib/gi18n.h>

#include "ui/pages/entry-pair.h"
#include "ui/widgets/plot-view.h"

struct _ClWeightSpacePlot
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkDropDown *choice;
  ClEntryPair *entries;
  ClPlotView *plot;
  ClFigure *margins;    /* or NULL */
  ClWeightSpace *space; /* of the view, or NULL */
  gsize n;              /* of the model whose entries are offered */
  gboolean quiet;       /* while the program changes the controls */
};

G_DEFINE_FINAL_TYPE (ClWeightSpacePlot, cl_weight_space_plot, GTK_TYPE_WIDGET)

enum
{
  VIEW_CHANGED,
  ENTRIES_MOVED,
  EXPORTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const ClWeightSpaceChoice *
chosen (ClWeightSpacePlot *self)
{
  return &cl_weight_space_choices (NULL)[gtk_drop_down_get_selected (self->choice)];
}

/* The matrix is a point to drag where there is a landscape. */
static void
show_handle (ClWeightSpacePlot *self)
{
  const ClLandscape *landscape = self->space != NULL ? self->space->landscape : NULL;

  if (landscape == NULL)
    {
      cl_plot_view_set_handles (self->plot, 0, NULL, NULL, 0);
      return;
    }
  const ClMatrix *a = cl_model_array (self->space->model, CL_ARRAY_A);
  double x = cl_matrix_get (a, landscape->slice.x.row, landscape->slice.x.col);
  double y = cl_matrix_get (a, landscape->slice.y.row, landscape->slice.y.col);
  cl_plot_view_set_handles (self->plot, 0, &x, &y, 1);
}

static void
fade (ClWeightSpacePlot *self, gboolean faded)
{
  gtk_widget_set_opacity (GTK_WIDGET (self->plot), faded ? 0.4 : 1);
}

static void
show (ClWeightSpacePlot *self)
{
  g_autoptr (ClFigure) figure = self->space != NULL ? cl_weight_space_figure (self->space) : NULL;
  gboolean margins = chosen (self)->kind == CL_WEIGHT_SPACE_MARGINS;

  gtk_widget_set_visible (GTK_WIDGET (self->entries),
                          chosen (self)->kind == CL_WEIGHT_SPACE_LANDSCAPE && self->n >= 2);
  cl_plot_view_set_export_name (self->plot, chosen (self)->export_name);
  if (margins || figure != NULL)
    cl_plot_view_set_figure (self->plot, margins ? self->margins : figure);
  fade (self, !margins && figure == NULL);
  show_handle (self);
}

void
cl_weight_space_plot_set_outdated (ClWeightSpacePlot *self)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));

  fade (self, TRUE);
}

void
cl_weight_space_plot_set_margins (ClWeightSpacePlot *self, ClFigure *figure)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));

  g_clear_pointer (&self->margins, cl_figure_unref);
  self->margins = cl_figure_ref (figure);
  if (chosen (self)->kind == CL_WEIGHT_SPACE_MARGINS)
    show (self);
}

void
cl_weight_space_plot_set_view (ClWeightSpacePlot *self, gsize n, const ClWeightSpaceView *view)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));

  gboolean changed = view->choice != gtk_drop_down_get_selected (self->choice);

  self->quiet = TRUE;
  gtk_drop_down_set_selected (self->choice, view->choice);
  self->quiet = FALSE;
  self->n = n;
  cl_entry_pair_set (self->entries, MAX (n, 2), &view->x, &view->y);
  if (changed)
    {
      g_clear_pointer (&self->space, cl_weight_space_free);
      show (self);
    }
}

void
cl_weight_space_plot_get_view (ClWeightSpacePlot *self, ClWeightSpaceView *view)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));

  view->choice = gtk_drop_down_get_selected (self->choice);
  cl_entry_pair_get (self->entries, &view->x, &view->y);
}

void
cl_weight_space_plot_take (ClWeightSpacePlot *self, ClWeightSpace *space)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));
  g_return_if_fail (space != NULL);

  if (space->view.choice != gtk_drop_down_get_selected (self->choice))
    {
      cl_weight_space_free (space);
      return;
    }
  cl_weight_space_free (self->space);
  self->space = space;
  show (self);
}

const ClWeightSpace *
cl_weight_space_plot_get (ClWeightSpacePlot *self)
{
  g_return_val_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self), NULL);

  return self->space;
}

void
cl_weight_space_plot_mark (ClWeightSpacePlot *self, ClModel *model)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));
  g_return_if_fail (self->space != NULL && cl_weight_space_contains (self->space, model));

  cl_model_ref (model);
  cl_model_unref (self->space->model);
  self->space->model = model;
  show (self);
}

void
cl_weight_space_plot_set_fast (ClWeightSpacePlot *self, gboolean fast)
{
  g_return_if_fail (CL_IS_WEIGHT_SPACE_PLOT (self));

  cl_plot_view_set_fast (self->plot, fast);
}

static void
view_changed_cb (ClWeightSpacePlot *self)
{
  if (self->quiet)
    return;
  g_clear_pointer (&self->space, cl_weight_space_free);
  show (self);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
handle_moved_cb (ClPlotView *plot, guint panel, guint handle, double x, double y, gboolean finished,
                 ClWeightSpacePlot *self)
{
  g_signal_emit (self, signals[ENTRIES_MOVED], 0, x, y, finished);
}

static void
exported_cb (ClWeightSpacePlot *self, const char *path)
{
  g_signal_emit (self, signals[EXPORTED], 0, path);
}

static void
failed_cb (ClWeightSpacePlot *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
cl_weight_space_plot_dispose (GObject *object)
{
  ClWeightSpacePlot *self = CL_WEIGHT_SPACE_PLOT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->margins, cl_figure_unref);
  g_clear_pointer (&self->space, cl_weight_space_free);
  G_OBJECT_CLASS (cl_weight_space_plot_parent_class)->dispose (object);
}

static void
cl_weight_space_plot_class_init (ClWeightSpacePlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_weight_space_plot_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  signals[VIEW_CHANGED] = g_signal_new ("view-changed", CL_TYPE_WEIGHT_SPACE_PLOT,
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENTRIES_MOVED] =
      g_signal_new ("entries-moved", CL_TYPE_WEIGHT_SPACE_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  signals[EXPORTED] = g_signal_new ("exported", CL_TYPE_WEIGHT_SPACE_PLOT, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", CL_TYPE_WEIGHT_SPACE_PLOT, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
build_choice (ClWeightSpacePlot *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint count;
  const ClWeightSpaceChoice *choices = cl_weight_space_choices (&count);
  GtkWidget *choice;

  for (guint k = 0; k < count; k++)
    gtk_string_list_append (titles, _ (choices[k].title));
  choice = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (titles)), NULL);
  gtk_widget_set_tooltip_text (choice, _ ("What this plot shows"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the second plot shows"), -1);
  self->choice = GTK_DROP_DOWN (choice);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (view_changed_cb), self);
  return choice;
}

static void
cl_weight_space_plot_init (ClWeightSpacePlot *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->entries = CL_ENTRY_PAIR (cl_entry_pair_new ());
  self->plot = CL_PLOT_VIEW (cl_plot_view_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->entries), FALSE);
  g_signal_connect_swapped (self->entries, "changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect (self->plot, "handle-moved", G_CALLBACK (handle_moved_cb), self);
  g_signal_connect_swapped (self->plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (self->plot, "failed", G_CALLBACK (failed_cb), self);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_box_append (GTK_BOX (bar), build_choice (self));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->entries));
  gtk_box_append (GTK_BOX (self->box), bar);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->plot));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  cl_plot_view_set_export_name (self->plot, chosen (self)->export_name);
}

GtkWidget *
cl_weight_space_plot_new (void)
{
  return g_object_new (CL_TYPE_WEIGHT_SPACE_PLOT, NULL);
}
