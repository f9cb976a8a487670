#include "ui/figure/layer-xy.h"
#include "ui/figure/layers.h"

typedef struct
{
  ClLayerXy xy;
  double width;    /* of a bar, data units */
  gboolean across; /* from 0 to the right in place of upwards */
} ClLayerBars;

/* From 0 to `value` in one direction, `width` around `centre` in the other. */
static ClRect
find_box (const ClLayerBars *self, const ClScale *along, const ClScale *beside, double value,
          double centre, double low_end)
{
  double base = along->kind == CL_SCALE_LOG ? low_end : cl_scale_to_points (along, 0);
  double end = cl_scale_to_points (along, value);
  double a = cl_scale_to_points (beside, centre - self->width / 2);
  double b = cl_scale_to_points (beside, centre + self->width / 2);

  return self->across ? (ClRect){ MIN (base, end), MIN (a, b), MAX (base, end), MAX (a, b) }
                      : (ClRect){ MIN (a, b), MIN (base, end), MAX (a, b), MAX (base, end) };
}

static void
draw (const ClLayer *layer, const ClPlotArea *area)
{
  const ClLayerBars *self = (const ClLayerBars *) layer;
  g_autoptr (ClPath) path = cl_path_new ();
  ClRgba colour = cl_layer_colour (layer, area);
  ClRect limits = cl_rect_grown (&area->box, 4);

  for (gsize k = 0; k < self->xy.n; k++)
    {
      double x = self->xy.x[k], y = self->xy.y[k];
      ClRect bar = self->across ? find_box (self, &area->x, &area->y, x, y, area->box.x0)
                                : find_box (self, &area->y, &area->x, y, x, area->box.y1);

      if (isnan (cl_scale_to_points (&area->x, x)) || isnan (cl_scale_to_points (&area->y, y)))
        continue;
      bar = cl_rect_within (&bar, &limits);
      cl_path_box (path, &bar);
    }
  if (!cl_path_is_empty (path))
    area->canvas->klass->fill (area->canvas, path, &colour);
}

static void
key (const ClLayer *layer, const ClPlotArea *area, const ClRect *box)
{
  g_autoptr (ClPath) path = cl_path_new ();
  ClRgba colour = cl_layer_colour (layer, area);

  cl_path_box (path, box);
  area->canvas->klass->fill (area->canvas, path, &colour);
}

static const ClLayerClass layer_class = {
  .kind = "bars",
  .takes_series = TRUE,
  .finalize = cl_layer_xy_finalize,
  .draw = draw,
  .key = key,
  .nearest = cl_layer_xy_nearest,
  .table = cl_layer_xy_table,
};

static ClLayerBars *
bars_new (const double *x, const double *y, gsize n, double width, gboolean across,
          const ClStyle *style)
{
  ClLayerBars *self = g_new0 (ClLayerBars, 1);

  cl_layer_xy_init (&self->xy, &layer_class, x, y, n, style);
  self->width = isfinite (width) ? fabs (width) : 1;
  self->across = across;
  return self;
}

ClLayer *
cl_layer_bars_new (const double *x, const double *y, gsize n, double width, const ClStyle *style)
{
  ClLayerBars *self = bars_new (x, y, n, width, FALSE, style);

  for (gsize k = 0; k < n; k++)
    {
      cl_extent_add (&self->xy.parent.extent, x[k] - self->width / 2, 0);
      cl_extent_add (&self->xy.parent.extent, x[k] + self->width / 2, y[k]);
    }
  return &self->xy.parent;
}

ClLayer *
cl_layer_bars_new_across (const double *x, const double *y, gsize n, double width,
                          const ClStyle *style)
{
  ClLayerBars *self = bars_new (x, y, n, width, TRUE, style);

  for (gsize k = 0; k < n; k++)
    {
      cl_extent_add (&self->xy.parent.extent, 0, y[k] - self->width / 2);
      cl_extent_add (&self->xy.parent.extent, x[k], y[k] + self->width / 2);
    }
  return &self->xy.parent;
}
