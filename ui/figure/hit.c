/* Where things are: between points and data, and the datum nearest to a point. */
#include "ui/figure/layout.h"
#include "ui/figure/markup.h"
#include "ui/figure/number.h"

int
cl_layout_panel_at (const ClLayout *layout, double x, double y)
{
  g_return_val_if_fail (layout != NULL, -1);
  for (guint k = 0; k < layout->n_panels; k++)
    if (cl_rect_contains (&layout->panels[k].box, x, y))
      return (int) k;
  return -1;
}

void
cl_layout_to_data (const ClLayout *layout, guint panel, double x, double y, double *data_x,
                   double *data_y)
{
  g_return_if_fail (layout != NULL && panel < layout->n_panels);
  *data_x = cl_scale_to_data (&layout->panels[panel].x, x);
  *data_y = cl_scale_to_data (&layout->panels[panel].y, y);
}

void
cl_layout_to_points (const ClLayout *layout, guint panel, double data_x, double data_y, double *x,
                     double *y)
{
  g_return_if_fail (layout != NULL && panel < layout->n_panels);
  *x = cl_scale_to_points (&layout->panels[panel].x, data_x);
  *y = cl_scale_to_points (&layout->panels[panel].y, data_y);
}

void
cl_layout_panel_box (const ClLayout *layout, guint panel, cairo_rectangle_t *box)
{
  const ClRect *source;

  g_return_if_fail (layout != NULL && panel < layout->n_panels);
  source = &layout->panels[panel].box;
  *box = (cairo_rectangle_t){ source->x0, source->y0, cl_rect_width (source),
                              cl_rect_height (source) };
}

ClView
cl_layout_view (const ClLayout *layout, guint panel)
{
  const ClPanelLayout *p;

  g_return_val_if_fail (layout != NULL && panel < layout->n_panels, (ClView){ 0 });
  p = &layout->panels[panel];
  return (ClView){ p->x.range.min, p->x.range.max, p->y.range.min, p->y.range.max };
}

double
cl_layout_panel_end (const ClLayout *layout, guint panel)
{
  const ClPanelLayout *p;
  double end;

  g_return_val_if_fail (layout != NULL && panel < layout->n_panels, 0);
  p = &layout->panels[panel];
  end = p->box.y1;
  for (guint k = 0; k < p->labels->len; k++)
    {
      ClRect box = cl_label_box (&g_array_index (p->labels, ClLabel, k));

      end = MAX (end, box.y1);
    }
  return end;
}

static double
labels_under (const GArray *labels, const ClRect *rect)
{
  double area = 0;

  for (guint k = 0; k < labels->len; k++)
    {
      ClRect box = cl_label_box (&g_array_index (labels, ClLabel, k));

      area += cl_rect_shared (&box, rect);
    }
  return area;
}

double
cl_layout_text_under (const ClLayout *layout, const cairo_rectangle_t *rectangle)
{
  const ClRect rect = { rectangle->x, rectangle->y, rectangle->x + rectangle->width,
                        rectangle->y + rectangle->height };
  double area = 0;

  g_return_val_if_fail (layout != NULL, 0);
  if (layout->title.text != NULL)
    {
      ClRect box = cl_label_box (&layout->title);

      area += cl_rect_shared (&box, &rect);
    }
  for (guint k = 0; k < layout->n_panels; k++)
    {
      const ClPanelLayout *panel = &layout->panels[k];

      area += labels_under (panel->labels, &rect) + labels_under (panel->texts, &rect);
      if (panel->legend.shown)
        area += cl_rect_shared (&panel->legend.box, &rect);
    }
  return area;
}

/* "x₁ 0.31", or the name of a category. */
static char *
coordinate_text (const ClAxis *axis, const char *fallback, double value)
{
  g_autofree char *label = axis->label != NULL ? cl_markup_to_text (axis->label) : NULL;
  g_autofree char *number = cl_number_text (value, 4);
  gsize count = axis->categories != NULL ? g_strv_length (axis->categories) : 0;

  if (value >= -0.5 && value < (double) count - 0.5)
    return cl_markup_to_text (axis->categories[(gsize) lround (value)]);
  return g_strdup_printf ("%s %s", label != NULL ? label : fallback, number);
}

static void
set_text (ClHit *hit, const char *text)
{
  const char *end;

  g_strlcpy (hit->text, text, sizeof hit->text);
  /* The cut may have gone through a character. */
  if (!g_utf8_validate (hit->text, -1, &end))
    hit->text[end - hit->text] = '\0';
}

static void
describe (const ClPanel *panel, const ClLayer *layer, const ClNearest *nearest, ClHit *hit)
{
  g_autofree char *name = layer->name != NULL ? cl_markup_to_text (layer->name) : NULL;
  g_autofree char *x = coordinate_text (&panel->x, "x", nearest->x);
  g_autofree char *y = coordinate_text (&panel->y, "y", nearest->y);
  g_autofree char *value = nearest->has_value ? cl_number_text (nearest->value, 4) : NULL;
  g_autofree char *text =
      g_strdup_printf ("%s%s%s, %s%s%s", name != NULL ? name : "", name != NULL ? ": " : "", x, y,
                       value != NULL ? ": " : "", value != NULL ? value : "");

  set_text (hit, text);
}

/* The last row of a layer at this x. */
typedef struct
{
  double x, y;
  gboolean found;
} Lookup;

static void
look_up_row (gsize curve, const double *values, guint n, gpointer data)
{
  Lookup *lookup = data;

  if (n < 2 || fabs (values[0] - lookup->x) > 1e-9 * MAX (1, fabs (lookup->x))
      || !isfinite (values[1]))
    return;
  lookup->y = values[1];
  lookup->found = TRUE;
}

/* "epoch 4", then a line with the name and the value of every named layer that has this x. */
static void
describe_all (const ClPanel *panel, double x, ClHit *hit)
{
  g_autofree char *first = coordinate_text (&panel->x, "x", x);
  g_autoptr (GString) text = g_string_new (first);

  for (guint k = 0; k < panel->layers->len; k++)
    {
      const ClLayer *layer = g_ptr_array_index (panel->layers, k);
      Lookup lookup = { .x = x };

      if (layer->name == NULL || layer->klass->nearest == NULL || layer->klass->table == NULL)
        continue;
      layer->klass->table (layer, look_up_row, &lookup);
      if (!lookup.found)
        continue;
      g_autofree char *name = cl_markup_to_text (layer->name);
      g_autofree char *number = cl_number_text (lookup.y, 4);
      g_string_append_printf (text, "\n%s: %s", name, number);
    }
  set_text (hit, text->str);
}

void
cl_layout_hit (const ClLayout *layout, double x, double y, double reach, ClHit *hit)
{
  int index = cl_layout_panel_at (layout, x, y);
  const ClPanelLayout *panel;
  ClNearest best = { .distance = reach };
  ClPlotArea area;

  *hit = (ClHit){ 0 };
  if (index < 0)
    return;
  panel = &layout->panels[index];
  area = cl_panel_layout_area (layout, panel, NULL);
  /* From the top: of two data at one place the one in front counts. */
  for (guint k = panel->panel->layers->len; k-- > 0;)
    {
      const ClLayer *layer = g_ptr_array_index (panel->panel->layers, k);
      ClNearest before = best;

      if (layer->klass->nearest == NULL)
        continue;
      layer->klass->nearest (layer, &area, x, y, &best);
      if (!best.found || (before.found && best.distance >= before.distance))
        {
          best = before;
          continue;
        }
      *hit = (ClHit){ .found = TRUE,
                      .panel = (guint) index,
                      .layer = k,
                      .curve = best.curve,
                      .index = best.index,
                      .x = best.x,
                      .y = best.y };
      if (panel->panel->compare)
        describe_all (panel->panel, best.x, hit);
      else
        describe (panel->panel, layer, &best, hit);
    }
}
