/* x' = -x + Phi (A x + B u + b) with u = sin (2 pi t / T): a model without an input hears it in
 * every state. */
#include "app/figures/kit.h"
#include "core/dynamics/drive.h"
#include "core/dynamics/entrainment.h"
#include "ui/plots/entrainment-plot.h"

#define STARTS  8
#define PERIOD  3.0
#define PERIODS 6

static ClModel *
drive (const ClModel *model, GError **error)
{
  ClModel *driven = cl_drive_model (model);

  if (driven == NULL)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                 "a model of the kind %s takes no input that could entrain it",
                 cl_model_kind_id (model->parts.kind));
  return driven;
}

ClFigure *
cl_figure_entrainment (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  ClBundleSettings settings = { PERIOD * PERIODS, 600, 1e-6, 1e-9 };
  ClEntrainmentSettings measure = CL_ENTRAINMENT_SETTINGS_DEFAULT;
  g_auto (ClFigureMotion) motion = { 0 };
  g_autoptr (ClAnalysis) analysis = NULL;
  g_autoptr (ClModel) model = NULL;
  g_autoptr (ClInput) input = NULL;
  g_autoptr (ClBundle) bundle = NULL;
  g_autoptr (ClEntrainment) entrainment = NULL;
  ClEntrainmentPlot plot = { 0 };

  if (!cl_figure_kit_move (context, STARTS, 1, &motion, cancellable, error)
      || !(analysis = cl_analysis_new (motion.model, NULL, cancellable, error))
      || !(model = drive (motion.model, error))
      || !(input = cl_drive_input (model, CL_WAVE_SINE, 1, PERIOD, error)))
    return NULL;
  plot.rate = cl_figure_kit_best_norm (analysis, &plot.norm, &plot.weighted);
  measure.periods = PERIODS;
  measure.norm = plot.norm;
  measure.eta = plot.weighted ? analysis->optimal_weights : NULL;
  measure.rate = plot.rate;
  bundle = cl_bundle_new_with_input (model, motion.starts, input, &settings, cancellable, error);
  entrainment = bundle != NULL
                    ? cl_entrainment_new (model, motion.starts, input, &measure, cancellable, error)
                    : NULL;
  if (entrainment == NULL)
    return NULL;
  plot.bundle = bundle;
  plot.entrainment = entrainment;
  return cl_entrainment_plot_figure (&plot);
}
