/* Ranges and ticks of a panel. */
#include "ui/figure/layout.h"

/* A distance beyond this many decades below the largest is rounding error. */
#define MAX_DECADES 17

/* Automatic ends take the next tick when that wastes no more than this share of the span, but
 * leave the data some room. */
#define WASTE   0.07
#define PADDING 0.04
#define ROOM    0.005

/* Equal axes widen a range up to this factor before they shrink the box. */
#define WIDEST 1.5

/* Whether the next tick, so far beyond the data, is a good end. */
static gboolean
padded_end (double beyond, double span)
{
  return beyond >= ROOM * span && beyond <= WASTE * span;
}

static ClRange
padded_linear (double min, double max, gboolean tight)
{
  ClRange range = cl_range_sane (CL_SCALE_LINEAR, min, max);
  double span = range.max - range.min, step = cl_ticks_nice_step (span / 5);
  double low = floor (range.min / step + 1e-9) * step, high = ceil (range.max / step - 1e-9) * step;

  if (tight && max > min)
    return range;
  range.min = padded_end (range.min - low, span) ? low : range.min - PADDING * span;
  range.max = padded_end (high - range.max, span) ? high : range.max + PADDING * span;
  if (min >= 0)
    range.min = MAX (range.min, 0);
  if (max <= 0)
    range.max = MIN (range.max, 0);
  return cl_range_sane (CL_SCALE_LINEAR, range.min, range.max);
}

static ClRange
padded_log (double min, double max, gboolean tight)
{
  ClRange range = cl_range_sane (CL_SCALE_LOG, MAX (min, max * pow (10, -MAX_DECADES)), max);
  double low = log10 (range.min), high = log10 (range.max), span = high - low;

  if (tight && max > min)
    return range;
  low = low - floor (low) <= 0.3 && low > floor (low) ? floor (low) : low - PADDING * span;
  high = ceil (high) - high <= 0.3 && high < ceil (high) ? ceil (high) : high + PADDING * span;
  return cl_range_sane (CL_SCALE_LOG, pow (10, low), pow (10, high));
}

static ClRange
automatic_range (const ClAxis *axis, double min, double max, double positive, gboolean tight)
{
  if (axis->fixed)
    return cl_range_sane (axis->kind, axis->min, axis->max);
  if (axis->include_min < min || axis->include_max > max)
    tight = tight && min > max;
  min = MIN (min, axis->include_min);
  max = MAX (max, axis->include_max);
  if (axis->include_min > 0)
    positive = MIN (positive, axis->include_min);
  if (min > max)
    return cl_range_sane (axis->kind, NAN, NAN);
  return axis->kind == CL_SCALE_LOG ? padded_log (positive, max, tight)
                                    : padded_linear (min, max, tight);
}

static void
find_ranges (const ClPanelLayout *layout, ClRange *x, ClRange *y, double *widest)
{
  const ClPanel *panel = layout->panel;
  ClExtent extent;

  cl_extent_init (&extent);
  for (guint k = 0; k < panel->layers->len; k++)
    cl_extent_merge (&extent, &((ClLayer *) g_ptr_array_index (panel->layers, k))->extent);
  *widest = (panel->x.fixed || extent.x_tight) && (panel->y.fixed || extent.y_tight) ? 1 : WIDEST;
  *x = automatic_range (&panel->x, extent.x_min, extent.x_max, extent.x_positive, extent.x_tight);
  *y = automatic_range (&panel->y, extent.y_min, extent.y_max, extent.y_positive, extent.y_tight);
  if (layout->view == NULL)
    return;
  if (!isnan (layout->view->x_min))
    *x = cl_range_sane (panel->x.kind, layout->view->x_min, layout->view->x_max);
  if (!isnan (layout->view->y_min))
    *y = cl_range_sane (panel->y.kind, layout->view->y_min, layout->view->y_max);
  *widest = INFINITY; /* a view keeps the box where it is while it is zoomed */
}

static void
widen (ClRange *range, double span)
{
  double middle = range->min / 2 + range->max / 2;

  *range = cl_range_sane (CL_SCALE_LINEAR, middle - span / 2, middle + span / 2);
}

/* One unit gets one length: by a range wider by up to `widest`, then by a smaller box. */
static void
make_equal (ClRange *x, ClRange *y, double widest, ClRect *box)
{
  double width = cl_rect_width (box), height = cl_rect_height (box);
  double unit_x = width / (x->max - x->min), unit_y = height / (y->max - y->min);
  double unit = MIN (unit_x, unit_y), spare_x, spare_y;

  if (unit_x > unit)
    widen (x, (x->max - x->min) * MIN (unit_x / unit, widest));
  else if (unit_y > unit)
    widen (y, (y->max - y->min) * MIN (unit_y / unit, widest));
  spare_x = MAX (width - unit * (x->max - x->min), 0) / 2;
  spare_y = MAX (height - unit * (y->max - y->min), 0) / 2;
  *box = (ClRect){ box->x0 + spare_x, box->y0 + spare_y, box->x1 - spare_x, box->y1 - spare_y };
}

static ClScale
axis_scale (const ClAxis *axis, ClRange range, double start, double end)
{
  return axis->reversed ? cl_scale_new (axis->kind, range, end, start)
                        : cl_scale_new (axis->kind, range, start, end);
}

static double
label_width (const char *label, gpointer data)
{
  const ClLayoutMaker *maker = data;
  g_autoptr (ClText) text = cl_text_ruler_measure (maker->ruler, label, maker->size, FALSE, 0);

  return text->width + 0.7 * maker->size;
}

static double
label_height (const char *label, gpointer data)
{
  return 1.25 * ((const ClLayoutMaker *) data)->size;
}

static ClTicks *
axis_ticks (const ClLayoutMaker *maker, const ClAxis *axis, const ClScale *scale,
            gboolean horizontal)
{
  ClTickSettings settings = { axis->integer, (horizontal ? 3.1 : 2.1) * maker->size,
                              horizontal ? label_width : label_height, (gpointer) maker };

  if (axis->categories != NULL)
    {
      settings.min_spacing = 0;
      return cl_ticks_new_categories (scale, &settings, (const char *const *) axis->categories,
                                      g_strv_length (axis->categories));
    }
  return cl_ticks_new (scale, &settings);
}

static gboolean
has_data (const ClPanel *panel)
{
  for (guint k = 0; k < panel->layers->len; k++)
    if (!cl_extent_is_empty (&((ClLayer *) g_ptr_array_index (panel->layers, k))->extent))
      return TRUE;
  return FALSE;
}

void
cl_panel_layout_fit (const ClLayoutMaker *maker, ClPanelLayout *layout, const ClRect *box)
{
  const ClPanel *panel = layout->panel;
  ClRange x, y;
  double widest;

  layout->cell = layout->box = *box;
  layout->empty = panel->empty_text != NULL && !has_data (panel);
  find_ranges (layout, &x, &y, &widest);
  if (panel->equal && panel->x.kind == CL_SCALE_LINEAR && panel->y.kind == CL_SCALE_LINEAR)
    make_equal (&x, &y, widest, &layout->box);
  layout->x = axis_scale (&panel->x, x, layout->box.x0, layout->box.x1);
  layout->y = axis_scale (&panel->y, y, layout->box.y1, layout->box.y0);
  cl_ticks_free (layout->x_ticks);
  cl_ticks_free (layout->y_ticks);
  layout->x_ticks = axis_ticks (maker, &panel->x, &layout->x, TRUE);
  layout->y_ticks = axis_ticks (maker, &panel->y, &layout->y, FALSE);
}
