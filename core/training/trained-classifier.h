/* ClTrainedClassifier: trained weights of either kind asked about one input: ClClassifier for a
 * dense model, ClConvClassifier for a convolutional network. */
#pragma once

#include "core/implicit/answer.h"
#include "core/training/trained.h"

G_BEGIN_DECLS

typedef struct _ClTrainedClassifier ClTrainedClassifier;

/* What holds for every input is computed here, once.  Fails as those two do.  Any thread. */
ClTrainedClassifier *cl_trained_classifier_new (const ClTrained *trained,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
ClTrainedClassifier *
cl_trained_classifier_ref (ClTrainedClassifier *classifier) G_GNUC_WARN_UNUSED_RESULT;
void cl_trained_classifier_unref (ClTrainedClassifier *classifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainedClassifier, cl_trained_classifier_unref)

/* input: an input of the model, or the planes of an image. */
ClAnswer *cl_trained_classifier_answer (ClTrainedClassifier *classifier, const double *input,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
