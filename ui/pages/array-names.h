/* What the arrays of a model are called in the side bar, and what they are.  An example has two, W
 * and v, in the places of A and b; `example` is NULL for a network. */
#pragma once

#include "core/dynamics/example.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

/* "A" */
const char *cl_array_label (const ClExample *example, ClArrayId id);

/* "A: weights, 2 × 2" */
char *cl_array_description (const ClExample *example, const ClModel *model,
                            ClArrayId id) G_GNUC_WARN_UNUSED_RESULT;

/* "The bias is zero.": what its absence means; NULL where the array cannot be absent. */
const char *cl_array_absence (ClArrayId id);

G_END_DECLS
