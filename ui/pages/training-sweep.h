/* ClTrainingSweep: the room of the training page that sweeps over families, penalties and seeds:
 * what to go over, the runs as a table, and beside it what they show together.  Holds no sweep: it
 * emits what the user asks for and shows the snapshots that it is given. */
#pragma once

#include <adwaita.h>

#include "core/training/sweep.h"
#include "ui/pages/sweep-form.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_SWEEP (cl_training_sweep_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingSweep, cl_training_sweep, CL, TRAINING_SWEEP, AdwBin)

GtkWidget *cl_training_sweep_new (void);

/* Owned by the room. */
ClSweepForm *cl_training_sweep_get_form (ClTrainingSweep *self);

/* What every run of the next sweep has in common, in one line; reason: why nothing can start, or
 * NULL. */
void cl_training_sweep_set_note (ClTrainingSweep *self, const char *note, const char *reason);

/* A sentence below the buttons; NULL hides it. */
void cl_training_sweep_set_message (ClTrainingSweep *self, const char *message);

/* Begins a sweep: the form is locked until a snapshot says that it has ended. */
void cl_training_sweep_begin (ClTrainingSweep *self);

/* Takes ownership. */
void cl_training_sweep_take_snapshot (ClTrainingSweep *self, ClSweepSnapshot *snapshot);

/* Shows runs that no sweep is at work on.  An empty array shows what the room is for. */
void cl_training_sweep_show_runs (ClTrainingSweep *self, const GPtrArray *runs);

/* What the runs that are shown have in common, in one line, and for the metadata of exported
 * figures as "key: value" lines. */
void cl_training_sweep_describe_runs (ClTrainingSweep *self, const char *caption,
                                      const char *provenance);

/* The run that is chosen in the table, or NULL; owned by the room. */
ClSweepRun *cl_training_sweep_get_selected (ClTrainingSweep *self);

/* Signals:
 *   "start", "pause", "resume", "stop": of the sweep
 *   "open-model": of the run that is chosen, which is done
 *   "save-table" (const char *path)
 *   "clear": forget the runs
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
