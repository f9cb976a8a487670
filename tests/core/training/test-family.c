/* What the parametrisations promise for every theta. */
#include "core/training/family.h"

#include <math.h>
#include <string.h>

#include "core/training/network.h"
#include "core/theory/measure.h"

static double
random_gamma (ClRandomStream *stream)
{
  return cl_random_stream_uniform (stream, -3.0, 0.999);
}

static float *
random_theta (const ClFamily *family, gsize n, guint64 seed)
{
  ClRandomStream stream = cl_random_stream_new (seed, 1);
  float *theta = g_new (float, family->parameters (family, n));

  for (gsize i = 0; i < family->parameters (family, n); i++)
    theta[i] = (float) cl_random_stream_uniform (&stream, -1.0, 1.0);
  return theta;
}

static ClMatrix *
forward (const ClFamily *family, gsize n, double gamma, const float *theta)
{
  g_autofree float *a = g_new (float, n *n);
  g_autofree float *work = g_new0 (float, family->work != NULL ? family->work (n) : 1);
  ClMatrix *wide = cl_matrix_new (n, n);

  family->forward (family, n, gamma, theta, work, a);
  for (gsize i = 0; i < n * n; i++)
    wide->data[i] = a[i];
  return wide;
}

/* mu_inf (A) of the very floats, and no more than the rounding of its own sum above gamma. */
static void
test_nemon_measure (void)
{
  const ClFamily *family = cl_family_find ("nemon");

  for (guint64 seed = 0; seed < 200; seed++)
    {
      ClRandomStream stream = cl_random_stream_new (seed, 0);
      const gsize n = 1 + seed % 40;
      const double gamma = random_gamma (&stream);
      g_autofree float *theta = g_new (float, n *n);
      g_autofree float *a = g_new (float, n *n);
      g_autoptr (ClMatrix) wide = cl_matrix_new (n, n);

      for (gsize i = 0; i < n * n; i++)
        theta[i] = (float) cl_random_stream_uniform (&stream, -20.0, 20.0)
                   * (float) (cl_random_stream_next (&stream) % 3);
      family->forward (family, n, gamma, theta, NULL, a);
      for (gsize i = 0; i < n * n; i++)
        wide->data[i] = a[i];
      const ClBounded measure = cl_measure_inf (wide);
      g_assert_cmpfloat (measure.value, <=, gamma + measure.rounding);
    }
}

/* Every matrix with mu_inf (A) <= gamma is reached: T = A off the diagonal, and t_ii = (mu_i -
 * gamma)/2 on it gives the row sum mu_i back. */
static void
test_nemon_reaches_all (void)
{
  const ClFamily *family = cl_family_find ("nemon");
  const double gamma = 0.5;
  ClRandomStream stream = cl_random_stream_new (4, 0);
  float theta[25], a[25], wanted[25];

  for (gsize i = 0; i < 5; i++)
    {
      double others = 0.0;

      for (gsize j = 0; j < 5; j++)
        {
          wanted[i * 5 + j] = (float) cl_random_stream_uniform (&stream, -1.0, 1.0);
          others += i == j ? 0.0 : fabsf (wanted[i * 5 + j]);
        }
      const double measure = gamma - cl_random_stream_uniform (&stream, 0.0, 2.0);
      wanted[i * 5 + i] = (float) (measure - others);
      memcpy (theta + i * 5, wanted + i * 5, 5 * sizeof (float));
      theta[i * 5 + i] = (float) ((measure - gamma) / 2.0);
    }
  family->forward (family, 5, gamma, theta, NULL, a);
  for (gsize i = 0; i < 25; i++)
    g_assert_cmpfloat_with_epsilon (a[i], wanted[i], 1e-6);
}

/* The measure in the norm that is trained too, of the very floats of A and of eta. */
static void
test_nemon_weighted_measure (void)
{
  const ClFamily *family = cl_family_find ("nemon-weighted");

  for (guint64 seed = 0; seed < 200; seed++)
    {
      ClRandomStream stream = cl_random_stream_new (seed, 0);
      const gsize n = 1 + seed % 40;
      const double gamma = random_gamma (&stream);
      g_autofree float *theta = g_new (float, family->parameters (family, n));
      g_autofree float *a = g_new (float, n *n);
      g_autofree float *work = g_new (float, family->work (n));
      g_autofree double *eta = g_new (double, n);
      g_autoptr (ClMatrix) wide = cl_matrix_new (n, n);

      for (gsize i = 0; i < n * n; i++)
        theta[i] = (float) cl_random_stream_uniform (&stream, -20.0, 20.0)
                   * (float) (cl_random_stream_next (&stream) % 3);
      for (gsize i = 0; i < n; i++)
        {
          theta[family->log_eta (n) + i] = (float) cl_random_stream_uniform (&stream, -5.0, 5.0);
          eta[i] = expf (theta[family->log_eta (n) + i]);
        }
      family->forward (family, n, gamma, theta, work, a);
      for (gsize i = 0; i < n * n; i++)
        wide->data[i] = a[i];
      const ClBounded measure = cl_measure_inf_weighted (wide, eta);
      g_assert_cmpfloat (measure.value, <=, gamma + measure.rounding);
      for (gsize i = 0; i < n * n; i++)
        if (i % (n + 1) != 0)
          g_assert_cmpfloat_with_epsilon (wide->data[i], theta[i] * eta[i / n] / eta[i % n],
                                          1e-5 * (1.0 + fabs (wide->data[i])));
    }
}

/* Where a step ends is another name of the same A, and every row can move from there: its gradient
 * does not vanish. */
static void
test_nemon_projection (void)
{
  const char *const families[] = { "nemon", "nemon-weighted" };
  const gsize n = 9;

  for (gsize k = 0; k < G_N_ELEMENTS (families); k++)
    {
      const ClFamily *family = cl_family_find (families[k]);
      g_autofree float *theta = random_theta (family, n, 7);
      g_autofree float *gradient = g_new (float, family->parameters (family, n));
      g_autofree float *work = g_new (float, n), *da = g_new (float, n *n);
      g_autoptr (ClMatrix) before = forward (family, n, 0.9, theta);
      gsize positive = 0;

      for (gsize i = 0; i < n; i++)
        positive += theta[i * (n + 1)] > 0.0F;
      g_assert_cmpuint (positive, >, 0);
      family->project (family, n, 0.9, theta, work);
      g_autoptr (ClMatrix) after = forward (family, n, 0.9, theta);
      for (gsize i = 0; i < n * n; i++)
        {
          g_assert_cmpfloat_with_epsilon (before->data[i], after->data[i], 1e-6);
          da[i] = 1.0F;
        }
      family->backward (family, n, 0.9, theta, da, work, gradient);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (gradient[i * (n + 1)], >=, 1.0F);
    }
}

/* At t = 0 the modulus has slope 0: the gradient is that of A alone. */
static void
test_nemon_kink (void)
{
  const ClFamily *family = cl_family_find ("nemon");
  const float theta[4] = { 0.0F, 0.0F, -2.0F, 3.0F };
  float da[4] = { 5.0F, 7.0F, 11.0F, 13.0F };
  float gradient[4];

  family->backward (family, 2, 0.9, theta, da, NULL, gradient);
  g_assert_cmpfloat (gradient[0], ==, 5.0F);
  g_assert_cmpfloat (gradient[1], ==, 7.0F);
  g_assert_cmpfloat (gradient[2], ==, 11.0F + 13.0F);
  g_assert_cmpfloat (gradient[3], ==, 0.0F);
}

/* mu_2 (A) <= gamma, up to the rounding of single precision. */
static void
test_mon_measure (void)
{
  const ClFamily *family = cl_family_find ("mon");

  for (guint64 seed = 0; seed < 30; seed++)
    {
      const gsize n = 1 + seed;
      g_autofree float *theta = random_theta (family, n, seed);
      g_autoptr (ClMatrix) a = forward (family, n, 0.7, theta);

      g_assert_cmpfloat (cl_measure_two (a, NULL).value, <=, 0.7 + 1e-6 * (double) n);
    }
}

/* The same in the norm that Lambda weighs. */
static void
test_lben_measure (void)
{
  const ClFamily *family = cl_family_find ("lben");

  for (guint64 seed = 0; seed < 30; seed++)
    {
      const gsize n = 1 + seed;
      g_autofree float *theta = random_theta (family, n, seed);
      g_autofree double *weights = g_new (double, n);
      g_autoptr (ClMatrix) a = forward (family, n, 0.7, theta);

      for (gsize i = 0; i < n; i++)
        weights[i] = exp (theta[2 * n * n + i]);
      g_assert_cmpfloat (cl_measure_two_weighted (a, weights, NULL).value, <=,
                         0.7 + 3e-6 * (double) n);
    }
}

static double
distance_to (gsize n, const float *a, const float *b)
{
  double sum = 0.0;

  for (gsize j = 0; j < n; j++)
    sum += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
  return sqrt (sum);
}

/* The projection lies in the ball, leaves what is inside alone, and no point of the ball is nearer.
 */
static void
test_idl_projection (void)
{
  enum
  {
    N = 17
  };
  const ClFamily *family = cl_family_find ("idl");
  ClRandomStream stream = cl_random_stream_new (9, 2);
  g_autofree float *given = random_theta (family, N, 3);
  g_autofree float *projected = g_memdup2 (given, N * N * sizeof (float));

  for (gsize j = 0; j < N; j++)
    given[j] = projected[j] = j == 4 ? 0.25F : -0.01F;
  family->project (family, N, 0.8, projected, NULL);
  g_assert_cmpfloat (distance_to (N, given, projected), ==, 0.0);
  for (gsize i = 0; i < N; i++)
    {
      double norm = 0.0;

      for (gsize j = 0; j < N; j++)
        norm += fabsf (projected[i * N + j]);
      g_assert_cmpfloat (norm, <=, 0.8);
      for (gsize k = 0; k < 200; k++)
        {
          float other[N];
          double sum = 0.0;

          for (gsize j = 0; j < N; j++)
            {
              other[j] =
                  projected[i * N + j] + (float) cl_random_stream_uniform (&stream, -0.01, 0.01);
              sum += fabsf (other[j]);
            }
          for (gsize j = 0; j < N; j++)
            other[j] *= (float) MIN (1.0, 0.8 / sum);
          g_assert_cmpfloat (distance_to (N, given + i * N, other), >=,
                             distance_to (N, given + i * N, projected + i * N) - 1e-6);
        }
    }
}

/* Strictly upper block-triangular with three blocks: A^3 = 0 for every theta. */
static void
test_feedforward_is_nilpotent (void)
{
  const gsize n = 10;
  const ClFamily *family = cl_family_find ("feedforward");
  g_autofree float *theta = random_theta (family, n, 5);
  g_autoptr (ClMatrix) a = forward (family, n, 0.9, theta);
  double x[10], y[10], largest = 0.0;

  for (gsize i = 0; i < n * n; i++)
    largest = MAX (largest, fabs (a->data[i]));
  g_assert_cmpfloat (largest, >, 0.0);
  for (gsize i = 0; i < n; i++)
    x[i] = 1.0 + (double) i;
  for (gsize k = 0; k < 3; k++)
    {
      for (gsize i = 0; i < n; i++)
        {
          y[i] = 0.0;
          for (gsize j = 0; j < n; j++)
            y[i] += cl_matrix_get (a, i, j) * x[j];
        }
      memcpy (x, y, sizeof x);
    }
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (x[i], ==, 0.0);
}

static void
test_table (void)
{
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);

  for (gsize i = 0; i < count; i++)
    g_assert_true (cl_family_find (table[i]->id) == table[i]);
  g_assert_null (cl_family_find ("no such family"));
  g_assert_null (cl_family_find (NULL));
}

static void
test_round_down (void)
{
  g_assert_cmpfloat (cl_family_round_down (0.5), ==, 0.5F);
  for (gint k = -50; k < 50; k++)
    {
      const double value = k / 7.0;
      const float down = cl_family_round_down (value);

      g_assert_cmpfloat (down, <=, value);
      g_assert_cmpfloat (nextafterf (down, INFINITY), >, value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/family/nemon/measure", test_nemon_measure);
  g_test_add_func ("/training/family/nemon/reaches-all", test_nemon_reaches_all);
  g_test_add_func ("/training/family/nemon/kink", test_nemon_kink);
  g_test_add_func ("/training/family/nemon/projection", test_nemon_projection);
  g_test_add_func ("/training/family/nemon-weighted/measure", test_nemon_weighted_measure);
  g_test_add_func ("/training/family/mon/measure", test_mon_measure);
  g_test_add_func ("/training/family/lben/measure", test_lben_measure);
  g_test_add_func ("/training/family/idl/projection", test_idl_projection);
  g_test_add_func ("/training/family/feedforward/nilpotent", test_feedforward_is_nilpotent);
  g_test_add_func ("/training/family/table", test_table);
  g_test_add_func ("/training/family/round-down", test_round_down);
  return g_test_run ();
}
