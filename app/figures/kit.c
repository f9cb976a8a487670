#include "app/figures/kit.h"

#include "core/dynamics/equilibrium.h"
#include "core/dynamics/starts.h"
#include "core/theory/contraction.h"

#include <math.h>

#define FRAMES            600
#define POLL_MICROSECONDS 20000

const double cl_figure_kit_spiral[4] = { 0.3, -1.1, 1.0, 0.1 };

const double cl_figure_kit_mixed[36] = {
  -1.6, 0.7,  -0.4, 0.3,  0.5,  -0.2, /**/ 0.6,  -1.2, 0.5, -0.3, 0.2,  0.4,
  -0.5, 0.4,  -2.0, 0.6,  -0.3, 0.8,  /**/ 0.2,  -0.6, 0.3, -0.9, 0.4,  -0.1,
  0.7,  -0.1, 0.2,  -0.5, -1.4, 0.3,  /**/ -0.3, 0.2,  0.9, 0.1,  -0.6, -1.8,
};

guint64
cl_figure_kit_seed (const ClFigureContext *context)
{
  return context->seed != 0 ? context->seed : 1;
}

ClModel *
cl_figure_kit_model (const ClFigureContext *context, const double *example, gsize n, GError **error)
{
  g_autoptr (ClMatrix) a = NULL;
  g_autoptr (ClModel) model = NULL;

  if (context->model != NULL)
    return cl_model_ref (context->model);
  a = cl_matrix_new_from (n, n, example);
  model = cl_model_new_for_matrix (a, error);
  return model != NULL ? cl_model_with_activation (model, cl_activation_find ("tanh")) : NULL;
}

void
cl_figure_motion_clear (ClFigureMotion *motion)
{
  g_clear_pointer (&motion->model, cl_model_unref);
  g_clear_pointer (&motion->equilibrium, cl_matrix_unref);
  g_clear_pointer (&motion->starts, cl_matrix_unref);
  g_clear_pointer (&motion->bundle, cl_bundle_free);
}

gboolean
cl_figure_kit_move (const ClFigureContext *context, gsize starts, double until,
                    ClFigureMotion *motion, GCancellable *cancellable, GError **error)
{
  ClBundleSettings settings = CL_BUNDLE_SETTINGS_DEFAULT;
  const double *centre;
  gsize n;

  motion->model = cl_figure_kit_model (context, cl_figure_kit_spiral, 2, error);
  if (motion->model == NULL)
    return FALSE;
  n = motion->model->n;
  /* Without an equilibrium the starts surround zero. */
  motion->equilibrium = cl_equilibrium_new (motion->model, NULL, cancellable, NULL);
  centre = motion->equilibrium != NULL ? motion->equilibrium->data : NULL;
  motion->radius = centre != NULL ? cl_starts_radius (n, centre) : 2;
  motion->starts = cl_starts_new (n, starts, CL_STARTS_AUTO, centre, motion->radius,
                                  cl_figure_kit_seed (context));
  settings.until = until;
  settings.frames = FRAMES;
  motion->bundle =
      cl_bundle_new (motion->model, motion->starts, NULL, &settings, cancellable, error);
  return motion->bundle != NULL;
}

double
cl_figure_kit_best_norm (const ClAnalysis *analysis, ClNormKind *norm, gboolean *weighted)
{
  double rate = NAN;

  *norm = CL_NORM_INF;
  *weighted = FALSE;
  for (guint k = 0; k < CL_N_CONTRACTIONS; k++)
    if (analysis->contraction[k].rate > 0 && !(analysis->contraction[k].rate <= rate))
      {
        rate = analysis->contraction[k].rate;
        *norm = cl_contraction_norm (k);
        *weighted = k == CL_CONTRACTION_INF_WEIGHTED;
      }
  return rate;
}

void
cl_figure_run_clear (ClFigureRun *run)
{
  g_clear_pointer (&run->dataset, cl_dataset_unref);
  g_clear_pointer (&run->snapshot, cl_train_snapshot_free);
  g_clear_pointer (&run->model, cl_model_unref);
}

static gboolean
is_over (ClTrainerState state)
{
  return state == CL_TRAINER_FINISHED || state == CL_TRAINER_STOPPED || state == CL_TRAINER_FAILED;
}

static void
follow (ClTrainer *trainer, ClFigureRun *run, GCancellable *cancellable)
{
  cl_trainer_start (trainer);
  while (run->snapshot == NULL || !is_over (run->snapshot->state))
    {
      ClTrainSnapshot *snapshot = cl_trainer_take_snapshot (trainer);

      if (g_cancellable_is_cancelled (cancellable))
        cl_trainer_stop (trainer);
      if (snapshot != NULL)
        {
          cl_train_snapshot_free (run->snapshot);
          run->snapshot = snapshot;
        }
      else
        g_usleep (POLL_MICROSECONDS);
    }
  cl_trainer_wait (trainer);
}

gboolean
cl_figure_kit_train (const ClFigureContext *context, ClFigureRun *run, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (ClTrainer) trainer = NULL;
  const char *spec = context->dataset != NULL ? context->dataset : "digits";

  cl_train_settings_init (&run->settings);
  run->settings.n = 40;
  run->settings.epochs = 4;
  run->settings.seed = cl_figure_kit_seed (context);
  run->dataset = cl_dataset_open (spec, run->settings.seed, cancellable, error);
  if (run->dataset == NULL)
    return FALSE;
  trainer = cl_trainer_new (&run->settings, run->dataset, error);
  if (trainer == NULL)
    return FALSE;
  follow (trainer, run, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (run->snapshot->state == CL_TRAINER_FAILED)
    {
      g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_DIVERGED,
                           run->snapshot->error);
      return FALSE;
    }
  run->model = cl_trainer_get_model (trainer, TRUE);
  return run->model != NULL;
}
