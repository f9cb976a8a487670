/* The batch solver against the plain iteration in doubles, sample by sample. */
#include "core/training/batch-solver.h"

#include "tests/core/training/oracle.h"
#include "tests/core/training/problem.h"

#define R 9
#define M 23

static const char *const activations[] = { "relu",     "leaky-relu", "tanh",    "logistic",
                                           "softplus", "saturation", "identity" };

typedef struct
{
  ClNetwork network;
  float *b_matrix, *bias;
  ClSamples samples;
} Fixture;

static float *
random_floats (ClRandomStream *stream, gsize count, double bound)
{
  float *out = g_new (float, count);

  for (gsize i = 0; i < count; i++)
    out[i] = (float) cl_random_stream_uniform (stream, -bound, bound);
  return out;
}

/* A random matrix with mu_inf (A) = measure and large negative self-loops, as training makes them.
 */
static void
set_up (Fixture *fixture, const char *activation, gsize n, double measure, guint64 seed)
{
  ClRandomStream stream = cl_random_stream_new (seed, 0);
  g_autofree float *a = random_floats (&stream, n * n, 1.0);

  for (gsize i = 0; i < n; i++)
    {
      double others = 0.0;

      for (gsize j = 0; j < n; j++)
        others += i == j ? 0.0 : fabsf (a[i * n + j]);
      a[i * n + i] = (float) (measure - others);
    }
  cl_network_init (&fixture->network, n, R, 0, cl_activation_find (activation));
  cl_network_set_a (&fixture->network, a);
  fixture->network.b_matrix = fixture->b_matrix = random_floats (&stream, n * R, 2.0);
  fixture->network.bias = fixture->bias = random_floats (&stream, n, 1.0);
  problem_fill (&fixture->samples, M, R, 2, seed);
}

static void
tear_down (Fixture *fixture)
{
  cl_network_clear (&fixture->network);
  g_free (fixture->b_matrix);
  g_free (fixture->bias);
  g_aligned_free (fixture->samples.pixels);
  g_free (fixture->samples.labels);
}

/* |x - Phi (A x + B u + b)|_inf / |x|_inf in doubles, at the floats the solver returned. */
static double
relative_residual (const ClNetwork *network, const float *u, const float *x)
{
  g_autofree double *wide = g_new (double, network->n);
  g_autofree double *z = g_new (double, network->n);
  double residual = 0.0, size = 0.0;

  for (gsize i = 0; i < network->n; i++)
    wide[i] = x[i];
  oracle_argument (network, u, wide, z);
  for (gsize i = 0; i < network->n; i++)
    {
      residual = MAX (residual, fabs (network->activation->value (z[i]) - wide[i]));
      size = MAX (size, fabs (wide[i]));
    }
  return residual == 0.0 ? 0.0 : residual / size;
}

/* Every sample meets the tolerance, and the worst residual reported is the true one. */
static void
test_forward (gconstpointer data)
{
  const ClBatchTolerance tolerance = { 1e-4, 1000 };

  for (gsize n = 1; n <= 70; n += 23)
    {
      Fixture fixture;
      ClBatchInfo info;
      double worst = 0.0;

      set_up (&fixture, data, n, 0.8, n);
      g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, n, M);
      cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tolerance,
                               &info);
      g_assert_true (info.converged);
      for (gsize i = 0; i < M; i++)
        worst = MAX (worst, relative_residual (&fixture.network, fixture.samples.pixels + i * R,
                                               cl_batch_solver_states (solver) + i * n));
      g_assert_cmpfloat (info.residual, <=, tolerance.tolerance);
      g_assert_cmpfloat_with_epsilon (worst, info.residual, 1e-5);
      tear_down (&fixture);
    }
}

/* |v - d (A' v + g)|_inf over the largest |v|_inf, in doubles. */
static double
adjoint_residual (const ClNetwork *network, const float *u, const double *x, const float *g,
                  const float *v)
{
  const gsize n = network->n;
  g_autofree double *z = g_new (double, n);
  double residual = 0.0;

  oracle_argument (network, u, x, z);
  for (gsize i = 0; i < n; i++)
    {
      double sum = g[i];

      for (gsize j = 0; j < n; j++)
        sum += oracle_entry (network, j, i) * v[j];
      residual = MAX (residual, fabs (v[i] - network->activation->slope (z[i]) * sum));
    }
  return residual;
}

static void
test_backward (gconstpointer data)
{
  const gsize n = 31;
  const ClBatchTolerance tight = { 2e-6, 1000 }, tolerance = { 1e-4, 1000 };
  ClRandomStream stream = cl_random_stream_new (8, 8);
  Fixture fixture;
  ClBatchInfo info;
  double x[31], scale = 0.0;

  set_up (&fixture, data, n, 0.8, 5);
  g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, n, M);
  g_autofree float *g = random_floats (&stream, M * n, 1.0);
  g_autofree float *spoilt = g_memdup2 (g, M * n * sizeof (float));
  g_autofree float *v = g_new0 (float, M *n);
  cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tight, &info);
  cl_batch_solver_backward (solver, &fixture.network, M, spoilt, &tolerance, v, &info);
  g_assert_true (info.converged);
  for (gsize i = 0; i < M * n; i++)
    scale = MAX (scale, fabsf (v[i]));
  for (gsize i = 0; i < M; i++)
    {
      const float *u = fixture.samples.pixels + i * R;

      oracle_state (&fixture.network, u, x);
      /* The slopes are those of a state that is itself off by its own tolerance. */
      g_assert_cmpfloat (adjoint_residual (&fixture.network, u, x, g + i * n, v + i * n) / scale,
                         <=, 5e-4);
    }
  tear_down (&fixture);
}

/* The answer for a sample does not depend on its company, nor on how the others leave the batch. */
static void
test_samples_are_independent (void)
{
  const gsize n = 40;
  const ClBatchTolerance tolerance = { 1e-5, 1000 };
  Fixture fixture;
  ClBatchInfo info;

  set_up (&fixture, "relu", n, 0.9, 3);
  g_autoptr (ClBatchSolver) together = cl_batch_solver_new (fixture.network.activation, n, M);
  g_autoptr (ClBatchSolver) alone = cl_batch_solver_new (fixture.network.activation, n, 1);
  cl_batch_solver_forward (together, &fixture.network, M, fixture.samples.pixels, &tolerance,
                           &info);
  for (gsize i = 0; i < M; i++)
    {
      cl_batch_solver_forward (alone, &fixture.network, 1, fixture.samples.pixels + i * R,
                               &tolerance, &info);
      for (gsize j = 0; j < n; j++)
        g_assert_cmpfloat_with_epsilon (cl_batch_solver_states (alone)[j],
                                        cl_batch_solver_states (together)[i * n + j], 1e-4);
    }
  tear_down (&fixture);
}

/* The kernels written for ReLU and those that serve any activation agree. */
static void
check_kernels (const ClRowKernel *(*find) (const ClActivation *) )
{
  const gsize n = 300;
  const ClActivation *relu = cl_activation_find ("relu");
  ClActivation disguised = *relu;
  ClRandomStream stream = cl_random_stream_new (1, 1);
  Fixture fixture;

  disguised.id = "relu under another name";
  set_up (&fixture, "relu", n, 0.5, 2);
  cl_network_use_splitting (&fixture.network, 0.7);
  g_autofree float *x = random_floats (&stream, n, 1.0);
  g_autofree float *s = random_floats (&stream, n, 5.0);
  float next[2][300], slope[2][300];
  ClRowSizes sizes[2];
  const ClRowKernel *kernel[2] = { find (relu), find (&disguised) };
  g_assert_true (kernel[0] != kernel[1]);
  for (gsize k = 0; k < 2; k++)
    {
      sizes[k] = kernel[k]->step (&fixture.network, 0.75F, x, s, next[k]);
      kernel[k]->slope (&fixture.network, x, s, slope[k]);
    }
  g_assert_cmpfloat_with_epsilon (sizes[0].residual, sizes[1].residual, 1e-4);
  g_assert_cmpfloat (sizes[0].size, ==, sizes[1].size);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon (next[0][i], next[1][i], 1e-6);
      g_assert_cmpfloat (slope[0][i], ==, slope[1][i]);
    }
  tear_down (&fixture);
}

static void
test_kernels_agree (void)
{
  check_kernels (cl_row_kernel_find);
  check_kernels (cl_row_kernel_find_splitting);
}

/* A = -k (skew) - k I grows so strong that the undamped iteration diverges, although mu_2 (A) < 0.
 */
static void
test_damps_when_needed (void)
{
  const float a[4] = { 0.0F, 3.0F, -3.0F, 0.0F };
  const float u[R] = { 1.0F };
  const float b_matrix[2 * R] = { [0] = 1.0F, [R] = 2.0F };
  const float bias[2] = { 0.0F, 1.0F };
  const ClBatchTolerance tolerance = { 1e-5, 2000 };
  ClNetwork network;
  ClBatchInfo info;

  cl_network_init (&network, 2, R, 0, cl_activation_find ("identity"));
  cl_network_set_a (&network, a);
  network.b_matrix = b_matrix;
  network.bias = bias;
  g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (network.activation, 2, 1);
  cl_batch_solver_forward (solver, &network, 1, u, &tolerance, &info);
  g_assert_true (info.converged);
  g_assert_cmpuint (info.iterations, >, 50);
  /* x1 = 3 x2 + 1, x2 = -3 x1 + 3. */
  g_assert_cmpfloat_with_epsilon (cl_batch_solver_states (solver)[0], 1.0, 1e-4);
  g_assert_cmpfloat_with_epsilon (cl_batch_solver_states (solver)[1], 0.0, 1e-4);
  cl_network_clear (&network);
}

/* A skew coupling far outside the inf-norm condition, with mu_2 (A) < 1: the splitting needs few
 * iterations, and its residual, read off without a gemm, is the true one. */
static void
set_up_skew (Fixture *fixture, const char *activation, gsize n)
{
  ClRandomStream stream = cl_random_stream_new (2, 2);
  g_autofree float *a = g_new0 (float, n *n);

  set_up (fixture, activation, n, 0.5, 4);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        a[i * n + j] = (float) cl_random_stream_uniform (&stream, -0.7, 0.7);
        a[j * n + i] = -a[i * n + j];
      }
  cl_network_use_splitting (&fixture->network, 0.7);
  cl_network_set_a (&fixture->network, a);
  g_assert_cmpfloat (cl_network_measure (&fixture->network, NULL), >, 4.0);
}

static void
test_splitting (gconstpointer data)
{
  const gsize n = 20;
  const ClBatchTolerance tolerance = { 1e-4, 400 };
  Fixture fixture;
  ClBatchInfo info;
  double worst = 0.0;

  set_up_skew (&fixture, data, n);
  g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, n, M);
  cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tolerance, &info);
  g_assert_true (info.converged);
  for (gsize i = 0; i < M; i++)
    worst = MAX (worst, relative_residual (&fixture.network, fixture.samples.pixels + i * R,
                                           cl_batch_solver_states (solver) + i * n));
  g_assert_cmpfloat_with_epsilon (worst, info.residual, 1e-5);
  tear_down (&fixture);
}

/* The drive of a sample is `top` in its first state and about -1 in the others, so that its state
 * is of the size of `top` however large the arguments of the others stay. */
static void
fill_faint_drive (Fixture *fixture, gsize n, float top)
{
  memset (fixture->b_matrix, 0, n * R * sizeof (float));
  for (gsize i = 0; i < n; i++)
    fixture->bias[i] = i == 0 ? top : -1.0F - 0.01F * (float) i;
}

static void
test_faint_states (void)
{
  const float tops[] = { 1e-1F, 1e-2F, 1e-3F, 1e-5F, 1e-9F, 0.0F, -1e-3F };
  const gsize n = 20;
  const ClBatchTolerance tolerance = { 1e-4, 400 };

  for (gsize k = 0; k < G_N_ELEMENTS (tops); k++)
    {
      Fixture fixture;
      ClBatchInfo info;

      set_up_skew (&fixture, "relu", n);
      fill_faint_drive (&fixture, n, tops[k]);
      g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, n, M);
      cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tolerance,
                               &info);
      g_assert_true (info.converged);
      for (gsize i = 0; i < M; i++)
        {
          const float *x = cl_batch_solver_states (solver) + i * n;

          g_assert_cmpfloat (relative_residual (&fixture.network, fixture.samples.pixels + i * R,
                                                x),
                             <=, 1.01 * tolerance.tolerance);
          /* The coupling alone wakes nobody: the first state is what its own drive makes it. */
          g_assert_cmpfloat (fabsf (x[0] - MAX (tops[k], 0.0F)), <=, 1e-3F * fabsf (tops[k]));
        }
      tear_down (&fixture);
    }
}

/* A batch of samples that vanish, that are faint and that are neither. */
static void
test_mixed_states (void)
{
  const gsize n = 20;
  const ClBatchTolerance tolerance = { 1e-4, 400 };
  const float tops[M] = { 0.0F, 1.0F, 1e-6F, -1.0F, 2.0F, 1e-4F };
  Fixture fixture;
  ClBatchInfo info;

  set_up_skew (&fixture, "relu", n);
  fill_faint_drive (&fixture, n, 0.0F);
  fixture.b_matrix[0] = 1.0F;
  for (gsize i = 0; i < M; i++)
    fixture.samples.pixels[i * R] = tops[i];
  g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, n, M);
  cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tolerance, &info);
  g_assert_true (info.converged);
  for (gsize i = 0; i < M; i++)
    {
      const float *x = cl_batch_solver_states (solver) + i * n;

      g_assert_cmpfloat (relative_residual (&fixture.network, fixture.samples.pixels + i * R, x),
                         <=, 1.01 * tolerance.tolerance);
      g_assert_true ((tops[i] > 0.0F) == (x[0] > 0.0F));
    }
  tear_down (&fixture);
}

static void
test_not_a_number (void)
{
  const ClBatchTolerance tolerance = { 1e-4, 1000 };
  Fixture fixture;
  ClBatchInfo info;

  set_up (&fixture, "relu", 10, 0.5, 1);
  fixture.samples.pixels[4 * R + 2] = NAN;
  g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, 10, M);
  cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tolerance, &info);
  g_assert_false (info.converged);
  g_assert_true (isnan (info.residual));
  g_assert_cmpfloat (relative_residual (&fixture.network, fixture.samples.pixels,
                                        cl_batch_solver_states (solver)),
                     <=, 1.1e-4);
  tear_down (&fixture);
}

static void
test_iterations_run_out (void)
{
  const ClBatchTolerance tolerance = { 1e-6, 2 };
  Fixture fixture;
  ClBatchInfo info;

  set_up (&fixture, "relu", 30, 0.95, 1);
  g_autoptr (ClBatchSolver) solver = cl_batch_solver_new (fixture.network.activation, 30, M);
  cl_batch_solver_forward (solver, &fixture.network, M, fixture.samples.pixels, &tolerance, &info);
  g_assert_false (info.converged);
  g_assert_cmpuint (info.iterations, ==, 2);
  g_assert_cmpfloat (info.residual, >, 1e-6);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (activations); i++)
    {
      g_autofree char *forward = g_strdup_printf ("/training/solver/forward/%s", activations[i]);
      g_autofree char *backward = g_strdup_printf ("/training/solver/backward/%s", activations[i]);

      g_autofree char *splitting =
          g_strdup_printf ("/training/solver/splitting/%s", activations[i]);

      g_test_add_data_func (splitting, activations[i], test_splitting);
      g_test_add_data_func (forward, activations[i], test_forward);
      g_test_add_data_func (backward, activations[i], test_backward);
    }
  g_test_add_func ("/training/solver/independent", test_samples_are_independent);
  g_test_add_func ("/training/solver/kernels-agree", test_kernels_agree);
  g_test_add_func ("/training/solver/damps", test_damps_when_needed);
  g_test_add_func ("/training/solver/faint-states", test_faint_states);
  g_test_add_func ("/training/solver/mixed-states", test_mixed_states);
  g_test_add_func ("/training/solver/not-a-number", test_not_a_number);
  g_test_add_func ("/training/solver/iterations-run-out", test_iterations_run_out);
  return g_test_run ();
}
