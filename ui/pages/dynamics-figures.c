#include "ui/pages/dynamics-figures.h"

#include <glib/gi18n.h>

#include "ui/figure/layers.h"
#include "ui/pages/dynamics-overlay.h"
#include "ui/plots/distance-plot.h"
#include "ui/plots/entrainment-plot.h"
#include "ui/plots/lyapunov-plot.h"
#include "ui/plots/phase-plane.h"
#include "ui/plots/provenance.h"
#include "ui/plots/state-plot.h"

/* The arrows of a field: places and directions of its samples. */
typedef struct
{
  double *px, *py;
  gsize n;
} Places;

static void
field_places (const ClField *field, Places *places)
{
  places->n = field->rows * field->columns;
  places->px = g_new (double, places->n);
  places->py = g_new (double, places->n);
  for (gsize row = 0; row < field->rows; row++)
    for (gsize column = 0; column < field->columns; column++)
      {
        places->px[row * field->columns + column] = cl_field_x (field, column);
        places->py[row * field->columns + column] = cl_field_y (field, row);
      }
}

static void
places_clear (Places *places)
{
  g_free (places->px);
  g_free (places->py);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Places, places_clear)

/* Stable ones are full discs, unstable ones rings, as in every book. */
static const struct
{
  ClStability stability;
  ClMarker marker;
  const char *name;
} marks[] = {
  { CL_STABILITY_STABLE, CL_MARKER_DISC, N_ ("Stable equilibrium") },
  { CL_STABILITY_SADDLE, CL_MARKER_DIAMOND, N_ ("Saddle") },
  { CL_STABILITY_UNSTABLE, CL_MARKER_RING, N_ ("Unstable equilibrium") },
  { CL_STABILITY_UNKNOWN, CL_MARKER_CROSS, N_ ("Equilibrium, stability open") },
};

/* The derivative does not decide on a kink of the activation, but contraction does. */
static ClStability
stability_of (const ClDynamicsResult *result, gsize k)
{
  const ClContraction *contraction = &result->chosen.contraction;
  gboolean contracts = contraction->osl < 0 && -contraction->osl > contraction->rounding;

  return contracts ? CL_STABILITY_STABLE : result->equilibria->stability[k];
}

static void
add_equilibria (ClPanel *panel, const ClDynamicsResult *result, gsize mark)
{
  const ClEquilibria *equilibria = result->equilibria;
  g_autofree double *x = g_new (double, MAX (equilibria->count, 1));
  g_autofree double *y = g_new (double, MAX (equilibria->count, 1));
  const ClStyle style = { .colour = CL_COLOUR_FOREGROUND, .marker = marks[mark].marker, .size = 9 };
  gsize found = 0;

  for (gsize k = 0; k < equilibria->count; k++)
    if (stability_of (result, k) == marks[mark].stability)
      {
        double place[2];
        cl_plane_project (result->plane, cl_matrix_row (equilibria->points, k), place);
        x[found] = place[0];
        y[found++] = place[1];
      }
  if (found == 0)
    return;
  ClLayer *layer = cl_layer_points_new (x, y, found, &style);
  cl_layer_set_name (layer, _ (marks[mark].name));
  cl_panel_add (panel, layer);
}

/* Where a driven model ends: one period of the first trajectory, after all that were watched. */
static void
add_cycle (ClPanel *panel, const ClDynamicsResult *result)
{
  const ClStyle style = { .colour = CL_COLOUR_FOREGROUND, .width = 2.5 };
  const ClBundle *cycle = result->cycle;
  ClLayer *layer;

  if (cycle == NULL || !result->entrainment->all_entrained)
    return;
  layer = cl_layer_bundle_new (cycle->x, cycle->x + 1, 1, cycle->frames, 2 * cycle->frames, 2,
                               FALSE, &style);
  cl_layer_set_name (layer, _ ("Cycle of the input's period"));
  cl_panel_add (panel, layer);
}

static ClLayer *
faint_trajectories (const ClBundle *shadow)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .opacity = 0.3 };
  gboolean coloured = shadow->starts <= CL_PHASE_PLANE_COLOURED;

  return cl_layer_bundle_new (shadow->x, shadow->x + 1, shadow->starts, shadow->frames,
                              2 * shadow->frames, 2, coloured, &style);
}

/* Rings without an entry in the legend: the page has handles in the same places. */
static ClLayer *
starts_layer (const ClBundle *shadow)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .marker = CL_MARKER_RING };
  g_autofree double *x = g_new (double, shadow->starts);
  g_autofree double *y = g_new (double, shadow->starts);

  for (gsize k = 0; k < shadow->starts; k++)
    {
      x[k] = cl_bundle_state (shadow, k, 0)[0];
      y[k] = cl_bundle_state (shadow, k, 0)[1];
    }
  return cl_layer_points_new (x, y, shadow->starts, &style);
}

/* Automatic starts follow from the model and their seed; others are in the data of the figure. */
static void
set_provenance (ClFigure *figure, const ClDynamicsResult *result)
{
  char until[G_ASCII_DTOSTR_BUF_SIZE], rtol[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *choice =
      result->automatic ? g_strdup_printf ("automatic, seed %" G_GUINT64_FORMAT, result->seed)
                        : g_strdup ("chosen");
  g_autofree char *system =
      result->example != NULL
          ? g_strdup_printf ("system: %s\n", cl_example_text (result->example)->id)
          : g_strdup ("");
  g_autofree char *details =
      g_strdup_printf ("%snorm: %s\nuntil: %s\nrtol: %s\nstarts: %" G_GSIZE_FORMAT ", %s", system,
                       result->chosen.contraction.norm,
                       g_ascii_dtostr (until, sizeof until, result->view.until),
                       g_ascii_dtostr (rtol, sizeof rtol, result->view.rtol), result->starts->rows,
                       choice);

  cl_provenance_set (figure, result->model, details);
}

ClFigure *
cl_dynamics_plane_figure (const ClDynamicsResult *result, const ClBox *box, gboolean faint)
{
  g_auto (Places) field = { NULL }, horizontal = { NULL }, vertical = { NULL };
  g_autoptr (ClMatrix) no_starts = cl_matrix_new (0, 2);
  ClPlotCurve x_curve, y_curve;
  ClPhasePlane plane;
  ClFigure *figure;

  if (result->plane == NULL)
    {
      figure = cl_coordinate_plot_figure (result->bundle, 0);
      set_provenance (figure, result);
      return figure;
    }
  cl_phase_plane_init (&plane);
  plane.starts = no_starts;
  plane.bundle = faint ? NULL : result->view.principal ? result->shadow : result->bundle;
  plane.x_coord = result->view.principal ? 0 : result->view.x;
  plane.y_coord = result->view.principal ? 1 : result->view.y;
  plane.x_min = box->x0;
  plane.x_max = box->x1;
  plane.y_min = box->y0;
  plane.y_max = box->y1;
  if (result->field != NULL)
    {
      field_places (result->field, &field);
      plane.field_px = field.px;
      plane.field_py = field.py;
      plane.field_vx = result->field->u;
      plane.field_vy = result->field->v;
      plane.field_n = field.n;
      plane.field_spacing = cl_field_x (result->field, 1) - cl_field_x (result->field, 0);
    }
  if (result->x_nullcline != NULL)
    {
      horizontal.n = cl_contour_join (result->x_nullcline, &horizontal.px, &horizontal.py);
      vertical.n = cl_contour_join (result->y_nullcline, &vertical.px, &vertical.py);
      x_curve = (ClPlotCurve){ horizontal.px, horizontal.py, horizontal.n };
      y_curve = (ClPlotCurve){ vertical.px, vertical.py, vertical.n };
      plane.x_nullcline = &x_curve;
      plane.y_nullcline = &y_curve;
    }
  figure = cl_phase_plane_figure (&plane);
  ClPanel *panel = cl_figure_panel (figure, 0);
  if (faint && result->starts->rows > 0)
    cl_panel_add (panel, faint_trajectories (result->shadow));
  if (result->starts->rows > 0)
    cl_panel_add (panel, starts_layer (result->shadow));
  for (gsize mark = 0; mark < G_N_ELEMENTS (marks); mark++)
    add_equilibria (panel, result, mark);
  add_cycle (panel, result);
  if (result->view.principal)
    {
      cl_axis_set_label (cl_panel_x (panel), _ ("first principal direction"));
      cl_axis_set_label (cl_panel_y (panel), _ ("second principal direction"));
    }
  set_provenance (figure, result);
  return figure;
}

static void
add_ball (ClPanel *panel, const ClDynamicsResult *result, const ClDynamicsNorm *norm, double time)
{
  const ClStyle style = { .colour = CL_COLOUR_ACCENT,
                          .width = 1.5,
                          .dash = norm == result->rival ? CL_DASH_DASHED : CL_DASH_SOLID };
  double points[2 * CL_DYNAMICS_BALL_POINTS];
  double x[CL_DYNAMICS_BALL_POINTS], y[CL_DYNAMICS_BALL_POINTS];

  cl_dynamics_ball_at (result, norm, time, points);
  for (gsize k = 0; k < CL_DYNAMICS_BALL_POINTS; k++)
    {
      x[k] = points[2 * k];
      y[k] = points[2 * k + 1];
    }
  cl_panel_add (panel, cl_layer_region_new (x, y, CL_DYNAMICS_BALL_POINTS, &style));
}

static void
add_heads (ClPanel *panel, const ClDynamicsResult *result, double time)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .marker = CL_MARKER_DISC };
  gsize starts = result->bundle->starts;
  g_autofree double *x = g_new (double, starts);
  g_autofree double *y = g_new (double, starts);

  for (gsize k = 0; k < starts; k++)
    cl_dynamics_place_at (result, k, time, &x[k], &y[k]);
  cl_panel_add (panel, cl_layer_points_new (x, y, starts, &style));
}

void
cl_dynamics_plane_add_moment (ClFigure *plane, const ClDynamicsResult *result, double time)
{
  ClPanel *panel = cl_figure_panel (plane, 0);

  if (result->bundle->starts == 0)
    return;
  if (cl_dynamics_result_has_ball (result, &result->chosen))
    add_ball (panel, result, &result->chosen, time);
  if (cl_dynamics_result_has_ball (result, result->rival))
    add_ball (panel, result, result->rival, time);
  if (time > 0)
    add_heads (panel, result, time);
}

static ClDistancePlot
distance_plot (const ClDynamicsResult *result, const ClDynamicsNorm *norm)
{
  return (ClDistancePlot){
    .t = result->bundle->t,
    .distances = norm->distances,
    .norm = cl_contraction_norm (norm->norm),
    .weighted = norm->eta != NULL,
    .rate = cl_dynamics_norm_rate (norm),
    .label = result->example != NULL ? cl_example_text (result->example)->difference : NULL,
  };
}

static ClFigure *
distance_figure (const ClDynamicsResult *result)
{
  const ClDistancePlot plot = distance_plot (result, &result->chosen);

  return cl_distance_plot_figure (&plot);
}

static ClFigure *
two_norms_figure (const ClDynamicsResult *result)
{
  if (result->rival == NULL)
    return distance_figure (result);
  const ClDistancePlot plots[] = { distance_plot (result, &result->chosen),
                                   distance_plot (result, result->rival) };

  return cl_distance_plots_figure (plots, G_N_ELEMENTS (plots));
}

static ClFigure *
lyapunov_figure (const ClDynamicsResult *result)
{
  const ClLyapunovPlot plot = {
    .t = result->bundle->t,
    .lyapunov = result->lyapunov,
    .norm = cl_contraction_norm (result->view.norm),
    .weighted = result->chosen.eta != NULL,
    .rate = cl_dynamics_norm_rate (&result->chosen),
  };

  return cl_lyapunov_plot_figure (&plot);
}

static ClFigure *
states_figure (const ClDynamicsResult *result)
{
  return cl_state_plot_figure (result->bundle, 0, 0);
}

static ClFigure *
entrainment_figure (const ClDynamicsResult *result)
{
  const ClEntrainmentPlot plot = {
    .bundle = result->bundle,
    .entrainment = result->entrainment,
    .coordinate = result->view.x < result->bundle->n ? result->view.x : 0,
    .norm = cl_contraction_norm (result->view.norm),
    .weighted = result->chosen.eta != NULL,
    .rate = cl_dynamics_norm_rate (&result->chosen),
  };
  ClFigure *figure;

  if (result->entrainment != NULL)
    return cl_entrainment_plot_figure (&plot);
  figure = cl_figure_new (NULL, _ ("No periodic input."));
  cl_panel_set_empty_text (cl_figure_add_panel (figure, 0, 0),
                           result->bundle->starts == 0 ? _ ("No trajectory yet.")
                                                       : _ ("This kind of model takes no input."));
  return figure;
}

const ClDynamicsSecond *
cl_dynamics_second (guint second)
{
  static const ClDynamicsSecond table[CL_N_DYNAMICS_SECONDS] = {
    [CL_DYNAMICS_DISTANCES] = { N_ ("Distances"), "distances", distance_figure },
    [CL_DYNAMICS_LYAPUNOV] = { N_ ("Lyapunov Functions"), "lyapunov", lyapunov_figure },
    [CL_DYNAMICS_ENTRAINMENT] = { N_ ("Entrainment"), "entrainment", entrainment_figure },
    [CL_DYNAMICS_TWO_NORMS] = { N_ ("Distances in Two Norms"), "two-norms", two_norms_figure },
    [CL_DYNAMICS_STATES] = { N_ ("First Trajectory"), "states", states_figure },
  };

  g_return_val_if_fail (second < G_N_ELEMENTS (table), NULL);
  return &table[second];
}

ClFigure *
cl_dynamics_second_figure (const ClDynamicsResult *result)
{
  ClFigure *figure = cl_dynamics_second (result->view.second)->build (result);

  set_provenance (figure, result);
  return figure;
}
