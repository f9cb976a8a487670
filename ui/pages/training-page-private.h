/* The parts of ClTrainingPage: training-page.c is what others call, training-page-build.c puts the
 * widgets together, training-page-show.c shows the runs. */
#pragma once

#include "ui/pages/training-form.h"
#include "ui/pages/training-offer.h"
#include "ui/pages/training-page.h"
#include "ui/pages/training-run-changes.h"
#include "ui/pages/training-run-epochs.h"
#include "ui/pages/training-run-list.h"
#include "ui/pages/training-run-quantities.h"
#include "ui/pages/training-summary.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/run-bar.h"

G_BEGIN_DECLS

typedef enum
{
  CL_TRAINING_PAGE_START,
  CL_TRAINING_PAGE_PAUSE,
  CL_TRAINING_PAGE_RESUME,
  CL_TRAINING_PAGE_STEP,
  CL_TRAINING_PAGE_STOP,
  CL_TRAINING_PAGE_STOP_RUN,
  CL_TRAINING_PAGE_REMOVE_RUN,
  CL_TRAINING_PAGE_REMOVE_ENDED,
  CL_TRAINING_PAGE_CHANGE,
  CL_TRAINING_PAGE_SELECTED,
  CL_TRAINING_PAGE_BRANCH,
  CL_TRAINING_PAGE_OPEN_MODEL,
  CL_TRAINING_PAGE_SAVE_WEIGHTS,
  CL_TRAINING_PAGE_RESUME_INTERRUPTED,
  CL_TRAINING_PAGE_DISCARD_INTERRUPTED,
  CL_TRAINING_PAGE_RETRY_LOST,
  CL_TRAINING_PAGE_DISCARD_LOST,
  CL_TRAINING_PAGE_EXPORTED,
  CL_TRAINING_PAGE_FAILED,
  CL_TRAINING_PAGE_N_SIGNALS
} ClTrainingPageSignal;

struct _ClTrainingPage
{
  AdwBin parent_instance;

  GtkStack *rooms; /* "train", "inside", "pad", "sweep" */
  ClTrainingInside *inside;
  ClTrainingPad *pad;
  ClTrainingSweep *sweep;

  ClDataChooser *data;
  ClTrainingForm *form;
  ClRunBar *run_bar;
  GtkWidget *step;
  GtkRevealer *message_revealer;
  GtkLabel *message;
  ClTrainingOffer *cut_off, *lost;
  GtkStack *stack;  /* "empty" or "run" */
  GtkStack *absent; /* in the former: "none" or "reading" */
  ClTrainingRunList *list;
  GtkRevealer *changes_revealer;
  ClTrainingRunChanges *changes;
  ClTrainingSummary *summary;
  ClTrainingRunQuantities *quantities;
  ClPlotView *plots;
  ClTrainingRunEpochs *epochs;

  GListStore *runs;
  GtkFileChooserNative *dialog;
  gboolean refused; /* the run bar shows why there is nothing to start */
};

void cl_training_page_emit (ClTrainingPage *self, ClTrainingPageSignal signal);
void cl_training_page_emit_text (ClTrainingPage *self, ClTrainingPageSignal signal,
                                 const char *text);
void cl_training_page_emit_run (ClTrainingPage *self, ClTrainingPageSignal signal,
                                ClTrainingRun *run);
void cl_training_page_emit_change (ClTrainingPage *self, guint what, double value);

/* training-page-build.c */
void cl_training_page_build (ClTrainingPage *self);

/* training-page-show.c */
void cl_training_page_update_ready (ClTrainingPage *self);
void cl_training_page_show_plots (ClTrainingPage *self);
void cl_training_page_show_selected (ClTrainingPage *self);
void cl_training_page_runs_changed (ClTrainingPage *self);

G_END_DECLS
