/* Drawing a figure on any Cairo context, and asking where things are. */
#pragma once

#include <cairo.h>

#include "ui/figure/figure.h"
#include "ui/figure/theme.h"

G_BEGIN_DECLS

/* The layout of a figure at one size: boxes, ranges, ticks; computed once, used for drawing, for
 * hit tests and for the mapping between points and data.  Keeps a reference of the figure. */
typedef struct _ClLayout ClLayout;

/* A view of one panel (zoom and pan): its ranges in place of the automatic ones. */
typedef struct
{
  double x_min, x_max, y_min, y_max; /* NaN for both ends of an axis: that one is automatic */
} ClView;

/* width and height in points; views: one a panel, or NULL; a NULL entry is the automatic view. */
ClLayout *cl_layout_new (ClFigure *figure, const ClTheme *theme, double width, double height,
                         const ClView *const *views) G_GNUC_WARN_UNUSED_RESULT;
void cl_layout_free (ClLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLayout, cl_layout_free)

/* Draws all, or only the static layers with axes, or only the overlay layers. */
typedef enum
{
  CL_RENDER_STATIC = 1 << 0,
  CL_RENDER_OVERLAY = 1 << 1,
  CL_RENDER_ALL = CL_RENDER_STATIC | CL_RENDER_OVERLAY,
  CL_RENDER_FAST = 1 << 2, /* cheap strokes, while something is dragged */
  CL_RENDER_NO_BACKGROUND = 1 << 3,
} ClRenderFlags;

void cl_layout_render (const ClLayout *layout, cairo_t *cr, ClRenderFlags flags);

/* The panel under a point, or -1.  data_* are in the panel's data coordinates. */
int cl_layout_panel_at (const ClLayout *layout, double x, double y);
void cl_layout_to_data (const ClLayout *layout, guint panel, double x, double y, double *data_x,
                        double *data_y);
void cl_layout_to_points (const ClLayout *layout, guint panel, double data_x, double data_y,
                          double *x, double *y);
void cl_layout_panel_box (const ClLayout *layout, guint panel, cairo_rectangle_t *box);
ClView cl_layout_view (const ClLayout *layout, guint panel);

/* Where the labels below a panel end; its lower side where it has none. */
double cl_layout_panel_end (const ClLayout *layout, guint panel);

/* How much of a rectangle lies on titles, labels and legends, in square points. */
double cl_layout_text_under (const ClLayout *layout, const cairo_rectangle_t *rectangle);

/* The datum nearest to a point, within `reach` points: its place and a read-out ("x₁ 0.31, x₂
 * −1.2"); one line a curve where the panel compares. */
typedef struct
{
  gboolean found;
  guint panel, layer;
  gsize curve, index;
  double x, y; /* data coordinates */
  char text[512];
} ClHit;

void cl_layout_hit (const ClLayout *layout, double x, double y, double reach, ClHit *hit);

G_END_DECLS
