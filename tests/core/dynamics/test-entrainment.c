#include <math.h>

#include "core/dynamics/drive.h"
#include "core/dynamics/entrainment.h"
#include "tests/core/dynamics/model-fixtures.h"
#include "tests/core/theory/fixtures.h"

static ClInput *
waves (ClWave second)
{
  const ClInputChannel channels[] = { { CL_WAVE_SINE, 0.5, 1, 1.5, 0.2 },
                                      { second, -0.3, 1.2, 0.5, 1 } };
  ClInput *input = cl_input_new_periodic (2, channels, NULL);

  g_assert_nonnull (input);
  return input;
}

/* A contracting model entrains, never more slowly than it promises, and from every start to the
 * same cycle. */
static void
test_contracting (void)
{
  GRand *random = g_rand_new_with_seed (1);
  gsize watched = 0;

  for (int trial = 0; trial < 20; trial++)
    {
      double mu = g_rand_double_range (random, -1, 0.6);
      g_autoptr (ClModel) model =
          random_model_with_measure (random, 5, mu, trial % 2 ? "relu" : "tanh");
      g_autoptr (ClInput) input = waves (trial % 3 ? CL_WAVE_SINE : CL_WAVE_SQUARE);
      g_autoptr (ClMatrix) starts = random_matrix (random, 6, 5, 3);
      ClEntrainmentSettings settings = CL_ENTRAINMENT_SETTINGS_DEFAULT;
      g_autoptr (ClEntrainment) entrainment = NULL;

      settings.rate = 1 - fmax (mu, 0);
      settings.periods = 40;
      settings.frames = 16;
      entrainment = cl_entrainment_new (model, starts, input, &settings, NULL, NULL);
      g_assert_nonnull (entrainment);
      g_assert_cmpfloat (entrainment->period, ==, 1.5);
      g_assert_cmpfloat (entrainment->factor_theory, ==, exp (-1.5 * settings.rate));
      g_assert_true (entrainment->all_entrained && entrainment->common);
      watched += !isnan (entrainment->factor);
      if (!isnan (entrainment->factor))
        g_assert_cmpfloat (entrainment->factor, <=, entrainment->factor_theory * 1.01);
      for (gsize e = 0; e < 6 * 40; e++)
        g_assert_cmpfloat (entrainment->change[e], <=, entrainment->envelope[e % 40] * 1.01 + 1e-7);
      for (gsize k = 0; k < 40; k++)
        g_assert_cmpfloat (entrainment->spread[k + 1], <=,
                           entrainment->spread[0] * exp (-1.5 * settings.rate * (k + 1)) + 1e-7);
      for (gsize i = 0; i < 5; i++)
        assert_near (cl_bundle_state (entrainment->cycle, 0, 0)[i],
                     cl_bundle_state (entrainment->cycle, 0, 15)[i], 1e-6);
    }
  g_assert_cmpuint (watched, >=, 15);
  g_rand_free (random);
}

/* The cycle of the linear filter x' = -x + sin t is (sin t - cos t) / 2, reached at the rate 1. */
static void
test_filter (void)
{
  const ClInputChannel sine = { CL_WAVE_SINE, 0, 1, 2 * G_PI, 0 };
  g_autoptr (ClMatrix) a = cl_matrix_new (1, 1);
  g_autoptr (ClMatrix) b = cl_matrix_new_identity (1);
  ClModelParts parts = { .activation = cl_activation_find ("identity") };
  g_autoptr (ClModel) model = NULL;
  g_autoptr (ClInput) input = cl_input_new_periodic (1, &sine, NULL);
  g_autoptr (ClMatrix) starts = cl_matrix_new_from (2, 1, (double[]){ 3, -2 });
  ClEntrainmentSettings settings = CL_ENTRAINMENT_SETTINGS_DEFAULT;
  g_autoptr (ClEntrainment) entrainment = NULL;

  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  model = cl_model_new (&parts, NULL);
  settings.rate = 1;
  settings.periods = 5;
  entrainment = cl_entrainment_new (model, starts, input, &settings, NULL, NULL);
  g_assert_true (entrainment->common);
  assert_near (entrainment->factor / entrainment->factor_theory, 1, 1e-3);
  assert_near (entrainment->change[0], 3.5 * (1 - exp (-2 * G_PI)), 1e-7);
  for (gsize k = 0; k < entrainment->cycle->frames; k++)
    {
      double t = entrainment->cycle->t[k];

      assert_near (cl_bundle_state (entrainment->cycle, 0, k)[0], (sin (t) - cos (t)) / 2, 1e-7);
    }
}

/* Two wells under a weak input: every start entrains, but not to the same cycle. */
static void
test_two_cycles (void)
{
  const ClInputChannel sine = { CL_WAVE_SINE, 0, 0.1, 2, 0 };
  g_autoptr (ClMatrix) a = cl_matrix_new_from (1, 1, (double[]){ 3 });
  g_autoptr (ClMatrix) b = cl_matrix_new_identity (1);
  ClModelParts parts = { .activation = cl_activation_find ("tanh") };
  g_autoptr (ClModel) model = NULL;
  g_autoptr (ClInput) input = cl_input_new_periodic (1, &sine, NULL);
  g_autoptr (ClMatrix) starts = cl_matrix_new_from (2, 1, (double[]){ 1, -1 });
  g_autoptr (ClEntrainment) entrainment = NULL;

  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  model = cl_model_new (&parts, NULL);
  entrainment = cl_entrainment_new (model, starts, input, NULL, NULL, NULL);
  g_assert_true (entrainment->all_entrained);
  g_assert_false (entrainment->common);
  g_assert_cmpfloat (entrainment->spread[20], >, 1);
  g_assert_true (isnan (entrainment->factor_theory) && isnan (entrainment->envelope[0]));
}

/* The centre x' = S x never forgets: its own turns are not those of the input. */
static void
test_not_entrained (void)
{
  const ClInputChannel sine = { CL_WAVE_SINE, 0, 0.1, 2, 0 };
  g_autoptr (ClMatrix) a = cl_matrix_new_from (2, 2, (double[]){ 1, -1, 1, 1 });
  g_autoptr (ClMatrix) b = cl_matrix_new_from (2, 1, (double[]){ 1, 0 });
  ClModelParts parts = { .activation = cl_activation_find ("identity") };
  g_autoptr (ClModel) model = NULL;
  g_autoptr (ClInput) input = cl_input_new_periodic (1, &sine, NULL);
  g_autoptr (ClMatrix) starts = cl_matrix_new_from (1, 2, (double[]){ 1, 0 });
  g_autoptr (ClEntrainment) entrainment = NULL;

  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  model = cl_model_new (&parts, NULL);
  entrainment = cl_entrainment_new (model, starts, input, NULL, NULL, NULL);
  g_assert_false (entrainment->entrained[0] || entrainment->all_entrained || entrainment->common);
  g_assert_cmpfloat (entrainment->change[19], >, 0.1);
}

static void
test_errors (void)
{
  GRand *random = g_rand_new_with_seed (2);
  g_autoptr (ClModel) model = random_model_with_measure (random, 3, 0, "relu");
  g_autoptr (ClMatrix) starts = random_matrix (random, 2, 3, 1);
  g_autoptr (ClMatrix) none = cl_matrix_new (0, 3);
  g_autoptr (ClInput) constant = cl_input_new_constant (2, (double[]){ 1, 1 }, NULL);
  g_autoptr (ClInput) input = waves (CL_WAVE_SQUARE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ClEntrainmentSettings settings = CL_ENTRAINMENT_SETTINGS_DEFAULT;
  g_autoptr (ClEntrainment) empty = NULL;
  g_autoptr (GError) no_period = NULL;
  g_autoptr (GError) too_few = NULL;
  g_autoptr (GError) cancelled = NULL;

  g_assert_null (cl_entrainment_new (model, starts, constant, NULL, NULL, &no_period));
  g_assert_error (no_period, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT);
  settings.periods = 1;
  g_assert_null (cl_entrainment_new (model, starts, input, &settings, NULL, &too_few));
  g_assert_error (too_few, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT);
  g_cancellable_cancel (cancellable);
  g_assert_null (cl_entrainment_new (model, starts, input, NULL, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  empty = cl_entrainment_new (model, none, input, NULL, NULL, NULL);
  g_assert_cmpuint (empty->starts, ==, 0);
  g_assert_true (isnan (empty->factor));
  g_rand_free (random);
}

/* A model without B hears the wave in every state, one with B through it, a kind without an input
 * not at all. */
static void
test_drive (void)
{
  static const double entries[4] = { 0.1, -0.2, 0.3, 0 };
  static const double columns[2] = { 2, -1 };
  g_autoptr (ClMatrix) a = cl_matrix_new_from (2, 2, entries);
  g_autoptr (ClMatrix) b = cl_matrix_new_from (2, 1, columns);
  g_autoptr (ClModel) plain = cl_model_new_for_matrix (a, NULL);
  g_autoptr (ClModel) with_input = cl_model_with_array (plain, CL_ARRAY_B, b, NULL);
  g_autoptr (ClModel) persidskii = cl_model_with_kind (plain, CL_MODEL_PERSIDSKII);
  g_autoptr (ClModel) driven = cl_drive_model (plain);
  g_autoptr (ClModel) same = cl_drive_model (with_input);
  g_autoptr (ClInput) input = cl_drive_input (driven, CL_WAVE_SINE, 2, 4, NULL);
  double u;

  g_assert_cmpuint (driven->r, ==, 1);
  g_assert_cmpfloat (cl_matrix_get (cl_model_array (driven, CL_ARRAY_B), 0, 0), ==, 1);
  g_assert_cmpfloat (cl_matrix_get (cl_model_array (driven, CL_ARRAY_B), 1, 0), ==, 1);
  g_assert_true (same == with_input);
  g_assert_null (cl_drive_model (persidskii));
  g_assert_cmpfloat (cl_input_period (input), ==, 4);
  cl_input_values (input, 1, 1, &u);
  g_assert_cmpfloat (fabs (u - 2), <, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dynamics/entrainment/drive", test_drive);
  g_test_add_func ("/dynamics/entrainment/contracting", test_contracting);
  g_test_add_func ("/dynamics/entrainment/filter", test_filter);
  g_test_add_func ("/dynamics/entrainment/two-cycles", test_two_cycles);
  g_test_add_func ("/dynamics/entrainment/not-entrained", test_not_entrained);
  g_test_add_func ("/dynamics/entrainment/errors", test_errors);
  return g_test_run ();
}
