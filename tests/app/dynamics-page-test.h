/* What the tests of the dynamics page share: a document with its page in a window. */
#pragma once

#include "app/dynamics-controller.h"
#include "tests/app/page-test.h"
#include "ui/widgets/plot-view.h"

G_BEGIN_DECLS

typedef struct
{
  ClDocument *document;
  ClJobQueue *queue;
  GtkWidget *window;
  ClDynamicsPage *page;
  ClDynamicsController *controller;
} Fixture;

/* x' = -x + relu (A x). */
ClModel *dynamics_test_model (gsize n, const double *a);

/* Of two states, with its first result. */
void dynamics_test_set_up (Fixture *fixture, gconstpointer data);
void dynamics_test_tear_down (Fixture *fixture, gconstpointer data);

void dynamics_test_settle (Fixture *fixture);
ClPlotView *dynamics_test_plane (Fixture *fixture);
const ClDynamicsResult *dynamics_test_result (Fixture *fixture);

G_END_DECLS
