#include "ui/plots/class-map.h"

#include <glib/gi18n.h>

#include "ui/figure/layers.h"

static void
name_classes (ClAxis *axis, gsize classes, const char *const *class_names)
{
  g_auto (GStrv) names = g_new0 (char *, classes + 1);

  for (gsize k = 0; k < classes; k++)
    names[k] = class_names != NULL ? g_markup_escape_text (class_names[k], -1)
                                   : g_strdup_printf ("%" G_GSIZE_FORMAT, k);
  cl_axis_set_categories (axis, (const char *const *) names, classes);
}

static gboolean
has_negative (const ClMatrix *values)
{
  for (gsize k = 0; k < values->rows * values->cols; k++)
    if (values->data[k] < 0)
      return TRUE;
  return FALSE;
}

ClFigure *
cl_class_map_figure (const ClMatrix *values, const char *const *class_names, const char *meaning,
                     const char *description)
{
  g_return_val_if_fail (values != NULL, NULL);

  ClFigure *figure = cl_figure_new (NULL, description);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  ClLayer *layer = cl_layer_heat_new (values->data, values->rows, values->cols, 0.5, -0.5, 1, 1,
                                      has_negative (values), 0);

  cl_axis_set_label (cl_panel_x (panel), _ ("neuron"));
  cl_axis_set_integer (cl_panel_x (panel), TRUE);
  cl_axis_set_label (cl_panel_y (panel), _ ("class"));
  cl_axis_set_reversed (cl_panel_y (panel), TRUE);
  name_classes (cl_panel_y (panel), values->rows, class_names);
  cl_layer_set_name (layer, meaning);
  cl_panel_add (panel, layer);
  return figure;
}
