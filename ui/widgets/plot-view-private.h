/* What the parts of ClPlotView share: plot-view.c (the widget), plot-view-draw.c, plot-view-
 * readout.c, plot-view-handles.c, plot-view-navigate.c, plot-view-pointer.c, plot-view-keys.c and
 * plot-view-actions.c. */
#pragma once

#include "ui/widgets/plot-cursor.h"
#include "ui/widgets/plot-renderer.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/view-stack.h"

G_BEGIN_DECLS

/* What a drag does. */
typedef enum
{
  CL_PLOT_DRAG_NONE,
  CL_PLOT_DRAG_PAN,
  CL_PLOT_DRAG_BAND,
  CL_PLOT_DRAG_HANDLE,
} ClPlotDrag;

typedef struct
{
  ClPlotDrag kind;
  gboolean moved; /* further than a click */
  guint panel;
  double start_x, start_y, x, y; /* pixels */
  ClPlotFrame *frame;            /* when it began: its mapping is the one of the drag */
} ClPlotDragState;

typedef struct
{
  guint panel;
  GArray *x, *y;   /* of double, data coordinates */
  int hot;         /* under the pointer or dragged, or -1 */
  int taken;       /* by the keyboard, or -1 */
  gboolean moving; /* by the keyboard: the end of the move is still to be told */
} ClPlotHandles;

struct _ClPlotView
{
  GtkWidget parent;

  ClFigure *figure;
  ClFigure *export_figure; /* in its place outside of the window, or NULL */
  const ClTheme *theme;
  ClViewStack *views;
  ClPlotRenderer *renderer;
  ClPlotFrame *frame; /* of the present state */
  gboolean frame_requested;
  gboolean fast;
  gboolean linked_x;
  guint settle; /* source: the gesture rests, draw in full quality */
  gboolean unsettled;

  ClPlotOverlayFunc overlay;
  gpointer overlay_data;
  GDestroyNotify overlay_destroy;

  ClPlotHandles handles;
  ClPlotDragState drag;
  double pinch_scale;
  gint64 last_wheel; /* monotonic time: turns close together are one step of the history */

  GtkWidget *readout; /* GtkLabel */
  gboolean pointer_inside;
  double pointer_x, pointer_y;
  gboolean mark_shown;
  guint mark_panel;
  double mark_x, mark_y; /* data coordinates of the cross-hair */
  ClPlotCursor *cursor;  /* NULL until the keyboard is used */

  char *export_name;
  GSettings *settings;
  GtkWidget *menu;
};

typedef enum
{
  CL_PLOT_CLICKED,
  CL_PLOT_HANDLE_MOVED,
  CL_PLOT_HANDLE_REMOVED,
  CL_PLOT_FAILED,
  CL_PLOT_EXPORTED,
  CL_PLOT_N_SIGNALS,
} ClPlotSignal;

/* plot-view.c */
guint cl_plot_view_signal (ClPlotSignal signal);
gboolean cl_plot_view_has_listener (ClPlotView *self, ClPlotSignal signal);
void cl_plot_view_fail (ClPlotView *self, const char *message);

/* The mapping of the present state, or NULL without figure or size. */
const ClLayout *cl_plot_view_layout (ClPlotView *self);

/* Asks for the rendering of the present state and returns what can be shown now, or NULL. */
ClPlotFrame *cl_plot_view_draw_frame (ClPlotView *self);

/* The figure, view, theme or size is another: a new frame, at the next drawing. */
void cl_plot_view_invalidate (ClPlotView *self);

/* Logical pixels a point: follows the text scale of the desktop. */
double cl_plot_view_pixels_per_point (ClPlotView *self);

/* The panel under a point in pixels, or -1. */
int cl_plot_view_panel_at (ClPlotView *self, double x, double y);
void cl_plot_view_to_data (ClPlotView *self, guint panel, double x, double y, double *data_x,
                           double *data_y);
void cl_plot_view_to_pixels (ClPlotView *self, guint panel, double data_x, double data_y, double *x,
                             double *y);

/* plot-view-draw.c */
void cl_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* plot-view-readout.c */
void cl_plot_view_readout_init (ClPlotView *self);
void cl_plot_view_readout_allocate (ClPlotView *self);
void cl_plot_view_hover (ClPlotView *self);
void cl_plot_view_show_place (ClPlotView *self, guint panel, double x, double y);
void cl_plot_view_hide_readout (ClPlotView *self);
void cl_plot_view_walk (ClPlotView *self, gint64 points, int curves);
void cl_plot_view_forget_cursor (ClPlotView *self);
void cl_plot_view_update_accessible (ClPlotView *self);

/* plot-view-handles.c */
int cl_plot_view_handle_at (ClPlotView *self, double x, double y);
void cl_plot_view_move_handle (ClPlotView *self, guint handle, double x, double y,
                               gboolean finished);
void cl_plot_view_remove_handle (ClPlotView *self, guint handle);
gboolean cl_plot_view_take_handle (ClPlotView *self, int direction);
void cl_plot_view_nudge_handle (ClPlotView *self, int dx, int dy, gboolean fine);
void cl_plot_view_finish_nudge (ClPlotView *self);
void cl_plot_view_release_handle (ClPlotView *self);

/* plot-view-navigate.c */
guint cl_plot_view_current_panel (ClPlotView *self);
void cl_plot_view_show_box (ClPlotView *self, guint panel, const ClPlotFrame *frame,
                            const cairo_rectangle_t *box);
void cl_plot_view_hold (ClPlotView *self, guint panel, double x, double y, double pixel_x,
                        double pixel_y);
void cl_plot_view_zoom_about (ClPlotView *self, guint panel, double x, double y, double x_factor,
                              double y_factor);
void cl_plot_view_pan_by (ClPlotView *self, guint panel, double dx, double dy);
void cl_plot_view_unsettle (ClPlotView *self);

/* plot-view-pointer.c, plot-view-keys.c */
void cl_plot_view_pointer_init (ClPlotView *self);
void cl_plot_view_keys_init (ClPlotView *self);

/* plot-view-actions.c */
void cl_plot_view_actions_class_init (GtkWidgetClass *widget_class);
void cl_plot_view_popup_menu (ClPlotView *self, double x, double y);

G_END_DECLS
