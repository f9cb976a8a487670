/* The parts of ClTrainingSweep: training-sweep.c is what others call, training-sweep-build.c puts
 * the widgets together and says what is pressed. */
#pragma once

#include "ui/pages/sweep-plots.h"
#include "ui/pages/sweep-runs.h"
#include "ui/pages/training-sweep.h"
#include "ui/widgets/run-bar.h"

G_BEGIN_DECLS

typedef enum
{
  CL_TRAINING_SWEEP_START,
  CL_TRAINING_SWEEP_PAUSE,
  CL_TRAINING_SWEEP_RESUME,
  CL_TRAINING_SWEEP_STOP,
  CL_TRAINING_SWEEP_OPEN_MODEL,
  CL_TRAINING_SWEEP_SAVE_TABLE,
  CL_TRAINING_SWEEP_CLEAR,
  CL_TRAINING_SWEEP_EXPORTED,
  CL_TRAINING_SWEEP_FAILED,
  CL_TRAINING_SWEEP_N_SIGNALS
} ClTrainingSweepSignal;

struct _ClTrainingSweep
{
  AdwBin parent_instance;

  ClSweepForm *form;
  GtkLabel *note;
  ClRunBar *run_bar;
  GtkLabel *message;
  GtkStack *stack; /* "empty" or "runs" */
  ClSweepRuns *runs;
  GtkLabel *caption; /* what these runs have in common */
  ClSweepPlots *plots;
  GtkDropDown *bound;
  GPtrArray *drawn; /* the runs of the plots, or NULL */
  GtkWidget *bar;
  GtkLabel *chosen;
  GtkWidget *open, *save, *clear;

  GtkFileChooserNative *dialog;
  char *reason; /* why nothing can start, besides the form */
  char *provenance;
  gsize shown; /* runs that were over when the plots were drawn last */
  gboolean refused;
};

void cl_training_sweep_emit (ClTrainingSweep *self, ClTrainingSweepSignal signal);
void cl_training_sweep_emit_text (ClTrainingSweep *self, ClTrainingSweepSignal signal,
                                  const char *text);

void cl_training_sweep_update_ready (ClTrainingSweep *self);
void cl_training_sweep_show_chosen (ClTrainingSweep *self);
void cl_training_sweep_draw_plots (ClTrainingSweep *self);

/* training-sweep-build.c */
void cl_training_sweep_build (ClTrainingSweep *self);

G_END_DECLS
