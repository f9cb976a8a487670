#include <math.h>

#include "app/bench/benchmarks.h"
#include "core/datasets/dataset.h"

typedef struct
{
  ClDataset *dataset;
} DigitsProblem;

static gpointer
setup_digits (GError **error)
{
  return g_new0 (DigitsProblem, 1);
}

static gboolean
run_digits (gpointer data, GError **error)
{
  DigitsProblem *problem = data;

  g_clear_pointer (&problem->dataset, cl_dataset_unref);
  problem->dataset = cl_dataset_open ("digits", 1, NULL, error);
  return problem->dataset != NULL;
}

/* Every class is as frequent as a fair draw makes it, and no image is empty. */
static gboolean
verify_digits (gpointer data, GError **error)
{
  const DigitsProblem *problem = data;
  const ClSamples *train = &problem->dataset->train;
  gsize pixels = cl_dataset_inputs (problem->dataset);
  gsize counts[10] = { 0 };

  for (gsize i = 0; i < train->count; i++)
    {
      double ink = 0;
      for (gsize j = 0; j < pixels; j++)
        ink += train->pixels[i * pixels + j];
      if (!cl_benchmark_check (ink > 5, error, "an image is empty"))
        return FALSE;
      counts[train->labels[i]]++;
    }
  for (gsize k = 0; k < 10; k++)
    if (!cl_benchmark_check (fabs ((double) counts[k] / (double) train->count - 0.1) < 0.01, error,
                             "the classes are not balanced"))
      return FALSE;
  return TRUE;
}

static double
digits_work (gpointer data)
{
  const DigitsProblem *problem = data;

  return (double) (problem->dataset->train.count + problem->dataset->test.count);
}

static void
free_digits (gpointer data)
{
  DigitsProblem *problem = data;

  g_clear_pointer (&problem->dataset, cl_dataset_unref);
  g_free (problem);
}

const ClBenchmark cl_bench_digits = {
  .name = "digits",
  .title = "the 70,000 built-in digits, generated",
  .unit = "images",
  .repeats = 3,
  .setup = setup_digits,
  .run = run_digits,
  .verify = verify_digits,
  .work = digits_work,
  .free = free_digits,
};
