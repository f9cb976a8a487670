/* Powell's hybrid method on F (x) = x' from many starts, then a few Newton steps, which are exact
 * where F is piecewise linear.  Large models are searched by damped Newton steps alone: their
 * factorisations are LAPACK's, those of Powell's method are not and cannot be cancelled. */
#include "core/dynamics/equilibrium-search.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multiroots.h>

#include "core/dynamics/starts.h"
#include "core/linalg/lapack.h"

#define POWELL_STEPS 200
#define POWELL_SIZE  128 /* the largest n for it */
#define NEWTON_STEPS 3   /* of the polish */
#define DAMPED_STEPS 40  /* of a search without Powell's method */
#define HALVINGS     6

/* n^2 times the number of starts stays below this, so that a search takes about a second. */
#define SEARCH_BUDGET 200000

/* In radii of the search. */
#define FAR 1000

void
cl_equilibrium_search_init (ClEquilibriumSearch *self, const ClModel *model, const double *input,
                            double tolerance, double radius)
{
  gsize n = model->n;

  *self = (ClEquilibriumSearch){
    .flow = cl_flow_new (model, input, 1),
    .n = n,
    .tolerance = tolerance,
    .radius = radius,
    .points = g_array_new (FALSE, FALSE, sizeof (double)),
    .point = g_new0 (double, n),
    .speed = g_new0 (double, n),
    .trial = g_new0 (double, n),
    .step = g_new0 (double, n),
    .jacobian = g_new0 (double, n *n),
    .pivots = g_new0 (int, n),
  };
  if (!(radius > 0))
    self->radius = 3 * (1 + cl_equilibrium_norm (n, cl_flow_drive (self->flow)));
}

void
cl_equilibrium_search_clear (ClEquilibriumSearch *self)
{
  cl_flow_free (self->flow);
  g_array_unref (self->points);
  g_free (self->point);
  g_free (self->speed);
  g_free (self->trial);
  g_free (self->step);
  g_free (self->jacobian);
  g_free (self->pivots);
}

double
cl_equilibrium_norm (gsize n, const double *x)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    if (!(fabs (x[i]) <= largest))
      largest = isnan (x[i]) ? INFINITY : fabs (x[i]);
  return largest;
}

double
cl_equilibrium_search_residual (ClEquilibriumSearch *self, const double *x)
{
  cl_flow_eval (self->flow, 1, x, self->speed);
  return cl_equilibrium_norm (self->n, self->speed);
}

static int
powell_f (const gsl_vector *x, void *data, gsl_vector *f)
{
  ClEquilibriumSearch *self = data;

  cl_flow_eval (self->flow, 1, x->data, f->data);
  return isfinite (cl_equilibrium_norm (self->n, f->data)) ? GSL_SUCCESS : GSL_EBADFUNC;
}

static int
powell_df (const gsl_vector *x, void *data, gsl_matrix *jacobian)
{
  cl_flow_jacobian (((ClEquilibriumSearch *) data)->flow, x->data, jacobian->data);
  return GSL_SUCCESS;
}

static int
powell_fdf (const gsl_vector *x, void *data, gsl_vector *f, gsl_matrix *jacobian)
{
  powell_df (x, data, jacobian);
  return powell_f (x, data, f);
}

/* Leaves where the method ended in self->point. */
static void
run_powell (ClEquilibriumSearch *self, gsl_multiroot_fdfsolver *solver, GCancellable *cancellable)
{
  gsl_multiroot_function_fdf function = { powell_f, powell_df, powell_fdf, self->n, self };
  gsl_vector_view start = gsl_vector_view_array (self->trial, self->n);

  memcpy (self->trial, self->point, self->n * sizeof *self->trial);
  if (gsl_multiroot_fdfsolver_set (solver, &function, &start.vector) != GSL_SUCCESS)
    return;
  for (int k = 0; k < POWELL_STEPS && !g_cancellable_is_cancelled (cancellable); k++)
    {
      double size = cl_equilibrium_norm (self->n, solver->f->data);

      if (size <= self->tolerance || gsl_multiroot_fdfsolver_iterate (solver) != GSL_SUCCESS)
        break;
    }
  memcpy (self->point, solver->x->data, self->n * sizeof *self->point);
}

/* A Newton step from self->point, halved so many times at most until the residual falls.  FALSE
 * when it does not, and the point stays. */
static gboolean
newton_step (ClEquilibriumSearch *self, int halvings)
{
  gsize n = self->n;
  double before = cl_equilibrium_search_residual (self, self->point);

  cl_flow_jacobian (self->flow, self->point, self->jacobian);
  if (!cl_lu_factor (n, self->jacobian, self->pivots))
    return FALSE;
  memcpy (self->step, self->speed, n * sizeof *self->step);
  cl_lu_solve (CL_NO_TRANSPOSE, n, 1, self->jacobian, self->pivots, self->step);
  for (int k = 0; k <= halvings; k++)
    {
      for (gsize i = 0; i < n; i++)
        self->trial[i] = self->point[i] - ldexp (self->step[i], -k);
      if (cl_equilibrium_search_residual (self, self->trial) < before)
        {
          memcpy (self->point, self->trial, n * sizeof *self->point);
          return TRUE;
        }
    }
  return FALSE;
}

static void
run_newton (ClEquilibriumSearch *self, GCancellable *cancellable)
{
  for (int k = 0; k < DAMPED_STEPS && !g_cancellable_is_cancelled (cancellable); k++)
    if (cl_equilibrium_search_residual (self, self->point) <= self->tolerance
        || !newton_step (self, HALVINGS))
      return;
}

static void
polish (ClEquilibriumSearch *self)
{
  for (int k = 0; k < NEWTON_STEPS; k++)
    if (!newton_step (self, 0))
      return;
}

static gboolean
is_known (const ClEquilibriumSearch *self)
{
  gsize n = self->n;
  double reach = 1e-6 * (1 + cl_equilibrium_norm (n, self->point));

  for (gsize k = 0; k < self->points->len / n; k++)
    {
      double apart = 0;

      for (gsize i = 0; i < n; i++)
        apart =
            fmax (apart, fabs (self->point[i] - g_array_index (self->points, double, k *n + i)));
      if (apart <= reach)
        return TRUE;
    }
  return FALSE;
}

/* Near an equilibrium a Newton step is short.  A long one from a place where x' is small means that
 * x' only fades away towards infinity, as logistic does.  A singular Jacobian has no say. */
static gboolean
newton_step_is_short (ClEquilibriumSearch *self, double reach)
{
  cl_flow_jacobian (self->flow, self->point, self->jacobian);
  if (!cl_lu_factor (self->n, self->jacobian, self->pivots))
    return TRUE;
  cl_lu_solve (CL_NO_TRANSPOSE, self->n, 1, self->jacobian, self->pivots, self->speed);
  return cl_equilibrium_norm (self->n, self->speed) <= reach;
}

/* Points far outside the search are where the method ran away along a flat x'. */
static void
keep_if_new (ClEquilibriumSearch *self)
{
  double residual = cl_equilibrium_search_residual (self, self->point);
  double size = cl_equilibrium_norm (self->n, self->point);

  if (size <= FAR * self->radius && residual <= self->tolerance * (1 + size) && !is_known (self)
      && newton_step_is_short (self, 1e-6 * (1 + size)))
    g_array_append_vals (self->points, self->point, (guint) self->n);
}

void
cl_equilibrium_search_run (ClEquilibriumSearch *self, gsize starts, guint64 seed,
                           GCancellable *cancellable)
{
  gsize n = self->n;
  gsize count = MIN (starts, MAX (2, SEARCH_BUDGET / (n * n)));
  g_autoptr (ClMatrix) from = cl_starts_new (n, count, CL_STARTS_SOBOL, NULL, self->radius, seed);
  gsl_multiroot_fdfsolver *powell =
      n <= POWELL_SIZE ? gsl_multiroot_fdfsolver_alloc (gsl_multiroot_fdfsolver_hybridsj, n) : NULL;

  /* GSL would abort the program on a singular step; its status is read instead. */
  gsl_set_error_handler_off ();
  for (gsize k = 0; k <= count && !g_cancellable_is_cancelled (cancellable); k++)
    {
      if (k == 0)
        memset (self->point, 0, n * sizeof *self->point);
      else
        memcpy (self->point, cl_matrix_row (from, k - 1), n * sizeof *self->point);
      if (powell != NULL)
        run_powell (self, powell, cancellable);
      else
        run_newton (self, cancellable);
      polish (self);
      keep_if_new (self);
    }
  g_clear_pointer (&powell, gsl_multiroot_fdfsolver_free);
}
