/* Networks of blocks: gains against sampled truth, the verdict against the measure of the whole and
 * against simulated distances. */
#include "core/theory/interconnection.h"

#include "core/dynamics/bundle.h"
#include "core/theory/measure.h"
#include "core/theory/mixed-norm.h"
#include "core/theory/perron.h"

#include "fixtures.h"

#include <math.h>
#include <string.h>

static ClModel *
make_model (ClMatrix *a, ClModelKind kind, const char *activation)
{
  ClModelParts parts = { .activation = cl_activation_find (activation), .kind = kind };
  parts.array[CL_ARRAY_A] = a;
  ClModel *model = cl_model_new (&parts, NULL);
  g_assert_nonnull (model);
  return model;
}

static ClInterconnection *
analyse_up_to (const ClModel *model, const ClBlock *blocks, gsize count, gsize vertex_limit)
{
  g_autoptr (GError) error = NULL;
  ClInterconnection *network =
      cl_interconnection_new (model, blocks, count, vertex_limit, NULL, &error);
  g_assert_no_error (error);
  return network;
}

static ClInterconnection *
analyse (const ClModel *model, const ClBlock *blocks, gsize count)
{
  return analyse_up_to (model, blocks, count, 12);
}

/* Random blocks of 1 to 3 states; returns how many, and their sum in *n. */
static gsize
random_blocks (GRand *random, ClBlock *blocks, gsize *n)
{
  const gsize count = (gsize) g_rand_int_range (random, 2, 5);
  *n = 0;
  for (gsize i = 0; i < count; i++)
    {
      blocks[i].size = (gsize) g_rand_int_range (random, 1, 4);
      blocks[i].norm = (ClNormKind) g_rand_int_range (random, 0, CL_N_NORMS);
      *n += blocks[i].size;
    }
  return count;
}

/* A vector of size one in `norm`, sometimes an extreme point. */
static void
random_unit (GRand *random, ClNormKind norm, gsize n, double *x)
{
  const int shape = g_rand_int_range (random, 0, 3);
  const gsize corner = (gsize) g_rand_int_range (random, 0, (gint32) n);
  for (gsize i = 0; i < n; i++)
    x[i] = shape == 0   ? g_rand_double_range (random, -1.0, 1.0)
           : shape == 1 ? (g_rand_boolean (random) ? 1.0 : -1.0)
                        : (i == corner ? 1.0 : 1e-9);
  const double size = cl_vector_norm (norm, n, x);
  for (gsize i = 0; i < n; i++)
    x[i] /= size;
}

/* No sampled vector is stretched more than the norm says, and for the exact ones some vector is
 * stretched almost as much. */
static void
test_mixed_norms (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int trial = 0; trial < 90; trial++)
    {
      const ClNormKind from = (ClNormKind) (trial % 3);
      const ClNormKind to = (ClNormKind) (trial / 3 % 3);
      const gsize rows = (gsize) g_rand_int_range (random, 1, 4);
      const gsize cols = (gsize) g_rand_int_range (random, 1, 3);
      g_autoptr (ClMatrix) a = random_matrix (random, rows, cols, 1.0);
      const ClMixedNorm norm = cl_mixed_norm (a, from, to);
      double largest = 0.0;

      for (int sample = 0; sample < 3000; sample++)
        {
          double x[3], y[3] = { 0 };
          random_unit (random, from, cols, x);
          for (gsize i = 0; i < rows; i++)
            for (gsize j = 0; j < cols; j++)
              y[i] += cl_matrix_get (a, i, j) * x[j];
          largest = fmax (largest, cl_vector_norm (to, rows, y));
        }
      g_assert_cmpfloat (largest, <=, norm.value * (1.0 + 1e-12));
      g_assert_true (norm.exact
                     == (from == CL_NORM_ONE || to == CL_NORM_INF || rows == 1 || cols == 1
                         || (from == CL_NORM_TWO && to == CL_NORM_TWO)));
      g_assert_cmpfloat (largest, >=, norm.value * (norm.exact ? 0.99 : 0.5));
    }
}

static void
test_norm_of_nothing (void)
{
  g_autoptr (ClMatrix) zero = cl_matrix_new (2, 3);
  for (int from = 0; from < CL_N_NORMS; from++)
    for (int to = 0; to < CL_N_NORMS; to++)
      {
        const ClMixedNorm norm = cl_mixed_norm (zero, (ClNormKind) from, (ClNormKind) to);
        g_assert_cmpfloat (norm.value, ==, 0.0);
        g_assert_cmpfloat (norm.rounding, ==, 0.0);
      }
}

/* One state a block: the gain matrix is -I + M (A) for slopes in [0, 1] where a_ii >= 0, and one
 * block is the model itself. */
static void
test_extreme_partitions (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (int trial = 0; trial < 60; trial++)
    {
      const gsize n = 2 + (gsize) trial % 5;
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.5);
      g_autofree ClBlock *singles = g_new0 (ClBlock, n);
      for (gsize i = 0; i < n; i++)
        {
          cl_matrix_set (a, i, i, fabs (cl_matrix_get (a, i, i)));
          singles[i] = (ClBlock){ 1, (ClNormKind) (trial % 3) };
        }
      g_autoptr (ClModel) model = make_model (a, CL_MODEL_FIRING_RATE, "relu");
      g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
      g_autoptr (ClPerron) perron = cl_perron_new (metzler);
      g_autoptr (ClInterconnection) fine = analyse (model, singles, n);
      const ClBlock all = { n, CL_NORM_INF };
      g_autoptr (ClInterconnection) coarse = analyse (model, &all, 1);

      assert_near (fine->abscissa, perron->value - 1.0, 1e-12);
      assert_near (coarse->abscissa, fmax (cl_measure_inf (a).value, 0.0) - 1.0, 1e-12);
      g_assert_true (fine->exact);
    }
}

/* Blocks that only share l_inf: the composite norm is a weighted l_inf norm, whose measure of the
 * whole matrix is known exactly and never above the bound. */
static void
test_against_measure_of_whole (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (int trial = 0; trial < 200; trial++)
    {
      ClBlock blocks[4];
      gsize n;
      const gsize count = random_blocks (random, blocks, &n);
      for (gsize i = 0; i < count; i++)
        blocks[i].norm = CL_NORM_INF;
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.6);
      g_autoptr (ClModel) model = make_model (a, CL_MODEL_FIRING_RATE, "identity");
      g_autoptr (ClInterconnection) network = analyse (model, blocks, count);
      g_autofree double *eta = g_new (double, n);
      for (gsize i = 0, k = 0; i < count; i++)
        for (gsize j = 0; j < blocks[i].size; j++)
          eta[k++] = network->weights->data[i];
      const double whole = cl_measure_inf_weighted (a, eta).value - 1.0;
      const double bound = cl_measure_inf_weighted (network->gain, network->weights->data).value;

      g_assert_cmpfloat (whole, <=, bound + 1e-12);
      if (network->rate > 0.0)
        g_assert_cmpfloat (whole, <=, -network->rate);
    }
}

/* Of mixed norms the measure of the whole is bounded from below by the growth of sampled vectors,
 * (|x + h J x| - |x|) / (h |x|) as h falls to 0, over sampled slopes as well. */
static void
test_against_growth (void)
{
  static const char *const activations[] = { "relu", "leaky-relu", "logistic", "identity" };
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  gsize holds = 0;

  for (int trial = 0; trial < 160; trial++)
    {
      const ClModelKind kind = (ClModelKind) (trial % CL_N_MODEL_KINDS);
      ClBlock blocks[4];
      gsize n;
      const gsize count = random_blocks (random, blocks, &n);
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.3);
      for (gsize i = 0; i < n; i++)
        cl_matrix_set (a, i, i, cl_matrix_get (a, i, i) - 1.0);
      g_autoptr (ClModel) model = make_model (a, kind, activations[trial / 4 % 4]);
      g_autoptr (ClInterconnection) network =
          analyse_up_to (model, blocks, count, trial % 3 ? 12 : 0);
      const double bound = cl_measure_inf_weighted (network->gain, network->weights->data).value;
      const ClActivation *phi = model->parts.activation;
      holds += network->verdict == CL_VERDICT_HOLDS;

      for (int sample = 0; sample < 400; sample++)
        {
          double x[12], moved[12];
          const double h = 1e-7;
          for (gsize i = 0; i < n; i++)
            x[i] = g_rand_double_range (random, -1.0, 1.0);
          double slope[12];
          for (gsize i = 0; i < n; i++)
            slope[i] = g_rand_boolean (random) ? phi->slope_max : phi->slope_min;
          for (gsize i = 0; i < n; i++)
            {
              double sum = 0.0;
              for (gsize j = 0; j < n; j++)
                {
                  const double entry = cl_matrix_get (a, i, j);
                  sum += kind == CL_MODEL_FIRING_RATE    ? slope[i] * entry * x[j]
                         : kind == CL_MODEL_LINEAR_MINUS ? entry * x[j]
                                                         : entry * slope[j] * x[j];
                }
              if (kind == CL_MODEL_FIRING_RATE || kind == CL_MODEL_HOPFIELD)
                sum -= x[i];
              if (kind == CL_MODEL_LINEAR_MINUS)
                sum -= slope[i] * x[i];
              moved[i] = x[i] + h * sum;
            }
          const double before = cl_interconnection_distance (network, x, NULL);
          const double after = cl_interconnection_distance (network, moved, NULL);
          g_assert_cmpfloat ((after - before) / (h * before), <=, bound + 1e-5);
        }
    }
  g_assert_cmpuint (holds, >=, 30);
}

/* Distances of simulated trajectories in the composite norm fall at least at the promised rate. */
static void
test_against_simulation (void)
{
  static const char *const activations[] = { "relu", "tanh", "leaky-relu" };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  gsize simulated = 0;

  for (int trial = 0; trial < 90; trial++)
    {
      ClBlock blocks[4];
      gsize n;
      const gsize count = random_blocks (random, blocks, &n);
      g_autoptr (ClMatrix) a = random_matrix (random, n, n, 0.5);
      g_autoptr (ClModel) model = make_model (a, (ClModelKind) (trial % 2), activations[trial % 3]);
      g_autoptr (ClInterconnection) network = analyse (model, blocks, count);
      if (network->verdict != CL_VERDICT_HOLDS)
        continue;
      g_assert_cmpfloat (network->rate, >, 0.0);

      g_autoptr (ClMatrix) starts = random_matrix (random, 2, n, 3.0);
      const ClBundleSettings settings = { 5.0, 26, 1e-9, 1e-12 };
      g_autoptr (ClBundle) bundle = cl_bundle_new (model, starts, NULL, &settings, NULL, NULL);
      const double first = cl_interconnection_distance (network, cl_bundle_state (bundle, 0, 0),
                                                        cl_bundle_state (bundle, 1, 0));
      for (gsize frame = 1; frame < bundle->frames; frame++)
        {
          const double distance =
              cl_interconnection_distance (network, cl_bundle_state (bundle, 0, frame),
                                           cl_bundle_state (bundle, 1, frame));
          g_assert_cmpfloat (distance, <=,
                             first * exp (-network->rate * bundle->t[frame]) * (1.0 + 1e-6) + 1e-9);
        }
      simulated++;
    }
  g_assert_cmpuint (simulated, >=, 15);
}

/* Two scalar blocks with rates 1 and gains g: contracting exactly for g < 1. */
static void
test_verdicts (void)
{
  static const struct
  {
    double gain;
    ClVerdict verdict;
  } cases[] = {
    { 0.5, CL_VERDICT_HOLDS },
    { 1.0, CL_VERDICT_TOO_CLOSE },
    { 1.0 + 0x1p-50, CL_VERDICT_TOO_CLOSE },
    { 1.0 - 0x1p-50, CL_VERDICT_TOO_CLOSE },
    { 1.5, CL_VERDICT_FAILS },
  };
  const ClBlock blocks[] = { { 1, CL_NORM_INF }, { 1, CL_NORM_ONE } };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      const double entries[] = { 0.0, cases[k].gain, cases[k].gain, 0.0 };
      g_autoptr (ClMatrix) a = matrix_from_rows (2, 2, entries);
      g_autoptr (ClModel) model = make_model (a, CL_MODEL_FIRING_RATE, "tanh");
      g_autoptr (ClInterconnection) network = analyse (model, blocks, 2);

      g_assert_cmpint (network->verdict, ==, cases[k].verdict);
      g_assert_cmpfloat (fabs (network->abscissa - (cases[k].gain - 1.0)), <=, network->rounding);
      assert_near (network->rate, fmax (1.0 - cases[k].gain, 0.0), 1e-12);
      g_assert_cmpfloat (cl_matrix_get (network->gain, 0, 0), ==, -1.0);
    }
}

/* The leak of each block counts in its own rate: L = (1, 3), gains 2 and 1.4. */
static void
test_leak (void)
{
  static const double entries[] = { 0.0, 2.0, 1.4, 0.0 }, leaks[] = { 1.0, 3.0 };
  const ClBlock blocks[] = { { 1, CL_NORM_TWO }, { 1, CL_NORM_TWO } };
  g_autoptr (ClMatrix) a = matrix_from_rows (2, 2, entries);
  g_autoptr (ClMatrix) leak = matrix_from_rows (2, 1, leaks);
  g_autoptr (ClModel) bare = make_model (a, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) model = cl_model_with_array (bare, CL_ARRAY_LEAK, leak, NULL);
  g_autoptr (ClInterconnection) network = analyse (model, blocks, 2);

  /* lambda^2 + 4 lambda + 3 - 2.8 = 0. */
  assert_near (network->abscissa, -2.0 + sqrt (3.8), 1e-12);
  g_assert_cmpint (network->verdict, ==, CL_VERDICT_HOLDS);
}

/* Where a gain is only an upper bound nothing is said to fail. */
static void
test_unknown (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  const ClBlock blocks[] = { { 3, CL_NORM_TWO }, { 3, CL_NORM_INF } };
  g_autoptr (ClMatrix) a = random_matrix (random, 6, 6, 3.0);
  g_autoptr (ClModel) model = make_model (a, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClInterconnection) network = analyse (model, blocks, 2);

  g_assert_false (network->exact);
  g_assert_cmpfloat (network->abscissa, >, 0.0);
  g_assert_cmpfloat (network->rate, ==, 0.0);
  g_assert_cmpint (network->verdict, ==, CL_VERDICT_UNKNOWN);
}

static void
assert_refused (const ClModel *model, const ClBlock *blocks, gsize count, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (cl_interconnection_new (model, blocks, count, 12, NULL, &error));
  g_assert_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, text));
}

static void
test_refusals (void)
{
  const ClBlock empty[] = { { 3, CL_NORM_TWO }, { 0, CL_NORM_INF } };
  const ClBlock few[] = { { 1, CL_NORM_TWO }, { 1, CL_NORM_INF } };
  const ClBlock huge[] = { { G_MAXSIZE, CL_NORM_TWO }, { 4, CL_NORM_INF } };
  g_autoptr (ClMatrix) a = cl_matrix_new (3, 3);
  g_autoptr (ClModel) model = make_model (a, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  const ClBlock whole = { 3, CL_NORM_TWO };
  g_autoptr (GError) error = NULL;

  assert_refused (model, empty, 2, "Block 2 has 0 states: expected 1 to 3");
  assert_refused (model, few, 2, "have 2 states together: expected 3");
  assert_refused (model, huge, 2, "Block 1 has");
  g_cancellable_cancel (cancelled);
  g_assert_null (cl_interconnection_new (model, &whole, 1, 12, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Given gains: [[-1, g], [1, -2]] is Hurwitz exactly for g < 2, with alpha the larger root of
 * (s + 1)(s + 2) = g. */
static void
test_gains (void)
{
  static const double gains[] = { 0, 0.4, 1.99, 2, 3 };
  static const ClVerdict verdicts[] = { CL_VERDICT_HOLDS, CL_VERDICT_HOLDS, CL_VERDICT_HOLDS,
                                        CL_VERDICT_TOO_CLOSE, CL_VERDICT_FAILS };

  for (gsize k = 0; k < G_N_ELEMENTS (gains); k++)
    {
      const double entries[] = { -1, gains[k], 1, -2 };
      const double alpha = -1.5 + sqrt (0.25 + gains[k]);
      g_autoptr (ClMatrix) gain = cl_matrix_new_from (2, 2, entries);
      g_autoptr (ClMatrix) rounding = cl_matrix_new (2, 2);
      rounding->data[0] = 1e-12;
      g_autoptr (ClInterconnection) given =
          cl_interconnection_new_for_gains (gain, rounding, TRUE, NULL);

      g_assert_cmpint (given->verdict, ==, verdicts[k]);
      assert_near (given->abscissa, alpha, 1e-10);
      g_assert_cmpfloat (given->rate, <=, fmax (-alpha, 0) + 1e-12);
      g_assert_cmpfloat (given->rate, >=, fmax (-alpha, 0) - 1e-3);
      if (verdicts[k] != CL_VERDICT_FAILS)
        continue;
      g_autoptr (ClInterconnection) bounds =
          cl_interconnection_new_for_gains (gain, NULL, FALSE, NULL);
      g_assert_cmpint (bounds->verdict, ==, CL_VERDICT_UNKNOWN);
    }
}

static void
test_gains_refused (void)
{
  static const double bad[][4] = { { -1, -0.1, 1, -1 }, { -1, NAN, 1, -1 }, { INFINITY, 0, 0, 1 } };
  g_autoptr (ClMatrix) wide = cl_matrix_new (2, 3);
  g_autoptr (GError) shape = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (bad); k++)
    {
      g_autoptr (ClMatrix) gain = cl_matrix_new_from (2, 2, bad[k]);
      g_autoptr (GError) error = NULL;
      g_assert_null (cl_interconnection_new_for_gains (gain, NULL, TRUE, &error));
      g_assert_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, k < 2 ? "row 1, column 2" : "row 1, column 1"));
    }
  g_assert_null (cl_interconnection_new_for_gains (wide, NULL, TRUE, &shape));
  g_assert_error (shape, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theory/interconnection/mixed-norms", test_mixed_norms);
  g_test_add_func ("/theory/interconnection/norm-of-nothing", test_norm_of_nothing);
  g_test_add_func ("/theory/interconnection/extreme-partitions", test_extreme_partitions);
  g_test_add_func ("/theory/interconnection/measure-of-whole", test_against_measure_of_whole);
  g_test_add_func ("/theory/interconnection/growth", test_against_growth);
  g_test_add_func ("/theory/interconnection/simulation", test_against_simulation);
  g_test_add_func ("/theory/interconnection/verdicts", test_verdicts);
  g_test_add_func ("/theory/interconnection/leak", test_leak);
  g_test_add_func ("/theory/interconnection/unknown", test_unknown);
  g_test_add_func ("/theory/interconnection/refusals", test_refusals);
  g_test_add_func ("/theory/interconnection/gains", test_gains);
  g_test_add_func ("/theory/interconnection/gains-refused", test_gains_refused);
  return g_test_run ();
}
