#include "core/theory/lds.h"

#include "core/linalg/lapack.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"

#include <math.h>

#include "fixtures.h"

static void
assert_certificate (const ClMatrix *a, const ClDiagonalStability *lds)
{
  for (gsize i = 0; i < a->rows; i++)
    g_assert_cmpfloat (lds->q->data[i], >, 0.0);
  const ClBounded measure = cl_measure_two_weighted (a, lds->q->data, NULL);
  assert_near (measure.value, lds->attained, 1e-12);
  g_assert_cmpfloat (lds->attained, >=, lds->value - lds->rounding - lds->attained_rounding);
}

static void
test_bounds (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  double widest = 0.0;
  for (int trial = 0; trial < 1500; trial++)
    {
      const gsize n = 1 + (gsize) trial % 7;
      g_autoptr (ClMatrix) a = random_border_matrix (random, n);
      g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
      g_autoptr (ClPerron) perron = cl_perron_new (metzler);
      g_autoptr (ClDiagonalStability) lds = cl_diagonal_stability_new (a, NULL, NULL);
      assert_certificate (a, lds);
      /* Between the diagonal and the other measures. */
      g_assert_cmpfloat (lds->value, <=, perron->value + 1e-6);
      g_assert_cmpfloat (lds->value, <=, cl_measure_two (a, NULL).value + 1e-6);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (lds->value, >=, cl_matrix_get (a, i, i) - 1e-12);
      widest = fmax (widest, lds->rounding);
    }
  g_test_message ("widest enclosure %g", widest);
  g_assert_cmpfloat (widest, <=, 1e-5);
}

/* The same matrix with its infimum a little below 1 and a little above: only a distance of this
 * size is too close to call. */
static void
check_near_one (const ClMatrix *a, double distance)
{
  g_autoptr (ClDiagonalStability) lds = cl_diagonal_stability_new (a, NULL, NULL);

  for (int side = -1; side <= 1; side += 2)
    {
      g_autoptr (ClMatrix) shifted = cl_matrix_copy (a);
      g_autoptr (ClDiagonalStability) near = NULL;

      for (gsize i = 0; i < a->rows; i++)
        cl_matrix_row (shifted, i)[i] += 1.0 - lds->value + side * distance;
      near = cl_diagonal_stability_new (shifted, NULL, NULL);
      g_assert_true ((near->attained + near->attained_rounding < 1.0) == (side < 0));
      g_assert_true ((near->value - near->rounding > 1.0) == (side > 0));
      assert_near (near->value, 1.0 + side * distance, 0.5 * distance);
    }
}

static void
test_near_one (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (int trial = 0; trial < 120; trial++)
    {
      const gsize n = 2 + (gsize) trial % 11;
      g_autoptr (ClMatrix) dense = random_matrix (random, n, n, 1.0);
      g_autoptr (ClMatrix) triangular = cl_matrix_copy (dense);

      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < i; j++)
          cl_matrix_set (triangular, i, j, 0.0);
      check_near_one (dense, 1e-5);
      check_near_one (triangular, 1e-9);
    }
}

/* With no sign to cancel, the l_2 and the l_inf optimum agree: both are the Perron value. */
static void
test_nonnegative (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  for (int trial = 0; trial < 300; trial++)
    {
      const gsize n = 1 + (gsize) trial % 9;
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 1.0);
      g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
      g_autoptr (ClPerron) perron = cl_perron_new (metzler);
      g_autoptr (ClDiagonalStability) lds = cl_diagonal_stability_new (metzler, NULL, NULL);
      assert_near (lds->value, perron->value, 1e-7);
      assert_certificate (metzler, lds);
    }
}

/* Q^1/2 S Q^-1/2 with S symmetric: the best weights undo the scaling. */
static void
test_scaled_symmetric (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  for (int trial = 0; trial < 200; trial++)
    {
      const gsize n = 2 + (gsize) trial % 8;
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 1.0);
      g_autofree double *scale = g_new (double, n);
      for (gsize i = 0; i < n; i++)
        scale[i] = exp (g_rand_double_range (random, -3.0, 3.0));
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < i; j++)
          cl_matrix_set (a, i, j, cl_matrix_get (a, j, i));
      const double expected = cl_measure_two (a, NULL).value;
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n; j++)
          cl_matrix_set (a, i, j, cl_matrix_get (a, i, j) * scale[i] / scale[j]);
      g_autoptr (ClDiagonalStability) lds = cl_diagonal_stability_new (a, NULL, NULL);
      assert_near (lds->value, expected, 1e-6);
      assert_certificate (a, lds);
    }
}

/* Opposite signs cancel completely at n = 2. */
static void
test_two_by_two (void)
{
  const double skew[] = { 0.3, 4.0, -9.0, -0.2 };
  g_autoptr (ClMatrix) a = matrix_from_rows (2, 2, skew);
  g_autoptr (ClDiagonalStability) lds = cl_diagonal_stability_new (a, NULL, NULL);
  assert_near (lds->value, 0.3, 1e-9);
  assert_certificate (a, lds);

  const double triangular[] = { 0.5, 0.0, 2.0, -0.5 };
  g_autoptr (ClMatrix) b = matrix_from_rows (2, 2, triangular);
  g_autoptr (ClDiagonalStability) split = cl_diagonal_stability_new (b, NULL, NULL);
  assert_near (split->value, 0.5, 1e-12);
  g_assert_cmpfloat (split->attained, <, 0.5 + 1e-6);
  assert_certificate (b, split);
}

static void
test_reference (void)
{
  const char *members[] = { "cases", "special" };
  for (int k = 0; k < 2; k++)
    {
      JsonArray *cases = reference_cases (members[k]);
      for (guint i = 0; cases != NULL && i < json_array_get_length (cases); i++)
        {
          JsonObject *object = json_array_get_object_element (cases, i);
          g_autoptr (ClMatrix) a = matrix_from_json (object, "A");
          const double expected =
              number_from_json (json_object_get_object_member (object, "conditions"), "lds");
          g_autoptr (ClDiagonalStability) lds = cl_diagonal_stability_new (a, NULL, NULL);
          assert_certificate (a, lds);
          if (!isnan (expected))
            assert_near (lds->value, expected, 1e-6);
        }
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ClMatrix) a = cl_matrix_new_identity (4);
  g_cancellable_cancel (cancellable);
  g_assert_null (cl_diagonal_stability_new (a, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/lds/bounds", test_bounds);
  g_test_add_func ("/theory/lds/near-one", test_near_one);
  g_test_add_func ("/theory/lds/nonnegative", test_nonnegative);
  g_test_add_func ("/theory/lds/scaled-symmetric", test_scaled_symmetric);
  g_test_add_func ("/theory/lds/two-by-two", test_two_by_two);
  g_test_add_func ("/theory/lds/reference", test_reference);
  g_test_add_func ("/theory/lds/cancelled", test_cancelled);
  return g_test_run ();
}
