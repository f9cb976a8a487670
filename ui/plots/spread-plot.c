#include "ui/plots/spread-plot.h"

#include <glib/gi18n.h>

#include "ui/figure/layers.h"
#include "ui/plots/sweep-labels.h"

static const ClDash dashes[] = { CL_DASH_SOLID, CL_DASH_DASHED, CL_DASH_DASH_DOT, CL_DASH_DOTTED };

/* More names than this would leave the curves no room above or beside them in a panel. */
#define MAX_NAMES_INSIDE 4

static const struct
{
  const char *title;
  ClScaleKind scale;
  gsize offset; /* of a GArray of ClSpread in ClSweepSummary */
  double factor;
} panels[] = {
  { N_ ("test accuracy (%)"), CL_SCALE_LINEAR, G_STRUCT_OFFSET (ClSweepSummary, accuracies),
    100.0 },
  { N_ ("training loss"), CL_SCALE_LOG, G_STRUCT_OFFSET (ClSweepSummary, losses), 1.0 },
};

/* Mean and band, the band behind. */
static void
add_curve (ClPanel *panel, const GArray *spreads, double factor, const ClStyle *style,
           const char *name)
{
  const gsize n = spreads->len;
  g_autofree double *memory = g_new (double, 4 * MAX (n, 1));
  double *epoch = memory, *mean = memory + n, *low = memory + 2 * n, *high = memory + 3 * n;
  gboolean spread = FALSE;
  ClLayer *layer;

  for (gsize i = 0; i < n; i++)
    {
      const ClSpread *values = &g_array_index (spreads, ClSpread, i);
      const double deviation = factor * cl_spread_deviation (values);

      epoch[i] = (double) (i + 1);
      mean[i] = factor * values->mean;
      low[i] = mean[i] - deviation;
      high[i] = mean[i] + deviation;
      spread |= values->count > 1;
    }
  if (spread)
    cl_panel_add (panel, cl_layer_band_new (epoch, low, high, n, style));
  layer = cl_layer_line_new (epoch, mean, n, style);
  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
}

/* How many lambdas of its family come before this one. */
static guint
lambda_index (const GPtrArray *sorted, guint index)
{
  const ClSweepSummary *summary = g_ptr_array_index (sorted, index);
  guint first = index;

  while (first > 0
         && g_str_equal (((const ClSweepSummary *) g_ptr_array_index (sorted, first - 1))->family,
                         summary->family))
    first--;
  return index - first;
}

static gboolean
has_several_lambdas (const GPtrArray *sorted)
{
  for (guint i = 0; i < sorted->len; i++)
    if (lambda_index (sorted, i) > 0)
      return TRUE;
  return FALSE;
}

/* Few names go where there is room among the curves of the first panel, many beside the last. */
static ClLegend
legend_of (guint panel, guint curves)
{
  if (curves > MAX_NAMES_INSIDE)
    return panel + 1 == G_N_ELEMENTS (panels) ? CL_LEGEND_RIGHT : CL_LEGEND_NONE;
  return panel == 0 ? CL_LEGEND_AUTO : CL_LEGEND_NONE;
}

static void
add_curves (ClPanel *panel, const GPtrArray *sorted, gsize offset, double factor)
{
  const gboolean several = has_several_lambdas (sorted);

  for (guint i = 0; i < sorted->len; i++)
    {
      const ClSweepSummary *summary = g_ptr_array_index (sorted, i);
      const GArray *spreads = G_STRUCT_MEMBER (GArray *, summary, offset);
      ClStyle style = cl_sweep_family_style (summary->family);
      g_autofree char *name = several ? cl_sweep_name (summary->family, summary->lambda)
                                      : cl_sweep_family_name (summary->family);

      style.dash = dashes[lambda_index (sorted, i) % G_N_ELEMENTS (dashes)];
      style.marker = CL_MARKER_NONE;
      if (spreads->len > 0)
        add_curve (panel, spreads, factor, &style, name);
    }
}

ClFigure *
cl_spread_figure (const GPtrArray *runs)
{
  ClFigure *figure =
      cl_figure_new (NULL, _ ("Test accuracy and training loss after every epoch, mean over the "
                              "seeds and a band of one standard deviation."));
  g_autoptr (GPtrArray) summaries = cl_sweep_summarise (runs);
  g_autoptr (GPtrArray) sorted = cl_sweep_sorted (summaries);

  for (guint k = 0; k < G_N_ELEMENTS (panels); k++)
    {
      ClPanel *panel = cl_figure_add_panel (figure, 0, k);

      cl_panel_set_empty_text (panel, _ ("No run has finished yet."));
      cl_panel_set_legend (panel, legend_of (k, sorted->len));
      cl_axis_set_label (cl_panel_x (panel), _ ("epoch"));
      cl_axis_set_integer (cl_panel_x (panel), TRUE);
      cl_axis_set_label (cl_panel_y (panel), _ (panels[k].title));
      cl_axis_set_scale (cl_panel_y (panel), panels[k].scale);
      add_curves (panel, sorted, panels[k].offset, panels[k].factor);
    }
  return figure;
}
