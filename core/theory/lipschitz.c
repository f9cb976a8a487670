#include "core/theory/lipschitz.h"

#include "core/linalg/blas.h"
#include "core/theory/bounded.h"
#include "core/theory/lds.h"
#include "core/theory/lipschitz-parts.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/theory/slope-jacobian.h"

#include <math.h>
#include <string.h>

/* Symbols as in the header, with A and C already multiplied by dmax; M (A) is the Metzler majorant.
 *
 * Between two inputs, |dx_i| <= |d_i| (a_ii |dx_i| + sum_{j != i} |a_ij| |dx_j| + |B du|_i) with
 * 0 <= d_i <= 1 gives (I - M (A)) |dx| <= |B| |du|, and the inverse is non-negative when
 * alpha (M (A)) < 1.  All the bounds in l_inf estimate that inverse more or less crudely.  In l_2,
 * dx' diag (d)^-1 dx = dx' (A dx + B du) >= |dx|^2 gives (1 - mu_2 (A)) |dx| <= |B du|; with a
 * positive diagonal Q before every product the same holds in |x| = |Q^1/2 x|_2, where LBEN makes
 * its promise. */

typedef struct
{
  ClLipschitzParts parts;
  ClModel *model;
  gsize vertex_limit, weights_limit;
  GCancellable *cancellable;
  double inverse_gap; /* 1 / (1 - mu_2 (A)) or +inf */
} Bounds;

static double
through_gap (const Bounds *bounds, double gap)
{
  const ClLipschitzParts *parts = &bounds->parts;
  if (!(gap > 0.0))
    return INFINITY;
  return (parts->norm_b * parts->norm_c / gap + parts->norm_d) * (1.0 + 8.0 * DBL_EPSILON);
}

static double
upper (ClBounded bounded)
{
  return bounded.value + bounded.rounding;
}

static double
evaluate_nemon (const Bounds *bounds)
{
  return through_gap (bounds, 1.0 - fmax (upper (cl_measure_inf (bounds->parts.a)), 0.0));
}

static double
evaluate_nemon_refined (const Bounds *bounds)
{
  return through_gap (bounds, 1.0 - upper (cl_measure_inf (bounds->parts.a)));
}

/* B maps into, and C out of, l_inf weighted by eta: |x| = max |x_i| / eta_i. */
static double
through_weights (const Bounds *bounds, const double *eta)
{
  const ClLipschitzParts *parts = &bounds->parts;
  const double gap = 1.0 - fmax (upper (cl_measure_inf_weighted (parts->a, eta)), 0.0);
  const double norm_b = upper (cl_norm_inf_weighted (parts->b, NULL, eta));
  const double norm_c = upper (cl_norm_inf_weighted (parts->c, eta, NULL));
  if (!(gap > 0.0))
    return INFINITY;
  return (norm_b * norm_c / gap + parts->norm_d) * (1.0 + 8.0 * DBL_EPSILON);
}

static double
evaluate_nemon_weighted (const Bounds *bounds)
{
  const ClMatrix *eta = cl_model_array (bounds->model, CL_ARRAY_ETA);
  const double given = eta != NULL ? through_weights (bounds, eta->data) : INFINITY;
  if (isfinite (given))
    return given;
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (bounds->parts.a);
  g_autoptr (ClPerron) perron = cl_perron_new (majorant);
  return through_weights (bounds, perron->weights->data);
}

static double
evaluate_idl (const Bounds *bounds)
{
  return through_gap (bounds, 1.0 - upper (cl_norm_inf (bounds->parts.a)));
}

static double
through_majorant (const Bounds *bounds, const ClMatrix *majorant)
{
  g_autofree double *t = g_new (double, bounds->parts.n);
  if (!cl_lipschitz_parts_reach (&bounds->parts, majorant, t))
    return INFINITY;
  return cl_lipschitz_parts_output (&bounds->parts, t);
}

static double
evaluate_sensitivity (const Bounds *bounds)
{
  g_autoptr (ClMatrix) majorant = cl_absolute_majorant (bounds->parts.a);
  return through_majorant (bounds, majorant);
}

static double
evaluate_metzler_sensitivity (const Bounds *bounds)
{
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (bounds->parts.a);
  return through_majorant (bounds, majorant);
}

static double
state_two (const Bounds *bounds)
{
  return upper (cl_norm_two (bounds->parts.b)) * upper (cl_norm_two (bounds->parts.c))
         * bounds->inverse_gap * (1.0 + 8.0 * DBL_EPSILON);
}

static double
evaluate_l2 (const Bounds *bounds)
{
  const double feed = bounds->parts.d != NULL ? upper (cl_norm_two (bounds->parts.d)) : 0.0;
  return (state_two (bounds) + feed) * (1.0 + 2.0 * DBL_EPSILON);
}

/* |u|_2 <= sqrt (r) |u|_inf; the term of D is exact in l_inf already. */
static double
evaluate_l2_as_inf (const Bounds *bounds)
{
  return (sqrt ((double) bounds->parts.r) * state_two (bounds) + bounds->parts.norm_d)
         * (1.0 + 4.0 * DBL_EPSILON);
}

/* B maps from l_inf into l_2 weighted by q, and C from there into l_inf. */
static double
through_two (const Bounds *bounds, const double *q, double inverse_gap)
{
  const ClLipschitzParts *parts = &bounds->parts;
  return (cl_lipschitz_parts_row_two (parts, q) * cl_lipschitz_parts_input_two (parts, q)
              * inverse_gap
          + parts->norm_d)
         * (1.0 + 8.0 * DBL_EPSILON);
}

static double
evaluate_l2_mixed (const Bounds *bounds)
{
  return through_two (bounds, NULL, bounds->inverse_gap);
}

/* |x| = |[eta]^-1 x|_2, so q = eta^-2.  NULL unless the model has weights in whose norm it is
 * certainly well posed. */
static ClMatrix *
given_weights (const Bounds *bounds)
{
  const ClMatrix *eta = cl_model_array (bounds->model, CL_ARRAY_ETA);
  if (eta == NULL)
    return NULL;
  g_autoptr (ClMatrix) q = cl_matrix_new (bounds->parts.n, 1);
  for (gsize i = 0; i < bounds->parts.n; i++)
    q->data[i] = 1.0 / (eta->data[i] * eta->data[i]);
  if (isinf (cl_lipschitz_parts_inverse_gap (&bounds->parts, q->data)))
    return NULL;
  return g_steal_pointer (&q);
}

/* The weights with the least measure. */
static ClMatrix *
search_weights (const Bounds *bounds)
{
  g_autoptr (ClDiagonalStability) stability =
      cl_diagonal_stability_new (bounds->parts.a, bounds->cancellable, NULL);
  return stability != NULL ? cl_matrix_ref (stability->q) : NULL;
}

static double
evaluate_l2_weighted (const Bounds *bounds)
{
  g_autoptr (ClMatrix) q = given_weights (bounds);
  if (q == NULL && bounds->parts.n <= bounds->weights_limit)
    q = search_weights (bounds);
  if (q == NULL)
    return INFINITY;
  return through_two (bounds, q->data, cl_lipschitz_parts_inverse_gap (&bounds->parts, q->data));
}

/* The determinant of I - diag (d) A is affine in every d_i, so it is positive on the whole box when
 * it is at the vertices; then every entry of the Jacobian is a quotient of affine functions in each
 * d_i, its norm quasi-convex, and the largest value at a vertex. */
static double
evaluate_vertex (const Bounds *bounds)
{
  const gsize n = bounds->parts.n;
  const ClActivation *activation = bounds->model->parts.activation;
  const guint64 count =
      activation->slope_min == activation->slope_max ? 1 : (guint64) 1 << MIN (n, 40);
  g_autoptr (ClSlopeJacobian) jacobian = NULL;
  g_autofree double *d = g_new (double, n);
  double most = 0.0;

  if (count > 1 && n > MIN (bounds->vertex_limit, 30))
    return INFINITY;
  jacobian = cl_slope_jacobian_new (bounds->model);
  for (guint64 mask = 0; mask < count; mask++)
    {
      int det_sign;
      double rounding;
      for (gsize i = 0; i < n; i++)
        d[i] = count > 1 && (mask >> i & 1) ? activation->slope_max : activation->slope_min;
      const double norm = cl_slope_jacobian_norm (jacobian, d, &det_sign, &rounding);
      if (det_sign != 1 || ((mask & 0xff) == 0 && g_cancellable_is_cancelled (bounds->cancellable)))
        return INFINITY;
      most = fmax (most, norm * (1.0 + rounding));
    }
  return most;
}

static const struct
{
  const char *id, *norm, *title, *formula, *source;
  double (*evaluate) (const Bounds *bounds);
} table[CL_N_BOUNDS] = {
  [CL_BOUND_NEMON] = { "nemon", "inf", "ℓ∞ measure", "‖B‖∞ ‖C‖∞ / (1 − μ∞(A)₊) + ‖D‖∞, μ∞(A) < 1",
                       "NEMON (15)", evaluate_nemon },
  [CL_BOUND_NEMON_REFINED] = { "nemon_refined", "inf", "ℓ∞ measure, refined",
                               "‖B‖∞ ‖C‖∞ / (1 − μ∞(A)) + ‖D‖∞, μ∞(A) < 1", "after NEMON (15)",
                               evaluate_nemon_refined },
  [CL_BOUND_NEMON_WEIGHTED] = { "nemon_weighted", "inf", "Weighted ℓ∞ measure",
                                "‖B‖∞→η ‖C‖η→∞ / (1 − μη(A)₊) + ‖D‖∞, μη(A) < 1", "NEMON (15)",
                                evaluate_nemon_weighted },
  [CL_BOUND_IDL] = { "idl", "inf", "ℓ∞ norm", "‖B‖∞ ‖C‖∞ / (1 − ‖A‖∞) + ‖D‖∞, ‖A‖∞ < 1", "IDL",
                     evaluate_idl },
  [CL_BOUND_SENSITIVITY] = { "sensitivity", "inf", "Sensitivity matrix",
                             "‖ |C| (I − |A|)⁻¹ |B| + |D| ‖∞, λPF(|A|) < 1", "IDL",
                             evaluate_sensitivity },
  [CL_BOUND_METZLER_SENSITIVITY] = { "metzler_sensitivity", "inf", "Metzler sensitivity matrix",
                                     "‖ |C| (I − M(A))⁻¹ |B| + |D| ‖∞, α(M(A)) < 1",
                                     "after IDL and LECT", evaluate_metzler_sensitivity },
  [CL_BOUND_L2] = { "l2", "two", "ℓ₂ measure", "‖B‖₂ ‖C‖₂ / (1 − μ₂(A)) + ‖D‖₂, μ₂(A) < 1",
                    "MON; Pabbaraju et al. 2021", evaluate_l2 },
  [CL_BOUND_L2_AS_INF] = { "l2_as_inf", "inf", "ℓ₂ measure as ℓ∞",
                           "√r ‖B‖₂ ‖C‖₂ / (1 − μ₂(A)) + ‖D‖∞, μ₂(A) < 1", "Pabbaraju et al. 2021",
                           evaluate_l2_as_inf },
  [CL_BOUND_L2_MIXED] = { "l2_mixed", "inf", "Mixed ℓ₂ and ℓ∞",
                          "maxᵢ ‖Cᵢ‖₂ √(Σᵢ ‖Bᵢ‖₁²) / (1 − μ₂(A)) + ‖D‖∞, μ₂(A) < 1",
                          "after Pabbaraju et al. 2021", evaluate_l2_mixed },
  [CL_BOUND_L2_WEIGHTED] = { "l2_weighted", "inf", "Weighted ℓ₂ and ℓ∞",
                             "maxᵢ ‖Cᵢ Q^(−1/2)‖₂ √(Σᵢ qᵢ ‖Bᵢ‖₁²) / (1 − μ₂,Q(A)) + ‖D‖∞, "
                             "μ₂,Q(A) < 1",
                             "after Pabbaraju et al. 2021 and LBEN", evaluate_l2_weighted },
  [CL_BOUND_VERTEX] = { "vertex", "inf", "All slope patterns",
                        "max over d of ‖ C (I − [d]A)⁻¹ [d]B + D ‖∞, I − [d]A regular",
                        "exact over the slopes", evaluate_vertex },
};

ClBound
cl_bound_describe (ClBoundId id)
{
  g_return_val_if_fail (id < CL_N_BOUNDS, (ClBound){ .value = NAN });

  return (ClBound){ table[id].id,      table[id].norm,   table[id].title,
                    table[id].formula, table[id].source, NAN };
}

static gboolean
check_rows (const char *what, const ClMatrix *array, gsize rows, gsize cols, GError **error)
{
  if (array->rows == rows && array->cols == cols)
    return TRUE;
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
               "The %s are %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT
               "x%" G_GSIZE_FORMAT,
               what, array->rows, array->cols, rows, cols);
  return FALSE;
}

/* z = A x + B u + b for every row, in one product for A and one for B. */
static ClMatrix *
preactivations (const ClModel *model, const ClMatrix *states, const ClMatrix *inputs)
{
  const gsize m = states->rows;
  const gsize n = model->n;
  const ClMatrix *bias = cl_model_array (model, CL_ARRAY_BIAS);
  ClMatrix *z = cl_matrix_new (m, n);

  for (gsize i = 0; bias != NULL && i < m; i++)
    memcpy (cl_matrix_row (z, i), bias->data, n * sizeof (double));
  cl_gemm (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, n, n, 1.0, states->data, n,
           cl_model_array (model, CL_ARRAY_A)->data, n, 1.0, z->data, n);
  if (inputs != NULL)
    cl_gemm (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, n, model->r, 1.0, inputs->data, model->r,
             cl_model_array (model, CL_ARRAY_B)->data, model->r, 1.0, z->data, n);
  return z;
}

static gboolean
find_attained (ClLipschitz *lipschitz, ClModel *model, const ClLipschitzSettings *settings,
               GCancellable *cancellable, GError **error)
{
  const ClMatrix *states = settings->states;
  const ClMatrix *inputs = settings->inputs;

  if (states == NULL || states->rows == 0)
    return TRUE;
  if (!check_rows ("states", states, states->rows, model->n, error)
      || (inputs != NULL && !check_rows ("inputs", inputs, states->rows, model->r, error)))
    return FALSE;

  g_autoptr (ClMatrix) z = preactivations (model, states, inputs);
  g_autoptr (ClSlopeJacobian) jacobian = cl_slope_jacobian_new (model);
  model->parts.activation->slopes (z->rows * z->cols, z->data, z->data);
  for (gsize k = 0; k < z->rows; k++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      const double norm = cl_slope_jacobian_norm (jacobian, cl_matrix_row (z, k), NULL, NULL);
      lipschitz->attained = fmax (lipschitz->attained, norm);
    }
  lipschitz->attained_states = z->rows;
  return TRUE;
}

static void
find_bounds (ClLipschitz *lipschitz, const Bounds *bounds)
{
  for (gsize k = 0; k < CL_N_BOUNDS; k++)
    {
      ClBound *bound = &lipschitz->bound[k];
      *bound = cl_bound_describe ((ClBoundId) k);
      bound->value = table[k].evaluate (bounds);
      bound->valid = isfinite (bound->value);
      if (!bound->valid)
        bound->value = INFINITY;
      if (bound->valid && g_str_equal (bound->norm, "inf")
          && (lipschitz->best < 0 || bound->value < lipschitz->bound[lipschitz->best].value))
        lipschitz->best = (gssize) k;
    }
}

ClLipschitz *
cl_lipschitz_new (const ClModel *model, const ClLipschitzSettings *settings,
                  GCancellable *cancellable, GError **error)
{
  static const ClLipschitzSettings defaults = CL_LIPSCHITZ_SETTINGS_DEFAULT;
  g_return_val_if_fail (model != NULL, NULL);

  settings = settings != NULL ? settings : &defaults;
  g_autoptr (ClModel) kept = cl_model_ref ((ClModel *) model);
  Bounds bounds = { .model = kept,
                    .vertex_limit = settings->vertex_limit,
                    .weights_limit = settings->weights_limit,
                    .cancellable = cancellable };
  if (!cl_lipschitz_parts_init (&bounds.parts, model, error))
    return NULL;

  g_autoptr (ClLipschitz) lipschitz = g_new0 (ClLipschitz, 1);
  lipschitz->best = -1;
  lipschitz->attained = NAN;
  bounds.inverse_gap = cl_lipschitz_parts_inverse_gap (&bounds.parts, NULL);
  find_bounds (lipschitz, &bounds);
  cl_lipschitz_parts_clear (&bounds.parts);
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !find_attained (lipschitz, kept, settings, cancellable, error))
    return NULL;
  return g_steal_pointer (&lipschitz);
}

void
cl_lipschitz_free (ClLipschitz *lipschitz)
{
  g_free (lipschitz);
}

/* What the certificates of all pairs share. */
typedef struct
{
  const double *t;   /* n: reach of the Metzler majorant, or NULL */
  const ClMatrix *q; /* weights of the l_2 norm; NULL: ones */
  double through;    /* |Q^1/2 B u| / (1 - mu_{2,Q^1/2} (A)) over |u|_inf <= 1; +inf */
} Reach;

/* sum_j |c_ij - c_kj| t_j and |(C_i - C_k) Q^-1/2|_2 times `through`, each plus |D_i - D_k|_1. */
static double
pair_bound (const ClLipschitzParts *parts, const Reach *reach, gsize i, gsize k, double *row)
{
  double sum = 0.0;
  double feed = 0.0;

  for (gsize j = 0; j < parts->n; j++)
    {
      row[j] = cl_matrix_get (parts->c, i, j) - cl_matrix_get (parts->c, k, j);
      sum += reach->t != NULL ? fabs (row[j]) * reach->t[j] : 0.0;
    }
  for (gsize j = 0; parts->d != NULL && j < parts->r; j++)
    feed += fabs (cl_matrix_get (parts->d, i, j) - cl_matrix_get (parts->d, k, j));
  const double *q = reach->q != NULL ? reach->q->data : NULL;
  const double two = cl_lipschitz_row_two (parts->n, row, q) * reach->through;
  return (fmin (reach->t != NULL ? sum : INFINITY, two) + feed)
         * (1.0 + 2.0 * cl_sum_rounding (parts->n + parts->r));
}

/* The weights are searched for only where nothing else says anything. */
static ClMatrix *
weights_of_pairs (const Bounds *bounds, gboolean reached)
{
  ClMatrix *given = given_weights (bounds);
  if (given != NULL || reached || isfinite (bounds->inverse_gap)
      || bounds->parts.n > bounds->weights_limit)
    return given;
  return search_weights (bounds);
}

static double
through_pairs (const Bounds *bounds, const ClMatrix *q)
{
  const double *data = q != NULL ? q->data : NULL;
  return cl_lipschitz_parts_input_two (&bounds->parts, data)
         * cl_lipschitz_parts_inverse_gap (&bounds->parts, data);
}

static ClMatrix *
fill_pairs (const ClLipschitzParts *parts, const Reach *reach)
{
  ClMatrix *pairs = cl_matrix_new (parts->q, parts->q);
  g_autofree double *row = g_new (double, parts->n);

  for (gsize i = 0; i < parts->q; i++)
    for (gsize k = 0; k < i; k++)
      {
        const double bound = pair_bound (parts, reach, i, k, row);
        cl_matrix_set (pairs, i, k, bound);
        cl_matrix_set (pairs, k, i, bound);
      }
  return pairs;
}

ClMatrix *
cl_lipschitz_pairs (const ClModel *model)
{
  static const ClLipschitzSettings defaults = CL_LIPSCHITZ_SETTINGS_DEFAULT;
  g_return_val_if_fail (model != NULL, NULL);

  Bounds bounds = { .model = (ClModel *) model, .weights_limit = defaults.weights_limit };
  if (!cl_lipschitz_parts_init (&bounds.parts, model, NULL))
    return NULL;
  g_autofree double *t = g_new (double, model->n);
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (bounds.parts.a);
  const gboolean reached = cl_lipschitz_parts_reach (&bounds.parts, majorant, t);
  bounds.inverse_gap = cl_lipschitz_parts_inverse_gap (&bounds.parts, NULL);
  g_autoptr (ClMatrix) q = weights_of_pairs (&bounds, reached);
  const Reach reach = { reached ? t : NULL, q, through_pairs (&bounds, q) };

  ClMatrix *pairs = fill_pairs (&bounds.parts, &reach);
  cl_lipschitz_parts_clear (&bounds.parts);
  return pairs;
}
