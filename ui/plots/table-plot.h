/* What the samples of a table look like: rows of numbers in a few classes. */
#pragma once

#include "core/datasets/dataset.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* One feature gives its values along a line a class; two, the plane of both; more, parallel
 * coordinates: a thin curve a training sample and a strong one for the mean of each class, every
 * feature from its least to its largest value.  Classes, features and samples beyond what the eye
 * takes in are left out.  dataset: one with features. */
ClFigure *cl_table_plot_figure (const ClDataset *dataset) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
