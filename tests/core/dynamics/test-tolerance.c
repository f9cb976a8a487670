/* What the tolerances of a bundle promise, against a run that is a million times stricter. */
#include <math.h>

#include "core/dynamics/bundle.h"
#include "tests/core/dynamics/model-fixtures.h"
#include "tests/core/theory/fixtures.h"

/* A contracting model, by the weights of the network or by its self-loops alone. */
static ClModel *
contracting_model (GRand *random, gsize n, guint trial, const char *activation)
{
  const double scale = (double) (1 << trial % 3);

  if (trial % 2)
    return random_model_with_measure (random, n, 0.5, activation);

  g_autoptr (ClModel) base = random_model (random, n, 1, activation);
  g_autoptr (ClMatrix) a = random_matrix (random, n, n, scale / sqrt ((double) n));
  for (gsize i = 0; i < n; i++)
    {
      double others = 0;

      for (gsize j = 0; j < n; j++)
        others += j != i ? fabs (cl_matrix_get (a, i, j)) : 0;
      cl_matrix_set (a, i, i, 0.5 - others);
    }
  return cl_model_with_array (base, CL_ARRAY_A, a, NULL);
}

/* The worst |x - exact| / (atol + rtol M), M the largest entry of the trajectory so far; and into
 * *alone the worst with M the entry itself. */
static double
worst_share (const ClBundle *bundle, const ClBundle *exact, const ClBundleSettings *settings,
             double *alone)
{
  double worst = 0;

  for (gsize start = 0; start < bundle->starts; start++)
    {
      double largest = 0;

      for (gsize frame = 0; frame < bundle->frames; frame++)
        {
          const double *x = cl_bundle_state (bundle, start, frame);
          const double *y = cl_bundle_state (exact, start, frame);

          for (gsize i = 0; i < bundle->n; i++)
            largest = fmax (largest, fabs (y[i]));
          for (gsize i = 0; i < bundle->n; i++)
            {
              double error = fabs (x[i] - y[i]);

              worst = fmax (worst, error / (settings->atol + settings->rtol * largest));
              *alone = fmax (*alone, error / (settings->atol + settings->rtol * fabs (y[i])));
            }
        }
    }
  return worst;
}

/* What the tolerances promise, on models of every activation; and that they promise no more. */
static void
test_tolerance (void)
{
  static const gsize sizes[] = { 1, 2, 5, 20 };
  const ClBundleSettings settings = CL_BUNDLE_SETTINGS_DEFAULT;
  ClBundleSettings strict = settings;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize activations;
  const ClActivation *const *activation = cl_activation_table (&activations);
  double alone = 0;

  strict.rtol = 1e-12;
  strict.atol = 1e-14;
  for (gsize k = 0; k < activations; k++)
    {
      double worst = 0;

      for (guint trial = 0; trial < 24; trial++)
        {
          gsize n = sizes[trial / 6];
          g_autoptr (ClModel) model = contracting_model (random, n, trial, activation[k]->id);
          g_autoptr (ClMatrix) starts = random_matrix (random, 10, n, 2);
          g_autoptr (ClBundle) bundle = cl_bundle_new (model, starts, NULL, &settings, NULL, NULL);
          g_autoptr (ClBundle) exact = cl_bundle_new (model, starts, NULL, &strict, NULL, NULL);

          worst = fmax (worst, worst_share (bundle, exact, &settings, &alone));
        }
      g_test_message ("%s: %.2f of the tolerance", activation[k]->id, worst);
      g_assert_cmpfloat (worst, <=, 2);
    }
  g_test_message ("single entries near zero: %.0f times theirs", alone);
  g_assert_cmpfloat (alone, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dynamics/tolerance/promise", test_tolerance);
  return g_test_run ();
}
