/* ClTrainOptions: what the verbs that train have in common: their options and the wait for a run.
 */
#pragma once

#include "app/cli/invocation.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

/* What an option that was not given holds. */
#define CL_UNSET_COUNT  G_MININT
#define CL_UNSET_NUMBER (-G_MAXDOUBLE)

typedef struct
{
  char *data, *family, *activation, *schedule, *regulariser;
  int n, epochs, batch, threads, patience;
  double rate, gamma, tolerance, dropout, target;
  double train_share;
} ClTrainOptions;

void cl_train_options_init (ClTrainOptions *options);
void cl_train_options_clear (ClTrainOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClTrainOptions, cl_train_options_clear)

/* The entries of these options and then `more`, which is terminated like the result.  Freed with
 * g_free. */
GOptionEntry *cl_train_options_entries (ClTrainOptions *options,
                                        const GOptionEntry *more) G_GNUC_WARN_UNUSED_RESULT;

/* True when an option other than --data was given. */
gboolean cl_train_options_any (const ClTrainOptions *options);

/* Puts what was given into `settings`, which borrows the strings, and validates the whole.  Errors
 * are of G_OPTION_ERROR. */
gboolean cl_train_options_fill (const ClTrainOptions *options, ClTrainSettings *settings,
                                GError **error);

/* The data set of the options, opened for `seed`. */
ClDataset *cl_train_options_open (const ClTrainOptions *options, guint64 seed,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sees every new snapshot. */
typedef void (*ClTrainFollow) (const ClTrainSnapshot *snapshot, gpointer data);

/* Trains until the run is over, by itself or by the cancellable, and returns its last snapshot. */
ClTrainSnapshot *cl_train_run (ClTrainer *trainer, GCancellable *cancellable, ClTrainFollow follow,
                               gpointer data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
