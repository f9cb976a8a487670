/* ClInterconnection: a recurrent model seen as a network of smaller ones (LECT).
 *
 * The states are split into k blocks, block i with its own norm.  c_i is the rate at which block i
 * contracts on its own (the negative of its one-sided Lipschitz constant, so it may be negative),
 * and g_ij the Lipschitz constant of its vector field in the state of block j.  When the gain
 * matrix, -c_i on the diagonal and g_ij off it, is Hurwitz (it is Metzler), the whole network
 * contracts in the norm max_i |x_i|_i / w_i at the rate -max_i (gain w)_i / w_i. */
#pragma once

#include "core/theory/model.h"
#include "core/theory/norm.h"
#include "core/theory/verdict.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gsize size;      /* states; the blocks follow one another */
  ClNormKind norm; /* of the block */
} ClBlock;

typedef struct
{
  gsize count;             /* k */
  ClBlock *block;          /* k */
  ClMatrix *gain;          /* k x k */
  ClMatrix *gain_rounding; /* k x k: bounds on the rounding error of each entry */
  gboolean exact;    /* FALSE: some entries are upper bounds of the constants they stand for */
  double abscissa;   /* alpha (gain) */
  double rounding;   /* bound on its rounding error, that of the gains included */
  ClMatrix *weights; /* w, k x 1, positive, largest = 1 */
  double rate;       /* guaranteed in these weights; 0 when none is */

  /* Of alpha (gain) < 0: 'holds' means that the network contracts; 'fails' that these gains do not
   * show it, although they are the true constants; 'unknown' that they are only upper bounds. */
  ClVerdict verdict;
} ClInterconnection;

/* Any kind of model.  l_2 blocks of up to `vertex_limit` states (at most 30) have an exact rate, by
 * enumeration of slopes; beyond it c_i is a lower bound.  NULL when the sizes do not add up to n, a
 * block is empty, or on cancellation. */
ClInterconnection *cl_interconnection_new (const ClModel *model, const ClBlock *blocks, gsize count,
                                           gsize vertex_limit, GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of given gains (k x k: -c_i on the diagonal, g_ij off it), each up to its entry of
 * `rounding` (k x k, or NULL for zero).  exact: FALSE when some gains are only upper bounds.  Every
 * block counts as one state in l_inf.  Fails, with the place, when an entry is not finite or one
 * off the diagonal is negative. */
ClInterconnection *cl_interconnection_new_for_gains (const ClMatrix *gain, const ClMatrix *rounding,
                                                     gboolean exact,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_interconnection_free (ClInterconnection *interconnection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClInterconnection, cl_interconnection_free)

/* max_i |x_i - y_i|_i / w_i of two states (n); y may be NULL for zero. */
double cl_interconnection_distance (const ClInterconnection *interconnection, const double *x,
                                    const double *y);

G_END_DECLS
