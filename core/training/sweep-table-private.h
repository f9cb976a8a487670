/* The columns of the table of a sweep, which its writer and its reader share. */
#pragma once

#include "core/training/sweep-table.h"

G_BEGIN_DECLS

/* The first columns, which every sweep has had; then those of the settings, then the epochs. */
typedef enum
{
  CL_SWEEP_COLUMN_LAMBDA,
  CL_SWEEP_COLUMN_SEED,
  CL_SWEEP_COLUMN_ACCURACY,
  CL_SWEEP_COLUMN_LIPSCHITZ,
  CL_SWEEP_COLUMN_SECONDS,
  CL_SWEEP_COLUMN_FAMILY,
  CL_SWEEP_COLUMN_ERROR,
  CL_SWEEP_COLUMN_DATA,
  CL_SWEEP_COLUMN_FINGERPRINT,
  CL_SWEEP_COLUMN_NEMON, /* from here on a table may lack them */
  CL_N_SWEEP_COLUMNS
} ClSweepColumn;

extern const char *const cl_sweep_columns[CL_N_SWEEP_COLUMNS];

/* Of each epoch: the offset of a double in ClSweepEpoch. */
typedef struct
{
  const char *name;
  gsize offset;
} ClSweepEpochColumn;

#define CL_N_SWEEP_EPOCH_COLUMNS 4

extern const ClSweepEpochColumn cl_sweep_epoch_columns[CL_N_SWEEP_EPOCH_COLUMNS];

/* FALSE for settings with a column of their own, and those that leave no trace in the result. */
gboolean cl_sweep_setting_is_shared (const char *name);

G_END_DECLS
