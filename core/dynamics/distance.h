/* ClDistances: distances between the trajectories of a bundle, and the envelope that theory
 * guarantees for them: |x(t)-y(t)| <= exp(-ct) |x(0)-y(0)| (LECT). */
#pragma once

#include "core/dynamics/bundle.h"
#include "core/theory/norm.h"

G_BEGIN_DECLS

typedef struct
{
  gsize pairs;
  gsize frames;
  gsize *first;     /* [pairs] index of the one start */
  gsize *second;    /* [pairs] and of the other */
  double *distance; /* [pairs][frames] */
  double
      *envelope; /* [frames]: exp(-rate t) times the largest initial distance; NaN without a rate */
} ClDistances;

/* The distance of two states (n): coordinate i is weighted by 1/eta_i; eta is n x 1, or NULL for
 * ones. */
double cl_distance (ClNormKind norm, gsize n, const double *x, const double *y,
                    const ClMatrix *eta);

/* The factors 1/eta_i of a norm (n), for cl_distance_scaled. */
double *cl_distance_scale_new (gsize n, const ClMatrix *eta) G_GNUC_WARN_UNUSED_RESULT;

/* cl_distance with the factors at hand; y is NULL for zero. */
double cl_distance_scaled (ClNormKind norm, gsize n, const double *x, const double *y,
                           const double *scale);

/* A distance of two states (n) of any kind. */
typedef double (*ClDistanceFunc) (gconstpointer data, gsize n, const double *x, const double *y);

/* cl_distances_new with a distance of the caller's own, such as that of a semi-norm. */
ClDistances *cl_distances_new_with (const ClBundle *bundle, ClDistanceFunc distance,
                                    gconstpointer data, double rate,
                                    gsize max_pairs) G_GNUC_WARN_UNUSED_RESULT;

/* Pairs every start with the next (at most `max_pairs`, evenly chosen, when there are more).  eta
 * (n x 1, or NULL for ones) weighs coordinate i by 1/eta_i.  rate is the guaranteed contraction
 * rate in this norm (0 allowed), NaN when none is known. */
ClDistances *cl_distances_new (const ClBundle *bundle, ClNormKind norm, const ClMatrix *eta,
                               double rate, gsize max_pairs) G_GNUC_WARN_UNUSED_RESULT;

/* The largest growth of a distance: over all pairs and s <= t, distance (t) - distance (s).  0 when
 * none ever grows; NaN when a distance is. */
double cl_distances_worst_increase (const ClDistances *distances);

/* The largest excess over a decay at `rate`: over all pairs and frames, distance (t) -
 * exp (-rate t) distance (0), at the times t (one for each frame).  0 when none exceeds it; NaN
 * when a distance is. */
double cl_distances_worst_excess (const ClDistances *distances, const double *t, double rate);
void cl_distances_free (ClDistances *distances);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDistances, cl_distances_free)

G_END_DECLS
