#include "tests/app/weights-models.h"

#include <math.h>

#include "core/datasets/random-stream.h"

#define STATES 9

static ClMatrix *
draw (ClRandomStream *random, gsize rows, gsize cols, double low, double high)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = cl_random_stream_uniform (random, low, high);
  return matrix;
}

/* Row sums of at most 0.5 off a diagonal between -3 and 0. */
static void
make_dominant (ClMatrix *a, ClRandomStream *random)
{
  for (gsize i = 0; i < STATES; i++)
    {
      double *row = cl_matrix_row (a, i), sum = 0.0;

      row[i] = 0.0;
      for (gsize j = 0; j < STATES; j++)
        sum += fabs (row[j]);
      for (gsize j = 0; j < STATES; j++)
        row[j] *= 0.5 / sum;
      row[i] = cl_random_stream_uniform (random, -3.0, 0.0);
    }
}

/* A skew-symmetric matrix and 0.2 I: mu_2 is 0.2, whatever the size of the rest. */
static void
make_skew (ClMatrix *a)
{
  for (gsize i = 0; i < STATES; i++)
    for (gsize j = 0; j <= i; j++)
      {
        cl_matrix_set (a, i, j, i == j ? 0.2 : 3.0 * cl_matrix_get (a, i, j));
        cl_matrix_set (a, j, i, i == j ? 0.2 : -cl_matrix_get (a, i, j));
      }
}

/* In other units of the states: conditions that have weights still hold, others need not. */
static void
rescale (ClMatrix *a, double base)
{
  for (gsize i = 0; i < STATES; i++)
    for (gsize j = 0; j < STATES; j++)
      cl_matrix_row (a, i)[j] *= pow (base, (double) i - (double) j);
}

static ClMatrix *
draw_coupling (ClRandomStream *random, Case which)
{
  ClMatrix *a = draw (random, STATES, STATES, -1.0, 1.0);

  if (which == CASE_MU_INF || which == CASE_METZLER)
    make_dominant (a, random);
  else
    make_skew (a);
  if (which == CASE_METZLER || which == CASE_STABLE)
    rescale (a, which == CASE_METZLER ? 1.8 : 1.3);
  return a;
}

ClModel *
draw_model (Case which, const ClActivation *activation, guint parts, guint64 seed)
{
  ClRandomStream random = cl_random_stream_new (seed, which);
  g_autoptr (ClMatrix) a = draw_coupling (&random, which);
  g_autoptr (ClMatrix) b = draw (&random, STATES, 5, -1.0, 1.0);
  g_autoptr (ClMatrix) bias = draw (&random, STATES, 1, -1.0, 1.0);
  g_autoptr (ClMatrix) c = draw (&random, 2, STATES, -1.0, 1.0);
  g_autoptr (ClMatrix) d = draw (&random, 2, 5, -1.0, 1.0);
  g_autoptr (ClMatrix) offset = draw (&random, 2, 1, -1.0, 1.0);
  g_autoptr (ClMatrix) leak = draw (&random, STATES, 1, 1.0, 2.0);
  const ClModelParts model = { .array = { [CL_ARRAY_A] = a,
                                          [CL_ARRAY_B] = b,
                                          [CL_ARRAY_C] = c,
                                          [CL_ARRAY_BIAS] = parts & 1 ? bias : NULL,
                                          [CL_ARRAY_D] = parts & 2 ? d : NULL,
                                          [CL_ARRAY_OUT] = parts & 4 ? offset : NULL,
                                          [CL_ARRAY_LEAK] = parts & 8 ? leak : NULL },
                               .activation = activation };

  return cl_model_new (&model, NULL);
}

ClModel *
draw_asleep (void)
{
  g_autoptr (ClModel) model = draw_model (CASE_MU_TWO, cl_activation_find ("relu"), 1, 3);
  g_autoptr (ClMatrix) bias = cl_matrix_new (STATES, 1);

  for (gsize i = 0; i < STATES; i++)
    bias->data[i] = -9.0;
  return cl_model_with_array (model, CL_ARRAY_BIAS, bias, NULL);
}
