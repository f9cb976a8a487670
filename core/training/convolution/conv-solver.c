#include "core/training/convolution/conv-solver.h"

#include <math.h>
#include <string.h>

/* Rows of a band: a multiple of them holds whole tiles of pixels for every even width. */
#define BAND 3

#define LARGEST_STEP 3.0F

struct _ClConvSolver
{
  ClConvShape shape;
  const ClConvNetwork *network; /* of the last cl_conv_solver_prepare */
  const ClRowKernel *kernel;
  ClConvPanels from_input, coupling, adjoint;
  ClConvImage input_image, state_image;
  float *input;                 /* padded */
  float *state, *vector, *next; /* padded: x, v, and the next one of either */
  float *drive, *sums, *slopes; /* plain, [pixel][channel] */
};

ClConvSolver *
cl_conv_solver_new (const ClConvShape *shape, const ClActivation *activation)
{
  ClConvSolver *self = g_new0 (ClConvSolver, 1);
  const gsize n = shape->channels, states = n * cl_conv_pixels (shape);

  self->shape = *shape;
  self->kernel = cl_row_kernel_find (activation);
  self->input_image = cl_conv_image (shape->inputs, shape->height, shape->width, shape->kernel);
  self->state_image = cl_conv_image (n, shape->height, shape->width, shape->kernel);
  cl_conv_panels_init (&self->from_input, shape->inputs, n, shape->kernel);
  cl_conv_panels_init (&self->coupling, n, n, shape->kernel);
  cl_conv_panels_init (&self->adjoint, n, n, shape->kernel);
  self->input = cl_conv_floats_new (self->input_image.size);
  self->state = cl_conv_floats_new (self->state_image.size);
  self->vector = cl_conv_floats_new (self->state_image.size);
  self->next = cl_conv_floats_new (self->state_image.size);
  self->drive = cl_conv_floats_new (states);
  self->sums = cl_conv_floats_new (states);
  self->slopes = cl_conv_floats_new (states);
  return self;
}

void
cl_conv_solver_free (ClConvSolver *self)
{
  if (self == NULL)
    return;
  cl_conv_panels_clear (&self->from_input);
  cl_conv_panels_clear (&self->coupling);
  cl_conv_panels_clear (&self->adjoint);
  g_aligned_free (self->input);
  g_aligned_free (self->state);
  g_aligned_free (self->vector);
  g_aligned_free (self->next);
  g_aligned_free (self->drive);
  g_aligned_free (self->sums);
  g_aligned_free (self->slopes);
  g_free (self);
}

const ClConvImage *
cl_conv_solver_input_image (const ClConvSolver *self)
{
  return &self->input_image;
}

const ClConvImage *
cl_conv_solver_state_image (const ClConvSolver *self)
{
  return &self->state_image;
}

const float *
cl_conv_solver_input (const ClConvSolver *self)
{
  return self->input;
}

const float *
cl_conv_solver_state (const ClConvSolver *self)
{
  return self->state;
}

const float *
cl_conv_solver_adjoint (const ClConvSolver *self)
{
  return self->vector;
}

void
cl_conv_solver_prepare (ClConvSolver *self, const ClConvNetwork *network)
{
  self->network = network;
  cl_conv_panels_pack (&self->from_input, network->b_kernels);
  cl_conv_panels_pack (&self->coupling, network->coupling);
  cl_conv_panels_pack_adjoint (&self->adjoint, network->coupling);
}

/* Floats of one row of pixels of a plain image of the states. */
static gsize
row_size (const ClConvSolver *self)
{
  return self->network->row.n;
}

static float *
state_row (const ClConvSolver *self, float *padded, gsize row)
{
  return cl_conv_image_row (&self->state_image, padded, row);
}

/* The multiplications and additions of one convolution. */
static double
convolution_flops (const ClConvSolver *self, gsize inputs)
{
  const gsize taps = self->shape.kernel * self->shape.kernel;

  return 2.0 * (double) (self->shape.channels * inputs * taps)
         * (double) cl_conv_pixels (&self->shape);
}

/* How one solve is going. */
typedef struct
{
  const ClBatchTolerance *tolerance;
  ClBatchInfo *info;
  gsize sweeps;
  float step;    /* of the sweep under way: 1 plain, more stretched */
  float arrived; /* the step that led to the state of that sweep */
  float last;    /* absolute residual of the state before */
  float ratio;   /* by which the last plain step lowered it */
  float largest; /* that a step may be */
} Progress;

static Progress
begin (const ClBatchTolerance *tolerance, ClBatchInfo *info)
{
  return (Progress){
    .tolerance = tolerance, .info = info, .step = 1.0F, .arrived = 1.0F, .largest = LARGEST_STEP
  };
}

/* What the step that led here was worth, seen by the residual of this state. */
static void
judge_step (Progress *progress, float residual)
{
  if (progress->arrived == 1.0F)
    progress->ratio = residual / progress->last;
  else if (!(residual < progress->ratio * progress->last))
    progress->largest = 0.5F * (1.0F + progress->largest);
}

/* After the residual of a state, the step of the next sweep: it is chosen before that sweep knows
 * its own residual, so that the sweep needs no second pass. */
static void
choose_step (Progress *progress, float residual)
{
  if (progress->sweeps > 1)
    judge_step (progress, residual);
  progress->last = residual;
  progress->arrived = progress->step;
  progress->step = 1.0F;
  if (progress->sweeps > 1 && progress->arrived == 1.0F && progress->ratio < 1.0F)
    progress->step = MIN (1.0F / (1.0F - progress->ratio), progress->largest);
}

static gboolean
is_done (Progress *progress, float residual, float size)
{
  ClBatchInfo *info = progress->info;
  const double relative = residual == 0.0F ? 0.0 : (double) residual / size;
  const gboolean solved = relative <= progress->tolerance->tolerance;

  if (!solved && isfinite (relative) && progress->sweeps < progress->tolerance->max_iterations)
    return FALSE;
  info->converged = info->converged && solved;
  info->iterations = MAX (info->iterations, progress->sweeps);
  if (isnan (relative) || relative > info->residual)
    info->residual = relative;
  return TRUE;
}

static void
include_row (ClRowSizes *sizes, ClRowSizes row)
{
  sizes->residual =
      cl_from_magnitude (MAX (cl_magnitude (sizes->residual), cl_magnitude (row.residual)));
  sizes->size = cl_from_magnitude (MAX (cl_magnitude (sizes->size), cl_magnitude (row.size)));
}

/* sums = start + the convolution of `padded`, for one band. */
static void
convolve_band (ClConvSolver *self, const ClConvPanels *panels, const float *padded,
               const float *start, gsize row, gsize rows)
{
  const gsize at = row * row_size (self);

  cl_conv_apply (panels, &self->state_image, padded, row, rows, start + at, self->sums + at);
}

/* next = psi (sums), the next padded state, and the sizes of the state it came from. */
static ClRowSizes
sweep_forward (ClConvSolver *self, Progress *progress)
{
  ClRowSizes sizes = { 0.0F, 0.0F };

  for (gsize row = 0; row < self->shape.height; row += BAND)
    {
      const gsize end = MIN (row + BAND, self->shape.height);

      convolve_band (self, &self->coupling, self->state, self->drive, row, end - row);
      for (gsize i = row; i < end; i++)
        include_row (&sizes, self->kernel->step (&self->network->row, progress->step,
                                                 state_row (self, self->state, i),
                                                 self->sums + i * row_size (self),
                                                 state_row (self, self->next, i)));
    }
  progress->sweeps++;
  progress->info->flops += convolution_flops (self, self->shape.channels);
  return sizes;
}

static void
start_forward (ClConvSolver *self, const float *planes, Progress *progress)
{
  const gsize n = self->shape.channels, pixels = cl_conv_pixels (&self->shape);

  cl_conv_image_fill (&self->input_image, planes, self->input);
  for (gsize p = 0; p < pixels; p++)
    memcpy (self->drive + p * n, self->network->bias, n * sizeof (float));
  cl_conv_apply (&self->from_input, &self->input_image, self->input, 0, self->shape.height,
                 self->drive, self->drive);
  progress->info->flops += convolution_flops (self, self->shape.inputs);
  for (gsize i = 0; i < self->shape.height; i++)
    self->kernel->start (&self->network->row, self->drive + i * row_size (self),
                         state_row (self, self->state, i));
  cl_conv_image_wrap (&self->state_image, self->state);
}

static void
adopt_next (ClConvSolver *self, float **current)
{
  float *old = *current;

  *current = self->next;
  self->next = old;
  cl_conv_image_wrap (&self->state_image, *current);
}

void
cl_conv_solver_forward (ClConvSolver *self, const float *planes, const ClBatchTolerance *tolerance,
                        ClBatchInfo *info)
{
  Progress progress = begin (tolerance, info);

  start_forward (self, planes, &progress);
  for (;;)
    {
      const ClRowSizes sizes = sweep_forward (self, &progress);

      if (is_done (&progress, sizes.residual, sizes.size))
        return;
      choose_step (&progress, sizes.residual);
      adopt_next (self, &self->state);
    }
}

/* The slopes at the fixed point, and the adjoint state without its coupling; raises *scale to its
 * size. */
static void
start_backward (ClConvSolver *self, const float *g, float *scale)
{
  const ClNetwork *network = &self->network->row;

  for (gsize i = 0; i < self->shape.height; i++)
    {
      const gsize at = i * row_size (self);

      self->kernel->slope (network, state_row (self, self->state, i), self->sums + at,
                           self->slopes + at);
      const float size = cl_adjoint_start (network->n, network->loop, self->slopes + at, g + at,
                                           state_row (self, self->vector, i));
      *scale = MAX (*scale, size);
    }
  cl_conv_image_wrap (&self->state_image, self->vector);
}

static ClRowSizes
sweep_backward (ClConvSolver *self, const float *g, Progress *progress)
{
  ClRowSizes sizes = { 0.0F, 0.0F };

  for (gsize row = 0; row < self->shape.height; row += BAND)
    {
      const gsize end = MIN (row + BAND, self->shape.height);

      convolve_band (self, &self->adjoint, self->vector, g, row, end - row);
      for (gsize i = row; i < end; i++)
        {
          const gsize at = i * row_size (self);

          include_row (&sizes, self->kernel->adjoint_step (&self->network->row, progress->step,
                                                           self->slopes + at,
                                                           state_row (self, self->vector, i),
                                                           self->sums + at,
                                                           state_row (self, self->next, i)));
        }
    }
  progress->sweeps++;
  progress->info->flops += convolution_flops (self, self->shape.channels);
  return sizes;
}

void
cl_conv_solver_backward (ClConvSolver *self, const float *g, const ClBatchTolerance *tolerance,
                         float *scale, ClBatchInfo *info)
{
  Progress progress = begin (tolerance, info);

  start_backward (self, g, scale);
  for (;;)
    {
      const ClRowSizes sizes = sweep_backward (self, g, &progress);

      if (is_done (&progress, sizes.residual, *scale))
        return;
      *scale = MAX (*scale, sizes.size);
      choose_step (&progress, sizes.residual);
      adopt_next (self, &self->vector);
    }
}
