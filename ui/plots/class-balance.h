/* How many samples a data set has of each class. */
#pragma once

#include "core/datasets/dataset.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* Two bars a class: training and test samples; NULL for empty axes. */
ClFigure *cl_class_balance_figure (const ClDataset *dataset) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
