#include "core/training/epoch-store.h"

void
cl_epoch_store_init (ClEpochStore *self, gsize limit)
{
  self->states = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_checkpoint_unref);
  self->limit = limit;
  self->stride = 1;
}

void
cl_epoch_store_clear (ClEpochStore *self)
{
  g_clear_pointer (&self->states, g_ptr_array_unref);
}

static gsize
count_bytes (const ClEpochStore *self)
{
  gsize bytes = 0;

  for (guint i = 0; i < self->states->len; i++)
    bytes += cl_checkpoint_bytes (g_ptr_array_index (self->states, i));
  return bytes;
}

/* All that do not lie on the stride, but for the newest. */
static void
thin (ClEpochStore *self)
{
  for (guint i = self->states->len; i-- > 0;)
    if (i + 1 < self->states->len
        && cl_checkpoint_epoch (g_ptr_array_index (self->states, i)) % self->stride != 0)
      g_ptr_array_remove_index (self->states, i);
}

void
cl_epoch_store_add (ClEpochStore *self, ClCheckpoint *state)
{
  g_ptr_array_add (self->states, cl_checkpoint_ref (state));
  thin (self);
  while (self->states->len > 1 && count_bytes (self) > self->limit)
    {
      self->stride *= 2;
      thin (self);
    }
  if (count_bytes (self) > self->limit)
    g_ptr_array_set_size (self->states, 0);
}

ClCheckpoint *
cl_epoch_store_find (const ClEpochStore *self, gsize epoch)
{
  for (guint i = 0; i < self->states->len; i++)
    if (cl_checkpoint_epoch (g_ptr_array_index (self->states, i)) == epoch)
      return g_ptr_array_index (self->states, i);
  return NULL;
}
