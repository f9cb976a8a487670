/* What “analyze” prints about a convolutional network: everything in the inf norm, exactly, from
 * sums of its kernels (core/training/convolution/conv-model.h). */
#pragma once

#include "app/cli/invocation.h"

G_BEGIN_DECLS

gboolean cl_convolution_report (const ClInvocation *invocation, const ClConvModel *model,
                                GError **error);

G_END_DECLS
