/* ClEntrainment: whether a model follows a periodic input.
 *
 * A flow that contracts at the rate c entrains to every input of period T (LECT): from any start
 *
 *   |x (t+T) - x (t)| <= exp (-ct) |x (T) - x (0)|
 *
 * and every two trajectories approach at that rate as well, so that all end on one cycle of period
 * T.  Both are measured here, at the times kT. */
#pragma once

#include <math.h>

#include "core/dynamics/distance.h"
#include "core/dynamics/input.h"

G_BEGIN_DECLS

typedef struct
{
  gsize periods;    /* how many are watched, at least 2; default 20 */
  gsize frames;     /* of the cycle, both ends included, at least 2; default 201 */
  ClNormKind norm;  /* of all distances; default l_inf */
  ClMatrix *eta;    /* its weights (n x 1), or NULL for ones; belongs to the caller */
  double rate;      /* guaranteed in this norm, NaN when none is known (the default) */
  double tolerance; /* an entrained trajectory repeats itself within tolerance (1 + |x|); default
                       1e-6 */
  double rtol;      /* of the integration; defaults 1e-9 */
  double atol;
} ClEntrainmentSettings;

#define CL_ENTRAINMENT_SETTINGS_DEFAULT                                                            \
  {                                                                                                \
    20, 201, CL_NORM_INF, NULL, NAN, 1e-6, 1e-9, 1e-9                                              \
  }

typedef struct
{
  double period;          /* T */
  gsize starts;           /* m */
  gsize periods;          /* K */
  double *change;         /* [m][K] |x ((k+1) T) - x (kT)| */
  double *spread;         /* [K+1] largest distance at kT between the first start and another */
  double *envelope;       /* [K] exp (-rate k T) times the largest change at k = 0; NaN without a
                             rate */
  double factor;          /* the largest ratio of a change to the one before it, of those well above
                             the tolerance of the integration; NaN when there are none */
  double factor_theory;   /* exp (-rate T), NaN without a rate */
  gboolean *entrained;    /* [m] the last change is within the tolerance */
  gboolean all_entrained; /* every start */
  gboolean common;        /* every start ends on the same cycle: all entrained, and the last spread
                             is within the tolerance */
  ClBundle *cycle;        /* the first start from K T to (K+1) T, its t counted from 0 */
} ClEntrainment;

/* input: with a period (cl_input_period above 0).  settings: NULL for the defaults.  Fails like
 * cl_bundle_new_with_input, and with CL_BUNDLE_ERROR_INPUT when the input has no period. */
ClEntrainment *cl_entrainment_new (const ClModel *model, const ClMatrix *starts,
                                   const ClInput *input, const ClEntrainmentSettings *settings,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How far from repeating itself the worst trajectory is after the last period: the largest of its
 * last changes. */
double cl_entrainment_error (const ClEntrainment *entrainment);
void cl_entrainment_free (ClEntrainment *entrainment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEntrainment, cl_entrainment_free)

G_END_DECLS
