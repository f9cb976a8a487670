/* ClEvaluation: how well a model classifies a set of samples, on all cores.
 *
 * The model is read as the implicit network L x = Phi (A x + B u + b), y = C x + D u + c, in
 * single precision; the answer is the index of the largest output. */
#pragma once

#include <gio/gio.h>

#include "core/datasets/dataset.h"
#include "core/theory/model.h"
#include "core/training/trained.h"

G_BEGIN_DECLS

typedef struct
{
  gsize samples;
  double accuracy;       /* share of correct answers */
  double worst_residual; /* largest relative residual (batch-solver.h); NaN without a number */
  gsize iterations;      /* the most that any part of the samples needed */
  gboolean converged;    /* every sample reached the tolerance of 1e-4 */
  ClMatrix *confusion;   /* classes x classes: counts, row the label, column the answer */
  guint8 *answers;       /* samples */
  double seconds;
  float *outputs; /* samples x classes, row-major: y of every sample */

  /* classes x n: the mean of x over the samples with each label, 0 where there are none; NULL for a
   * convolutional network. */
  ClMatrix *activity;
} ClEvaluation;

/* `samples` is a part of `dataset`, or samples of the same shape.  Fails with CL_MODEL_ERROR_SHAPE
 * when the inputs or outputs of the model do not fit the data, with CL_MODEL_ERROR_MISSING without
 * B or C, with CL_MODEL_ERROR_VALUE when the model has no such fixed point (another kind, or a
 * self-loop too strong), with G_IO_ERROR_CANCELLED.  Blocks; any thread. */
ClEvaluation *cl_evaluation_new (const ClModel *model, const ClDataset *dataset,
                                 const ClSamples *samples, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of a convolutional network. */
ClEvaluation *cl_evaluation_new_convolution (const ClConvModel *model, const ClDataset *dataset,
                                             const ClSamples *samples, GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of either. */
ClEvaluation *cl_evaluation_new_trained (const ClTrained *trained, const ClDataset *dataset,
                                         const ClSamples *samples, GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_evaluation_free (ClEvaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEvaluation, cl_evaluation_free)

G_END_DECLS
