#include "core/theory/ladder.h"

#include "core/theory/bounded.h"

#include <math.h>

/* Each condition has one function that fills its value, rounding, verdict and witness from the
 * parts. Then the implications
 *
 *   |A|_inf < 1  =>  PF (|A|) < 1  =>  alpha (M (A)) < 1  =>  LDS  =>  P-matrix,
 *   mu_inf < 1 => alpha (M (A)) < 1,  mu_1 < 1 => alpha (M (A)) < 1,  mu_2 < 1 => LDS
 *
 * settle what a condition's own number could not: what holds carries down the list, and what fails
 * carries up. */

static const ClConditionInfo info[CL_N_CONDITIONS] = {
  [CL_CONDITION_NORM_INF] = { "norm_inf", "‖A‖∞ < 1", "ℓ∞ norm",
                              "In the ℓ∞ norm the Picard iteration of x = Φ(Ax + b) contracts with factor ‖A‖∞.",
                              "IDL", "‖<i>A</i>‖<sub>∞</sub> &lt; 1" },
  [CL_CONDITION_PF_ABS] = { "pf_abs", "λPF(|A|) < 1", "Perron–Frobenius value",
                            "The Picard iteration of x = Φ(Ax + b) converges; in a weighted ℓ∞ norm it contracts.",
                            "IDL Thm. 2.2", "<i>λ</i><sub>PF</sub>(|<i>A</i>|) &lt; 1" },
  [CL_CONDITION_MU_INF] = { "mu_inf", "μ∞(A) < 1", "ℓ∞ matrix measure",
                            "The firing-rate model contracts in the ℓ∞ norm, and the average iteration with it.",
                            "NEMON Cor. 5", "<i>μ</i><sub>∞</sub>(<i>A</i>) &lt; 1" },
  [CL_CONDITION_METZLER] = { "metzler", "α(M(A)) < 1", "Metzler majorant",
                             "The firing-rate model contracts in the best weighted ℓ∞ norm.",
                             "LECT", "<i>α</i>(<i>M</i>(<i>A</i>)) &lt; 1" },
  [CL_CONDITION_MU_1] = { "mu_1", "μ₁(A) < 1", "ℓ₁ matrix measure",
                          "x = Φ(Ax + b) has one solution for every b; the Hopfield model contracts in the ℓ₁ norm.",
                          "LECT", "<i>μ</i><sub>1</sub>(<i>A</i>) &lt; 1" },
  [CL_CONDITION_MU_2] = { "mu_2", "μ₂(A) < 1", "ℓ₂ matrix measure",
                          "x = Φ(Ax + b) has one solution for every b; operator splitting finds it. Contraction in ℓ₂ "
                          "does not follow.",
                          "MON", "<i>μ</i><sub>2</sub>(<i>A</i>) &lt; 1" },
  [CL_CONDITION_LDS] = { "lds", "min over Q of μ₂,Q(A) < 1", "Diagonally weighted ℓ₂ measure",
                         "x = Φ(Ax + b) has one solution for every b: I − A is Lyapunov diagonally stable.",
                         "LBEN",
                         "min<sub><i>Q</i></sub> <i>μ</i><sub>2,<i>Q</i></sub>(<i>A</i>) &lt; 1" },
  [CL_CONDITION_P_MATRIX] = { "p_matrix", "I − A is a P-matrix", "P-matrix",
                              "Exactly when this holds, x = ReLU(Ax + b) has one solution for every b.",
                              "Cottle, Pang and Stone", "<i>I</i> − <i>A</i> is a P-matrix" },
};

static const struct
{
  ClConditionId from, to;
} implications[] = {
  { CL_CONDITION_NORM_INF, CL_CONDITION_PF_ABS }, { CL_CONDITION_PF_ABS, CL_CONDITION_METZLER },
  { CL_CONDITION_MU_INF, CL_CONDITION_METZLER },  { CL_CONDITION_MU_1, CL_CONDITION_METZLER },
  { CL_CONDITION_METZLER, CL_CONDITION_LDS },     { CL_CONDITION_MU_2, CL_CONDITION_LDS },
  { CL_CONDITION_LDS, CL_CONDITION_P_MATRIX },
};

const ClConditionInfo *
cl_condition_info (ClConditionId id)
{
  g_return_val_if_fail ((gsize) id < CL_N_CONDITIONS, NULL);
  return &info[id];
}

static ClCondition
condition_below_one (double value, double rounding, gssize row, ClMatrix *vector)
{
  return (ClCondition){
    .value = value,
    .margin = 1.0 - value,
    .rounding = rounding,
    .verdict = cl_verdict_below_one (value, rounding),
    .row = row,
    .vector = vector != NULL ? cl_matrix_ref (vector) : NULL,
  };
}

static ClCondition
evaluate_norm_inf (const ClLadder *ladder)
{
  return condition_below_one (ladder->norm_inf.value, ladder->norm_inf.rounding,
                              ladder->norm_inf.line, NULL);
}

static ClCondition
evaluate_pf_abs (const ClLadder *ladder)
{
  return condition_below_one (ladder->absolute->value, ladder->absolute->rounding, -1,
                              ladder->absolute->weights);
}

static ClCondition
evaluate_mu_inf (const ClLadder *ladder)
{
  return condition_below_one (ladder->mu_inf.value, ladder->mu_inf.rounding, ladder->mu_inf.line,
                              NULL);
}

static ClCondition
evaluate_metzler (const ClLadder *ladder)
{
  return condition_below_one (ladder->metzler->value, ladder->metzler->rounding, -1,
                              ladder->metzler->weights);
}

static ClCondition
evaluate_mu_one (const ClLadder *ladder)
{
  return condition_below_one (ladder->mu_one.value, ladder->mu_one.rounding, ladder->mu_one.line,
                              NULL);
}

static ClCondition
evaluate_mu_two (const ClLadder *ladder)
{
  return condition_below_one (ladder->mu_two.value, ladder->mu_two.rounding, -1,
                              ladder->mu_two_vector);
}

/* 'Holds' is said only when an eigenvalue computation with the weights in hand confirms it. */
static ClCondition
evaluate_lds (const ClLadder *ladder)
{
  const ClDiagonalStability *lds = ladder->lds;

  if (lds == NULL)
    return condition_below_one (NAN, NAN, -1, NULL);
  ClCondition condition = condition_below_one (lds->value, lds->rounding, -1, lds->q);
  if (lds->attained + lds->attained_rounding < 1.0)
    condition.verdict = CL_VERDICT_HOLDS;
  else if (condition.verdict == CL_VERDICT_HOLDS)
    condition.verdict = CL_VERDICT_TOO_CLOSE;
  return condition;
}

static ClCondition
evaluate_p_matrix (const ClLadder *ladder)
{
  ClCondition condition = { .value = NAN, .margin = NAN, .rounding = NAN, .row = -1 };

  condition.verdict = ladder->reversal != NULL ? CL_VERDICT_FAILS : CL_VERDICT_UNKNOWN;
  if (ladder->reversal != NULL)
    condition.vector = cl_matrix_ref (ladder->reversal);
  if (ladder->enumerated)
    {
      condition.value = condition.margin = ladder->minors.smallest;
      condition.rounding = ladder->minors.rounding;
      condition.minor = ladder->minors.minor;
      condition.verdict = ladder->minors.verdict;
    }
  return condition;
}

static ClCondition (*const evaluate[CL_N_CONDITIONS]) (const ClLadder *) = {
  [CL_CONDITION_NORM_INF] = evaluate_norm_inf, [CL_CONDITION_PF_ABS] = evaluate_pf_abs,
  [CL_CONDITION_MU_INF] = evaluate_mu_inf,     [CL_CONDITION_METZLER] = evaluate_metzler,
  [CL_CONDITION_MU_1] = evaluate_mu_one,       [CL_CONDITION_MU_2] = evaluate_mu_two,
  [CL_CONDITION_LDS] = evaluate_lds,           [CL_CONDITION_P_MATRIX] = evaluate_p_matrix,
};

static gboolean
is_open (const ClCondition *condition)
{
  return condition->verdict == CL_VERDICT_UNKNOWN || condition->verdict == CL_VERDICT_TOO_CLOSE;
}

static void
apply_implications (ClLadder *ladder)
{
  const gsize count = G_N_ELEMENTS (implications);

  for (gsize k = 0; k < count; k++)
    {
      ClCondition *to = &ladder->condition[implications[k].to];
      if (ladder->condition[implications[k].from].verdict == CL_VERDICT_HOLDS && is_open (to))
        to->verdict = CL_VERDICT_HOLDS;
    }
  for (gsize k = count; k-- > 0;)
    {
      ClCondition *from = &ladder->condition[implications[k].from];
      if (ladder->condition[implications[k].to].verdict == CL_VERDICT_FAILS && is_open (from))
        from->verdict = CL_VERDICT_FAILS;
    }
}

static void
find_reversal (ClLadder *ladder, double real_eigenvalue)
{
  if (!ladder->enumerated)
    {
      const double eigenvalue = real_eigenvalue > 1.0 ? 1.0 - real_eigenvalue : 0.0;
      ladder->reversal = cl_p_matrix_refute (ladder->identity_minus, eigenvalue);
      return;
    }
  if (ladder->minors.verdict != CL_VERDICT_FAILS)
    return;

  gsize indices[CL_P_MATRIX_MAX_ENUMERATED];
  gsize count = 0;
  for (gsize i = 0; i < ladder->a->rows; i++)
    if (ladder->minors.violating >> i & 1)
      indices[count++] = i;
  ladder->reversal = cl_p_matrix_reversal (ladder->identity_minus, indices, count);
}

static void
measure_lines (ClLadder *ladder)
{
  const ClMatrix *a = ladder->a;
  g_autoptr (ClMatrix) absolute = cl_absolute_majorant (a);
  g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);

  ladder->norm_inf = cl_norm_inf (a);
  ladder->mu_inf = cl_measure_inf (a);
  ladder->mu_one = cl_measure_one (a);
  ladder->mu_two_vector = cl_matrix_new (a->rows, 1);
  ladder->mu_two = cl_measure_two (a, ladder->mu_two_vector->data);
  ladder->absolute = cl_perron_new (absolute);
  ladder->metzler = cl_perron_new (metzler);
  ladder->identity_minus = cl_identity_minus (a);
}

gboolean
cl_ladder_init (ClLadder *ladder, const ClMatrix *a, const ClAnalysisSettings *settings,
                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (a != NULL && a->rows == a->cols && a->rows > 0, FALSE);

  const gsize n = a->rows;
  *ladder = (ClLadder){ .a = a };
  measure_lines (ladder);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (n <= settings->lds_limit)
    {
      ladder->lds = cl_diagonal_stability_new (a, cancellable, error);
      if (ladder->lds == NULL)
        return FALSE;
    }

  ladder->enumerated = n <= MIN (settings->p_matrix_limit, CL_P_MATRIX_MAX_ENUMERATED);
  if (ladder->enumerated
      && !cl_principal_minors (ladder->identity_minus, &ladder->minors, cancellable, error))
    return FALSE;

  for (gsize k = 0; k < CL_CONDITION_P_MATRIX; k++)
    ladder->condition[k] = evaluate[k](ladder);
  apply_implications (ladder);
  return TRUE;
}

/* Beyond the enumeration a proof of failure is sought only where nothing above proves success. */
void
cl_ladder_conclude (ClLadder *ladder, double real_eigenvalue)
{
  if (ladder->enumerated || ladder->condition[CL_CONDITION_LDS].verdict != CL_VERDICT_HOLDS)
    find_reversal (ladder, real_eigenvalue);
  ladder->condition[CL_CONDITION_P_MATRIX] = evaluate_p_matrix (ladder);
  apply_implications (ladder);
}

void
cl_ladder_clear (ClLadder *ladder)
{
  g_clear_pointer (&ladder->mu_two_vector, cl_matrix_unref);
  g_clear_pointer (&ladder->absolute, cl_perron_free);
  g_clear_pointer (&ladder->metzler, cl_perron_free);
  g_clear_pointer (&ladder->lds, cl_diagonal_stability_free);
  g_clear_pointer (&ladder->identity_minus, cl_matrix_unref);
  g_clear_pointer (&ladder->reversal, cl_matrix_unref);
  for (gsize k = 0; k < CL_N_CONDITIONS; k++)
    g_clear_pointer (&ladder->condition[k].vector, cl_matrix_unref);
}
