/* What the Lipschitz bounds of one model share, each part with its rounding on the safe side. */
#pragma once

#include "core/theory/model.h"

G_BEGIN_DECLS

/* The arrays of the equivalent network with slopes in [0, 1]: A and C times dmax.  Every number is
 * an upper bound of what it names. */
typedef struct
{
  gsize n, r, q;
  ClMatrix *a, *b, *c;
  ClMatrix *d;           /* NULL where absent */
  double *input;         /* n: row sums of |B| */
  double *feed;          /* q: row sums of |D| */
  double norm_b, norm_c; /* inf */
  double norm_d;
} ClLipschitzParts;

/* FALSE (CL_MODEL_ERROR_MISSING) without B or C. */
gboolean cl_lipschitz_parts_init (ClLipschitzParts *parts, const ClModel *model, GError **error);
void cl_lipschitz_parts_clear (ClLipschitzParts *parts);

/* t (n) with t >= (I - M)^-1 |B| 1, for a majorant M with non-negative entries off the diagonal.
 * FALSE when alpha (M) < 1 is not certain: t is then undefined. */
gboolean cl_lipschitz_parts_reach (const ClLipschitzParts *parts, const ClMatrix *majorant,
                                   double *t);

/* max_i sum_j |c_ij| t_j + sum_k |d_ik|, rounded up. */
double cl_lipschitz_parts_output (const ClLipschitzParts *parts, const double *t);

/* In the norm |x| = |Q^1/2 x|_2 of a positive diagonal q (n); NULL: all ones. */

/* 1 / (1 - mu_{2,Q^1/2} (A)), +inf unless the measure is certainly below 1. */
double cl_lipschitz_parts_inverse_gap (const ClLipschitzParts *parts, const double *q);

/* sqrt (sum_i q_i |B_i|_1^2): the largest norm of B u over the unit ball of l_inf, or more. */
double cl_lipschitz_parts_input_two (const ClLipschitzParts *parts, const double *q);

/* The largest max c x over |x| <= 1 for a row c of C: |c Q^-1/2|_2. */
double cl_lipschitz_parts_row_two (const ClLipschitzParts *parts, const double *q);

/* The same for any row of n entries. */
double cl_lipschitz_row_two (gsize n, const double *row, const double *q);

G_END_DECLS
