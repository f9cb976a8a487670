/* ClConvClassifier: a convolutional network asked about one image, in doubles: its answer, how far
 * that is certified, and how the fixed point settles (ClClassifier for networks that are no
 * ClModel). */
#pragma once

#include "core/implicit/answer.h"
#include "core/training/convolution/conv-model.h"

G_BEGIN_DECLS

typedef struct _ClConvClassifier ClConvClassifier;

/* Takes a reference of the model.  Fails with CL_MODEL_ERROR_VALUE where mu_inf (A) does not
 * promise a unique fixed point, with CL_MODEL_ERROR_MISSING with fewer than two outputs.  Any
 * thread; takes as long as the bounds in l_2 do (conv-spectrum.h). */
ClConvClassifier *cl_conv_classifier_new (ClConvModel *model,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
ClConvClassifier *cl_conv_classifier_ref (ClConvClassifier *classifier);
void cl_conv_classifier_unref (ClConvClassifier *classifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClConvClassifier, cl_conv_classifier_unref)

/* planes: the image, r x height x width.  The iterates of the answer are those after 1, 4, 16, ...
 * iterations and after the last, each the n maps of the states.  Fails with G_IO_ERROR_CANCELLED,
 * or with CL_FIXED_POINT_ERROR_INPUT where the image is not finite.  Any thread. */
ClAnswer *cl_conv_classifier_answer (ClConvClassifier *classifier, const double *planes,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
