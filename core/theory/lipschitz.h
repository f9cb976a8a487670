/* ClLipschitz: upper bounds of the Lipschitz constant from the input u to the output y of the
 * implicit network x = Phi (A x + B u + b), y = C x + D u + c, and the value attained at data.
 *
 * Every bound respects the slope bounds of the activation: with slopes in [0, dmax] the network is
 * that of an activation with slopes in [0, 1] and A, C multiplied by dmax.  `vertex` uses dmin too.
 * A bound is valid only when its hypothesis holds beyond the rounding of its computation. */
#pragma once

#include <gio/gio.h>

#include "core/theory/model.h"

G_BEGIN_DECLS

/* Loose to tight; the ids are those of the command line. */
typedef enum
{
  CL_BOUND_NEMON,               /* "nemon" */
  CL_BOUND_NEMON_REFINED,       /* "nemon_refined" */
  CL_BOUND_NEMON_WEIGHTED,      /* "nemon_weighted": the model's eta where mu (A) < 1 in its norm,
                                   else the Perron weights */
  CL_BOUND_IDL,                 /* "idl" */
  CL_BOUND_SENSITIVITY,         /* "sensitivity" */
  CL_BOUND_METZLER_SENSITIVITY, /* "metzler_sensitivity" */
  CL_BOUND_L2,                  /* "l2" */
  CL_BOUND_L2_AS_INF,           /* "l2_as_inf" */
  CL_BOUND_L2_MIXED,            /* "l2_mixed" */
  CL_BOUND_L2_WEIGHTED,         /* "l2_weighted": the model's eta, else the weights of lds.h */
  CL_BOUND_VERTEX,              /* "vertex": exact over slope patterns, small n only */
  CL_N_BOUNDS
} ClBoundId;

typedef struct
{
  const char *id;
  const char *norm;    /* "inf" or "two": of both u and y */
  const char *title;   /* "Sensitivity matrix" */
  const char *formula; /* with its hypothesis */
  const char *source;
  double value; /* +inf where not valid */
  gboolean valid;
} ClBound;

/* What there is to say about a bound before any model: everything but its value, which is NaN. */
ClBound cl_bound_describe (ClBoundId id);

typedef struct
{
  ClBound bound[CL_N_BOUNDS];
  gssize best;           /* index of the smallest valid bound in the inf norm; -1 when none is */
  double attained;       /* a lower bound (inf norm), the largest at the states; NaN without any */
  gsize attained_states; /* the number of states it was taken over */
} ClLipschitz;

typedef struct
{
  gsize vertex_limit;     /* vertex enumeration up to this n, default 12 */
  gsize weights_limit;    /* search for the weights of l2_weighted up to this n, default 150: 0.1 s
                             at n = 100, and it grows with n^3 */
  const ClMatrix *states; /* m x n fixed points x, one a row; NULL: no attained value */
  const ClMatrix *inputs; /* m x r, their inputs u; NULL: zero */
} ClLipschitzSettings;

#define CL_LIPSCHITZ_SETTINGS_DEFAULT                                                              \
  {                                                                                                \
    12, 150, NULL, NULL                                                                            \
  }

/* The model must have B and C (CL_MODEL_ERROR_MISSING).  `settings` may be NULL.  Fails with
 * CL_MODEL_ERROR_SHAPE when states or inputs do not fit, with G_IO_ERROR_CANCELLED when cancelled.
 * Any thread. */
ClLipschitz *cl_lipschitz_new (const ClModel *model, const ClLipschitzSettings *settings,
                               GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_lipschitz_free (ClLipschitz *lipschitz);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLipschitz, cl_lipschitz_free)

/* Certificates for differences of outputs: pair (i, j) with i != j receives an upper bound of the
 * Lipschitz constant of y_i - y_j from the inf norm of u (q x q, zero diagonal, symmetric); +inf
 * where none is valid.  NULL without B and C. */
ClMatrix *cl_lipschitz_pairs (const ClModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
