/* The slack map: how far each entry of A may rise and fall, the others as they are, before a
 * condition of the ladder stops to hold. */
#pragma once

#include "core/theory/slack.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* slack: of this condition for a matrix with n rows; NULL: the panel says that there is none. */
ClFigure *cl_slack_plot_figure (ClConditionId condition, gsize n,
                                const ClSlack *slack) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
