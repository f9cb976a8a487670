#include "ui/plots/landscape-plot.h"

#include <glib/gi18n.h>

#include "core/dynamics/contour.h"
#include "ui/figure/layers.h"

/* The borders that are drawn: those of the other conditions are seen in the colours, and more lines
 * could not be told apart. */
static const struct
{
  ClConditionId id;
  ClStyle style;
} borders[] = {
  { CL_CONDITION_NORM_INF, { .colour = CL_COLOUR_SERIES, .series = 3, .dash = CL_DASH_DOTTED } },
  { CL_CONDITION_MU_INF, { .colour = CL_COLOUR_SERIES, .series = 2, .dash = CL_DASH_DASH_DOT } },
  { CL_CONDITION_METZLER, { .colour = CL_COLOUR_SERIES, .series = 0, .dash = CL_DASH_SOLID } },
  { CL_CONDITION_MU_2, { .colour = CL_COLOUR_SERIES, .series = 1, .dash = CL_DASH_DASHED } },
  { CL_CONDITION_P_MATRIX, { .colour = CL_COLOUR_FOREGROUND, .width = 2 } },
};

char *
cl_entry_markup (const ClEntry *entry)
{
  return g_strdup_printf ("<i>a</i><sub>%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "</sub>",
                          entry->row + 1, entry->col + 1);
}

static void
label_axis (ClAxis *axis, const ClEntry *entry, double min, double max)
{
  g_autofree char *label = cl_entry_markup (entry);

  cl_axis_set_label (axis, label);
  cl_axis_set_range (axis, min, max);
}

/* Half of the way to the foreground at most, so that the lines stay clear of it.  Each sample
 * stands in the middle of its cell. */
static void
add_counts (ClPanel *panel, const ClLandscape *landscape)
{
  const ClSlice *slice = &landscape->slice;
  double dx = (slice->x1 - slice->x0) / (double) (slice->samples - 1);
  double dy = (slice->y1 - slice->y0) / (double) (slice->samples - 1);
  ClLayer *layer =
      cl_layer_heat_new (landscape->held, slice->samples, slice->samples, slice->x0 - dx / 2,
                         slice->y0 - dy / 2, dx, dy, FALSE, 2 * CL_N_CONDITIONS);

  cl_layer_heat_set_map (layer, CL_COLOUR_MAP_INK);
  cl_panel_add (panel, layer);
}

static void
add_border (ClPanel *panel, const ClLandscape *landscape, ClConditionId id, const ClStyle *style)
{
  const ClSlice *slice = &landscape->slice;
  const ClBox box = { slice->x0, slice->x1, slice->y0, slice->y1 };
  g_autoptr (ClContour) contour =
      cl_contour_new (landscape->margin[id], slice->samples, slice->samples, &box, 0);
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  gsize n = cl_contour_join (contour, &x, &y);
  ClLayer *layer;

  if (n == 0)
    return;
  layer = cl_layer_line_new (x, y, n, style);
  cl_layer_set_name (layer, cl_condition_info (id)->markup);
  cl_panel_add (panel, layer);
}

static void
add_matrix (ClPanel *panel, const ClSlice *slice, const ClMatrix *a)
{
  static const ClStyle style = { .colour = CL_COLOUR_FOREGROUND, .marker = CL_MARKER_DISC };
  double x = cl_matrix_get (a, slice->x.row, slice->x.col);
  double y = cl_matrix_get (a, slice->y.row, slice->y.col);
  ClLayer *layer = cl_layer_points_new (&x, &y, 1, &style);

  cl_layer_set_name (layer, _ ("<i>A</i>"));
  cl_panel_add (panel, layer);
}

ClFigure *
cl_landscape_plot_figure (const ClLandscape *landscape, const ClMatrix *a, const char *empty)
{
  ClFigure *figure = cl_figure_new (
      NULL, _ ("A slice of weight space along two entries of A: how many conditions hold, and the "
               "borders of the conditions and of the exact region."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);

  cl_panel_set_empty_text (panel, empty);
  if (landscape == NULL)
    return figure;
  const ClSlice *slice = &landscape->slice;
  cl_panel_set_title (panel, _ ("Shaded: conditions that hold"));
  label_axis (cl_panel_x (panel), &slice->x, slice->x0, slice->x1);
  label_axis (cl_panel_y (panel), &slice->y, slice->y0, slice->y1);
  add_counts (panel, landscape);
  for (gsize k = 0; k < G_N_ELEMENTS (borders); k++)
    add_border (panel, landscape, borders[k].id, &borders[k].style);
  add_matrix (panel, slice, a);
  return figure;
}
