#include <math.h>

#include "app/bench/benchmarks.h"
#include "core/theory/analysis.h"

typedef struct
{
  ClModel *model;
  ClAnalysisSettings settings;
  ClAnalysis *analysis;
} AnalyzeProblem;

static void
free_problem (gpointer data)
{
  AnalyzeProblem *problem = data;

  g_clear_pointer (&problem->analysis, cl_analysis_free);
  cl_model_unref (problem->model);
  g_free (problem);
}

/* Entries uniform on [-s, s] with s = 1/sqrt(n), as the random initial weights of a network. */
static gpointer
new_problem (gsize n, double shift, const ClAnalysisSettings *settings, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);
  AnalyzeProblem *problem = g_new0 (AnalyzeProblem, 1);

  for (gsize i = 0; i < n * n; i++)
    a->data[i] = g_rand_double_range (random, -1, 1) / sqrt ((double) n);
  for (gsize i = 0; i < n; i++)
    a->data[i * (n + 1)] += shift;
  problem->settings = *settings;
  problem->model = cl_model_new_for_matrix (a, error);
  g_assert (problem->model);
  return problem;
}

/* Everything that scales; the P-matrix test and the best l2 weights are reported apart.  Large
 * matrices on two threads, because the BLAS of the rival takes every core for them. */
static const ClAnalysisSettings scalable = { .threads = 1 };
static const ClAnalysisSettings scalable_parallel = { .threads = 2 };

static gpointer
setup_100 (GError **error)
{
  return new_problem (100, 0, &scalable, error);
}

static gpointer
setup_1000 (GError **error)
{
  return new_problem (1000, 0, &scalable_parallel, error);
}

/* Entries of A small beside I - A's diagonal make every one of the 2^20 minors count. */
static gpointer
setup_p_matrix (GError **error)
{
  const ClAnalysisSettings exact = { .p_matrix_limit = 20, .threads = 1 };

  return new_problem (20, -1, &exact, error);
}

static gboolean
run (gpointer data, GError **error)
{
  AnalyzeProblem *problem = data;

  g_clear_pointer (&problem->analysis, cl_analysis_free);
  problem->analysis = cl_analysis_new (problem->model, &problem->settings, NULL, error);
  return problem->analysis != NULL;
}

/* max_i (a_ii + sum |a_ij| eta_j / eta_i), from the definition. */
static double
weighted_measure (const ClMatrix *a, const double *eta)
{
  double measure = -INFINITY;

  for (gsize i = 0; i < a->rows; i++)
    {
      double sum = cl_matrix_get (a, i, i);
      for (gsize j = 0; j < a->cols; j++)
        if (j != i)
          sum += fabs (cl_matrix_get (a, i, j)) * eta[j] / eta[i];
      measure = fmax (measure, sum);
    }
  return measure;
}

static gboolean
verify (gpointer data, GError **error)
{
  const AnalyzeProblem *problem = data;
  const ClAnalysis *analysis = problem->analysis;
  const ClMatrix *a = cl_model_array (problem->model, CL_ARRAY_A);
  g_autofree double *ones = g_new (double, a->rows);
  double trace = 0, sum = 0;

  for (gsize i = 0; i < a->rows; i++)
    {
      ones[i] = 1;
      trace += cl_matrix_get (a, i, i);
      sum += cl_matrix_get (analysis->eigenvalues, i, 0);
    }
  double best = weighted_measure (a, analysis->optimal_weights->data);

  return cl_benchmark_check (fabs (sum - trace) < 1e-9 * (double) a->rows, error,
                             "the sum of the eigenvalues is not the trace")
         && cl_benchmark_check (fabs (analysis->measure_inf - weighted_measure (a, ones)) < 1e-9,
                                error, "the l-infinity measure")
         && cl_benchmark_check (fabs (analysis->weighted_mu_inf - best) < 1e-9, error,
                                "the measure in the best weights")
         && cl_benchmark_check (best - analysis->metzler_abscissa < 1e-8, error,
                                "the best weights miss the Metzler abscissa");
}

static gboolean
verify_p_matrix (gpointer data, GError **error)
{
  const AnalyzeProblem *problem = data;
  const ClCondition *condition = &problem->analysis->condition[CL_CONDITION_P_MATRIX];

  return verify (data, error)
         && cl_benchmark_check (condition->verdict == CL_VERDICT_HOLDS && condition->value > 0,
                                error, "I - A is a P-matrix by construction");
}

static ClArraySet *
arrays (gpointer data)
{
  const AnalyzeProblem *problem = data;
  ClArraySet *set = cl_array_set_new ();

  cl_array_set_add (set, "A", problem->model->parts.array[CL_ARRAY_A]);
  return set;
}

static double
value (gpointer data)
{
  const AnalyzeProblem *problem = data;

  return problem->analysis->metzler_abscissa;
}

static const ClPythonRival numpy_100 = { "NumPy", "analyze.py", NULL, 10 };
static const ClPythonRival numpy_1000 = { "NumPy", "analyze.py", NULL, 1 };
static const ClPythonRival *const rivals_100[] = { &numpy_100, NULL };
static const ClPythonRival *const rivals_1000[] = { &numpy_1000, NULL };

static double
one (gpointer data)
{
  return 1;
}

const ClBenchmark cl_bench_analyze_100 = {
  .name = "analyze-100",
  .title = "every measure and condition that scales, n = 100",
  .unit = "matrices",
  .repeats = 30,
  .setup = setup_100,
  .run = run,
  .verify = verify,
  .work = one,
  .free = free_problem,
  .rivals = rivals_100,
  .arrays = arrays,
  .value = value,
  .tolerance = 1e-9,
};

const ClBenchmark cl_bench_analyze_1000 = {
  .name = "analyze-1000",
  .title = "every measure and condition that scales, n = 1000, two threads",
  .unit = "matrices",
  .repeats = 3,
  .setup = setup_1000,
  .run = run,
  .verify = verify,
  .work = one,
  .free = free_problem,
  .rivals = rivals_1000,
  .arrays = arrays,
  .value = value,
  .tolerance = 1e-9,
};

const ClBenchmark cl_bench_p_matrix_20 = {
  .name = "p-matrix-20",
  .title = "smallest of the 2^20 principal minors, n = 20",
  .unit = "matrices",
  .repeats = 3,
  .setup = setup_p_matrix,
  .run = run,
  .verify = verify_p_matrix,
  .work = one,
  .free = free_problem,
};
