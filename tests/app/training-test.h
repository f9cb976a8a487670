/* What the tests of training runs share: a training page with all that is behind it, on a data set
 * whose epochs take milliseconds. */
#pragma once

#include "app/training-controller.h"
#include "tests/app/page-test.h"
#include "ui/pages/training-run-row.h"
#include "ui/widgets/plot-view.h"

G_BEGIN_DECLS

typedef struct
{
  ClDocument *document;
  ClJobQueue *jobs;
  GtkWidget *window;
  ClTrainingPage *page;
  ClTrainingController *controller;
  char *notice; /* the last toast */
} TrainingTest;

/* For main: a folder of its own for the runs, GTK, and no animations. */
void training_test_init (int *argc, char ***argv);

/* The window is opened, and the settings of the test before forgotten; its runs in the end too. */
void training_test_set_up (TrainingTest *fixture, gconstpointer data);
void training_test_tear_down (TrainingTest *fixture, gconstpointer data);

#define TRAINING_TEST_ADD(path, func)                                                              \
  g_test_add (path, TrainingTest, NULL, training_test_set_up, func, training_test_tear_down)

/* Opens another window in place of the one that was closed, and waits for its data. */
void training_test_open (TrainingTest *fixture);
void training_test_close (TrainingTest *fixture);

/* The button with this label, which must be on the screen. */
void training_test_press (TrainingTest *fixture, const char *label);

/* A network of 12 neurons and batches of 500. */
void training_test_set_small (TrainingTest *fixture, const char *family, gsize epochs);
void training_test_train (TrainingTest *fixture, const char *family, gsize epochs);
void training_test_wait_for_end (TrainingTest *fixture);

guint training_test_count_runs (TrainingTest *fixture);
ClTrainingRun *training_test_run (TrainingTest *fixture, guint i);
ClTrainingRunRow *training_test_row (TrainingTest *fixture, int i);
ClFigure *training_test_figure (TrainingTest *fixture);
gboolean training_test_has_curve (ClFigure *figure, guint panel, const char *name);

/* The first toast below root, or NULL. */
AdwToast *training_test_toast (GtkWidget *root);

/* On disk; each run has two. */
guint training_test_count_files (void);

G_END_DECLS
