#include "core/training/history.h"

void
cl_history_init (ClHistory *self)
{
  self->epochs = g_array_new (FALSE, FALSE, sizeof (ClEpoch));
  self->points = g_array_sized_new (FALSE, FALSE, sizeof (ClBatchPoint), CL_HISTORY_MAX_POINTS);
  self->marks = g_array_new (FALSE, FALSE, sizeof (ClTrainMark));
  self->stride = 1;
  self->offered = 0;
}

void
cl_history_clear (ClHistory *self)
{
  g_clear_pointer (&self->epochs, g_array_unref);
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
}

ClHistory
cl_history_copy (const ClHistory *self)
{
  return (ClHistory){
    .epochs = g_array_copy (self->epochs),
    .points = g_array_copy (self->points),
    .marks = g_array_copy (self->marks),
    .stride = self->stride,
    .offered = self->offered,
  };
}

void
cl_history_add_epoch (ClHistory *self, const ClEpoch *epoch)
{
  g_array_append_val (self->epochs, *epoch);
}

static void
halve (ClHistory *self)
{
  const guint kept = (self->points->len + 1) / 2;

  for (guint i = 0; i < kept; i++)
    g_array_index (self->points, ClBatchPoint, i) =
        g_array_index (self->points, ClBatchPoint, 2 * i);
  g_array_set_size (self->points, kept);
  self->stride *= 2;
}

void
cl_history_add_point (ClHistory *self, const ClBatchPoint *point)
{
  if (self->offered++ % self->stride != 0)
    return;
  if (self->points->len == CL_HISTORY_MAX_POINTS)
    {
      halve (self);
      if ((self->offered - 1) % self->stride != 0)
        return;
    }
  g_array_append_val (self->points, *point);
}

void
cl_history_add_mark (ClHistory *self, const ClTrainMark *mark)
{
  g_array_append_val (self->marks, *mark);
}
