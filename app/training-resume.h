/* ClTrainingResume: offers to go on with the runs that a crash or a closed window cut off. */
#pragma once

#include "app/training-session.h"

G_BEGIN_DECLS

typedef struct _ClTrainingResume ClTrainingResume;

/* Offers at once what there is.  The page and the session must outlive it; begun is called whenever
 * a run goes on. */
ClTrainingResume *cl_training_resume_new (ClTrainingPage *page, ClTrainingSession *session,
                                          void (*begun) (gpointer data),
                                          gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* What was not taken up is offered again at the next start. */
void cl_training_resume_free (ClTrainingResume *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainingResume, cl_training_resume_free)

G_END_DECLS
