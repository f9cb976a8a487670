/* ClField: a vector field sampled on a plane of two coordinates, for the arrows and
 * the nullclines of the phase plane. */
#pragma once

#include "core/dynamics/box.h"
#include "core/dynamics/flow.h"
#include "core/dynamics/system.h"

G_BEGIN_DECLS

typedef struct
{
  ClBox box;
  gsize columns; /* along x, at least 2, both sides of the box included */
  gsize rows;    /* along y, likewise */
  double *u;     /* [rows][columns]: x_i' at the points; row 0 is the lower side */
  double *v;     /* [rows][columns]: x_j' */
} ClField;

/* Samples coordinates i (horizontal) and j (vertical) with the others held at `state` (n; NULL for
 * zero).  i and j are distinct.  input: u of length r or NULL for zero. */
ClField *cl_field_new (const ClModel *model, const double *state, const double *input, gsize i,
                       gsize j, const ClBox *box, gsize columns,
                       gsize rows) G_GNUC_WARN_UNUSED_RESULT;

/* The same of any vector field, at time 0. */
ClField *cl_field_new_for_system (const ClSystem *system, const double *state, gsize i, gsize j,
                                  const ClBox *box, gsize columns,
                                  gsize rows) G_GNUC_WARN_UNUSED_RESULT;
void cl_field_free (ClField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClField, cl_field_free)

/* The place of a sample in the plane. */
static inline double
cl_field_x (const ClField *field, gsize column)
{
  return field->box.x0
         + (field->box.x1 - field->box.x0) * ((double) column / (double) (field->columns - 1));
}

static inline double
cl_field_y (const ClField *field, gsize row)
{
  return field->box.y0
         + (field->box.y1 - field->box.y0) * ((double) row / (double) (field->rows - 1));
}

G_END_DECLS
