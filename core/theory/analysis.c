#include "core/theory/analysis.h"

#include "core/linalg/lapack.h"
#include "core/theory/contraction.h"
#include "core/theory/ladder.h"
#include "core/theory/measure.h"
#include "core/theory/witness.h"

#include <math.h>

static int
compare_eigenvalues (gconstpointer a, gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  if (x[0] != y[0])
    return x[0] > y[0] ? -1 : 1;
  return (x[1] < y[1]) - (x[1] > y[1]);
}

/* Fills the spectrum; returns the largest real eigenvalue, NaN when all are complex. */
static double
find_eigenvalues (ClAnalysis *analysis, const ClMatrix *a)
{
  const gsize n = analysis->n;
  g_autoptr (ClMatrix) copy = cl_matrix_copy (a);
  g_autofree double *re = g_new (double, n);
  g_autofree double *im = g_new (double, n);
  double largest_real = NAN;

  cl_eigen_general (n, copy->data, re, im);
  analysis->eigenvalues = cl_matrix_new (n, 2);
  for (gsize i = 0; i < n; i++)
    {
      cl_matrix_set (analysis->eigenvalues, i, 0, re[i]);
      cl_matrix_set (analysis->eigenvalues, i, 1, im[i]);
      analysis->spectral_radius = fmax (analysis->spectral_radius, hypot (re[i], im[i]));
      if (im[i] == 0.0)
        largest_real = fmax (largest_real, re[i]);
    }
  qsort (analysis->eigenvalues->data, n, 2 * sizeof (double), compare_eigenvalues);
  analysis->spectral_abscissa = cl_matrix_get (analysis->eigenvalues, 0, 0);
  return largest_real;
}

/* a* = 1 / (1 - min_i (a_ii)_-) and 1 - (1 - mu_inf_+) a* (NEMON Cor. 5); the diagonal-implicit
 * iteration solves each self-loop, which leaves sum_{j != i} |a_ij| / (1 - a_ii). */
static void
find_iteration_factors (ClAnalysis *analysis, const ClMatrix *a)
{
  double least = 0.0;

  for (gsize i = 0; i < analysis->n; i++)
    {
      const double diagonal = cl_matrix_get (a, i, i);
      const double others = analysis->row_sums->data[i] - diagonal;
      const double factor = diagonal < 1.0 ? others / (1.0 - diagonal) : INFINITY;
      least = fmin (least, diagonal);
      analysis->implicit_factor = fmax (analysis->implicit_factor, factor);
    }
  analysis->average_step = 1.0 / (1.0 - least);
  analysis->average_factor =
      1.0 - (1.0 - fmax (analysis->measure_inf, 0.0)) * analysis->average_step;
}

static void
adopt_ladder (ClAnalysis *analysis, ClLadder *ladder)
{
  for (gsize k = 0; k < CL_N_CONDITIONS; k++)
    {
      analysis->condition[k] = ladder->condition[k];
      ladder->condition[k].vector = NULL;
    }
  analysis->norm_inf = ladder->norm_inf.value;
  analysis->measure_one = ladder->mu_one.value;
  analysis->measure_two = ladder->mu_two.value;
  analysis->measure_inf = ladder->mu_inf.value;
  analysis->pf_abs = ladder->absolute->value;
  analysis->metzler_abscissa = ladder->metzler->value;
  analysis->weighted_mu_inf = ladder->metzler->weighted;
  analysis->optimal_weights = cl_matrix_ref (ladder->metzler->weights);
}

/* The eigenvalues take as long as everything else together and depend on none of it. */
typedef struct
{
  ClAnalysis *analysis;
  const ClMatrix *a;
  double largest_real;
  GThread *thread; /* or NULL: found by the caller in the end */
} Spectrum;

static gpointer
spectrum_run (gpointer data)
{
  Spectrum *self = data;

  self->largest_real = find_eigenvalues (self->analysis, self->a);
  return NULL;
}

static void
spectrum_finish (Spectrum *self)
{
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  else
    spectrum_run (self);
}

/* What needs no eigenvalues. */
static gboolean
fill_measures (ClAnalysis *analysis, const ClModel *model, const ClAnalysisSettings *settings,
               ClLadder *ladder, GCancellable *cancellable, GError **error)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);

  analysis->row_sums = cl_matrix_new (model->n, 1);
  cl_measure_row_sums (a, analysis->row_sums->data);
  if (!cl_ladder_init (ladder, a, settings, cancellable, error))
    return FALSE;

  const ClBounded norm_two = cl_norm_two (a);
  analysis->norm_one = cl_norm_one (a).value;
  analysis->norm_two = norm_two.value;

  const ClContractionParts parts = {
    .metzler_weights = ladder->metzler->weights,
    .mu_two = ladder->mu_two.value + ladder->mu_two.rounding,
    .norm_two = norm_two.value + norm_two.rounding,
    .vertex_limit = settings->vertex_limit,
  };
  return cl_contraction_compute (model, &parts, analysis->contraction, cancellable, error);
}

static gboolean
fill (ClAnalysis *analysis, const ClModel *model, const ClAnalysisSettings *settings,
      ClLadder *ladder, GCancellable *cancellable, GError **error)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  Spectrum spectrum = { .analysis = analysis, .a = a };

  analysis->n = model->n;
  if (settings->threads > 1)
    spectrum.thread = g_thread_new ("spectrum", spectrum_run, &spectrum);
  const gboolean done = fill_measures (analysis, model, settings, ladder, cancellable, error);
  if (done || spectrum.thread != NULL)
    spectrum_finish (&spectrum);
  if (!done || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  cl_ladder_conclude (ladder, spectrum.largest_real);
  adopt_ladder (analysis, ladder);
  find_iteration_factors (analysis, a);
  if (settings->find_witness && ladder->reversal != NULL)
    analysis->witness = cl_witness_new (a, ladder->reversal);
  return TRUE;
}

ClAnalysis *
cl_analysis_new (const ClModel *model, const ClAnalysisSettings *settings,
                 GCancellable *cancellable, GError **error)
{
  static const ClAnalysisSettings defaults = CL_ANALYSIS_SETTINGS_DEFAULT;
  g_return_val_if_fail (model != NULL, NULL);

  g_autoptr (ClAnalysis) analysis = g_new0 (ClAnalysis, 1);
  ClLadder ladder = { 0 };
  const gboolean done =
      fill (analysis, model, settings != NULL ? settings : &defaults, &ladder, cancellable, error);
  cl_ladder_clear (&ladder);
  return done ? g_steal_pointer (&analysis) : NULL;
}

void
cl_analysis_free (ClAnalysis *analysis)
{
  if (analysis == NULL)
    return;
  g_clear_pointer (&analysis->eigenvalues, cl_matrix_unref);
  g_clear_pointer (&analysis->optimal_weights, cl_matrix_unref);
  g_clear_pointer (&analysis->row_sums, cl_matrix_unref);
  for (gsize k = 0; k < CL_N_CONDITIONS; k++)
    g_clear_pointer (&analysis->condition[k].vector, cl_matrix_unref);
  for (gsize k = 0; k < CL_N_CONTRACTIONS; k++)
    g_clear_pointer (&analysis->contraction[k].weights, cl_matrix_unref);
  g_clear_pointer (&analysis->witness, cl_witness_free);
  g_free (analysis);
}
