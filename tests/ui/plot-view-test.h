/* What the tests of the plot view share: a plot in a window, with a log of its signals. */
#pragma once

#include "tests/ui/ui-test.h"
#include "ui/widgets/plot-view-private.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWindow *window;
  GtkWidget *widget;
  ClPlotView *view;
  GString *log; /* M1 and m1 handle moved, D1 removed, X exported, F failed */
  double x, y;  /* of the last signal */
} Fixture;

/* y = x^2, "square", and y = -x, "line", on [-1, 1], 21 points each, with the title "Parabola". */
ClFigure *plot_make_figure (void);

/* With that figure. */
void plot_set_up (Fixture *fixture, gconstpointer data);
void plot_tear_down (Fixture *fixture, gconstpointer data);

/* What is in sight. */
ClView plot_view_range (Fixture *fixture);
void plot_assert_view (ClView a, ClView b);

/* And begins a new one. */
void plot_assert_log (Fixture *fixture, const char *expected);

/* Whether the key was used. */
gboolean plot_key (Fixture *fixture, guint keyval, GdkModifierType state);

void plot_pixels (Fixture *fixture, double x, double y, double *px, double *py);

G_END_DECLS
