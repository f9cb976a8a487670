/* The weights of the family's norm, what is measured in it, and the regulariser. */
#include <math.h>

#include "core/training/learner-private.h"

void
cl_learner_fill_eta (const ClLearner *self, float *eta)
{
  const float *log_eta = self->weights + self->family->log_eta (self->layout.n);

  for (gsize i = 0; i < self->layout.n; i++)
    eta[i] = expf (log_eta[i]);
}

double
cl_learner_measure (const ClLearner *self)
{
  const ClNetwork *network = &self->network;
  const gsize n = self->layout.n;
  double measure = -INFINITY;

  if (self->eta == NULL)
    return cl_network_measure (network, NULL);
  cl_learner_fill_eta (self, self->eta);
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < n; j++)
        sum += fabs ((double) network->coupling[i * n + j]) * self->eta[j];
      measure = MAX (measure, network->loop[i] + sum / self->eta[i]);
    }
  return measure;
}

static void
prepare_penalty (ClLearner *self, const ClRegulariser *regulariser)
{
  const ClParameterLayout *layout = &self->layout;

  if (self->eta != NULL)
    cl_learner_fill_eta (self, self->eta);
  if (self->penalty == regulariser)
    return;
  self->penalty = regulariser;
  g_free (self->penalty_work);
  self->penalty_work = regulariser->work != NULL
                           ? g_new0 (double, regulariser->work (layout->n, layout->r, layout->q))
                           : NULL;
}

static double
regularise_convolution (ClLearner *self, const ClRegulariser *regulariser, double lambda,
                        ClBatchGradient *batch)
{
  const ClParameterLayout *layout = &self->layout;
  float *linear = cl_batch_gradient_linear (batch);
  const ClConvWeights out = { cl_batch_gradient_a (batch), linear, linear + layout->bias,
                              linear + layout->c_matrix, linear + layout->offset };

  return cl_conv_penalty_add (self->conv_penalty, &self->convolution, regulariser, lambda,
                              self->penalty_work, &out);
}

double
cl_learner_regularise (ClLearner *self, const ClRegulariser *regulariser, double lambda,
                       ClBatchGradient *batch)
{
  const ClParameterLayout *layout = &self->layout;
  float *linear = cl_batch_gradient_linear (batch);
  const ClPenalised weights = {
    .n = layout->n,
    .r = layout->r,
    .q = layout->q,
    .a = self->a,
    .b_matrix = self->network.b_matrix,
    .c_matrix = self->network.c_matrix,
    .eta = self->eta,
  };
  ClPenaltyGradient gradient = {
    .a = cl_batch_gradient_a (batch),
    .b_matrix = linear,
    .c_matrix = linear + layout->c_matrix,
    .log_eta = self->log_eta,
  };

  prepare_penalty (self, regulariser);
  if (self->network.convolution != NULL)
    return regularise_convolution (self, regulariser, lambda, batch);
  return regulariser->add (&weights, lambda, self->penalty_work, &gradient);
}
