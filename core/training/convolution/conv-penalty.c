#include "core/training/convolution/conv-penalty.h"

#include <math.h>
#include <string.h>

struct _ClConvPenalty
{
  ClConvShape shape;
  float *a, *b, *c;                            /* the quotient: n x n, n x 1, q x n */
  float *a_gradient, *b_gradient, *c_gradient; /* of the regulariser by it */
};

ClConvPenalty *
cl_conv_penalty_new (const ClConvShape *shape)
{
  ClConvPenalty *self = g_new0 (ClConvPenalty, 1);
  const gsize n = shape->channels, q = shape->classes;

  self->shape = *shape;
  self->a = g_new0 (float, n *n);
  self->b = g_new0 (float, n);
  self->c = g_new0 (float, q *n);
  self->a_gradient = g_new0 (float, n *n);
  self->b_gradient = g_new0 (float, n);
  self->c_gradient = g_new0 (float, q *n);
  return self;
}

void
cl_conv_penalty_free (ClConvPenalty *self)
{
  if (self == NULL)
    return;
  g_free (self->a);
  g_free (self->b);
  g_free (self->c);
  g_free (self->a_gradient);
  g_free (self->b_gradient);
  g_free (self->c_gradient);
  g_free (self);
}

/* sums[i] = the sum of the magnitudes of the i-th group of `group` entries. */
static void
sum_groups (gsize count, gsize group, const float *data, float *sums)
{
  for (gsize i = 0; i < count; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < group; j++)
        sum += fabsf (data[i * group + j]);
      sums[i] = (float) sum;
    }
}

/* d |z| = sign (z) dz, group by group. */
static void
add_signs (gsize count, gsize group, const float *factors, const float *data, float *gradient)
{
  for (gsize i = 0; i < count; i++)
    for (gsize j = i * group; factors[i] != 0.0F && j < (i + 1) * group; j++)
      gradient[j] += factors[i] * (float) ((data[j] > 0.0F) - (data[j] < 0.0F));
}

static void
take_quotient (ClConvPenalty *self, const ClConvNetwork *network)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, q = shape->classes, taps = shape->kernel * shape->kernel;

  sum_groups (n * n, taps, network->coupling, self->a);
  for (gsize i = 0; i < n; i++)
    self->a[i * (n + 1)] += network->loop[i];
  sum_groups (n, shape->inputs * taps, network->b_kernels, self->b);
  sum_groups (q * n, cl_conv_blocks (shape), network->c_matrix, self->c);
  memset (self->a_gradient, 0, n * n * sizeof (float));
  memset (self->b_gradient, 0, n * sizeof (float));
  memset (self->c_gradient, 0, q * n * sizeof (float));
}

static void
spread_gradient (const ClConvPenalty *self, const ClConvNetwork *network, const ClConvWeights *out)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, taps = shape->kernel * shape->kernel;
  const gsize row = cl_conv_state_taps (shape);

  add_signs (n * n, taps, self->a_gradient, network->coupling, out->a);
  for (gsize i = 0; i < n; i++)
    out->a[i * row + cl_conv_centre (shape, i)] += self->a_gradient[i * (n + 1)];
  add_signs (n, shape->inputs * taps, self->b_gradient, network->b_kernels, out->b_kernels);
  add_signs (shape->classes * n, cl_conv_blocks (shape), self->c_gradient, network->c_matrix,
             out->c_matrix);
}

double
cl_conv_penalty_add (ClConvPenalty *self, const ClConvNetwork *network,
                     const ClRegulariser *regulariser, double weight, double *work,
                     const ClConvWeights *out)
{
  const ClPenalised quotient = { .n = self->shape.channels,
                                 .r = 1,
                                 .q = self->shape.classes,
                                 .a = self->a,
                                 .b_matrix = self->b,
                                 .c_matrix = self->c };
  ClPenaltyGradient gradient = { .a = self->a_gradient,
                                 .b_matrix = self->b_gradient,
                                 .c_matrix = self->c_gradient };

  take_quotient (self, network);
  const double value = regulariser->add (&quotient, weight, work, &gradient);
  spread_gradient (self, network, out);
  return value;
}
