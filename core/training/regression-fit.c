/* The states of the first block, with u and 1 beside them, are the features of a linear regression
 * for C, D and c (IDL 7.1). */
#include "core/training/regression-fit.h"

#include <math.h>
#include <string.h>

#include "core/implicit/fixed-point.h"
#include "core/linalg/lapack.h"
#include "core/theory/norm.h"
#include "core/training/regression-descent.h"
#include "core/training/trainer.h"

#define GRID       1001
#define MAX_STATES 2000
#define MAX_POINTS 100000

/* Of the least squares, relative to the largest: directions in which the states hardly differ would
 * only fit the noise. */
#define LEAST_SINGULAR_VALUE 1e-4

void
cl_regression_settings_init (ClRegressionSettings *settings)
{
  *settings = (ClRegressionSettings){
    .n = 75, .gamma = 0.5, .steps = 1000, .batch = 50, .rate = 1e-2, .seed = 1
  };
}

gboolean
cl_regression_settings_validate (const ClRegressionSettings *settings, GError **error)
{
  const char *wrong = NULL;

  if (settings->n < 1 || settings->n > MAX_STATES)
    wrong = "the number of states: expected 1 to 2000";
  else if (!(settings->gamma >= 0.0 && settings->gamma < 1.0))
    wrong = "the bound on |A|∞: expected a number from 0 to below 1";
  else if (settings->steps > 1000000)
    wrong = "the number of steps: expected at most 1000000";
  else if (settings->batch < 1)
    wrong = "the batch size: expected at least 1";
  else if (!(settings->rate > 0.0 && isfinite (settings->rate)))
    wrong = "the learning rate: expected a positive number";
  if (wrong != NULL)
    g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS, wrong);
  return wrong == NULL;
}

/* The exact states at the points, with u and 1 beside them: m x (n + 2). */
static ClMatrix *
find_features (const ClModel *model, const ClRegression *data, GCancellable *cancellable,
               GError **error)
{
  const ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_autoptr (ClMatrix) inputs = cl_matrix_new_from (data->count, 1, data->inputs);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) states =
      cl_fixed_point_solve (model, inputs, NULL, &settings, &info, cancellable, error);
  ClMatrix *features;

  if (states == NULL)
    return NULL;
  features = cl_matrix_new (data->count, model->n + 2);
  for (gsize i = 0; i < data->count; i++)
    {
      double *row = cl_matrix_row (features, i);

      memcpy (row, cl_matrix_row (states, i), model->n * sizeof (double));
      row[model->n] = data->inputs[i];
      row[model->n + 1] = 1.0;
    }
  return features;
}

/* The second block: C, D and c of `start` by least squares. */
static ClModel *
fit_output (const ClModel *start, const ClRegression *data, GCancellable *cancellable,
            GError **error)
{
  const gsize n = start->n;
  g_autoptr (ClMatrix) features = find_features (start, data, cancellable, error);
  g_autofree double *weights = g_new0 (double, n + 2);
  ClModelParts parts = start->parts;

  if (features == NULL)
    return NULL;
  if (!cl_least_squares (data->count, n + 2, 1, features->data, data->targets, LEAST_SINGULAR_VALUE,
                         weights))
    {
      g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_DIVERGED,
                           "the least squares have not converged");
      return NULL;
    }
  g_autoptr (ClMatrix) c_matrix = cl_matrix_new_from (1, n, weights);
  g_autoptr (ClMatrix) d_matrix = cl_matrix_new_from (1, 1, weights + n);
  g_autoptr (ClMatrix) offset = cl_matrix_new_from (1, 1, weights + n + 1);
  parts.array[CL_ARRAY_C] = c_matrix;
  parts.array[CL_ARRAY_D] = d_matrix;
  parts.array[CL_ARRAY_OUT] = offset;
  return cl_model_new (&parts, error);
}

gboolean
cl_regression_fit_predict (const ClRegressionFit *self, gsize count, const double *u, double *y,
                           GCancellable *cancellable, GError **error)
{
  const ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_autoptr (ClMatrix) inputs = cl_matrix_new_from (count, 1, u);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) states =
      cl_fixed_point_solve (self->model, inputs, NULL, &settings, &info, cancellable, error);

  if (states == NULL)
    return FALSE;
  g_autoptr (ClMatrix) outputs = cl_fixed_point_outputs (self->model, states, inputs);
  memcpy (y, outputs->data, count * sizeof (double));
  return TRUE;
}

static double
root_mean_square (gsize count, const double *a, const double *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < count; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrt (sum / (double) count);
}

static gboolean
measure (ClRegressionFit *self, const ClRegression *data, GCancellable *cancellable, GError **error)
{
  const gsize most = MAX (data->count, GRID);
  g_autofree double *u = g_new (double, GRID), *f = g_new (double, most), *y = g_new (double, most);

  if (!cl_regression_fit_predict (self, data->count, data->inputs, y, cancellable, error))
    return FALSE;
  self->rmse = root_mean_square (data->count, y, data->targets);
  for (gsize i = 0; i < data->count; i++)
    f[i] = cl_regression_function (data->inputs[i]);
  self->noise_rmse = root_mean_square (data->count, f, data->targets);

  for (gsize i = 0; i < GRID; i++)
    {
      u[i] = CL_REGRESSION_HALF_RANGE * (2.0 * (double) i / (GRID - 1) - 1.0);
      f[i] = cl_regression_function (u[i]);
    }
  if (!cl_regression_fit_predict (self, GRID, u, y, cancellable, error))
    return FALSE;
  self->function_rmse = root_mean_square (GRID, f, y);
  self->norm_inf = cl_norm_inf (cl_model_array (self->model, CL_ARRAY_A)).value;
  return TRUE;
}

static gboolean
fit (ClRegressionFit *self, const ClRegression *data, const ClRegressionSettings *settings,
     GCancellable *cancellable, GError **error)
{
  g_autoptr (ClRegressionDescent) descent = cl_regression_descent_new (data, settings);
  g_autoptr (ClModel) start = NULL;

  if (!cl_regression_descent_run (descent, self->gradient_rmse, cancellable, error))
    return FALSE;
  start = cl_regression_descent_model (descent, error);
  if (start != NULL)
    self->model = fit_output (start, data, cancellable, error);
  return self->model != NULL && measure (self, data, cancellable, error);
}

ClRegressionFit *
cl_regression_fit_new (const ClRegression *data, const ClRegressionSettings *settings,
                       GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (data != NULL && data->count > 0 && data->count <= MAX_POINTS, NULL);

  const gint64 begin = g_get_monotonic_time ();
  g_autoptr (ClRegressionFit) self = NULL;

  if (!cl_regression_settings_validate (settings, error))
    return NULL;
  self = g_new0 (ClRegressionFit, 1);
  self->steps = settings->steps;
  self->gradient_rmse = g_new0 (double, settings->steps + 1);
  if (!fit (self, data, settings, cancellable, error))
    return NULL;
  self->seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  return g_steal_pointer (&self);
}

void
cl_regression_fit_free (ClRegressionFit *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->model, cl_model_unref);
  g_free (self->gradient_rmse);
  g_free (self);
}
