/* ClTrainingResume: brings back what earlier windows have left.  Runs that had ended come back by
 * themselves; those that a crash or a closed window cut off are offered to go on; of those that
 * cannot be shown it says why, and offers to try again and to discard them. */
#pragma once

#include "app/training-session.h"

G_BEGIN_DECLS

typedef struct _ClTrainingResume ClTrainingResume;

/* The page and the session must outlive it; begun is called whenever a run goes on. */
ClTrainingResume *cl_training_resume_new (ClTrainingPage *page, ClTrainingSession *session,
                                          void (*begun) (gpointer data),
                                          gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Takes what no window holds, on a worker.  At most once. */
void cl_training_resume_begin (ClTrainingResume *self);

/* What was not taken up is there again at the next start. */
void cl_training_resume_free (ClTrainingResume *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainingResume, cl_training_resume_free)

G_END_DECLS
