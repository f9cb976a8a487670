/* ClWeightSpacePlot: the second plot of the conditions page with the choice of what it shows: the
 * margins, how far each entry of A may move, or a landscape with the matrix as a point to drag. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/weight-space.h"

G_BEGIN_DECLS

#define CL_TYPE_WEIGHT_SPACE_PLOT (cl_weight_space_plot_get_type ())
G_DECLARE_FINAL_TYPE (ClWeightSpacePlot, cl_weight_space_plot, CL, WEIGHT_SPACE_PLOT, GtkWidget)

GtkWidget *cl_weight_space_plot_new (void);

/* What is shown while the margins are chosen. */
void cl_weight_space_plot_set_margins (ClWeightSpacePlot *self, ClFigure *figure);

/* n: states of the model whose entries may be chosen. */
void cl_weight_space_plot_set_view (ClWeightSpacePlot *self, gsize n,
                                    const ClWeightSpaceView *view);
void cl_weight_space_plot_get_view (ClWeightSpacePlot *self, ClWeightSpaceView *view);

/* Takes ownership; it is dropped unless it is of the present view. */
void cl_weight_space_plot_take (ClWeightSpacePlot *self, ClWeightSpace *space);

/* What is shown is of an older model, until the next `take` or `mark`. */
void cl_weight_space_plot_set_outdated (ClWeightSpacePlot *self);

/* What is shown, or NULL. */
const ClWeightSpace *cl_weight_space_plot_get (ClWeightSpacePlot *self);

/* Moves the point of the landscape: `model` lies on its slice. */
void cl_weight_space_plot_mark (ClWeightSpacePlot *self, ClModel *model);

/* Cheap strokes while a number is dragged. */
void cl_weight_space_plot_set_fast (ClWeightSpacePlot *self, gboolean fast);

/* Signals:
 *   "view-changed": the user chose something else
 *   "entries-moved" (double x, double y, gboolean finished): the point was dragged to these values
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
