#include "ui/figure/panel.h"

#include "ui/figure/layer-class.h"
#include "ui/figure/panel-private.h"

ClPanel *
cl_panel_new (guint row, guint col)
{
  ClPanel *panel = g_new0 (ClPanel, 1);

  panel->row = row;
  panel->col = col;
  cl_axis_init (&panel->x);
  cl_axis_init (&panel->y);
  panel->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_layer_free);
  return panel;
}

void
cl_panel_free (ClPanel *panel)
{
  cl_axis_clear (&panel->x);
  cl_axis_clear (&panel->y);
  g_ptr_array_unref (panel->layers);
  g_free (panel->title);
  g_free (panel->empty_text);
  g_free (panel);
}

void
cl_panel_set_title (ClPanel *panel, const char *title)
{
  g_return_if_fail (panel != NULL);
  g_free (panel->title);
  panel->title = g_strdup (title);
}

ClAxis *
cl_panel_x (ClPanel *panel)
{
  g_return_val_if_fail (panel != NULL, NULL);
  return &panel->x;
}

ClAxis *
cl_panel_y (ClPanel *panel)
{
  g_return_val_if_fail (panel != NULL, NULL);
  return &panel->y;
}

void
cl_panel_set_equal (ClPanel *panel, gboolean equal)
{
  g_return_if_fail (panel != NULL);
  panel->equal = equal;
}

void
cl_panel_set_legend (ClPanel *panel, ClLegend legend)
{
  g_return_if_fail (panel != NULL);
  panel->legend = legend;
}

void
cl_panel_set_compare (ClPanel *panel, gboolean compare)
{
  g_return_if_fail (panel != NULL);
  panel->compare = compare;
}

void
cl_panel_set_empty_text (ClPanel *panel, const char *text)
{
  g_return_if_fail (panel != NULL);
  g_free (panel->empty_text);
  panel->empty_text = g_strdup (text);
}

/* The next series differs from the earlier ones in colour, in dash and in marker. */
static void
choose_style (ClPanel *panel, ClLayer *layer)
{
  static const ClDash dashes[] = { CL_DASH_SOLID, CL_DASH_DASHED, CL_DASH_DASH_DOT,
                                   CL_DASH_DOTTED };
  static const ClMarker markers[] = { CL_MARKER_DISC,    CL_MARKER_RING,     CL_MARKER_SQUARE,
                                      CL_MARKER_DIAMOND, CL_MARKER_TRIANGLE, CL_MARKER_CROSS };
  guint series = panel->next_series++;

  layer->style.colour = CL_COLOUR_SERIES;
  layer->style.series = series;
  layer->style.dash = dashes[series % G_N_ELEMENTS (dashes)];
  layer->style.marker =
      layer->klass->marked ? markers[series % G_N_ELEMENTS (markers)] : CL_MARKER_NONE;
}

void
cl_panel_add (ClPanel *panel, ClLayer *layer)
{
  g_return_if_fail (panel != NULL);
  g_return_if_fail (layer != NULL);
  if (!layer->styled && layer->klass->takes_series)
    choose_style (panel, layer);
  g_ptr_array_add (panel->layers, layer);
}

guint
cl_panel_n_layers (const ClPanel *panel)
{
  g_return_val_if_fail (panel != NULL, 0);
  return panel->layers->len;
}

ClLayer *
cl_panel_layer (const ClPanel *panel, guint index)
{
  g_return_val_if_fail (panel != NULL && index < panel->layers->len, NULL);
  return g_ptr_array_index (panel->layers, index);
}
