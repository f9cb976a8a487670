/* What classes and features are called, in the room that there is for it. */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

/* The name of a class, whose numbers begin at 0, at most `length` characters long. */
char *cl_sample_names_class (const ClDataset *dataset, gsize label,
                             gsize length) G_GNUC_WARN_UNUSED_RESULT;

/* The same of feature `k`, whose numbers begin at 1.  dataset: one with features. */
char *cl_sample_names_feature (const ClDataset *dataset, gsize k,
                               gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
