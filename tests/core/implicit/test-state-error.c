/* Every error bound against the error that it bounds. */
#include <math.h>

#include "core/implicit/state-error.h"
#include "tests/core/implicit/network-fixtures.h"

/* Whatever the approximation, the error of its states stays within the bound. */
static void
test_bound_of_guess (void)
{
  static const char *const activations[] = { "relu", "tanh", "leaky-relu", "softplus" };
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  double tightest = 0;

  for (int trial = 0; trial < 160; trial++)
    {
      gsize n = 2 + (gsize) trial % 7;
      g_autoptr (ClModel) bare =
          random_model_with_measure (random, n, g_rand_double_range (random, -1, 0.4),
                                     activations[trial % 4]);
      g_autoptr (ClMatrix) leak = random_matrix (random, n, 1, 0.5);
      g_autoptr (ClModel) model = NULL;
      g_autoptr (ClMatrix) inputs = random_matrix (random, 4, 2, 2);
      g_autoptr (ClMatrix) x = NULL;
      g_autoptr (ClMatrix) guess = NULL;
      g_autoptr (ClMatrix) bound = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize i = 0; i < n; i++)
        leak->data[i] += 1;
      model = cl_model_with_array (bare, CL_ARRAY_LEAK, trial % 3 ? NULL : leak, NULL);
      x = solve_closely (model, inputs);
      guess = cl_matrix_copy (x);
      for (gsize e = 0; e < guess->rows * n; e++)
        guess->data[e] += g_rand_double_range (random, -1, 1) * (trial % 5 ? 1 : 1e-7);
      bound = cl_state_error_of_guess (model, guess, inputs, &error);
      g_assert_no_error (error);
      tightest = fmax (tightest, assert_within (x, guess, bound));
    }
  g_assert_cmpfloat (tightest, >=, 0.9);
}

/* At the fixed point itself the bound is what rounding and the solver leave, and no more. */
static void
test_bound_of_fixed_point (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (int trial = 0; trial < 40; trial++)
    {
      g_autoptr (ClModel) model = random_model_with_measure (random, 20, 0.5, "relu");
      g_autoptr (ClMatrix) inputs = random_matrix (random, 3, 2, 2);
      g_autoptr (ClMatrix) x = solve_closely (model, inputs);
      g_autoptr (ClMatrix) bound = cl_state_error_of_guess (model, x, inputs, NULL);
      g_autoptr (ClMatrix) outputs = cl_state_error_outputs (model, bound);

      for (gsize e = 0; e < bound->rows * bound->cols; e++)
        {
          g_assert_cmpfloat (bound->data[e], >, 0);
          g_assert_cmpfloat (bound->data[e], <=, 1e-10);
        }
      for (gsize e = 0; e < outputs->rows * outputs->cols; e++)
        g_assert_cmpfloat (outputs->data[e], <=, 2e-9);
    }
}

/* IDL Thm. 5.1 with |A| + E, in both majorants, at random A' within E of A. */
static void
test_bound_before (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  double tightest = 0;
  gsize compared = 0;

  for (int trial = 0; trial < 150; trial++)
    {
      gsize n = 1 + (gsize) trial % 6;
      double size = 0.8 / (double) n;
      g_autoptr (ClModel) model = random_model (random, n, size, trial % 2 ? "relu" : "identity");
      g_autoptr (ClMatrix) e = random_matrix (random, n, n, 0.3 * size);
      g_autoptr (ClMatrix) a = cl_matrix_copy (cl_model_array (model, CL_ARRAY_A));
      g_autoptr (ClMatrix) inputs = random_matrix (random, 3, 2, 2);
      g_autoptr (ClMatrix) x0 = solve_closely (model, inputs);
      g_autoptr (ClMatrix) x = NULL;
      g_autoptr (ClModel) perturbed = NULL;
      g_autoptr (ClMatrix) absolute = NULL;
      g_autoptr (ClMatrix) metzler = NULL;

      for (gsize k = 0; k < n * n; k++)
        {
          double share = trial % 3 ? g_rand_double_range (random, -1, 1) : a->data[k] < 0 ? -1 : 1;

          e->data[k] = fabs (e->data[k]);
          a->data[k] += share * e->data[k];
        }
      perturbed = with_a (model, a);
      x = solve_closely (perturbed, inputs);
      absolute = cl_state_error_bound (model, e, CL_MAJORANT_ABSOLUTE, x0, NULL);
      metzler = cl_state_error_bound (model, e, CL_MAJORANT_METZLER, x0, NULL);
      if (absolute == NULL)
        continue;
      tightest = fmax (tightest, assert_within (x, x0, absolute));
      assert_within (x, x0, metzler);
      for (gsize k = 0; k < x->rows * n; k++)
        g_assert_cmpfloat (metzler->data[k], <=, absolute->data[k] * (1 + 1e-9));
      compared++;
    }
  g_assert_cmpuint (compared, >=, 100);
  g_assert_cmpfloat (tightest, >=, 0.9);
}

/* With negative entries |A + E| of the printed theorem is too small: here x - x0 = (8, -8), which
 * |A| + E bounds exactly, and (I - |A + E|)^-1 E |x0| is only 8/9. */
static void
test_printed_theorem (void)
{
  static const double a0[] = { 0, -0.5, -0.5, 0 }, off[] = { 0, 0.4, 0.4, 0 };
  static const double a[] = { 0, -0.9, -0.9, 0 }, b[] = { 1, -1 };
  g_autoptr (ClModel) plain = plain_model (2, a0, CL_MODEL_FIRING_RATE, "identity");
  g_autoptr (ClModel) other = plain_model (2, a, CL_MODEL_FIRING_RATE, "identity");
  g_autoptr (ClMatrix) bias = cl_matrix_new_from (2, 1, b);
  g_autoptr (ClMatrix) e = cl_matrix_new_from (2, 2, off);
  g_autoptr (ClModel) model = cl_model_with_array (plain, CL_ARRAY_BIAS, bias, NULL);
  g_autoptr (ClModel) perturbed = cl_model_with_array (other, CL_ARRAY_BIAS, bias, NULL);
  g_autoptr (ClMatrix) x0 = solve_closely (model, NULL);
  g_autoptr (ClMatrix) x = solve_closely (perturbed, NULL);
  g_autoptr (ClMatrix) bound = cl_state_error_bound (model, e, CL_MAJORANT_ABSOLUTE, x0, NULL);
  double printed = 0.4 * fabs (x0->data[0]) / (1 - fabs (-0.5 + 0.4));

  assert_near (x->data[0] - x0->data[0], 8, 1e-10);
  assert_near (bound->data[0], 8, 1e-10);
  assert_near (printed, 8.0 / 9, 1e-10);
}

static void
test_bound_refuses (void)
{
  static const double a[] = { 0, 1, 1, 0 }, negative[] = { 0, -1, 0, 0 };
  g_autoptr (ClModel) model = plain_model (2, a, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) hopfield = plain_model (2, a, CL_MODEL_HOPFIELD, "relu");
  g_autoptr (ClMatrix) states = cl_matrix_new (1, 2);
  g_autoptr (ClMatrix) narrow = cl_matrix_new (1, 1);
  g_autoptr (ClMatrix) e = cl_matrix_new_from (2, 2, negative);
  g_autoptr (GError) border = NULL;
  g_autoptr (GError) kind = NULL;
  g_autoptr (GError) shape = NULL;
  g_autoptr (GError) sign = NULL;

  g_assert_null (cl_state_error_of_guess (model, states, NULL, &border));
  g_assert_error (border, CL_COMPARISON_ERROR, CL_COMPARISON_ERROR_ABSCISSA);
  g_assert_null (cl_state_error_of_guess (hopfield, states, NULL, &kind));
  g_assert_error (kind, CL_COMPARISON_ERROR, CL_COMPARISON_ERROR_KIND);
  g_assert_null (cl_state_error_of_guess (model, narrow, NULL, &shape));
  g_assert_error (shape, CL_COMPARISON_ERROR, CL_COMPARISON_ERROR_INPUT);
  g_assert_null (cl_state_error_bound (model, e, CL_MAJORANT_METZLER, states, &sign));
  g_assert_error (sign, CL_COMPARISON_ERROR, CL_COMPARISON_ERROR_INPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/implicit/state-error/guess", test_bound_of_guess);
  g_test_add_func ("/implicit/state-error/fixed-point", test_bound_of_fixed_point);
  g_test_add_func ("/implicit/state-error/before", test_bound_before);
  g_test_add_func ("/implicit/state-error/printed-theorem", test_printed_theorem);
  g_test_add_func ("/implicit/state-error/refusals", test_bound_refuses);
  return g_test_run ();
}
