/* How many samples a data set has of each class. */
#pragma once

#include "core/datasets/dataset.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* Two bars a class: training and test samples; NULL for empty axes.  A few classes with names lie
 * below each other, which leaves the names room; any others stand side by side. */
ClFigure *cl_class_balance_figure (const ClDataset *dataset) G_GNUC_WARN_UNUSED_RESULT;

/* The height that suits the figure, in pixels of a screen. */
int cl_class_balance_height (const ClDataset *dataset);

G_END_DECLS
