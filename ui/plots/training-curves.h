/* What training runs show while they run: any of the quantities over the epochs, all runs in the
 * same panels. */
#pragma once

#include "ui/figure/figure.h"
#include "ui/plots/training-quantity.h"

G_BEGIN_DECLS

/* One run as it is drawn. */
typedef struct
{
  const char *name;
  const ClTrainSnapshot *snapshot; /* NULL before the first */
  guint series;                    /* colour, dash and marker together */
  gsize samples;                   /* of its training data */
  gsize first_epoch;               /* a branch: the epoch where it left its parent; else 0 */
  gboolean strong;                 /* the one that is selected among several */
} ClTrainingTrace;

typedef struct
{
  const ClTrainingTrace *traces;
  gsize n_traces;
  const ClTrainingQuantity *const *quantities; /* one a panel */
  gsize n_quantities;
  gsize epochs; /* planned: fixes the time axis so that the curves grow into it; 0: the data */
  gsize chosen_epoch; /* a rule where somebody looks; 0: none */
  gboolean legend;    /* names beside the panels: where no list of the runs stands above them */
} ClTrainingPlot;

ClFigure *cl_training_plot_figure (const ClTrainingPlot *plot) G_GNUC_WARN_UNUSED_RESULT;

/* One run with the usual quantities and its legend; snapshot may be NULL: empty panels. */
ClFigure *cl_training_curves_figure (const ClTrainSnapshot *snapshot,
                                     gsize epochs) G_GNUC_WARN_UNUSED_RESULT;

/* How a series is dashed and marked, here and in lists of the runs. */
ClStyle cl_training_series_style (guint series);

G_END_DECLS
