#include "ui/plots/table-plot.h"

#include <glib/gi18n.h>

#include "ui/figure/layers.h"
#include "ui/plots/sample-names.h"

/* As many as have a colour of their own on every background. */
#define MAX_CLASSES 5

#define MAX_CURVES   30  /* of one class */
#define MAX_DOTS     200 /* of one class */
#define MAX_FEATURES 200
#define MAX_THIN     40 /* features; more are so dense that only the means can be read */
#define MAX_NAMES    6 /* features; beyond this the ticks are numbers, which leave each other room */
#define NAME_LENGTH  9
#define LABEL_LENGTH 32

static const ClDash dashes[MAX_CLASSES] = { CL_DASH_SOLID, CL_DASH_DASHED, CL_DASH_DASH_DOT,
                                            CL_DASH_DOTTED, CL_DASH_SOLID };
static const ClMarker markers[MAX_CLASSES] = { CL_MARKER_DISC, CL_MARKER_TRIANGLE, CL_MARKER_SQUARE,
                                               CL_MARKER_DIAMOND, CL_MARKER_CROSS };

/* The first samples of one class. */
typedef struct
{
  gsize count;
  const float **samples; /* count; owned */
} Group;

static Group
find_group (const ClDataset *dataset, gsize label, gsize most)
{
  const ClSamples *train = &dataset->train;
  Group group = { 0, g_new (const float *, most) };

  for (gsize i = 0; i < train->count && group.count < most; i++)
    if (train->labels[i] == label)
      group.samples[group.count++] = train->pixels + i * dataset->width;
  return group;
}

static void
name_layer (ClLayer *layer, const ClDataset *dataset, gsize label)
{
  g_autofree char *name = cl_sample_names_class (dataset, label, LABEL_LENGTH);

  cl_layer_set_name (layer, name);
}

static void
label_axis (ClAxis *axis, const ClDataset *dataset, gsize k)
{
  g_autofree char *name = cl_sample_names_feature (dataset, k, LABEL_LENGTH);
  g_autofree char *markup = g_markup_escape_text (name, -1);

  cl_axis_set_label (axis, markup);
}

/* One feature, or two: a dot a sample. */

static void
add_dots (ClPanel *panel, const ClDataset *dataset, gsize label)
{
  const ClStyle style = {
    .series = (guint) label, .marker = markers[label], .size = 5, .opacity = 0.7
  };
  Group group = find_group (dataset, label, MAX_DOTS);
  g_autofree double *x = g_new (double, group.count), *y = g_new (double, group.count);
  ClLayer *layer;

  for (gsize i = 0; i < group.count; i++)
    {
      x[i] = cl_dataset_feature_value (dataset, group.samples[i], 0);
      y[i] = dataset->width == 1 ? (double) label
                                 : cl_dataset_feature_value (dataset, group.samples[i], 1);
    }
  layer = cl_layer_points_new (x, y, group.count, &style);
  name_layer (layer, dataset, label);
  cl_panel_add (panel, layer);
  g_free (group.samples);
}

static void
set_class_axis (ClAxis *axis, const ClDataset *dataset, gsize classes)
{
  g_auto (GStrv) names = g_new0 (char *, classes + 1);

  for (gsize k = 0; k < classes; k++)
    {
      g_autofree char *name = cl_sample_names_class (dataset, k, NAME_LENGTH);

      names[k] = g_markup_escape_text (name, -1);
    }
  cl_axis_set_categories (axis, (const char *const *) names, classes);
  cl_axis_set_range (axis, -0.5, (double) classes - 0.5);
  cl_axis_set_reversed (axis, TRUE);
}

static void
show_dots (ClPanel *panel, const ClDataset *dataset, gsize classes)
{
  label_axis (cl_panel_x (panel), dataset, 0);
  if (dataset->width == 2)
    label_axis (cl_panel_y (panel), dataset, 1);
  else
    {
      set_class_axis (cl_panel_y (panel), dataset, classes);
      cl_panel_set_legend (panel, CL_LEGEND_NONE);
    }
  for (gsize k = 0; k < classes; k++)
    add_dots (panel, dataset, k);
}

/* More features: parallel coordinates. */

static ClLayer *
make_curves (const Group *group, gsize features, const ClStyle *style)
{
  g_autofree double *x = g_new (double, group->count *features);
  g_autofree double *y = g_new (double, group->count *features);

  for (gsize i = 0; i < group->count; i++)
    for (gsize k = 0; k < features; k++)
      {
        x[i * features + k] = (double) (k + 1);
        y[i * features + k] = (double) group->samples[i][k];
      }
  return cl_layer_bundle_new (x, y, group->count, features, features, 1, FALSE, style);
}

/* Of all training samples of the class, not of those drawn; without any it is not a number. */
static ClLayer *
make_mean (const ClDataset *dataset, gsize label, gsize features, const ClStyle *style)
{
  const ClSamples *train = &dataset->train;
  g_autofree double *x = g_new (double, features), *y = g_new0 (double, features);
  gsize count = 0;

  for (gsize i = 0; i < train->count; i++)
    if (train->labels[i] == label)
      {
        count++;
        for (gsize k = 0; k < features; k++)
          y[k] += (double) train->pixels[i * dataset->width + k];
      }
  for (gsize k = 0; k < features; k++)
    {
      x[k] = (double) (k + 1);
      y[k] /= (double) count;
    }
  return cl_layer_line_new (x, y, features, style);
}

static void
add_curves (ClPanel *panel, const ClDataset *dataset, gsize label, gsize features)
{
  const ClStyle style = { .series = (guint) label, .width = 0.7, .opacity = 0.35 };
  Group group = find_group (dataset, label, MAX_CURVES);

  if (group.count > 0)
    cl_panel_add (panel, make_curves (&group, features, &style));
  g_free (group.samples);
}

static void
add_mean (ClPanel *panel, const ClDataset *dataset, gsize label, gsize features)
{
  const ClStyle style = { .series = (guint) label, .width = 2.4, .dash = dashes[label] };
  ClLayer *layer = make_mean (dataset, label, features, &style);

  name_layer (layer, dataset, label);
  cl_panel_add (panel, layer);
}

static void
set_feature_axis (ClAxis *axis, const ClDataset *dataset, gsize features)
{
  g_auto (GStrv) names = g_new0 (char *, features + 2);

  /* Categories count from 0, features from 1: the first name is never shown. */
  names[0] = g_strdup ("");
  for (gsize k = 0; k < features; k++)
    {
      g_autofree char *name = cl_sample_names_feature (dataset, k, NAME_LENGTH);

      names[k + 1] = g_markup_escape_text (name, -1);
    }
  if (features <= MAX_NAMES)
    cl_axis_set_categories (axis, (const char *const *) names, features + 1);
  else
    cl_axis_set_integer (axis, TRUE);
  cl_axis_set_range (axis, 0.7, (double) features + 0.3);
}

/* What is left out is said where one looks for it. */
static void
label_features (ClAxis *axis, const ClDataset *dataset, gsize features, gsize classes)
{
  g_autoptr (GString) text = g_string_new (_ ("feature"));

  if (features < dataset->width)
    /* Translators: follows "feature"; counts of those shown and of all. */
    g_string_append_printf (text, _ (", the first %zu of %zu"), features, dataset->width);
  if (classes < dataset->classes)
    /* Translators: follows "feature"; counts of those shown and of all. */
    g_string_append_printf (text, _ ("; %zu of %zu classes"), classes, dataset->classes);
  cl_axis_set_label (axis, text->str);
}

static void
show_curves (ClPanel *panel, const ClDataset *dataset, gsize classes)
{
  gsize features = MIN (dataset->width, MAX_FEATURES);

  set_feature_axis (cl_panel_x (panel), dataset, features);
  label_features (cl_panel_x (panel), dataset, features, classes);
  cl_axis_set_label (cl_panel_y (panel), _ ("least to largest"));
  cl_axis_set_range (cl_panel_y (panel), -0.04, 1.04);
  for (gsize k = 0; k < classes && features <= MAX_THIN; k++)
    add_curves (panel, dataset, k, features);
  for (gsize k = 0; k < classes; k++)
    add_mean (panel, dataset, k, features);
}

ClFigure *
cl_table_plot_figure (const ClDataset *dataset)
{
  g_return_val_if_fail (dataset != NULL && dataset->features != NULL, NULL);
  gsize classes = MIN (dataset->classes, MAX_CLASSES);
  ClFigure *figure = cl_figure_new (
      NULL, dataset->width > 2
                ? _ ("Training samples of a table: a thin curve a sample, a strong one the mean of "
                     "each class, every feature from its least to its largest value.")
                : _ ("Training samples of a table, one dot each."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);

  if (dataset->width > 2)
    show_curves (panel, dataset, classes);
  else
    show_dots (panel, dataset, classes);
  return figure;
}
