/* Smaller networks: what removal, rank and sparsity may never do, and what they keep. */
#include <math.h>
#include <string.h>

#include "core/implicit/low-rank.h"
#include "core/implicit/pruning.h"
#include "core/implicit/sparsity.h"
#include "core/implicit/state-error.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "tests/core/implicit/network-fixtures.h"

/* A random principal submatrix never has a larger measure, in any of the three norms. */
static void
test_removal_never_raises (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int trial = 0; trial < 500; trial++)
    {
      gsize n = 2 + (gsize) trial % 8;
      g_autoptr (ClModel) model = random_model (random, n, 1, "tanh");
      const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
      g_autofree gsize *kept = g_new (gsize, n);
      g_autoptr (ClModel) smaller = NULL;
      gsize count = 0;

      for (gsize i = 0; i < n; i++)
        if (g_rand_boolean (random) || (i == n - 1 && count == 0))
          kept[count++] = i;
      smaller = cl_pruning_submodel (model, kept, count);
      for (gsize i = 0; i < count; i++)
        for (gsize j = 0; j < count; j++)
          g_assert_cmpfloat (cl_matrix_get (cl_model_array (smaller, CL_ARRAY_A), i, j), ==,
                             cl_matrix_get (a, kept[i], kept[j]));
      g_assert_cmpfloat (cl_measure_inf (cl_model_array (smaller, CL_ARRAY_A)).value, <=,
                         cl_measure_inf (a).value);
      g_assert_cmpfloat (cl_measure_one (cl_model_array (smaller, CL_ARRAY_A)).value, <=,
                         cl_measure_one (a).value);
      g_assert_cmpfloat (cl_measure_two (cl_model_array (smaller, CL_ARRAY_A), NULL).value, <=,
                         cl_measure_two (a, NULL).value + 1e-12);
    }
}

/* The importance of a neuron bounds what its removal does to the outputs, at the very states that
 * it was computed from. */
static void
test_importance_bounds_removal (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  double tightest = 0;

  for (int trial = 0; trial < 40; trial++)
    {
      gsize n = 2 + (gsize) trial % 6;
      g_autoptr (ClModel) model =
          random_model_with_measure (random, n, 0.4, trial % 2 ? "relu" : "logistic");
      g_autoptr (ClMatrix) inputs = random_matrix (random, 5, 2, 2);
      g_autoptr (ClMatrix) x = solve_closely (model, inputs);
      g_autoptr (ClMatrix) y = cl_fixed_point_outputs (model, x, inputs);
      g_autoptr (ClMatrix) importance = cl_pruning_importance (model, x, NULL);

      for (gsize gone = 0; gone < n; gone++)
        {
          g_autofree gsize *kept = g_new (gsize, n);
          g_autoptr (ClModel) smaller = NULL;
          g_autoptr (ClMatrix) x_smaller = NULL;
          g_autoptr (ClMatrix) y_smaller = NULL;

          for (gsize k = 0; k + 1 < n; k++)
            kept[k] = k < gone ? k : k + 1;
          smaller = cl_pruning_submodel (model, kept, n - 1);
          x_smaller = solve_closely (smaller, inputs);
          y_smaller = cl_fixed_point_outputs (smaller, x_smaller, inputs);
          for (gsize e = 0; e < y->rows * y->cols; e++)
            {
              double change = fabs (y->data[e] - y_smaller->data[e]);

              g_assert_cmpfloat (change, <=, importance->data[gone] + SOLVED);
              if (change > 1e-6)
                tightest = fmax (tightest, change / importance->data[gone]);
            }
        }
    }
  g_assert_cmpfloat (tightest, >=, 0.9);
}

/* Copies of one neuron, and one that nothing listens to: the silent one goes first. */
static void
test_pruning_order (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (int trial = 0; trial < 30; trial++)
    {
      gsize n = 4 + (gsize) trial % 4;
      gsize silent = (gsize) trial % n;
      g_autoptr (ClModel) model = random_model_with_measure (random, n, 0.3, "relu");
      g_autoptr (ClMatrix) a = cl_matrix_copy (cl_model_array (model, CL_ARRAY_A));
      g_autoptr (ClMatrix) c = cl_matrix_copy (cl_model_array (model, CL_ARRAY_C));
      g_autoptr (ClMatrix) inputs = random_matrix (random, 4, 2, 2);
      g_autoptr (ClModel) unread = NULL;
      g_autoptr (ClModel) quiet = NULL;
      g_autoptr (ClPruning) pruning = NULL;
      g_autoptr (ClMatrix) x = NULL;
      g_autoptr (ClMatrix) x_smaller = NULL;
      g_autoptr (ClMatrix) lifted = NULL;

      for (gsize j = 0; j < n; j++)
        if (j != silent)
          cl_matrix_set (a, j, silent, 0);
      for (gsize k = 0; k < 2; k++)
        cl_matrix_set (c, k, silent, 0);
      unread = with_a (model, a);
      quiet = cl_model_with_array (unread, CL_ARRAY_C, c, NULL);
      pruning = cl_pruning_new (quiet, n - 1, NULL, NULL);
      g_assert_cmpfloat (pruning->importance->data[silent], ==, 0);
      for (gsize k = 0; k + 1 < n; k++)
        g_assert_cmpuint (pruning->kept[k], ==, k < silent ? k : k + 1);

      x = solve_closely (quiet, inputs);
      x_smaller = solve_closely (pruning->model, inputs);
      lifted = cl_pruning_lift (pruning, x_smaller);
      for (gsize row = 0; row < x->rows; row++)
        for (gsize i = 0; i < n; i++)
          assert_near (cl_matrix_get (lifted, row, i), i == silent ? 0 : cl_matrix_get (x, row, i),
                       1e-10);
    }
}

/* The factors, the error in both norms (Eckart, Young), and ranks at both ends. */
static void
test_low_rank (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int trial = 0; trial < 60; trial++)
    {
      gsize n = 1 + (gsize) trial % 9;
      gsize rank = (gsize) g_rand_int_range (random, 0, (gint32) n + 1);
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 1);
      g_autoptr (ClLowRank) low = cl_low_rank_new (a, rank);
      g_autoptr (ClMatrix) rest = cl_low_rank_product (low);
      double squares = 0;

      for (gsize k = 0; k < n * n; k++)
        {
          rest->data[k] = a->data[k] - rest->data[k];
          squares += rest->data[k] * rest->data[k];
        }
      assert_near (cl_norm_two (rest).value, low->error_two, 1e-7);
      assert_near (sqrt (squares), low->error_frobenius, 1e-12);
      g_assert_cmpuint (low->left->cols, ==, rank);
      g_assert_cmpuint (low->right->cols, ==, rank);
    }
}

/* z = R' Phi (L z + d), the small equation, ends at the states of the large one whenever its
 * Perron-Frobenius condition holds, and both ways of bounding the error to the full A hold. */
static void
test_low_rank_states (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  gsize small = 0;

  for (int trial = 0; trial < 60; trial++)
    {
      gsize n = 3 + (gsize) trial % 6;
      g_autoptr (ClModel) model =
          random_model (random, n, 0.8 / (double) n, trial % 2 ? "relu" : "tanh");
      g_autoptr (ClLowRank) low =
          cl_low_rank_new (cl_model_array (model, CL_ARRAY_A), 1 + (gsize) trial % 2);
      g_autoptr (ClMatrix) a0 = cl_low_rank_product (low);
      g_autoptr (ClModel) approximation = with_a (model, a0);
      g_autoptr (ClMatrix) majorant = cl_low_rank_majorant (low);
      g_autoptr (ClPerron) perron = cl_perron_new (majorant);
      g_autoptr (ClMatrix) x = solve_closely (model, NULL);
      g_autoptr (ClMatrix) x0 = solve_closely (approximation, NULL);
      g_autoptr (ClMatrix) bound = cl_state_error_of_guess (model, x0, NULL, NULL);
      double gain = cl_low_rank_state_gain (low, model);
      double z[2] = { 0 }, state[16], error = 0, size = 0;

      assert_within (x, x0, bound);
      for (gsize i = 0; i < n; i++)
        {
          error = hypot (error, x->data[i] - x0->data[i]);
          size = hypot (size, x0->data[i]);
        }
      g_assert_cmpfloat (error, <=, gain * size + SOLVED);
      if (perron->value > 0.9)
        continue;
      small++;
      for (int step = 0; step < 400; step++)
        {
          for (gsize i = 0; i < n; i++)
            {
              state[i] = cl_model_array (model, CL_ARRAY_BIAS)->data[i];
              for (gsize k = 0; k < low->rank; k++)
                state[i] += cl_matrix_get (low->left, i, k) * z[k];
              state[i] = model->parts.activation->value (state[i]);
            }
          for (gsize k = 0; k < low->rank; k++)
            {
              z[k] = 0;
              for (gsize i = 0; i < n; i++)
                z[k] += cl_matrix_get (low->right, i, k) * state[i];
            }
        }
      for (gsize i = 0; i < n; i++)
        assert_near (state[i], x0->data[i], 1e-10);
    }
  g_assert_cmpuint (small, >=, 20);
}

static void
test_keep_entries (void)
{
  static const double entries[] = { 1, -3, 2, 0, 2, -1 };
  static const double three[] = { 0, -3, 2, 0, 2, 0 }, two[] = { 0, -3, 2, 0, 0, 0 };
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (2, 3, entries);
  g_autoptr (ClMatrix) of_three = cl_sparsity_keep_entries (matrix, 3);
  g_autoptr (ClMatrix) of_two = cl_sparsity_keep_entries (matrix, 2);
  g_autoptr (ClMatrix) all = cl_sparsity_keep_entries (matrix, 100);
  g_autoptr (ClMatrix) none = cl_sparsity_keep_entries (matrix, 0);

  for (gsize k = 0; k < 6; k++)
    {
      g_assert_cmpfloat (of_three->data[k], ==, three[k]);
      g_assert_cmpfloat (of_two->data[k], ==, two[k]);
      g_assert_cmpfloat (none->data[k], ==, 0);
    }
  g_assert_true (cl_matrix_equal (all, matrix));
}

/* The norms of the columns of (B; D), and inputs that a selection silences: they change nothing. */
static void
test_features (void)
{
  static const double b[] = { 3, 0, 1, -4, 0, 1 }, c[] = { 1, 1 }, d[] = { 0, 0, -2 };
  static const double norms[CL_N_NORMS][3] = { { 7, 0, 4 },
                                               { 5, 0, 2.449489742783178 },
                                               { 4, 0, 2 } };
  ClModelParts parts = { 0 };
  g_autoptr (ClMatrix) a = parts.array[CL_ARRAY_A] = cl_matrix_new (2, 2);
  g_autoptr (ClMatrix) input = parts.array[CL_ARRAY_B] = cl_matrix_new_from (2, 3, b);
  g_autoptr (ClMatrix) output = parts.array[CL_ARRAY_C] = cl_matrix_new_from (1, 2, c);
  g_autoptr (ClMatrix) direct = parts.array[CL_ARRAY_D] = cl_matrix_new_from (1, 3, d);
  g_autoptr (ClModel) model = cl_model_new (&parts, NULL);

  for (gsize k = 0; k < CL_N_NORMS; k++)
    {
      g_autoptr (ClMatrix) found = cl_sparsity_feature_norms (model, (ClNormKind) k);
      g_autoptr (ClModel) selected = cl_sparsity_keep_features (model, (ClNormKind) k, 2);
      g_autoptr (ClModel) one = cl_sparsity_keep_features (model, (ClNormKind) k, 1);

      for (gsize j = 0; j < 3; j++)
        assert_near (found->data[j], norms[k][j], 1e-15);
      g_assert_true (cl_model_equal (selected, model));
      g_assert_cmpfloat (cl_model_array (one, CL_ARRAY_D)->data[2], ==, 0);
      g_assert_cmpfloat (cl_model_array (one, CL_ARRAY_B)->data[3], ==, -4);
    }
}

/* Random sparse networks, some of them with a leak: the same outputs from fewer neurons. */
static void
test_reduction (void)
{
  static const char *const activations[] = { "relu", "logistic", "tanh" };
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  gsize removed = 0;

  for (int trial = 0; trial < 200; trial++)
    {
      gsize n = 1 + (gsize) trial % 9;
      g_autoptr (ClModel) base = random_model_with_measure (random, n, 0.3, activations[trial % 3]);
      ClModelParts parts = base->parts;
      g_autoptr (ClMatrix) a = cl_matrix_copy (parts.array[CL_ARRAY_A]);
      g_autoptr (ClMatrix) b = cl_matrix_copy (parts.array[CL_ARRAY_B]);
      g_autoptr (ClMatrix) c = cl_matrix_copy (parts.array[CL_ARRAY_C]);
      g_autoptr (ClMatrix) leak = random_matrix (random, n, 1, 0.2);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 3, 2, 2);
      g_autoptr (ClModel) model = NULL;
      g_autoptr (ClModel) reduced = NULL;
      g_autofree gsize *kept = NULL;
      gsize count;

      for (gsize i = 0; i < n; i++)
        {
          leak->data[i] += 1;
          for (gsize j = 0; j < n; j++)
            if (j != i && g_rand_int_range (random, 0, 4) > 0)
              cl_matrix_set (a, i, j, 0);
          for (gsize k = 0; k < 2; k++)
            {
              if (g_rand_int_range (random, 0, 5) > 1)
                cl_matrix_set (b, i, k, 0);
              if (g_rand_int_range (random, 0, 5) > 1)
                cl_matrix_set (c, k, i, 0);
            }
        }
      parts.array[CL_ARRAY_A] = a;
      parts.array[CL_ARRAY_B] = b;
      parts.array[CL_ARRAY_C] = c;
      parts.array[CL_ARRAY_LEAK] = trial % 2 ? leak : NULL;
      model = cl_model_new (&parts, NULL);
      reduced = cl_sparsity_reduce (model, &kept, &count);
      g_assert_cmpuint (reduced->n, ==, count);
      g_assert_cmpuint (count, >=, 1);
      removed += n - count;
      {
        g_autoptr (ClMatrix) x = solve_closely (model, inputs);
        g_autoptr (ClMatrix) y = cl_fixed_point_outputs (model, x, inputs);
        g_autoptr (ClMatrix) x_reduced = solve_closely (reduced, inputs);
        g_autoptr (ClMatrix) y_reduced = cl_fixed_point_outputs (reduced, x_reduced, inputs);
        g_autoptr (ClModel) again = cl_sparsity_reduce (reduced, NULL, NULL);

        for (gsize e = 0; e < y->rows * y->cols; e++)
          assert_near (y_reduced->data[e], y->data[e], 1e-10);
        g_assert_cmpuint (again->n, ==, reduced->n);
      }
    }
  g_assert_cmpuint (removed, >=, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/implicit/compression/removal-never-raises", test_removal_never_raises);
  g_test_add_func ("/implicit/compression/importance", test_importance_bounds_removal);
  g_test_add_func ("/implicit/compression/order", test_pruning_order);
  g_test_add_func ("/implicit/compression/low-rank", test_low_rank);
  g_test_add_func ("/implicit/compression/low-rank-states", test_low_rank_states);
  g_test_add_func ("/implicit/compression/keep-entries", test_keep_entries);
  g_test_add_func ("/implicit/compression/features", test_features);
  g_test_add_func ("/implicit/compression/reduction", test_reduction);
  return g_test_run ();
}
