/* ClSweepRun: one network of a sweep: what was to be trained and what came out.  A run is shared by
 * reference and never changed: a run that goes on is followed by another one. */
#pragma once

#include "core/training/trainer.h"

G_BEGIN_DECLS

typedef enum
{
  CL_SWEEP_WAITING,
  CL_SWEEP_RUNNING,
  CL_SWEEP_DONE,
  CL_SWEEP_FAILED, /* it diverged: the same happens again whenever it is repeated */
} ClSweepRunState;

typedef struct
{
  double test_accuracy;
  double train_loss;
  double lipschitz; /* best valid l_inf certificate after the epoch */
  double nemon;     /* the bound NEMON (15) after it; infinite where it is not valid */
} ClSweepEpoch;

/* The Lipschitz bounds that a sweep tells about. */
typedef enum
{
  CL_SWEEP_BOUND_BEST,  /* the best valid certificate */
  CL_SWEEP_BOUND_NEMON, /* NEMON (15), the one that was published */
  CL_N_SWEEP_BOUNDS
} ClSweepBound;

typedef struct
{
  const char *family; /* id of family.h */
  double lambda;
  guint64 seed;
  ClSweepRunState state;

  /* Of the same epoch, the best by accuracy; NaN when there is none. */
  double accuracy;
  double lipschitz;
  double nemon;

  double seconds; /* of training and testing, without the time to open the data */
  GArray *epochs; /* of ClSweepEpoch */
  char *error;    /* NULL unless CL_SWEEP_FAILED */
} ClSweepRun;

/* A run that waits. */
ClSweepRun *cl_sweep_run_new (const char *family, double lambda,
                              guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

/* The same run with the epochs of a snapshot and the state that follows from its state. */
ClSweepRun *cl_sweep_run_new_trained (const ClSweepRun *run,
                                      const ClTrainSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;

/* The same run, which could not even begin. */
ClSweepRun *cl_sweep_run_new_failed (const ClSweepRun *run,
                                     const char *reason) G_GNUC_WARN_UNUSED_RESULT;

ClSweepRun *cl_sweep_run_ref (ClSweepRun *run);
void cl_sweep_run_unref (ClSweepRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSweepRun, cl_sweep_run_unref)

double cl_sweep_run_bound (const ClSweepRun *run, ClSweepBound bound);

/* Fills in accuracy and bounds of the best epoch. */
void cl_sweep_run_find_best (ClSweepRun *run);

/* Done or failed. */
gboolean cl_sweep_run_is_over (const ClSweepRun *run);

/* True for the same family, lambda and seed. */
gboolean cl_sweep_run_is_same (const ClSweepRun *run, const ClSweepRun *other);

/* "nemon-1e-05-2.npz": where its network is kept in the folder of the models. */
char *cl_sweep_run_file_name (const ClSweepRun *run) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
