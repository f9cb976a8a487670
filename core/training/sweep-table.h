/* ClSweepTable: the finished runs of a sweep as a CSV file that any program reads, and back.
 *
 * One line a run: lambda, seed, best_test_accuracy, lipschitz, seconds, family, error (empty unless
 * the run failed), data and fingerprint (name and digest of the data set), nemon_bound, the
 * settings that all runs share, and test_accuracy_k, train_loss_k, lipschitz_k and nemon_bound_k of
 * every epoch k.  Fields with commas are quoted.  A line says everything that is needed to repeat
 * its run. */
#pragma once

#include "core/training/sweep-run.h"

G_BEGIN_DECLS

typedef struct
{
  ClTrainSettings settings; /* of all runs; family, lambda and seed are those of the first one */
  char *data;               /* the name of the data set; NULL when there are no runs */
  GPtrArray *runs;          /* of ClSweepRun, each one over */
  GArray *fingerprints;     /* of guint64, one a run (fingerprint.h) */
} ClSweepTable;

/* An empty one. */
ClSweepTable *cl_sweep_table_new (const ClTrainSettings *settings,
                                  const char *data) G_GNUC_WARN_UNUSED_RESULT;
void cl_sweep_table_free (ClSweepTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSweepTable, cl_sweep_table_free)

/* Takes a reference. */
void cl_sweep_table_add (ClSweepTable *table, ClSweepRun *run, guint64 fingerprint);

/* Atomic. */
gboolean cl_sweep_table_write (const ClSweepTable *table, const char *path, GError **error);

/* Errors are of CL_FORMAT_ERROR or G_FILE_ERROR, name the file, the line and the column, and are
 * one line. */
ClSweepTable *cl_sweep_table_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when runs of the two settings belong into one table.  Otherwise an error of
 * CL_TRAINER_ERROR_SETTINGS names a setting that differs. */
gboolean cl_sweep_table_accepts (const ClSweepTable *table, const ClTrainSettings *settings,
                                 GError **error);

G_END_DECLS
