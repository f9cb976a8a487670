#include "core/training/evaluate.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "core/linalg/blas.h"
#include "core/theory/perron.h"
#include "core/training/batch-solver.h"
#include "core/training/convolution/conv-gradient.h"
#include "core/training/loss.h"

#define TOLERANCE      1e-4
#define MAX_ITERATIONS 2000

/* Samples that one thread takes at a time: enough for the gemms, few enough to cancel quickly. */
#define PIECE 256

/* What all threads share. */
typedef struct
{
  const ClNetwork *network;
  const ClSamples *samples;
  GCancellable *cancellable;
  _Atomic gsize next; /* the first sample nobody has taken */
  ClEvaluation *result;
  GMutex mutex; /* guards the summary of the result */
  GCond summarised;
  gsize end; /* of the pieces in the summary */
} Task;

static float *
narrow (const ClMatrix *matrix, gsize rows, gsize cols)
{
  float *out = g_aligned_alloc0 (MAX (rows * cols, 1), sizeof (float), 64);

  for (gsize i = 0; matrix != NULL && i < rows * cols; i++)
    out[i] = (float) matrix->data[i];
  return out;
}

/* With w = L x the equation is w = Phi (A L^-1 w + B u + b), y = C L^-1 w + D u + c: a leak divides
 * the columns of A and C. */
static void
divide_columns (const ClMatrix *leak, gsize rows, gsize n, float *a)
{
  for (gsize i = 0; leak != NULL && i < rows; i++)
    for (gsize j = 0; j < n; j++)
      a[i * n + j] /= (float) leak->data[j];
}

/* Whether some weights eta make mu (A) < 1 in their inf norm: the best do, the Perron vector of the
 * Metzler majorant. */
static gboolean
contracts_weighted (gsize n, const float *a)
{
  g_autoptr (ClMatrix) wide = cl_matrix_new (n, n);
  gsize row, col;

  for (gsize i = 0; i < n * n; i++)
    wide->data[i] = a[i];
  if (!cl_matrix_is_finite (wide, &row, &col))
    return FALSE;
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (wide);
  g_autoptr (ClPerron) perron = cl_perron_new (majorant);
  return perron->value + perron->rounding < 1.0;
}

static gboolean
fill_network (ClNetwork *network, const ClModel *model, GError **error)
{
  const gsize n = model->n, r = model->r, q = model->q;
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  const ClMatrix *direct = cl_model_array (model, CL_ARRAY_D);
  float *a = narrow (cl_model_array (model, CL_ARRAY_A), n, n);
  float *c_matrix = narrow (cl_model_array (model, CL_ARRAY_C), q, n);
  gboolean solvable = TRUE;

  cl_network_init (network, n, r, q, model->parts.activation);
  divide_columns (leak, n, n, a);
  divide_columns (leak, q, n, c_matrix);
  cl_network_set_a (network, a);
  if (!(cl_network_measure (network, NULL) < 1.0) && !contracts_weighted (n, a))
    {
      /* No inf norm promises anything here: perhaps an l2 norm does. */
      cl_network_use_splitting (network, 1.0);
      cl_network_set_a (network, a);
    }
  g_aligned_free (a);
  network->b_matrix = narrow (cl_model_array (model, CL_ARRAY_B), n, r);
  network->bias = narrow (cl_model_array (model, CL_ARRAY_BIAS), n, 1);
  network->c_matrix = c_matrix;
  network->d_matrix = direct != NULL ? narrow (direct, q, r) : NULL;
  network->offset = narrow (cl_model_array (model, CL_ARRAY_OUT), q, 1);
  for (gsize i = 0; solvable && i < n; i++)
    if (!(network->loop[i] * model->parts.activation->slope_max < 1.0))
      {
        g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                     "the self-loop of state %" G_GSIZE_FORMAT
                     " is %g: with 1 or more the model has no unique fixed point",
                     i + 1, network->loop[i]);
        solvable = FALSE;
      }
  return solvable;
}

static void
clear_network (ClNetwork *network)
{
  g_aligned_free ((float *) network->b_matrix);
  g_aligned_free ((float *) network->bias);
  g_aligned_free ((float *) network->c_matrix);
  g_aligned_free ((float *) network->d_matrix);
  g_aligned_free ((float *) network->offset);
  cl_network_clear (network);
}

static gboolean
check_model (const ClModel *model, const ClDataset *dataset, GError **error)
{
  const gsize pixels = cl_dataset_inputs (dataset);
  const char *missing = cl_model_array (model, CL_ARRAY_B) == NULL   ? "B"
                        : cl_model_array (model, CL_ARRAY_C) == NULL ? "C"
                                                                     : NULL;

  if (model->parts.kind != CL_MODEL_FIRING_RATE)
    g_set_error (
        error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
        "the model is of the kind %s: expected %s, whose equilibrium is the implicit network",
        cl_model_kind_id (model->parts.kind), cl_model_kind_id (CL_MODEL_FIRING_RATE));
  else if (missing != NULL)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                 "the model has no %s and cannot classify", missing);
  else if (model->r != pixels || model->q != dataset->classes)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                 "the model has %" G_GSIZE_FORMAT " inputs and %" G_GSIZE_FORMAT
                 " outputs: expected %" G_GSIZE_FORMAT " pixels and %" G_GSIZE_FORMAT " classes",
                 model->r, model->q, pixels, dataset->classes);
  else
    return TRUE;
  return FALSE;
}

static void
compute_outputs (const ClNetwork *network, gsize m, const float *x, const float *u, float *y)
{
  for (gsize i = 0; i < m; i++)
    memcpy (y + i * network->q, network->offset, network->q * sizeof (float));
  cl_gemm_f (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, network->q, network->n, 1.0F, x, network->n,
             network->c_matrix, network->n, 1.0F, y, network->q);
  if (network->d_matrix != NULL)
    cl_gemm_f (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, network->q, network->r, 1.0F, u, network->r,
               network->d_matrix, network->r, 1.0F, y, network->q);
}

/* What one thread solves with. */
typedef struct
{
  ClBatchSolver *solver;
  ClConvGradient *convolution; /* in its place for a convolutional network */
  ClMatrix *activity;          /* classes x n: sums over a piece, beside a solver */
} Worker;

static void
init_worker (Worker *worker, const ClNetwork *network)
{
  *worker = (Worker){ NULL, NULL, NULL };
  if (network->convolution != NULL)
    worker->convolution =
        cl_conv_gradient_new (&network->convolution->shape, network->activation, NULL);
  else
    {
      worker->solver = cl_batch_solver_new (network->activation, network->n, PIECE);
      worker->activity = cl_matrix_new (network->q, network->n);
    }
}

static void
clear_worker (Worker *worker)
{
  cl_batch_solver_free (worker->solver);
  cl_conv_gradient_free (worker->convolution);
  g_clear_pointer (&worker->activity, cl_matrix_unref);
}

static void
add_states (const ClNetwork *network, gsize m, const float *states, const guint8 *labels,
            ClMatrix *activity)
{
  const gsize n = network->n;

  memset (activity->data, 0, activity->rows * n * sizeof (double));
  for (gsize i = 0; i < m; i++)
    {
      double *sum = cl_matrix_row (activity, labels[i]);

      for (gsize j = 0; j < n; j++)
        sum[j] += states[i * n + j];
    }
}

/* The outputs of the m samples from `begin` on. */
static void
solve (Worker *worker, const Task *task, gsize begin, gsize m, float *y, ClBatchInfo *info)
{
  const ClNetwork *network = task->network;
  const ClBatchTolerance tolerance = { TOLERANCE, MAX_ITERATIONS };
  const float *u = task->samples->pixels + begin * network->r;
  const float *states;

  if (worker->convolution != NULL)
    {
      cl_conv_gradient_outputs (worker->convolution, network->convolution, task->samples, begin, m,
                                &tolerance, y, info);
      return;
    }
  cl_batch_solver_forward (worker->solver, network, m, u, &tolerance, info);
  states = cl_batch_solver_states (worker->solver);
  compute_outputs (network, m, states, u, y);
  add_states (network, m, states, task->samples->labels + begin, worker->activity);
}

/* In the order of the samples, so that sums are the same whoever solved what. */
static void
summarise (Task *task, gsize begin, gsize m, const ClBatchInfo *info, const ClMatrix *activity)
{
  ClEvaluation *result = task->result;

  g_mutex_lock (&task->mutex);
  while (task->end != begin)
    g_cond_wait (&task->summarised, &task->mutex);
  task->end = begin + m;
  for (gsize i = begin; i < begin + m; i++)
    cl_matrix_row (result->confusion, task->samples->labels[i])[result->answers[i]] += 1.0;
  if (!isnan (result->worst_residual) && !(info->residual <= result->worst_residual))
    result->worst_residual = info->residual;
  result->iterations = MAX (result->iterations, info->iterations);
  result->converged = result->converged && info->converged;
  for (gsize k = 0; activity != NULL && k < activity->rows * activity->cols; k++)
    result->activity->data[k] += activity->data[k];
  g_cond_broadcast (&task->summarised);
  g_mutex_unlock (&task->mutex);
}

static gpointer
work (gpointer data)
{
  Task *task = data;
  const gsize q = task->network->q;
  Worker worker;
  gsize begin;

  init_worker (&worker, task->network);
  while ((begin = atomic_fetch_add (&task->next, PIECE)) < task->samples->count
         && !g_cancellable_is_cancelled (task->cancellable))
    {
      const gsize m = MIN (PIECE, task->samples->count - begin);
      float *y = task->result->outputs + begin * q;
      ClBatchInfo info;

      solve (&worker, task, begin, m, y, &info);
      for (gsize i = 0; i < m; i++)
        task->result->answers[begin + i] = (guint8) cl_loss_argmax (q, y + i * q);
      summarise (task, begin, m, &info, worker.activity);
    }
  clear_worker (&worker);
  return NULL;
}

static void
run (Task *task)
{
  const gsize pieces = (task->samples->count + PIECE - 1) / PIECE;
  const guint others = (guint) MIN (g_get_num_processors (), MAX (pieces, 1)) - 1;
  g_autofree GThread **threads = g_new0 (GThread *, others + 1);

  if (cl_blas_get_threads () != 1)
    cl_blas_set_threads (1);
  for (guint i = 0; i < others; i++)
    threads[i] = g_thread_new ("evaluate", work, task);
  work (task);
  for (guint i = 0; i < others; i++)
    g_thread_join (threads[i]);
}

/* Sums of w = L x become means of x. */
static void
finish_activity (ClEvaluation *result, const ClMatrix *leak)
{
  for (gsize k = 0; k < result->activity->rows; k++)
    {
      double *row = cl_matrix_row (result->activity, k);
      double count = 0.0;

      for (gsize j = 0; j < result->confusion->cols; j++)
        count += cl_matrix_get (result->confusion, k, j);
      for (gsize j = 0; j < result->activity->cols; j++)
        row[j] /= MAX (count, 1.0) * (leak != NULL ? leak->data[j] : 1.0);
    }
}

static ClEvaluation *
evaluate (const ClNetwork *network, const ClSamples *samples, GCancellable *cancellable)
{
  const gint64 begin = g_get_monotonic_time ();
  ClEvaluation *result = g_new0 (ClEvaluation, 1);
  Task task = {
    .network = network, .samples = samples, .cancellable = cancellable, .result = result
  };
  double correct = 0.0;

  result->samples = samples->count;
  result->converged = TRUE;
  result->confusion = cl_matrix_new (network->q, network->q);
  result->answers = g_malloc0 (MAX (samples->count, 1));
  result->outputs = g_new0 (float, MAX (samples->count * network->q, 1));
  if (network->convolution == NULL)
    result->activity = cl_matrix_new (network->q, network->n);
  g_mutex_init (&task.mutex);
  g_cond_init (&task.summarised);
  run (&task);
  g_cond_clear (&task.summarised);
  g_mutex_clear (&task.mutex);
  for (gsize i = 0; i < network->q; i++)
    correct += cl_matrix_get (result->confusion, i, i);
  result->accuracy = correct / (double) MAX (samples->count, 1);
  result->seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  return result;
}

ClEvaluation *
cl_evaluation_new (const ClModel *model, const ClDataset *dataset, const ClSamples *samples,
                   GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (model != NULL && dataset != NULL && samples != NULL, NULL);

  ClNetwork network;
  ClEvaluation *result = NULL;

  if (!check_model (model, dataset, error))
    return NULL;
  if (fill_network (&network, model, error))
    result = evaluate (&network, samples, cancellable);
  clear_network (&network);
  if (result != NULL)
    finish_activity (result, cl_model_array (model, CL_ARRAY_LEAK));
  if (result != NULL && g_cancellable_set_error_if_cancelled (cancellable, error))
    g_clear_pointer (&result, cl_evaluation_free);
  return result;
}

static gboolean
check_convolution (const ClConvShape *shape, const ClDataset *dataset, GError **error)
{
  if (shape->inputs == dataset->channels && shape->height == dataset->height
      && shape->width == dataset->width && shape->classes == dataset->classes)
    return TRUE;
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
               "the network is for images of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
               " x %" G_GSIZE_FORMAT " and %" G_GSIZE_FORMAT " classes: expected %" G_GSIZE_FORMAT
               " x %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " and %" G_GSIZE_FORMAT
               " classes (channels x height x width)",
               shape->inputs, shape->height, shape->width, shape->classes, dataset->channels,
               dataset->height, dataset->width, dataset->classes);
  return FALSE;
}

/* A network as the solver wants it. */
static void
fill_convolution (ClConvNetwork *network, const ClConvModel *model)
{
  const ClConvShape *shape = &model->shape;
  const gsize n = shape->channels, q = shape->classes;
  float *a = narrow (model->a_kernels, n, cl_conv_state_taps (shape));

  cl_conv_network_init (network, shape, model->activation);
  cl_conv_network_set_a (network, a);
  g_aligned_free (a);
  network->b_kernels = narrow (model->b_kernels, n, cl_conv_input_taps (shape));
  network->bias = narrow (model->bias, n, 1);
  network->c_matrix = narrow (model->c_matrix, q, cl_conv_features (shape));
  network->offset = narrow (model->offset, q, 1);
}

static void
clear_convolution (ClConvNetwork *network)
{
  g_aligned_free ((float *) network->b_kernels);
  g_aligned_free ((float *) network->bias);
  g_aligned_free ((float *) network->c_matrix);
  g_aligned_free ((float *) network->offset);
  cl_conv_network_clear (network);
}

/* The solver's contraction. */
static gboolean
check_measure (const ClConvNetwork *network, GError **error)
{
  const double measure = cl_conv_network_measure (network, NULL);

  if (measure * network->activation->slope_max < 1.0)
    return TRUE;
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
               "μ∞(A) of the convolutional network is %g: expected below %g, where its fixed point "
               "is unique",
               measure, 1.0 / network->activation->slope_max);
  return FALSE;
}

ClEvaluation *
cl_evaluation_new_convolution (const ClConvModel *model, const ClDataset *dataset,
                               const ClSamples *samples, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (model != NULL && dataset != NULL && samples != NULL, NULL);

  ClConvNetwork convolution;
  ClEvaluation *result = NULL;

  if (!check_convolution (&model->shape, dataset, error))
    return NULL;
  fill_convolution (&convolution, model);
  const ClNetwork network = { .n = model->shape.channels,
                              .r = cl_dataset_inputs (dataset),
                              .q = model->shape.classes,
                              .activation = model->activation,
                              .convolution = &convolution };
  if (check_measure (&convolution, error))
    result = evaluate (&network, samples, cancellable);
  clear_convolution (&convolution);
  if (result != NULL && g_cancellable_set_error_if_cancelled (cancellable, error))
    g_clear_pointer (&result, cl_evaluation_free);
  return result;
}

ClEvaluation *
cl_evaluation_new_trained (const ClTrained *trained, const ClDataset *dataset,
                           const ClSamples *samples, GCancellable *cancellable, GError **error)
{
  return trained->convolution != NULL
             ? cl_evaluation_new_convolution (trained->convolution, dataset, samples, cancellable,
                                              error)
             : cl_evaluation_new (trained->model, dataset, samples, cancellable, error);
}

void
cl_evaluation_free (ClEvaluation *self)
{
  if (self == NULL)
    return;
  cl_matrix_unref (self->confusion);
  g_clear_pointer (&self->activity, cl_matrix_unref);
  g_free (self->answers);
  g_free (self->outputs);
  g_free (self);
}
