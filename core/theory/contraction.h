/* One-sided Lipschitz constants of the four recurrent models over every slope pattern that the
 * activation allows (LECT; the rate of contraction is -osL where that is positive). */
#pragma once

#include "core/theory/analysis.h"
#include "core/theory/norm.h"

G_BEGIN_DECLS

typedef struct
{
  const ClMatrix *metzler_weights; /* the best weights of M (A), n x 1 */
  double mu_two;                   /* of A, with its rounding added */
  double norm_two;                 /* the same */
  gsize vertex_limit;
} ClContractionParts;

/* Fills the entries of `contraction` (clear their weights with cl_matrix_unref).  FALSE when
 * cancelled. */
gboolean cl_contraction_compute (const ClModel *model, const ClContractionParts *parts,
                                 ClContraction contraction[CL_N_CONTRACTIONS],
                                 GCancellable *cancellable, GError **error);

/* The constant in one norm alone, a CL_CONTRACTION_*: the others may cost much more.  l_2 is exact
 * up to `vertex_limit` states.  contraction->weights is the caller's, NULL in the norms that have
 * none.  FALSE when cancelled. */
gboolean cl_contraction_compute_one (const ClModel *model, guint norm, gsize vertex_limit,
                                     ClContraction *contraction, GCancellable *cancellable,
                                     GError **error);

/* "one", "two", "inf", "inf-weighted". */
const char *cl_contraction_id (guint norm);

/* The norm of a CL_CONTRACTION_* without its weights. */
ClNormKind cl_contraction_norm (guint norm);

G_END_DECLS
