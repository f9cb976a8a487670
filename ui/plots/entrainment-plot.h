/* How a model with a periodic input comes to follow it: a state of every trajectory against time,
 * and how far each trajectory is from repeating itself after every period, under the decay that is
 * guaranteed (LECT). */
#pragma once

#include "core/dynamics/entrainment.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef struct
{
  const ClBundle *bundle; /* of the model with the input */
  const ClEntrainment *entrainment;
  gsize coordinate; /* the state that is shown */
  ClNormKind norm;
  gboolean weighted;
  double rate; /* of the envelope; NaN without one */
} ClEntrainmentPlot;

/* Two panels above each other. */
ClFigure *cl_entrainment_plot_figure (const ClEntrainmentPlot *plot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
