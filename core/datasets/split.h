/* The split of samples that come without one. */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

/* The numbers from 0 to count - 1 in a random order that the seed alone decides.  The first
 * *n_train of them, the share of the options, are for training and the others for testing; neither
 * part is empty.  count is at least 2.  Free with g_free. */
guint32 *cl_split_order (gsize count, const ClDatasetOptions *options,
                         gsize *n_train) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
