/* What several of the named figures need. */
#pragma once

#include "app/figures/figures.h"
#include "core/datasets/dataset.h"
#include "core/dynamics/bundle.h"
#include "core/theory/analysis.h"
#include "core/theory/norm.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

/* The model of the context, or x' = -x + tanh (A x) with the n x n example A. */
ClModel *cl_figure_kit_model (const ClFigureContext *context, const double *example, gsize n,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A 2 x 2 matrix whose trajectories spiral into one equilibrium: mu_inf and mu_2 hold. */
extern const double cl_figure_kit_spiral[4];

/* A 6 x 6 matrix with mu_inf (A) < 1 and no other condition of the ladder far from its threshold.
 */
extern const double cl_figure_kit_mixed[36];

guint64 cl_figure_kit_seed (const ClFigureContext *context);

/* Starts around the equilibrium and their trajectories. */
typedef struct
{
  ClModel *model;
  ClMatrix *equilibrium; /* n x 1, NULL when none was found */
  ClMatrix *starts;
  ClBundle *bundle;
  double radius; /* of the box of starts */
} ClFigureMotion;

void cl_figure_motion_clear (ClFigureMotion *motion);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClFigureMotion, cl_figure_motion_clear)

gboolean cl_figure_kit_move (const ClFigureContext *context, gsize starts, double until,
                             ClFigureMotion *motion, GCancellable *cancellable, GError **error);

/* The norm with the largest guaranteed rate, and that rate; without any, l_inf and NaN. */
double cl_figure_kit_best_norm (const ClAnalysis *analysis, ClNormKind *norm, gboolean *weighted);

/* A short training run on the data of the context, to its end. */
typedef struct
{
  ClDataset *dataset;
  ClTrainSnapshot *snapshot;
  ClModel *model; /* the best of the run */
  ClTrainSettings settings;
} ClFigureRun;

void cl_figure_run_clear (ClFigureRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClFigureRun, cl_figure_run_clear)

gboolean cl_figure_kit_train (const ClFigureContext *context, ClFigureRun *run,
                              GCancellable *cancellable, GError **error);

/* The builders, one a file. */
typedef ClFigure *ClFigureBuilder (const ClFigureContext *context, GCancellable *cancellable,
                                   GError **error);
ClFigureBuilder cl_figure_phase_plane, cl_figure_distances, cl_figure_states, cl_figure_conditions,
    cl_figure_eigenvalues, cl_figure_matrix, cl_figure_solver_race, cl_figure_training,
    cl_figure_weights, cl_figure_confusion, cl_figure_digits, cl_figure_regions,
    cl_figure_norm_balls, cl_figure_measures, cl_figure_pareto, cl_figure_pareto_nemon,
    cl_figure_seed_spread, cl_figure_idl_3, cl_figure_idl_4, cl_figure_idl_5, cl_figure_idl_6,
    cl_figure_lyapunov, cl_figure_entrainment, cl_figure_averaging, cl_figure_compartmental,
    cl_figure_kuramoto, cl_figure_lotka_volterra, cl_figure_slack, cl_figure_slack_metzler,
    cl_figure_landscape, cl_figure_two_norms;

G_END_DECLS
