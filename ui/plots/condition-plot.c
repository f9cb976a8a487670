#include "ui/plots/condition-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"

static const ClStyle verdict_styles[] = {
  [CL_VERDICT_HOLDS] = { .colour = CL_COLOUR_GOOD, .marker = CL_MARKER_DISC },
  [CL_VERDICT_FAILS] = { .colour = CL_COLOUR_BAD, .marker = CL_MARKER_CROSS },
  [CL_VERDICT_UNKNOWN] = { .colour = CL_COLOUR_MUTED, .marker = CL_MARKER_RING },
  [CL_VERDICT_TOO_CLOSE] = { .colour = CL_COLOUR_FOREGROUND, .marker = CL_MARKER_DIAMOND },
};

static void
set_categories (ClAxis *axis)
{
  const char *labels[CL_N_CONDITIONS];

  for (guint k = 0; k < CL_N_CONDITIONS; k++)
    labels[k] = cl_condition_info (k)->markup;
  cl_axis_set_categories (axis, labels, CL_N_CONDITIONS);
  cl_axis_set_range (axis, -0.6, CL_N_CONDITIONS - 0.4);
  cl_axis_set_reversed (axis, TRUE);
}

static void
add_verdict (ClPanel *panel, const ClAnalysis *analysis, ClVerdict verdict)
{
  double x[CL_N_CONDITIONS], y[CL_N_CONDITIONS];
  gsize n = 0;
  ClLayer *layer;

  for (guint k = 0; k < CL_N_CONDITIONS; k++)
    if (analysis->condition[k].verdict == verdict && isfinite (analysis->condition[k].margin))
      {
        x[n] = analysis->condition[k].margin;
        y[n++] = k;
      }
  if (n == 0)
    return;
  layer = cl_layer_points_new (x, y, n, &verdict_styles[verdict]);
  cl_layer_set_name (layer, cl_verdict_id (verdict));
  cl_panel_add (panel, layer);
}

/* An implication may settle a condition whose own margin nobody knows. */
static void
add_missing (ClPanel *panel, const ClCondition *condition, guint k)
{
  static const ClStyle style = { .colour = CL_COLOUR_MUTED };
  g_autofree char *text =
      condition->verdict == CL_VERDICT_UNKNOWN
          ? g_strdup (cl_verdict_id (CL_VERDICT_UNKNOWN))
          : g_strdup_printf (_ ("%s, margin unknown"), cl_verdict_id (condition->verdict));

  cl_panel_add (panel, cl_layer_text_new (0, k, text, &style));
}

/* From zero to the margin; a condition without a margin says so. */
static void
add_stems (ClPanel *panel, const ClAnalysis *analysis)
{
  static const ClStyle style = { .colour = CL_COLOUR_MUTED, .width = 1, .opacity = 0.7 };
  double x[3 * CL_N_CONDITIONS], y[3 * CL_N_CONDITIONS];

  for (guint k = 0; k < CL_N_CONDITIONS; k++)
    {
      x[3 * k] = 0;
      x[3 * k + 1] = analysis->condition[k].margin;
      y[3 * k] = y[3 * k + 1] = k;
      x[3 * k + 2] = y[3 * k + 2] = NAN;
      if (!isfinite (analysis->condition[k].margin))
        add_missing (panel, &analysis->condition[k], k);
    }
  cl_panel_add (panel, cl_layer_line_new (x, y, G_N_ELEMENTS (x), &style));
}

ClFigure *
cl_condition_plot_figure (const ClAnalysis *analysis)
{
  ClFigure *figure = cl_figure_new (
      NULL, _ ("The margin of every condition for well-posedness: positive where it holds."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);

  cl_panel_set_empty_text (panel, _ ("Nothing analysed yet."));
  if (analysis == NULL)
    return figure;
  cl_axis_set_label (cl_panel_x (panel), _ ("margin"));
  set_categories (cl_panel_y (panel));
  cl_panel_add (panel,
                cl_layer_rule_new (TRUE, 0,
                                   &(ClStyle){ .colour = CL_COLOUR_FOREGROUND, .width = 0.8 }));
  add_stems (panel, analysis);
  for (guint k = 0; k < G_N_ELEMENTS (verdict_styles); k++)
    add_verdict (panel, analysis, k);
  return figure;
}
