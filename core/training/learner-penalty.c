/* The weights of the family's norm, what is measured in it, and the regulariser. */
#include <math.h>

#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/training/learner-private.h"

static ClMatrix *
widen_a (const ClNetwork *network)
{
  const gsize n = network->n;
  ClMatrix *a = cl_matrix_new (n, n);

  for (gsize i = 0; i < n * n; i++)
    a->data[i] = network->coupling[i];
  for (gsize i = 0; i < n; i++)
    a->data[i * n + i] = network->loop[i];
  return a;
}

static double
measure_inf (const ClLearner *self)
{
  const gsize n = self->layout.n;
  g_autofree double *eta = g_new (double, n);

  if (self->eta == NULL)
    return cl_network_measure (&self->network, NULL);
  g_autoptr (ClMatrix) a = widen_a (&self->network);
  for (gsize i = 0; i < n; i++)
    eta[i] = self->eta[i];
  return cl_measure_inf_weighted (a, eta).value;
}

static double
measure_two (const ClLearner *self)
{
  const gsize n = self->layout.n;
  g_autofree double *q = g_new (double, n);
  g_autoptr (ClMatrix) a = widen_a (&self->network);

  if (self->eta == NULL)
    return cl_measure_two (a, NULL).value;
  for (gsize i = 0; i < n; i++)
    q[i] = 1.0 / ((double) self->eta[i] * self->eta[i]);
  return cl_measure_two_weighted (a, q, NULL).value;
}

/* The infimum over all weights: alpha (M (A)). */
static double
measure_best (const ClLearner *self)
{
  g_autoptr (ClMatrix) a = widen_a (&self->network);
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (a);
  g_autoptr (ClPerron) perron = cl_perron_new (majorant);

  return perron->value;
}

double
cl_learner_measure (const ClLearner *self)
{
  static double (*const measure[]) (const ClLearner *) = {
    [CL_FAMILY_NORM_NONE] = measure_best,
    [CL_FAMILY_NORM_INF] = measure_inf,
    [CL_FAMILY_NORM_TWO] = measure_two,
  };
  const double plain = cl_network_measure (&self->network, NULL);

  /* A matrix that is not finite has no eigenvalues to ask for. */
  if (self->network.convolution != NULL || !isfinite (plain))
    return plain;
  if (self->eta != NULL)
    self->family->fill_eta (self->layout.n, self->weights, self->eta);
  return measure[self->family->norm](self);
}

static void
prepare_penalty (ClLearner *self, const ClRegulariser *regulariser)
{
  const ClParameterLayout *layout = &self->layout;

  if (self->log_eta != NULL)
    self->family->fill_eta (layout->n, self->weights, self->eta);
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
    .eta = self->log_eta != NULL ? self->eta : NULL,
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
