#include "ui/plots/training-curves.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/figure/number.h"

#define FAINT        0.4
#define STRONG_WIDTH 2.4

static const ClDash dashes[] = { CL_DASH_SOLID, CL_DASH_DASHED, CL_DASH_DASH_DOT, CL_DASH_DOTTED };
static const ClMarker markers[] = { CL_MARKER_DISC, CL_MARKER_RING, CL_MARKER_SQUARE,
                                    CL_MARKER_DIAMOND, CL_MARKER_TRIANGLE };

ClStyle
cl_training_series_style (guint series)
{
  return (ClStyle){ .colour = CL_COLOUR_SERIES,
                    .series = series,
                    .dash = dashes[series % G_N_ELEMENTS (dashes)],
                    .marker = markers[series % G_N_ELEMENTS (markers)] };
}

/* "γ 0.9" */
static char *
mark_text (const ClTrainMark *mark)
{
  static const char *const names[CL_N_TRAIN_MARKS] = {
    [CL_TRAIN_MARK_RATE] = N_ ("rate"),
    [CL_TRAIN_MARK_LAMBDA] = "λ",
    [CL_TRAIN_MARK_GAMMA] = "γ",
  };
  g_autofree char *number = cl_number_text (mark->value, 3);

  return g_strdup_printf ("%s %s", _ (names[mark->what]), number);
}

static void
add_line (ClPanel *panel, const double *x, const double *y, gsize n, const char *name,
          const ClStyle *style)
{
  ClLayer *layer;

  if (n == 0)
    return;
  layer = cl_layer_line_new (x, y, n, style);
  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
}

static void
add_batches (ClPanel *panel, const ClTrainingTrace *trace, gsize offset, gboolean named)
{
  const GArray *points = trace->snapshot->points;
  const ClStyle style = {
    .colour = CL_COLOUR_SERIES, .series = trace->series, .width = 0.8, .opacity = FAINT
  };
  g_autofree double *x = g_new (double, points->len + 1);
  g_autofree double *y = g_new (double, points->len + 1);
  g_autofree char *name = g_strdup_printf (_ ("%s, batch"), trace->name);
  gsize n = 0;

  for (gsize k = 0; k < points->len; k++)
    {
      const ClBatchPoint *point = &g_array_index (points, ClBatchPoint, k);

      if (point->position < (double) trace->first_epoch)
        continue;
      x[n] = point->position;
      y[n++] = *(const float *) (const void *) ((const char *) point + offset);
    }
  add_line (panel, x, y, n, named ? name : NULL, &style);
}

static void
add_epochs (ClPanel *panel, const ClTrainingTrace *trace, const ClTrainingQuantity *quantity,
            const char *name, const ClStyle *style)
{
  const GArray *epochs = trace->snapshot->epochs;
  g_autofree double *x = g_new (double, epochs->len + 1);
  g_autofree double *y = g_new (double, epochs->len + 1);
  gsize n = 0;

  for (gsize k = 0; k < epochs->len; k++)
    {
      const ClEpoch *epoch = &g_array_index (epochs, ClEpoch, k);

      if (epoch->epoch < trace->first_epoch)
        continue;
      x[n] = (double) epoch->epoch;
      y[n++] = cl_training_quantity_value (quantity, epoch, trace->samples);
    }
  add_line (panel, x, y, n, name, style);
}

static void
add_faint (ClPanel *panel, const ClTrainingTrace *trace, const ClTrainingQuantity *quantity,
           gboolean named)
{
  const ClTrainingQuantity other = { .offset = quantity->faint_offset };
  g_autofree char *name = g_strdup_printf ("%s, %s", trace->name, quantity->faint);
  ClStyle style = cl_training_series_style (trace->series);

  style.marker = CL_MARKER_NONE;
  style.opacity = FAINT;
  add_epochs (panel, trace, &other, named ? name : NULL, &style);
}

/* What lies behind the curves.  In a legend only the runs have names: the title says what is
 * faint. */
static void
add_background (ClPanel *panel, const ClTrainingTrace *trace, const ClTrainingQuantity *quantity,
                gboolean legend)
{
  if (trace->snapshot == NULL)
    return;
  if (quantity->batch_offset != 0)
    add_batches (panel, trace, quantity->batch_offset, !legend);
  if (quantity->faint_offset != 0)
    add_faint (panel, trace, quantity, !legend);
}

/* What is selected is selected in the window: beside a legend all runs are alike. */
static void
add_curve (ClPanel *panel, const ClTrainingTrace *trace, const ClTrainingQuantity *quantity,
           gboolean legend)
{
  ClStyle style = cl_training_series_style (trace->series);

  if (trace->snapshot == NULL)
    return;
  style.width = trace->strong && !legend ? STRONG_WIDTH : 0;
  add_epochs (panel, trace, quantity, trace->name, &style);
}

/* The largest value of a panel: labels hang from there. */
static double
top_of (const ClTrainingPlot *plot, const ClTrainingQuantity *quantity)
{
  double top = -INFINITY;

  for (gsize i = 0; i < plot->n_traces; i++)
    for (gsize k = 0; plot->traces[i].snapshot != NULL && k < plot->traces[i].snapshot->epochs->len;
         k++)
      {
        const double value =
            cl_training_quantity_value (quantity,
                                        &g_array_index (plot->traces[i].snapshot->epochs, ClEpoch,
                                                        k),
                                        plot->traces[i].samples);

        if (isfinite (value))
          top = MAX (top, value);
      }
  return top;
}

/* What was changed while the run went on: a rule across every panel and, where `top` is a number,
 * what it was changed to. */
static void
add_marks (ClPanel *panel, const ClTrainingTrace *trace, double top)
{
  const GArray *marks = trace->snapshot != NULL ? trace->snapshot->marks : NULL;
  const ClStyle rule = { .colour = CL_COLOUR_SERIES,
                         .series = trace->series,
                         .width = 1,
                         .opacity = 0.7,
                         .dash = CL_DASH_DOTTED };
  const ClStyle text = { .colour = CL_COLOUR_SERIES, .series = trace->series };

  for (gsize k = 0; marks != NULL && k < marks->len; k++)
    {
      const ClTrainMark *mark = &g_array_index (marks, ClTrainMark, k);
      g_autofree char *label = mark_text (mark);

      if (mark->position < (double) trace->first_epoch)
        continue;
      cl_panel_add (panel, cl_layer_rule_new (TRUE, mark->position, &rule));
      if (isfinite (top))
        cl_panel_add (panel, cl_layer_text_new (mark->position, top, label, &text));
    }
}

static char *
panel_title (const ClTrainingQuantity *quantity)
{
  if (quantity->bound)
    return g_strdup_printf (_ ("Bound: %s"), quantity->title);
  return quantity->faint != NULL
             ? g_strdup_printf (_ ("%s (faint: %s)"), quantity->title, quantity->faint)
             : g_strdup (quantity->title);
}

static gboolean
has_points (const ClTrainingPlot *plot)
{
  for (gsize i = 0; i < plot->n_traces; i++)
    if (plot->traces[i].snapshot != NULL && plot->traces[i].snapshot->points->len > 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_epochs (const ClTrainingPlot *plot)
{
  for (gsize i = 0; i < plot->n_traces; i++)
    if (plot->traces[i].snapshot != NULL && plot->traces[i].snapshot->epochs->len > 0)
      return TRUE;
  return FALSE;
}

static const char *
empty_text (const ClTrainingPlot *plot)
{
  if (has_epochs (plot))
    return _ ("No value to show: not valid for this network.");
  return has_points (plot) ? _ ("Measured after the first epoch.") : _ ("Nothing trained yet.");
}

static ClPanel *
add_panel (ClFigure *figure, guint row, guint col, const ClTrainingPlot *plot,
           const ClTrainingQuantity *quantity)
{
  ClPanel *panel = cl_figure_add_panel (figure, row, col);
  g_autofree char *title = panel_title (quantity);
  const ClStyle here = { .colour = CL_COLOUR_MUTED, .width = 1.2 };
  /* Said once: the axes are the same. */
  const double top = row + col == 0 ? top_of (plot, quantity) : NAN;

  cl_panel_set_title (panel, title);
  cl_panel_set_empty_text (panel, empty_text (plot));
  cl_panel_set_compare (panel, TRUE);
  cl_axis_set_label (cl_panel_x (panel), _ ("epoch"));
  cl_axis_set_integer (cl_panel_x (panel), TRUE);
  cl_axis_set_scale (cl_panel_y (panel), quantity->scale);
  if (plot->epochs > 0)
    cl_axis_set_range (cl_panel_x (panel), 0, (double) plot->epochs);
  if (plot->chosen_epoch > 0)
    cl_panel_add (panel, cl_layer_rule_new (TRUE, (double) plot->chosen_epoch, &here));
  for (gsize i = 0; i < plot->n_traces; i++)
    add_background (panel, &plot->traces[i], quantity, plot->legend);
  for (gsize i = 0; i < plot->n_traces; i++)
    add_curve (panel, &plot->traces[i], quantity, plot->legend);
  for (gsize i = 0; i < plot->n_traces; i++)
    add_marks (panel, &plot->traces[i], top);
  return panel;
}

/* As square as it goes: 1, 2, 2 x 2, 3 x 2, 3 x 3, ... */
static guint
columns_for (gsize count)
{
  guint columns = 1;

  while ((gsize) columns * columns < count)
    columns++;
  return columns;
}

ClFigure *
cl_training_plot_figure (const ClTrainingPlot *plot)
{
  g_return_val_if_fail (plot != NULL, NULL);
  ClFigure *figure =
      cl_figure_new (NULL, plot->n_traces > 1 ? _ ("Training runs side by side over the epochs.")
                                              : _ ("A training run over the epochs."));
  const guint columns = columns_for (plot->n_quantities);

  for (guint k = 0; k < plot->n_quantities; k++)
    {
      ClPanel *panel = add_panel (figure, k / columns, k % columns, plot, plot->quantities[k]);
      const gboolean corner = k == MIN (columns, plot->n_quantities) - 1;

      cl_panel_set_legend (panel, plot->legend && corner ? CL_LEGEND_RIGHT : CL_LEGEND_NONE);
    }
  return figure;
}

ClFigure *
cl_training_curves_figure (const ClTrainSnapshot *snapshot, gsize epochs)
{
  const ClTrainingTrace trace = { .name = _ ("run"), .snapshot = snapshot };
  const ClTrainingQuantity *quantities[CL_N_TRAINING_DEFAULTS];
  gsize count;
  const ClTrainingQuantity *table = cl_training_quantity_table (&count);

  for (gsize i = 0; i < CL_N_TRAINING_DEFAULTS; i++)
    quantities[i] = &table[i];
  return cl_training_plot_figure (&(ClTrainingPlot){ .traces = &trace,
                                                     .n_traces = 1,
                                                     .quantities = quantities,
                                                     .n_quantities = CL_N_TRAINING_DEFAULTS,
                                                     .epochs = epochs });
}
