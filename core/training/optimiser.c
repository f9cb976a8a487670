#include "core/training/optimiser.h"

#include <math.h>

#include "core/linalg/vector-clones.h"

/* Adam (Kingma & Ba 2015).  beta2 = 0.99 instead of 0.999: a run of ten epochs is 2000 steps, and
 * a memory of 1000 of them remembers the gradients of the random start for too long. */
#define ADAM_BETA1   0.9F
#define ADAM_BETA2   0.99F
#define ADAM_EPSILON 1e-8F

CL_VECTOR_CLONES static void
adam_loop (gsize count, float rate, float unbias, const float *restrict g, float *restrict first,
           float *restrict second, float *restrict w)
{
  for (gsize i = 0; i < count; i++)
    {
      first[i] = ADAM_BETA1 * first[i] + (1.0F - ADAM_BETA1) * g[i];
      second[i] = ADAM_BETA2 * second[i] + (1.0F - ADAM_BETA2) * g[i] * g[i];
      w[i] -= rate * first[i] / (sqrtf (second[i] * unbias) + ADAM_EPSILON);
    }
}

static void
adam_step (gsize count, double rate, guint64 steps, const float *g, float *first, float *second,
           float *w)
{
  const double unbias1 = 1.0 / (1.0 - pow (ADAM_BETA1, (double) steps));
  const double unbias2 = 1.0 / (1.0 - pow (ADAM_BETA2, (double) steps));

  adam_loop (count, (float) (rate * unbias1), (float) unbias2, g, first, second, w);
}

CL_VECTOR_CLONES static void
sgd_loop (gsize count, float rate, const float *restrict g, float *restrict first,
          float *restrict w)
{
  for (gsize i = 0; i < count; i++)
    {
      first[i] = 0.9F * first[i] + g[i];
      w[i] -= rate * first[i];
    }
}

static void
sgd_step (gsize count, double rate, guint64 steps, const float *g, float *first, float *second,
          float *w)
{
  sgd_loop (count, (float) rate, g, first, w);
}

static const ClOptimiser table[] = {
  { "adam", "Adam", adam_step },
  { "sgd", "Gradient descent with momentum", sgd_step },
};

const ClOptimiser *
cl_optimiser_table (gsize *count)
{
  *count = G_N_ELEMENTS (table);
  return table;
}

const ClOptimiser *
cl_optimiser_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i].id, id) == 0)
      return &table[i];
  return NULL;
}
