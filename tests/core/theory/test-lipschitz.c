#include "core/theory/lipschitz.h"

#include "core/theory/analysis.h"

#include <math.h>
#include <string.h>

#include "fixtures.h"

static ClModel *
make_model (ClMatrix *a, ClMatrix *b, ClMatrix *c, ClMatrix *d, const char *activation)
{
  g_autoptr (GError) error = NULL;
  ClModelParts parts = { .activation = cl_activation_find (activation) };
  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  parts.array[CL_ARRAY_C] = c;
  parts.array[CL_ARRAY_D] = d;
  ClModel *model = cl_model_new (&parts, &error);
  g_assert_no_error (error);
  return model;
}

static ClModel *
random_model (GRand *random, gsize n, double scale, const char *activation)
{
  g_autoptr (ClMatrix) a = random_matrix (random, n, n, scale);
  g_autoptr (ClMatrix) b = random_matrix (random, n, 3, 1.0);
  g_autoptr (ClMatrix) c = random_matrix (random, 2, n, 1.0);
  g_autoptr (ClMatrix) d = random_matrix (random, 2, 3, 0.3);
  for (gsize i = 0; i < n; i++)
    cl_matrix_set (a, i, i, cl_matrix_get (a, i, i) - 2.0 * g_rand_double (random));
  return make_model (a, b, c, g_rand_boolean (random) ? d : NULL, activation);
}

static void
test_reference (void)
{
  JsonArray *cases = reference_cases ("cases");
  for (guint i = 0; cases != NULL && i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      if (!json_object_has_member (object, "bounds"))
        continue;
      JsonObject *expected = json_object_get_object_member (object, "bounds");
      g_autoptr (ClMatrix) a = matrix_from_json (object, "A");
      g_autoptr (ClMatrix) b = matrix_from_json (object, "B");
      g_autoptr (ClMatrix) c = matrix_from_json (object, "C");
      g_autoptr (ClModel) model = make_model (a, b, c, NULL, "relu");
      g_autoptr (ClLipschitz) lipschitz = cl_lipschitz_new (model, NULL, NULL, NULL);
      for (gsize k = 0; k < CL_N_BOUNDS; k++)
        {
          const double value = number_from_json (expected, lipschitz->bound[k].id);
          if (isnan (value))
            continue;
          g_assert_true (lipschitz->bound[k].valid);
          g_assert_cmpfloat (fabs (lipschitz->bound[k].value - value), <=, 1e-9 * value);
        }
    }
}

/* Every valid bound is at least the exact value, the ladder is ordered where theory orders it, and
 * nothing attained exceeds any of them. */
static void
test_ladder (void)
{
  const double up = 1.0 + 1e-9;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  gsize valid = 0;
  for (int trial = 0; trial < 600; trial++)
    {
      const gsize n = 1 + (gsize) trial % 6;
      const char *activation = trial % 5 == 0 ? "logistic" : trial % 5 == 1 ? "leaky-relu" : "relu";
      g_autoptr (ClModel) model =
          random_model (random, n, g_rand_double_range (random, 0.05, 1.0), activation);
      g_autoptr (ClMatrix) states = random_matrix (random, 30, n, 2.0);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 30, 3, 2.0);
      const ClLipschitzSettings settings = { 12, 150, states, inputs };
      g_autoptr (ClLipschitz) lipschitz = cl_lipschitz_new (model, &settings, NULL, NULL);
      const ClBound *bound = lipschitz->bound;
      const double exact = bound[CL_BOUND_VERTEX].value;
      g_assert_cmpuint (lipschitz->attained_states, ==, 30);
      for (gsize k = 0; k < CL_N_BOUNDS; k++)
        {
          g_assert_true (bound[k].valid == !!isfinite (bound[k].value));
          if (!bound[k].valid || g_str_equal (bound[k].norm, "two"))
            continue;
          valid++;
          g_assert_true (bound[CL_BOUND_VERTEX].valid);
          g_assert_cmpfloat (exact, <=, bound[k].value * up);
          g_assert_cmpfloat (lipschitz->attained, <=, bound[k].value * up);
          g_assert_cmpfloat (bound[lipschitz->best].value, <=, bound[k].value);
        }
      const ClBoundId ordered[][2] = {
        { CL_BOUND_METZLER_SENSITIVITY, CL_BOUND_NEMON_REFINED },
        { CL_BOUND_METZLER_SENSITIVITY, CL_BOUND_SENSITIVITY },
        { CL_BOUND_METZLER_SENSITIVITY, CL_BOUND_NEMON_WEIGHTED },
        { CL_BOUND_NEMON_REFINED, CL_BOUND_NEMON },
        { CL_BOUND_SENSITIVITY, CL_BOUND_IDL },
      };
      for (gsize k = 0; k < G_N_ELEMENTS (ordered); k++)
        g_assert_cmpfloat (bound[ordered[k][0]].value, <=, bound[ordered[k][1]].value * up);
    }
  g_assert_cmpuint (valid, >, 2000);
}

/* A = gamma I - Lambda^-1 (W'W + Z - Z') as LBEN makes it, with strong couplings. */
static ClModel *
weighted_model (GRand *random, gsize n, double gamma, ClMatrix *eta)
{
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);
  g_autoptr (ClMatrix) w = random_matrix (random, n, n, 1.0);
  g_autoptr (ClMatrix) b = random_matrix (random, n, 3, 1.0);
  g_autoptr (ClMatrix) c = random_matrix (random, 2, n, 1.0);
  ClModelParts parts = { .activation = cl_activation_find ("relu") };
  g_autofree double *lambda = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      lambda[i] = exp (g_rand_double_range (random, -2.0, 2.0));
      eta->data[i] = 1.0 / sqrt (lambda[i]);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        const double skew = i == j ? 0.0 : g_rand_double_range (random, -3.0, 3.0);
        double product = 0.0;
        for (gsize k = 0; k < n; k++)
          product += cl_matrix_get (w, k, i) * cl_matrix_get (w, k, j);
        cl_matrix_set (a, i, j, -(product + skew) / lambda[i] + (i == j ? gamma : 0.0));
        cl_matrix_set (a, j, i, -(product - skew) / lambda[j] + (i == j ? gamma : 0.0));
      }
  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  parts.array[CL_ARRAY_C] = c;
  parts.array[CL_ARRAY_ETA] = g_rand_boolean (random) ? eta : NULL;
  return cl_model_new (&parts, NULL);
}

/* max_i |C_i Q^-1/2|_2 sqrt (sum_i q_i |B_i|_1^2) / (1 - gamma), q = eta^-2. */
static double
weighted_formula (const ClModel *model, const double *eta, double gamma)
{
  const ClMatrix *b = cl_model_array (model, CL_ARRAY_B), *c = cl_model_array (model, CL_ARRAY_C);
  double input = 0.0, output = 0.0;
  for (gsize i = 0; i < b->rows; i++)
    {
      double sum = 0.0;
      for (gsize j = 0; j < b->cols; j++)
        sum += fabs (cl_matrix_get (b, i, j));
      input += sum * sum / (eta[i] * eta[i]);
    }
  for (gsize i = 0; i < c->rows; i++)
    {
      double sum = 0.0;
      for (gsize j = 0; j < c->cols; j++)
        sum += pow (cl_matrix_get (c, i, j) * eta[j], 2.0);
      output = fmax (output, sqrt (sum));
    }
  return output * sqrt (input) / (1.0 - gamma);
}

/* The only certificate of a network that is well posed in a weighted l_2 norm alone: never below
 * the exact value, with the weights of the file no looser than their formula, and found without
 * them too. */
static void
test_weighted_two (void)
{
  const double gamma = 0.9;
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  gsize alone = 0;
  for (int trial = 0; trial < 200; trial++)
    {
      const gsize n = 2 + (gsize) trial % 5;
      g_autoptr (ClMatrix) eta = cl_matrix_new (n, 1);
      g_autoptr (ClModel) model = weighted_model (random, n, gamma, eta);
      g_autoptr (ClLipschitz) lipschitz = cl_lipschitz_new (model, NULL, NULL, NULL);
      g_autoptr (ClMatrix) pairs = cl_lipschitz_pairs (model);
      const ClBound *bound = lipschitz->bound;
      const double weighted = bound[CL_BOUND_L2_WEIGHTED].value;
      const gboolean given = cl_model_array (model, CL_ARRAY_ETA) != NULL;

      g_assert_true (bound[CL_BOUND_L2_WEIGHTED].valid && bound[CL_BOUND_VERTEX].valid);
      g_assert_cmpfloat (bound[CL_BOUND_VERTEX].value, <=, weighted * (1.0 + 1e-9));
      if (given)
        g_assert_cmpfloat (weighted, <=, weighted_formula (model, eta->data, gamma) * (1.0 + 1e-6));
      g_assert_true (isfinite (cl_matrix_get (pairs, 0, 1)));
      alone += !bound[CL_BOUND_L2_MIXED].valid && !bound[CL_BOUND_METZLER_SENSITIVITY].valid;
    }
  g_assert_cmpuint (alone, >, 100);
}

/* Solves x = phi (A x + B u) by the average iteration. */
static void
fixed_point (const ClModel *model, const double *u, double *x)
{
  const gsize n = model->n;
  double drive[8], work[8], rate[8];
  memset (x, 0, n * sizeof (double));
  cl_model_drive (model, u, drive);
  for (int k = 0; k < 4000; k++)
    {
      cl_model_rhs (model, drive, x, work, rate);
      for (gsize i = 0; i < n; i++)
        x[i] += 0.1 * rate[i];
    }
}

/* Real pairs of inputs never move the output by more than the bound allows. */
static void
test_no_pair_exceeds (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  gsize checked = 0;
  for (int trial = 0; trial < 60; trial++)
    {
      const gsize n = 1 + (gsize) trial % 6;
      g_autoptr (ClModel) model =
          random_model (random, n, 0.4, trial % 2 == 0 ? "relu" : "logistic");
      g_autoptr (ClMatrix) pairs = cl_lipschitz_pairs (model);
      g_autoptr (ClLipschitz) lipschitz = cl_lipschitz_new (model, NULL, NULL, NULL);
      const double bound = fmin (lipschitz->bound[CL_BOUND_METZLER_SENSITIVITY].value,
                                 lipschitz->bound[CL_BOUND_L2_MIXED].value);
      if (!isfinite (bound))
        continue;
      checked++;
      for (int k = 0; k < 5; k++)
        {
          double u[3], v[3], x[8], z[8], y[2], w[2], apart = 0.0;
          for (int i = 0; i < 3; i++)
            {
              u[i] = g_rand_double_range (random, -2.0, 2.0);
              v[i] = u[i] + g_rand_double_range (random, -0.5, 0.5);
              apart = fmax (apart, fabs (u[i] - v[i]));
            }
          fixed_point (model, u, x);
          fixed_point (model, v, z);
          cl_model_output (model, x, u, y);
          cl_model_output (model, z, v, w);
          g_assert_cmpfloat (fabs (y[0] - w[0]), <=, bound * apart + 1e-9);
          g_assert_cmpfloat (fabs (y[1] - w[1]), <=, bound * apart + 1e-9);
          g_assert_cmpfloat (fabs ((y[0] - y[1]) - (w[0] - w[1])), <=,
                             cl_matrix_get (pairs, 0, 1) * apart + 1e-9);
        }
      g_assert_cmpfloat (cl_matrix_get (pairs, 0, 0), ==, 0.0);
      g_assert_cmpfloat (cl_matrix_get (pairs, 0, 1), <=, 2.0 * bound * (1.0 + 1e-9));
    }
  g_assert_cmpuint (checked, >, 20);
}

/* n = 1: everything is (|b c| / (1 - a)) + |d|, and IDL needs |a| < 1. */
static void
test_scalar (void)
{
  const double minus[] = { -3.0 }, two[] = { 2.0 }, five[] = { -5.0 }, one[] = { 1.0 };
  g_autoptr (ClMatrix) a = matrix_from_rows (1, 1, minus);
  g_autoptr (ClMatrix) b = matrix_from_rows (1, 1, two);
  g_autoptr (ClMatrix) c = matrix_from_rows (1, 1, five);
  g_autoptr (ClMatrix) d = matrix_from_rows (1, 1, one);
  g_autoptr (ClModel) model = make_model (a, b, c, d, "relu");
  g_autoptr (ClLipschitz) lipschitz = cl_lipschitz_new (model, NULL, NULL, NULL);
  assert_near (lipschitz->bound[CL_BOUND_NEMON].value, 11.0, 1e-12);
  assert_near (lipschitz->bound[CL_BOUND_NEMON_REFINED].value, 3.5, 1e-12);
  assert_near (lipschitz->bound[CL_BOUND_METZLER_SENSITIVITY].value, 3.5, 1e-12);
  assert_near (lipschitz->bound[CL_BOUND_L2].value, 3.5, 1e-12);
  g_assert_false (lipschitz->bound[CL_BOUND_IDL].valid);
  g_assert_false (lipschitz->bound[CL_BOUND_SENSITIVITY].valid);
  g_assert_true (isinf (lipschitz->bound[CL_BOUND_IDL].value));
  /* d = 0 gives |D| = 1; d = 1 gives |1 - 10 / 4| = 1.5. */
  assert_near (lipschitz->bound[CL_BOUND_VERTEX].value, 1.5, 1e-12);
  g_assert_cmpint (lipschitz->best, ==, CL_BOUND_VERTEX);
  g_assert_true (isnan (lipschitz->attained));
}

static void
test_errors (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMatrix) a = random_matrix (random, 3, 3, 0.1);
  g_autoptr (ClModel) bare = cl_model_new_for_matrix (a, NULL);
  g_assert_null (cl_lipschitz_new (bare, NULL, NULL, &error));
  g_assert_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING);
  g_assert_null (cl_lipschitz_pairs (bare));
  g_clear_error (&error);

  g_autoptr (ClModel) model = random_model (random, 3, 0.2, "relu");
  g_autoptr (ClMatrix) states = cl_matrix_new (5, 4);
  const ClLipschitzSettings settings = { 12, 150, states, NULL };
  g_assert_null (cl_lipschitz_new (model, &settings, NULL, &error));
  g_assert_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==, "The states are 5x4: expected 5x3");
}

static void
test_large (void)
{
  const gsize n = 100;
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.02);
  g_autoptr (ClMatrix) b = random_matrix (random, n, 784, 0.1);
  g_autoptr (ClMatrix) c = random_matrix (random, 10, n, 0.3);
  g_autoptr (ClModel) model = make_model (a, b, c, NULL, "relu");
  g_autoptr (ClLipschitz) lipschitz = cl_lipschitz_new (model, NULL, NULL, NULL);
  g_assert_false (lipschitz->bound[CL_BOUND_VERTEX].valid);
  for (gsize k = CL_BOUND_METZLER_SENSITIVITY; k < CL_BOUND_VERTEX; k++)
    g_assert_true (lipschitz->bound[k].valid);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/lipschitz/reference", test_reference);
  g_test_add_func ("/theory/lipschitz/ladder", test_ladder);
  g_test_add_func ("/theory/lipschitz/pairs", test_no_pair_exceeds);
  g_test_add_func ("/theory/lipschitz/weighted-two", test_weighted_two);
  g_test_add_func ("/theory/lipschitz/scalar", test_scalar);
  g_test_add_func ("/theory/lipschitz/errors", test_errors);
  g_test_add_func ("/theory/lipschitz/large", test_large);
  return g_test_run ();
}
