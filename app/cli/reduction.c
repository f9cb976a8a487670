/* Every method gives a smaller or simpler network.  How far its outputs y' are from those of the
 * whole is measured at given inputs, and bounded there: x' with zeros for what was removed is a
 * guess of the fixed point x of the whole, whose error is bounded entrywise, and
 *
 *   |y - y'| <= |C| |x - x'| + |(D - D') u|. */
#include "app/cli/reduction.h"

#include <math.h>

#include "app/cli/data-inputs.h"
#include "core/formats/array-file.h"
#include "core/implicit/fixed-point.h"
#include "core/implicit/low-rank.h"
#include "core/implicit/rescaling.h"
#include "core/implicit/sparsity.h"
#include "core/implicit/state-error.h"
#include "core/training/evaluate.h"

#define TOLERANCE 1e-12

void
cl_reduction_clear (ClReduction *self)
{
  g_clear_pointer (&self->whole, cl_model_unref);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  g_clear_pointer (&self->inputs, cl_matrix_unref);
  g_clear_pointer (&self->states, cl_matrix_unref);
  g_clear_pointer (&self->smaller, cl_model_unref);
  g_clear_pointer (&self->pruning, cl_pruning_free);
  g_free (self->reason);
}

static gboolean
apply_remove (ClReduction *self, GError **error)
{
  gsize n = self->whole->n;

  if (!cl_invocation_check ((gsize) self->options->remove < n, error,
                            "--remove is %d: expected less than the %" G_GSIZE_FORMAT " states",
                            self->options->remove, n))
    return FALSE;
  self->pruning =
      cl_pruning_new (self->whole, n - (gsize) self->options->remove, self->states, error);
  if (self->pruning)
    self->smaller = cl_model_ref (self->pruning->model);
  return self->pruning != NULL;
}

static gboolean
take_weights (ClReduction *self, ClMatrix *a, GError **error)
{
  self->smaller = cl_model_with_array (self->whole, CL_ARRAY_A, a, error);
  return self->smaller != NULL;
}

static gboolean
apply_rank (ClReduction *self, GError **error)
{
  gsize n = self->whole->n;

  if (!cl_invocation_check ((gsize) self->options->rank <= n, error,
                            "--rank is %d: expected at most %" G_GSIZE_FORMAT, self->options->rank,
                            n))
    return FALSE;
  g_autoptr (ClLowRank) low =
      cl_low_rank_new (cl_model_array (self->whole, CL_ARRAY_A), (gsize) self->options->rank);
  if (!low)
    {
      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                   "the singular values of A did not converge");
      return FALSE;
    }
  g_autoptr (ClMatrix) product = cl_low_rank_product (low);
  self->error_two = low->error_two;
  return take_weights (self, product, error);
}

static gboolean
apply_sparsity (ClReduction *self, GError **error)
{
  double entries = (double) (self->whole->n * self->whole->n);
  gsize keep = (gsize) round ((1 - self->options->sparsity) * entries);
  g_autoptr (ClMatrix) sparse =
      cl_sparsity_keep_entries (cl_model_array (self->whole, CL_ARRAY_A), keep);

  return take_weights (self, sparse, error);
}

static gboolean
apply_features (ClReduction *self, GError **error)
{
  if (!cl_invocation_check ((gsize) self->options->features <= self->whole->r, error,
                            "--features is %d: the model has %" G_GSIZE_FORMAT " inputs",
                            self->options->features, self->whole->r))
    return FALSE;
  self->smaller =
      cl_sparsity_keep_features (self->whole, CL_NORM_INF, (gsize) self->options->features);
  return TRUE;
}

static gboolean
apply_exact (ClReduction *self, GError **error)
{
  self->smaller = cl_sparsity_reduce (self->whole, NULL, NULL);
  return TRUE;
}

static gboolean
apply_rescale (ClReduction *self, GError **error)
{
  g_autoptr (ClRescaling) rescaling = cl_rescaling_new (self->whole, error);

  if (rescaling)
    self->smaller = cl_model_ref (rescaling->model);
  return rescaling != NULL;
}

static const ClReductionMethod methods[] = {
  { "remove", apply_remove, FALSE,
    "A' is a principal submatrix: mu_inf never rises, and every condition that holds still holds" },
  { "rank", apply_rank, FALSE,
    "the closest A' of this rank; its conditions have to be asked anew" },
  { "sparsity", apply_sparsity, FALSE,
    "the largest entries stay; where a negative diagonal entry goes, mu_inf may rise" },
  { "features", apply_features, FALSE, "A is the same, and so is every condition" },
  { "exact", apply_exact, TRUE, "the outputs are the same for every input" },
  { "rescale", apply_rescale, TRUE, "the outputs are the same for every input, and |A'|_inf < 1" },
};

/* The one method that the options ask for. */
const ClReductionMethod *
cl_reduction_method (const ClReductionOptions *options, GError **error)
{
  const gboolean given[G_N_ELEMENTS (methods)] = {
    options->remove != 0,   options->rank != 0, options->sparsity != 0,
    options->features != 0, options->exact,     options->rescale,
  };
  const ClReductionMethod *method = NULL;
  gsize count = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (given[i])
      {
        method = &methods[i];
        count++;
      }
  return cl_invocation_check (count == 1, error,
                              "give exactly one of --remove, --rank, --sparsity, --features, "
                              "--exact and --rescale")
             ? method
             : NULL;
}

static ClMatrix *
solve (const ClModel *model, const ClMatrix *inputs, GCancellable *cancellable, GError **error)
{
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;

  settings.tolerance = TOLERANCE;
  return cl_fixed_point_solve (model, inputs, NULL, &settings, NULL, cancellable, error);
}

/* The inputs and the fixed points of the whole there; a model without inputs has just one. */
static gboolean
read_inputs (ClInvocation *self, ClReduction *reduction, GError **error)
{
  const ClReductionOptions *options = reduction->options;

  if (options->data)
    {
      reduction->dataset =
          cl_dataset_open (options->data, (guint64) options->seed, self->cancellable, error);
      if (!reduction->dataset
          || !(reduction->inputs = cl_data_inputs_new (reduction->dataset, (gsize) options->samples,
                                                       reduction->whole, error)))
        return FALSE;
    }
  else if (options->input && !(reduction->inputs = cl_matrix_read (options->input, error)))
    return FALSE;
  if (!reduction->inputs && reduction->whole->r > 0)
    return TRUE;
  reduction->states = solve (reduction->whole, reduction->inputs, self->cancellable, error);
  return reduction->states != NULL;
}

/* The outputs, or the states of a model that has none. */
static ClMatrix *
outputs_of (const ClModel *model, const ClMatrix *states, const ClMatrix *inputs)
{
  return model->q > 0 ? cl_fixed_point_outputs (model, states, inputs)
                      : cl_matrix_ref ((ClMatrix *) states);
}

/* |(D - D') u| at row `row` of the inputs, output k. */
static double
direct_difference (const ClReduction *self, gsize row, gsize k)
{
  const ClMatrix *before = cl_model_array (self->whole, CL_ARRAY_D);
  const ClMatrix *after = cl_model_array (self->smaller, CL_ARRAY_D);
  double sum = 0;

  if (before == after || !before || !after || !self->inputs)
    return 0;
  for (gsize j = 0; j < before->cols; j++)
    sum += fabs ((cl_matrix_get (before, k, j) - cl_matrix_get (after, k, j))
                 * cl_matrix_get (self->inputs, row, j));
  return sum;
}

static gboolean
certify (ClReduction *self, const ClMatrix *guess)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (ClMatrix) states = cl_state_error_of_guess (self->whole, guess, self->inputs, &none);
  g_autoptr (ClMatrix) bounds = NULL;

  if (!states)
    {
      self->reason = g_strdup (none->message);
      return FALSE;
    }
  bounds =
      self->whole->q > 0 ? cl_state_error_outputs (self->whole, states) : cl_matrix_ref (states);
  self->certified = 0;
  for (gsize row = 0; row < bounds->rows; row++)
    for (gsize k = 0; k < bounds->cols; k++)
      self->certified =
          fmax (self->certified, cl_matrix_get (bounds, row, k) + direct_difference (self, row, k));
  return TRUE;
}

/* Where the smaller network has no proven fixed point there is nothing to measure. */
static void
measure (ClInvocation *self, ClReduction *reduction, const ClReductionMethod *method)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (ClMatrix) states =
      solve (reduction->smaller, reduction->inputs, self->cancellable, &none);
  g_autoptr (ClMatrix) guess = NULL;

  if (!states)
    {
      reduction->reason = g_strdup (none->message);
      return;
    }
  guess =
      reduction->pruning ? cl_pruning_lift (reduction->pruning, states) : cl_matrix_ref (states);
  g_autoptr (ClMatrix) before = outputs_of (reduction->whole, reduction->states, reduction->inputs);
  g_autoptr (ClMatrix) after = reduction->whole->q > 0
                                   ? outputs_of (reduction->smaller, states, reduction->inputs)
                                   : cl_matrix_ref (guess);
  reduction->measured = 0;
  for (gsize k = 0; k < before->rows * before->cols; k++)
    reduction->measured = fmax (reduction->measured, fabs (before->data[k] - after->data[k]));
  if (!method->same_map)
    certify (reduction, guess);
}

static gboolean
measure_accuracy (ClInvocation *self, ClReduction *reduction, GError **error)
{
  const ClModel *models[] = { reduction->whole, reduction->smaller };

  if (!reduction->dataset || reduction->whole->q != reduction->dataset->classes)
    return TRUE;
  for (gsize k = 0; k < G_N_ELEMENTS (models); k++)
    {
      g_autoptr (ClEvaluation) evaluation =
          cl_evaluation_new (models[k], reduction->dataset, &reduction->dataset->test,
                             self->cancellable, error);

      if (!evaluation)
        return FALSE;
      reduction->accuracy[k] = evaluation->accuracy;
    }
  return TRUE;
}

gboolean
cl_reduction_run (ClReduction *self, const ClReductionMethod *method, ClInvocation *invocation,
                  GError **error)
{
  if (!read_inputs (invocation, self, error) || !method->apply (self, error))
    return FALSE;
  if (self->states)
    measure (invocation, self, method);
  return measure_accuracy (invocation, self, error)
         && !g_cancellable_set_error_if_cancelled (invocation->cancellable, error);
}
