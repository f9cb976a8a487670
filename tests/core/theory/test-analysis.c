#include "core/theory/analysis.h"

#include "core/theory/measure.h"

#include <math.h>

#include "fixtures.h"

static ClAnalysis *
analyse (ClMatrix *a)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) model = cl_model_new_for_matrix (a, &error);
  g_assert_no_error (error);
  ClAnalysis *analysis = cl_analysis_new (model, NULL, NULL, &error);
  g_assert_no_error (error);
  return analysis;
}

static ClAnalysis *
analyse_rows (gsize n, const double *data)
{
  g_autoptr (ClMatrix) a = matrix_from_rows (n, n, data);
  return analyse (a);
}

static void
assert_verdict (const ClAnalysis *analysis, ClConditionId id, ClVerdict verdict)
{
  if (analysis->condition[id].verdict != verdict)
    g_error ("%s %s, expected %s", cl_condition_info (id)->id,
             cl_verdict_id (analysis->condition[id].verdict), cl_verdict_id (verdict));
}

static void
compare_with_reference (JsonObject *object)
{
  const struct
  {
    const char *name;
    ClConditionId id;
    double tolerance;
  } values[] = {
    { "norm_inf", CL_CONDITION_NORM_INF, 1e-12 },
    { "pf_abs", CL_CONDITION_PF_ABS, 1e-9 },
    { "mu_inf", CL_CONDITION_MU_INF, 1e-12 },
    { "metzler", CL_CONDITION_METZLER, 1e-9 },
    { "mu_1", CL_CONDITION_MU_1, 1e-12 },
    { "mu_2", CL_CONDITION_MU_2, 1e-9 },
    { "lds", CL_CONDITION_LDS, 1e-6 },
  };
  g_autoptr (ClMatrix) a = matrix_from_json (object, "A");
  g_autoptr (ClAnalysis) analysis = analyse (a);
  JsonObject *expected = json_object_get_object_member (object, "conditions");
  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    {
      const double value = number_from_json (expected, values[k].name);
      if (isnan (value))
        continue;
      assert_near (analysis->condition[values[k].id].value, value, values[k].tolerance);
      if (fabs (value - 1.0) > 1e-3)
        assert_verdict (analysis, values[k].id, value < 1.0 ? CL_VERDICT_HOLDS : CL_VERDICT_FAILS);
    }
  const double minor = number_from_json (expected, "smallest_principal_minor");
  assert_near (analysis->condition[CL_CONDITION_P_MATRIX].value, minor, 1e-9);
  if (fabs (minor) > 1e-12)
    assert_verdict (analysis, CL_CONDITION_P_MATRIX,
                    json_object_get_boolean_member (expected, "p_matrix") ? CL_VERDICT_HOLDS
                                                                          : CL_VERDICT_FAILS);
  assert_near (analysis->spectral_abscissa, number_from_json (expected, "spectral_abscissa"), 1e-9);
  assert_near (analysis->norm_one, number_from_json (expected, "norm_1"), 1e-12);
  assert_near (analysis->norm_two, number_from_json (expected, "norm_2"), 1e-9);
}

static void
test_reference (void)
{
  const char *members[] = { "cases", "special" };
  for (int k = 0; k < 2; k++)
    {
      JsonArray *cases = reference_cases (members[k]);
      for (guint i = 0; cases != NULL && i < json_array_get_length (cases); i++)
        compare_with_reference (json_array_get_object_element (cases, i));
    }
}

/* The examples of the papers. */
static void
test_examples (void)
{
  const double minus_two[] = { -2, 0, 0, -2 };
  g_autoptr (ClAnalysis) a = analyse_rows (2, minus_two);
  assert_verdict (a, CL_CONDITION_MU_INF, CL_VERDICT_HOLDS);
  assert_verdict (a, CL_CONDITION_MU_2, CL_VERDICT_HOLDS);
  assert_verdict (a, CL_CONDITION_PF_ABS, CL_VERDICT_FAILS);

  const double triangular[] = { 0.5, 0, 2, -0.5 };
  g_autoptr (ClAnalysis) b = analyse_rows (2, triangular);
  assert_verdict (b, CL_CONDITION_PF_ABS, CL_VERDICT_HOLDS);
  assert_verdict (b, CL_CONDITION_MU_2, CL_VERDICT_FAILS);
  assert_near (b->measure_two, sqrt (5.0) / 2.0, 1e-15);

  const double skew[] = { 0, 4, -4, 0 };
  g_autoptr (ClAnalysis) c = analyse_rows (2, skew);
  assert_verdict (c, CL_CONDITION_MU_INF, CL_VERDICT_FAILS);
  assert_verdict (c, CL_CONDITION_METZLER, CL_VERDICT_FAILS);
  assert_verdict (c, CL_CONDITION_MU_2, CL_VERDICT_HOLDS);
  assert_verdict (c, CL_CONDITION_P_MATRIX, CL_VERDICT_HOLDS);
  g_assert_null (c->witness);

  const double two[] = { 2 };
  g_autoptr (ClAnalysis) d = analyse_rows (1, two);
  for (int id = 0; id < CL_N_CONDITIONS; id++)
    assert_verdict (d, (ClConditionId) id, CL_VERDICT_FAILS);
  g_assert_nonnull (d->witness);
}

/* Exactly on the border nothing is claimed. */
static void
test_border (void)
{
  const double one[] = { 1, 0, 0, 1 };
  g_autoptr (ClAnalysis) identity = analyse_rows (2, one);
  for (int id = 0; id < CL_N_CONDITIONS; id++)
    assert_verdict (identity, (ClConditionId) id, CL_VERDICT_TOO_CLOSE);
  g_assert_null (identity->witness);

  const double tenths[] = { 0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 0.6, 0.1, 0.3 };
  g_autoptr (ClAnalysis) stochastic = analyse_rows (3, tenths);
  assert_verdict (stochastic, CL_CONDITION_NORM_INF, CL_VERDICT_TOO_CLOSE);
  assert_verdict (stochastic, CL_CONDITION_PF_ABS, CL_VERDICT_TOO_CLOSE);
  assert_verdict (stochastic, CL_CONDITION_P_MATRIX, CL_VERDICT_TOO_CLOSE);
}

static void
test_zero (void)
{
  g_autoptr (ClMatrix) zero = cl_matrix_new (3, 3);
  g_autoptr (ClAnalysis) analysis = analyse (zero);
  for (int id = 0; id < CL_N_CONDITIONS; id++)
    assert_verdict (analysis, (ClConditionId) id, CL_VERDICT_HOLDS);
  g_assert_cmpfloat (analysis->condition[CL_CONDITION_P_MATRIX].value, ==, 1.0);
  g_assert_cmpfloat (analysis->spectral_radius, ==, 0.0);
  g_assert_cmpfloat (analysis->average_step, ==, 1.0);
  g_assert_cmpfloat (analysis->average_factor, ==, 0.0);
  g_assert_cmpfloat (analysis->implicit_factor, ==, 0.0);
}

static void
test_implications (void)
{
  const ClConditionId implications[][2] = {
    { CL_CONDITION_NORM_INF, CL_CONDITION_PF_ABS }, { CL_CONDITION_PF_ABS, CL_CONDITION_METZLER },
    { CL_CONDITION_MU_INF, CL_CONDITION_METZLER },  { CL_CONDITION_MU_1, CL_CONDITION_METZLER },
    { CL_CONDITION_METZLER, CL_CONDITION_LDS },     { CL_CONDITION_MU_2, CL_CONDITION_LDS },
    { CL_CONDITION_LDS, CL_CONDITION_P_MATRIX },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (int trial = 0; trial < 2000; trial++)
    {
      g_autoptr (ClMatrix) a = random_border_matrix (random, 1 + (gsize) trial % 30 / 3);
      g_autoptr (ClAnalysis) analysis = analyse (a);
      for (gsize k = 0; k < G_N_ELEMENTS (implications); k++)
        {
          const ClCondition *from = &analysis->condition[implications[k][0]];
          const ClCondition *to = &analysis->condition[implications[k][1]];
          if (from->verdict == CL_VERDICT_HOLDS)
            g_assert_cmpint (to->verdict, ==, CL_VERDICT_HOLDS);
          if (to->verdict == CL_VERDICT_FAILS)
            g_assert_cmpint (from->verdict, ==, CL_VERDICT_FAILS);
        }
      /* Numbers obey what the verdicts obey. */
      const ClMatrix *eta = analysis->optimal_weights;
      assert_near (cl_measure_inf_weighted (a, eta->data).value, analysis->weighted_mu_inf, 1e-12);
      g_assert_cmpfloat (analysis->metzler_abscissa, <=, analysis->measure_inf + 1e-12);
      g_assert_cmpfloat (analysis->metzler_abscissa, <=, analysis->measure_one + 1e-12);
      g_assert_cmpfloat (analysis->metzler_abscissa, <=, analysis->pf_abs + 1e-12);
      g_assert_cmpfloat (analysis->spectral_abscissa, <=, analysis->metzler_abscissa + 1e-6);
      g_assert_cmpfloat (analysis->spectral_radius, <=, analysis->pf_abs + 1e-6);
      g_assert_cmpfloat (analysis->implicit_factor >= 1.0 ? 0.0 : analysis->implicit_factor, <=,
                         analysis->average_factor + 1e-12);
      if (analysis->condition[CL_CONDITION_P_MATRIX].verdict == CL_VERDICT_FAILS
          && analysis->condition[CL_CONDITION_P_MATRIX].value < -1e-4)
        g_assert_nonnull (analysis->witness);
    }
}

static void
test_deciding_row (void)
{
  const double data[] = { 0.1, 0.2, 0.4, 0.45 };
  g_autoptr (ClAnalysis) analysis = analyse_rows (2, data);
  g_assert_cmpint (analysis->condition[CL_CONDITION_MU_INF].row, ==, 1);
  g_assert_cmpint (analysis->condition[CL_CONDITION_MU_1].row, ==, 1);
  g_assert_cmpint (analysis->condition[CL_CONDITION_MU_2].row, ==, -1);
  assert_near (analysis->row_sums->data[1], 0.85, 1e-15);
  assert_near (analysis->average_factor, 0.85, 1e-15);
  assert_near (analysis->implicit_factor, 0.4 / 0.55, 1e-15);
  g_assert_nonnull (analysis->condition[CL_CONDITION_MU_2].vector);
  g_assert_nonnull (analysis->condition[CL_CONDITION_LDS].vector);
}

static void
test_eigenvalues_are_ordered (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autoptr (ClMatrix) a = random_matrix (random, 9, 9, 1.0);
  g_autoptr (ClAnalysis) analysis = analyse (a);
  double trace = 0.0;
  for (gsize i = 0; i < 9; i++)
    {
      trace += cl_matrix_get (analysis->eigenvalues, i, 0) - cl_matrix_get (a, i, i);
      if (i > 0)
        g_assert_cmpfloat (cl_matrix_get (analysis->eigenvalues, i, 0), <=,
                           cl_matrix_get (analysis->eigenvalues, i - 1, 0));
    }
  assert_near (trace, 0.0, 1e-12);
}

/* Beyond the limits of enumeration: settled by sufficient conditions or by a proof, else unknown.
 */
static void
test_large (void)
{
  const gsize n = 1000;
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.5);
  g_autoptr (ClMatrix) b = cl_matrix_copy (a);
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;
      for (gsize j = 0; j < n; j++)
        sum += j == i ? 0.0 : fabs (cl_matrix_get (a, i, j));
      cl_matrix_set (b, i, i, 0.9 - sum);
    }
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (ClAnalysis) holds = analyse (b);
  g_test_message ("n = 1000 in %.3f s", 1e-6 * (double) (g_get_monotonic_time () - start));
  assert_verdict (holds, CL_CONDITION_MU_INF, CL_VERDICT_HOLDS);
  assert_verdict (holds, CL_CONDITION_P_MATRIX, CL_VERDICT_HOLDS);
  g_assert_true (isnan (holds->condition[CL_CONDITION_P_MATRIX].value));
  assert_near (holds->measure_inf, 0.9, 1e-10);
  g_assert_false (holds->contraction[CL_CONTRACTION_TWO].exact);

  g_autoptr (ClMatrix) c = random_matrix (random, 300, 300, 0.5);
  cl_matrix_set (c, 7, 7, 3.0);
  g_autoptr (ClAnalysis) fails = analyse (c);
  assert_verdict (fails, CL_CONDITION_P_MATRIX, CL_VERDICT_FAILS);
  g_assert_nonnull (fails->witness);
}

/* A second thread changes when the numbers are found and nothing else. */
static void
test_threads (void)
{
  ClAnalysisSettings settings = CL_ANALYSIS_SETTINGS_DEFAULT;
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  settings.threads = 2;
  for (int trial = 0; trial < 60; trial++)
    {
      g_autoptr (ClMatrix) a = random_border_matrix (random, 2 + (gsize) trial / 2);
      g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
      g_autoptr (ClAnalysis) one = analyse (a);
      g_autoptr (ClAnalysis) two = cl_analysis_new (model, &settings, NULL, NULL);

      g_assert_true (cl_matrix_equal (two->eigenvalues, one->eigenvalues));
      g_assert_cmpfloat (two->spectral_radius, ==, one->spectral_radius);
      for (gsize k = 0; k < CL_N_CONDITIONS; k++)
        {
          g_assert_cmpint (two->condition[k].verdict, ==, one->condition[k].verdict);
          g_assert_true (cl_matrix_equal (two->condition[k].vector, one->condition[k].vector));
        }
      for (gsize k = 0; k < CL_N_CONTRACTIONS; k++)
        g_assert_cmpfloat (two->contraction[k].osl, ==, one->contraction[k].osl);
      g_assert_true ((two->witness != NULL) == (one->witness != NULL));
    }
}

static void
test_cancelled (gconstpointer threads)
{
  ClAnalysisSettings settings = CL_ANALYSIS_SETTINGS_DEFAULT;

  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ClMatrix) a = cl_matrix_new (18, 18);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
  settings.threads = GPOINTER_TO_UINT (threads);
  g_cancellable_cancel (cancellable);
  g_assert_null (cl_analysis_new (model, &settings, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_info (void)
{
  for (int id = 0; id < CL_N_CONDITIONS; id++)
    {
      const ClConditionInfo *info = cl_condition_info ((ClConditionId) id);
      g_assert_true (g_utf8_validate (info->formula, -1, NULL));
      g_assert_true (g_str_has_suffix (info->guarantee, "."));
      g_assert_cmpstr (info->source, !=, "");
    }
  g_assert_cmpstr (cl_condition_info (CL_CONDITION_P_MATRIX)->id, ==, "p_matrix");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/analysis/reference", test_reference);
  g_test_add_func ("/theory/analysis/examples", test_examples);
  g_test_add_func ("/theory/analysis/border", test_border);
  g_test_add_func ("/theory/analysis/zero", test_zero);
  g_test_add_func ("/theory/analysis/implications", test_implications);
  g_test_add_func ("/theory/analysis/deciding-row", test_deciding_row);
  g_test_add_func ("/theory/analysis/eigenvalues", test_eigenvalues_are_ordered);
  g_test_add_func ("/theory/analysis/large", test_large);
  g_test_add_func ("/theory/analysis/threads", test_threads);
  g_test_add_data_func ("/theory/analysis/cancelled/one", GUINT_TO_POINTER (1), test_cancelled);
  g_test_add_data_func ("/theory/analysis/cancelled/two", GUINT_TO_POINTER (2), test_cancelled);
  g_test_add_func ("/theory/analysis/info", test_info);
  return g_test_run ();
}
