/* ClSlack: how far each entry of A may move, the others as they are, before a condition of the
 * ladder stops to hold.
 *
 * The ranges are exact up to rounding: each is the distance to the nearest zero of a determinant
 * that is affine (for mu_2 quadratic) in the entry, or to the border of a row or column sum.  An
 * end so far away that rounding cannot tell it from none is infinite.  See slack.c for the
 * derivations. */
#pragma once

#include "core/theory/analysis.h"

G_BEGIN_DECLS

/* The P-matrix condition has 2^n minors, each of which is inverted. */
#define CL_SLACK_P_MATRIX_LIMIT 10

typedef struct
{
  /* n x n each: the condition holds for a_ij + d with -down_ij < d < up_ij and for no d at or
   * beyond these ends.  Positive; infinite where nothing bounds that side. */
  ClMatrix *up, *down;
} ClSlack;

/* Whether there is a formula for this condition at this size. */
gboolean cl_slack_is_known (ClConditionId condition, gsize n);

/* a: n x n, n >= 1, finite.  Returns NULL where the condition does not hold or rounding leaves that
 * open: NULL is no verdict, ClAnalysis has those.  Any thread. */
ClSlack *cl_slack_new (const ClMatrix *a, ClConditionId condition) G_GNUC_WARN_UNUSED_RESULT;
void cl_slack_free (ClSlack *slack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSlack, cl_slack_free)

G_END_DECLS
