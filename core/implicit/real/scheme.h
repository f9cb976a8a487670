/* The scheme of a solver: how it goes from one iterate to the next.  One file of this folder each;
 * what is proven of it is in core/implicit/solvers/. */
#pragma once

#include "core/implicit/real/real.h"
#include "core/implicit/arithmetic.h"

G_BEGIN_DECLS

/* The equation x = f (G x + d) and what the solver has prepared for it (ClPlan). */
typedef struct
{
  gsize n;
  ClNodes nodes; /* f */
  ClReal step;
  ClReal *g;      /* [n][n] */
  ClReal *loop;   /* [n] */
  ClReal *matrix; /* [n][n], or NULL */
} ClRealPlan;

/* Some rows of the batch in the middle of an iteration; every array is [count][n]. */
typedef struct
{
  gsize first; /* their place in the batch */
  gsize count;
  ClReal *drive; /* d */
  ClReal *x;     /* the iterate */
  ClReal *z;     /* G x + d */
  ClReal *value; /* f (z) */
  ClReal *state; /* what the scheme carries on: x itself unless it has a `recover` */
  ClReal *next;  /* the new state */
  ClReal *room;
} ClRealRows;

typedef struct CL_REAL (_ClScheme) ClRealScheme;

struct CL_REAL (_ClScheme)
{
  /* Fills next from the rest. */
  void (*advance) (const ClRealPlan *plan, const ClRealRows *rows);

  /* Fills x from the state, where they differ; else NULL. */
  void (*recover) (const ClRealPlan *plan, const ClRealRows *rows);
};

/* out = f (z), and out[i] = the z with z = f (a[i] z + s[i]) on each row, for `count` rows (x n)
 * from row `first` of the batch.  out may be z or s. */
void CL_REAL (cl_nodes_values) (const ClNodes *nodes, gsize first, gsize count, gsize n,
                                const ClReal *z, ClReal *out);
void CL_REAL (cl_nodes_self_loops) (const ClNodes *nodes, gsize first, gsize count, gsize n,
                                    const ClReal *a, const ClReal *s, ClReal *out);

/* out = R (s), the resolvent on the plan of cl_resolvent_prepare; out may be s. */
void CL_REAL (cl_resolvent_apply) (const ClRealPlan *plan, const ClRealRows *rows, const ClReal *s,
                                   ClReal *out);

G_END_DECLS
