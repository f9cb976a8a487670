/* Symbols, for one row: s_k the states, g_k = g (s_k), f_k = g_k - s_k, df and dg the differences
 * of the last m of them.
 *
 *   gamma = argmin |f_k - df gamma|_2,   s_{k+1} = g_k - dg gamma
 *
 * (Walker and Ni 2011, type II.)  The m x m normal equations are solved by Cholesky with a ridge
 * that is relative to their trace, so that parallel differences do no harm.  A safeguard keeps the
 * convergence proof of g: when |f| has grown past twice its value at the last plain step, the
 * history is dropped and the step is g itself. */
#include "core/implicit/real/anderson.h"

#include <string.h>

/* Relative to the trace of the normal equations. */
#define RIDGE (64 * CL_REAL_EPSILON)

typedef struct
{
  gsize held;       /* differences in the history */
  gsize seen;       /* states since the last restart */
  ClReal reference; /* |f|_2 at the last restart */
} History;

struct CL_REAL (_ClAnderson)
{
  gsize n;
  gsize memory;
  gsize rows;
  History *history; /* [rows] */
  ClReal *df;       /* [rows][memory][n] */
  ClReal *dg;
  ClReal *last_f; /* [rows][n] */
  ClReal *last_g;
  ClReal *normal; /* [memory][memory] */
  ClReal *gamma;  /* [memory] */
};

ClRealAnderson *
CL_REAL (cl_anderson_new) (gsize rows, gsize n, gsize memory)
{
  ClRealAnderson *self = g_new0 (ClRealAnderson, 1);

  self->n = n;
  self->memory = memory;
  self->rows = rows;
  self->history = g_new0 (History, rows);
  self->df = g_new0 (ClReal, rows * memory * n);
  self->dg = g_new0 (ClReal, rows * memory * n);
  self->last_f = g_new0 (ClReal, rows * n);
  self->last_g = g_new0 (ClReal, rows * n);
  self->normal = g_new0 (ClReal, memory * memory);
  self->gamma = g_new0 (ClReal, memory);
  return self;
}

void
CL_REAL (cl_anderson_free) (ClRealAnderson *self)
{
  if (self == NULL)
    return;
  g_free (self->history);
  g_free (self->df);
  g_free (self->dg);
  g_free (self->last_f);
  g_free (self->last_g);
  g_free (self->normal);
  g_free (self->gamma);
  g_free (self);
}

void
CL_REAL (cl_anderson_restart) (ClRealAnderson *self)
{
  memset (self->history, 0, self->rows * sizeof *self->history);
}

/* Solves the small positive definite system in place; FALSE when it is not. */
static gboolean
solve_normal (ClRealAnderson *self, gsize m)
{
  ClReal *a = self->normal;
  ClReal *b = self->gamma;
  gsize stride = self->memory;

  for (gsize i = 0; i < m; i++)
    {
      for (gsize j = 0; j <= i; j++)
        {
          ClReal sum = a[i * stride + j] - CL_REAL (cl_dot) (j, a + i * stride, a + j * stride);

          if (j < i)
            a[i * stride + j] = sum / a[j * stride + j];
          else if (sum > 0)
            a[i * stride + i] = sqrt (sum);
          else
            return FALSE;
        }
      b[i] = (b[i] - CL_REAL (cl_dot) (i, a + i * stride, b)) / a[i * stride + i];
    }
  for (gsize i = m; i-- > 0;)
    {
      for (gsize j = i + 1; j < m; j++)
        b[i] -= a[j * stride + i] * b[j];
      b[i] /= a[i * stride + i];
    }
  return TRUE;
}

static gboolean
find_gamma (ClRealAnderson *self, gsize m, const ClReal *df, const ClReal *f)
{
  ClReal trace = 0;

  for (gsize i = 0; i < m; i++)
    {
      for (gsize j = 0; j <= i; j++)
        self->normal[i * self->memory + j] =
            CL_REAL (cl_dot) (self->n, df + i * self->n, df + j * self->n);
      self->gamma[i] = CL_REAL (cl_dot) (self->n, df + i * self->n, f);
      trace += self->normal[i * self->memory + i];
    }
  if (!(trace > 0) || !isfinite (trace))
    return FALSE;
  for (gsize i = 0; i < m; i++)
    self->normal[i * self->memory + i] += RIDGE * trace;
  return solve_normal (self, m);
}

/* Puts the newest differences into the ring; f and g replace the last ones. */
static void
remember (ClRealAnderson *self, gsize row, const ClReal *state, const ClReal *next)
{
  History *history = &self->history[row];
  gsize n = self->n;
  gsize place = row * self->memory + (history->seen + self->memory - 1) % self->memory;
  ClReal *last_f = self->last_f + row * n;
  ClReal *last_g = self->last_g + row * n;

  for (gsize i = 0; i < n; i++)
    {
      ClReal f = next[i] - state[i];

      if (history->seen > 0)
        {
          self->df[place * n + i] = f - last_f[i];
          self->dg[place * n + i] = next[i] - last_g[i];
        }
      last_f[i] = f;
      last_g[i] = next[i];
    }
  if (history->seen > 0)
    history->held = MIN (history->held + 1, self->memory);
  history->seen++;
}

static void
mix_row (ClRealAnderson *self, gsize row, const ClReal *state, ClReal *next)
{
  History *history = &self->history[row];
  gsize n = self->n;
  gsize first = row * self->memory * n;
  ClReal size;

  remember (self, row, state, next);
  size = sqrt (CL_REAL (cl_dot) (n, self->last_f + row * n, self->last_f + row * n));
  if (history->seen == 1)
    history->reference = size;
  if (size > 2 * history->reference)
    {
      *history = (History){ 0 };
      return;
    }
  if (history->held == 0
      || !find_gamma (self, history->held, self->df + first, self->last_f + row * n))
    return;
  for (gsize k = 0; k < history->held; k++)
    CL_REAL (cl_axpy) (n, -self->gamma[k], self->dg + first + k * n, next);
}

void
CL_REAL (cl_anderson_mix) (ClRealAnderson *self, gsize rows, const ClReal *state, ClReal *next)
{
  for (gsize row = 0; row < rows; row++)
    mix_row (self, row, state + row * self->n, next + row * self->n);
}
