/* ClLadder: the conditions for one matrix, evaluated together because they share their parts. */
#pragma once

#include "core/theory/analysis.h"
#include "core/theory/lds.h"
#include "core/theory/measure.h"
#include "core/theory/p-matrix.h"
#include "core/theory/perron.h"

G_BEGIN_DECLS

typedef struct
{
  const ClMatrix *a; /* not owned */
  ClBounded norm_inf, mu_inf, mu_one, mu_two;
  ClMatrix *mu_two_vector;
  ClPerron *absolute;       /* of |A| */
  ClPerron *metzler;        /* of M (A) */
  ClDiagonalStability *lds; /* NULL beyond the limit */
  ClMatrix *identity_minus; /* I - A */
  gboolean enumerated;      /* whether `minors` is filled */
  ClPrincipalMinors minors;
  ClMatrix *reversal; /* proves that I - A is not a P-matrix, or NULL */
  ClCondition condition[CL_N_CONDITIONS];
} ClLadder;

/* Everything but the proof that I - A is not a P-matrix where its minors are too many.  FALSE when
 * cancelled.  Clear the ladder in either case. */
gboolean cl_ladder_init (ClLadder *ladder, const ClMatrix *a, const ClAnalysisSettings *settings,
                         GCancellable *cancellable, GError **error);

/* The rest.  real_eigenvalue: the largest real eigenvalue of A, or NaN without one. */
void cl_ladder_conclude (ClLadder *ladder, double real_eigenvalue);
void cl_ladder_clear (ClLadder *ladder);

G_END_DECLS
