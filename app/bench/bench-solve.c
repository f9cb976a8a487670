#include <math.h>

#include "app/bench/benchmarks.h"
#include "app/bench/training-problem.h"
#include "core/implicit/fixed-point.h"

#define SAMPLES 10000

/* Fixed points of 10,000 test images on a trained n = 100 model, in either precision. */
typedef struct
{
  ClPrecision precision;
  ClModel *model;
  ClMatrix *inputs;
  ClMatrix *x;
} FixedPointProblem;

static void
free_problem (gpointer data)
{
  FixedPointProblem *problem = data;

  g_clear_pointer (&problem->model, cl_model_unref);
  g_clear_pointer (&problem->inputs, cl_matrix_unref);
  g_clear_pointer (&problem->x, cl_matrix_unref);
  g_free (problem);
}

static gpointer
new_problem (ClPrecision precision, GError **error)
{
  g_autoptr (ClDataset) dataset = cl_bench_open_dataset (error);
  g_autoptr (ClTrainer) trainer =
      dataset ? cl_bench_train_one_epoch ("nemon", dataset, error) : NULL;

  if (!trainer)
    return NULL;
  FixedPointProblem *problem = g_new0 (FixedPointProblem, 1);
  gsize pixels = cl_dataset_inputs (dataset);
  problem->precision = precision;
  problem->model = cl_trainer_get_model (trainer, TRUE);
  problem->inputs = cl_matrix_new (MIN (SAMPLES, dataset->test.count), pixels);
  for (gsize i = 0; i < problem->inputs->rows * pixels; i++)
    problem->inputs->data[i] = dataset->test.pixels[i];
  return problem;
}

static gpointer
setup_double (GError **error)
{
  return new_problem (CL_PRECISION_DOUBLE, error);
}

static gpointer
setup_single (GError **error)
{
  return new_problem (CL_PRECISION_SINGLE, error);
}

static gboolean
run (gpointer data, GError **error)
{
  FixedPointProblem *problem = data;
  const ClFixedPointSettings settings = { .solver = cl_solver_find ("diagonal-implicit"),
                                          .tolerance = 1e-4,
                                          .max_iterations = 1000,
                                          .precision = problem->precision };
  g_auto (ClFixedPointInfo) info = { 0 };

  g_clear_pointer (&problem->x, cl_matrix_unref);
  problem->x =
      cl_fixed_point_solve (problem->model, problem->inputs, NULL, &settings, &info, NULL, error);
  return problem->x && cl_benchmark_check (info.converged, error, "the solver did not converge");
}

/* x - Phi (A x + B u + b) of some rows, from the definition. */
static gboolean
verify (gpointer data, GError **error)
{
  const FixedPointProblem *problem = data;
  const ClModel *model = problem->model;
  g_autofree double *drive = g_new (double, model->n);
  g_autofree double *work = g_new (double, model->n);
  g_autofree double *rhs = g_new (double, model->n);
  double worst = 0;

  for (gsize row = 0; row < problem->x->rows; row += 97)
    {
      cl_model_drive (model, cl_matrix_row (problem->inputs, row), drive);
      cl_model_rhs (model, drive, cl_matrix_row (problem->x, row), work, rhs);
      for (gsize i = 0; i < model->n; i++)
        worst = fmax (worst, fabs (rhs[i]));
    }
  return cl_benchmark_check (worst <= 1.0001e-4, error, "a residual is above the tolerance");
}

static double
work (gpointer data)
{
  const FixedPointProblem *problem = data;

  return (double) problem->inputs->rows;
}

const ClBenchmark cl_bench_fixed_points = {
  .name = "fixed-points",
  .title = "fixed points of 10,000 images, trained n = 100, diagonal-implicit, residual 1e-4",
  .unit = "inputs",
  .repeats = 5,
  .setup = setup_double,
  .run = run,
  .verify = verify,
  .work = work,
  .free = free_problem,
};

const ClBenchmark cl_bench_fixed_points_single = {
  .name = "fixed-points-single",
  .title =
      "fixed points of 10,000 images, trained n = 100, diagonal-implicit, residual 1e-4, iterated in float",
  .unit = "inputs",
  .repeats = 5,
  .setup = setup_single,
  .run = run,
  .verify = verify,
  .work = work,
  .free = free_problem,
};
