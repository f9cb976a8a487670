/* ClSweep: trains one network for every family, lambda and seed, several at a time, and keeps what
 * is finished whatever happens.
 *
 * A run has one thread of its own unless the settings say otherwise, and as many runs go on at once
 * as there are cores for: that needs no barriers between cores and took 7 to 30 % less time than
 * one run on all cores after the other (MNIST, n = 100, two cores).  What comes out of a run does
 * not depend on how many others go on beside it, on their order, or on pauses.
 *
 * The owner may call every function from one thread; none of them waits for a batch, except
 * cl_sweep_wait and cl_sweep_free.  Snapshots travel through a latest-value slot, as those of a
 * trainer do. */
#pragma once

#include "core/training/sweep-summary.h"
#include "core/training/sweep-table.h"

G_BEGIN_DECLS

/* All arrays and strings are copied. */
typedef struct
{
  ClTrainSettings base;        /* of every run, but for family, lambda and seed; threads of a run,
                                  0: one; no checkpoint */
  const char *const *families; /* ids of family.h, n_families */
  gsize n_families;
  const double *lambdas;
  gsize n_lambdas;
  const guint64 *seeds;
  gsize n_seeds;
  guint jobs; /* runs at once; 0: as many as there are cores for */

  /* Where the samples come from: `dataset` when it is not NULL, else cl_dataset_open of `data` with
   * the seed of the run, as the verb "train" does. */
  ClDataset *dataset;
  const char *data;

  const char *table;  /* the CSV file that is written after each run, or NULL */
  gboolean resume;    /* takes over the finished runs of the table when that exists */
  const char *models; /* a folder for the network of every run that is done, or NULL */
} ClSweepPlan;

typedef struct
{
  ClTrainerState state; /* FAILED: nothing can be trained, the error says why */
  GPtrArray *runs;      /* of ClSweepRun: those of the plan, then others that the table had */
  gsize n_over;         /* done or failed */
  double fraction;      /* of all epochs, in [0,1] */
  double seconds_left;  /* NaN while it cannot be told */
  char *data;           /* the name of the data set; NULL until it is open */
  char *error;          /* NULL unless CL_TRAINER_FAILED */
  char *warning;        /* why the table or a network could not be written last, or NULL */
} ClSweepSnapshot;

void cl_sweep_snapshot_free (ClSweepSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSweepSnapshot, cl_sweep_snapshot_free)

typedef struct _ClSweep ClSweep;

/* A family that cannot be penalised takes part with the lambdas that it can have, which is 0: it is
 * an error when there are none.  Reads the table when it is to be resumed; runs that it has are not
 * repeated, and a table of other data or settings is an error.  Errors of CL_TRAINER_ERROR_SETTINGS
 * are one line without a file's name where the plan is wrong, with it where the table does not fit.
 */
ClSweep *cl_sweep_new (const ClSweepPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stops, waits and frees. */
void cl_sweep_free (ClSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSweep, cl_sweep_free)

void cl_sweep_start (ClSweep *sweep); /* once; later calls do nothing */
void cl_sweep_pause (ClSweep *sweep);
void cl_sweep_resume (ClSweep *sweep);

/* Returns at once; the runs under way end within a batch, without a result.  Final. */
void cl_sweep_stop (ClSweep *sweep);
void cl_sweep_wait (ClSweep *sweep);

/* The newest snapshot when there is one since the last call, else NULL.  The caller frees it. */
ClSweepSnapshot *cl_sweep_take_snapshot (ClSweep *sweep) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
