#include "core/training/batch-solver.h"

#include <math.h>
#include <string.h>

#include "core/linalg/blas.h"
#include "core/linalg/vector-clones.h"
#include "core/training/splitting-finish.h"

/* The step is damped when the worst residual has not fallen over so many iterations, or at once
 * when it has grown by this factor. */
#define PATIENCE 24
#define GROWTH   10.0

/* Where the residual of the splitting has fallen to this share of its arguments, floats soon have
 * no digits left to bring it further. */
#define FLOAT_LIMIT 2e-6F

/* The share of the step that is never given up. */
#define LEAST_DAMPING 0.01F

struct _ClBatchSolver
{
  const ClRowKernel *kernel, *splitting;
  gsize n, capacity;
  float *x, *sums, *next, *drive; /* capacity x n: the samples under way, packed */
  float *states, *slopes;         /* capacity x n: the finished ones, in their own places */
  gsize *place;                   /* capacity: the place of each packed row */
  double *wide;                   /* of splitting-finish.h */
};

/* How one solve is going. */
typedef struct
{
  const ClBatchTolerance *tolerance;
  ClBatchInfo *info;
  const ClRowKernel *kernel;
  gsize active;
  float damping;
  double milestone; /* the worst residual PATIENCE iterations ago, or less */
  gsize since;      /* iterations since then */
} Progress;

static float *
new_states (gsize capacity, gsize n)
{
  return g_aligned_alloc0 (MAX (capacity * n, 1), sizeof (float), 64);
}

ClBatchSolver *
cl_batch_solver_new (const ClActivation *activation, gsize n, gsize capacity)
{
  ClBatchSolver *self = g_new0 (ClBatchSolver, 1);

  self->kernel = cl_row_kernel_find (activation);
  self->splitting = cl_row_kernel_find_splitting (activation);
  self->n = n;
  self->capacity = capacity;
  self->x = new_states (capacity, n);
  self->sums = new_states (capacity, n);
  self->next = new_states (capacity, n);
  self->drive = new_states (capacity, n);
  self->states = new_states (capacity, n);
  self->slopes = new_states (capacity, n);
  self->place = g_new (gsize, capacity);
  self->wide = g_new (double, cl_splitting_finish_work (n));
  return self;
}

void
cl_batch_solver_free (ClBatchSolver *self)
{
  if (self == NULL)
    return;
  g_aligned_free (self->x);
  g_aligned_free (self->sums);
  g_aligned_free (self->next);
  g_aligned_free (self->drive);
  g_aligned_free (self->states);
  g_aligned_free (self->slopes);
  g_free (self->place);
  g_free (self->wide);
  g_free (self);
}

const float *
cl_batch_solver_states (const ClBatchSolver *self)
{
  return self->states;
}

static void
begin (ClBatchSolver *self, const ClNetwork *network, gsize m, const ClBatchTolerance *tolerance,
       ClBatchInfo *info, Progress *progress)
{
  g_assert (m <= self->capacity);
  *info = (ClBatchInfo){ .converged = TRUE };
  *progress = (Progress){ .tolerance = tolerance,
                          .info = info,
                          .kernel = network->splitting > 0.0 ? self->splitting : self->kernel,
                          .active = m,
                          .damping = 1.0F,
                          .milestone = INFINITY,
                          .since = PATIENCE };
  for (gsize i = 0; i < m; i++)
    self->place[i] = i;
}

/* sums = x matrix + constant, the constant part copied in first: the gemm then need not clear it.
 */
static void
multiply (ClBatchSolver *self, const float *matrix, const float *constant, Progress *progress)
{
  memcpy (self->sums, constant, progress->active * self->n * sizeof (float));
  cl_gemm_f (CL_NO_TRANSPOSE, CL_NO_TRANSPOSE, progress->active, self->n, self->n, 1.0F, self->x,
             self->n, matrix, self->n, 1.0F, self->sums, self->n);
  progress->info->flops += 2.0 * (double) (progress->active * self->n * self->n);
  progress->info->iterations++;
}

static double
relative (double residual, double size)
{
  return residual == 0.0 ? 0.0 : residual / size;
}

/* A sample leaves the batch with this residual. */
static void
leave (Progress *progress, double residual)
{
  ClBatchInfo *info = progress->info;

  info->converged = info->converged && residual <= progress->tolerance->tolerance;
  if (isnan (residual) || residual > info->residual)
    info->residual = residual;
}

/* True when a sample with this residual leaves the batch: solved, hopeless or out of iterations. */
static gboolean
is_done (Progress *progress, double residual)
{
  const gboolean goes_on = residual > progress->tolerance->tolerance && isfinite (residual)
                           && progress->info->iterations < progress->tolerance->max_iterations;

  if (!goes_on)
    leave (progress, residual);
  return !goes_on;
}

static void
damp_if_needed (double worst, Progress *progress)
{
  const gboolean grows = worst > GROWTH * progress->milestone;

  if (!grows && progress->since++ < PATIENCE)
    return;
  if (worst >= progress->milestone)
    progress->damping = MAX (0.5F * progress->damping, LEAST_DAMPING);
  progress->milestone = worst;
  progress->since = 0;
}

static void
swap (float **a, float **b)
{
  float *old = *a;

  *a = *b;
  *b = old;
}

/* What the rows of a sweep are multiplied with. */
static const float *
forward_matrix (const ClNetwork *network)
{
  return network->splitting > 0.0 ? network->resolvent_transposed : network->coupling_transposed;
}

static const float *
backward_matrix (const ClNetwork *network)
{
  return network->splitting > 0.0 ? network->resolvent : network->coupling;
}

/* out = alpha in V' (or V): the constant part of every sweep of the splitting. */
static void
apply_resolvent (const ClNetwork *network, const float *matrix, gsize m, const float *in,
                 float *out, Progress *progress)
{
  const gsize n = network->n;

  cl_gemm_f (CL_NO_TRANSPOSE, CL_NO_TRANSPOSE, m, n, n, (float) network->splitting, in, n, matrix,
             n, 0.0F, out, n);
  progress->info->flops += 2.0 * (double) (m * n * n);
}

/* Swaps in the next states; worst is the largest absolute residual of the samples that stay. */
static void
advance (ClBatchSolver *self, gsize kept, double worst, Progress *progress)
{
  swap (&self->x, &self->next);
  progress->active = kept;
  damp_if_needed (worst, progress);
}

static inline void
move_row (gsize n, float *rows, gsize from, gsize to)
{
  if (to != from)
    memcpy (rows + to * n, rows + from * n, n * sizeof (float));
}

CL_VECTOR_CLONES static void
add_bias (gsize m, gsize n, const float *restrict bias, float *restrict drive)
{
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < n; j++)
      drive[i * n + j] += bias[j];
}

/* A neuron that is left out counts as zero in every row. */
static void
leave_out (const ClNetwork *network, gsize m, float *rows)
{
  for (gsize i = 0; network->mask != NULL && i < m; i++)
    for (gsize j = 0; j < network->n; j++)
      rows[i * network->n + j] *= network->mask[j];
}

static gboolean
is_zero (gsize n, const float *row)
{
  gsize i = 0;

  while (i < n && row[i] == 0.0F)
    i++;
  return i == n;
}

/* The splitting only comes near a state of all zeros, step by step, so that the residual relative
 * to that state would never fall.  But x = 0 is the fixed point exactly where Phi (B u + b) = 0,
 * which the first state x = psi (B u + b) shows: then it is zero too. */
static void
finish_zeros (ClBatchSolver *self, const ClNetwork *network, Progress *progress)
{
  const gsize n = self->n;
  gsize kept = 0;

  for (gsize i = 0; i < progress->active; i++)
    {
      if (is_zero (n, self->x + i * n))
        {
          memset (self->states + i * n, 0, n * sizeof (float));
          network->activation->slopes_f (n, self->drive + i * n, self->slopes + i * n);
          continue;
        }
      move_row (n, self->drive, i, kept);
      move_row (n, self->x, i, kept);
      self->place[kept++] = i;
    }
  progress->active = kept;
}

static void
start_forward (ClBatchSolver *self, const ClNetwork *network, const float *u, Progress *progress)
{
  const gsize m = progress->active, n = self->n;

  cl_gemm_f (CL_NO_TRANSPOSE, CL_TRANSPOSE, m, n, network->r, 1.0F, u, network->r,
             network->b_matrix, network->r, 0.0F, self->drive, n);
  progress->info->flops += 2.0 * (double) (m * n * network->r);
  add_bias (m, n, network->bias, self->drive);
  leave_out (network, m, self->drive);
  for (gsize i = 0; i < m; i++)
    progress->kernel->start (network, self->drive + i * n, self->x + i * n);
  if (network->splitting > 0.0)
    {
      finish_zeros (self, network, progress);
      apply_resolvent (network, forward_matrix (network), progress->active, self->drive, self->next,
                       progress);
      swap (&self->drive, &self->next);
    }
}

/* Keeps what the sweep has found for a sample that leaves the batch. */
static void
keep_state (ClBatchSolver *self, const ClNetwork *network, gsize row, const Progress *progress)
{
  const gsize n = self->n, place = self->place[row];
  const float *x = self->x + row * n, *s = self->sums + row * n;

  memcpy (self->states + place * n, progress->kernel->state_is_sum ? s : x, n * sizeof (float));
  progress->kernel->slope (network, x, s, self->slopes + place * n);
}

/* True when the sample has left the batch. */
static gboolean
leaves_forward (ClBatchSolver *self, const ClNetwork *network, const float *u, gsize row,
                const ClRowSizes *sizes, Progress *progress)
{
  const gsize place = self->place[row];
  double residual = relative (sizes->residual, sizes->size);

  if (residual > progress->tolerance->tolerance && sizes->residual < FLOAT_LIMIT * sizes->argument)
    {
      residual =
          cl_splitting_finish (network, u + place * network->r, progress->tolerance, self->wide,
                               self->states + place * self->n, self->slopes + place * self->n);
      leave (progress, residual);
      return TRUE;
    }
  if (!is_done (progress, residual))
    return FALSE;
  keep_state (self, network, row, progress);
  return TRUE;
}

static void
sweep_forward (ClBatchSolver *self, const ClNetwork *network, const float *u, Progress *progress)
{
  const gsize n = self->n;
  double worst = 0.0;
  gsize kept = 0;

  multiply (self, forward_matrix (network), self->drive, progress);
  for (gsize i = 0; i < progress->active; i++)
    {
      const ClRowSizes sizes = progress->kernel->step (network, progress->damping, self->x + i * n,
                                                       self->sums + i * n, self->next + kept * n);

      if (leaves_forward (self, network, u, i, &sizes, progress))
        continue;
      worst = MAX (worst, sizes.residual);
      move_row (n, self->drive, i, kept);
      self->place[kept++] = self->place[i];
    }
  advance (self, kept, worst, progress);
}

void
cl_batch_solver_forward (ClBatchSolver *self, const ClNetwork *network, gsize m, const float *u,
                         const ClBatchTolerance *tolerance, ClBatchInfo *info)
{
  Progress progress;

  begin (self, network, m, tolerance, info, &progress);
  if (m > 0)
    start_forward (self, network, u, &progress);
  while (progress.active > 0)
    sweep_forward (self, network, u, &progress);
  leave_out (network, m, self->states);
}

/* Returns the largest |v|_inf of the first states. */
static float
start_backward (ClBatchSolver *self, const ClNetwork *network, const float *g, gsize m)
{
  const gsize n = self->n;
  float scale = 0.0F;

  for (gsize i = 0; i < m; i++)
    {
      const float size =
          cl_adjoint_start (n, network->loop, self->slopes + i * n, g + i * n, self->x + i * n);
      scale = MAX (scale, size);
    }
  return scale;
}

/* *scale: the largest |v|_inf seen in the sweeps before; raised by this one. */
static void
sweep_backward (ClBatchSolver *self, const ClNetwork *network, float *constant, float *scale,
                float *v, Progress *progress)
{
  const gsize n = self->n;
  const float old_scale = *scale;
  double worst = 0.0;
  gsize kept = 0;

  multiply (self, backward_matrix (network), constant, progress);
  for (gsize i = 0; i < progress->active; i++)
    {
      const float *x = self->x + i * n, *s = self->sums + i * n;
      const gsize place = self->place[i];
      const ClRowSizes sizes =
          progress->kernel->adjoint_step (network, progress->damping, self->slopes + i * n, x, s,
                                          self->next + kept * n);
      const double residual = relative (sizes.residual, old_scale);

      *scale = MAX (*scale, sizes.size);
      if (is_done (progress, residual))
        {
          memcpy (v + place * n, progress->kernel->state_is_sum ? s : x, n * sizeof (float));
          continue;
        }
      worst = MAX (worst, sizes.residual);
      move_row (n, self->slopes, i, kept);
      move_row (n, constant, i, kept);
      self->place[kept++] = place;
    }
  advance (self, kept, worst, progress);
}

void
cl_batch_solver_backward (ClBatchSolver *self, const ClNetwork *network, gsize m, float *g,
                          const ClBatchTolerance *tolerance, float *v, ClBatchInfo *info)
{
  Progress progress;

  begin (self, network, m, tolerance, info, &progress);
  leave_out (network, m, g);
  float scale = start_backward (self, network, g, m);
  if (network->splitting > 0.0 && m > 0)
    apply_resolvent (network, backward_matrix (network), m, g, self->drive, &progress);
  while (progress.active > 0)
    sweep_backward (self, network, network->splitting > 0.0 ? self->drive : g, &scale, v,
                    &progress);
}
