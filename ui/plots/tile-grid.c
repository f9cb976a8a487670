/* One heat layer holds all tiles, in units of a tile, so that the axes count tiles; the gaps are
 * NaN, which is not drawn. */
#include "ui/plots/tile-grid.h"

#include <math.h>

#include "ui/figure/layers.h"

/* From one tile to the next, in cells. */
static gsize
step_of (gsize side)
{
  return side + 1 + side / 12;
}

static double *
compose (const ClTileGrid *grid)
{
  const gsize down = step_of (grid->height), right = step_of (grid->width);
  const gsize height = grid->rows * down, width = grid->cols * right;
  const gsize above = (down - grid->height) / 2, left = (right - grid->width) / 2;
  double *cells = g_new (double, height *width);

  for (gsize i = 0; i < height; i++)
    for (gsize j = 0; j < width; j++)
      {
        /* Before the first row and column of a tile the differences wrap around, beyond any size.
         */
        const gsize row = i % down - above, col = j % right - left;
        const double *tile =
            grid->values + (i / down * grid->step + j / right) * grid->height * grid->width;

        cells[i * width + j] =
            row < grid->height && col < grid->width ? tile[row * grid->width + col] : NAN;
      }
  return cells;
}

static gboolean
has_negative (gsize count, const double *values)
{
  for (gsize k = 0; k < count; k++)
    if (values[k] < 0)
      return TRUE;
  return FALSE;
}

static void
set_axes (ClPanel *panel, const ClTileGrid *grid)
{
  g_auto (GStrv) names = g_new0 (char *, grid->rows + 1);

  cl_axis_set_label (cl_panel_x (panel), grid->col_label);
  cl_axis_set_integer (cl_panel_x (panel), TRUE);
  cl_axis_set_label (cl_panel_y (panel), grid->row_label);
  cl_axis_set_integer (cl_panel_y (panel), TRUE);
  cl_axis_set_reversed (cl_panel_y (panel), TRUE);
  if (grid->row_names == NULL)
    return;
  for (gsize k = 0; k < grid->rows; k++)
    names[k] = g_strdup (grid->row_names[k]);
  cl_axis_set_categories (cl_panel_y (panel), (const char *const *) names, grid->rows);
}

void
cl_tile_grid_add (ClPanel *panel, const ClTileGrid *grid)
{
  g_return_if_fail (panel != NULL && grid != NULL && grid->rows > 0 && grid->cols > 0);
  const gsize down = step_of (grid->height), right = step_of (grid->width);
  const gsize height = grid->rows * down, width = grid->cols * right;
  /* Categories count from 0, numbers from 1. */
  const double first = grid->row_names != NULL ? -0.5 : 0.5;
  g_autofree double *cells = compose (grid);
  ClLayer *layer = cl_layer_heat_new (cells, height, width, 0.5, first, 1 / (double) right,
                                      1 / (double) down, has_negative (height * width, cells), 0);

  set_axes (panel, grid);
  cl_layer_set_name (layer, grid->meaning);
  cl_panel_add (panel, layer);
}
