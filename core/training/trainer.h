/* ClTrainer: trains one implicit network on worker threads of its own and publishes snapshots.
 *
 * The owner may call every function from one thread (the main one); none of them blocks longer than
 * a batch, except cl_trainer_wait and cl_trainer_free.  Snapshots travel through a latest-value
 * slot: a reader that polls once a frame never makes the workers wait. */
#pragma once

#include <gio/gio.h>

#include "core/datasets/dataset.h"
#include "core/training/pace.h"
#include "core/training/family.h"
#include "core/training/trained.h"

G_BEGIN_DECLS

typedef struct
{
  const char *family; /* id of family.h, default "nemon" */
  const ClActivation *activation;
  gsize n;                /* states, or channels of a convolutional family; default 100 */
  gsize epochs;           /* default 10 */
  gsize batch;            /* default 300 */
  double rate;            /* the schedule's largest learning rate, default 1.5e-2 */
  const char *schedule;   /* id of schedule.h; default "one-cycle" */
  double gamma;           /* mu_inf (A) <= gamma < 1, default 0.95 */
  double lambda;          /* weight of the regulariser, default 0 */
  double tolerance;       /* relative fixed-point residual at every batch, default 1e-4 */
  gsize max_iterations;   /* of the forward and the backward solver, default 500 */
  guint64 seed;           /* default 1 */
  guint threads;          /* 0: one per core */
  int nice;               /* of the workers: 0 on the command line, 19 beside a window */
  const char *optimiser;  /* id of optimiser.h, default "adam" */
  const char *loss;       /* id of loss.h, default "cross-entropy" */
  const char *checkpoint; /* a file .npz, written after each epoch; default NULL: none */

  double target_accuracy;  /* the run ends at this share of the test samples; default 0: never */
  gsize patience;          /* it ends after so many epochs without a better one; default 0: never */
  double dropout;          /* share of the neurons left out of each batch, in [0, 1), default 0 */
  const char *regulariser; /* id of regulariser.h, default "nemon" */
} ClTrainSettings;

void cl_train_settings_init (ClTrainSettings *settings);

/* Another family, with the n, batch, rate and gamma that suit its kind: those of a convolutional
 * network are others than those of a dense one. */
void cl_train_settings_suit (ClTrainSettings *settings, const ClFamily *family);

/* Fails with CL_TRAINER_ERROR_SETTINGS and a sentence that names the setting and its range. */
gboolean cl_train_settings_validate (const ClTrainSettings *settings, GError **error);

typedef enum
{
  CL_TRAINER_IDLE,
  CL_TRAINER_RUNNING,
  CL_TRAINER_PAUSED,
  CL_TRAINER_FINISHED, /* all epochs done */
  CL_TRAINER_STOPPED,  /* on request */
  CL_TRAINER_FAILED,   /* diverged: the snapshot's error says where and the likely cause */
} ClTrainerState;

typedef struct
{
  gsize epoch;    /* 1-based */
  double seconds; /* of the whole epoch with its test; pauses and waits for others do not count */
  double train_loss; /* mean over the samples, without the regulariser, before each step */
  double train_accuracy;
  double test_accuracy;
  double forward_iterations; /* mean over the batches */
  double backward_iterations;
  double worst_residual; /* relative (batch-solver.h), over every sample of the epoch */
  double lipschitz;      /* best valid l_inf certificate after the epoch */
  double margin;         /* 1 - mu (A) after the epoch (cl_learner_measure) */
  double rate;           /* learning rate at its end */

  /* Every bound of the ladder after the epoch, by ClBoundId: infinite where it is not valid, which
   * includes the one over all slope patterns. */
  double bounds[CL_N_BOUNDS];
} ClEpoch;

typedef struct
{
  double position; /* in epochs: 2.5 is the middle of the third */
  float loss;
  float accuracy; /* on this batch, before its step */
  float forward_iterations;
  float residual; /* the worst relative residual of this batch */
} ClBatchPoint;

typedef enum
{
  CL_TRAIN_MARK_RATE,
  CL_TRAIN_MARK_LAMBDA,
  CL_TRAIN_MARK_GAMMA,
  CL_N_TRAIN_MARKS
} ClTrainMarkKind;

/* A setting that was changed while the run went on. */
typedef struct
{
  double position; /* in epochs, of the first batch with the new value */
  ClTrainMarkKind what;
  double value;
} ClTrainMark;

typedef struct
{
  ClTrainerState state;
  gsize epochs_done;
  gsize batches_done, batches_per_epoch; /* of the epoch under way */
  double samples_per_second;             /* of the epoch under way, or of the last one */
  double gemm_gflops;                    /* work done by gemm calls per second, so far */
  GArray *epochs;                        /* of ClEpoch */
  GArray *points;                        /* of ClBatchPoint, thinned to at most 2000 */
  double best_test_accuracy;
  char *error;       /* NULL unless CL_TRAINER_FAILED */
  GArray *marks;     /* of ClTrainMark */
  double gemm_flops; /* of all gemm calls so far; a resumed run counts from its resumption */
  char *warning;     /* why the newest epoch has no checkpoint (a full disk), or NULL */
  char *reason;      /* why a finished run ended before its last epoch, or NULL */
} ClTrainSnapshot;

void cl_train_snapshot_free (ClTrainSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainSnapshot, cl_train_snapshot_free)

typedef struct _ClTrainer ClTrainer;

/* Takes a reference of `dataset`; copies `settings`, whose strings, all but `checkpoint`, must
 * outlive the trainer.  Returns at once: the first weights are made by the workers.
 *
 * With a checkpoint the complete run is written there after each epoch, atomically: a process that
 * is killed, or a machine that goes down, loses the epoch under way at most.  Where there is no
 * file yet the start is written as well; a run that is stopped or fails adds how it ended.  When it
 * cannot be written the older checkpoint stays, the run goes on, the snapshots carry a warning, and
 * the next epoch tries again. */
ClTrainer *cl_trainer_new (const ClTrainSettings *settings, ClDataset *dataset,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Continues the run of a checkpoint, with its settings and its number of threads, and keeps
 * writing to the same file: the same bytes come out as if it had never been interrupted.  A run
 * that had finished finishes at once.  Reads the file and all of `dataset` before it returns.
 * Fails with one line when the file is missing, damaged or no checkpoint, or the data set another
 * one. */
ClTrainer *cl_trainer_new_resumed (const char *path, ClDataset *dataset,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The run of a checkpoint as it was left, never to be trained on: finished, failed, or else
 * stopped, with a snapshot that can be taken at once, its best and its last model.  Reads, checks
 * and fails like cl_trainer_new_resumed. */
ClTrainer *cl_trainer_new_ended (const char *path, ClDataset *dataset,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new run that goes on from the state of `parent` after `epoch` (1-based): its weights, the
 * moments of its optimiser and its records up to there.  `changes` are the settings of the branch,
 * with strings that outlive it; NULL takes those that were in force then, without a checkpoint.
 * Rate, lambda and gamma that differ leave a mark at the start of the branch.  Everything may
 * change but the family, n, the activation and the optimiser, and at least one epoch must be left.
 * With the same settings and number of threads the same bytes come out as the parent went on to
 * give.  The parent may be running, and may be freed before the branch.  Fails with
 * CL_TRAINER_ERROR_SETTINGS and the name of the setting that differs, or when the epoch is not kept
 * (cl_trainer_get_model_at). */
ClTrainer *cl_trainer_new_branch (ClTrainer *parent, gsize epoch, const ClTrainSettings *changes,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of a run that has not been started or has ended, without the checkpoint. */
void cl_trainer_get_settings (const ClTrainer *trainer, ClTrainSettings *settings);

/* The settings of the run of a checkpoint, with static strings: the seed, for instance, that a
 * generated data set must be opened with. */
gboolean cl_trainer_read_settings (const char *path, ClTrainSettings *settings, GError **error);

/* Stops, joins the workers and frees. */
void cl_trainer_free (ClTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrainer, cl_trainer_free)

/* Takes its batches in step with the other members (pace.h): from now on they are paused, resumed
 * and stepped as one.  At most once, before the start and before any of that.  The weights do not
 * depend on it. */
void cl_trainer_set_pace (ClTrainer *trainer, ClPace *pace);

void cl_trainer_start (ClTrainer *trainer); /* once; later calls do nothing */
void cl_trainer_pause (ClTrainer *trainer); /* returns at once; effective within a batch */
void cl_trainer_resume (ClTrainer *trainer);
void cl_trainer_stop (ClTrainer *trainer); /* returns at once; effective within a batch; final */
void cl_trainer_wait (ClTrainer *trainer); /* until the workers have ended */

/* While paused, or before the start: trains one batch and pauses again; further calls before that
 * add up.  The batch that completes an epoch pauses before the test, which belongs to the next
 * step.  A run that is not paused ignores it. */
void cl_trainer_step (ClTrainer *trainer);

/* From the next batch on, and recorded as a mark of the snapshots.  The rate is the schedule's
 * largest.  With another gamma the parameters stay and A follows, but for a family that is kept in
 * its set by a projection, which is projected.  Fails with CL_TRAINER_ERROR_SETTINGS where
 * cl_train_settings_validate would. */
gboolean cl_trainer_set_rate (ClTrainer *trainer, double rate, GError **error);
gboolean cl_trainer_set_lambda (ClTrainer *trainer, double lambda, GError **error);
gboolean cl_trainer_set_gamma (ClTrainer *trainer, double gamma, GError **error);

/* The newest snapshot when there is one since the last call, else NULL.  The caller frees it. */
ClTrainSnapshot *cl_trainer_take_snapshot (ClTrainer *trainer) G_GNUC_WARN_UNUSED_RESULT;

/* The model after the last finished epoch, or the best by test accuracy; NULL before the first.  A
 * run that ends inside its first epoch leaves the weights of its last batch, if they are sound. */
ClModel *cl_trainer_get_model (ClTrainer *trainer, gboolean best) G_GNUC_WARN_UNUSED_RESULT;

/* The same of either kind: what a convolutional family trains is no ClModel, and the functions that
 * return one return NULL. */
ClTrained *cl_trainer_get_trained (ClTrainer *trainer, gboolean best) G_GNUC_WARN_UNUSED_RESULT;

/* The model after `epoch` (1-based); NULL when it is not done or not kept.  Every epoch is kept
 * while all of them need less than 256 MB; then each second one is dropped, again and again, but
 * never the newest.  A branch has those of its parent, a resumed run those from its resumption on,
 * one that came back ended its last. */
ClModel *cl_trainer_get_model_at (ClTrainer *trainer, gsize epoch) G_GNUC_WARN_UNUSED_RESULT;
ClTrained *cl_trainer_get_trained_at (ClTrainer *trainer, gsize epoch) G_GNUC_WARN_UNUSED_RESULT;

#define CL_TRAINER_ERROR (cl_trainer_error_quark ())
GQuark cl_trainer_error_quark (void);

typedef enum
{
  CL_TRAINER_ERROR_SETTINGS,
  CL_TRAINER_ERROR_DIVERGED,
  CL_TRAINER_ERROR_CHECKPOINT,
} ClTrainerError;

G_END_DECLS
