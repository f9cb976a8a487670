#include "app/bench/benchmark.h"

#include <math.h>
#include <stdlib.h>

#include "app/bench/benchmarks.h"

G_DEFINE_QUARK (cl - benchmark - error - quark, cl_benchmark_error)

static const ClBenchmark *const benchmarks[] = {
  &cl_bench_sgemm,           &cl_bench_dgemm,
  &cl_bench_analyze_100,     &cl_bench_analyze_1000,
  &cl_bench_p_matrix_20,     &cl_bench_bundle_2,
  &cl_bench_bundle_100,      &cl_bench_bundle_relu,
  &cl_bench_fixed_points,    &cl_bench_fixed_points_single,
  &cl_bench_digits,          &cl_bench_train_epoch,
  &cl_bench_train_epoch_mon, &cl_bench_train_epoch_idl,
  &cl_bench_conv_nemon,      &cl_bench_conv_nemon_cifar,
};

const ClBenchmark *const *
cl_benchmark_table (gsize *count)
{
  *count = G_N_ELEMENTS (benchmarks);
  return benchmarks;
}

const ClBenchmark *
cl_benchmark_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (benchmarks); i++)
    if (g_str_equal (benchmarks[i]->name, name))
      return benchmarks[i];
  return NULL;
}

gboolean
cl_benchmark_check (gboolean valid, GError **error, const char *what)
{
  if (!valid)
    g_set_error (error, CL_BENCHMARK_ERROR, 0, "verification failed: %s", what);
  return valid;
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The first run warms the caches and is the one that is verified. */
static gboolean
run_all (const ClBenchmark *benchmark, gpointer problem, double *seconds, GCancellable *cancellable,
         GError **error)
{
  if (!benchmark->run (problem, error) || !benchmark->verify (problem, error))
    return FALSE;
  for (guint i = 0; i < benchmark->repeats; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !benchmark->run (problem, error))
        return FALSE;
      seconds[i] = (double) MAX (g_get_monotonic_time () - begin, 1) / 1e6;
    }
  return TRUE;
}

/* A machine without Python shows no ratio; a rival that disagrees is an error. */
static gboolean
time_rivals (const ClBenchmark *benchmark, gpointer problem, ClBenchmarkResult *result,
             GError **error)
{
  if (!benchmark->rivals)
    return TRUE;
  g_autoptr (ClArraySet) arrays = benchmark->arrays (problem);
  double value = benchmark->value (problem);

  for (gsize i = 0; benchmark->rivals[i]; i++)
    {
      ClPythonResult *rival = &result->rival[i];
      g_autoptr (GError) absent = NULL;

      if (!cl_python_rival_time (benchmark->rivals[i], arrays, rival, &absent))
        {
          *rival = (ClPythonResult){ 0 };
          continue;
        }
      if (!cl_benchmark_check (fabs (rival->value - value) <= benchmark->tolerance * fabs (value),
                               error, benchmark->rivals[i]->name))
        return FALSE;
    }
  return TRUE;
}

gboolean
cl_benchmark_time (const ClBenchmark *benchmark, ClBenchmarkResult *result,
                   GCancellable *cancellable, GError **error)
{
  g_autofree double *seconds = g_new0 (double, benchmark->repeats);
  gpointer problem = benchmark->setup (error);

  if (!problem)
    return FALSE;
  *result = (ClBenchmarkResult){ 0 };
  gboolean done = run_all (benchmark, problem, seconds, cancellable, error)
                  && time_rivals (benchmark, problem, result, error);
  qsort (seconds, benchmark->repeats, sizeof *seconds, compare_seconds);
  result->work = benchmark->work (problem);
  result->seconds_min = seconds[0];
  result->seconds_median = seconds[benchmark->repeats / 2];
  result->rate = result->work / result->seconds_median;
  if (done && benchmark->notes)
    result->n_notes = benchmark->notes (problem, result->seconds_median, result->notes);
  benchmark->free (problem);
  if (!done)
    g_prefix_error (error, "%s: ", benchmark->name);
  return done;
}
