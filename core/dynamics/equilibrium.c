/* The equilibria of the firing-rate model are the fixed points x = L^-1 Phi (A x + d), those of the
 * Hopfield model are x = A y + d with y = Phi (A y + d): where a solver is proven to converge, the
 * equilibrium is unique and the solver finds it.  Everything else is a search. */
#include "core/dynamics/equilibrium.h"

#include <math.h>
#include <string.h>

#include "core/dynamics/equilibrium-search.h"
#include "core/implicit/fixed-point.h"
#include "core/linalg/lapack.h"
#include "core/theory/perron.h"

/* All eigenvalues of a larger Jacobian would take longer than people wait. */
#define EIGEN_SIZE 400

G_DEFINE_QUARK (cl_equilibrium_error, cl_equilibrium_error)

typedef struct
{
  ClEquilibriumSearch search;
  ClEquilibria *found;
  gboolean contracting; /* a whole neighbourhood is drawn in, whatever the Jacobian says */
} Work;

static const char *const titles[CL_N_STABILITIES] = {
  [CL_STABILITY_STABLE] = "Stable",
  [CL_STABILITY_SADDLE] = "Saddle",
  [CL_STABILITY_UNSTABLE] = "Unstable",
  [CL_STABILITY_UNKNOWN] = "Undecided",
};

const char *
cl_stability_title (ClStability stability)
{
  g_return_val_if_fail (stability < CL_N_STABILITIES, NULL);

  return titles[stability];
}

static ClStability
judge (const Work *self, const double *re, gboolean smooth)
{
  double size = 1;
  gsize positive = 0, negative = 0;

  for (gsize i = 0; i < self->search.n; i++)
    size = fmax (size, fabs (re[i]));
  for (gsize i = 0; i < self->search.n; i++)
    {
      positive += re[i] > 1e-9 * size;
      negative += re[i] < -1e-9 * size;
    }
  if (!smooth)
    return self->contracting ? CL_STABILITY_STABLE : CL_STABILITY_UNKNOWN;
  if (negative == self->search.n)
    return CL_STABILITY_STABLE;
  if (positive == 0)
    return CL_STABILITY_UNKNOWN;
  return negative > 0 ? CL_STABILITY_SADDLE : CL_STABILITY_UNSTABLE;
}

/* Stability of row k of the list, and whether its Jacobian is singular. */
static gboolean
classify (Work *self, gsize k)
{
  ClEquilibria *found = self->found;
  gsize n = self->search.n;
  const double *x = cl_matrix_row (found->points, k);
  gboolean smooth = cl_flow_jacobian (self->search.flow, x, self->search.jacobian);
  g_autofree double *re = g_new (double, n);
  g_autofree double *im = g_new (double, n);
  double largest = 0, smallest = INFINITY;

  found->residual[k] = cl_equilibrium_search_residual (&self->search, x);
  found->abscissa[k] = NAN;
  found->stability[k] = CL_STABILITY_UNKNOWN;
  if (n > EIGEN_SIZE || !cl_eigen_general (n, self->search.jacobian, re, im))
    {
      if (self->contracting)
        found->stability[k] = CL_STABILITY_STABLE;
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      largest = fmax (largest, hypot (re[i], im[i]));
      smallest = fmin (smallest, hypot (re[i], im[i]));
      found->abscissa[k] = fmax (found->abscissa[k], re[i]);
    }
  found->stability[k] = judge (self, re, smooth);
  return smallest <= 1e-9 * largest;
}

static int
compare_sizes (gconstpointer a, gconstpointer b, gpointer data)
{
  const Work *self = data;
  gsize n = self->search.n;
  const double *points = (const double *) (gconstpointer) self->search.points->data;
  double x = cl_equilibrium_norm (n, points + *(const gsize *) a * n);
  double y = cl_equilibrium_norm (n, points + *(const gsize *) b * n);

  return (x > y) - (x < y);
}

/* Orders, classifies and keeps what was found; of the points with a singular Jacobian only the
 * first. */
static void
collect (Work *self)
{
  ClEquilibria *found = self->found;
  gsize n = self->search.n;
  gsize all = self->search.points->len / n;
  g_autofree gsize *order = g_new (gsize, all + 1);
  gsize kept = 0;

  for (gsize k = 0; k < all; k++)
    order[k] = k;
  g_qsort_with_data (order, (int) all, sizeof *order, compare_sizes, self);
  found->points = cl_matrix_new (all, n);
  found->stability = g_new0 (ClStability, all);
  found->abscissa = g_new0 (double, all);
  found->residual = g_new0 (double, all);
  found->isolated = TRUE;
  for (gsize k = 0; k < all; k++)
    {
      gboolean singular;

      memcpy (cl_matrix_row (found->points, kept),
              &g_array_index (self->search.points, double, order[k] * n), n * sizeof (double));
      singular = classify (self, kept);
      if (singular && !found->isolated)
        continue;
      found->isolated = found->isolated && !singular;
      kept++;
    }
  found->count = kept;
  found->points->rows = kept;
}

/* Solves x = Phi (A x + d) when its solution is proven to be unique; TRUE when it was found. */
static gboolean
solve_unique (Work *self, const ClModel *model, const double *input, GCancellable *cancellable)
{
  gboolean hopfield = model->parts.kind == CL_MODEL_HOPFIELD;
  g_auto (ClFixedPointInfo) info = { 0 };
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  const double *drive = cl_flow_drive (self->search.flow);
  g_autoptr (ClMatrix) inputs = NULL;
  g_autoptr (ClModel) plain = NULL;
  g_autoptr (ClMatrix) x = NULL;

  if (model->parts.kind != CL_MODEL_FIRING_RATE && !hopfield)
    return FALSE;
  if (input != NULL && model->r > 0)
    inputs = cl_matrix_new_from (1, model->r, input);
  plain = hopfield ? cl_model_with_array (model, CL_ARRAY_LEAK, NULL, NULL)
                   : cl_model_ref ((ClModel *) model);
  settings.tolerance = 1e-13 * (1 + cl_equilibrium_norm (self->search.n, drive));
  x = cl_fixed_point_solve (plain, inputs, NULL, &settings, &info, cancellable, NULL);
  if (x == NULL)
    return FALSE;
  self->contracting = !hopfield && info.solver == cl_solver_find ("diagonal-implicit");
  memcpy (self->search.point, x->data, self->search.n * sizeof *self->search.point);
  if (hopfield)
    {
      memcpy (self->search.point, drive, self->search.n * sizeof *self->search.point);
      cl_gemv (CL_NO_TRANSPOSE, self->search.n, self->search.n, 1,
               cl_model_array (model, CL_ARRAY_A)->data, self->search.n, x->data, 1,
               self->search.point);
    }
  if (!info.converged)
    return FALSE;
  g_array_append_vals (self->search.points, self->search.point, (guint) self->search.n);
  return TRUE;
}

/* x' = A x - Phi (x) contracts when alpha (M (A)) < slope_min (LECT). */
static gboolean
is_contracting (const ClModel *model)
{
  g_autoptr (ClMatrix) metzler = NULL;
  ClPerron *perron;
  gboolean contracting;

  if (model->parts.kind != CL_MODEL_LINEAR_MINUS)
    return FALSE;
  metzler = cl_metzler_majorant (cl_model_array (model, CL_ARRAY_A));
  perron = cl_perron_new (metzler);
  contracting = perron->value + perron->rounding < model->parts.activation->slope_min;
  cl_perron_free (perron);
  return contracting;
}

static void
work_clear (Work *self)
{
  cl_equilibrium_search_clear (&self->search);
  cl_equilibria_free (self->found);
}

ClEquilibria *
cl_equilibria_new (const ClModel *model, const double *input, const ClEquilibriaSettings *settings,
                   GCancellable *cancellable, GError **error)
{
  static const ClEquilibriaSettings defaults = CL_EQUILIBRIA_SETTINGS_DEFAULT;
  ClEquilibria *found;
  Work work = { 0 };

  g_return_val_if_fail (model != NULL && model->n > 0, NULL);

  settings = settings != NULL ? settings : &defaults;
  cl_equilibrium_search_init (&work.search, model, input, settings->tolerance, settings->radius);
  work.found = g_new0 (ClEquilibria, 1);
  work.found->unique = solve_unique (&work, model, input, cancellable);
  if (!work.found->unique && !g_cancellable_is_cancelled (cancellable))
    {
      work.contracting = is_contracting (model);
      cl_equilibrium_search_run (&work.search, settings->starts, settings->seed, cancellable);
      work.found->unique = work.contracting && work.search.points->len == work.search.n;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      work_clear (&work);
      return NULL;
    }
  collect (&work);
  found = g_steal_pointer (&work.found);
  work_clear (&work);
  return found;
}

void
cl_equilibria_free (ClEquilibria *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->points, cl_matrix_unref);
  g_free (self->stability);
  g_free (self->abscissa);
  g_free (self->residual);
  g_free (self);
}

ClMatrix *
cl_equilibrium_new (const ClModel *model, const double *input, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (ClEquilibria) all = cl_equilibria_new (model, input, NULL, cancellable, error);

  if (all == NULL)
    return NULL;
  if (all->count == 0)
    {
      g_set_error (error, CL_EQUILIBRIUM_ERROR, CL_EQUILIBRIUM_ERROR_NONE,
                   "No equilibrium was found: no condition proves that one exists, and the search "
                   "ended at none");
      return NULL;
    }
  return cl_matrix_new_from (model->n, 1, cl_matrix_row (all->points, 0));
}
