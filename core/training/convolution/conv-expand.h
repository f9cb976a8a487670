/* A convolutional network written out as the dense implicit network that it is. */
#pragma once

#include "core/training/convolution/conv-model.h"

G_BEGIN_DECLS

/* State (c h + row) w + col is pixel (row, col) of channel c, inputs likewise, so that an input is
 * a sample as it is stored; C includes the averages over the blocks.  A has (n h w)^2 entries:
 * fails with CL_MODEL_ERROR_SHAPE where that exceeds CL_MATRIX_MAX_ENTRIES. */
ClModel *cl_conv_model_expand (const ClConvModel *model, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
