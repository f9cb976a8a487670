/* ClTrainingRemovals: takes runs off the training page, with a toast that brings them back. */
#pragma once

#include "app/training-session.h"

G_BEGIN_DECLS

typedef struct _ClTrainingRemovals ClTrainingRemovals;

/* The page and the session must outlive it. */
ClTrainingRemovals *cl_training_removals_new (ClTrainingPage *page,
                                              ClTrainingSession *session) G_GNUC_WARN_UNUSED_RESULT;

/* What was removed stays removed. */
void cl_training_removals_free (ClTrainingRemovals *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainingRemovals, cl_training_removals_free)

/* Stops the run and takes it from the page.  It is forgotten, and deleted, when the toast goes; at
 * once where the page is in no toast overlay. */
void cl_training_removals_remove (ClTrainingRemovals *self, ClTrainingRun *run);

/* The same with every run that is not active, in one toast. */
void cl_training_removals_remove_ended (ClTrainingRemovals *self);

G_END_DECLS
