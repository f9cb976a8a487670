/* ClEpochStore: the states of a run after its epochs, within a limit of memory.
 *
 * Every epoch is kept until they need more than the limit; then each second one goes, again and
 * again, so that those kept stay evenly spread.  The newest is kept beside them, unless it exceeds
 * the limit alone. */
#pragma once

#include "core/training/checkpoint.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *states; /* of ClCheckpoint, by epoch */
  gsize limit;       /* bytes */
  gsize stride;      /* multiples of it are kept, and the newest */
} ClEpochStore;

void cl_epoch_store_init (ClEpochStore *store, gsize limit);
void cl_epoch_store_clear (ClEpochStore *store);

/* Takes a reference of a state that is later than all others. */
void cl_epoch_store_add (ClEpochStore *store, ClCheckpoint *state);

/* The state after `epoch`, owned by the store, or NULL. */
ClCheckpoint *cl_epoch_store_find (const ClEpochStore *store, gsize epoch);

G_END_DECLS
