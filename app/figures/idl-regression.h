/* IDL 7.1, for its figures 3 and 4. */
#pragma once

#include "app/figures/figures.h"
#include "core/training/regression-fit.h"

G_BEGIN_DECLS

typedef struct
{
  ClRegression *data;
  ClRegressionFit *fit;
} ClFigureRegression;

/* The points and the fit of the context's seed. */
gboolean cl_figure_regression_init (ClFigureRegression *regression, const ClFigureContext *context,
                                    GCancellable *cancellable, GError **error);
void cl_figure_regression_clear (ClFigureRegression *regression);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClFigureRegression, cl_figure_regression_clear)

/* "0.51, published 0.56: reproduced, lower by 0.05", or "differs, higher by ..." */
char *cl_figure_regression_compare (double value, double published) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
