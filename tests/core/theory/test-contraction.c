#include "core/theory/contraction.h"
#include "core/theory/analysis.h"
#include "core/theory/measure.h"
#include "core/theory/slope-family.h"

#include <math.h>

#include "fixtures.h"

static ClModel *
make_model (ClMatrix *a, ClModelKind kind, const char *activation, ClMatrix *leak)
{
  g_autoptr (GError) error = NULL;
  ClModelParts parts = { .kind = kind, .activation = cl_activation_find (activation) };
  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_LEAK] = leak;
  ClModel *model = cl_model_new (&parts, &error);
  g_assert_no_error (error);
  return model;
}

/* The Jacobian of the model for the slopes d. */
static ClMatrix *
jacobian (const ClModel *model, const double *d)
{
  const gsize n = model->n;
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  ClMatrix *out = cl_matrix_new (n, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        const double aij = cl_matrix_get (a, i, j);
        const double one = i == j ? 1.0 : 0.0;
        const double forms[CL_N_MODEL_KINDS] = {
          [CL_MODEL_FIRING_RATE] = d[i] * aij - one * (leak != NULL ? leak->data[i] : 1.0),
          [CL_MODEL_HOPFIELD] = aij * d[j] - one,
          [CL_MODEL_PERSIDSKII] = aij * d[j],
          [CL_MODEL_LINEAR_MINUS] = aij - one * d[i],
        };
        cl_matrix_set (out, i, j, forms[model->parts.kind]);
      }
  return out;
}

static double
measure (const ClMatrix *a, gsize which, const ClMatrix *eta)
{
  return which == CL_CONTRACTION_ONE   ? cl_measure_one (a).value
         : which == CL_CONTRACTION_TWO ? cl_measure_two (a, NULL).value
         : which == CL_CONTRACTION_INF ? cl_measure_inf (a).value
                                       : cl_measure_inf_weighted (a, eta->data).value;
}

/* For every kind and norm the constant is the largest measure over the vertices of the slopes, and
 * no slopes inside exceed it. */
static void
check_against_vertices (GRand *random, const ClModel *model)
{
  const gsize n = model->n;
  const double low = model->parts.activation->slope_min;
  const double high = model->parts.activation->slope_max;
  g_autoptr (ClAnalysis) analysis = cl_analysis_new (model, NULL, NULL, NULL);
  double most[CL_N_CONTRACTIONS] = { -INFINITY, -INFINITY, -INFINITY, -INFINITY };
  double d[8];

  for (guint mask = 0; mask < (1U << n) + 20; mask++)
    {
      for (gsize i = 0; i < n; i++)
        d[i] = mask >= 1U << n ? low + (high - low) * g_rand_double (random)
               : mask >> i & 1 ? high
                               : low;
      g_autoptr (ClMatrix) df = jacobian (model, d);
      for (gsize k = 0; k < CL_N_CONTRACTIONS; k++)
        most[k] = fmax (most[k], measure (df, k, analysis->contraction[k].weights));
    }
  for (gsize k = 0; k < CL_N_CONTRACTIONS; k++)
    {
      g_assert_true (analysis->contraction[k].exact);
      assert_near (analysis->contraction[k].osl, most[k], 1e-11);
      g_assert_cmpfloat (analysis->contraction[k].rate, ==,
                         fmax (-analysis->contraction[k].osl, 0.0));
      ClContraction alone;
      g_assert_true (cl_contraction_compute_one (model, k, 12, &alone, NULL, NULL));
      g_autoptr (ClMatrix) weights = alone.weights;
      g_assert_true ((weights != NULL) == (k == CL_CONTRACTION_INF_WEIGHTED));
      assert_near (alone.osl, analysis->contraction[k].osl, 1e-11);
      g_assert_cmpstr (alone.norm, ==, analysis->contraction[k].norm);
    }
  g_assert_cmpfloat (analysis->contraction[CL_CONTRACTION_INF_WEIGHTED].osl, <=,
                     analysis->contraction[CL_CONTRACTION_INF].osl + 1e-9);
}

static void
test_all_kinds (void)
{
  const char *activations[] = { "relu", "leaky-relu", "logistic", "identity" };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (int trial = 0; trial < 640; trial++)
    {
      const gsize n = 1 + (gsize) trial % 5;
      g_autoptr (ClMatrix) a = random_border_matrix (random, n);
      g_autoptr (ClMatrix) leak = cl_matrix_new (n, 1);
      for (gsize i = 0; i < n; i++)
        leak->data[i] = g_rand_double_range (random, 0.2, 3.0);
      g_autoptr (ClModel) model = make_model (a, (ClModelKind) (trial / 4 % CL_N_MODEL_KINDS),
                                              activations[trial % 4], trial % 3 == 0 ? leak : NULL);
      check_against_vertices (random, model);
    }
}

/* inf over eta of osl = max {alpha (-L), alpha (-L + M (A))} for slopes in [0, 1] (LECT). */
static void
test_best_weights (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  for (int trial = 0; trial < 300; trial++)
    {
      const gsize n = 2 + (gsize) trial % 6;
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 1.0);
      g_autoptr (ClMatrix) leak = cl_matrix_new (n, 1);
      g_autoptr (ClMatrix) shifted = cl_matrix_copy (a);
      double slowest = INFINITY;
      for (gsize i = 0; i < n; i++)
        {
          leak->data[i] = trial % 2 == 0 ? 1.0 : g_rand_double_range (random, 0.2, 3.0);
          cl_matrix_set (a, i, i, cl_matrix_get (a, i, i) - (double) (trial % 3));
          cl_matrix_set (shifted, i, i, cl_matrix_get (a, i, i) - leak->data[i]);
          slowest = fmin (slowest, leak->data[i]);
        }
      g_autoptr (ClModel) model = make_model (a, CL_MODEL_FIRING_RATE, "relu", leak);
      g_autoptr (ClAnalysis) analysis = cl_analysis_new (model, NULL, NULL, NULL);
      g_autoptr (ClModel) plain = cl_model_new_for_matrix (shifted, NULL);
      g_autoptr (ClAnalysis) expected = cl_analysis_new (plain, NULL, NULL, NULL);
      assert_near (analysis->contraction[CL_CONTRACTION_INF_WEIGHTED].osl,
                   fmax (-slowest, expected->metzler_abscissa), 1e-8);
    }
}

/* Beyond the enumeration the l_2 constant is an upper bound, and says so. */
static void
test_two_bound (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  const ClAnalysisSettings no_vertices = { 20, 60, 0, TRUE };
  for (int trial = 0; trial < 400; trial++)
    {
      const gsize n = 1 + (gsize) trial % 7;
      g_autoptr (ClMatrix) a = random_border_matrix (random, n);
      g_autoptr (ClModel) model =
          make_model (a, (ClModelKind) (trial % 3), trial % 2 == 0 ? "relu" : "logistic", NULL);
      g_autoptr (ClAnalysis) exact = cl_analysis_new (model, NULL, NULL, NULL);
      g_autoptr (ClAnalysis) bound = cl_analysis_new (model, &no_vertices, NULL, NULL);
      g_assert_false (bound->contraction[CL_CONTRACTION_TWO].exact);
      g_assert_cmpfloat (bound->contraction[CL_CONTRACTION_TWO].osl, >=,
                         exact->contraction[CL_CONTRACTION_TWO].osl - 1e-12);
    }
}

/* mu_2 (A) < 1 does not make the firing-rate model contract in l_2. */
static void
test_no_overclaim (void)
{
  const double skew[] = { 0, 4, -4, 0 };
  g_autoptr (ClMatrix) a = matrix_from_rows (2, 2, skew);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
  g_autoptr (ClAnalysis) analysis = cl_analysis_new (model, NULL, NULL, NULL);
  g_assert_cmpint (analysis->condition[CL_CONDITION_MU_2].verdict, ==, CL_VERDICT_HOLDS);
  assert_near (analysis->contraction[CL_CONTRACTION_TWO].osl, 1.0, 1e-12);
  g_assert_cmpfloat (analysis->contraction[CL_CONTRACTION_TWO].rate, ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/contraction/kinds", test_all_kinds);
  g_test_add_func ("/theory/contraction/best-weights", test_best_weights);
  g_test_add_func ("/theory/contraction/two-bound", test_two_bound);
  g_test_add_func ("/theory/contraction/no-overclaim", test_no_overclaim);
  return g_test_run ();
}
