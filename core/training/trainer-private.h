/* What the files of the trainer share: trainer.c and trainer-control.c are the owner's side,
 * trainer-worker.c and trainer-books.c the workers'. */
#pragma once

#include "core/training/barrier.h"
#include "core/training/checkpoint.h"
#include "core/training/epoch-store.h"
#include "core/training/history.h"
#include "core/training/learner.h"
#include "core/training/mailbox.h"
#include "core/training/schedule.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

/* What the states of all epochs may take. */
#define CL_TRAINER_MEMORY ((gsize) 256 * 1024 * 1024)

typedef struct
{
  ClTrainer *trainer;
  guint id;
  GThread *thread;
  ClGradientInfo info; /* of the last batch */
  gsize correct;       /* of the last test */
  ClBatchInfo test;    /* of the last test: sum of flops */
  gboolean is_tested;  /* the last test was not cut short by a stop */
} ClTrainerWorker;

/* Totals over the batches of the epoch under way; worker 0 alone touches them. */
typedef struct
{
  gint64 started; /* on the running clock */
  double loss;
  gsize samples, correct, batches;
  gsize forward_iterations, backward_iterations;
  double residual;
  double rate;
} ClEpochTotals;

struct _ClTrainer
{
  ClTrainSettings settings;
  char *checkpoint; /* owns the path in the settings */
  ClDataset *dataset;
  const ClFamily *family;
  ClParameterLayout layout;
  const ClSchedule *schedule;
  const ClRegulariser *regulariser;

  /* The owner's requests and the workers' answers. */
  _Atomic int stop;     /* boolean, and final */
  _Atomic int state;    /* ClTrainerState */
  ClPaceMember *member; /* NULL until it is needed, at the latest by the start */
  GMutex mutex;         /* guards what follows */
  ClTrained *last, *best;
  ClEpochStore store;

  /* What the owner asked for last; worker 0 hears it before the next batch. */
  _Atomic double wanted_rate, wanted_lambda, wanted_gamma;

  ClMailbox snapshots;

  guint workers;
  ClTrainerWorker *worker;
  ClBarrier *barrier;
  ClBatchGradient **gradients; /* one a worker */

  /* Written by worker 0 between two barriers, read by all after the second. */
  ClLearner *learner;
  guint32 *order; /* the training samples as this epoch draws them */
  gboolean over;
  char *reason; /* why the run is to end before its last epoch, or NULL */

  /* Worker 0 alone. */
  ClHistory history;
  ClEpochTotals totals;
  gsize epoch;    /* 0-based, under way */
  gint64 paused;  /* microseconds, all pauses together, and all waits for others */
  gint64 started; /* monotonic */
  gint64 posted;  /* monotonic: the last snapshot */
  double flops;
  double best_accuracy;
  double samples_per_second;
  char *failure;
  char *warning;         /* why the last checkpoint could not be written, or NULL */
  ClCheckpoint *resumed; /* the state that the run goes on from, until the learner has it */
  gsize first_epoch;     /* 0, or the epochs of the checkpoint */
  guint64 fingerprint;   /* of the data set, when there are checkpoints */
  ClCheckpoint *saved;   /* what the checkpoint holds, or would where it cannot be written */
};

gsize cl_trainer_batches (const ClTrainer *self);

/* The entry of a worker thread; data is its ClTrainerWorker. */
gpointer cl_trainer_work (gpointer data);

/* trainer-control.c, the owner: where it asks for what the workers are to do. */
ClPaceMember *cl_trainer_member (ClTrainer *self);

/* Worker 0, before each batch but the first: waits for its turn.  Returns FALSE when the run is to
 * end. */
gboolean cl_trainer_obey (ClTrainer *self, gsize batch);

/* trainer-changes.c, worker 0, for the batch that comes next, while no other worker reads the
 * network or the settings that may change. */
void cl_trainer_apply_changes (ClTrainer *self, gsize batch);

/* trainer-books.c, worker 0: after a batch that was trained, and after the test of an epoch. */
void cl_trainer_account (ClTrainer *self, gsize batch);
void cl_trainer_close_epoch (ClTrainer *self);

/* The time without pauses and waits, in microseconds. */
gint64 cl_trainer_clock (const ClTrainer *self);

/* The learning rate of a batch of the epoch under way. */
double cl_trainer_rate_at (const ClTrainer *self, gsize batch);

/* A run that ends inside its first epoch leaves the weights of its last batch. */
void cl_trainer_keep_unfinished_model (ClTrainer *self);

/* Sets the reason when the records say that the run is to end before its last epoch. */
void cl_trainer_find_reason (ClTrainer *self);

/* trainer-checkpoint.c: a new run goes on from this state; the owner, before the start. */
void cl_trainer_take_over (ClTrainer *self, ClCheckpoint *checkpoint);

/* Makes the learner, of the first weights or of the state that was taken over. */
void cl_trainer_prepare_learner (ClTrainer *self);

/* Worker 0: once the learner is there; after each epoch, which is also kept in memory; and when the
 * run has ended otherwise than after its last epoch. */
void cl_trainer_prepare_checkpoint (ClTrainer *self);
void cl_trainer_save (ClTrainer *self);
void cl_trainer_save_end (ClTrainer *self);

/* Posts the run as it stands; worker 0, or the owner while there is none. */
void cl_trainer_post (ClTrainer *self);

G_END_DECLS
