/* ClRect: an axis-parallel rectangle in points, y downwards. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double x0, y0, x1, y1;
} ClRect;

static inline double
cl_rect_width (const ClRect *box)
{
  return box->x1 - box->x0;
}

static inline double
cl_rect_height (const ClRect *box)
{
  return box->y1 - box->y0;
}

static inline ClRect
cl_rect_grown (const ClRect *box, double by)
{
  return (ClRect){ box->x0 - by, box->y0 - by, box->x1 + by, box->y1 + by };
}

static inline gboolean
cl_rect_contains (const ClRect *box, double x, double y)
{
  return x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1;
}

static inline gboolean
cl_rect_overlaps (const ClRect *a, const ClRect *b)
{
  return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

/* The part of `box` inside `outer`, never negative in size. */
static inline ClRect
cl_rect_within (const ClRect *box, const ClRect *outer)
{
  ClRect result = { CLAMP (box->x0, outer->x0, outer->x1), CLAMP (box->y0, outer->y0, outer->y1),
                    CLAMP (box->x1, outer->x0, outer->x1), CLAMP (box->y1, outer->y0, outer->y1) };
  return result;
}

/* The area that two rectangles share. */
static inline double
cl_rect_shared (const ClRect *a, const ClRect *b)
{
  ClRect shared = cl_rect_within (a, b);

  return cl_rect_width (&shared) * cl_rect_height (&shared);
}

G_END_DECLS
