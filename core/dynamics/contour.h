/* ClContour: the level set of a sampled function as polylines, for nullclines and borders. */
#pragma once

#include "core/dynamics/box.h"

G_BEGIN_DECLS

typedef struct
{
  gsize lines;
  gsize *start; /* [lines + 1]: line k is the points start[k] .. start[k + 1] - 1, at least 2; it is
                   closed when its first point equals its last */
  double *points; /* [start[lines]][2]: x, y */
} ClContour;

/* values: rows x columns (each at least 2) samples on the corners of the cells of `box`, row 0 on
 * its lower side.  Marching squares: each point lies on an edge of the grid, by linear
 * interpolation, and an ambiguous cell is decided by its mean.  Cells with a value that is not
 * finite are left out; a value equal to the level counts as above it. */
ClContour *cl_contour_new (const double *values, gsize columns, gsize rows, const ClBox *box,
                           double level) G_GNUC_WARN_UNUSED_RESULT;
void cl_contour_free (ClContour *contour);

/* The lines as one curve, one after the other with NaN after each: fills *x and *y, to be freed,
 * and returns how many points they have. */
gsize cl_contour_join (const ClContour *contour, double **x, double **y);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClContour, cl_contour_free)

G_END_DECLS
