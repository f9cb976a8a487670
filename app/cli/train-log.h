/* ClTrainLog: the CSV file of a run, a line an epoch, written at once so that it can be watched. */
#pragma once

#include "core/training/trainer.h"

G_BEGIN_DECLS

/* A number of an epoch, in the log and in JSON. */
typedef struct
{
  const char *name;
  gsize offset; /* of a double in ClEpoch */
} ClTrainColumn;

const ClTrainColumn *cl_train_columns (gsize *count);

/* The ladder without its last bound, which no epoch waits for. */
#define CL_N_TRAIN_BOUNDS CL_BOUND_VERTEX

typedef struct _ClTrainLog ClTrainLog;

ClTrainLog *cl_train_log_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After a line that could not be written, on a full disk, the log ends: the run is worth more than
 * it. */
void cl_train_log_append (ClTrainLog *log, const ClEpoch *epoch);

/* Frees the log; FALSE with the reason when it is not complete. */
gboolean cl_train_log_close (ClTrainLog *log, GError **error);

G_END_DECLS
