/* Edits of a model as the side bar offers them: functions from one immutable model to the next. */
#pragma once

#include "core/theory/model.h"

G_BEGIN_DECLS

/* The shape that an array has, or would have, in this model; 0 where r or q is still open. */
void cl_model_edit_shape (const ClModel *model, ClArrayId id, gsize *rows, gsize *cols);

/* The sizes of the model in which the array has this shape; a square one has the larger side. */
void cl_model_edit_sizes (const ClModel *model, ClArrayId id, gsize rows, gsize cols, gsize *n,
                          gsize *r, gsize *q);

/* The array gets a neutral start: a B or C of one column or row where the model has none yet, zeros
 * elsewhere, ones for eta and leak. */
ClModel *cl_model_edit_add (const ClModel *model, ClArrayId id) G_GNUC_WARN_UNUSED_RESULT;

/* Without the array, which is not A.  D and c need outputs, so they go with C. */
ClModel *cl_model_edit_remove (const ClModel *model, ClArrayId id) G_GNUC_WARN_UNUSED_RESULT;

/* Every array keeps its leading part and grows with zeros (eta and leak with ones).  Without
 * columns or rows to hold, B, C, D and c disappear. */
ClModel *cl_model_edit_resize (const ClModel *model, gsize n, gsize r,
                               gsize q) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
