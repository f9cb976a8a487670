#include "core/training/trained-classifier.h"

#include "core/implicit/classifier.h"
#include "core/training/convolution/conv-classifier.h"

/* One of the two. */
struct _ClTrainedClassifier
{
  ClClassifier *dense;
  ClConvClassifier *convolution;
};

ClTrainedClassifier *
cl_trained_classifier_new (const ClTrained *trained, GError **error)
{
  g_return_val_if_fail (trained != NULL, NULL);
  ClClassifier *dense = NULL;
  ClConvClassifier *convolution = NULL;
  ClTrainedClassifier *self;

  if (trained->convolution != NULL)
    convolution = cl_conv_classifier_new (trained->convolution, error);
  else
    dense = cl_classifier_new (trained->model, error);
  if (dense == NULL && convolution == NULL)
    return NULL;
  self = g_atomic_rc_box_new (ClTrainedClassifier);
  *self = (ClTrainedClassifier){ dense, convolution };
  return self;
}

ClTrainedClassifier *
cl_trained_classifier_ref (ClTrainedClassifier *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ClTrainedClassifier *self = data;

  g_clear_pointer (&self->dense, cl_classifier_unref);
  g_clear_pointer (&self->convolution, cl_conv_classifier_unref);
}

void
cl_trained_classifier_unref (ClTrainedClassifier *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

ClAnswer *
cl_trained_classifier_answer (ClTrainedClassifier *self, const double *input,
                              GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && input != NULL, NULL);

  return self->convolution != NULL
             ? cl_conv_classifier_answer (self->convolution, input, cancellable, error)
             : cl_classifier_answer (self->dense, input, cancellable, error);
}
