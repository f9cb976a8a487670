/* Every edge of the grid carries at most one crossing, and a crossing belongs to at most two
 * segments, one in each cell beside it.  So the segments are links between edges, with two slots an
 * edge, and a polyline is a walk along the links: no search and no tolerance. */
#include "core/dynamics/contour.h"

#include <math.h>

#define NONE G_MAXSIZE

typedef struct
{
  const double *values;
  gsize columns;
  gsize rows;
  const ClBox *box;
  double level;
  gsize edges;       /* horizontal ones first, then vertical ones */
  gsize (*link)[2];  /* [edges] the crossings that a crossing is joined to */
  gboolean *visited; /* [edges] */
  GArray *start;
  GArray *points;
} Tracer;

/* The four edges of a cell: below, right, above, left.  Bit k of a case is set when corner k (lower
 * left, lower right, upper right, upper left) is below the level. */
static const signed char segments[16][4] = {
  { -1, -1, -1, -1 }, { 3, 0, -1, -1 }, { 0, 1, -1, -1 }, { 3, 1, -1, -1 },
  { 1, 2, -1, -1 },   { 3, 0, 1, 2 },   { 0, 2, -1, -1 }, { 3, 2, -1, -1 },
  { 2, 3, -1, -1 },   { 2, 0, -1, -1 }, { 0, 1, 2, 3 },   { 2, 1, -1, -1 },
  { 1, 3, -1, -1 },   { 1, 0, -1, -1 }, { 0, 3, -1, -1 }, { -1, -1, -1, -1 },
};

static double
value_at (const Tracer *self, gsize column, gsize row)
{
  return self->values[row * self->columns + column] - self->level;
}

static gsize
horizontal_edge (const Tracer *self, gsize column, gsize row)
{
  return row * (self->columns - 1) + column;
}

static gsize
vertical_edge (const Tracer *self, gsize column, gsize row)
{
  return self->rows * (self->columns - 1) + row * self->columns + column;
}

static void
join (Tracer *self, gsize a, gsize b)
{
  self->link[a][self->link[a][0] != NONE] = b;
  self->link[b][self->link[b][0] != NONE] = a;
}

static void
march_cell (Tracer *self, gsize column, gsize row)
{
  const double corner[4] = {
    value_at (self, column, row),
    value_at (self, column + 1, row),
    value_at (self, column + 1, row + 1),
    value_at (self, column, row + 1),
  };
  const gsize edge[4] = {
    horizontal_edge (self, column, row),
    vertical_edge (self, column + 1, row),
    horizontal_edge (self, column, row + 1),
    vertical_edge (self, column, row),
  };
  double sum = corner[0] + corner[1] + corner[2] + corner[3];
  guint index = 0;

  if (!isfinite (sum))
    return;
  for (guint k = 0; k < 4; k++)
    index |= (guint) (corner[k] < 0) << k;
  /* The two saddle cases separate the low corners, unless the middle is low as well: then it joins
   * them, and the segments are those of the other saddle. */
  if ((index == 5 || index == 10) && sum < 0)
    index = 15 - index;
  for (guint k = 0; k < 4 && segments[index][k] >= 0; k += 2)
    join (self, edge[segments[index][k]], edge[segments[index][k + 1]]);
}

static void
append_crossing (Tracer *self, gsize edge)
{
  gsize horizontal = self->rows * (self->columns - 1);
  gboolean along_x = edge < horizontal;
  gsize per_row = along_x ? self->columns - 1 : self->columns;
  gsize column = (along_x ? edge : edge - horizontal) % per_row;
  gsize row = (along_x ? edge : edge - horizontal) / per_row;
  double a = value_at (self, column, row);
  double b = along_x ? value_at (self, column + 1, row) : value_at (self, column, row + 1);
  double part = a / (a - b);
  double x = (double) column + (along_x ? part : 0);
  double y = (double) row + (along_x ? 0 : part);
  double point[2] = {
    self->box->x0 + (self->box->x1 - self->box->x0) * x / (double) (self->columns - 1),
    self->box->y0 + (self->box->y1 - self->box->y0) * y / (double) (self->rows - 1),
  };

  g_array_append_vals (self->points, point, 2);
}

/* Walks from an unvisited crossing to the end of its line, or round to its start. */
static void
trace (Tracer *self, gsize first)
{
  gsize here = first;
  gsize end;

  while (here != NONE)
    {
      const gsize *next = self->link[here];

      append_crossing (self, here);
      self->visited[here] = TRUE;
      if (next[0] != NONE && !self->visited[next[0]])
        here = next[0];
      else if (next[1] != NONE && !self->visited[next[1]])
        here = next[1];
      else
        break;
    }
  if (here != first && self->link[first][1] != NONE
      && (self->link[here][0] == first || self->link[here][1] == first))
    append_crossing (self, first);
  end = self->points->len / 2;
  g_array_append_val (self->start, end);
}

static void
tracer_init (Tracer *self)
{
  self->edges = self->rows * (self->columns - 1) + (self->rows - 1) * self->columns;
  self->link = g_malloc_n (self->edges, sizeof *self->link);
  self->visited = g_new0 (gboolean, self->edges);
  self->start = g_array_new (FALSE, TRUE, sizeof (gsize));
  self->points = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize edge = 0; edge < self->edges; edge++)
    self->link[edge][0] = self->link[edge][1] = NONE;
  g_array_set_size (self->start, 1);
}

ClContour *
cl_contour_new (const double *values, gsize columns, gsize rows, const ClBox *box, double level)
{
  Tracer tracer = {
    .values = values, .columns = columns, .rows = rows, .box = box, .level = level
  };
  ClContour *self;

  g_return_val_if_fail (values != NULL && columns >= 2 && rows >= 2, NULL);

  tracer_init (&tracer);
  for (gsize row = 0; row + 1 < rows; row++)
    for (gsize column = 0; column + 1 < columns; column++)
      march_cell (&tracer, column, row);
  /* Open lines start at an end, a crossing with one link; what is left after them is closed. */
  for (gsize edge = 0; edge < tracer.edges; edge++)
    if (!tracer.visited[edge] && tracer.link[edge][0] != NONE && tracer.link[edge][1] == NONE)
      trace (&tracer, edge);
  for (gsize edge = 0; edge < tracer.edges; edge++)
    if (!tracer.visited[edge] && tracer.link[edge][0] != NONE)
      trace (&tracer, edge);

  self = g_new0 (ClContour, 1);
  self->lines = tracer.start->len - 1;
  self->start = (gsize *) (gpointer) g_array_free (tracer.start, FALSE);
  self->points = (double *) (gpointer) g_array_free (tracer.points, FALSE);
  g_free (tracer.link);
  g_free (tracer.visited);
  return self;
}

gsize
cl_contour_join (const ClContour *contour, double **x, double **y)
{
  gsize n = contour->start[contour->lines] + contour->lines, place = 0;

  *x = g_new (double, MAX (n, 1));
  *y = g_new (double, MAX (n, 1));
  for (gsize line = 0; line < contour->lines; line++)
    {
      for (gsize k = contour->start[line]; k < contour->start[line + 1]; k++, place++)
        {
          (*x)[place] = contour->points[2 * k];
          (*y)[place] = contour->points[2 * k + 1];
        }
      (*x)[place] = (*y)[place] = NAN;
      place++;
    }
  return n;
}

void
cl_contour_free (ClContour *self)
{
  if (self == NULL)
    return;
  g_free (self->start);
  g_free (self->points);
  g_free (self);
}
