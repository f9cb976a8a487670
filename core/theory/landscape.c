#include "core/theory/landscape.h"

#include "core/theory/ladder.h"

#include <math.h>

#define SMALLEST_SLICE 2.0
#define LARGEST_SLICE  1e100

ClSlice
cl_slice_around (const ClMatrix *a, ClEntry x, ClEntry y, gsize samples)
{
  const double largest =
      fmax (fabs (cl_matrix_get (a, x.row, x.col)), fabs (cl_matrix_get (a, y.row, y.col)));
  double side = SMALLEST_SLICE;

  while (side < 1.2 * largest && side < LARGEST_SLICE)
    side *= 2;
  return (ClSlice){ x, y, -side, side, -side, side, samples };
}

static gboolean
sample (ClLandscape *self, gsize place, const ClMatrix *a, GCancellable *cancellable,
        GError **error)
{
  ClAnalysisSettings settings = CL_ANALYSIS_SETTINGS_DEFAULT;
  ClLadder ladder;
  gboolean done;

  settings.p_matrix_limit = settings.lds_limit = CL_LANDSCAPE_EXACT_LIMIT;
  done = cl_ladder_init (&ladder, a, &settings, cancellable, error);
  if (done)
    cl_ladder_conclude (&ladder, NAN);
  for (guint k = 0; done && k < CL_N_CONDITIONS; k++)
    {
      self->margin[k][place] = ladder.condition[k].margin;
      self->held[place] += ladder.condition[k].verdict == CL_VERDICT_HOLDS;
    }
  cl_ladder_clear (&ladder);
  return done;
}

ClLandscape *
cl_landscape_new (const ClMatrix *a, const ClSlice *slice, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (ClLandscape) self = NULL;
  g_autoptr (ClMatrix) moved = NULL;
  gsize samples;

  g_return_val_if_fail (a != NULL && a->rows == a->cols && slice != NULL, NULL);
  g_return_val_if_fail (MAX (slice->x.row, slice->x.col) < a->rows, NULL);
  g_return_val_if_fail (MAX (slice->y.row, slice->y.col) < a->rows, NULL);
  g_return_val_if_fail (slice->x.row != slice->y.row || slice->x.col != slice->y.col, NULL);
  g_return_val_if_fail (slice->samples >= 2, NULL);

  samples = slice->samples;
  self = g_new0 (ClLandscape, 1);
  self->slice = *slice;
  self->held = g_new0 (double, samples *samples);
  for (guint k = 0; k < CL_N_CONDITIONS; k++)
    self->margin[k] = g_new (double, samples *samples);
  moved = cl_matrix_copy (a);
  for (gsize row = 0; row < samples; row++)
    for (gsize column = 0; column < samples; column++)
      {
        cl_matrix_set (moved, slice->x.row, slice->x.col, cl_slice_x (slice, column));
        cl_matrix_set (moved, slice->y.row, slice->y.col, cl_slice_y (slice, row));
        if (!sample (self, row * samples + column, moved, cancellable, error))
          return NULL;
      }
  return g_steal_pointer (&self);
}

void
cl_landscape_free (ClLandscape *self)
{
  if (self == NULL)
    return;
  for (guint k = 0; k < CL_N_CONDITIONS; k++)
    g_free (self->margin[k]);
  g_free (self->held);
  g_free (self);
}
