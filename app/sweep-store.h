/* ClSweepStore: where a window keeps the table and the networks of its sweep.
 *
 * In the user's data, contraction-lab/sweep for the first window, sweep-2 for the next and so on:
 * runs.csv, networks/ and previous.csv, the table before.  A store belongs to one window of one
 * program at a time, which a lock on its folder sees to, so that no window writes over what
 * another one has found. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ClSweepStore ClSweepStore;

/* Takes the first store that nobody else has.  Where no folder can be made or locked (a read-only
 * disk), it is the first one, unlocked: writing will say what is wrong. */
ClSweepStore *cl_sweep_store_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Others may take it from now on. */
void cl_sweep_store_free (ClSweepStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSweepStore, cl_sweep_store_free)

/* The paths of the table and of the folder of the networks; owned by the store. */
const char *cl_sweep_store_table (const ClSweepStore *store);
const char *cl_sweep_store_networks (const ClSweepStore *store);

/* The table and its networks make room for others; one table is kept. */
gboolean cl_sweep_store_put_aside (ClSweepStore *store, GError **error);

G_END_DECLS
