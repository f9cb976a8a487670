#include "ui/pages/dynamics-page.h"

#include <glib/gi18n.h>

#include "ui/pages/dynamics-figures.h"
#include "ui/pages/dynamics-overlay.h"
#include "ui/pages/dynamics-page-private.h"
#include "ui/pages/plane-range.h"
#include "ui/pages/twin-layout.h"
#include "ui/widgets/tooltip.h"

guint cl_dynamics_page_signals[CL_DYNAMICS_PAGE_N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClDynamicsPage, cl_dynamics_page, ADW_TYPE_BIN)

static void
choose_second (ClDynamicsPage *self, guint second)
{
  self->quiet = TRUE;
  if (second < g_list_model_get_n_items (gtk_drop_down_get_model (self->choice)))
    gtk_drop_down_set_selected (self->choice, second);
  self->quiet = FALSE;
}

/* The first `count` of them. */
static void
offer_seconds (ClDynamicsPage *self, guint count)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GListModel *model = gtk_drop_down_get_model (self->choice);

  if (model != NULL && g_list_model_get_n_items (model) == count)
    return;
  for (guint i = 0; i < count; i++)
    gtk_string_list_append (titles, _ (cl_dynamics_second (i)->title));
  self->quiet = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (titles));
  self->quiet = FALSE;
}

void
cl_dynamics_page_get_view (ClDynamicsPage *self, ClDynamicsView *view)
{
  g_return_if_fail (CL_IS_DYNAMICS_PAGE (self));
  cl_dynamics_bar_get_view (self->bar, view);
  view->second = gtk_drop_down_get_selected (self->choice);
}

void
cl_dynamics_page_set_view (ClDynamicsPage *self, const ClDynamicsView *view)
{
  g_return_if_fail (CL_IS_DYNAMICS_PAGE (self));
  cl_dynamics_bar_set_view (self->bar, view);
  choose_second (self, view->second);
}

const ClDynamicsResult *
cl_dynamics_page_get_result (ClDynamicsPage *self)
{
  g_return_val_if_fail (CL_IS_DYNAMICS_PAGE (self), NULL);
  return self->result;
}

static ClDynamicsMoment
current_moment (ClDynamicsPage *self)
{
  return (ClDynamicsMoment){
    .result = self->result,
    .time = cl_time_line_get_time (self->time_line),
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
  };
}

/* What is copied and exported: the moment that is seen, with whole trajectories. */
static void
show_export (ClDynamicsPage *self)
{
  ClBox box = cl_plane_range_fit (&self->box, self->width, self->height);
  g_autoptr (ClFigure) whole = NULL;

  if (self->result == NULL || self->fast)
    return;
  whole = cl_dynamics_plane_figure (self->result, &box, FALSE);
  cl_dynamics_plane_add_moment (whole, self->result, cl_time_line_get_time (self->time_line));
  cl_plot_view_set_export_figure (self->plane, whole);
}

static void
show_plane (ClDynamicsPage *self)
{
  self->width = gtk_widget_get_width (GTK_WIDGET (self->plane));
  self->height = gtk_widget_get_height (GTK_WIDGET (self->plane));

  ClBox box = cl_plane_range_fit (&self->box, self->width, self->height);
  g_autoptr (ClFigure) figure = cl_dynamics_plane_figure (self->result, &box, self->faint);
  cl_plot_view_set_figure (self->plane, figure);
  show_export (self);
}

static gboolean
reshape_cb (gpointer data)
{
  ClDynamicsPage *self = data;

  self->reshape = 0;
  show_plane (self);
  return G_SOURCE_REMOVE;
}

static void
draw_plane_cb (ClPlotView *view, guint panel, cairo_t *cr, gpointer data)
{
  ClDynamicsPage *self = data;
  ClDynamicsMoment moment = current_moment (self);

  /* A widget has no signal for its size; drawing is the first to see it. */
  if (self->reshape == 0
      && (self->width != gtk_widget_get_width (GTK_WIDGET (view))
          || self->height != gtk_widget_get_height (GTK_WIDGET (view))))
    self->reshape = g_idle_add (reshape_cb, self);
  cl_dynamics_draw_plane (view, panel, cr, &moment);
}

static void
draw_cursor_cb (ClPlotView *view, guint panel, cairo_t *cr, gpointer data)
{
  ClDynamicsMoment moment = current_moment (data);

  cl_dynamics_draw_cursor (view, panel, cr, &moment);
}

static void
time_changed_cb (ClDynamicsPage *self)
{
  gboolean faint = cl_time_line_get_time (self->time_line) > 0;

  if (faint != self->faint && self->result != NULL)
    {
      self->faint = faint;
      show_plane (self);
    }
  else if (!cl_time_line_is_playing (self->time_line))
    show_export (self);
  cl_plot_view_queue_overlay (self->plane);
  cl_plot_view_queue_overlay (self->second);
}

static void
playing_changed_cb (ClDynamicsPage *self)
{
  if (self->result == NULL)
    return;
  cl_dynamics_page_show_handles (self);
  show_export (self);
}

static void
show_status (ClDynamicsPage *self)
{
  g_autofree char *text = cl_dynamics_result_describe (self->result);

  gtk_label_set_text (self->status, text);
  cl_tooltip_set (GTK_WIDGET (self->status), text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
}

static gboolean
same_axes (const ClDynamicsResult *a, const ClDynamicsResult *b)
{
  return a != NULL && a->model->n == b->model->n && a->view.principal == b->view.principal
         && a->view.x == b->view.x && a->view.y == b->view.y;
}

/* While a start is dragged the ranges would move away under the pointer. */
static void
update_box (ClDynamicsPage *self, const ClDynamicsResult *next)
{
  if (!same_axes (self->result, next))
    self->box = next->box;
  else if (!self->dragging)
    self->box = cl_plane_range_steady (&self->box, &next->box);
}

void
cl_dynamics_page_take_result (ClDynamicsPage *self, ClDynamicsResult *result)
{
  g_return_if_fail (CL_IS_DYNAMICS_PAGE (self));
  g_return_if_fail (result != NULL);
  g_autoptr (ClFigure) second = cl_dynamics_second_figure (result);

  update_box (self, result);
  cl_dynamics_result_free (self->result);
  self->result = result;
  if (!self->dragging)
    {
      g_clear_pointer (&self->starts, cl_matrix_unref);
      self->starts = cl_matrix_ref (result->starts);
    }
  cl_dynamics_bar_set_size (self->bar, result->model->n);
  cl_dynamics_bar_set_example (self->bar, result->example != NULL);
  offer_seconds (self, result->example != NULL ? CL_N_EXAMPLE_SECONDS : CL_N_DYNAMICS_SECONDS);
  choose_second (self, result->view.second);
  cl_dynamics_bar_set_driven (self->bar, result->entrainment != NULL);
  cl_time_line_set_range (self->time_line, result->bundle->t[result->bundle->frames - 1],
                          (guint) result->bundle->frames);
  show_plane (self);
  cl_plot_view_set_figure (self->second, second);
  cl_plot_view_set_export_name (self->second,
                                cl_dynamics_second (result->view.second)->export_name);
  cl_dynamics_page_show_handles (self);
  show_status (self);
  gtk_widget_set_visible (self->hint, self->starts->rows == 0);
}

static void
fade (ClDynamicsPage *self, gboolean faded)
{
  gtk_widget_set_opacity (GTK_WIDGET (self->plane), faded ? 0.5 : 1);
  gtk_widget_set_opacity (GTK_WIDGET (self->second), faded ? 0.5 : 1);
}

void
cl_dynamics_page_set_busy (ClDynamicsPage *self)
{
  g_return_if_fail (CL_IS_DYNAMICS_PAGE (self));

  gtk_label_set_text (self->status, _ ("Computing…"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  fade (self, self->result != NULL);
}

void
cl_dynamics_page_set_error (ClDynamicsPage *self, const char *message)
{
  g_return_if_fail (CL_IS_DYNAMICS_PAGE (self));

  if (message != NULL)
    {
      gtk_label_set_text (self->status, message);
      cl_tooltip_set (GTK_WIDGET (self->status), message);
      gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
    }
  else if (self->result != NULL)
    show_status (self);
  fade (self, message != NULL);
}

void
cl_dynamics_page_set_fast (ClDynamicsPage *self, gboolean fast)
{
  g_return_if_fail (CL_IS_DYNAMICS_PAGE (self));
  if (self->fast == fast)
    return;
  self->fast = fast;
  cl_plot_view_set_fast (self->plane, fast);
  cl_plot_view_set_fast (self->second, fast);
}

static void
view_changed_cb (ClDynamicsPage *self)
{
  g_signal_emit (self, cl_dynamics_page_signals[CL_DYNAMICS_PAGE_VIEW_CHANGED], 0);
}

static void
exported_cb (ClDynamicsPage *self, const char *path)
{
  g_signal_emit (self, cl_dynamics_page_signals[CL_DYNAMICS_PAGE_EXPORTED], 0, path);
}

static void
failed_cb (ClDynamicsPage *self, const char *message)
{
  g_signal_emit (self, cl_dynamics_page_signals[CL_DYNAMICS_PAGE_FAILED], 0, message);
}

static ClPlotView *
build_plot (ClDynamicsPage *self, const char *name, ClPlotOverlayFunc overlay)
{
  ClPlotView *view = CL_PLOT_VIEW (cl_plot_view_new ());

  cl_plot_view_set_export_name (view, name);
  cl_plot_view_set_overlay (view, overlay, self, NULL);
  g_signal_connect_swapped (view, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (view, "failed", G_CALLBACK (failed_cb), self);
  gtk_widget_set_hexpand (GTK_WIDGET (view), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (view), TRUE);
  return view;
}

static GtkWidget *
build_hint (void)
{
  GtkWidget *hint =
      gtk_label_new (_ ("Click to add a start.\nDrag a start to move it, right-click it or press "
                        "Delete to remove it."));

  gtk_label_set_justify (GTK_LABEL (hint), GTK_JUSTIFY_CENTER);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_set_halign (hint, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (hint, GTK_ALIGN_START);
  gtk_widget_set_margin_top (hint, 24);
  gtk_widget_set_can_target (hint, FALSE);
  gtk_widget_set_visible (hint, FALSE);
  return hint;
}

static void
second_chosen_cb (ClDynamicsPage *self)
{
  if (!self->quiet)
    view_changed_cb (self);
}

static GtkWidget *
build_second (ClDynamicsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->choice = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  offer_seconds (self, CL_N_DYNAMICS_SECONDS);
  gtk_widget_set_halign (GTK_WIDGET (self->choice), GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choice), _ ("What this plot shows"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the second plot shows"), -1);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (second_chosen_cb), self);
  self->second = build_plot (self, "distances", draw_cursor_cb);
  cl_plot_view_set_linked_x (self->second, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choice));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->second));
  return box;
}

static GtkWidget *
build_plots (ClDynamicsPage *self)
{
  GtkWidget *twin = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *overlay = gtk_overlay_new ();

  self->plane = build_plot (self, "phase-plane", draw_plane_cb);
  self->hint = build_hint ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->plane));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->hint);

  gtk_box_append (GTK_BOX (twin), overlay);
  gtk_box_append (GTK_BOX (twin), build_second (self));
  gtk_widget_set_layout_manager (twin, cl_twin_layout_new (0.6, 6));
  gtk_widget_set_vexpand (twin, TRUE);
  return twin;
}

static GtkWidget *
build_bar (ClDynamicsPage *self)
{
  self->bar = CL_DYNAMICS_BAR (cl_dynamics_bar_new ());
  g_signal_connect_swapped (self->bar, "view-changed", G_CALLBACK (view_changed_cb), self);
  return GTK_WIDGET (self->bar);
}

static GtkWidget *
build_status (ClDynamicsPage *self)
{
  self->status = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->status, 0);
  gtk_label_set_ellipsize (self->status, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "numeric");
  return GTK_WIDGET (self->status);
}

static void
cl_dynamics_page_dispose (GObject *object)
{
  g_clear_handle_id (&CL_DYNAMICS_PAGE (object)->reshape, g_source_remove);
  G_OBJECT_CLASS (cl_dynamics_page_parent_class)->dispose (object);
}

static void
cl_dynamics_page_finalize (GObject *object)
{
  ClDynamicsPage *self = CL_DYNAMICS_PAGE (object);

  g_clear_pointer (&self->result, cl_dynamics_result_free);
  g_clear_pointer (&self->starts, cl_matrix_unref);
  G_OBJECT_CLASS (cl_dynamics_page_parent_class)->finalize (object);
}

static void
cl_dynamics_page_class_init (ClDynamicsPageClass *klass)
{
  const struct
  {
    const char *name;
    guint count;
    GType types[3];
  } table[CL_DYNAMICS_PAGE_N_SIGNALS] = {
    [CL_DYNAMICS_PAGE_VIEW_CHANGED] = { "view-changed" },
    [CL_DYNAMICS_PAGE_STARTS_EDITED] = { "starts-edited",
                                         3,
                                         { G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_BOOLEAN } },
    [CL_DYNAMICS_PAGE_STARTS_REQUESTED] = { "starts-requested", 1, { G_TYPE_UINT } },
    [CL_DYNAMICS_PAGE_STARTS_RESET] = { "starts-reset" },
    [CL_DYNAMICS_PAGE_EXPORTED] = { "exported", 1, { G_TYPE_STRING } },
    [CL_DYNAMICS_PAGE_FAILED] = { "failed", 1, { G_TYPE_STRING } },
  };

  G_OBJECT_CLASS (klass)->dispose = cl_dynamics_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_dynamics_page_finalize;

  for (guint i = 0; i < CL_DYNAMICS_PAGE_N_SIGNALS; i++)
    cl_dynamics_page_signals[i] =
        g_signal_newv (table[i].name, CL_TYPE_DYNAMICS_PAGE, G_SIGNAL_RUN_LAST, NULL, NULL, NULL,
                       NULL, G_TYPE_NONE, table[i].count, (GType *) table[i].types);
}

static void
cl_dynamics_page_init (ClDynamicsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->time_line = CL_TIME_LINE (cl_time_line_new ());
  g_signal_connect_swapped (self->time_line, "notify::time", G_CALLBACK (time_changed_cb), self);
  g_signal_connect_swapped (self->time_line, "notify::playing", G_CALLBACK (playing_changed_cb),
                            self);
  gtk_box_append (GTK_BOX (box), build_bar (self));
  gtk_box_append (GTK_BOX (box), build_plots (self));
  gtk_box_append (GTK_BOX (box), build_status (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->time_line));
  cl_dynamics_page_connect_starts (self);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 6);
  cl_time_line_add_keys (self->time_line, GTK_WIDGET (self->plane));
  cl_time_line_add_keys (self->time_line, GTK_WIDGET (self->second));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
cl_dynamics_page_new (void)
{
  return g_object_new (CL_TYPE_DYNAMICS_PAGE, NULL);
}
