/* What “analyze” prints about a convolutional network: everything in the inf norm and in l_2,
 * exactly, from its kernels (core/training/convolution/conv-model.h, conv-spectrum.h). */
#pragma once

#include "app/cli/invocation.h"

G_BEGIN_DECLS

gboolean cl_convolution_report (const ClInvocation *invocation, const ClConvModel *model,
                                GError **error);

G_END_DECLS
