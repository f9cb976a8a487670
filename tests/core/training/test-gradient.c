/* The gradient of the whole training loss, with and without the regulariser, against central
 * differences of an independent computation in doubles, for every family and several activations.
 */
#include "core/training/learner.h"
#include "tests/core/training/oracle.h"
#include "tests/core/training/problem.h"

#define N_STATES  6
#define N_PIXELS  5
#define N_CLASSES 3
#define N_SAMPLES 4

/* A power of two, so that adding it to a weight rounds little. */
#define STEP 0x1p-10F

typedef struct
{
  const ClFamily *family;
  const char *activation;
  double gamma, lambda;
  gboolean negative_diagonal;
} Case;

typedef struct
{
  const Case *options;
  ClLearner *learner;
  ClSamples samples;
  ClBatchGradient *gradient;
  float *theta; /* dL/dtheta, a copy */
} Fixture;

static void
compute_gradient (Fixture *fixture)
{
  const ClParameterLayout *layout = cl_learner_layout (fixture->learner);
  const ClNetwork *network = cl_learner_network (fixture->learner);
  const ClBatchTolerance tolerance = { 2e-6, 1000 };
  const guint32 indices[N_SAMPLES] = { 2, 0, 3, 1 };
  ClGradientInfo info;

  cl_batch_gradient_run (fixture->gradient, network, &fixture->samples, indices, N_SAMPLES,
                         1.0F / N_SAMPLES, &tolerance, &info);
  g_assert_true (info.forward.converged && info.backward.converged);
  g_assert_cmpfloat_with_epsilon (info.loss / N_SAMPLES,
                                  oracle_loss (network, &fixture->samples, 0.0), 1e-5);
  if (fixture->options->lambda > 0.0)
    cl_learner_regularise (fixture->learner, cl_regulariser_find ("nemon"),
                           fixture->options->lambda, fixture->gradient);
  fixture->theta =
      g_memdup2 (cl_learner_pull_back (fixture->learner, cl_batch_gradient_a (fixture->gradient)),
                 layout->theta * sizeof (float));
}

/* Whether the slopes stay the same when every argument moves a little: a difference quotient across
 * a kink says nothing about the derivative at either side. */
static gboolean
is_away_from_kinks (const ClNetwork *network, const ClSamples *samples)
{
  const double move = 0.02;
  double x[N_STATES], z[N_STATES];

  for (gsize i = 0; i < samples->count; i++)
    {
      oracle_state (network, samples->pixels + i * N_PIXELS, x);
      oracle_argument (network, samples->pixels + i * N_PIXELS, x, z);
      for (gsize j = 0; j < N_STATES; j++)
        if (fabs (network->activation->slope (z[j] + move)
                  - network->activation->slope (z[j] - move))
            > 0.1)
          return FALSE;
    }
  return TRUE;
}

static void
free_problem (Fixture *fixture)
{
  g_clear_pointer (&fixture->learner, cl_learner_free);
  g_clear_pointer (&fixture->samples.pixels, g_aligned_free);
  g_clear_pointer (&fixture->samples.labels, g_free);
}

static void
make_problem (Fixture *fixture, guint64 seed)
{
  const Case *options = fixture->options;

  const ClParameterLayout layout =
      cl_parameter_layout (options->family, N_STATES, N_PIXELS, N_CLASSES);

  fixture->learner =
      cl_learner_new (options->family, cl_optimiser_find ("adam"),
                      cl_activation_find (options->activation), &layout, options->gamma, seed);
  if (options->negative_diagonal)
    for (gsize i = 0; i < N_STATES; i++)
      cl_learner_theta (fixture->learner)[i * (N_STATES + 1)] = -0.05F - 0.01F * (float) i;
  if (options->family->log_eta != NULL)
    for (gsize i = 0; i < N_STATES; i++)
      cl_learner_theta (fixture->learner)[options->family->log_eta (N_STATES) + i] =
          0.5F * (float) i - 1.0F;
  cl_learner_refresh (fixture->learner);
  problem_fill (&fixture->samples, N_SAMPLES, N_PIXELS, N_CLASSES, seed);
}

static void
set_up (Fixture *fixture, const Case *options)
{
  guint64 seed = 1;

  *fixture = (Fixture){ .options = options };
  make_problem (fixture, seed);
  while (!is_away_from_kinks (cl_learner_network (fixture->learner), &fixture->samples))
    {
      g_assert_cmpuint (++seed, <, 1000);
      free_problem (fixture);
      make_problem (fixture, seed);
    }
  fixture->gradient = cl_batch_gradient_new (cl_learner_layout (fixture->learner),
                                             cl_activation_find (options->activation),
                                             cl_loss_find ("cross-entropy"), N_SAMPLES);
  compute_gradient (fixture);
}

static void
tear_down (Fixture *fixture)
{
  free_problem (fixture);
  cl_batch_gradient_free (fixture->gradient);
  g_free (fixture->theta);
}

static double
difference_quotient (Fixture *fixture, float *weight)
{
  const ClNetwork *network = cl_learner_network (fixture->learner);
  const float kept = *weight;
  const float above = kept + STEP, below = kept - STEP;

  *weight = above;
  cl_learner_refresh (fixture->learner);
  const double high = oracle_loss (network, &fixture->samples, fixture->options->lambda);
  *weight = below;
  cl_learner_refresh (fixture->learner);
  const double low = oracle_loss (network, &fixture->samples, fixture->options->lambda);
  *weight = kept;
  cl_learner_refresh (fixture->learner);
  return (high - low) / ((double) above - (double) below);
}

static void
check_block (Fixture *fixture, gsize count, float *weights, const float *gradient)
{
  double largest = 0.0;

  for (gsize i = 0; i < count; i++)
    largest = MAX (largest, fabs (gradient[i]));
  g_assert_cmpfloat (largest, >, 0.0);
  for (gsize i = 0; i < count; i++)
    g_assert_cmpfloat_with_epsilon (gradient[i], difference_quotient (fixture, &weights[i]),
                                    2e-3 * largest + 2e-4);
}

static void
test_gradient (gconstpointer data)
{
  Fixture fixture;

  set_up (&fixture, data);
  const ClParameterLayout *layout = cl_learner_layout (fixture.learner);
  check_block (&fixture, layout->theta, cl_learner_theta (fixture.learner), fixture.theta);
  check_block (&fixture, layout->linear, cl_learner_linear (fixture.learner),
               cl_batch_gradient_linear (fixture.gradient));
  tear_down (&fixture);
}

static void
add_case (const ClFamily *family, const char *activation, double gamma, double lambda,
          gboolean negative_diagonal)
{
  Case *options = g_new (Case, 1);
  g_autofree char *path =
      g_strdup_printf ("/training/gradient/%s/%s/gamma=%g/lambda=%g%s", family->id, activation,
                       gamma, lambda, negative_diagonal ? "/negative-diagonal" : "");

  *options = (Case){ family, activation, gamma, lambda, negative_diagonal };
  g_test_add_data_func_full (path, options, test_gradient, g_free);
}

int
main (int argc, char **argv)
{
  const char *const activations[] = { "relu",     "leaky-relu", "tanh",
                                      "logistic", "softplus",   "saturation" };
  gsize count;
  const ClFamily *const *families = cl_family_table (&count);

  g_test_init (&argc, &argv, NULL);
  for (gsize k = 0; k < count; k++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (activations); i++)
        add_case (families[k], activations[i], 0.9, 0.0, FALSE);
      if (families[k]->norm == CL_FAMILY_NORM_INF && families[k]->log_eta == NULL)
        add_case (families[k], "relu", 0.5, 0.05, FALSE);
    }
  add_case (cl_family_find ("nemon"), "relu", -0.5, 0.05, FALSE);
  add_case (cl_family_find ("nemon"), "relu", 0.5, 0.05, TRUE);
  return g_test_run ();
}
