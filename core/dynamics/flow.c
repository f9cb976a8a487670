/* Symbols: X the states, one a row; d the drive B u + b.
 *
 *   firing rate    Phi (X A' + d) - X L          Jacobian  dg (phi' (A x + d)) A - L
 *   Hopfield       Phi (X) A' + d - X            A dg (phi' (x)) - I
 *   Persidskii     Phi (X) A'                    A dg (phi' (x))
 *   linear-minus   X A' - Phi (X)                A - dg (phi' (x))
 *
 * With an input that moves between its breaks every row has a drive of its own time: the inputs of
 * all rows are gathered and multiplied by B' at once.
 *
 * Each kind is one entry of a table.  Where the activation acts before the product it needs room of
 * its own; where it acts after, the output is that room. */
#include "core/dynamics/flow.h"

#include <math.h>
#include <string.h>

#include "core/linalg/blas.h"
#include "core/linalg/vector-clones.h"

struct _ClFlow
{
  ClModel *model;
  gsize n;
  const double *a;
  double *drive; /* [n] */
  double *leak;  /* [n], ones where the model has none */
  double *room;  /* [capacity][n] */

  ClInput *input; /* NULL: the drive never changes */
  double within;
  const double *t; /* [rows] of the evaluation under way; NULL: the drive holds for every row */
  double *inputs;  /* [capacity][r] */
};

gboolean
cl_flow_takes_input (const ClModel *model)
{
  return model->parts.kind == CL_MODEL_FIRING_RATE || model->parts.kind == CL_MODEL_HOPFIELD;
}

static ClFlow *
flow_alloc (const ClModel *model, gsize capacity)
{
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  ClFlow *self = g_new0 (ClFlow, 1);

  self->model = cl_model_ref ((ClModel *) model);
  self->n = model->n;
  self->a = cl_model_array (model, CL_ARRAY_A)->data;
  self->drive = g_new0 (double, self->n);
  self->leak = g_new0 (double, self->n);
  self->room = g_new0 (double, MAX (capacity, 1) * self->n);
  for (gsize i = 0; i < self->n; i++)
    self->leak[i] = leak != NULL ? leak->data[i] : 1;
  return self;
}

ClFlow *
cl_flow_new (const ClModel *model, const double *input, gsize capacity)
{
  ClFlow *self = flow_alloc (model, capacity);

  cl_model_drive (model, input, self->drive);
  return self;
}

ClFlow *
cl_flow_new_with_input (const ClModel *model, const ClInput *input, gsize capacity)
{
  ClFlow *self;

  g_return_val_if_fail (model != NULL && input != NULL, NULL);
  g_return_val_if_fail (cl_input_size (input) == model->r || !cl_flow_takes_input (model), NULL);

  self = flow_alloc (model, capacity);
  if (!cl_flow_takes_input (model))
    return self;
  self->input = cl_input_ref ((ClInput *) input);
  self->inputs = g_new0 (double, MAX (capacity, 1) * model->r);
  cl_flow_enter (self, 0);
  return self;
}

void
cl_flow_enter (ClFlow *self, double within)
{
  self->within = within;
  if (self->input == NULL)
    return;
  cl_input_values (self->input, within, within, self->inputs);
  cl_model_drive (self->model, self->inputs, self->drive);
}

void
cl_flow_free (ClFlow *self)
{
  if (self == NULL)
    return;
  cl_model_unref (self->model);
  g_free (self->drive);
  g_free (self->leak);
  g_free (self->room);
  g_free (self->inputs);
  cl_input_unref (self->input);
  g_free (self);
}

gsize
cl_flow_size (const ClFlow *self)
{
  return self->n;
}

const double *
cl_flow_drive (const ClFlow *self)
{
  return self->drive;
}

/* OpenBLAS spends more on its preparations than a product with a tiny matrix takes. */
#define TINY 4

/* out = x A' + beta out. */
static void
multiply (const ClFlow *self, gsize rows, const double *x, double beta, double *out)
{
  gsize n = self->n;

  if (n > TINY)
    {
      cl_gemm (CL_NO_TRANSPOSE, CL_TRANSPOSE, rows, n, n, 1, x, n, self->a, n, beta, out, n);
      return;
    }
  for (gsize row = 0; row < rows; row++, x += n, out += n)
    for (gsize i = 0; i < n; i++)
      {
        double sum = beta == 0 ? 0 : beta * out[i];

        for (gsize j = 0; j < n; j++)
          sum += self->a[i * n + j] * x[j];
        out[i] = sum;
      }
}

static void
fill_drive (const ClFlow *self, gsize rows, double *out)
{
  const ClMatrix *b = cl_model_array (self->model, CL_ARRAY_B);
  const ClMatrix *bias = cl_model_array (self->model, CL_ARRAY_BIAS);
  gsize r = self->model->r;

  if (self->t == NULL)
    {
      for (gsize row = 0; row < rows; row++)
        memcpy (out + row * self->n, self->drive, self->n * sizeof *out);
      return;
    }
  for (gsize row = 0; row < rows; row++)
    {
      cl_input_values (self->input, self->t[row], self->within, self->inputs + row * r);
      if (bias != NULL)
        memcpy (out + row * self->n, bias->data, self->n * sizeof *out);
      else
        memset (out + row * self->n, 0, self->n * sizeof *out);
    }
  if (b != NULL)
    cl_gemm (CL_NO_TRANSPOSE, CL_TRANSPOSE, rows, self->n, r, 1, self->inputs, r, b->data, r, 1,
             out, self->n);
}

/* out = x A' + drive. */
static void
drive_through (const ClFlow *self, gsize rows, const double *x, double *out)
{
  gsize n = self->n;

  if (n > TINY || self->t != NULL)
    {
      fill_drive (self, rows, out);
      multiply (self, rows, x, 1, out);
      return;
    }
  for (gsize row = 0; row < rows; row++, x += n, out += n)
    for (gsize i = 0; i < n; i++)
      {
        double sum = self->drive[i];

        for (gsize j = 0; j < n; j++)
          sum += self->a[i * n + j] * x[j];
        out[i] = sum;
      }
}

CL_VECTOR_CLONES static void
subtract_leak (gsize rows, gsize n, const double *restrict leak, const double *restrict x,
               double *restrict out)
{
  for (gsize row = 0; row < rows; row++)
    for (gsize i = 0; i < n; i++)
      out[row * n + i] -= leak[i] * x[row * n + i];
}

static void
firing_rate (ClFlow *self, gsize rows, const double *x, double *out)
{
  drive_through (self, rows, x, out);
  self->model->parts.activation->values (rows * self->n, out, out);
  subtract_leak (rows, self->n, self->leak, x, out);
}

static void
hopfield (ClFlow *self, gsize rows, const double *x, double *out)
{
  self->model->parts.activation->values (rows * self->n, x, self->room);
  drive_through (self, rows, self->room, out);
  for (gsize e = 0; e < rows * self->n; e++)
    out[e] -= x[e];
}

static void
persidskii (ClFlow *self, gsize rows, const double *x, double *out)
{
  self->model->parts.activation->values (rows * self->n, x, self->room);
  multiply (self, rows, self->room, 0, out);
}

static void
linear_minus (ClFlow *self, gsize rows, const double *x, double *out)
{
  multiply (self, rows, x, 0, out);
  self->model->parts.activation->values (rows * self->n, x, self->room);
  for (gsize e = 0; e < rows * self->n; e++)
    out[e] -= self->room[e];
}

/* How the slopes enter the Jacobian: slope_i times row i, slope_j times column j, or neither; and
 * what is taken from the diagonal. */
typedef enum
{
  SLOPES_SCALE_ROWS,
  SLOPES_SCALE_COLUMNS,
  SLOPES_SUBTRACT
} SlopeRole;

static const struct
{
  void (*eval) (ClFlow *self, gsize rows, const double *x, double *out);
  SlopeRole role;
  double leak; /* how much of L is taken from the diagonal */
} kinds[CL_N_MODEL_KINDS] = {
  [CL_MODEL_FIRING_RATE] = { firing_rate, SLOPES_SCALE_ROWS, 1 },
  [CL_MODEL_HOPFIELD] = { hopfield, SLOPES_SCALE_COLUMNS, 1 },
  [CL_MODEL_PERSIDSKII] = { persidskii, SLOPES_SCALE_COLUMNS, 0 },
  [CL_MODEL_LINEAR_MINUS] = { linear_minus, SLOPES_SUBTRACT, 0 },
};

void
cl_flow_eval (ClFlow *self, gsize rows, const double *x, double *out)
{
  if (rows > 0 && self->n > 0)
    kinds[self->model->parts.kind].eval (self, rows, x, out);
}

/* NULL where all rows have the same drive. */
static const double *
time_of_rows (const ClFlow *self, const double *t)
{
  return self->input != NULL && !cl_input_is_stepwise (self->input) ? t : NULL;
}

void
cl_flow_eval_at (ClFlow *self, gsize rows, const double *t, const double *x, double *out)
{
  self->t = time_of_rows (self, t);
  cl_flow_eval (self, rows, x, out);
  self->t = NULL;
}

gboolean
cl_flow_has_switches (const ClModel *model)
{
  const ClActivation *activation = model->parts.activation;

  return activation->homogeneous && activation->slope (1) != activation->slope (-1);
}

void
cl_flow_switches (ClFlow *self, gsize rows, const double *t, const double *x, double *out)
{
  if (kinds[self->model->parts.kind].role == SLOPES_SCALE_ROWS)
    {
      self->t = time_of_rows (self, t);
      drive_through (self, rows, x, out);
      self->t = NULL;
    }
  else
    memcpy (out, x, rows * self->n * sizeof *x);
}

/* The slopes at z, and whether phi is differentiable there: no kink within the distance that
 * rounding may have moved z, seen as a jump of the slope across it. */
static gboolean
slopes_at (const ClActivation *activation, gsize n, const double *z, double *slopes)
{
  gboolean smooth = TRUE;

  activation->slopes (n, z, slopes);
  for (gsize i = 0; i < n; i++)
    {
      double reach = 1e-9 * fmax (1, fabs (z[i]));
      double jump = activation->slope (z[i] + reach) - activation->slope (z[i] - reach);

      smooth = smooth && fabs (jump) < 1e-3;
    }
  return smooth;
}

gboolean
cl_flow_jacobian (ClFlow *self, const double *x, double *jacobian)
{
  gsize n = self->n;
  ClModelKind kind = self->model->parts.kind;
  SlopeRole role = kinds[kind].role;
  g_autofree double *slopes = g_new (double, n);
  gboolean smooth;

  memcpy (self->room, x, n * sizeof *x);
  if (role == SLOPES_SCALE_ROWS)
    {
      memcpy (self->room, self->drive, n * sizeof *x);
      multiply (self, 1, x, 1, self->room);
    }
  smooth = slopes_at (self->model->parts.activation, n, self->room, slopes);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double scale = role == SLOPES_SCALE_ROWS      ? slopes[i]
                       : role == SLOPES_SCALE_COLUMNS ? slopes[j]
                                                      : 1;

        jacobian[i * n + j] = scale * self->a[i * n + j];
      }
  for (gsize i = 0; i < n; i++)
    {
      double leak = kind == CL_MODEL_FIRING_RATE ? self->leak[i] : kinds[kind].leak;

      jacobian[i * n + i] -= role == SLOPES_SUBTRACT ? slopes[i] : leak;
    }
  return smooth;
}
