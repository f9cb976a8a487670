/* With a leak the network is that of A L^-1 and C L^-1 in w = L x; the bounds of the pairs are
 * taken there, because they know no leak.
 *
 * An iteration that stops at a residual rho leaves outputs that are off by some e_i, so a margin
 * counts as y_i - y_k - e_i - e_k.  The M-matrix bound of the state error gives e where the pairs
 * have their bound from the same matrix.  Where only mu_2 holds, with a = dmax A and
 * g = 1 / (1 - mu_2 (a)): from x - rho = D (A x) - D (A x*), 0 <= D <= dmax, the error d = x - x*
 * has |d - rho|_2 <= g |a|_2 |rho|_2, so e_i = |C_i|_2 (1 + g |a|_F) |rho|_2. */
#include "core/implicit/classifier.h"

#include <math.h>
#include <string.h>

#include "core/implicit/state-error.h"
#include "core/theory/lipschitz.h"
#include "core/theory/measure.h"

#define TOLERANCE      1e-10
#define MAX_ITERATIONS 400

struct _ClClassifier
{
  ClModel *model;
  ClMatrix *pairs;    /* q x q */
  double error_of_l2; /* 1 + g |a|_F; +inf where mu_2 (a) < 1 is not certain */
};

static ClMatrix *
divide_columns (const ClMatrix *matrix, const ClMatrix *leak)
{
  ClMatrix *out = cl_matrix_copy (matrix);

  for (gsize i = 0; i < out->rows; i++)
    for (gsize j = 0; j < out->cols; j++)
      cl_matrix_row (out, i)[j] /= leak->data[j];
  return out;
}

/* The same network in w = L x, which has no leak. */
static ClModel *
without_leak (ClModel *model, GError **error)
{
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  ClModelParts parts = model->parts;
  ClModel *out;

  if (leak == NULL)
    return cl_model_ref (model);
  parts.array[CL_ARRAY_A] = divide_columns (parts.array[CL_ARRAY_A], leak);
  parts.array[CL_ARRAY_C] = divide_columns (parts.array[CL_ARRAY_C], leak);
  parts.array[CL_ARRAY_LEAK] = NULL;
  parts.array[CL_ARRAY_ETA] = NULL;
  out = cl_model_new (&parts, error);
  cl_matrix_unref (parts.array[CL_ARRAY_A]);
  cl_matrix_unref (parts.array[CL_ARRAY_C]);
  return out;
}

static gboolean
check_model (const ClModel *model, GError **error)
{
  if (model->parts.kind != CL_MODEL_FIRING_RATE)
    g_set_error (
        error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
        "The model is of the kind %s: expected %s, whose equilibrium is the implicit network",
        cl_model_kind_id (model->parts.kind), cl_model_kind_id (CL_MODEL_FIRING_RATE));
  else if (cl_model_array (model, CL_ARRAY_B) == NULL || cl_model_array (model, CL_ARRAY_C) == NULL)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                 "The model has no %s and cannot classify",
                 cl_model_array (model, CL_ARRAY_B) == NULL ? "B" : "C");
  else if (model->q < 2)
    g_set_error_literal (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                         "The model has one output: expected one for each of two or more classes");
  else
    return TRUE;
  return FALSE;
}

static double
find_error_of_l2 (const ClModel *plain)
{
  const ClMatrix *a = cl_model_array (plain, CL_ARRAY_A);
  const double steepest = plain->parts.activation->slope_max;
  const ClBounded measure = cl_measure_two (a, NULL);
  const double gap = 1 - steepest * (measure.value + measure.rounding);
  double square = 0;

  for (gsize k = 0; k < a->rows * a->cols; k++)
    square += a->data[k] * a->data[k];
  return gap > 0 ? 1 + steepest * sqrt (square) / gap : INFINITY;
}

ClClassifier *
cl_classifier_new (ClModel *model, GError **error)
{
  g_return_val_if_fail (model != NULL, NULL);
  g_autoptr (ClModel) plain = NULL;
  ClClassifier *self;

  if (!check_model (model, error) || (plain = without_leak (model, error)) == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (ClClassifier);
  self->model = g_steal_pointer (&plain);
  self->pairs = cl_lipschitz_pairs (self->model);
  self->error_of_l2 = find_error_of_l2 (self->model);
  return self;
}

ClClassifier *
cl_classifier_ref (ClClassifier *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ClClassifier *self = data;

  cl_model_unref (self->model);
  cl_matrix_unref (self->pairs);
}

void
cl_classifier_unref (ClClassifier *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* errors (q) >= |y - y*| of the outputs at x, by the l_2 argument above. */
static void
errors_by_l2 (const ClClassifier *self, const ClMatrix *x, double residual, double *errors)
{
  const ClMatrix *c = cl_model_array (self->model, CL_ARRAY_C);
  /* The residual itself is computed to about this. */
  const double rho = sqrt ((double) x->cols) * (residual + 1e-13 * (1 + residual));

  for (gsize i = 0; i < c->rows; i++)
    {
      double square = 0;

      for (gsize j = 0; j < c->cols; j++)
        square += cl_matrix_get (c, i, j) * cl_matrix_get (c, i, j);
      errors[i] = sqrt (square) * self->error_of_l2 * rho;
    }
}

static void
find_errors (const ClClassifier *self, const ClMatrix *x, const ClMatrix *input, double residual,
             double *errors)
{
  g_autoptr (ClMatrix) states = cl_state_error_of_guess (self->model, x, input, NULL);

  if (states != NULL)
    {
      g_autoptr (ClMatrix) outputs = cl_state_error_outputs (self->model, states);
      memcpy (errors, outputs->data, self->model->q * sizeof (double));
    }
  else
    errors_by_l2 (self, x, residual, errors);
}

static void
fill_answer (const ClClassifier *self, const ClMatrix *x, const ClMatrix *input, ClAnswer *answer)
{
  g_autoptr (ClMatrix) y = cl_fixed_point_outputs (self->model, x, input);
  g_autofree double *errors = g_new (double, answer->q);

  memcpy (answer->outputs, y->data, answer->q * sizeof (double));
  find_errors (self, x, input, answer->info.residual, errors);
  cl_answer_decide (answer, self->pairs, errors);
}

ClAnswer *
cl_classifier_answer (ClClassifier *self, const double *input, GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && input != NULL, NULL);
  static const ClFixedPointSettings settings = {
    .tolerance = TOLERANCE, .max_iterations = MAX_ITERATIONS, .force = TRUE, .keep_iterates = TRUE
  };
  g_autoptr (ClMatrix) u = cl_matrix_new_from (1, self->model->r, input);
  g_autoptr (ClAnswer) answer = cl_answer_new (self->model->n, self->model->q);
  g_autoptr (ClMatrix) x = NULL;

  x = cl_fixed_point_solve (self->model, u, NULL, &settings, &answer->info, cancellable, error);
  if (x == NULL)
    return NULL;
  fill_answer (self, x, u, answer);
  return g_steal_pointer (&answer);
}
