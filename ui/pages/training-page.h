/* ClTrainingPage: trains a model in front of the audience: data and settings at the left, the run
 * at the right; beside them rooms to look inside the network and to draw it a digit.  Holds no
 * trainer: it emits what the user asks for and shows the snapshots that it is given. */
#pragma once

#include <adwaita.h>

#include "core/training/trainer.h"
#include "ui/pages/data-chooser.h"
#include "ui/pages/training-inside.h"
#include "ui/pages/training-pad.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_PAGE (cl_training_page_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingPage, cl_training_page, CL, TRAINING_PAGE, AdwBin)

GtkWidget *cl_training_page_new (void);

void cl_training_page_get_settings (ClTrainingPage *self, ClTrainSettings *settings);
void cl_training_page_set_settings (ClTrainingPage *self, const ClTrainSettings *settings);

/* Begins a run of `epochs`: settings are locked, the plots are empty until the first snapshot. */
void cl_training_page_begin_run (ClTrainingPage *self, gsize epochs);

/* Takes ownership of the snapshot; its state decides what the run bar offers.  has_model: whether
 * there is a model to open or save. */
void cl_training_page_take_snapshot (ClTrainingPage *self, ClTrainSnapshot *snapshot,
                                     gboolean has_model);

/* The chooser of the data, owned by the page: a run can begin while it shows a data set. */
ClDataChooser *cl_training_page_get_data (ClTrainingPage *self);

/* The two other rooms, owned by the page. */
ClTrainingInside *cl_training_page_get_inside (ClTrainingPage *self);
ClTrainingPad *cl_training_page_get_pad (ClTrainingPage *self);

/* "train", "inside" or "pad". */
void cl_training_page_show_room (ClTrainingPage *self, const char *name);

/* A sentence above the plots until the next run; NULL hides it. */
void cl_training_page_set_message (ClTrainingPage *self, const char *message);

/* Signals:
 *   "start", "pause", "resume", "stop": of the run
 *   "open-model": make the trained model the current one
 *   "save-weights" (const char *path)
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
