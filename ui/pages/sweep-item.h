/* ClSweepItem: a run of a sweep as an item of a list model: it stays the same while the run goes
 * on. */
#pragma once

#include <glib-object.h>

#include "core/training/sweep-run.h"

G_BEGIN_DECLS

#define CL_TYPE_SWEEP_ITEM (cl_sweep_item_get_type ())
G_DECLARE_FINAL_TYPE (ClSweepItem, cl_sweep_item, CL, SWEEP_ITEM, GObject)

/* Takes a reference of the run. */
ClSweepItem *cl_sweep_item_new (ClSweepRun *run) G_GNUC_WARN_UNUSED_RESULT;

/* Emits "changed" when it is another state of the run; TRUE then. */
gboolean cl_sweep_item_set_run (ClSweepItem *self, ClSweepRun *run);

/* Owned by the item. */
ClSweepRun *cl_sweep_item_get_run (ClSweepItem *self);

/* Signals: "changed". */

G_END_DECLS
