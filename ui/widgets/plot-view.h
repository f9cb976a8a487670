/* ClPlotView: a figure in the window: hover read-out, zoom and pan with their own history, a time
 * cursor, export, keyboard and screen-reader operation.  Knows nothing of core. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/figure.h"

G_BEGIN_DECLS

#define CL_TYPE_PLOT_VIEW (cl_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (ClPlotView, cl_plot_view, CL, PLOT_VIEW, GtkWidget)

GtkWidget *cl_plot_view_new (void);

/* Shows another figure; zoom and pan stay.  Takes a reference; NULL shows nothing. */
void cl_plot_view_set_figure (ClPlotView *self, ClFigure *figure);
ClFigure *cl_plot_view_get_figure (ClPlotView *self);

/* What copies and exports show in place of a figure that is only background for what moves above
 * it: the same panels.  Until the next figure; takes a reference. */
void cl_plot_view_set_export_figure (ClPlotView *self, ClFigure *figure);

/* What copies and exports show; NULL without a figure. */
ClFigure *cl_plot_view_get_export_figure (ClPlotView *self);

/* Draws cheaply until set back: while a number or a start is dragged. */
void cl_plot_view_set_fast (ClPlotView *self, gboolean fast);

/* What is drawn above the figure every frame, in data coordinates, without a new figure: the heads
 * of the trajectories, the ball, handles.  The function is called with the context clipped to the
 * panel and in points; queue with cl_plot_view_queue_overlay. */
typedef void (*ClPlotOverlayFunc) (ClPlotView *self, guint panel, cairo_t *cr, gpointer data);
void cl_plot_view_set_overlay (ClPlotView *self, ClPlotOverlayFunc func, gpointer data,
                               GDestroyNotify destroy);
void cl_plot_view_queue_overlay (ClPlotView *self);
void cl_plot_view_to_points (ClPlotView *self, guint panel, double x, double y, double *point_x,
                             double *point_y);

/* Handles: points of the figure that may be dragged.  The nearest within reach is highlighted under
 * the pointer; dragging emits "handle-moved", with the keyboard too (Tab selects, arrows move). */
void cl_plot_view_set_handles (ClPlotView *self, guint panel, const double *x, const double *y,
                               gsize n);

/* Zoom and pan along x go for all panels at once; the others keep an automatic y. */
void cl_plot_view_set_linked_x (ClPlotView *self, gboolean linked);

void cl_plot_view_zoom (ClPlotView *self, double factor);
void cl_plot_view_reset_view (ClPlotView *self);
void cl_plot_view_view_back (ClPlotView *self);

/* Base name proposed when exporting: "phase-plane". */
void cl_plot_view_set_export_name (ClPlotView *self, const char *name);

/* Where the export dialog keeps its last choices, if the schema has these keys: export-format (s),
 * export-width-mm (d), export-height-mm (d), export-theme (s), export-dpi (d),
 * export-transparent (b).  NULL (the default): for this run of the program only. */
void cl_plot_view_set_settings (ClPlotView *self, GSettings *settings);

/* The read-out under the pointer or the keyboard's cursor, or NULL. */
const char *cl_plot_view_get_readout (ClPlotView *self);

/* How to operate: drag pans, Shift or the secondary button and a drag zooms into a rectangle, the
 * wheel zooms about the pointer (with Shift along x, with Control along y), a double click shows
 * all again (on the axes where clicks have a meaning of their own).  Keys: arrows walk along the
 * data, Up and Down change the curve, plus and minus zoom, Shift and arrows pan, 0 shows all,
 * Alt+Z goes back, Tab takes up the next handle, which the arrows then move, Ctrl+C copies,
 * Ctrl+E exports, Shift+Ctrl+E saves the data.  Actions of the class: "plot.copy", "plot.copy-svg",
 * "plot.export", "plot.save-data", "plot.reset", "plot.back". */

/* Signals:
 *   "clicked" (guint panel, double x, double y): a click that was no drag, in data coordinates
 *   "handle-moved" (guint panel, guint handle, double x, double y, gboolean finished)
 *   "handle-removed" (guint panel, guint handle): Delete or secondary click on a handle
 *   "failed" (const char *message), "exported" (const char *path): for a toast */

G_END_DECLS
