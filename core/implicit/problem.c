#include "core/implicit/problem.h"

#include <math.h>

#include "core/theory/lds.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"

/* Best l_2 weights take a minute beyond this size. */
#define LDS_MAX 60

static void
problem_init (ClProblem *self, const ClModel *model, gboolean transpose, const ClMatrix *slopes)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  gsize n = model->n;

  *self = (ClProblem){
    .n = n,
    .g = cl_matrix_new (n, n),
    .name = leak != NULL ? "AL⁻¹" : "A",
    .slope_min = model->parts.activation->slope_min,
    .slope_max = model->parts.activation->slope_max,
    .nodes = { model->parts.activation, slopes },
    .metzler_abscissa = NAN,
    .l2_measure = NAN,
  };
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      cl_matrix_set (self->g, transpose ? j : i, transpose ? i : j,
                     cl_matrix_get (a, i, j) / (leak != NULL ? leak->data[j] : 1));
}

void
cl_problem_init_forward (ClProblem *self, const ClModel *model)
{
  problem_init (self, model, FALSE, NULL);
}

void
cl_problem_init_backward (ClProblem *self, const ClModel *model, const ClMatrix *slopes)
{
  problem_init (self, model, TRUE, slopes);
}

void
cl_problem_clear (ClProblem *self)
{
  g_clear_pointer (&self->g, cl_matrix_unref);
  g_clear_pointer (&self->metzler_weights, cl_matrix_unref);
  g_clear_pointer (&self->l2_weights, cl_matrix_unref);
}

static void
need_metzler (ClProblem *self)
{
  g_autoptr (ClMatrix) metzler = NULL;
  ClPerron *perron;

  if (self->metzler_weights != NULL)
    return;
  metzler = cl_metzler_majorant (self->g);
  perron = cl_perron_new (metzler);
  self->metzler_abscissa = perron->value + perron->rounding;
  self->metzler_weights = cl_matrix_ref (perron->weights);
  cl_perron_free (perron);
}

double
cl_problem_metzler_abscissa (ClProblem *self)
{
  need_metzler (self);
  return self->metzler_abscissa;
}

const double *
cl_problem_metzler_weights (ClProblem *self)
{
  need_metzler (self);
  return self->metzler_weights->data;
}

static void
need_l2 (ClProblem *self)
{
  ClBounded plain;

  if (self->l2_weights != NULL)
    return;
  plain = cl_measure_two (self->g, NULL);
  self->l2_measure = plain.value + plain.rounding;
  if (self->l2_measure >= 1 && self->n <= LDS_MAX)
    {
      g_autoptr (ClDiagonalStability) best = cl_diagonal_stability_new (self->g, NULL, NULL);

      self->l2_measure = best->attained + best->attained_rounding;
      self->l2_weights = cl_matrix_ref (best->q);
      return;
    }
  self->l2_weights = cl_matrix_new (self->n, 1);
  for (gsize i = 0; i < self->n; i++)
    self->l2_weights->data[i] = 1;
}

double
cl_problem_l2_measure (ClProblem *self)
{
  need_l2 (self);
  return self->l2_measure;
}

const double *
cl_problem_l2_weights (ClProblem *self)
{
  need_l2 (self);
  return self->l2_weights->data;
}

double
cl_problem_l2_norm (ClProblem *self, const ClMatrix *k)
{
  const double *q = cl_problem_l2_weights (self);
  g_autoptr (ClMatrix) scaled = cl_matrix_copy (k);
  ClBounded norm;

  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < self->n; j++)
      cl_matrix_row (scaled, i)[j] *= sqrt (q[i] / q[j]);
  norm = cl_norm_two (scaled);
  return norm.value + norm.rounding;
}

double
cl_majorant_factor (const ClMatrix *majorant)
{
  ClPerron *perron;
  double factor;

  if (majorant->rows == 0)
    return 0;
  if (!cl_matrix_is_finite (majorant, NULL, NULL))
    return INFINITY;
  perron = cl_perron_new (majorant);
  factor = perron->weighted < 1 ? perron->weighted : perron->value + perron->rounding;
  cl_perron_free (perron);
  return factor;
}
