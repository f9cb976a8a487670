#include "core/theory/landscape.h"

#include <math.h>

#include "fixtures.h"

/* A = [0 x; y 0], where every border is known: |A|_inf and mu_inf are max (|x|, |y|), as is mu_1;
 * PF and alpha (M) are sqrt |xy|; mu_2 = |x + y| / 2; I - A is a P-matrix where xy < 1, and that is
 * where the best weighted l_2 measure is below 1 too. */
static double
expected_margin (ClConditionId id, double x, double y)
{
  switch (id)
    {
    case CL_CONDITION_NORM_INF:
    case CL_CONDITION_MU_INF:
    case CL_CONDITION_MU_1:
      return 1 - fmax (fabs (x), fabs (y));
    case CL_CONDITION_PF_ABS:
    case CL_CONDITION_METZLER:
      return 1 - sqrt (fabs (x * y));
    case CL_CONDITION_MU_2:
      return 1 - fabs (x + y) / 2;
    default:
      return 1 - x * y;
    }
}

static void
test_known_borders (void)
{
  const ClSlice slice = { { 0, 1 }, { 1, 0 }, -2.05, 2, -2, 2.05, 31 };
  g_autoptr (ClMatrix) a = cl_matrix_new (2, 2);
  g_autoptr (ClLandscape) landscape = cl_landscape_new (a, &slice, NULL, NULL);

  g_assert_cmpfloat (cl_slice_x (&slice, 30), ==, 2);
  for (gsize row = 0; row < 31; row++)
    for (gsize column = 0; column < 31; column++)
      {
        double x = cl_slice_x (&slice, column), y = cl_slice_y (&slice, row), held = 0;

        for (ClConditionId id = 0; id < CL_N_CONDITIONS; id++)
          {
            double expected = expected_margin (id, x, y);
            double margin = landscape->margin[id][row * 31 + column];

            held += expected > 0;
            if (fabs (expected) > 1e-6)
              g_assert_cmpint (margin > 0, ==, expected > 0);
            if (id != CL_CONDITION_LDS && id != CL_CONDITION_P_MATRIX)
              assert_near (margin, expected, 1e-7);
          }
        g_assert_cmpfloat (landscape->held[row * 31 + column], ==, held);
      }
}

/* Each sample is what the analysis says of its matrix. */
static void
test_against_analysis (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (21);

  for (gsize n = 2; n < 7; n++)
    {
      const ClSlice slice = { { n - 1, 0 }, { n - 1, n - 1 }, -1, 2, -3, 1, 4 };
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.7);
      g_autoptr (ClLandscape) landscape = cl_landscape_new (a, &slice, NULL, NULL);

      for (gsize place = 0; place < 16; place++)
        {
          g_autoptr (ClMatrix) moved = cl_matrix_copy (a);

          cl_matrix_set (moved, n - 1, 0, cl_slice_x (&slice, place % 4));
          cl_matrix_set (moved, n - 1, n - 1, cl_slice_y (&slice, place / 4));
          g_autoptr (ClModel) model = cl_model_new_for_matrix (moved, NULL);
          g_autoptr (ClAnalysis) analysis = cl_analysis_new (model, NULL, NULL, NULL);
          for (guint k = 0; k < CL_N_CONDITIONS; k++)
            g_assert_cmpfloat (landscape->margin[k][place], ==, analysis->condition[k].margin);
        }
    }
}

/* Beyond the limit the exact region is open, and the rest is there. */
static void
test_large (void)
{
  const gsize n = CL_LANDSCAPE_EXACT_LIMIT + 1;
  const ClSlice slice = { { 0, 1 }, { 1, 0 }, -1, 1, -1, 1, 3 };
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);
  g_autoptr (ClLandscape) landscape = cl_landscape_new (a, &slice, NULL, NULL);

  g_assert_true (isnan (landscape->margin[CL_CONDITION_P_MATRIX][4]));
  g_assert_true (isnan (landscape->margin[CL_CONDITION_LDS][4]));
  g_assert_cmpfloat (landscape->margin[CL_CONDITION_MU_INF][4], ==, 1);
  g_assert_cmpfloat (landscape->held[4], ==, CL_N_CONDITIONS);
}

static void
test_cancelled (void)
{
  const ClSlice slice = { { 0, 1 }, { 1, 0 }, -1, 1, -1, 1, 3 };
  g_autoptr (ClMatrix) a = cl_matrix_new (2, 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cl_landscape_new (a, &slice, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/landscape/known-borders", test_known_borders);
  g_test_add_func ("/theory/landscape/against-analysis", test_against_analysis);
  g_test_add_func ("/theory/landscape/large", test_large);
  g_test_add_func ("/theory/landscape/cancelled", test_cancelled);
  return g_test_run ();
}
