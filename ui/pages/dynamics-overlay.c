/* Stroking costs about a millisecond a thousand segments, so the trails share a budget of
 * segments: many trajectories have coarser ones. */
#include "ui/pages/dynamics-overlay.h"

#include <math.h>

#include "ui/figure/theme.h"
#include "ui/plots/phase-plane.h"

#define TRAIL_SHARE    0.15 /* of the whole time */
#define TRAIL_SEGMENTS 3000
#define HEAD_RADIUS    3.0
#define MIN_RADIUS     1.5 /* points: a smaller ball is one dot */

/* The frame at or before a time and the share of the way to the next. */
static gsize
frame_at (const ClBundle *bundle, double time, double *share)
{
  double last = (double) (bundle->frames - 1);
  double place = CLAMP (time / bundle->t[bundle->frames - 1] * last, 0, last);
  gsize frame = MIN ((gsize) place, bundle->frames - 2);

  *share = place - (double) frame;
  return frame;
}

void
cl_dynamics_place_at (const ClDynamicsResult *result, gsize start, double time, double *x,
                      double *y)
{
  double share;
  gsize frame = frame_at (result->bundle, time, &share);

  if (result->shadow != NULL)
    {
      const double *from = cl_bundle_state (result->shadow, start, frame);
      *x = from[0] + share * (from[2] - from[0]);
      *y = from[1] + share * (from[3] - from[1]);
    }
  else
    {
      const double *from = cl_bundle_state (result->bundle, start, frame);
      *x = time;
      *y = from[0] + share * (from[1] - from[0]);
    }
}

static void
set_colour (cairo_t *cr, const ClDynamicsMoment *moment, ClColourRole role, guint series,
            double opacity)
{
  const ClTheme *theme = cl_theme_find (moment->dark ? "dark" : "light");
  ClRgba colour = cl_theme_colour (theme, role, series);

  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, opacity * colour.alpha);
}

static void
draw_trail (ClPlotView *view, guint panel, cairo_t *cr, const ClDynamicsMoment *moment, gsize start)
{
  const ClBundle *bundle = moment->result->bundle;
  double length = TRAIL_SHARE * bundle->t[bundle->frames - 1];
  double from = MAX (0, moment->time - length);
  gsize segments = CLAMP (TRAIL_SEGMENTS / bundle->starts, 4, 32);
  double x, y, point_x, point_y;

  for (gsize k = 0; k <= segments; k++)
    {
      double time = from + (moment->time - from) * (double) k / (double) segments;
      cl_dynamics_place_at (moment->result, start, time, &x, &y);
      cl_plot_view_to_points (view, panel, x, y, &point_x, &point_y);
      cairo_line_to (cr, point_x, point_y);
    }
  cairo_stroke (cr);
}

static void
draw_head (ClPlotView *view, guint panel, cairo_t *cr, const ClDynamicsMoment *moment, gsize start)
{
  double x, y, point_x, point_y;

  cl_dynamics_place_at (moment->result, start, moment->time, &x, &y);
  cl_plot_view_to_points (view, panel, x, y, &point_x, &point_y);
  cairo_arc (cr, point_x, point_y, HEAD_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* The others cannot leave this ball: its radius is their largest distance from the first at the
 * start, times exp (-c t). */
void
cl_dynamics_ball_at (const ClDynamicsResult *result, const ClDynamicsNorm *norm, double time,
                     double *points)
{
  double radius = norm->radius * exp (-norm->contraction.rate * time);
  double x, y;

  cl_plane_ball (result->plane, cl_contraction_norm (norm->norm), norm->eta,
                 CL_DYNAMICS_BALL_POINTS, points);
  cl_dynamics_place_at (result, 0, time, &x, &y);
  for (gsize k = 0; k < CL_DYNAMICS_BALL_POINTS; k++)
    {
      points[2 * k] = x + radius * points[2 * k];
      points[2 * k + 1] = y + radius * points[2 * k + 1];
    }
}

static void
draw_ball (ClPlotView *view, guint panel, cairo_t *cr, const ClDynamicsMoment *moment,
           const ClDynamicsNorm *norm)
{
  const gboolean rival = norm == moment->result->rival;
  const double dashes[] = { 6, 4 };
  double shape[2 * CL_DYNAMICS_BALL_POINTS];
  double point_x, point_y, low = G_MAXDOUBLE, high = -G_MAXDOUBLE;

  cl_dynamics_ball_at (moment->result, norm, moment->time, shape);
  for (gsize k = 0; k < CL_DYNAMICS_BALL_POINTS; k++)
    {
      cl_plot_view_to_points (view, panel, shape[2 * k], shape[2 * k + 1], &point_x, &point_y);
      cairo_line_to (cr, point_x, point_y);
      low = MIN (low, point_x);
      high = MAX (high, point_x);
    }
  cairo_close_path (cr);
  if (high - low < 2 * MIN_RADIUS)
    {
      cairo_new_path (cr);
      return;
    }
  set_colour (cr, moment, CL_COLOUR_ACCENT, 0, 0.07);
  cairo_fill_preserve (cr);
  set_colour (cr, moment, CL_COLOUR_ACCENT, 0, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, dashes, rival ? G_N_ELEMENTS (dashes) : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
cl_dynamics_draw_plane (ClPlotView *view, guint panel, cairo_t *cr, const ClDynamicsMoment *moment)
{
  const ClDynamicsResult *result = moment->result;

  if (result == NULL || result->bundle->starts == 0)
    return;
  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  if (cl_dynamics_result_has_ball (result, &result->chosen))
    draw_ball (view, panel, cr, moment, &result->chosen);
  if (cl_dynamics_result_has_ball (result, result->rival))
    draw_ball (view, panel, cr, moment, result->rival);
  if (moment->time > 0)
    {
      gboolean coloured = result->bundle->starts <= CL_PHASE_PLANE_COLOURED;
      cairo_set_line_width (cr, 1.8);
      for (gsize k = 0; k < result->bundle->starts; k++)
        {
          set_colour (cr, moment, CL_COLOUR_SERIES, coloured ? (guint) k : 0, 1);
          draw_trail (view, panel, cr, moment, k);
          draw_head (view, panel, cr, moment, k);
        }
    }
  cairo_restore (cr);
}

void
cl_dynamics_draw_cursor (ClPlotView *view, guint panel, cairo_t *cr, const ClDynamicsMoment *moment)
{
  double x, y, left, top, right, bottom;

  if (moment->result == NULL || moment->result->bundle->starts == 0)
    return;
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  cl_plot_view_to_points (view, panel, moment->time, 1, &x, &y);
  set_colour (cr, moment, CL_COLOUR_ACCENT, 0, 1);
  cairo_set_line_width (cr, 1.2);
  cairo_move_to (cr, x, top);
  cairo_line_to (cr, x, bottom);
  cairo_stroke (cr);
}
