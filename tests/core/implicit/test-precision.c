/* Single precision against double: for every solver and activation, forward and backward. */
#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "core/implicit/backward.h"
#include "tests/core/implicit/network-fixtures.h"

#define MEASURE 0.3

/* What float keeps of numbers of this size. */
static double
float_rounding (double size)
{
  return size * 0x1p-23;
}

static gboolean
are_floats (const ClMatrix *x)
{
  for (gsize e = 0; e < x->rows * x->cols; e++)
    if (x->data[e] != (double) (float) x->data[e])
      return FALSE;
  return TRUE;
}

/* The steps that hold in any norm may be so short that float loses them beside x. */
static gboolean
has_short_steps (const ClSolver *solver)
{
  return strcmp (cl_solver_id (solver), "theorem-one") == 0;
}

/* Peaceman-Rachford takes x from its state, in double. */
static gboolean
ends_in_float (const ClSolver *solver, const ClFixedPointInfo *info)
{
  return info->double_iterations == 0 && strcmp (cl_solver_id (solver), "peaceman-rachford") != 0;
}

/* Calls check on models of every activation for every solver that is proven to converge within
 * reasonable time. */
typedef void (*Check) (const ClModel *model, const ClMatrix *inputs, const ClSolver *solver);

static void
for_each (guint32 seed, Check check)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gsize solvers, activations, checked = 0;
  const ClSolver *const *solver = cl_solver_table (&solvers);
  const ClActivation *const *activation = cl_activation_table (&activations);

  for (gsize k = 0; k < activations; k++)
    for (gsize n = 1; n <= 25; n += 8)
      {
        g_autoptr (ClModel) model =
            random_model_with_measure (random, n, MEASURE, activation[k]->id);
        g_autoptr (ClMatrix) inputs = random_matrix (random, 7, 2, 1);

        for (gsize s = 0; s < solvers; s++)
          if (cl_solver_factor (solver[s], model) < 0.9995)
            {
              check (model, inputs, solver[s]);
              checked++;
            }
      }
  g_assert_cmpuint (checked, >=, 3 * solvers * activations);
}

static ClFixedPointSettings
single_settings (const ClSolver *solver, double tolerance)
{
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;

  settings.solver = solver;
  settings.tolerance = tolerance;
  settings.max_iterations = 1000000;
  settings.precision = CL_PRECISION_SINGLE;
  return settings;
}

/* |x - x*|_inf <= residual / (1 - mu_inf (A)): float alone comes as close as its true residual
 * says, which is what the plainest code computes. */
static void
check_float_alone (const ClModel *model, const ClMatrix *inputs, const ClSolver *solver)
{
  const ClFixedPointSettings settings = single_settings (solver, 1e-4);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) expected = solve_closely (model, inputs);
  g_autoptr (ClMatrix) x = solve_with (model, inputs, &settings, &info);

  g_assert_true (info.converged);
  g_assert_true (info.solver == solver);
  g_assert_cmpint (info.precision, ==, CL_PRECISION_SINGLE);
  g_assert_true (info.double_iterations == 0 || has_short_steps (solver));
  g_assert_true (are_floats (x) == ends_in_float (solver, &info));
  g_assert_cmpfloat (info.residual, <=, 1e-4);
  g_assert_cmpfloat (fabs (worst_residual (model, inputs, x) - info.residual), <=, 1e-13);
  g_assert_cmpuint (info.residuals->len, ==, info.iterations);
  assert_matrices_near (x, expected, info.residual / (1 - MEASURE) + 1e-12);
}

static void
test_float_alone (void)
{
  for_each (1, check_float_alone);
}

/* A tolerance that float cannot meet: most of the way is in float all the same. */
static void
check_finish (const ClModel *model, const ClMatrix *inputs, const ClSolver *solver)
{
  ClFixedPointSettings settings = single_settings (solver, 1e-12);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_auto (ClFixedPointInfo) plain = { 0 };
  g_autoptr (ClMatrix) x = solve_with (model, inputs, &settings, &info);
  g_autoptr (ClMatrix) expected = NULL;

  settings.precision = CL_PRECISION_DOUBLE;
  expected = solve_with (model, inputs, &settings, &plain);
  g_assert_true (info.converged);
  g_assert_cmpint (plain.precision, ==, CL_PRECISION_DOUBLE);
  g_assert_cmpuint (plain.double_iterations, ==, plain.iterations);
  g_assert_cmpfloat (worst_residual (model, inputs, x), <=, 1.1e-12);
  assert_matrices_near (x, expected, 4e-12);
  g_assert_cmpuint (info.double_iterations, <=, plain.iterations);
  if (plain.iterations > 100)
    g_assert_cmpuint (info.double_iterations, <, 3 * plain.iterations / 4);
}

static void
test_finish (void)
{
  for_each (2, check_finish);
}

/* The backward equation in single precision, by every solver. */
static void
check_backward (const ClModel *model, const ClMatrix *inputs, const ClSolver *solver)
{
  ClFixedPointSettings settings = single_settings (solver, 1e-4);
  g_autoptr (ClMatrix) x = solve_closely (model, inputs);
  g_autoptr (ClMatrix) g = cl_fixed_point_outputs (model, x, inputs);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClGradient) gradient = NULL;
  g_autoptr (ClGradient) expected = NULL;
  g_autoptr (GError) error = NULL;
  double size = 1;

  gradient = cl_gradient_new (model, inputs, x, g, NULL, &settings, &info, NULL, &error);
  if (g_error_matches (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_REFUSED))
    return;
  g_assert_no_error (error);
  g_assert_true (info.converged);
  g_assert_true (info.double_iterations == 0 || has_short_steps (solver));
  g_assert_true (are_floats (gradient->state) || !ends_in_float (solver, &info));
  settings = (ClFixedPointSettings) CL_FIXED_POINT_SETTINGS_DEFAULT;
  settings.tolerance = 1e-12;
  expected = cl_gradient_new (model, inputs, x, g, NULL, &settings, NULL, NULL, &error);
  g_assert_no_error (error);
  for (gsize e = 0; e < x->rows * x->cols; e++)
    size = fmax (size, fabs (expected->state->data[e]));
  /* The measure that shrinks these errors is mu_1, which is not bounded by MEASURE. */
  assert_matrices_near (gradient->state, expected->state, 1e-3 * size);
}

static void
test_backward (void)
{
  for_each (3, check_backward);
}

/* Where the tolerance is just what float can do, the result is float's best. */
static void
test_limit (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autoptr (ClModel) model = random_model_with_measure (random, 30, MEASURE, "relu");
  g_autoptr (ClMatrix) inputs = random_matrix (random, 20, 2, 1);
  const ClSolver *solver = cl_solver_find ("diagonal-implicit");
  g_autoptr (ClMatrix) exact = solve_closely (model, inputs);
  gsize last = 0;
  double size = 1;

  for (gsize e = 0; e < exact->rows * exact->cols; e++)
    size = fmax (size, fabs (exact->data[e]));
  for (double tolerance = 1e-2; tolerance > 1e-13; tolerance /= 10)
    {
      const ClFixedPointSettings settings = single_settings (solver, tolerance);
      g_auto (ClFixedPointInfo) info = { 0 };
      g_autoptr (ClMatrix) x = solve_with (model, inputs, &settings, &info);

      g_assert_true (info.converged);
      g_assert_cmpfloat (worst_residual (model, inputs, x), <=, tolerance + 1e-14);
      g_assert_cmpuint (info.double_iterations, >=, last);
      if (tolerance > float_rounding (64 * size))
        g_assert_cmpuint (info.double_iterations, ==, 0);
      last = info.double_iterations;
    }
  g_assert_cmpuint (last, >, 0);
}

static void
test_anderson (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  gsize solvers;
  const ClSolver *const *solver = cl_solver_table (&solvers);

  for (gsize s = 0; s < solvers; s++)
    {
      g_autoptr (ClModel) model = slow_model (random, 12);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 4, 2, 1);
      ClFixedPointSettings settings = single_settings (solver[s], 1e-3);
      g_auto (ClFixedPointInfo) without = { 0 };
      g_auto (ClFixedPointInfo) with = { 0 };
      g_autoptr (ClMatrix) slow = solve_with (model, inputs, &settings, &without);
      g_autoptr (ClMatrix) fast = NULL;

      settings.anderson = 5;
      fast = solve_with (model, inputs, &settings, &with);
      g_assert_true (without.converged && with.converged);
      if (without.iterations > 50)
        g_assert_cmpuint (2 * with.iterations, <, without.iterations);
      g_assert_true (with.double_iterations == 0 || has_short_steps (solver[s]));
      g_assert_cmpfloat (fabs (worst_residual (model, inputs, fast) - with.residual), <=, 1e-12);
      assert_matrices_near (fast, slow, 0.2);
    }
}

/* Trained weights, with self-loops down to a large negative weight and 784 inputs. */
static void
test_trained (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CL_SOURCE_ROOT"), "data", "presets", "nemon-digits.npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) model = cl_model_read (path, &error);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize solvers, used = 0;
  const ClSolver *const *solver = cl_solver_table (&solvers);

  g_assert_no_error (error);
  g_autoptr (ClMatrix) inputs = cl_matrix_new (300, model->r);
  for (gsize e = 0; e < inputs->rows * inputs->cols; e++)
    inputs->data[e] = fmax (0, g_rand_double_range (random, -4, 1));
  g_autoptr (ClMatrix) expected = solve_closely (model, inputs);
  for (gsize s = 0; s < solvers; s++)
    {
      const ClFixedPointSettings settings = single_settings (solver[s], 1e-3);
      g_auto (ClFixedPointInfo) info = { 0 };
      g_autoptr (ClMatrix) x = NULL;

      if (cl_solver_factor (solver[s], model) >= 0.9999)
        continue;
      x = solve_with (model, inputs, &settings, &info);
      g_assert_true (info.converged);
      g_assert_cmpfloat (fabs (worst_residual (model, inputs, x) - info.residual), <=, 1e-11);
      assert_matrices_near (x, expected, 0.05);
      g_test_message ("%s: %" G_GSIZE_FORMAT " iterations, %" G_GSIZE_FORMAT " in double",
                      cl_solver_id (solver[s]), info.iterations, info.double_iterations);
      used++;
    }
  g_assert_cmpuint (used, >=, 3);
}

/* Numbers that float cannot hold are left to double; what diverges, diverges. */
static void
test_out_of_range (void)
{
  const double halves[] = { -1, 0.5, 0.5, -1 };
  const double growing[] = { 3 };
  g_autoptr (ClModel) base = plain_model (2, halves, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (2, 1, (double[]){ 1e60, 1e60 });
  g_autoptr (ClModel) large = cl_model_with_array (base, CL_ARRAY_BIAS, bias, NULL);
  g_autoptr (ClModel) unstable = plain_model (1, growing, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) start = cl_matrix_new_from (1, 1, (double[]){ 1 });
  ClFixedPointSettings settings = single_settings (NULL, 1e48);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) x = solve_with (large, NULL, &settings, &info);
  g_autoptr (GError) error = NULL;

  g_assert_true (info.converged);
  assert_near (x->data[0] / 1e60, 1 / 1.5, 1e-10);
  settings = single_settings (cl_solver_find ("picard"), 1e-6);
  settings.force = TRUE;
  g_assert_null (cl_fixed_point_solve (unstable, NULL, start, &settings, NULL, NULL, &error));
  g_assert_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_DIVERGED);
}

/* Every chunk of a batch is judged by itself, and kept iterates are those of its first row. */
static void
test_batch (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  g_autoptr (ClModel) model = random_model_with_measure (random, 6, MEASURE, "tanh");
  g_autoptr (ClMatrix) inputs = random_matrix (random, 700, 2, 1);
  ClFixedPointSettings settings = single_settings (cl_solver_find ("averaged"), 1e-9);
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClMatrix) x = NULL;
  gsize kept;

  settings.keep_iterates = TRUE;
  for (gsize i = 0; i < 2; i++)
    cl_matrix_set (inputs, 699, i, 30);
  x = solve_with (model, inputs, &settings, &info);
  g_assert_cmpfloat (worst_residual (model, inputs, x), <=, 1.001e-9);
  g_assert_cmpuint (info.double_iterations, >, 0);
  kept = info.iterates->len / model->n;
  g_assert_cmpuint (kept, >=, 2);
  g_assert_cmpuint (kept, <=, info.iterations + 1);
  for (gsize i = 0; i < model->n; i++)
    g_assert_cmpfloat (g_array_index (info.iterates, double, (kept - 1) * model->n + i), ==,
                       cl_matrix_get (x, 0, i));
}

static void
test_cancelled (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  g_autoptr (ClModel) model = random_model_with_measure (random, 6, MEASURE, "tanh");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const ClFixedPointSettings settings = single_settings (NULL, 1e-3);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cl_fixed_point_solve (model, NULL, NULL, &settings, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/implicit/precision/float-alone", test_float_alone);
  g_test_add_func ("/implicit/precision/finish", test_finish);
  g_test_add_func ("/implicit/precision/backward", test_backward);
  g_test_add_func ("/implicit/precision/limit", test_limit);
  g_test_add_func ("/implicit/precision/anderson", test_anderson);
  g_test_add_func ("/implicit/precision/trained", test_trained);
  g_test_add_func ("/implicit/precision/out-of-range", test_out_of_range);
  g_test_add_func ("/implicit/precision/batch", test_batch);
  g_test_add_func ("/implicit/precision/cancelled", test_cancelled);
  return g_test_run ();
}
