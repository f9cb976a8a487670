/* ClClassifier: a model read as a classifier, L x = Phi (A x + B u + b), y = C x + D u + c, answer
 * argmax y, with what holds for every input computed once: the Lipschitz bounds of the differences
 * of its outputs. */
#pragma once

#include "core/implicit/answer.h"

G_BEGIN_DECLS

typedef struct _ClClassifier ClClassifier;

/* Takes a reference of the model.  Fails with CL_MODEL_ERROR_MISSING without B or C or with fewer
 * than two outputs, with CL_MODEL_ERROR_VALUE where the model is of another kind than firing-rate.
 * Any thread; takes milliseconds at n = 100. */
ClClassifier *cl_classifier_new (ClModel *model, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ClClassifier *cl_classifier_ref (ClClassifier *classifier);
void cl_classifier_unref (ClClassifier *classifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClClassifier, cl_classifier_unref)

/* input: r numbers.  An iteration without a proof is tried all the same (info.factor_theory >= 1
 * tells).  Fails when it diverges, with G_IO_ERROR_CANCELLED, or with CL_FIXED_POINT_ERROR_INPUT
 * where the input is not finite.  Any thread. */
ClAnswer *cl_classifier_answer (ClClassifier *classifier, const double *input,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
