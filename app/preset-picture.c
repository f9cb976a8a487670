#include "app/preset-picture.h"

#include "core/dynamics/bundle.h"
#include "ui/figure/layers.h"
#include "ui/figure/render.h"

#include <math.h>

/* Trajectories, from a circle around the place where the first one ends. */
#define STARTS 14
#define FRAMES 160
#define UNTIL  9.0

/* The circle lies in the first two coordinates; the others start at rest at the centre. */
static ClMatrix *
circle_of_starts (const ClModel *model, const double *centre, double radius)
{
  ClMatrix *starts = cl_matrix_new (STARTS, model->n);

  for (gsize k = 0; k < STARTS; k++)
    {
      double angle = 2 * G_PI * (k + 0.5) / STARTS;
      double *start = cl_matrix_row (starts, k);

      for (gsize i = 0; i < model->n; i++)
        start[i] = centre[i];
      start[0] += radius * cos (angle);
      if (model->n > 1)
        start[1] += radius * sin (angle);
    }
  return starts;
}

static ClBundle *
make_bundle (const ClModel *model, GCancellable *cancellable)
{
  const ClBundleSettings settings = { UNTIL, FRAMES, 1e-4, 1e-6 };
  g_autoptr (ClMatrix) origin = cl_matrix_new (1, model->n);
  g_autoptr (ClBundle) first = cl_bundle_new (model, origin, NULL, &settings, cancellable, NULL);
  g_autoptr (ClMatrix) starts = NULL;

  if (first == NULL)
    return NULL;
  starts = circle_of_starts (model, cl_bundle_state (first, 0, FRAMES - 1), 1.0);
  return cl_bundle_new (model, starts, NULL, &settings, cancellable, NULL);
}

static ClBundle *
example_bundle (const ClModel *model, const ClExample *example, GCancellable *cancellable)
{
  const ClBundleSettings settings = { UNTIL, FRAMES, 1e-4, 1e-6 };
  g_autoptr (ClMatrix) starts = cl_example_starts (example, model->n, STARTS, 1);
  g_autoptr (ClExampleFlow) flow =
      cl_example_flow_new (example, cl_model_array (model, CL_ARRAY_A),
                           cl_model_array (model, CL_ARRAY_BIAS), NULL);

  return flow != NULL ? cl_bundle_new_for_system (cl_example_flow_system (flow), starts, &settings,
                                                  cancellable, NULL)
                      : NULL;
}

static ClFigure *
make_figure (const ClBundle *bundle)
{
  gsize y = bundle->n > 1 ? 1 : 0;
  gsize last = bundle->frames - 1;
  ClFigure *figure = cl_figure_new (NULL, NULL);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  double ends_x[STARTS], ends_y[STARTS];
  const ClStyle curves = { .width = 1.1, .opacity = 0.9 };
  const ClStyle ends = { .colour = CL_COLOUR_FOREGROUND, .marker = CL_MARKER_DISC, .size = 4.0 };

  for (gsize k = 0; k < bundle->starts; k++)
    {
      ends_x[k] = cl_bundle_state (bundle, k, last)[0];
      ends_y[k] = cl_bundle_state (bundle, k, last)[y];
    }
  cl_axis_set_visible (cl_panel_x (panel), FALSE);
  cl_axis_set_visible (cl_panel_y (panel), FALSE);
  cl_panel_set_legend (panel, CL_LEGEND_NONE);
  cl_panel_add (panel,
                cl_layer_bundle_new (bundle->x, bundle->x + y, bundle->starts, bundle->frames,
                                     bundle->frames * bundle->n, bundle->n, TRUE, &curves));
  cl_panel_add (panel, cl_layer_points_new (ends_x, ends_y, bundle->starts, &ends));
  return figure;
}

cairo_surface_t *
cl_preset_picture_draw (const ClModel *model, const ClExample *example, const ClTheme *theme,
                        int width, int height, int scale, GCancellable *cancellable)
{
  g_autoptr (ClBundle) bundle = example != NULL ? example_bundle (model, example, cancellable)
                                                : make_bundle (model, cancellable);
  g_autoptr (ClFigure) figure = NULL;
  g_autoptr (ClLayout) layout = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (bundle == NULL)
    return NULL;
  figure = make_figure (bundle);
  layout = cl_layout_new (figure, theme, width, height, NULL);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cl_layout_render (layout, cr, CL_RENDER_ALL | CL_RENDER_NO_BACKGROUND);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}
