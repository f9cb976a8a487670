/* The search for zeros of a vector field from many starts.  Internal to core/dynamics. */
#pragma once

#include <gio/gio.h>

#include "core/dynamics/flow.h"

G_BEGIN_DECLS

typedef struct
{
  ClFlow *flow;
  gsize n;
  double tolerance; /* on |x'|_inf, relative to 1 + |x|_inf */
  double radius;    /* of the box around zero that is searched */
  GArray *points;   /* of double, n a point: what was found */

  double *point;    /* [n] */
  double *speed;    /* [n] */
  double *trial;    /* [n] */
  double *step;     /* [n] */
  double *jacobian; /* [n][n] */
  int *pivots;      /* [n] */
} ClEquilibriumSearch;

/* input: u of length r or NULL for zero.  radius 0: 3 (1 + |B u + b|_inf). */
void cl_equilibrium_search_init (ClEquilibriumSearch *self, const ClModel *model,
                                 const double *input, double tolerance, double radius);
void cl_equilibrium_search_clear (ClEquilibriumSearch *self);

/* Searches from zero and from `starts` low-discrepancy starts, fewer where n is large; adds every
 * zero that is not in the list yet.  Stops early, with what it has, when cancelled. */
void cl_equilibrium_search_run (ClEquilibriumSearch *self, gsize starts, guint64 seed,
                                GCancellable *cancellable);

/* |x'|_inf at x; infinite when it is not a number. */
double cl_equilibrium_search_residual (ClEquilibriumSearch *self, const double *x);

/* max_i |x_i|; infinite when any is not a number. */
double cl_equilibrium_norm (gsize n, const double *x);

G_END_DECLS
