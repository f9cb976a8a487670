#include <math.h>

#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "tests/core/implicit/network-fixtures.h"

/* In single precision, what float leaves is finished in double. */
static void
test_reference (gconstpointer precision)
{
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  JsonArray *cases = reference_cases ("cases");
  gsize compared = 0;

  settings.precision = GPOINTER_TO_UINT (precision);
  for (guint k = 0; cases != NULL && k < json_array_get_length (cases); k++)
    {
      JsonObject *object = json_array_get_object_element (cases, k);
      ClModelParts parts = { 0 };
      g_autoptr (ClMatrix) a = parts.array[CL_ARRAY_A] = matrix_from_json (object, "A");
      g_autoptr (ClMatrix) input_map = parts.array[CL_ARRAY_B] = matrix_from_json (object, "B");
      g_autoptr (ClMatrix) bias = parts.array[CL_ARRAY_BIAS] = matrix_from_json (object, "b");
      g_autoptr (ClMatrix) output_map = parts.array[CL_ARRAY_C] = matrix_from_json (object, "C");
      g_autoptr (ClModel) model = cl_model_new (&parts, NULL);

      if (!json_object_has_member (object, "X"))
        continue;
      {
        g_autoptr (ClMatrix) inputs = matrix_from_json (object, "U");
        g_autoptr (ClMatrix) expected_x = matrix_from_json (object, "X");
        g_autoptr (ClMatrix) expected_y = matrix_from_json (object, "Y");
        g_auto (ClFixedPointInfo) info = { 0 };
        g_autoptr (ClMatrix) x = solve_with (model, inputs, &settings, &info);
        g_autoptr (ClMatrix) y = cl_fixed_point_outputs (model, x, inputs);

        g_assert_true (info.converged);
        assert_matrices_near (x, expected_x, 1e-9);
        assert_matrices_near (y, expected_y, 1e-9);
        compared++;
      }
    }
  g_assert_true (cases == NULL || compared >= 20);
}

/* Every solver on every activation ends at the same point, and its residual is what it says. */
static void
test_solvers_agree (void)
{
  GRand *random = g_rand_new_with_seed (1);
  gsize solvers, activations;
  const ClSolver *const *solver = cl_solver_table (&solvers);
  const ClActivation *const *activation = cl_activation_table (&activations);

  for (gsize k = 0; k < activations; k++)
    for (gsize n = 1; n <= 9; n += 4)
      {
        g_autoptr (ClModel) model = random_model_with_measure (random, n, 0.3, activation[k]->id);
        g_autoptr (ClMatrix) inputs = random_matrix (random, 6, 2, 1);
        g_auto (ClFixedPointInfo) best = { 0 };
        g_autoptr (ClMatrix) expected = solve_with (model, inputs, NULL, &best);

        g_assert_true (best.converged);
        for (gsize s = 0; s < solvers; s++)
          {
            ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
            g_auto (ClFixedPointInfo) info = { 0 };
            g_autoptr (ClMatrix) x = NULL;

            settings.solver = solver[s];
            settings.max_iterations = 1000000;
            if (cl_solver_factor (solver[s], model) >= 1)
              continue;
            x = solve_with (model, inputs, &settings, &info);
            g_assert_true (info.converged);
            g_assert_true (info.solver == solver[s]);
            g_assert_cmpfloat (info.residual, <=, 1e-10);
            g_assert_cmpfloat (fabs (worst_residual (model, inputs, x) - info.residual), <=, 1e-13);
            g_assert_cmpuint (info.residuals->len, ==, info.iterations);
            assert_matrices_near (x, expected, 1e-8);
          }
      }
  g_rand_free (random);
}

/* No error shrinks more slowly, in the long run, than the proven factor promises: the distance to
 * the fixed point after k more iterations is bounded by a constant times factor^k. */
static void
test_factors (void)
{
  GRand *random = g_rand_new_with_seed (2);
  gsize solvers;
  const ClSolver *const *solver = cl_solver_table (&solvers);
  gsize proven = 0;

  for (int trial = 0; trial < 60; trial++)
    {
      gsize n = 2 + (gsize) trial % 6;
      g_autoptr (ClModel) model = trial % 2 ? random_model_with_measure (random, n, 0.5, "relu")
                                            : random_model (random, n, 0.6, "relu");

      for (gsize s = 0; s < solvers; s++)
        {
          ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
          double factor = cl_solver_factor (solver[s], model);
          g_auto (ClFixedPointInfo) info = { 0 };
          g_autoptr (ClMatrix) x = NULL;
          double first, last;

          if (factor >= 0.97)
            continue;
          settings.solver = solver[s];
          settings.tolerance = 1e-12;
          x = solve_with (model, NULL, &settings, &info);
          g_assert_true (info.converged);
          proven++;
          if (info.residuals->len < 40)
            continue;
          first = g_array_index (info.residuals, double, 19);
          last = g_array_index (info.residuals, double, info.residuals->len - 1);
          g_assert_cmpfloat (last / first, <=,
                             1000 * pow (factor, (double) (info.residuals->len - 20)));
          g_assert_cmpfloat (info.factor_measured, <=, factor + 0.1);
        }
    }
  g_assert_cmpuint (proven, >=, 100);
  g_rand_free (random);
}

/* The diagonal-implicit factor in its best weights is never above that of the average iteration,
 * which is never above the formula of NEMON Cor. 5 in plain l_inf. */
static void
test_factor_order (void)
{
  GRand *random = g_rand_new_with_seed (3);

  for (int trial = 0; trial < 200; trial++)
    {
      gsize n = 1 + (gsize) trial % 8;
      g_autoptr (ClModel) model =
          random_model_with_measure (random, n, g_rand_double_range (random, -1, 0.95), "relu");
      const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
      double implicit = cl_solver_factor (cl_solver_find ("diagonal-implicit"), model);
      double average = cl_solver_factor (cl_solver_find ("averaged"), model);
      double lowest = 0;

      for (gsize i = 0; i < n; i++)
        lowest = fmin (lowest, cl_matrix_get (a, i, i));
      g_assert_cmpfloat (implicit, <=, average + 1e-9);
      g_assert_cmpfloat (average, <=,
                         1 - (1 - fmax (cl_measure_inf (a).value, 0)) / (1 - lowest) + 1e-6);
    }
  g_rand_free (random);
}

/* Promised exactly when alpha (M (A)) < 1, and kept. */
static void
test_diagonal_implicit_promise (void)
{
  GRand *random = g_rand_new_with_seed (4);
  gsize promised = 0;

  for (int trial = 0; trial < 200; trial++)
    {
      g_autoptr (ClMatrix) a = random_border_matrix (random, 2 + (gsize) trial % 5);
      g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
      g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
      ClPerron *perron = cl_perron_new (metzler);
      double factor = cl_solver_factor (cl_solver_find ("diagonal-implicit"), model);

      if (fabs (perron->value - 1) > 1e-6)
        g_assert_true ((factor < 1) == (perron->value < 1));
      promised += factor < 1;
      cl_perron_free (perron);
    }
  g_assert_cmpuint (promised, >=, 20);
  g_assert_cmpuint (promised, <=, 180);
  g_rand_free (random);
}

/* With the identity the fixed point solves (I - A) x = d; its slopes are 1 and nothing else, and
 * logistic, with slopes up to 1/4, may have an alpha (M (A)) up to 4. */
static void
test_slope_bounds (void)
{
  static const double a[] = { -3, 1, 2, -5 };
  static const double steep[] = { 3.5, 0.3, 0.2, 3 };
  g_autoptr (ClModel) linear = plain_model (2, a, CL_MODEL_FIRING_RATE, "identity");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (2, 1, (double[]){ 4, 22 });
  g_autoptr (ClModel) shifted = cl_model_with_array (linear, CL_ARRAY_BIAS, bias, NULL);
  g_autoptr (ClModel) flat = plain_model (2, steep, CL_MODEL_FIRING_RATE, "logistic");
  g_autoptr (ClModel) relu = plain_model (2, steep, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) x = solve_with (shifted, NULL, NULL, NULL);
  g_autoptr (ClMatrix) of_flat = solve_with (flat, NULL, NULL, NULL);

  /* 4 x - y = 4, -2 x + 6 y = 22. */
  assert_near (x->data[0], 46.0 / 22, 1e-9);
  assert_near (x->data[1], 96.0 / 22, 1e-9);
  g_assert_cmpfloat (worst_residual (flat, NULL, of_flat), <=, 1e-10);
  g_assert_cmpfloat (cl_solver_factor (cl_solver_find ("averaged"), flat), <, 1);
  g_assert_cmpfloat (cl_solver_factor (cl_solver_find ("averaged"), relu), >=, 1);
}

static void
test_leak (void)
{
  GRand *random = g_rand_new_with_seed (5);
  g_autoptr (ClModel) base = random_model_with_measure (random, 5, 0.4, "tanh");
  g_autoptr (ClMatrix) leak = cl_matrix_new_from (5, 1, (double[]){ 0.7, 1, 2, 3, 0.9 });
  g_autoptr (ClModel) model = cl_model_with_array (base, CL_ARRAY_LEAK, leak, NULL);
  g_autoptr (ClMatrix) inputs = random_matrix (random, 3, 2, 1);
  gsize solvers;
  const ClSolver *const *solver = cl_solver_table (&solvers);

  for (gsize s = 0; s < solvers; s++)
    {
      ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
      g_autoptr (ClMatrix) x = NULL;

      settings.solver = solver[s];
      settings.max_iterations = 1000000;
      if (cl_solver_factor (solver[s], model) >= 1)
        continue;
      x = solve_with (model, inputs, &settings, NULL);
      g_assert_cmpfloat (worst_residual (model, inputs, x), <=, 1.1e-10);
    }
  g_rand_free (random);
}

static void
test_anderson (void)
{
  GRand *random = g_rand_new_with_seed (6);
  gsize solvers;
  const ClSolver *const *solver = cl_solver_table (&solvers);

  for (gsize s = 0; s < solvers; s++)
    {
      g_autoptr (ClModel) model = slow_model (random, 12);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 4, 2, 1);
      ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
      g_auto (ClFixedPointInfo) without = { 0 };
      g_auto (ClFixedPointInfo) with = { 0 };
      g_autoptr (ClMatrix) slow = NULL;
      g_autoptr (ClMatrix) fast = NULL;

      settings.solver = solver[s];
      settings.max_iterations = 1000000;
      slow = solve_with (model, inputs, &settings, &without);
      settings.anderson = 5;
      fast = solve_with (model, inputs, &settings, &with);
      g_assert_true (without.converged && with.converged);
      assert_matrices_near (fast, slow, 1e-7);
      g_test_message ("%s: %" G_GSIZE_FORMAT " iterations, with Anderson %" G_GSIZE_FORMAT,
                      cl_solver_id (solver[s]), without.iterations, with.iterations);
      g_assert_cmpuint (2 * with.iterations, <, without.iterations);
    }
  g_rand_free (random);
}

/* More rows than a chunk; a row of a batch is what it is alone. */
static void
test_batch (void)
{
  GRand *random = g_rand_new_with_seed (7);
  g_autoptr (ClModel) model = random_model_with_measure (random, 4, 0.5, "relu");
  g_autoptr (ClMatrix) inputs = random_matrix (random, 700, 2, 3);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) x = solve_with (model, inputs, NULL, &info);

  g_assert_cmpuint (info.residuals->len, ==, info.iterations);
  assert_near (g_array_index (info.residuals, double, info.iterations - 1), info.residual, 0);
  for (gsize row = 0; row < 700; row += 111)
    {
      g_autoptr (ClMatrix) one = cl_matrix_new_from (1, 2, cl_matrix_row (inputs, row));
      g_autoptr (ClMatrix) alone = solve_with (model, one, NULL, NULL);

      for (gsize i = 0; i < 4; i++)
        assert_near (alone->data[i], cl_matrix_get (x, row, i), 1e-9);
    }
  g_rand_free (random);
}

static void
assert_fails (const ClModel *model, const ClMatrix *inputs, const ClFixedPointSettings *settings,
              int code, const char *pattern)
{
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_fixed_point_solve (model, inputs, NULL, settings, &info, NULL, &error));
  g_assert_error (error, CL_FIXED_POINT_ERROR, code);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not match “%s”", error->message, pattern);
}

static void
test_refusals (void)
{
  static const double mirror[] = { -2, 0, 0, -2 };
  static const double growing[] = { 2, 0.5, 0.5, 2 };
  g_autoptr (ClModel) negative = plain_model (2, mirror, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) positive = plain_model (2, growing, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (2, 1, (double[]){ 1, 1 });
  g_autoptr (ClModel) lifted = cl_model_with_array (positive, CL_ARRAY_BIAS, bias, NULL);
  g_autoptr (ClMatrix) inputs = cl_matrix_new (2, 3);
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;

  assert_fails (positive, NULL, &settings, CL_FIXED_POINT_ERROR_REFUSED,
                "No solver is proven to converge*α(M(A)) is 2.5*");
  assert_fails (positive, inputs, &settings, CL_FIXED_POINT_ERROR_INPUT,
                "The matrix of inputs is 2x3: expected 2x0");
  settings.solver = cl_solver_find ("picard");
  assert_fails (negative, NULL, &settings, CL_FIXED_POINT_ERROR_REFUSED,
                "Picard is not proven to converge*Perron*|A|*2*expected below 1");
  settings.solver = cl_solver_find ("averaged");
  settings.step = 0.9;
  assert_fails (negative, NULL, &settings, CL_FIXED_POINT_ERROR_REFUSED,
                "Average iteration is not proven*with the step 0.9*");
  settings.step = 0;
  settings.force = TRUE;
  settings.solver = cl_solver_find ("diagonal-implicit");
  assert_fails (positive, NULL, &settings, CL_FIXED_POINT_ERROR_REFUSED,
                "Diagonal-implicit is not defined*neuron 1 has the weight 2,*");
  settings.solver = cl_solver_find ("picard");
  assert_fails (lifted, NULL, &settings, CL_FIXED_POINT_ERROR_DIVERGED, "Picard diverges*");
}

/* Forced where nothing is proven: the truth is told, whatever it is. */
static void
test_forced (void)
{
  static const double mirror[] = { -2 };
  g_autoptr (ClModel) base = plain_model (1, mirror, CL_MODEL_FIRING_RATE, "saturation");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (1, 1, (double[]){ 0.9 });
  g_autoptr (ClModel) model = cl_model_with_array (base, CL_ARRAY_BIAS, bias, NULL);
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) x = NULL;

  settings.solver = cl_solver_find ("picard");
  settings.force = TRUE;
  settings.max_iterations = 50;
  x = solve_with (model, NULL, &settings, &info);
  g_assert_false (info.converged);
  g_assert_cmpuint (info.iterations, ==, 50);
  g_assert_cmpfloat (info.factor_theory, >=, 1);
  g_assert_cmpfloat (info.residual, >, 0.1);
}

/* Lyapunov diagonally stable, with alpha (M (A)) and mu_2 (A) above 1: only the weighted l_2 norm
 * proves that a solver converges. */
static void
test_weighted_l2 (void)
{
  static const double a[] = { 0.5, 6, -2, 0.5 };
  g_autoptr (ClModel) base = plain_model (2, a, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (2, 1, (double[]){ 1, 2 });
  g_autoptr (ClModel) model = cl_model_with_array (base, CL_ARRAY_BIAS, bias, NULL);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) x = NULL;

  g_assert_cmpfloat (cl_measure_two (cl_model_array (model, CL_ARRAY_A), NULL).value, >, 1);
  g_assert_cmpfloat (cl_solver_factor (cl_solver_find ("diagonal-implicit"), model), >=, 1);
  x = solve_with (model, NULL, NULL, &info);
  g_assert_cmpstr (cl_solver_id (info.solver), ==, "peaceman-rachford");
  g_assert_true (info.converged);
  g_assert_cmpfloat (worst_residual (model, NULL, x), <=, 1e-10);
}

static void
test_cancelled (void)
{
  static const double a[] = { -2 };
  g_autoptr (ClModel) base = plain_model (1, a, CL_MODEL_FIRING_RATE, "tanh");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (1, 1, (double[]){ 1 });
  g_autoptr (ClModel) model = cl_model_with_array (base, CL_ARRAY_BIAS, bias, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cl_fixed_point_solve (model, NULL, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/implicit/fixed-point/reference/double",
                        GUINT_TO_POINTER (CL_PRECISION_DOUBLE), test_reference);
  g_test_add_data_func ("/implicit/fixed-point/reference/single",
                        GUINT_TO_POINTER (CL_PRECISION_SINGLE), test_reference);
  g_test_add_func ("/implicit/fixed-point/solvers-agree", test_solvers_agree);
  g_test_add_func ("/implicit/fixed-point/factors", test_factors);
  g_test_add_func ("/implicit/fixed-point/factor-order", test_factor_order);
  g_test_add_func ("/implicit/fixed-point/diagonal-implicit-promise",
                   test_diagonal_implicit_promise);
  g_test_add_func ("/implicit/fixed-point/slope-bounds", test_slope_bounds);
  g_test_add_func ("/implicit/fixed-point/leak", test_leak);
  g_test_add_func ("/implicit/fixed-point/anderson", test_anderson);
  g_test_add_func ("/implicit/fixed-point/batch", test_batch);
  g_test_add_func ("/implicit/fixed-point/refusals", test_refusals);
  g_test_add_func ("/implicit/fixed-point/forced", test_forced);
  g_test_add_func ("/implicit/fixed-point/weighted-l2", test_weighted_l2);
  g_test_add_func ("/implicit/fixed-point/cancelled", test_cancelled);
  return g_test_run ();
}
