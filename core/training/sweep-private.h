/* What sweep.c (the owner's side) and sweep-worker.c (the workers' side) share. */
#pragma once

#include "core/training/mailbox.h"
#include "core/training/sweep.h"

G_BEGIN_DECLS

typedef enum
{
  CL_SWEEP_GO,
  CL_SWEEP_PAUSE,
  CL_SWEEP_STOP,
} ClSweepRequest;

struct _ClSweep
{
  /* Set by cl_sweep_new, then only read. */
  ClTrainSettings base;
  guint jobs;
  char *data, *table, *models;
  GArray *fingerprints; /* of guint64, one a run of the table; 0 for the others */

  GMutex mutex; /* guards what follows */
  GCond cond;   /* a request came in */
  ClSweepRequest request;
  ClTrainerState state;
  GPtrArray *runs;  /* of ClSweepRun */
  GArray *progress; /* of double, one a run: epochs done by one that is under way */
  char *name;       /* of the data set */
  char *error;
  char *warning;

  GMutex data_mutex; /* guards what follows */
  ClDataset *dataset;
  gboolean fixed; /* the data set serves every seed */
  guint64 seed;   /* of the data set */
  guint64 fingerprint;
  GCancellable *cancellable; /* of its reading */

  GMutex file_mutex; /* one writer at a time */

  ClMailbox snapshots;
  GThread *thread;
};

/* The entry of the first thread, which starts the others; data is the ClSweep. */
gpointer cl_sweep_work (gpointer data);

/* Posts the sweep as it stands; the mutex is held. */
void cl_sweep_post (ClSweep *self);

G_END_DECLS
