/* The diagonal-implicit iteration x <- psi (a_cc, s), s the sum of everything but the self-loop.
 *
 * How far the last state is from the fixed point follows as in core/implicit/state-error.h from
 * rho = |x - psi (s)|: all pixels of a channel obey the same inequality, so with the largest rho of
 * each channel |x - x*| <= N^-1 (1 - dmax a_cc) rho channel by channel, N = I - dmax M (A) of the
 * quotient. */
#include "core/training/convolution/conv-classifier.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/theory/bounded.h"
#include "core/theory/lipschitz-parts.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/training/convolution/conv-lipschitz.h"

#define TOLERANCE      1e-8
#define MAX_ITERATIONS 1000

struct _ClConvClassifier
{
  ClConvModel *model;
  ClModel *quotient; /* with its sums rounded up */
  ClMatrix *pairs;   /* q x q */
};

/* One image under way; states and sums are n planes. */
typedef struct
{
  const ClConvClassifier *self;
  const double *planes;
  double *drive, *sums, *state;
  double *padded; /* one plane with its margins */
} Solve;

static gboolean
check_model (const ClConvModel *model, const ClModel *quotient, GError **error)
{
  const ClBounded measure = cl_measure_inf (cl_model_array (quotient, CL_ARRAY_A));
  const double steepest = model->activation->slope_max;

  if (model->shape.classes < 2)
    g_set_error_literal (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                         "The model has one output: expected one for each of two or more classes");
  else if (!(steepest * (measure.value + measure.rounding) < 1.0))
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                 "μ∞(A) of the convolutional network is %g: expected below %g, where its fixed "
                 "point is unique",
                 measure.value, 1.0 / steepest);
  else
    return TRUE;
  return FALSE;
}

ClConvClassifier *
cl_conv_classifier_new (ClConvModel *model, GError **error)
{
  g_return_val_if_fail (model != NULL, NULL);
  g_autoptr (ClModel) quotient = cl_conv_quotient_above (model, FALSE, error);
  ClConvClassifier *self;

  if (quotient == NULL || !check_model (model, quotient, error))
    return NULL;
  g_autoptr (ClMatrix) pairs = cl_conv_lipschitz_pairs (model, error);
  if (pairs == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (ClConvClassifier);
  self->model = cl_conv_model_ref (model);
  self->quotient = g_steal_pointer (&quotient);
  self->pairs = g_steal_pointer (&pairs);
  return self;
}

ClConvClassifier *
cl_conv_classifier_ref (ClConvClassifier *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ClConvClassifier *self = data;

  cl_conv_model_unref (self->model);
  cl_model_unref (self->quotient);
  cl_matrix_unref (self->pairs);
}

void
cl_conv_classifier_unref (ClConvClassifier *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

/* The fixed point. */

/* A plane with margins of k / 2 pixels from the opposite border. */
static void
pad_plane (const ClConvShape *shape, const double *plane, double *padded)
{
  const gsize h = shape->height, w = shape->width, half = shape->kernel / 2;

  for (gsize i = 0; i < h + 2 * half; i++)
    for (gsize j = 0; j < w + 2 * half; j++)
      *padded++ = plane[(i + h - half) % h * w + (j + w - half) % w];
}

/* out += factor times the padded plane, moved by the tap. */
static void
add_tap (const ClConvShape *shape, const double *padded, gsize tap, double factor, double *out)
{
  const gsize w = shape->width, stride = w + shape->kernel - 1;
  const double *from = padded + tap / shape->kernel * stride + tap % shape->kernel;

  for (gsize i = 0; i < shape->height; i++)
    for (gsize j = 0; j < w; j++)
      out[i * w + j] += factor * from[i * stride + j];
}

/* sums (n planes) += the convolution of the `in` planes, but for the self-loops. */
static void
convolve (const Solve *solve, const ClMatrix *kernels, gsize in, const double *planes, double *sums)
{
  const ClConvShape *shape = &solve->self->model->shape;
  const gsize pixels = cl_conv_pixels (shape), taps = shape->kernel * shape->kernel;
  const gboolean coupling = kernels == solve->self->model->a_kernels;

  for (gsize from = 0; from < in; from++)
    {
      pad_plane (shape, planes + from * pixels, solve->padded);
      for (gsize to = 0; to < shape->channels; to++)
        for (gsize tap = 0; tap < taps; tap++)
          if (!coupling || from * taps + tap != cl_conv_centre (shape, to))
            add_tap (shape, solve->padded, tap, cl_matrix_get (kernels, to, from * taps + tap),
                     sums + to * pixels);
    }
}

static double
self_loop_of (const ClConvModel *model, gsize channel)
{
  return cl_matrix_get (model->a_kernels, channel, cl_conv_centre (&model->shape, channel));
}

/* sums = everything that reaches the states but their self-loops. */
static void
update_sums (const Solve *solve)
{
  const ClConvModel *model = solve->self->model;
  const gsize states = model->shape.channels * cl_conv_pixels (&model->shape);

  memcpy (solve->sums, solve->drive, states * sizeof (double));
  convolve (solve, model->a_kernels, model->shape.channels, solve->state, solve->sums);
}

/* |x - Phi (A x + B u + b)|_inf. */
static double
residual_of (const Solve *solve)
{
  const ClConvModel *model = solve->self->model;
  const gsize pixels = cl_conv_pixels (&model->shape);
  double residual = 0.0;

  for (gsize c = 0; c < model->shape.channels; c++)
    for (gsize k = c * pixels; k < (c + 1) * pixels; k++)
      {
        const double z = self_loop_of (model, c) * solve->state[k] + solve->sums[k];

        residual = fmax (residual, fabs (solve->state[k] - model->activation->value (z)));
      }
  return residual;
}

/* x = psi (s); the largest change of each channel in change (n) unless NULL. */
static void
step (const Solve *solve, double *change)
{
  const ClConvModel *model = solve->self->model;
  const gsize pixels = cl_conv_pixels (&model->shape);

  for (gsize c = 0; c < model->shape.channels; c++)
    {
      const double loop = self_loop_of (model, c);
      double most = 0.0;

      for (gsize k = c * pixels; k < (c + 1) * pixels; k++)
        {
          const double next = model->activation->self_loop (loop, solve->sums[k]);

          most = fmax (most, fabs (next - solve->state[k]));
          if (change == NULL)
            solve->state[k] = next;
        }
      if (change != NULL)
        change[c] = most;
    }
}

static void
start (const Solve *solve)
{
  const ClConvModel *model = solve->self->model;
  const gsize pixels = cl_conv_pixels (&model->shape);

  for (gsize k = 0; k < model->shape.channels * pixels; k++)
    solve->drive[k] = model->bias->data[k / pixels];
  convolve (solve, model->b_kernels, model->shape.inputs, solve->planes, solve->drive);
  update_sums (solve);
}

static void
keep_frame (const Solve *solve, ClAnswer *answer)
{
  const gsize iterations = answer->info.iterations;

  g_array_append_vals (answer->info.iterates, solve->state, (guint) answer->n);
  g_array_append_val (answer->frames, iterations);
}

static gboolean
iterate (const Solve *solve, ClAnswer *answer, GCancellable *cancellable, GError **error)
{
  ClFixedPointInfo *info = &answer->info;
  gsize next_frame = 1;

  start (solve);
  while (!info->converged && info->iterations < MAX_ITERATIONS)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      step (solve, NULL);
      update_sums (solve);
      info->iterations++;
      info->residual = residual_of (solve);
      info->converged = info->residual <= TOLERANCE;
      g_array_append_val (info->residuals, info->residual);
      if (!info->converged && info->iterations < MAX_ITERATIONS && info->iterations < next_frame)
        continue;
      keep_frame (solve, answer);
      next_frame *= 4;
    }
  return TRUE;
}

/* max_c dmax sum of the other magnitudes / (1 - dmax a_cc). */
static double
contraction_factor (const ClConvClassifier *self)
{
  const ClMatrix *a = cl_model_array (self->quotient, CL_ARRAY_A);
  const double steepest = self->model->activation->slope_max;
  double factor = 0.0;

  for (gsize c = 0; c < a->rows; c++)
    {
      const double loop = self_loop_of (self->model, c);
      double sum = -loop;

      for (gsize d = 0; d < a->cols; d++)
        sum += cl_matrix_get (a, c, d);
      factor = fmax (factor, steepest * sum / (1.0 - steepest * loop));
    }
  return factor;
}

/* Outputs and certificate. */

static double
largest_of (gsize count, const double *values)
{
  double most = 0.0;

  for (gsize k = 0; k < count; k++)
    most = fmax (most, fabs (values[k]));
  return most;
}

/* disturbance (n) >= (1 - dmax a_cc) rho with its rounding; sizes (n): max |x| of each channel. */
static void
find_disturbance (const Solve *solve, const double *sizes, double *disturbance)
{
  const ClConvModel *model = solve->self->model;
  const ClConvShape *shape = &model->shape;
  const ClMatrix *a = cl_model_array (solve->self->quotient, CL_ARRAY_A);
  const ClMatrix *b = cl_model_array (solve->self->quotient, CL_ARRAY_B);
  const double input = largest_of (shape->inputs * cl_conv_pixels (shape), solve->planes);
  const gsize terms = cl_conv_state_taps (shape) + cl_conv_input_taps (shape);
  const double steepest = model->activation->slope_max;

  step (solve, disturbance);
  for (gsize c = 0; c < shape->channels; c++)
    {
      const double loop = self_loop_of (model, c), size = 2.0 * sizes[c] + disturbance[c];
      double magnitude = fabs (model->bias->data[c]) + b->data[c] * input;

      for (gsize d = 0; d < shape->channels; d++)
        magnitude += fabs (cl_matrix_get (a, c, d) - (c == d ? loop : 0.0)) * sizes[d];
      disturbance[c] = (1.0 - steepest * loop) * disturbance[c]
                       + 8.0 * DBL_EPSILON * (1.0 + steepest * fabs (loop)) * size
                       + steepest * cl_sum_rounding (terms + 2) * magnitude;
    }
}

/* errors (q) >= |y - y*|, the rounding of y included. */
static gboolean
find_errors (const Solve *solve, double *errors)
{
  const ClConvShape *shape = &solve->self->model->shape;
  const gsize pixels = cl_conv_pixels (shape);
  const double rounding = cl_sum_rounding (shape->channels * pixels);
  g_autofree double *sizes = g_new (double, shape->channels);
  g_autofree double *t = g_new (double, shape->channels);
  ClLipschitzParts parts;

  if (!cl_lipschitz_parts_init (&parts, solve->self->quotient, NULL))
    return FALSE;
  for (gsize c = 0; c < shape->channels; c++)
    sizes[c] = largest_of (pixels, solve->state + c * pixels);
  find_disturbance (solve, sizes, parts.input);
  parts.norm_b = largest_of (shape->channels, parts.input);
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (parts.a);
  const gboolean bounded = cl_lipschitz_parts_reach (&parts, majorant, t);
  const ClMatrix *c_matrix = cl_model_array (solve->self->quotient, CL_ARRAY_C);
  for (gsize i = 0; i < shape->classes; i++)
    {
      errors[i] = rounding * fabs (solve->self->model->offset->data[i]);
      for (gsize c = 0; c < shape->channels; c++)
        errors[i] +=
            cl_matrix_get (c_matrix, i, c) * (t[c] + rounding * sizes[c]) * (1.0 + rounding);
    }
  cl_lipschitz_parts_clear (&parts);
  return bounded;
}

/* y = C P x + c. */
static void
compute_outputs (const Solve *solve, double *outputs)
{
  const ClConvModel *model = solve->self->model;
  const ClConvShape *shape = &model->shape;
  const gsize pixels = cl_conv_pixels (shape), pool = shape->pool;
  const double share = 1.0 / (double) (pool * pool);

  memcpy (outputs, model->offset->data, shape->classes * sizeof (double));
  for (gsize k = 0; k < shape->channels * pixels; k++)
    {
      const gsize row = k % pixels / shape->width / pool, col = k % shape->width / pool;
      const gsize block = (k / pixels * (shape->height / pool) + row) * (shape->width / pool) + col;

      for (gsize i = 0; i < shape->classes; i++)
        outputs[i] += cl_matrix_get (model->c_matrix, i, block) * share * solve->state[k];
    }
}

static gboolean
check_planes (const ClConvShape *shape, const double *planes, GError **error)
{
  for (gsize k = 0; k < shape->inputs * cl_conv_pixels (shape); k++)
    if (!isfinite (planes[k]))
      {
        g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_INPUT,
                     "Pixel %" G_GSIZE_FORMAT " of the image is no finite number", k + 1);
        return FALSE;
      }
  return TRUE;
}

static ClAnswer *
answer_new (const ClConvClassifier *self)
{
  const ClConvShape *shape = &self->model->shape;
  ClAnswer *answer = cl_answer_new (shape->channels * cl_conv_pixels (shape), shape->classes);

  answer->map_height = shape->height;
  answer->map_width = shape->width;
  answer->frames = g_array_new (FALSE, FALSE, sizeof (gsize));
  answer->info = (ClFixedPointInfo){ .solver = cl_solver_find ("diagonal-implicit"),
                                     .factor_theory = contraction_factor (self),
                                     .factor_measured = NAN,
                                     .residuals = g_array_new (FALSE, FALSE, sizeof (double)),
                                     .iterates = g_array_new (FALSE, FALSE, sizeof (double)) };
  return answer;
}

ClAnswer *
cl_conv_classifier_answer (ClConvClassifier *self, const double *planes, GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (self != NULL && planes != NULL, NULL);
  const ClConvShape *shape = &self->model->shape;
  const gsize states = shape->channels * cl_conv_pixels (shape);
  const gsize side = shape->kernel - 1;
  const gint64 begin = g_get_monotonic_time ();
  g_autofree double *memory = g_new0 (double, 3 * states);
  g_autofree double *padded = g_new (double, (shape->height + side) * (shape->width + side));
  g_autofree double *errors = g_new (double, shape->classes);
  const Solve solve = { self, planes, memory, memory + states, memory + 2 * states, padded };
  g_autoptr (ClAnswer) answer = answer_new (self);

  if (!check_planes (shape, planes, error) || !iterate (&solve, answer, cancellable, error))
    return NULL;
  compute_outputs (&solve, answer->outputs);
  if (!find_errors (&solve, errors))
    for (gsize i = 0; i < shape->classes; i++)
      errors[i] = INFINITY;
  cl_answer_decide (answer, self->pairs, errors);
  answer->info.seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  return g_steal_pointer (&answer);
}
