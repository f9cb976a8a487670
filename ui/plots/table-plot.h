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

/* The name of feature `k`, or its number from 1, at most `length` characters long. */
char *cl_table_plot_feature_name (const ClDataset *dataset, gsize k,
                                  gsize length) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a class, whose numbers begin at 0. */
char *cl_table_plot_class_name (const ClDataset *dataset, gsize label,
                                gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
