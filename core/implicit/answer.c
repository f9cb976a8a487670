#include "core/implicit/answer.h"

#include <float.h>
#include <math.h>

ClAnswer *
cl_answer_new (gsize n, gsize q)
{
  ClAnswer *self = g_new0 (ClAnswer, 1);

  self->n = n;
  self->q = q;
  self->outputs = g_new0 (double, q);
  self->probabilities = g_new0 (double, q);
  return self;
}

void
cl_answer_free (ClAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->outputs);
  g_free (self->probabilities);
  cl_fixed_point_info_clear (&self->info);
  g_clear_pointer (&self->frames, g_array_unref);
  g_free (self);
}

void
cl_softmax (gsize q, const double *y, double *out)
{
  double most = -INFINITY, sum = 0;

  for (gsize i = 0; i < q; i++)
    most = fmax (most, y[i]);
  for (gsize i = 0; i < q; i++)
    sum += out[i] = exp (y[i] - most);
  for (gsize i = 0; i < q; i++)
    out[i] /= sum;
}

static void
certify (ClAnswer *self, const ClMatrix *pairs, const double *errors)
{
  self->radius = INFINITY;
  for (gsize k = 0; k < self->q; k++)
    {
      const double margin = self->outputs[self->answer] - self->outputs[k];
      const double lipschitz = cl_matrix_get (pairs, self->answer, k);
      const double sure = margin - errors[self->answer] - errors[k];
      const double radius = sure > 0 ? sure / lipschitz * (1 - 8 * DBL_EPSILON) : 0;

      if (k == self->answer || radius >= self->radius)
        continue;
      self->radius = radius;
      self->rival = k;
      self->margin = margin;
      self->lipschitz = lipschitz;
    }
}

void
cl_answer_decide (ClAnswer *self, const ClMatrix *pairs, const double *errors)
{
  g_return_if_fail (self != NULL && pairs != NULL && errors != NULL);

  self->answer = 0;
  for (gsize k = 1; k < self->q; k++)
    if (self->outputs[k] > self->outputs[self->answer])
      self->answer = k;
  cl_softmax (self->q, self->outputs, self->probabilities);
  certify (self, pairs, errors);
}
