/* One iteration is one matrix product, Z = X G' + D: it gives the residual |X - f (Z)| of this
 * iterate and everything that a scheme needs for the next. */
#include <string.h>

#include "core/implicit/real/anderson.h"
#include "core/implicit/real/scheme.h"

/* Running maxima of the residual, one for each place in a block: the compiler vectorises over them,
 * which it may not do with one maximum. */
#define BLOCK 64

typedef struct
{
  ClRealPlan plan;
  const ClRealScheme *scheme;
  ClRealRows rows;
  ClRealAnderson *anderson;
  ClReal *own_state; /* of a scheme whose state is not x, else NULL */
} Loop;

static ClReal *
new_from_doubles (gsize count, const double *from)
{
  ClReal *copy = g_new (ClReal, MAX (count, 1));

  cl_real_from_doubles (count, from, copy);
  return copy;
}

static gpointer
open_loop (const ClSchemes *schemes, const ClPlan *plan, gsize rows, gsize anderson)
{
  Loop *self = g_new0 (Loop, 1);
  gsize n = plan->problem->n;
  gsize numbers = MAX (rows * n, 1);

  self->scheme = schemes->CL_REAL (scheme);
  self->plan = (ClRealPlan){
    .n = n,
    .nodes = plan->problem->nodes,
    .step = (ClReal) plan->step,
    .g = new_from_doubles (n * n, plan->problem->g->data),
    .loop = new_from_doubles (n, plan->loop),
    .matrix = plan->matrix != NULL ? new_from_doubles (n * n, plan->matrix->data) : NULL,
  };
  self->rows = (ClRealRows){
    .drive = g_new (ClReal, numbers),
    .x = g_new (ClReal, numbers),
    .z = g_new (ClReal, numbers),
    .value = g_new (ClReal, numbers),
    .next = g_new (ClReal, numbers),
    .room = g_new (ClReal, numbers),
  };
  if (self->scheme->recover != NULL)
    self->own_state = g_new (ClReal, numbers);
  if (anderson > 0)
    self->anderson = CL_REAL (cl_anderson_new) (rows, n, anderson);
  return self;
}

static void
close_loop (gpointer loop)
{
  Loop *self = loop;

  g_free (self->plan.g);
  g_free (self->plan.loop);
  g_free (self->plan.matrix);
  g_free (self->rows.drive);
  g_free (self->rows.x);
  g_free (self->rows.z);
  g_free (self->rows.value);
  g_free (self->rows.next);
  g_free (self->rows.room);
  g_free (self->own_state);
  CL_REAL (cl_anderson_free) (self->anderson);
  g_free (self);
}

/* Points the state at what carries it, and makes x follow. */
static void
follow_state (Loop *self)
{
  self->rows.state = self->own_state != NULL ? self->own_state : self->rows.x;
  if (self->own_state != NULL)
    self->scheme->recover (&self->plan, &self->rows);
}

static void
load (gpointer loop, gsize first, gsize count, const double *drive, const double *state)
{
  Loop *self = loop;

  self->rows.first = first;
  self->rows.count = count;
  cl_real_from_doubles (count * self->plan.n, drive, self->rows.drive);
  cl_real_from_doubles (count * self->plan.n, state,
                        self->own_state != NULL ? self->own_state : self->rows.x);
  if (self->anderson != NULL)
    CL_REAL (cl_anderson_restart) (self->anderson);
  follow_state (self);
}

/* r - r is not a number where r is none or infinite, and that stays in the sum. */
static void
raise_worst (gsize count, const ClReal *restrict x, const ClReal *restrict value,
             ClReal *restrict worst, ClReal *restrict spoilt)
{
  for (gsize k = 0; k < count; k++)
    {
      ClReal residual = fabs (x[k] - value[k]);

      worst[k] = residual > worst[k] ? residual : worst[k];
      spoilt[k] += residual - residual;
    }
}

static double
worst_difference (gsize count, const ClReal *x, const ClReal *value)
{
  ClReal worst[BLOCK] = { 0 }, spoilt[BLOCK] = { 0 };
  ClReal all = 0;
  gsize e = 0;

  for (; e + BLOCK <= count; e += BLOCK)
    raise_worst (BLOCK, x + e, value + e, worst, spoilt);
  raise_worst (count - e, x + e, value + e, worst, spoilt);
  for (gsize k = 0; k < BLOCK; k++)
    all = spoilt[k] == 0 ? fmax (all, worst[k]) : (ClReal) INFINITY;
  return all;
}

static double
evaluate (gpointer loop)
{
  Loop *self = loop;
  ClRealRows *rows = &self->rows;
  gsize n = self->plan.n;

  memcpy (rows->z, rows->drive, rows->count * n * sizeof (ClReal));
  CL_REAL (cl_gemm)
  (CL_NO_TRANSPOSE, CL_TRANSPOSE, rows->count, n, n, 1, rows->x, n, self->plan.g, n, 1, rows->z, n);
  CL_REAL (cl_nodes_values)
  (&self->plan.nodes, rows->first, rows->count, n, rows->z, rows->value);
  return worst_difference (rows->count * n, rows->x, rows->value);
}

static void
advance (gpointer loop)
{
  Loop *self = loop;
  ClRealRows *rows = &self->rows;
  ClReal **carrier = self->own_state != NULL ? &self->own_state : &rows->x;
  ClReal *last = *carrier;

  self->scheme->advance (&self->plan, rows);
  if (self->anderson != NULL)
    CL_REAL (cl_anderson_mix) (self->anderson, rows->count, rows->state, rows->next);
  *carrier = rows->next;
  rows->next = last;
  follow_state (self);
}

static void
get_iterate (gpointer loop, gsize count, double *x)
{
  const Loop *self = loop;

  cl_real_to_doubles (count * self->plan.n, self->rows.x, x);
}

static void
get_state (gpointer loop, gsize count, double *state)
{
  const Loop *self = loop;

  cl_real_to_doubles (count * self->plan.n, self->rows.state, state);
}

const ClArithmetic CL_REAL (cl_arithmetic) = {
  .far = CL_REAL_FAR,
  .open = open_loop,
  .close = close_loop,
  .load = load,
  .evaluate = evaluate,
  .advance = advance,
  .get_iterate = get_iterate,
  .get_state = get_state,
};
