#include <math.h>

#include "app/bench/benchmarks.h"
#include "core/dynamics/bundle.h"

#define STARTS 200

typedef struct
{
  ClModel *model;
  ClMatrix *starts;
  ClBundle *bundle;
} BundleProblem;

static void
free_problem (gpointer data)
{
  BundleProblem *problem = data;

  g_clear_pointer (&problem->bundle, cl_bundle_free);
  cl_matrix_unref (problem->starts);
  cl_model_unref (problem->model);
  g_free (problem);
}

/* Shifts the diagonal so that every row sum a_ii + sum |a_ij| is 0.5. */
static void
make_contracting (ClMatrix *a)
{
  for (gsize i = 0; i < a->rows; i++)
    {
      double others = 0;

      for (gsize j = 0; j < a->cols; j++)
        others += j != i ? fabs (cl_matrix_get (a, i, j)) : 0;
      cl_matrix_set (a, i, i, 0.5 - others);
    }
}

static gpointer
new_problem (gsize n, const char *activation, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);
  BundleProblem *problem = g_new0 (BundleProblem, 1);
  ClModelParts parts = { .activation = cl_activation_find (activation) };

  for (gsize i = 0; i < n * n; i++)
    a->data[i] = g_rand_double_range (random, -2, 2) / sqrt ((double) n);
  if (parts.activation == cl_activation_default ())
    make_contracting (a);
  parts.array[CL_ARRAY_A] = a;
  problem->model = cl_model_new (&parts, error);
  g_assert (problem->model);
  problem->starts = cl_matrix_new (STARTS, n);
  for (gsize i = 0; i < STARTS * n; i++)
    problem->starts->data[i] = g_rand_double_range (random, -2, 2);
  return problem;
}

static gpointer
setup_2 (GError **error)
{
  return new_problem (2, "tanh", error);
}

static gpointer
setup_100 (GError **error)
{
  return new_problem (100, "tanh", error);
}

/* With as many kinks as neurons that change their side. */
static gpointer
setup_relu (GError **error)
{
  return new_problem (100, "relu", error);
}

static gboolean
run (gpointer data, GError **error)
{
  const ClBundleSettings settings = CL_BUNDLE_SETTINGS_DEFAULT;
  BundleProblem *problem = data;

  g_clear_pointer (&problem->bundle, cl_bundle_free);
  problem->bundle = cl_bundle_new (problem->model, problem->starts, NULL, &settings, NULL, error);
  return problem->bundle != NULL;
}

/* The same bundle to a tolerance a thousand times smaller. */
static gboolean
verify (gpointer data, GError **error)
{
  const ClBundleSettings strict = { .until = 10, .frames = 500, .rtol = 1e-9, .atol = 1e-12 };
  const BundleProblem *problem = data;
  g_autoptr (ClBundle) exact =
      cl_bundle_new (problem->model, problem->starts, NULL, &strict, NULL, error);
  double worst = 0;

  if (!exact)
    return FALSE;
  for (gsize i = 0; i < exact->starts * exact->frames * exact->n; i++)
    worst = fmax (worst, fabs (exact->x[i] - problem->bundle->x[i]) / (1 + fabs (exact->x[i])));
  return cl_benchmark_check (worst < 1e-5, error, "frames differ from those of a stricter run");
}

static ClArraySet *
arrays (gpointer data)
{
  const BundleProblem *problem = data;
  ClArraySet *set = cl_array_set_new ();

  cl_array_set_add (set, "A", problem->model->parts.array[CL_ARRAY_A]);
  cl_array_set_add (set, "starts", problem->starts);
  return set;
}

/* The sum of |x_i| over all final states. */
static double
value (gpointer data)
{
  const BundleProblem *problem = data;
  const ClBundle *bundle = problem->bundle;
  double sum = 0;

  for (gsize start = 0; start < bundle->starts; start++)
    for (gsize i = 0; i < bundle->n; i++)
      sum += fabs (cl_bundle_state (bundle, start, bundle->frames - 1)[i]);
  return sum;
}

static const ClPythonRival together = { "SciPy, the whole bundle", "bundle.py", "together", 3 };
static const ClPythonRival one_by_one = { "SciPy, one start at a time", "bundle.py", "one-by-one",
                                          1 };
static const ClPythonRival *const rivals[] = { &together, &one_by_one, NULL };

static double
work (gpointer data)
{
  return STARTS;
}

const ClBenchmark cl_bench_bundle_2 = {
  .name = "bundle-2",
  .title = "200 trajectories, n = 2, T = 10, 500 frames, rtol 1e-6",
  .unit = "trajectories",
  .repeats = 20,
  .setup = setup_2,
  .run = run,
  .verify = verify,
  .work = work,
  .free = free_problem,
  .rivals = rivals,
  .arrays = arrays,
  .value = value,
  .tolerance = 1e-4,
};

const ClBenchmark cl_bench_bundle_100 = {
  .name = "bundle-100",
  .title = "200 trajectories, n = 100, T = 10, 500 frames, rtol 1e-6",
  .unit = "trajectories",
  .repeats = 5,
  .setup = setup_100,
  .run = run,
  .verify = verify,
  .work = work,
  .free = free_problem,
  .rivals = rivals,
  .arrays = arrays,
  .value = value,
  .tolerance = 1e-4,
};

const ClBenchmark cl_bench_bundle_relu = {
  .name = "bundle-100-relu",
  .title = "200 trajectories of a ReLU model, n = 100, mu_inf = 0.5, T = 10, 500 frames, rtol 1e-6",
  .unit = "trajectories",
  .repeats = 5,
  .setup = setup_relu,
  .run = run,
  .verify = verify,
  .work = work,
  .free = free_problem,
};
