#include "ui/plots/phase-plane.h"

#include <math.h>

#include "app/figures/kit.h"
#include "core/dynamics/contour.h"
#include "core/dynamics/field.h"
#include "ui/plots/state-plot.h"

#define ARROWS  17  /* of the field along one side */
#define SAMPLES 161 /* of the nullclines */
#define STARTS  16
#define UNTIL   12

typedef struct
{
  ClField *field;
  double *x, *y;
} Arrows;

static void
add_field (ClPhasePlane *plane, Arrows *arrows, const ClFigureMotion *motion, const double *centre,
           const ClBox *box)
{
  gsize n = ARROWS * ARROWS;

  arrows->field = cl_field_new (motion->model, centre, NULL, 0, 1, box, ARROWS, ARROWS);
  arrows->x = g_new (double, n);
  arrows->y = g_new (double, n);
  for (gsize k = 0; k < n; k++)
    {
      arrows->x[k] = cl_field_x (arrows->field, k % ARROWS);
      arrows->y[k] = cl_field_y (arrows->field, k / ARROWS);
    }
  plane->field_px = arrows->x;
  plane->field_py = arrows->y;
  plane->field_vx = arrows->field->u;
  plane->field_vy = arrows->field->v;
  plane->field_n = n;
  plane->field_spacing = (box->x1 - box->x0) / (ARROWS - 1);
}

/* The zero set of one component as a curve with gaps. */
static ClPlotCurve
nullcline (const ClField *field, const double *component)
{
  g_autoptr (ClContour) contour =
      cl_contour_new (component, field->columns, field->rows, &field->box, 0);
  double *x, *y;
  gsize n = cl_contour_join (contour, &x, &y);

  return (ClPlotCurve){ x, y, n };
}

static ClFigure *
draw (const ClFigureMotion *motion)
{
  g_autoptr (ClMatrix) row =
      motion->equilibrium != NULL ? cl_matrix_transpose (motion->equilibrium) : NULL;
  const double *centre = row != NULL ? row->data : NULL;
  /* A round figure is the box that the field fills: what lies outside would be empty. */
  double cx = centre != NULL ? centre[0] : 0, cy = centre != NULL ? centre[1] : 0;
  double half = 1.12 * motion->radius;
  const ClBox box = { cx - half, cx + half, cy - half, cy + half };
  g_autoptr (ClField) fine =
      cl_field_new (motion->model, centre, NULL, 0, 1, &box, SAMPLES, SAMPLES);
  ClPlotCurve x_null = nullcline (fine, fine->u), y_null = nullcline (fine, fine->v);
  Arrows arrows;
  ClPhasePlane plane;
  ClFigure *figure;

  cl_phase_plane_init (&plane);
  plane.bundle = motion->bundle;
  plane.equilibria = row;
  plane.x_nullcline = &x_null;
  plane.y_nullcline = &y_null;
  plane.x_min = box.x0;
  plane.x_max = box.x1;
  plane.y_min = box.y0;
  plane.y_max = box.y1;
  add_field (&plane, &arrows, motion, centre, &box);
  figure = cl_phase_plane_figure (&plane);
  cl_field_free (arrows.field);
  g_free (arrows.x);
  g_free (arrows.y);
  g_free ((double *) x_null.x);
  g_free ((double *) x_null.y);
  g_free ((double *) y_null.x);
  g_free ((double *) y_null.y);
  return figure;
}

ClFigure *
cl_figure_phase_plane (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  g_auto (ClFigureMotion) motion = { 0 };

  if (!cl_figure_kit_move (context, STARTS, UNTIL, &motion, cancellable, error))
    return NULL;
  return motion.model->n > 1 ? draw (&motion) : cl_coordinate_plot_figure (motion.bundle, 0);
}
