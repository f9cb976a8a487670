#include "ui/plots/class-balance.h"

#include <glib/gi18n.h>

#include "ui/figure/layers.h"
#include "ui/plots/sample-names.h"

#define BAR_WIDTH 0.38

/* Beyond this there are no names, only numbers. */
#define MAX_NAMES   12
#define NAME_LENGTH 16

#define HEIGHT        132
#define ACROSS_HEIGHT 84 /* of what is not bars */
#define CLASS_HEIGHT  20

/* Names need a line each. */
static gboolean
lies_across (const ClDataset *dataset)
{
  return dataset != NULL && dataset->class_names != NULL && dataset->classes <= MAX_NAMES;
}

int
cl_class_balance_height (const ClDataset *dataset)
{
  return lies_across (dataset) ? ACROSS_HEIGHT + CLASS_HEIGHT * (int) dataset->classes : HEIGHT;
}

static void
add_bars (ClPanel *panel, const ClDataset *dataset, const ClSamples *samples, double shift,
          const char *name, const ClStyle *style)
{
  gsize classes = dataset->classes;
  g_autofree double *place = g_new (double, classes);
  g_autofree double *count = g_new0 (double, classes);
  ClLayer *layer;

  for (gsize k = 0; k < classes; k++)
    place[k] = (double) k + shift;
  for (gsize i = 0; i < samples->count; i++)
    count[samples->labels[i]]++;
  layer = lies_across (dataset) ? cl_layer_bars_new_across (count, place, classes, BAR_WIDTH, style)
                                : cl_layer_bars_new (place, count, classes, BAR_WIDTH, style);
  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
}

static void
set_classes (ClAxis *axis, const ClDataset *dataset)
{
  g_auto (GStrv) labels = g_new0 (char *, dataset->classes + 1);

  for (gsize k = 0; k < dataset->classes; k++)
    {
      g_autofree char *name = cl_sample_names_class (dataset, k, NAME_LENGTH);

      labels[k] = g_markup_escape_text (name, -1);
    }
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
  gboolean across = lies_across (dataset);
  ClAxis *classes = across ? cl_panel_y (panel) : cl_panel_x (panel);
  ClAxis *samples = across ? cl_panel_x (panel) : cl_panel_y (panel);

  if (!across)
    cl_axis_set_label (classes, _ ("class"));
  cl_axis_set_label (samples, _ ("samples"));
  cl_axis_set_integer (samples, TRUE);
  cl_axis_set_reversed (classes, across);
  if (dataset == NULL)
    return figure;
  set_classes (classes, dataset);
  add_bars (panel, dataset, &dataset->train, -BAR_WIDTH / 2, _ ("training"), &train);
  add_bars (panel, dataset, &dataset->test, BAR_WIDTH / 2, _ ("test"), &test);
  return figure;
}
