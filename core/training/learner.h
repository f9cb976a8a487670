/* ClLearner: the trained parameters, their optimiser and the network they make.
 *
 * One step is shared by the workers: each reduces its range of the gradients of all workers in
 * the order of the workers, and moves these parameters.  The family's part, which is small, falls
 * to worker 0. */
#pragma once

#include "core/training/batch-gradient.h"
#include "core/training/optimiser.h"
#include "core/training/regulariser.h"
#include "core/training/trained.h"

G_BEGIN_DECLS

typedef struct _ClLearner ClLearner;

/* Starts from random weights that depend on the seed alone: theta as the family says, B uniform
 * with variance 1/r, C uniform on +-1/sqrt (n), b and c zero.  In a convolutional network r and n
 * are the columns of the kernels of B and of C. */
ClLearner *cl_learner_new (const ClFamily *family, const ClOptimiser *optimiser,
                           const ClActivation *activation, const ClParameterLayout *layout,
                           double gamma, guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void cl_learner_free (ClLearner *learner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLearner, cl_learner_free)

const ClParameterLayout *cl_learner_layout (const ClLearner *learner);

/* The network of the current parameters; its arrays change with each step. */
const ClNetwork *cl_learner_network (const ClLearner *learner);

/* The parameters, to read and to perturb; cl_learner_refresh then brings the network up to date. */
float *cl_learner_theta (ClLearner *learner);
float *cl_learner_linear (ClLearner *learner);
void cl_learner_refresh (ClLearner *learner);

/* The bound of the family from now on: theta stays, or is projected, and the network follows. */
void cl_learner_set_gamma (ClLearner *learner, double gamma);

/* Leaves each neuron out of the network with this probability, as the seed and the counter decide;
 * with probability 0 all are there.  The next cl_learner_refresh, or step, hears it. */
void cl_learner_drop (ClLearner *learner, double probability, guint64 seed, guint64 counter);

/* All weights, without any neuron left out, with the weights eta of the family's norm.
 * NULL with an error when one is not finite. */
ClTrained *cl_learner_to_model (const ClLearner *learner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* mu (A) in the norm in which the family promises mu (A) <= gamma; alpha (M (A)), the least in any
 * weighted inf norm, where it promises nothing.  Of the network as it is, so of what is left of it
 * while neurons are left out. */
double cl_learner_measure (const ClLearner *learner);

/* Adds lambda times a subgradient of the regulariser, of all weights, to a gradient of this
 * learner; returns the regulariser. */
double cl_learner_regularise (ClLearner *learner, const ClRegulariser *regulariser, double lambda,
                              ClBatchGradient *gradient);

/* What a learner remembers from step to step. */
typedef enum
{
  CL_LEARNER_WEIGHTS,
  CL_LEARNER_FIRST, /* moments of the optimiser */
  CL_LEARNER_SECOND,
  CL_N_LEARNER_ARRAYS,
} ClLearnerArray;

/* theta and then the linear block, in one column. */
ClMatrix *cl_learner_get_array (const ClLearner *learner,
                                ClLearnerArray which) G_GNUC_WARN_UNUSED_RESULT;

/* Puts one back; cl_learner_refresh then brings the network up to date. */
void cl_learner_set_array (ClLearner *learner, ClLearnerArray which, const ClMatrix *array);

/* The family's chain rule: spoils da (n x n) and returns the gradient with respect to theta, which
 * is valid until the next call. */
const float *cl_learner_pull_back (ClLearner *learner, float *da);

/* The part of step number `steps` (from 1) that belongs to `worker` of `workers`.  The parts touch
 * disjoint memory; all gradients must be complete before, and no part may still run when the
 * network is used. */
void cl_learner_step (ClLearner *learner, guint worker, guint workers,
                      ClBatchGradient *const *gradients, guint64 steps, double rate);

G_END_DECLS
