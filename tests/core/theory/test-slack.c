#include "core/theory/slack.h"

#include "core/theory/measure.h"
#include "core/theory/p-matrix.h"
#include "core/theory/perron.h"

#include <math.h>

#include "fixtures.h"

/* Each is below 0 exactly where its condition holds. */
static double
excess_norm_inf (const ClMatrix *a)
{
  return cl_norm_inf (a).value - 1;
}

static double
excess_mu_inf (const ClMatrix *a)
{
  return cl_measure_inf (a).value - 1;
}

static double
excess_mu_one (const ClMatrix *a)
{
  return cl_measure_one (a).value - 1;
}

static double
excess_mu_two (const ClMatrix *a)
{
  return cl_measure_two (a, NULL).value - 1;
}

static double
excess_of_perron (ClMatrix *majorant)
{
  g_autoptr (ClMatrix) owned = majorant;
  g_autoptr (ClPerron) perron = cl_perron_new (owned);

  return perron->value - 1;
}

static double
excess_pf_abs (const ClMatrix *a)
{
  return excess_of_perron (cl_absolute_majorant (a));
}

static double
excess_metzler (const ClMatrix *a)
{
  return excess_of_perron (cl_metzler_majorant (a));
}

static double
excess_p_matrix (const ClMatrix *a)
{
  g_autoptr (ClMatrix) identity_minus = cl_identity_minus (a);
  ClPrincipalMinors minors;

  g_assert_true (cl_principal_minors (identity_minus, &minors, NULL, NULL));
  return -minors.smallest;
}

static const struct
{
  ClConditionId id;
  double (*excess) (const ClMatrix *a);
} conditions[] = {
  { CL_CONDITION_NORM_INF, excess_norm_inf }, { CL_CONDITION_PF_ABS, excess_pf_abs },
  { CL_CONDITION_MU_INF, excess_mu_inf },     { CL_CONDITION_METZLER, excess_metzler },
  { CL_CONDITION_MU_1, excess_mu_one },       { CL_CONDITION_MU_2, excess_mu_two },
  { CL_CONDITION_P_MATRIX, excess_p_matrix },
};

static double
excess_after (gsize k, const ClMatrix *a, gsize i, gsize j, double change)
{
  g_autoptr (ClMatrix) moved = cl_matrix_copy (a);

  cl_matrix_set (moved, i, j, cl_matrix_get (a, i, j) + change);
  return conditions[k].excess (moved);
}

/* It holds just inside of the end and fails just beyond; without an end it holds far away. */
static void
assert_end (gsize k, const ClMatrix *a, gsize i, gsize j, double end, double sign)
{
  g_assert_cmpfloat (end, >, 0);
  if (isinf (end))
    {
      g_assert_cmpfloat (excess_after (k, a, i, j, sign * 1e3), <, 1e-9);
      return;
    }
  g_assert_cmpfloat (excess_after (k, a, i, j, sign * end * (1 - 1e-6)), <, 0);
  g_assert_cmpfloat (excess_after (k, a, i, j, sign * end * (1 + 1e-6)), >, 0);
}

static void
assert_ends (gsize k, const ClMatrix *a)
{
  g_autoptr (ClSlack) slack = cl_slack_new (a, conditions[k].id);

  g_assert_nonnull (slack);
  for (gsize i = 0; i < a->rows; i++)
    for (gsize j = 0; j < a->rows; j++)
      {
        assert_end (k, a, i, j, cl_matrix_get (slack->up, i, j), 1);
        assert_end (k, a, i, j, cl_matrix_get (slack->down, i, j), -1);
      }
}

/* Where a condition holds the ends are where it stops to; where it fails there is no slack. */
static void
test_ends (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  guint held[G_N_ELEMENTS (conditions)] = { 0 };

  for (guint trial = 0; trial < 600; trial++)
    {
      const gsize n = 1 + trial % 6;
      g_autoptr (ClMatrix) a = trial % 3 == 0
                                   ? random_border_matrix (random, n)
                                   : random_matrix (random, n, n, 1.5 / sqrt ((double) n));

      for (gsize k = 0; k < G_N_ELEMENTS (conditions); k++)
        {
          const double excess = conditions[k].excess (a);

          if (fabs (excess) < 1e-4)
            continue;
          if (excess < 0)
            {
              assert_ends (k, a);
              held[k]++;
            }
          else
            g_assert_null (cl_slack_new (a, conditions[k].id));
        }
    }
  for (gsize k = 0; k < G_N_ELEMENTS (conditions); k++)
    g_assert_cmpuint (held[k], >, 30);
}

/* The ladder: what the weaker condition allows is never less. */
static void
test_ladder (void)
{
  static const ClConditionId pairs[][2] = {
    { CL_CONDITION_NORM_INF, CL_CONDITION_PF_ABS }, { CL_CONDITION_NORM_INF, CL_CONDITION_MU_INF },
    { CL_CONDITION_PF_ABS, CL_CONDITION_METZLER },  { CL_CONDITION_MU_INF, CL_CONDITION_METZLER },
    { CL_CONDITION_MU_1, CL_CONDITION_METZLER },    { CL_CONDITION_METZLER, CL_CONDITION_P_MATRIX },
    { CL_CONDITION_MU_2, CL_CONDITION_P_MATRIX },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (12);
  guint compared = 0;

  for (guint trial = 0; trial < 300; trial++)
    {
      const gsize n = 1 + trial % 6;
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 1.2 / (double) n);

      for (gsize k = 0; k < G_N_ELEMENTS (pairs); k++)
        {
          g_autoptr (ClSlack) strong = cl_slack_new (a, pairs[k][0]);
          g_autoptr (ClSlack) weak = cl_slack_new (a, pairs[k][1]);

          if (strong == NULL)
            continue;
          g_assert_nonnull (weak);
          compared++;
          for (gsize e = 0; e < n * n; e++)
            {
              const double tolerance = 1e-9;

              g_assert_cmpfloat (strong->up->data[e], <=,
                                 weak->up->data[e] * (1 + tolerance) + tolerance);
              g_assert_cmpfloat (strong->down->data[e], <=,
                                 weak->down->data[e] * (1 + tolerance) + tolerance);
            }
        }
    }
  g_assert_cmpuint (compared, >, 500);
}

/* Worked by hand. */
static void
test_by_hand (void)
{
  const double rows[] = { 0.2, -0.5, 0.4, -0.3 };
  const double triangle[] = { 0, 3, 0, 0 };
  g_autoptr (ClMatrix) a = matrix_from_rows (2, 2, rows);
  g_autoptr (ClMatrix) upper = matrix_from_rows (2, 2, triangle);
  g_autoptr (ClSlack) mu_inf = cl_slack_new (a, CL_CONDITION_MU_INF);
  g_autoptr (ClSlack) metzler = cl_slack_new (a, CL_CONDITION_METZLER);
  g_autoptr (ClSlack) free_entry = cl_slack_new (upper, CL_CONDITION_METZLER);

  /* Row 1 has 0.3 left: -0.5 may go to -0.8 and to 0.8. */
  assert_near (cl_matrix_get (mu_inf->down, 0, 1), 0.3, 1e-15);
  assert_near (cl_matrix_get (mu_inf->up, 0, 1), 1.3, 1e-15);
  assert_near (cl_matrix_get (mu_inf->up, 1, 1), 0.9, 1e-15);
  g_assert_true (isinf (cl_matrix_get (mu_inf->down, 1, 1)));

  /* (1 - 0.2) (1 + 0.3) = |a_12| |a_21| at the border. */
  assert_near (cl_matrix_get (metzler->down, 0, 1), 1.04 / 0.4 - 0.5, 1e-14);

  /* On no cycle; the entry below closes one with product 1 at the border. */
  g_assert_true (isinf (cl_matrix_get (free_entry->up, 0, 1)));
  assert_near (cl_matrix_get (free_entry->up, 1, 0), 1.0 / 3.0, 1e-15);
}

static void
test_known (void)
{
  g_assert_true (cl_slack_is_known (CL_CONDITION_MU_2, 1000));
  g_assert_true (cl_slack_is_known (CL_CONDITION_P_MATRIX, CL_SLACK_P_MATRIX_LIMIT));
  g_assert_false (cl_slack_is_known (CL_CONDITION_P_MATRIX, CL_SLACK_P_MATRIX_LIMIT + 1));
  g_assert_false (cl_slack_is_known (CL_CONDITION_LDS, 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/slack/ends", test_ends);
  g_test_add_func ("/theory/slack/ladder", test_ladder);
  g_test_add_func ("/theory/slack/by-hand", test_by_hand);
  g_test_add_func ("/theory/slack/known", test_known);
  return g_test_run ();
}
