/* ClTrainingResume: brings back what earlier windows have left.  Runs that had ended come back by
 * themselves; those that a crash or a closed window cut off are offered to go on; of those that
 * cannot be shown it says why, and offers to try again and to discard them. */
#pragma once

#include "app/training-session.h"

G_BEGIN_DECLS

typedef struct _ClTrainingResume ClTrainingResume;

typedef struct
{
  /* A run goes on. */
  void (*begun) (gpointer data);

  /* The data set that is open in the window, borrowed, and what it was opened with; or NULL. */
  ClDataset *(*get_dataset) (ClTrainingData *origin, gpointer data);
} ClTrainingResumeClass;

/* The page, the session, the class and the data must outlive it. */
ClTrainingResume *cl_training_resume_new (ClTrainingPage *page, ClTrainingSession *session,
                                          const ClTrainingResumeClass *klass,
                                          gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Takes what no window holds, on a worker.  At most once. */
void cl_training_resume_find (ClTrainingResume *self);

/* Once the window has its data, or will not get them: reads the runs that have ended. */
void cl_training_resume_read (ClTrainingResume *self);

/* What was not taken up is there again at the next start. */
void cl_training_resume_free (ClTrainingResume *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainingResume, cl_training_resume_free)

G_END_DECLS
