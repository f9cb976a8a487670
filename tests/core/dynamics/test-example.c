#include <math.h>

#include "core/dynamics/example.h"
#include "tests/core/theory/fixtures.h"

static ClExampleFlow *
flow_of (const char *id, const ClMatrix *matrix, const ClMatrix *vector)
{
  g_autoptr (GError) error = NULL;
  ClExampleFlow *flow = cl_example_flow_new (cl_example_find (id), matrix, vector, &error);

  g_assert_no_error (error);
  return flow;
}

/* Parameters that every example allows: W with positive entries off the diagonal, which for the
 * populations is moved until all columns of W pull inwards. */
static ClExampleFlow *
random_flow (GRand *random, const ClExample *example, gsize n)
{
  const char *id = cl_example_text (example)->id;
  g_autoptr (ClMatrix) matrix = cl_matrix_new (n, n);
  g_autoptr (ClMatrix) vector = cl_matrix_new (n, 1);
  gboolean populations = g_str_equal (id, "lotka-volterra");

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      if (i != j && g_rand_double (random) < 0.8)
        cl_matrix_set (matrix, i, j, g_rand_double_range (random, 0, 1));
  for (gsize j = 0; j < n; j++)
    {
      double column = 0;

      for (gsize i = 0; i < n; i++)
        column += cl_matrix_get (matrix, i, j);
      if (populations)
        cl_matrix_set (matrix, j, j, -column - g_rand_double_range (random, 0.1, 1));
      vector->data[j] = g_rand_double_range (random, -0.1, 0.1);
    }
  return flow_of (id, matrix, vector);
}

static void
test_table (void)
{
  gsize count;
  const ClExample *const *table = cl_example_table (&count);

  g_assert_cmpuint (count, ==, 4);
  for (gsize k = 0; k < count; k++)
    {
      const ClExampleText *text = cl_example_text (table[k]);
      g_autoptr (ClExampleFlow) flow = flow_of (text->id, NULL, NULL);
      g_autoptr (ClMatrix) matrix = cl_example_default_matrix (table[k]);
      g_autoptr (ClMatrix) vector = cl_example_default_vector (table[k]);

      g_assert_true (cl_example_find (text->id) == table[k]);
      g_assert_cmpuint (matrix->rows, ==, cl_example_flow_system (flow)->n);
      g_assert_cmpuint (vector->rows, ==, matrix->cols);
      g_assert_cmpfloat (text->low, <, text->high);
      g_assert_cmpfloat (cl_example_flow_osl (flow), <=, 0);
      for (const char *const *string = (const char *const *) text; string <= &text->source;
           string++)
        g_assert_true (*string != NULL && **string != '\0');
    }
  g_assert_null (cl_example_find ("pendulum"));
}

/* Along the trajectories of the defaults and of random parameters: no pair parts, and none stays
 * outside the envelope. */
static void
assert_never_grows (const ClExample *example, const ClExampleFlow *flow)
{
  gsize n = cl_example_flow_system (flow)->n;
  g_autoptr (ClMatrix) starts = cl_example_starts (example, n, 12, 3);
  ClBundleSettings settings = { 12, 121, 1e-9, 1e-9 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ClBundle) bundle =
      cl_bundle_new_for_system (cl_example_flow_system (flow), starts, &settings, NULL, &error);
  g_autoptr (ClDistances) distances = NULL;
  double osl = cl_example_flow_osl (flow);

  g_assert_no_error (error);
  distances = cl_example_flow_distances (flow, bundle, 11);
  for (gsize pair = 0; pair < distances->pairs; pair++)
    {
      const double *distance = distances->distance + pair * bundle->frames;

      for (gsize k = 0; k + 1 < bundle->frames; k++)
        {
          double step = bundle->t[k + 1] - bundle->t[k];

          g_assert_cmpfloat (distance[k + 1], <=, distance[k] * exp (osl * step) + 1e-7);
          g_assert_cmpfloat (distance[k], <=, distances->envelope[k] + 1e-7);
        }
    }
  g_assert_cmpfloat (distances->envelope[0], >, 0.05);
}

static void
test_never_grows (void)
{
  GRand *random = g_rand_new_with_seed (1);
  gsize count, stated = 0;
  const ClExample *const *table = cl_example_table (&count);

  for (gsize k = 0; k < count; k++)
    {
      g_autoptr (ClExampleFlow) standard = flow_of (cl_example_text (table[k])->id, NULL, NULL);

      assert_never_grows (table[k], standard);
      for (gsize n = 2; n < 8; n++)
        {
          g_autoptr (ClExampleFlow) flow = random_flow (random, table[k], n);

          if (!isnan (cl_example_flow_osl (flow)))
            {
              assert_never_grows (table[k], flow);
              stated++;
            }
        }
    }
  g_assert_cmpuint (stated, >=, 20);
  g_rand_free (random);
}

/* The definition: the distance of x + h f (x) and y + h f (y) is at most (1 + h osL) |x - y| up to
 * h^2, for states of the region of the statement. */
static void
test_one_sided (void)
{
  GRand *random = g_rand_new_with_seed (2);
  gsize count;
  const ClExample *const *table = cl_example_table (&count);

  for (gsize k = 0; k < count; k++)
    for (int trial = 0; trial < 200; trial++)
      {
        const ClExampleText *text = cl_example_text (table[k]);
        g_autoptr (ClExampleFlow) flow = random_flow (random, table[k], 4);
        double h = 1e-6, osl = cl_example_flow_osl (flow);
        double x[4], y[4], fx[4], fy[4];
        double before, after;

        if (isnan (osl))
          continue;
        for (gsize i = 0; i < 4; i++)
          {
            x[i] = g_rand_double_range (random, text->low, text->high);
            y[i] = g_rand_double_range (random, text->low, text->high);
          }
        before = cl_example_flow_distance (flow, x, y);
        cl_example_flow_eval (flow, x, fx);
        cl_example_flow_eval (flow, y, fy);
        for (gsize i = 0; i < 4; i++)
          {
            x[i] += h * fx[i];
            y[i] += h * fy[i];
          }
        after = cl_example_flow_distance (flow, x, y);
        g_assert_cmpfloat ((after - before) / h, <=, osl * before + 1e-3);
      }
  g_rand_free (random);
}

/* The algebraic connectivity of a ring of five is 2 - 2 cos (2 pi / 5), of the complete graph n;
 * the connectivity is attained; the average of a balanced graph stays. */
static void
test_averaging (void)
{
  g_autoptr (ClExampleFlow) ring = flow_of ("averaging", NULL, NULL);
  g_autoptr (ClMatrix) ones = cl_matrix_new (6, 6);
  g_autoptr (ClMatrix) none = cl_matrix_new (6, 1);
  g_autoptr (ClExampleFlow) complete = NULL;
  double slow[5], out[5], x[5] = { 3, -1, 2, 0, 7 }, sum = 0;

  for (gsize e = 0; e < 36; e++)
    ones->data[e] = 1;
  complete = flow_of ("averaging", ones, none);
  assert_near (cl_example_flow_osl (ring), 2 * cos (2 * G_PI / 5) - 2, 1e-12);
  assert_near (cl_example_flow_osl (complete), -6, 1e-12);
  for (gsize i = 0; i < 5; i++)
    slow[i] = cos (2 * G_PI * (double) i / 5);
  cl_example_flow_eval (ring, slow, out);
  for (gsize i = 0; i < 5; i++)
    assert_near (out[i], cl_example_flow_osl (ring) * slow[i], 1e-12);
  cl_example_flow_eval (ring, x, out);
  for (gsize i = 0; i < 5; i++)
    sum += out[i];
  assert_near (sum, 0, 1e-13);
}

/* Nothing gets lost in a closed system; and in one compartment that nothing leaves, the distance
 * stays, so that 0 is the constant and not only a bound. */
static void
test_compartmental (void)
{
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (2, 2, (double[]){ 0, 0.5, 2, 0 });
  g_autoptr (ClMatrix) none = cl_matrix_new (2, 1);
  g_autoptr (ClExampleFlow) closed = flow_of ("compartmental", matrix, none);
  g_autoptr (ClMatrix) starts = cl_matrix_new_from (2, 2, (double[]){ 3, 1, 2, 0.5 });
  ClBundleSettings settings = { 20, 11, 1e-9, 1e-9 };
  g_autoptr (ClBundle) bundle =
      cl_bundle_new_for_system (cl_example_flow_system (closed), starts, &settings, NULL, NULL);

  for (gsize start = 0; start < 2; start++)
    for (gsize k = 0; k < bundle->frames; k++)
      {
        const double *x = cl_bundle_state (bundle, start, k);

        assert_near (x[0] + x[1], start == 0 ? 4 : 2.5, 1e-7);
      }
  assert_near (cl_example_flow_distance (closed, cl_bundle_state (bundle, 0, 10),
                                         cl_bundle_state (bundle, 1, 10)),
               1.5, 1e-7);
}

static void
test_kuramoto (void)
{
  g_autoptr (ClExampleFlow) flow = flow_of ("kuramoto", NULL, NULL);
  g_autoptr (ClMatrix) matrix = cl_example_default_matrix (cl_example_find ("kuramoto"));
  g_autoptr (ClMatrix) apart = cl_matrix_new_from (5, 1, (double[]){ 9, 0, 0, 0, -9 });
  g_autoptr (ClExampleFlow) weak = flow_of ("kuramoto", matrix, apart);
  double x[] = { 0.1, 0.5, -0.2, 0.3, 0 }, turned[5], out[5], out_turned[5];

  for (gsize i = 0; i < 5; i++)
    turned[i] = x[i] + 1.7;
  cl_example_flow_eval (flow, x, out);
  cl_example_flow_eval (flow, turned, out_turned);
  for (gsize i = 0; i < 5; i++)
    assert_near (out[i], out_turned[i], 1e-14);
  assert_near (cl_example_flow_distance (flow, x, turned), 0, 1e-15);
  g_assert_cmpfloat (cl_example_flow_osl (flow), <, -0.5);
  g_assert_true (isnan (cl_example_flow_osl (weak)));
}

/* All populations settle where W x = -v. */
static void
test_lotka_volterra (void)
{
  const ClExample *example = cl_example_find ("lotka-volterra");
  g_autoptr (ClExampleFlow) flow = flow_of ("lotka-volterra", NULL, NULL);
  g_autoptr (ClMatrix) matrix = cl_example_default_matrix (example);
  g_autoptr (ClMatrix) vector = cl_example_default_vector (example);
  g_autoptr (ClMatrix) starts = cl_example_starts (example, 3, 5, 3);
  ClBundleSettings settings = { 60, 2, 1e-9, 1e-9 };
  g_autoptr (ClBundle) bundle =
      cl_bundle_new_for_system (cl_example_flow_system (flow), starts, &settings, NULL, NULL);

  for (gsize start = 0; start < 5; start++)
    for (gsize i = 0; i < 3; i++)
      {
        const double *x = cl_bundle_state (bundle, start, 1);
        double sum = vector->data[i];

        for (gsize j = 0; j < 3; j++)
          sum += cl_matrix_get (matrix, i, j) * x[j];
        g_assert_cmpfloat (x[i], >, 0.1);
        assert_near (sum, 0, 1e-7);
      }
}

static void
assert_refused (const char *id, gsize n, const double *matrix, gsize rows, int code,
                const char *pattern)
{
  g_autoptr (ClMatrix) w = cl_matrix_new_from (n, n, matrix);
  g_autoptr (ClMatrix) v = cl_matrix_new (rows, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_example_flow_new (cl_example_find (id), w, v, &error));
  g_assert_error (error, CL_EXAMPLE_ERROR, code);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not match “%s”", error->message, pattern);
}

/* Systems of any size keep what is said of them, from the starts that come with them. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 2, 3, 4, 9, 24 };
  gsize count;
  const ClExample *const *table = cl_example_table (&count);

  for (gsize k = 0; k < count; k++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        const char *id = cl_example_text (table[k])->id;
        gboolean semi = g_str_equal (id, "averaging") || g_str_equal (id, "kuramoto");
        g_autoptr (ClMatrix) matrix = NULL;
        g_autoptr (ClMatrix) vector = NULL;

        cl_example_parameters (table[k], sizes[s], &matrix, &vector);
        g_autoptr (ClExampleFlow) flow = flow_of (id, matrix, vector);
        g_autoptr (ClMatrix) starts = cl_example_starts (table[k], sizes[s], 12, 1);
        ClExampleClaim claim = cl_example_flow_claim (flow);
        g_assert_cmpint (claim, ==, semi ? CL_EXAMPLE_CLAIM_SEMI : CL_EXAMPLE_CLAIM_WEAK);
        g_assert_true (cl_example_flow_covers_all (flow, starts));
        assert_never_grows (table[k], flow);
      }
}

/* Where the statement ends, and what its constant says. */
static void
test_claim (void)
{
  static const double apart[4] = { 0, 0, 0, 0 };
  static const double far[5] = { -0.7, 0, 0, 0, 0.7 };
  static const double extinct[3] = { 1, 0, 1 };
  static const double fast[2] = { 1, -1 };
  static const double weak[4] = { 0, 0.1, 0.1, 0 };
  g_autoptr (ClMatrix) zero = cl_matrix_new_from (2, 2, apart);
  g_autoptr (ClMatrix) coupling = cl_matrix_new_from (2, 2, weak);
  g_autoptr (ClMatrix) frequencies = cl_matrix_new_from (2, 1, fast);
  g_autoptr (ClExampleFlow) parts = flow_of ("averaging", zero, frequencies);
  g_autoptr (ClExampleFlow) drifting = flow_of ("kuramoto", coupling, frequencies);
  g_autoptr (ClExampleFlow) oscillators = flow_of ("kuramoto", NULL, NULL);
  g_autoptr (ClExampleFlow) populations = flow_of ("lotka-volterra", NULL, NULL);

  g_assert_cmpint (cl_example_flow_claim (parts), ==, CL_EXAMPLE_CLAIM_WEAK);
  g_assert_cmpint (cl_example_flow_claim (drifting), ==, CL_EXAMPLE_CLAIM_NONE);
  g_assert_cmpstr (cl_example_claim_id (CL_EXAMPLE_CLAIM_SEMI), ==, "semi-contraction");
  g_assert_false (cl_example_flow_covers (oscillators, far));
  g_assert_false (cl_example_flow_covers (populations, extinct));
  g_assert_true (cl_example_flow_covers (parts, far));
  g_assert_nonnull (cl_example_region (cl_example_find ("kuramoto")));
  g_assert_null (cl_example_region (cl_example_find ("averaging")));
}

/* Distances that are known: |x - y| = 2 exp (-t), then 2 + t. */
static double
first_state (gconstpointer data, gsize n, const double *x, const double *y)
{
  return fabs (x[0] - y[0]);
}

static void
test_worst (void)
{
  enum
  {
    FRAMES = 5
  };
  double t[FRAMES], x[2 * FRAMES] = { 0 };
  const ClBundle bundle = { .starts = 2, .frames = FRAMES, .n = 1, .t = t, .x = x };

  for (int k = 0; k < FRAMES; k++)
    {
      t[k] = k;
      x[k] = 2 * exp (-t[k]);
    }
  g_autoptr (ClDistances) decay = cl_distances_new_with (&bundle, first_state, NULL, 1, 1);
  g_assert_cmpfloat (cl_distances_worst_increase (decay), ==, 0);
  g_assert_cmpfloat (cl_distances_worst_excess (decay, t, 1), ==, 0);
  assert_near (cl_distances_worst_excess (decay, t, 2), 2 * exp (-1) - 2 * exp (-2), 1e-15);

  x[2] = 0.5;
  x[3] = 1.75;
  x[4] = 0.25;
  g_autoptr (ClDistances) bump = cl_distances_new_with (&bundle, first_state, NULL, 0, 1);
  assert_near (cl_distances_worst_increase (bump), 1.25, 1e-15);
  g_assert_cmpfloat (cl_distances_worst_excess (bump, t, 0), ==, 0);

  x[3] = NAN;
  g_autoptr (ClDistances) broken = cl_distances_new_with (&bundle, first_state, NULL, 0, 1);
  g_assert_true (isnan (cl_distances_worst_increase (broken)));
  g_assert_true (isnan (cl_distances_worst_excess (broken, t, 0)));
}

static void
test_errors (void)
{
  const double negative[] = { 0, -1, 1, 0 };
  const double outside[] = { -1, 1, 1, 0 };
  const double bad[] = { 0, NAN, 1, 0 };
  const double growing[] = { -1, 2, 2, -1 };

  assert_refused ("averaging", 2, negative, 2, CL_EXAMPLE_ERROR_VALUE,
                  "W has -1 in row 1, column 2: *not negative");
  assert_refused ("compartmental", 2, outside, 2, CL_EXAMPLE_ERROR_VALUE,
                  "W has -1 in row 1, column 1*");
  assert_refused ("kuramoto", 2, bad, 2, CL_EXAMPLE_ERROR_VALUE, "W has *nan in row 1, column 2*");
  assert_refused ("lotka-volterra", 2, growing, 2, CL_EXAMPLE_ERROR_VALUE, "*without bound");
  assert_refused ("averaging", 2, outside, 3, CL_EXAMPLE_ERROR_SHAPE, "W is 2x2, v is 3x1*");
  assert_refused ("averaging", 0, bad, 0, CL_EXAMPLE_ERROR_SHAPE, "W is 0x0*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dynamics/example/table", test_table);
  g_test_add_func ("/dynamics/example/never-grows", test_never_grows);
  g_test_add_func ("/dynamics/example/one-sided", test_one_sided);
  g_test_add_func ("/dynamics/example/averaging", test_averaging);
  g_test_add_func ("/dynamics/example/compartmental", test_compartmental);
  g_test_add_func ("/dynamics/example/kuramoto", test_kuramoto);
  g_test_add_func ("/dynamics/example/lotka-volterra", test_lotka_volterra);
  g_test_add_func ("/dynamics/example/errors", test_errors);
  g_test_add_func ("/dynamics/example/sizes", test_sizes);
  g_test_add_func ("/dynamics/example/claim", test_claim);
  g_test_add_func ("/dynamics/example/worst", test_worst);
  return g_test_run ();
}
