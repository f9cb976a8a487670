#include "ui/plots/class-balance.h"

#include <glib/gi18n.h>

#include "ui/figure/layers.h"

#define BAR_WIDTH 0.38

/* Beyond this the ticks are numbers, which leave each other room. */
#define MAX_NAMES 12

static void
add_bars (ClPanel *panel, const ClSamples *samples, gsize classes, double shift, const char *name,
          const ClStyle *style)
{
  g_autofree double *x = g_new (double, classes);
  g_autofree double *y = g_new0 (double, classes);
  ClLayer *layer;

  for (gsize k = 0; k < classes; k++)
    x[k] = (double) k + shift;
  for (gsize i = 0; i < samples->count; i++)
    y[samples->labels[i]]++;
  layer = cl_layer_bars_new (x, y, classes, BAR_WIDTH, style);
  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
}

static void
set_classes (ClAxis *axis, const ClDataset *dataset)
{
  g_auto (GStrv) labels = g_new0 (char *, dataset->classes + 1);

  for (gsize k = 0; k < dataset->classes; k++)
    labels[k] = dataset->class_names != NULL ? g_markup_escape_text (dataset->class_names[k], -1)
                                             : g_strdup_printf ("%" G_GSIZE_FORMAT, k);
  if (dataset->classes <= MAX_NAMES)
    cl_axis_set_categories (axis, (const char *const *) labels, dataset->classes);
  else
    cl_axis_set_integer (axis, TRUE);
  cl_axis_set_range (axis, -0.6, (double) dataset->classes - 0.4);
}

ClFigure *
cl_class_balance_figure (const ClDataset *dataset)
{
  const ClStyle train = { .colour = CL_COLOUR_ACCENT }, test = { .colour = CL_COLOUR_MUTED };
  ClFigure *figure =
      cl_figure_new (NULL, _ ("The number of training and of test samples of each class."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);

  cl_axis_set_label (cl_panel_x (panel), _ ("class"));
  cl_axis_set_label (cl_panel_y (panel), _ ("samples"));
  cl_axis_set_integer (cl_panel_y (panel), TRUE);
  if (dataset == NULL)
    return figure;
  set_classes (cl_panel_x (panel), dataset);
  add_bars (panel, &dataset->train, dataset->classes, -BAR_WIDTH / 2, _ ("training"), &train);
  add_bars (panel, &dataset->test, dataset->classes, BAR_WIDTH / 2, _ ("test"), &test);
  return figure;
}
