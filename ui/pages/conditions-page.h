/* ClConditionsPage: the ladder of conditions, the contraction rates and what the iterations
 * promise, beside the eigenvalues.  Shows the analyses it is given. */
#pragma once

#include <adwaita.h>

#include "core/theory/analysis.h"
#include "core/theory/model.h"
#include "ui/pages/weight-space-plot.h"

G_BEGIN_DECLS

#define CL_TYPE_CONDITIONS_PAGE (cl_conditions_page_get_type ())
G_DECLARE_FINAL_TYPE (ClConditionsPage, cl_conditions_page, CL, CONDITIONS_PAGE, GtkWidget)

GtkWidget *cl_conditions_page_new (void);

/* Shows the analysis of this model.  range: 2 x k, real and imaginary parts of boundary points of
 * the numerical range of A, or NULL.  All are borrowed for the call. */
void cl_conditions_page_set_analysis (ClConditionsPage *self, const ClModel *model,
                                      const ClAnalysis *analysis, const ClMatrix *range);

/* A newer analysis is under way: what is shown is dimmed once that takes longer than a moment. */
void cl_conditions_page_set_busy (ClConditionsPage *self, gboolean busy);

/* Cheap strokes while a number is dragged. */
void cl_conditions_page_set_fast (ClConditionsPage *self, gboolean fast);

/* The plot below the eigenvalues, owned by the page. */
ClWeightSpacePlot *cl_conditions_page_get_second (ClConditionsPage *self);

/* Signals:
 *   "witness-requested": make the b of the witness the model's and show its phase plane
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
