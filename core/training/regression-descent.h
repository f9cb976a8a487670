/* ClRegressionDescent: the first block update of IDL 7.1: stochastic projected gradient on A, B and
 * b of a ReLU network from one number to one number, with C random and D and c zero.
 *
 * Private to regression-fit.c. */
#pragma once

#include "core/training/regression-fit.h"

G_BEGIN_DECLS

typedef struct _ClRegressionDescent ClRegressionDescent;

/* Copies what it needs. */
ClRegressionDescent *
cl_regression_descent_new (const ClRegression *data,
                           const ClRegressionSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void cl_regression_descent_free (ClRegressionDescent *descent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRegressionDescent, cl_regression_descent_free)

/* All steps; rmse has steps + 1 entries.  FALSE with CL_TRAINER_ERROR_DIVERGED or
 * G_IO_ERROR_CANCELLED. */
gboolean cl_regression_descent_run (ClRegressionDescent *descent, double *rmse,
                                    GCancellable *cancellable, GError **error);

/* The network as it is now. */
ClModel *cl_regression_descent_model (ClRegressionDescent *descent,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
