/* What moves on the dynamics page, drawn above its figures once a frame: heads and trails, the ball
 * and the time cursor. */
#pragma once

#include "ui/pages/dynamics-result.h"
#include "ui/widgets/plot-view.h"

G_BEGIN_DECLS

typedef struct
{
  const ClDynamicsResult *result; /* NULL: nothing moves */
  double time;                    /* from 0 to the end of the bundle */
  gboolean dark;                  /* which theme's colours */
} ClDynamicsMoment;

/* Overlays of the plane and of the distances, for a ClPlotView of one panel. */
void cl_dynamics_draw_plane (ClPlotView *view, guint panel, cairo_t *cr,
                             const ClDynamicsMoment *moment);
void cl_dynamics_draw_cursor (ClPlotView *view, guint panel, cairo_t *cr,
                              const ClDynamicsMoment *moment);

/* Where trajectory `start` is at a time, on the axes of the page. */
void cl_dynamics_place_at (const ClDynamicsResult *result, gsize start, double time, double *x,
                           double *y);

/* The border of the ball at a time, on the axes of the page: CL_DYNAMICS_BALL_POINTS points, x and
 * y by turns.  Only where the result has a ball in this norm. */
#define CL_DYNAMICS_BALL_POINTS 96
void cl_dynamics_ball_at (const ClDynamicsResult *result, const ClDynamicsNorm *norm, double time,
                          double *points);

G_END_DECLS
