#include "ui/plots/slack-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/figure/markup.h"

/* Larger matrices have no room for numbers at any size. */
#define MAX_NUMBERED 30

/* Entries with more room than this many times that of the tightest one look alike: it is the tight
 * ones that count. */
#define RANGE 10.0

static double
colour_limit (const ClSlack *slack)
{
  const ClMatrix *sides[] = { slack->up, slack->down };
  double least = INFINITY, largest = 0;

  for (gsize side = 0; side < G_N_ELEMENTS (sides); side++)
    for (gsize k = 0; k < sides[side]->rows * sides[side]->cols; k++)
      if (isfinite (sides[side]->data[k]))
        {
          least = fmin (least, sides[side]->data[k]);
          largest = fmax (largest, sides[side]->data[k]);
        }
  return fmin (largest, RANGE * least);
}

static void
add_side (ClFigure *figure, guint col, const char *title, const ClMatrix *side, double limit)
{
  ClPanel *panel = cl_figure_add_panel (figure, 0, col);
  ClLayer *layer =
      cl_layer_heat_new (side->data, side->rows, side->cols, 0.5, 0.5, 1, 1, FALSE, limit);

  cl_panel_set_title (panel, title);
  cl_panel_set_equal (panel, TRUE);
  cl_axis_set_label (cl_panel_x (panel), _ ("column"));
  if (col == 0)
    cl_axis_set_label (cl_panel_y (panel), _ ("row"));
  cl_axis_set_integer (cl_panel_x (panel), TRUE);
  cl_axis_set_integer (cl_panel_y (panel), TRUE);
  cl_axis_set_reversed (cl_panel_y (panel), TRUE);
  if (side->rows <= MAX_NUMBERED)
    cl_layer_heat_set_numbers (layer, 2);
  cl_panel_add (panel, layer);
}

static char *
empty_text (ClConditionId condition, gsize n)
{
  const char *formula = cl_condition_info (condition)->formula;

  if (!cl_slack_is_known (condition, n))
    return g_strdup_printf (_ ("Known for at most %d states."), CL_SLACK_P_MATRIX_LIMIT);
  return g_strdup_printf (_ ("No room: %s does not hold clearly."), formula);
}

ClFigure *
cl_slack_plot_figure (ClConditionId condition, gsize n, const ClSlack *slack)
{
  g_autofree char *formula = cl_markup_to_text (cl_condition_info (condition)->markup);
  g_autofree char *description =
      g_strdup_printf (_ ("How far each entry of A may rise and fall, the others as they are, "
                          "before “%s” stops to hold."),
                       formula);
  ClFigure *figure = cl_figure_new (NULL, description);

  if (slack == NULL)
    {
      g_autofree char *text = empty_text (condition, n);

      cl_panel_set_empty_text (cl_figure_add_panel (figure, 0, 0), text);
      return figure;
    }
  double limit = colour_limit (slack);
  add_side (figure, 0, _ ("may rise by less than"), slack->up, limit);
  add_side (figure, 1, _ ("may fall by less than"), slack->down, limit);
  return figure;
}
