/* Small pictures in rows and columns with one scale of colours: kernels from channel to channel,
 * feature maps over iterations, the blocks that a class listens to. */
#pragma once

#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef struct
{
  /* The tile (row, col) is height x width numbers from values + (row * step + col) * height * width
   * on; NaN is left blank. */
  const double *values;
  gsize rows, cols, step;
  gsize height, width;
  const char *row_label, *col_label; /* of the axes */
  const char *const *row_names;      /* markups; NULL: numbers from 1 */
  const char *meaning;               /* of a value: a markup */
} ClTileGrid;

/* Colours around zero where a value is negative, else from the least value to the largest. */
void cl_tile_grid_add (ClPanel *panel, const ClTileGrid *grid);

G_END_DECLS
