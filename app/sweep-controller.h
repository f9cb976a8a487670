/* ClSweepController: the room that sweeps, its sweep and the table that outlives the program.
 *
 * A sweep with the settings and data of the table goes on with it; one with others begins a new
 * table, and the old one stays beside it.  Every window has a table of its own, see sweep-store.h.
 */
#pragma once

#include "app/training-controller.h"
#include "ui/pages/training-sweep.h"

G_BEGIN_DECLS

typedef struct _ClSweepController ClSweepController;

/* Takes references.  `page` says the settings that all runs have in common. */
ClSweepController *cl_sweep_controller_new (ClDocument *document, ClTrainingPage *page,
                                            ClTrainingSweep *room, ClTrainingNotifyFunc notify,
                                            gpointer notify_data) G_GNUC_WARN_UNUSED_RESULT;

/* Stops the sweep and waits for its runs; what is done has been written. */
void cl_sweep_controller_free (ClSweepController *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSweepController, cl_sweep_controller_free)

/* What the next sweep trains on; NULL while there are no data. */
void cl_sweep_controller_set_dataset (ClSweepController *self, ClDataset *dataset);

/* True from the start of a sweep to its end. */
gboolean cl_sweep_controller_is_running (ClSweepController *self);

G_END_DECLS
