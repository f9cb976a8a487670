/* ClTrainingSummary: an epoch of a run as a strip of numbers under small headings. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/training-run.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_SUMMARY (cl_training_summary_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingSummary, cl_training_summary, CL, TRAINING_SUMMARY, GtkWidget)

GtkWidget *cl_training_summary_new (void);

/* The newest epoch of the run, or the one that was gone back to; NULL shows dashes.  The run is
 * borrowed for the call. */
void cl_training_summary_set_run (ClTrainingSummary *self, ClTrainingRun *run);

/* The text under a heading, for tests: "test-accuracy" and the other ids of the table in the .c. */
const char *cl_training_summary_get_text (ClTrainingSummary *self, const char *id);

G_END_DECLS
