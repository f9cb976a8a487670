#include <math.h>
#include <string.h>

#include "core/dynamics/bundle.h"
#include "core/dynamics/distance.h"
#include "core/dynamics/flow.h"
#include "core/dynamics/stepper.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "tests/core/dynamics/model-fixtures.h"
#include "tests/core/theory/fixtures.h"

static ClBundle *
run (const ClModel *model, const ClMatrix *starts, const double *input, double until, gsize frames,
     double rtol)
{
  ClBundleSettings settings = { until, frames, rtol, rtol };
  g_autoptr (GError) error = NULL;
  ClBundle *bundle = cl_bundle_new (model, starts, input, &settings, NULL, &error);

  g_assert_no_error (error);
  return bundle;
}

static void
test_reference (void)
{
  JsonArray *cases = reference_cases ("cases");
  double worst = 0;

  for (guint k = 0; cases != NULL && k < json_array_get_length (cases); k++)
    {
      JsonObject *object = json_array_get_object_element (cases, k);
      JsonObject *expected = json_object_get_object_member (object, "simulate");
      ClModelParts parts = { 0 };
      g_autoptr (ClMatrix) a = parts.array[CL_ARRAY_A] = matrix_from_json (object, "A");
      g_autoptr (ClMatrix) input_map = parts.array[CL_ARRAY_B] = matrix_from_json (object, "B");
      g_autoptr (ClMatrix) bias = parts.array[CL_ARRAY_BIAS] = matrix_from_json (object, "b");
      g_autoptr (ClMatrix) starts = matrix_from_json (expected, "starts");
      g_autoptr (ClMatrix) input = matrix_from_json (expected, "input");
      g_autoptr (ClModel) model = cl_model_new (&parts, NULL);
      JsonArray *rows = json_object_get_array_member (expected, "x");
      JsonArray *times = json_object_get_array_member (expected, "t");
      guint frames = json_array_get_length (times);
      g_autoptr (ClBundle) bundle =
          run (model, starts, input->data, json_array_get_double_element (times, frames - 1),
               frames, 1e-6);

      for (guint row = 0; row < starts->rows; row++)
        for (guint frame = 0; frame < frames; frame++)
          for (guint i = 0; i < model->n; i++)
            {
              double truth = json_array_get_double_element (
                  json_array_get_array_element (json_array_get_array_element (rows, row), frame),
                  i);
              double error = fabs (cl_bundle_state (bundle, row, frame)[i] - truth);

              worst = fmax (worst, error / (1e-6 + 1e-6 * fabs (truth)));
            }
    }
  g_assert_cmpfloat (worst, <=, 10);
}

/* x' = A x with the identity activation has the exact solution exp ((A - I) t) x. */
static void
test_spiral (void)
{
  static const double a[] = { 0.5, -2, 2, 0.5 };
  g_autoptr (ClModel) model = plain_model (2, a, CL_MODEL_FIRING_RATE, "identity");
  g_autoptr (ClMatrix) start = cl_matrix_new_from (1, 2, (double[]){ 1, 0 });
  g_autoptr (ClBundle) bundle = run (model, start, NULL, 5, 1001, 1e-8);

  for (gsize k = 0; k < 1001; k++)
    {
      double t = bundle->t[k];

      g_assert_cmpfloat (fabs (cl_bundle_state (bundle, 0, k)[0] - exp (-0.5 * t) * cos (2 * t)),
                         <=, 3e-8);
      g_assert_cmpfloat (fabs (cl_bundle_state (bundle, 0, k)[1] - exp (-0.5 * t) * sin (2 * t)),
                         <=, 3e-8);
    }
}

/* The state after 3 + 4 is the state 4 after the state at 3. */
static void
test_semigroup (void)
{
  GRand *random = g_rand_new_with_seed (5);

  for (gsize kind = 0; kind < 2; kind++)
    {
      g_autoptr (ClModel) base = random_model_with_measure (random, 6, 0.5, "tanh");
      g_autoptr (ClModel) model = cl_model_with_kind (base, kind);
      g_autoptr (ClMatrix) starts = random_matrix (random, 4, 6, 3);
      g_autoptr (ClBundle) whole = run (model, starts, NULL, 7, 8, 1e-9);
      g_autoptr (ClMatrix) middle = cl_matrix_new (4, 6);
      g_autoptr (ClBundle) rest = NULL;

      for (gsize row = 0; row < 4; row++)
        memcpy (cl_matrix_row (middle, row), cl_bundle_state (whole, row, 3), 6 * sizeof (double));
      rest = run (model, middle, NULL, 4, 2, 1e-9);
      for (gsize row = 0; row < 4; row++)
        for (gsize i = 0; i < 6; i++)
          g_assert_cmpfloat (fabs (cl_bundle_state (rest, row, 1)[i]
                                   - cl_bundle_state (whole, row, 7)[i]),
                             <=, 1e-8);
    }
  g_rand_free (random);
}

/* A trajectory does not depend on its company, nor on its place in it. */
static void
test_independence (void)
{
  GRand *random = g_rand_new_with_seed (6);
  g_autoptr (ClModel) model = random_model (random, 5, 1, "relu");
  g_autoptr (ClMatrix) starts = random_matrix (random, 40, 5, 3);
  g_autoptr (ClMatrix) reversed = cl_matrix_new (40, 5);
  g_autoptr (ClBundle) bundle = run (model, starts, NULL, 3, 7, 1e-6);
  g_autoptr (ClBundle) other = NULL;

  for (gsize row = 0; row < 40; row++)
    memcpy (cl_matrix_row (reversed, row), cl_matrix_row (starts, 39 - row), 5 * sizeof (double));
  other = run (model, reversed, NULL, 3, 7, 1e-6);
  for (gsize row = 0; row < 40; row++)
    {
      g_autoptr (ClMatrix) alone = cl_matrix_new_from (1, 5, cl_matrix_row (starts, row));
      g_autoptr (ClBundle) single = run (model, alone, NULL, 3, 7, 1e-6);

      for (gsize e = 0; e < 7 * 5; e++)
        {
          double x = cl_bundle_state (bundle, row, 0)[e];

          g_assert_cmpfloat (fabs (cl_bundle_state (single, 0, 0)[e] - x), <=, 1e-9);
          g_assert_cmpfloat (fabs (cl_bundle_state (other, 39 - row, 0)[e] - x), <=, 1e-9);
        }
    }
  g_rand_free (random);
}

/* Relabelling the neurons relabels the trajectories. */
static void
test_permutation (void)
{
  GRand *random = g_rand_new_with_seed (7);
  g_autoptr (ClMatrix) a = random_matrix (random, 5, 5, 1);
  g_autoptr (ClMatrix) starts = random_matrix (random, 3, 5, 2);
  g_autoptr (ClMatrix) turned = cl_matrix_new (5, 5);
  g_autoptr (ClMatrix) turned_starts = cl_matrix_new (3, 5);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
  g_autoptr (ClModel) turned_model = NULL;
  g_autoptr (ClBundle) bundle = run (model, starts, NULL, 4, 5, 1e-8);
  g_autoptr (ClBundle) turned_bundle = NULL;

  for (gsize i = 0; i < 5; i++)
    {
      for (gsize j = 0; j < 5; j++)
        cl_matrix_set (turned, (i + 2) % 5, (j + 2) % 5, cl_matrix_get (a, i, j));
      for (gsize row = 0; row < 3; row++)
        cl_matrix_set (turned_starts, row, (i + 2) % 5, cl_matrix_get (starts, row, i));
    }
  turned_model = cl_model_new_for_matrix (turned, NULL);
  turned_bundle = run (turned_model, turned_starts, NULL, 4, 5, 1e-8);
  for (gsize row = 0; row < 3; row++)
    for (gsize frame = 0; frame < 5; frame++)
      for (gsize i = 0; i < 5; i++)
        g_assert_cmpfloat (fabs (cl_bundle_state (bundle, row, frame)[i]
                                 - cl_bundle_state (turned_bundle, row, frame)[(i + 2) % 5]),
                           <=, 1e-7);
  g_rand_free (random);
}

static void
assert_below_envelope (const ClBundle *bundle, ClNormKind norm, const ClMatrix *eta, double rate)
{
  g_autoptr (ClDistances) distances = cl_distances_new (bundle, norm, eta, rate, 100);

  g_assert_cmpuint (distances->pairs, ==, bundle->starts - 1);
  for (gsize pair = 0; pair < distances->pairs; pair++)
    for (gsize frame = 0; frame < distances->frames; frame++)
      {
        const double *d = distances->distance + pair * distances->frames;

        g_assert_cmpfloat (d[frame], <=, exp (-rate * bundle->t[frame]) * d[0] + 1e-6);
        g_assert_cmpfloat (d[frame], <=, distances->envelope[frame] + 1e-6);
      }
}

/* Firing rate with slopes in [0, 1] (LECT): the rate is 1 - mu_+ in l_inf, plain and in the best
 * weights; in l_1 it is 1 - max (mu_1 (A), mu_1 (A less its diagonal)). */
static void
test_envelopes (void)
{
  static const char *const activations[] = { "relu", "tanh", "softplus", "saturation" };
  GRand *random = g_rand_new_with_seed (8);

  for (int trial = 0; trial < 40; trial++)
    {
      gsize n = 1 + (gsize) trial % 7;
      g_autoptr (ClModel) model =
          random_model_with_measure (random, n, g_rand_double_range (random, -1, 0.9),
                                     activations[trial % 4]);
      const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
      g_autoptr (ClMatrix) hollow = cl_matrix_copy (a);
      g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
      g_autoptr (ClMatrix) starts = random_matrix (random, 6, n, 4);
      g_autoptr (ClBundle) bundle = run (model, starts, (double[]){ 1, -1 }, 5, 60, 1e-8);
      ClPerron *perron = cl_perron_new (metzler);
      double one;

      for (gsize i = 0; i < n; i++)
        cl_matrix_set (hollow, i, i, 0);
      one = 1 - fmax (cl_measure_one (a).value, cl_measure_one (hollow).value);
      assert_below_envelope (bundle, CL_NORM_INF, NULL, 1 - fmax (cl_measure_inf (a).value, 0));
      assert_below_envelope (bundle, CL_NORM_INF, perron->weights, 1 - fmax (perron->weighted, 0));
      assert_below_envelope (bundle, CL_NORM_ONE, NULL, one);
      cl_perron_free (perron);
    }
  g_rand_free (random);
}

static void
assert_fails (const ClModel *model, const ClMatrix *starts, const ClBundleSettings *settings,
              int code, const char *pattern)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_bundle_new (model, starts, NULL, settings, NULL, &error));
  g_assert_error (error, CL_BUNDLE_ERROR, code);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” does not match “%s”", error->message, pattern);
}

static void
test_errors (void)
{
  static const double growth[] = { 300 };
  g_autoptr (ClModel) explosive = plain_model (1, growth, CL_MODEL_PERSIDSKII, "relu");
  g_autoptr (ClMatrix) starts = cl_matrix_new_from (3, 1, (double[]){ 0, -1, 1 });
  g_autoptr (ClMatrix) wide = cl_matrix_new (2, 4);
  g_autoptr (ClMatrix) bad = cl_matrix_new_from (2, 1, (double[]){ 0, NAN });
  ClBundleSettings settings = CL_BUNDLE_SETTINGS_DEFAULT;

  assert_fails (explosive, starts, &settings, CL_BUNDLE_ERROR_DIVERGED,
                "The trajectory of start 3 leaves the finite numbers at t = 2.3*");
  assert_fails (explosive, wide, &settings, CL_BUNDLE_ERROR_INPUT,
                "A is 1x1, the starts are 2x4: expected 1 columns");
  assert_fails (explosive, bad, &settings, CL_BUNDLE_ERROR_INPUT, "Start 2, coordinate 1 is *nan*");
  settings.frames = 1;
  assert_fails (explosive, starts, &settings, CL_BUNDLE_ERROR_INPUT, "1 frames*at least 2");
  settings.frames = G_MAXSIZE;
  assert_fails (explosive, starts, &settings, CL_BUNDLE_ERROR_INPUT, "*ask for fewer frames");
  settings = (ClBundleSettings){ -1, 2, 1e-6, 1e-6 };
  assert_fails (explosive, starts, &settings, CL_BUNDLE_ERROR_INPUT, "The end time is -1*");
  settings = (ClBundleSettings){ 1, 2, 0, 0 };
  assert_fails (explosive, starts, &settings, CL_BUNDLE_ERROR_INPUT, "The tolerances are*");
}

static void
test_cancelled (void)
{
  static const double zero[] = { 0 };
  g_autoptr (ClModel) model = plain_model (1, zero, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) starts = cl_matrix_new (1, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cl_bundle_new (model, starts, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_small (void)
{
  static const double zero[] = { 0 };
  g_autoptr (ClModel) model = plain_model (1, zero, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClMatrix) none = cl_matrix_new (0, 1);
  g_autoptr (ClMatrix) one = cl_matrix_new_from (1, 1, (double[]){ 1 });
  g_autoptr (ClBundle) empty = run (model, none, NULL, 1, 2, 1e-6);
  g_autoptr (ClBundle) single = run (model, one, NULL, 1, 2, 1e-9);
  g_autoptr (ClDistances) no_pairs = cl_distances_new (single, CL_NORM_TWO, NULL, NAN, 10);

  g_assert_cmpuint (empty->starts, ==, 0);
  g_assert_cmpfloat (empty->t[1], ==, 1);
  g_assert_cmpfloat (fabs (cl_bundle_state (single, 0, 1)[0] - exp (-1)), <=, 1e-8);
  g_assert_cmpuint (no_pairs->pairs, ==, 0);
  g_assert_true (isnan (no_pairs->envelope[0]));
}

/* Large enough for several threads.  The product rounds differently for other numbers of rows, so
 * that a step may be judged differently: what is left is within the tolerance. */
static void
test_parallel (void)
{
  GRand *random = g_rand_new_with_seed (9);
  g_autoptr (ClModel) model = random_model_with_measure (random, 30, 0.5, "relu");
  g_autoptr (ClMatrix) starts = random_matrix (random, 300, 30, 2);
  g_autoptr (ClBundle) bundle = run (model, starts, NULL, 2, 5, 1e-7);

  for (gsize row = 0; row < 300; row += 37)
    {
      g_autoptr (ClMatrix) alone = cl_matrix_new_from (1, 30, cl_matrix_row (starts, row));
      g_autoptr (ClBundle) single = run (model, alone, NULL, 2, 5, 1e-7);

      for (gsize e = 0; e < 5 * 30; e++)
        g_assert_cmpfloat (fabs (cl_bundle_state (single, 0, 0)[e]
                                 - cl_bundle_state (bundle, row, 0)[e]),
                           <=, 1e-6);
    }
  g_rand_free (random);
}

/* The same number for 3, 4 and 12: the norms are 7 + 12, 13 and 12 of (3, 4, 12). */
static void
test_norms (void)
{
  static const double x[] = { 3, 4, 12 };
  static const double zero[3] = { 0 };
  g_autoptr (ClMatrix) eta = cl_matrix_new_from (3, 1, (double[]){ 3, 1, 4 });

  g_assert_cmpfloat (cl_distance (CL_NORM_ONE, 3, x, zero, NULL), ==, 19);
  g_assert_cmpfloat (fabs (cl_distance (CL_NORM_TWO, 3, x, zero, NULL) - 13), <=, 1e-14);
  g_assert_cmpfloat (cl_distance (CL_NORM_INF, 3, x, zero, NULL), ==, 12);
  g_assert_cmpfloat (cl_distance (CL_NORM_INF, 3, zero, x, eta), ==, 4);
  g_assert_cmpfloat (cl_distance (CL_NORM_ONE, 3, zero, x, eta), ==, 8);
}

static void
eval_cb (gpointer data, gsize rows, const double *t, const double *x, double *out)
{
  cl_flow_eval (data, rows, x, out);
}

static void
switches_cb (gpointer data, gsize rows, const double *t, const double *x, double *out)
{
  cl_flow_switches (data, rows, t, x, out);
}

static gsize
evaluations (ClFlow *flow, const ClMatrix *starts, gboolean kinks_known)
{
  g_autoptr (ClStepper) stepper =
      cl_stepper_new (starts->rows, starts->cols, eval_cb, flow, 1e-7, 1e-10);

  if (kinks_known)
    cl_stepper_set_switches (stepper, switches_cb);
  cl_stepper_start (stepper, starts->data, 0, 10);
  while (cl_stepper_advance (stepper) == CL_STEPPER_RUNNING)
    ;
  return cl_stepper_counts (stepper)->rhs_evaluations;
}

/* Known kinks save a tenth of the work of a ReLU bundle and more; only piecewise linear
 * activations with their kink at 0 have them. */
static void
test_kinks (void)
{
  GRand *random = g_rand_new_with_seed (11);

  for (int trial = 0; trial < 5; trial++)
    {
      g_autoptr (ClModel) model = random_model_with_measure (random, 30, 0.5, "relu");
      g_autoptr (ClModel) smooth =
          cl_model_with_activation (model, cl_activation_find ("softplus"));
      g_autoptr (ClModel) straight =
          cl_model_with_activation (model, cl_activation_find ("identity"));
      g_autoptr (ClFlow) flow = cl_flow_new (model, NULL, 60);
      g_autoptr (ClMatrix) starts = random_matrix (random, 20, 30, 3);

      g_assert_true (cl_flow_has_switches (model));
      g_assert_false (cl_flow_has_switches (smooth) || cl_flow_has_switches (straight));
      g_assert_cmpuint (10 * evaluations (flow, starts, TRUE), <,
                        9 * evaluations (flow, starts, FALSE));
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dynamics/bundle/reference", test_reference);
  g_test_add_func ("/dynamics/bundle/spiral", test_spiral);
  g_test_add_func ("/dynamics/bundle/semigroup", test_semigroup);
  g_test_add_func ("/dynamics/bundle/independence", test_independence);
  g_test_add_func ("/dynamics/bundle/permutation", test_permutation);
  g_test_add_func ("/dynamics/bundle/envelopes", test_envelopes);
  g_test_add_func ("/dynamics/bundle/errors", test_errors);
  g_test_add_func ("/dynamics/bundle/cancelled", test_cancelled);
  g_test_add_func ("/dynamics/bundle/small", test_small);
  g_test_add_func ("/dynamics/bundle/parallel", test_parallel);
  g_test_add_func ("/dynamics/bundle/norms", test_norms);
  g_test_add_func ("/dynamics/bundle/kinks", test_kinks);
  return g_test_run ();
}
