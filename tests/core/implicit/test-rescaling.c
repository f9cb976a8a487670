/* Rescaled networks: the outputs stay, the norm falls below 1 (IDL 2.5). */
#include <math.h>
#include <string.h>

#include "core/implicit/rescaling.h"
#include "core/theory/perron.h"
#include "tests/core/implicit/network-fixtures.h"

/* A random model with lambda_PF (|A|) = radius. */
static ClModel *
random_with_radius (GRand *random, gsize n, double radius, const char *activation, gboolean leaky)
{
  g_autoptr (ClModel) base = random_model (random, n, 1, activation);
  g_autoptr (ClMatrix) a = cl_matrix_copy (cl_model_array (base, CL_ARRAY_A));
  g_autoptr (ClMatrix) majorant = NULL;
  g_autoptr (ClMatrix) leak = cl_matrix_new (n, 1);
  g_autoptr (ClPerron) perron = NULL;
  g_autoptr (ClModel) scaled = NULL;

  for (gsize i = 0; i < n; i++)
    leak->data[i] = leaky ? g_rand_double_range (random, 0.5, 2) : 1;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      cl_matrix_row (a, i)[j] *= exp (3 * ((double) i - (double) j) / (double) n);
  majorant = cl_absolute_majorant (a);
  perron = cl_perron_new (majorant);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      cl_matrix_row (a, i)[j] *= radius / perron->value * leak->data[j];
  scaled = cl_model_with_array (base, CL_ARRAY_A, a, NULL);
  return cl_model_with_array (scaled, CL_ARRAY_LEAK, leaky ? leak : NULL, NULL);
}

static void
test_rescaling (void)
{
  static const char *const activations[] = { "relu", "leaky-relu", "identity" };
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  gsize above = 0;

  for (int trial = 0; trial < 120; trial++)
    {
      double radius = g_rand_double_range (random, 0.05, 0.97);
      g_autoptr (ClModel) model = random_with_radius (random, 1 + (gsize) trial % 8, radius,
                                                      activations[trial % 3], trial % 4 == 0);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClRescaling) rescaling = cl_rescaling_new (model, &error);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 4, 2, 3);
      g_autoptr (ClMatrix) y = outputs_of (model, inputs);
      g_autoptr (ClMatrix) scaled = NULL;
      double largest = 0;

      g_assert_no_error (error);
      scaled = outputs_of (rescaling->model, inputs);
      assert_matrices_near (scaled, y, 1e-8);
      assert_near (rescaling->radius, radius, 1e-9);
      g_assert_cmpfloat (rescaling->after.value, <, 1);
      g_assert_cmpfloat (rescaling->after.value, >=, radius - 1e-9);
      for (gsize i = 0; i < model->n; i++)
        largest = fmax (largest, rescaling->scale->data[i]);
      assert_near (rescaling->after.value, 1 - 1 / largest, 1e-9);
      above += rescaling->before.value >= 1;
    }
  g_assert_cmpuint (above, >=, 30);
}

static void
assert_refused (const ClModel *model, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRescaling) rescaling = cl_rescaling_new (model, &error);

  g_assert_null (rescaling);
  g_assert_nonnull (error);
  if (strstr (error->message, text) == NULL)
    g_error ("'%s' does not say '%s'", error->message, text);
}

static void
test_rescaling_refuses (void)
{
  static const double unit[] = { 0, 1, 1, 0 }, beyond[] = { 0, 4, 1, 0 };
  static const double close[] = { 1 - 0x1p-52 };
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  g_autoptr (ClModel) smooth = random_with_radius (random, 3, 0.5, "tanh", FALSE);
  g_autoptr (ClModel) border = plain_model (2, unit, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) large = plain_model (2, beyond, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) near = plain_model (1, close, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) hopfield = plain_model (2, unit, CL_MODEL_HOPFIELD, "relu");

  assert_refused (smooth, "not positively homogeneous");
  assert_refused (large, "is 2: expected a number below 1");
  assert_refused (border, "too close to 1");
  assert_refused (near, "too close to 1");
  assert_refused (hopfield, "expected firing-rate");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/implicit/rescaling/map", test_rescaling);
  g_test_add_func ("/implicit/rescaling/refusals", test_rescaling_refuses);
  return g_test_run ();
}
