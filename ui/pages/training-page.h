/* ClTrainingPage: trains models in front of the audience: data and settings at the left, the runs
 * and their plots at the right; beside them rooms to look inside a network and to
 * draw it a digit.  Holds no trainer: it emits what the user asks for and shows the runs that it is
 * given. */
#pragma once

#include <adwaita.h>

#include "core/training/trainer.h"
#include "ui/pages/data-chooser.h"
#include "ui/pages/training-inside.h"
#include "ui/pages/training-pad.h"
#include "ui/pages/training-run.h"
#include "ui/pages/training-sweep.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_PAGE (cl_training_page_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingPage, cl_training_page, CL, TRAINING_PAGE, AdwBin)

GtkWidget *cl_training_page_new (void);

void cl_training_page_get_settings (ClTrainingPage *self, ClTrainSettings *settings);
void cl_training_page_get_dense_settings (ClTrainingPage *self, ClTrainSettings *settings);
void cl_training_page_set_settings (ClTrainingPage *self, const ClTrainSettings *settings);

/* What Train starts: of ClTrainSettings; several are a duel. */
GArray *cl_training_page_get_planned (ClTrainingPage *self) G_GNUC_WARN_UNUSED_RESULT;

/* The runs, of ClTrainingRun, in the order of the list; owned by the page. */
GListModel *cl_training_page_get_runs (ClTrainingPage *self);

/* Takes references; a position beyond the end appends.  The first run is selected at once. */
void cl_training_page_insert_run (ClTrainingPage *self, guint position, ClTrainingRun *run);
void cl_training_page_remove_run (ClTrainingPage *self, ClTrainingRun *run);

/* The run that the other rooms look into; NULL when there is none. */
ClTrainingRun *cl_training_page_get_selected (ClTrainingPage *self);
void cl_training_page_select (ClTrainingPage *self, ClTrainingRun *run);

/* After the snapshots of any runs: brings plots, numbers and buttons up to date, once for all. */
void cl_training_page_update (ClTrainingPage *self);

/* What is in force in the selected run, and why a change of it was refused (or NULL). */
void cl_training_page_show_values (ClTrainingPage *self, double rate, double lambda, double gamma);
void cl_training_page_refuse_change (ClTrainingPage *self, ClTrainMarkKind what,
                                     const char *message);

/* The chooser of the data, owned by the page: a run can begin while it shows a data set. */
ClDataChooser *cl_training_page_get_data (ClTrainingPage *self);

/* The other rooms, owned by the page. */
ClTrainingInside *cl_training_page_get_inside (ClTrainingPage *self);
ClTrainingPad *cl_training_page_get_pad (ClTrainingPage *self);
ClTrainingSweep *cl_training_page_get_sweep (ClTrainingPage *self);

/* "train", "inside", "pad" or "sweep". */
void cl_training_page_show_room (ClTrainingPage *self, const char *name);

/* A sentence above the plots until the next run; NULL hides it. */
void cl_training_page_set_message (ClTrainingPage *self, const char *message);

/* Whether earlier runs are still to come: where there is none yet the page says so. */
void cl_training_page_set_reading (ClTrainingPage *self, gboolean reading);

/* Offers to go on with runs that were cut off, in one sentence; NULL: there is nothing to offer. */
void cl_training_page_offer_resume (ClTrainingPage *self, const char *message);

/* Says which runs cannot be shown, and offers to try again; NULL: there are none. */
void cl_training_page_offer_retry (ClTrainingPage *self, const char *message);

/* Asks for a file and emits "save-weights". */
void cl_training_page_ask_weights_file (ClTrainingPage *self);

/* Properties, to be remembered: "plots" (string: training-run-quantities.h); "duel" (boolean),
 * "duel-families" (string), "duel-in-step", "more" (boolean): training-form.h.
 *
 * Signals:
 *   "start": cl_training_page_get_planned
 *   "pause", "resume", "step", "stop": of every active run; "stop-run" (ClTrainingRun *)
 *   "remove-run" (ClTrainingRun *); "remove-ended": every run that is not active
 *   "change" (guint what, double value): ClTrainMarkKind, of the selected run
 *   "selected": another run, or another of its epochs
 *   "branch": from the epoch that is looked at, with the settings of the form
 *   "open-model": make the network that is looked at the current model
 *   "save-weights" (const char *path, gboolean scripts): by the ending of the name, with programs
 *     beside it that use it
 *   "resume-interrupted", "discard-interrupted": of cl_training_page_offer_resume
 *   "retry-lost", "discard-lost": of cl_training_page_offer_retry
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
