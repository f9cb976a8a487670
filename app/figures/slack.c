#include "app/figures/kit.h"
#include "core/theory/slack.h"
#include "ui/plots/slack-plot.h"

static ClFigure *
build (ClConditionId condition, const ClFigureContext *context, GError **error)
{
  g_autoptr (ClModel) model = cl_figure_kit_model (context, cl_figure_kit_mixed, 6, error);
  g_autoptr (ClSlack) slack = NULL;

  if (model == NULL)
    return NULL;
  slack = cl_slack_new (cl_model_array (model, CL_ARRAY_A), condition);
  return cl_slack_plot_figure (condition, model->n, slack);
}

ClFigure *
cl_figure_slack (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  return build (CL_CONDITION_MU_INF, context, error);
}

ClFigure *
cl_figure_slack_metzler (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  return build (CL_CONDITION_METZLER, context, error);
}
