#include "core/theory/contraction.h"

#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/theory/slope-family.h"

#include <math.h>

/* The slope family has its slopes on rows.  Where the model has them on columns the family holds
 * A', and l_1 and l_inf change places: l_inf weighted by eta along the rows of A is l_1 weighted by
 * eta along the columns of A'. */

const char *
cl_contraction_id (guint norm)
{
  static const char *const ids[CL_N_CONTRACTIONS] = {
    [CL_CONTRACTION_ONE] = "one",
    [CL_CONTRACTION_TWO] = "two",
    [CL_CONTRACTION_INF] = "inf",
    [CL_CONTRACTION_INF_WEIGHTED] = "inf-weighted",
  };

  g_return_val_if_fail (norm < CL_N_CONTRACTIONS, NULL);
  return ids[norm];
}

static ClContraction
make_contraction (guint norm, ClBounded osl, gboolean exact)
{
  return (ClContraction){
    .norm = cl_contraction_id (norm),
    .osl = osl.value,
    .rate = fmax (-osl.value, 0.0),
    .exact = exact,
    .rounding = osl.rounding,
  };
}

static ClContraction
contract_lines (const ClSlopeFamily *family, gboolean rows, guint norm)
{
  return make_contraction (norm,
                           rows != family->transposed ? cl_slope_family_rows (family, NULL)
                                                      : cl_slope_family_columns (family, NULL),
                           TRUE);
}

static ClContraction
contract_weighted (const ClSlopeFamily *family, const ClMatrix *metzler_weights)
{
  g_autoptr (ClMatrix) eta = family->transposed
                                 ? cl_slope_family_weigh_columns (family)
                                 : cl_slope_family_weigh_rows (family, metzler_weights);
  ClContraction contraction =
      make_contraction (CL_CONTRACTION_INF_WEIGHTED,
                        family->transposed ? cl_slope_family_columns (family, eta->data)
                                           : cl_slope_family_rows (family, eta->data),
                        TRUE);
  contraction.weights = g_steal_pointer (&eta);
  return contraction;
}

static ClContraction
contract_two (const ClSlopeFamily *family, const ClContractionParts *parts,
              GCancellable *cancellable)
{
  const gsize n = family->a->rows;
  const double c = 0.5 * (family->low + family->high);
  const double h = 0.5 * (family->high - family->low);
  double slowest = INFINITY;

  if (n <= MIN (parts->vertex_limit, 30) || family->low == family->high)
    return make_contraction (CL_CONTRACTION_TWO, cl_slope_family_two_exact (family, cancellable),
                             TRUE);

  /* The other bound adds the parts up: -min l + c mu_2 (A) + h |A|_2. */
  ClBounded bound = cl_slope_family_two_bound (family);
  for (gsize i = 0; i < n; i++)
    slowest = fmin (slowest, family->decay[i]);
  bound.value =
      fmin (bound.value + bound.rounding, c * parts->mu_two + h * parts->norm_two - slowest);
  return make_contraction (CL_CONTRACTION_TWO, bound, FALSE);
}

gboolean
cl_contraction_compute (const ClModel *model, const ClContractionParts *parts,
                        ClContraction contraction[CL_N_CONTRACTIONS], GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (model != NULL && parts != NULL, FALSE);

  ClSlopeFamily family;
  cl_slope_family_init (&family, model);
  contraction[CL_CONTRACTION_ONE] = contract_lines (&family, FALSE, CL_CONTRACTION_ONE);
  contraction[CL_CONTRACTION_INF] = contract_lines (&family, TRUE, CL_CONTRACTION_INF);
  contraction[CL_CONTRACTION_INF_WEIGHTED] = contract_weighted (&family, parts->metzler_weights);
  contraction[CL_CONTRACTION_TWO] = contract_two (&family, parts, cancellable);
  cl_slope_family_clear (&family);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

ClNormKind
cl_contraction_norm (guint norm)
{
  static const ClNormKind kinds[CL_N_CONTRACTIONS] = {
    [CL_CONTRACTION_ONE] = CL_NORM_ONE,
    [CL_CONTRACTION_TWO] = CL_NORM_TWO,
    [CL_CONTRACTION_INF] = CL_NORM_INF,
    [CL_CONTRACTION_INF_WEIGHTED] = CL_NORM_INF,
  };

  g_return_val_if_fail (norm < CL_N_CONTRACTIONS, CL_NORM_INF);
  return kinds[norm];
}

gboolean
cl_contraction_compute_one (const ClModel *model, guint norm, gsize vertex_limit,
                            ClContraction *contraction, GCancellable *cancellable, GError **error)
{
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
  g_autoptr (ClPerron) perron = cl_perron_new (metzler);
  ClContraction all[CL_N_CONTRACTIONS] = { 0 };
  ClContractionParts parts = { perron->weights, INFINITY, INFINITY, 0 };
  gboolean done;

  g_return_val_if_fail (norm < CL_N_CONTRACTIONS && contraction != NULL, FALSE);

  if (norm == CL_CONTRACTION_TWO)
    {
      ClBounded measure = cl_measure_two (a, NULL), length = cl_norm_two (a);

      parts.mu_two = measure.value + measure.rounding;
      parts.norm_two = length.value + length.rounding;
      parts.vertex_limit = vertex_limit;
    }
  done = cl_contraction_compute (model, &parts, all, cancellable, error);
  *contraction = all[norm];
  all[norm].weights = NULL;
  for (guint k = 0; k < CL_N_CONTRACTIONS; k++)
    g_clear_pointer (&all[k].weights, cl_matrix_unref);
  return done;
}
