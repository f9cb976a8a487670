/* ClLandscape: the conditions on a slice of weight space: two entries of A vary, all others stay.
 *
 * A condition holds where its margin is positive, so the zero set of the margin is its border. */
#pragma once

#include "core/theory/analysis.h"

G_BEGIN_DECLS

/* Each sample is a whole ladder: the weighted l_2 measure and the minors only up to this n. */
#define CL_LANDSCAPE_EXACT_LIMIT 10

typedef struct
{
  gsize row, col; /* from 0 */
} ClEntry;

typedef struct
{
  ClEntry x, y;          /* distinct */
  double x0, x1, y0, y1; /* x0 < x1, y0 < y1 */
  gsize samples;         /* along each side, both ends included; at least 2 */
} ClSlice;

typedef struct
{
  ClSlice slice;
  /* [samples][samples] each; row 0 is y = y0. */
  double *margin[CL_N_CONDITIONS]; /* of ClCondition; NaN where it is not known */
  double *held;                    /* how many of the conditions hold */
} ClLandscape;

/* The slice around zero that shows both entries of a; its size is a power of two, so that it stays
 * while they move a little. */
ClSlice cl_slice_around (const ClMatrix *a, ClEntry x, ClEntry y, gsize samples);

/* Takes the time of samples^2 ladders.  Returns NULL with G_IO_ERROR_CANCELLED when cancelled.  Any
 * thread. */
ClLandscape *cl_landscape_new (const ClMatrix *a, const ClSlice *slice, GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_landscape_free (ClLandscape *landscape);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLandscape, cl_landscape_free)

/* The values of the two entries at a sample. */
static inline double
cl_slice_x (const ClSlice *slice, gsize column)
{
  return slice->x0 + (slice->x1 - slice->x0) * ((double) column / (double) (slice->samples - 1));
}

static inline double
cl_slice_y (const ClSlice *slice, gsize row)
{
  return slice->y0 + (slice->y1 - slice->y0) * ((double) row / (double) (slice->samples - 1));
}

G_END_DECLS
