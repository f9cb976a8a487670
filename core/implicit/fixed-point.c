/* The implicit network is the forward problem of problem.h with w = L x: w = Phi (A L^-1 w + d).
 * Without a leak w is x.  The residual of w is |L x - Phi (A x + d)|, the speed of the firing-rate
 * model at x. */
#include "core/implicit/fixed-point.h"

#include <math.h>

#include "core/implicit/iteration.h"
#include "core/linalg/blas.h"

G_DEFINE_QUARK (cl_fixed_point_error, cl_fixed_point_error)

static const ClSolver *const table[] = {
  &cl_solver_picard,           &cl_solver_averaged,          &cl_solver_diagonal_implicit,
  &cl_solver_forward_backward, &cl_solver_peaceman_rachford, &cl_solver_theorem_one,
};

const ClSolver *const *
cl_solver_table (gsize *count)
{
  *count = G_N_ELEMENTS (table);
  return table;
}

const ClSolver *
cl_solver_find (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (table); k++)
    if (g_strcmp0 (id, table[k]->id) == 0)
      return table[k];
  return NULL;
}

const char *
cl_solver_id (const ClSolver *solver)
{
  return solver->id;
}

const char *
cl_solver_title (const ClSolver *solver)
{
  return solver->title;
}

double
cl_solver_factor (const ClSolver *solver, const ClModel *model)
{
  g_auto (ClProblem) problem = { 0 };

  cl_problem_init_forward (&problem, model);
  return solver->factor (&problem,
                         solver->choose_step != NULL ? solver->choose_step (&problem) : 0);
}

const char *
cl_precision_id (ClPrecision precision)
{
  static const char *const ids[CL_N_PRECISIONS] = {
    [CL_PRECISION_DOUBLE] = "double",
    [CL_PRECISION_SINGLE] = "single",
  };

  g_return_val_if_fail ((gsize) precision < CL_N_PRECISIONS, NULL);
  return ids[precision];
}

void
cl_fixed_point_info_clear (ClFixedPointInfo *info)
{
  g_clear_pointer (&info->residuals, g_array_unref);
  g_clear_pointer (&info->iterates, g_array_unref);
}

static gboolean
check_shape (const ClMatrix *matrix, const char *name, gsize rows, gsize cols, GError **error)
{
  if (matrix == NULL || (matrix->cols == cols && matrix->rows == rows))
    return TRUE;
  g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_INPUT,
               "The %s is %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT
               "x%" G_GSIZE_FORMAT,
               name, matrix->rows, matrix->cols, rows, cols);
  return FALSE;
}

static gboolean
check_finite (const ClMatrix *matrix, const char *name, GError **error)
{
  gsize row, col;

  if (matrix == NULL || cl_matrix_is_finite (matrix, &row, &col))
    return TRUE;
  g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_INPUT,
               "The %s has %g in row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
               ": expected a finite number",
               name, cl_matrix_get (matrix, row, col), row + 1, col + 1);
  return FALSE;
}

static gboolean
check_settings (const ClFixedPointSettings *settings, GError **error)
{
  if (!(settings->tolerance >= 0))
    g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_INPUT,
                 "The tolerance is %g: expected a number that is not negative",
                 settings->tolerance);
  else if (!(settings->step >= 0 && isfinite (settings->step)))
    g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_INPUT,
                 "The step is %g: expected a positive number", settings->step);
  else
    return TRUE;
  return FALSE;
}

/* D = U B' + b, m x n. */
static ClMatrix *
drive_new (const ClModel *model, const ClMatrix *inputs, gsize m)
{
  const ClMatrix *b = cl_model_array (model, CL_ARRAY_B);
  const ClMatrix *bias = cl_model_array (model, CL_ARRAY_BIAS);
  ClMatrix *drive = cl_matrix_new (m, model->n);

  for (gsize row = 0; bias != NULL && row < m; row++)
    for (gsize i = 0; i < model->n; i++)
      cl_matrix_set (drive, row, i, bias->data[i]);
  if (b != NULL && inputs != NULL && m > 0)
    cl_gemm (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, model->n, model->r, 1, inputs->data, model->r,
             b->data, model->r, 1, drive->data, model->n);
  return drive;
}

static void
scale_by_leak (const ClModel *model, gsize rows, double *x, gboolean divide)
{
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);

  for (gsize row = 0; leak != NULL && row < rows; row++)
    for (gsize i = 0; i < model->n; i++)
      x[row * model->n + i] *= divide ? 1 / leak->data[i] : leak->data[i];
}

ClMatrix *
cl_fixed_point_solve (const ClModel *model, const ClMatrix *inputs, const ClMatrix *start,
                      const ClFixedPointSettings *settings, ClFixedPointInfo *info,
                      GCancellable *cancellable, GError **error)
{
  static const ClFixedPointSettings defaults = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_auto (ClFixedPointInfo) own = { 0 };
  g_auto (ClProblem) problem = { 0 };
  g_autoptr (ClMatrix) drive = NULL;
  g_autoptr (ClMatrix) x = NULL;
  gsize m = inputs != NULL ? inputs->rows : 1;

  g_return_val_if_fail (model != NULL, NULL);

  settings = settings != NULL ? settings : &defaults;
  info = info != NULL ? info : &own;
  *info = (ClFixedPointInfo){ .factor_measured = NAN };
  if (!check_settings (settings, error)
      || !check_shape (inputs, "matrix of inputs", m, model->r, error)
      || !check_shape (start, "matrix of starts", m, model->n, error)
      || !check_finite (start, "matrix of starts", error))
    return NULL;

  /* No product with a number that is not finite is finite, so the inputs need not be read for it.
   */
  drive = drive_new (model, inputs, m);
  if (!cl_matrix_is_finite (drive, NULL, NULL) && !check_finite (inputs, "matrix of inputs", error))
    return NULL;

  cl_problem_init_forward (&problem, model);
  x = start != NULL ? cl_matrix_copy (start) : cl_matrix_new (m, model->n);
  scale_by_leak (model, m, x->data, FALSE);
  if (!cl_iteration_run (&problem, drive, x, settings, info, cancellable, error))
    return NULL;
  scale_by_leak (model, m, x->data, TRUE);
  if (info->iterates != NULL)
    scale_by_leak (model, info->iterates->len / model->n, (double *) (void *) info->iterates->data,
                   TRUE);
  return g_steal_pointer (&x);
}

ClMatrix *
cl_fixed_point_outputs (const ClModel *model, const ClMatrix *x, const ClMatrix *inputs)
{
  ClMatrix *y;

  g_return_val_if_fail (model != NULL && x != NULL && x->cols == model->n, NULL);
  g_return_val_if_fail (inputs == NULL || inputs->rows == x->rows, NULL);

  y = cl_matrix_new (x->rows, model->q);
  for (gsize row = 0; row < x->rows; row++)
    cl_model_output (model, cl_matrix_row (x, row),
                     inputs != NULL ? cl_matrix_row (inputs, row) : NULL, cl_matrix_row (y, row));
  return y;
}
