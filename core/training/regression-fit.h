/* ClRegressionFit: an implicit network that learns a real function, as in IDL 7.1.
 *
 *   x = Phi (A x + B u + b),  y = C x + D u + c,  |A|_inf <= gamma,   u and y numbers
 *
 * in two block updates: stochastic projected gradient on (A, B, b) with C random and D, c zero, and
 * then least squares on (C, D, c).  IDL measures the root mean square error on the noisy points
 * themselves: 1.77 after the first block and 0.56 after the second. */
#pragma once

#include <gio/gio.h>

#include "core/datasets/synthetic.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

#define CL_REGRESSION_PUBLISHED_GRADIENT 1.77
#define CL_REGRESSION_PUBLISHED          0.56

typedef struct
{
  gsize n;      /* states, default 75 (IDL) */
  double gamma; /* |A|_inf <= gamma < 1, default 0.5 (IDL) */
  gsize steps;  /* of the gradient, default 1000; 0 leaves (A, B, b) random */
  gsize batch;  /* points a step, default 50 */
  double rate;  /* of Adam at the start, default 1e-2; it falls as a cosine */
  guint64 seed; /* of the start and the batches, default 1 */
} ClRegressionSettings;

void cl_regression_settings_init (ClRegressionSettings *settings);

/* Fails with CL_TRAINER_ERROR_SETTINGS and a sentence that names the setting and its range. */
gboolean cl_regression_settings_validate (const ClRegressionSettings *settings, GError **error);

typedef struct
{
  ClModel *model; /* n states, one input, one output */
  gsize steps;
  double *gradient_rmse; /* steps + 1: on all points, before each step and after the last */
  double rmse;           /* of the model on the points */
  double function_rmse;  /* against the function without noise, over [-5, 5] evenly */
  double noise_rmse;     /* of the function itself on the points: the noise that was drawn */
  double norm_inf;       /* |A|_inf */
  double seconds;
} ClRegressionFit;

/* The same data, settings and machine give the same bytes.  Blocks, on one thread; any thread. */
ClRegressionFit *cl_regression_fit_new (const ClRegression *data,
                                        const ClRegressionSettings *settings,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_regression_fit_free (ClRegressionFit *fit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRegressionFit, cl_regression_fit_free)

/* y at the points u (count). */
gboolean cl_regression_fit_predict (const ClRegressionFit *fit, gsize count, const double *u,
                                    double *y, GCancellable *cancellable, GError **error);

G_END_DECLS
