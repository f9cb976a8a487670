/* The constructors of every kind of layer.  All copy their arrays; style may be NULL (the theme's
 * next series).  Non-finite points break a line and are skipped elsewhere. */
#pragma once

#include "ui/figure/layer.h"

G_BEGIN_DECLS

/* A curve through n points. */
ClLayer *cl_layer_line_new (const double *x, const double *y, gsize n,
                            const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Many curves of one look, drawn and cached as one: curve k has `frames` points at
 * x[k * curve_stride + j * point_stride] (y alike), so two coordinates of a bundle need no packing.
 * colour_by_curve gives each its own series colour. */
ClLayer *cl_layer_bundle_new (const double *x, const double *y, gsize curves, gsize frames,
                              gsize curve_stride, gsize point_stride, gboolean colour_by_curve,
                              const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Unconnected markers. */
ClLayer *cl_layer_points_new (const double *x, const double *y, gsize n,
                              const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Arrows of a vector field at n points; lengths are normalised to the spacing and coloured muted.
 */
ClLayer *cl_layer_field_new (const double *x, const double *y, const double *dx, const double *dy,
                             gsize n, double spacing,
                             const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* rows x cols values (row-major) as cells; cell (i,j) covers [x0 + j dx, x0 + (j+1) dx] x
 * [y0 + i dy, y0 + (i+1) dy].  diverging: colours around 0 with symmetric limits, else sequential.
 * limit 0: from the data.  A colour bar is drawn when the layer has a name. */
ClLayer *cl_layer_heat_new (const double *values, gsize rows, gsize cols, double x0, double y0,
                            double dx, double dy, gboolean diverging,
                            double limit) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  CL_COLOUR_MAP_SEQUENTIAL,
  CL_COLOUR_MAP_DIVERGING,
  CL_COLOUR_MAP_INK, /* from the background to the foreground: images of digits */
} ClColourMap;

/* Another map than the constructor chose; and the value of each cell, with this many decimals,
 * written into it where it fits. */
void cl_layer_heat_set_map (ClLayer *layer, ClColourMap map);
void cl_layer_heat_set_numbers (ClLayer *layer, guint decimals);

/* A filled polygon through n points with an outline; clipped to the panel. */
ClLayer *cl_layer_region_new (const double *x, const double *y, gsize n,
                              const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* The area between two curves over x. */
ClLayer *cl_layer_band_new (const double *x, const double *low, const double *high, gsize n,
                            const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Vertical bars from 0, centred on x, `width` wide in data units. */
ClLayer *cl_layer_bars_new (const double *x, const double *y, gsize n, double width,
                            const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Horizontal bars from 0 to x, centred on y, `width` high in data units. */
ClLayer *cl_layer_bars_new_across (const double *x, const double *y, gsize n, double width,
                                   const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* A straight line across the panel at a value: a threshold. */
ClLayer *cl_layer_rule_new (gboolean vertical, double value,
                            const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Markup beside a data point. */
ClLayer *cl_layer_text_new (double x, double y, const char *markup,
                            const ClStyle *style) G_GNUC_WARN_UNUSED_RESULT;

/* Centred on the point, where it is wanted, in place of beside it, where there is room. */
void cl_layer_text_set_centred (ClLayer *layer, gboolean centred);

G_END_DECLS
