/* ClTrainingRemovals: takes runs off the training page, each with a toast that brings it back. */
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

/* Stops the run and takes it from the page.  It is forgotten when the toast goes; at once where the
 * page is in no toast overlay. */
void cl_training_removals_remove (ClTrainingRemovals *self, ClTrainingRun *run);

G_END_DECLS
