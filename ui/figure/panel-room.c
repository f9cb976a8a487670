/* Places texts and the legend where they cover the least, measured on a coarse mask of what the
 * layers draw. */
#include "ui/figure/layout.h"

/* A legend that covers more than this leaves the panel. */
#define TOLERABLE_COVER 0.01

static void
draw_mask (const ClLayoutMaker *maker, const ClPanelLayout *panel, ClCanvas *mask)
{
  ClPlotArea area = cl_panel_layout_area (maker->layout, panel, mask);

  for (guint k = 0; k < panel->panel->layers->len; k++)
    {
      const ClLayer *layer = g_ptr_array_index (panel->panel->layers, k);

      if (!layer->klass->backdrop)
        layer->klass->draw (layer, &area);
    }
}

typedef struct
{
  double dx, dy; /* from the datum to the anchor, in text sizes */
  ClAnchor anchor;
} Place;

/* In the order of preference; the middle of the capitals is centred on the datum at dy = 0.36. */
static const Place places[] = {
  { 0.6, -0.35, CL_ANCHOR_START }, { 0.6, 0.36, CL_ANCHOR_START }, { 0.6, 1.1, CL_ANCHOR_START },
  { -0.6, -0.35, CL_ANCHOR_END },  { -0.6, 0.36, CL_ANCHOR_END },  { -0.6, 1.1, CL_ANCHOR_END },
  { 0, -0.65, CL_ANCHOR_MIDDLE },  { 0, 1.4, CL_ANCHOR_MIDDLE },   { 0.3, -1.1, CL_ANCHOR_START },
  { -0.3, -1.1, CL_ANCHOR_END },   { 0.3, 1.9, CL_ANCHOR_START },  { -0.3, 1.9, CL_ANCHOR_END },
  { 0.3, -2.0, CL_ANCHOR_START },  { -0.3, 2.8, CL_ANCHOR_END },
};

/* How much of a box sticks out of another, in points. */
static double
sticks_out (const ClRect *box, const ClRect *outer)
{
  return MAX (outer->x0 - box->x0, 0) + MAX (box->x1 - outer->x1, 0) + MAX (outer->y0 - box->y0, 0)
         + MAX (box->y1 - outer->y1, 0);
}

static ClLabel
best_place (const ClLayoutMaker *maker, const ClPanelLayout *panel, const ClCanvas *mask,
            ClText *text, double px, double py)
{
  ClLabel best = { text, px, py, CL_ANCHOR_START, FALSE, NULL };
  double least = INFINITY;

  for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
    {
      ClLabel label = { text,
                        px + places[k].dx * maker->size,
                        py + places[k].dy * maker->size,
                        places[k].anchor,
                        FALSE,
                        NULL };
      ClRect box = cl_label_box (&label);
      double cost =
          sticks_out (&box, &panel->box) + 0.004 * (double) k + cl_canvas_mask_share (mask, &box);

      if (cost < least)
        {
          least = cost;
          best = label;
        }
    }
  return best;
}

/* Shifts a label that sticks out of its panel inwards. */
static void
pull_in (ClLabel *label, const ClRect *outer)
{
  ClRect box = cl_label_box (label);

  label->x += MAX (outer->x0 - box.x0, 0) - MAX (box.x1 - outer->x1, 0);
  label->y += MAX (outer->y0 - box.y0, 0) - MAX (box.y1 - outer->y1, 0);
}

static void
place_text (const ClLayoutMaker *maker, ClPanelLayout *panel, const ClLayer *layer, ClCanvas *mask)
{
  const char *markup;
  double x, y, px, py;
  ClRect near = cl_rect_grown (&panel->box, 0.5), box;
  ClText *text;
  ClLabel label;

  if (!cl_layer_text_get (layer, &markup, &x, &y))
    return;
  px = cl_scale_to_points (&panel->x, x);
  py = cl_scale_to_points (&panel->y, y);
  if (!cl_rect_contains (&near, px, py))
    return;
  text = cl_text_ruler_measure (maker->ruler, markup,
                                layer->style.size > 0 ? layer->style.size : maker->size, FALSE,
                                0.9 * cl_rect_width (&panel->box));
  if (cl_layer_text_is_centred (layer))
    label =
        (ClLabel){ text, px, py + CL_CAP_HEIGHT / 2 * text->size, CL_ANCHOR_MIDDLE, FALSE, NULL };
  else
    label = best_place (maker, panel, mask, text, px, py);
  label.layer = layer;
  pull_in (&label, &panel->box);
  box = cl_label_box (&label);
  cl_canvas_mask_add (mask, &box);
  g_array_append_val (panel->texts, label);
}

static gboolean
has_entry (const ClLayer *layer)
{
  return layer->name != NULL && layer->klass->key != NULL;
}

/* Measures the entries; their places are still to be found. */
static GArray *
legend_entries (const ClLayoutMaker *maker, const ClPanel *panel, double max_width, double *widest)
{
  GArray *entries = cl_label_array_new ();
  double key = (CL_KEY_WIDTH + CL_KEY_GAP + 2 * CL_LEGEND_PAD) * maker->size;
  double room = MAX (max_width - key, 3 * maker->size);

  *widest = 0;
  for (guint k = 0; k < panel->layers->len; k++)
    {
      const ClLayer *layer = g_ptr_array_index (panel->layers, k);
      ClLabel entry = { NULL, 0, 0, CL_ANCHOR_START, FALSE, layer };

      if (!has_entry (layer))
        continue;
      entry.text = cl_text_ruler_measure (maker->ruler, layer->name, CL_LEGEND_TEXT * maker->size,
                                          FALSE, room);
      *widest = MAX (*widest, entry.text->width);
      g_array_append_val (entries, entry);
    }
  return entries;
}

static double
column_width (const ClLayoutMaker *maker, double widest)
{
  return widest + (CL_KEY_WIDTH + CL_KEY_GAP + 2 * CL_LEGEND_PAD) * maker->size;
}

static double
column_height (const ClLayoutMaker *maker, guint n)
{
  return (n * CL_LEGEND_PITCH - 0.3 + CL_LEGEND_PAD) * maker->size;
}

/* The share of the figure that a legend on the right may take. */
static double
right_room (const ClLayoutMaker *maker)
{
  return 0.35 * maker->layout->width;
}

double
cl_panel_layout_legend_width (const ClLayoutMaker *maker, const ClPanelLayout *panel)
{
  double widest;
  g_autoptr (GArray) entries = legend_entries (maker, panel->panel, right_room (maker), &widest);

  return entries->len > 0 ? column_width (maker, widest) + 0.6 * maker->size : 0;
}

static void
put_entry (const ClLayoutMaker *maker, ClLabel *entry, double x, double y)
{
  entry->x = x + (CL_KEY_WIDTH + CL_KEY_GAP) * maker->size;
  entry->y = y + (CL_LEGEND_PITCH / 2 - 0.15 + CL_LEGEND_TEXT * CL_CAP_HEIGHT / 2) * maker->size;
}

static void
put_column (const ClLayoutMaker *maker, ClLegendLayout *legend)
{
  for (guint k = 0; k < legend->entries->len; k++)
    put_entry (maker, &g_array_index (legend->entries, ClLabel, k),
               legend->box.x0 + CL_LEGEND_PAD * maker->size,
               legend->box.y0 + (CL_LEGEND_PAD / 2 + k * CL_LEGEND_PITCH) * maker->size);
}

/* The lines of a legend above may be as wide as the cell, whatever the box. */
static double
row_room (const ClPanelLayout *panel)
{
  return cl_rect_width (&panel->cell) + panel->margins.right;
}

/* Fills lines of entries as a paragraph is filled with words; returns how many lines. */
static guint
put_rows (const ClLayoutMaker *maker, GArray *entries, double x0, double y0, double room)
{
  double x = 0, gap = 1.3 * maker->size;
  guint line = 0;

  for (guint k = 0; k < entries->len; k++)
    {
      ClLabel *entry = &g_array_index (entries, ClLabel, k);
      double width = (CL_KEY_WIDTH + CL_KEY_GAP) * maker->size + entry->text->width;

      if (x > 0 && x + width > room)
        {
          x = 0;
          line++;
        }
      put_entry (maker, entry, x0 + x, y0 + line * CL_LEGEND_PITCH * maker->size);
      x += width + gap;
    }
  return entries->len > 0 ? line + 1 : 0;
}

double
cl_panel_layout_legend_height (const ClLayoutMaker *maker, const ClPanelLayout *panel)
{
  double widest, room = row_room (panel);
  g_autoptr (GArray) entries = legend_entries (maker, panel->panel, room, &widest);

  return (put_rows (maker, entries, 0, 0, room) * CL_LEGEND_PITCH + 0.2) * maker->size;
}

/* Corners first, then the middles of the edges. */
static double
least_covered (const ClLayoutMaker *maker, const ClPanelLayout *panel, const ClCanvas *mask,
               double width, double height, ClRect *best)
{
  static const double at[][2] = { { 1, 0 },   { 0, 0 },   { 1, 1 },   { 0, 1 },
                                  { 1, 0.5 }, { 0, 0.5 }, { 0.5, 0 }, { 0.5, 1 } };
  double inset = 0.5 * maker->size, least = INFINITY;
  double spare_x = cl_rect_width (&panel->box) - 2 * inset - width;
  double spare_y = cl_rect_height (&panel->box) - 2 * inset - height;

  for (gsize k = 0; k < G_N_ELEMENTS (at); k++)
    {
      double x = panel->box.x0 + inset + at[k][0] * MAX (spare_x, 0);
      double y = panel->box.y0 + inset + at[k][1] * MAX (spare_y, 0);
      ClRect box = { x, y, x + width, y + height };
      double cover = cl_canvas_mask_share (mask, &box) + 0.0005 * (double) k;

      if (cover < least)
        {
          least = cover;
          *best = box;
        }
    }
  return spare_x < 0 || spare_y < 0 ? INFINITY : least;
}

static gboolean
place_inside (const ClLayoutMaker *maker, ClPanelLayout *panel, const ClCanvas *mask)
{
  ClLegendLayout *legend = &panel->legend;
  double widest, room = cl_rect_width (&panel->box) - maker->size, cover;

  legend->entries = legend_entries (maker, panel->panel, room, &widest);
  cover = least_covered (maker, panel, mask, column_width (maker, widest),
                         column_height (maker, legend->entries->len), &legend->box);
  put_column (maker, legend);
  return cover <= TOLERABLE_COVER || legend->entries->len == 0;
}

/* Keeps the entries that a column of this height has room for. */
static void
shorten_column (const ClLayoutMaker *maker, GArray *entries, double room)
{
  double fits = floor ((room / maker->size - CL_LEGEND_PAD + 0.3) / CL_LEGEND_PITCH);

  if (fits < entries->len)
    g_array_set_size (entries, (guint) MAX (fits, 0));
}

static void
place_right (const ClLayoutMaker *maker, ClPanelLayout *panel)
{
  ClLegendLayout *legend = &panel->legend;
  double widest, x = panel->box.x1 + panel->margins.right
                     - cl_panel_layout_legend_width (maker, panel) + 0.6 * maker->size;

  legend->entries = legend_entries (maker, panel->panel, right_room (maker), &widest);
  shorten_column (maker, legend->entries, cl_rect_height (&panel->box));
  legend->box = (ClRect){ x, panel->box.y0, x + column_width (maker, widest),
                          panel->box.y0 + column_height (maker, legend->entries->len) };
  put_column (maker, legend);
}

static void
place_above (const ClLayoutMaker *maker, ClPanelLayout *panel)
{
  ClLegendLayout *legend = &panel->legend;
  double widest, room = row_room (panel), height = cl_panel_layout_legend_height (maker, panel);
  double y = panel->box.y0 - height - 0.2 * maker->size, x, longest = 0;

  legend->entries = legend_entries (maker, panel->panel, room, &widest);
  put_rows (maker, legend->entries, 0, y, room);
  for (guint k = 0; k < legend->entries->len; k++)
    {
      const ClLabel *entry = &g_array_index (legend->entries, ClLabel, k);

      longest = MAX (longest, entry->x + entry->text->width);
    }
  /* Flush with the box, or centred on it when wider, but within the cell. */
  x = MIN (panel->box.x0, (panel->box.x0 + panel->box.x1 - longest) / 2);
  x = MAX (x, panel->cell.x0);
  put_rows (maker, legend->entries, x, y, room);
  legend->box = (ClRect){ x, y, x + longest, y + height };
}

static gboolean
place_legend (const ClLayoutMaker *maker, ClPanelLayout *panel, const ClCanvas *mask)
{
  gboolean good = TRUE;

  if (panel->panel->legend == CL_LEGEND_NONE)
    return TRUE;
  switch (panel->legend.place)
    {
    case CL_LEGEND_PLACE_INSIDE:
      good = place_inside (maker, panel, mask);
      break;
    case CL_LEGEND_PLACE_RIGHT:
      place_right (maker, panel);
      break;
    case CL_LEGEND_PLACE_ABOVE:
      place_above (maker, panel);
      break;
    }
  panel->legend.shown = panel->legend.entries->len > 0;
  return good;
}

gboolean
cl_panel_layout_find_room (const ClLayoutMaker *maker, ClPanelLayout *panel)
{
  const GPtrArray *layers = panel->panel->layers;
  gboolean needed = FALSE, good;
  ClCanvas *mask;

  for (guint k = 0; k < layers->len; k++)
    needed |=
        has_entry (layers->pdata[k]) || cl_layer_text_get (layers->pdata[k], NULL, NULL, NULL);
  if (!needed || panel->empty)
    return TRUE;
  mask = cl_canvas_mask_new (&panel->box);
  draw_mask (maker, panel, mask);
  for (guint k = 0; k < layers->len; k++)
    place_text (maker, panel, layers->pdata[k], mask);
  good = place_legend (maker, panel, mask);
  cl_canvas_mask_free (mask);
  return good;
}
