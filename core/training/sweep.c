#include "core/training/sweep.h"

#include <math.h>

#include "core/training/family.h"
#include "core/training/fingerprint.h"
#include "core/training/loss.h"
#include "core/training/optimiser.h"
#include "core/training/regulariser.h"
#include "core/training/schedule.h"
#include "core/training/sweep-private.h"

void
cl_sweep_snapshot_free (ClSweepSnapshot *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->runs);
  g_free (self->data);
  g_free (self->error);
  g_free (self->warning);
  g_free (self);
}

/* The runs of the plan. */

static void
add_run (ClSweep *self, ClSweepRun *run, guint64 fingerprint)
{
  const double none = 0.0;

  g_ptr_array_add (self->runs, cl_sweep_run_ref (run));
  g_array_append_val (self->fingerprints, fingerprint);
  g_array_append_val (self->progress, none);
}

static gboolean
find_run (const ClSweep *self, const ClSweepRun *run, guint *index)
{
  for (*index = 0; *index < self->runs->len; (*index)++)
    if (cl_sweep_run_is_same (g_ptr_array_index (self->runs, *index), run))
      return TRUE;
  return FALSE;
}

static gboolean
check_lambda (double lambda, GError **error)
{
  if (lambda >= 0.0 && isfinite (lambda))
    return TRUE;
  g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
               "lambda is %g: expected zero or a positive number", lambda);
  return FALSE;
}

/* The lambdas that the family can have; the error is that of the last one when there are none. */
static gboolean
find_lambdas (const ClSweepPlan *plan, const char *family, GArray *lambdas, GError **error)
{
  g_autoptr (GError) invalid = NULL;

  for (gsize i = 0; i < plan->n_lambdas; i++)
    {
      ClTrainSettings settings = plan->base;

      settings.family = family;
      settings.lambda = plan->lambdas[i];
      g_clear_error (&invalid);
      if (!check_lambda (settings.lambda, error))
        return FALSE;
      if (cl_train_settings_validate (&settings, &invalid))
        g_array_append_val (lambdas, settings.lambda);
    }
  if (lambdas->len == 0)
    g_propagate_error (error, g_steal_pointer (&invalid));
  return lambdas->len > 0;
}

static gboolean
add_family (ClSweep *self, const ClSweepPlan *plan, const char *id, guint64 seed, GError **error)
{
  g_autoptr (GArray) lambdas = g_array_new (FALSE, FALSE, sizeof (double));
  const ClFamily *family = cl_family_find (id);

  if (!find_lambdas (plan, id, lambdas, error))
    return FALSE;
  for (guint i = 0; i < lambdas->len; i++)
    {
      g_autoptr (ClSweepRun) run =
          cl_sweep_run_new (family->id, g_array_index (lambdas, double, i), seed);
      guint index;

      if (!find_run (self, run, &index))
        add_run (self, run, 0);
    }
  return TRUE;
}

/* All families and lambdas of a seed come together, because they share a data set. */
static gboolean
add_plan (ClSweep *self, const ClSweepPlan *plan, GError **error)
{
  for (gsize i = 0; i < plan->n_seeds; i++)
    for (gsize k = 0; k < plan->n_families; k++)
      if (!add_family (self, plan, plan->families[k], plan->seeds[i], error))
        return FALSE;
  if (self->runs->len > 0)
    return TRUE;
  g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                       "there is nothing to train: expected families, lambdas and seeds");
  return FALSE;
}

/* The runs of an older table. */

static gboolean
check_table (const ClSweep *self, const ClSweepTable *table, GError **error)
{
  if (!cl_sweep_table_accepts (table, &self->base, error))
    {
      g_prefix_error (error, "%s: ", self->table);
      return FALSE;
    }
  for (guint i = 0; self->dataset != NULL && i < table->fingerprints->len; i++)
    if (g_array_index (table->fingerprints, guint64, i) != self->fingerprint)
      {
        g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                     "%s: its runs were trained on %s%s", self->table, table->data,
                     g_str_equal (table->data, self->dataset->name) ? " of other samples" : "");
        return FALSE;
      }
  return TRUE;
}

static gboolean
take_over_table (ClSweep *self, GError **error)
{
  g_autoptr (ClSweepTable) table = cl_sweep_table_read (self->table, error);

  if (table == NULL || (table->runs->len > 0 && !check_table (self, table, error)))
    return FALSE;
  for (guint i = 0; i < table->runs->len; i++)
    {
      ClSweepRun *run = g_ptr_array_index (table->runs, i);
      const guint64 fingerprint = g_array_index (table->fingerprints, guint64, i);
      guint index;

      if (!find_run (self, run, &index))
        {
          add_run (self, run, fingerprint);
          continue;
        }
      cl_sweep_run_unref (g_ptr_array_index (self->runs, index));
      g_ptr_array_index (self->runs, index) = cl_sweep_run_ref (run);
      g_array_index (self->fingerprints, guint64, index) = fingerprint;
    }
  return TRUE;
}

/* The object. */

static guint
count_jobs (const ClSweepPlan *plan, guint threads)
{
  return plan->jobs > 0 ? plan->jobs : MAX (1, g_get_num_processors () / threads);
}

/* The settings are valid: their names live in the tables, which outlive the owner's strings. */
static void
adopt_names (ClTrainSettings *settings, const ClSweepRun *first)
{
  settings->family = first->family;
  settings->schedule = cl_schedule_find (settings->schedule)->id;
  settings->optimiser = cl_optimiser_find (settings->optimiser)->id;
  settings->loss = cl_loss_find (settings->loss)->id;
  settings->regulariser = cl_regulariser_find (settings->regulariser)->id;
}

ClSweep *
cl_sweep_new (const ClSweepPlan *plan, GError **error)
{
  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (plan->dataset != NULL || plan->data != NULL, NULL);
  g_return_val_if_fail (!plan->resume || plan->table != NULL, NULL);

  g_autoptr (ClSweep) self = g_new0 (ClSweep, 1);
  self->base = plan->base;
  self->base.checkpoint = NULL;
  self->base.threads = MAX (1, plan->base.threads);
  self->jobs = count_jobs (plan, self->base.threads);
  self->data = g_strdup (plan->data);
  self->table = g_strdup (plan->table);
  self->models = g_strdup (plan->models);
  self->fingerprints = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_mutex_init (&self->data_mutex);
  g_mutex_init (&self->file_mutex);
  self->cancellable = g_cancellable_new ();
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);
  self->progress = g_array_new (FALSE, FALSE, sizeof (double));
  cl_mailbox_init (&self->snapshots, (GDestroyNotify) cl_sweep_snapshot_free);
  if (plan->dataset != NULL)
    {
      self->dataset = cl_dataset_ref (plan->dataset);
      self->fixed = TRUE;
      self->fingerprint = cl_dataset_fingerprint (plan->dataset);
    }
  if (!add_plan (self, plan, error))
    return NULL;
  adopt_names (&self->base, g_ptr_array_index (self->runs, 0));
  if (plan->resume && g_file_test (self->table, G_FILE_TEST_EXISTS)
      && !take_over_table (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cl_sweep_free (ClSweep *self)
{
  if (self == NULL)
    return;
  cl_sweep_stop (self);
  cl_sweep_wait (self);
  g_free (self->data);
  g_free (self->table);
  g_free (self->models);
  g_array_unref (self->fingerprints);
  g_ptr_array_unref (self->runs);
  g_array_unref (self->progress);
  g_free (self->name);
  g_free (self->error);
  g_free (self->warning);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  g_object_unref (self->cancellable);
  cl_mailbox_clear (&self->snapshots);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->data_mutex);
  g_mutex_clear (&self->file_mutex);
  g_free (self);
}

void
cl_sweep_start (ClSweep *self)
{
  g_return_if_fail (self != NULL);

  if (self->thread == NULL)
    self->thread = g_thread_new ("sweep", cl_sweep_work, self);
}

/* A stop is final. */
static void
request (ClSweep *self, ClSweepRequest what)
{
  g_mutex_lock (&self->mutex);
  if (self->request != CL_SWEEP_STOP)
    self->request = what;
  if (what != CL_SWEEP_STOP && self->state < CL_TRAINER_FINISHED)
    {
      self->state = what == CL_SWEEP_PAUSE ? CL_TRAINER_PAUSED : CL_TRAINER_RUNNING;
      cl_sweep_post (self);
    }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
cl_sweep_pause (ClSweep *self)
{
  g_return_if_fail (self != NULL);

  request (self, CL_SWEEP_PAUSE);
}

void
cl_sweep_resume (ClSweep *self)
{
  g_return_if_fail (self != NULL);

  request (self, CL_SWEEP_GO);
}

void
cl_sweep_stop (ClSweep *self)
{
  g_return_if_fail (self != NULL);

  request (self, CL_SWEEP_STOP);
  g_cancellable_cancel (self->cancellable);
}

void
cl_sweep_wait (ClSweep *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->thread, g_thread_join);
}

ClSweepSnapshot *
cl_sweep_take_snapshot (ClSweep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return cl_mailbox_take (&self->snapshots);
}

/* The snapshots. */

static double
epochs_done (const ClSweep *self, guint index)
{
  const ClSweepRun *run = g_ptr_array_index (self->runs, index);

  return cl_sweep_run_is_over (run)       ? (double) self->base.epochs
         : run->state == CL_SWEEP_RUNNING ? g_array_index (self->progress, double, index)
                                          : 0.0;
}

/* Of one epoch, by the epochs of this family, or of any where it has none yet. */
static double
seconds_per_epoch (const ClSweep *self, const char *family)
{
  double seconds = 0.0;
  gsize epochs = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const ClSweepRun *run = g_ptr_array_index (self->runs, i);

      if (family != NULL && !g_str_equal (run->family, family))
        continue;
      seconds += run->seconds;
      epochs += run->epochs->len;
    }
  return epochs > 0       ? seconds / (double) epochs
         : family != NULL ? seconds_per_epoch (self, NULL)
                          : NAN;
}

static double
seconds_left (const ClSweep *self)
{
  double seconds = 0.0;
  guint waiting = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const ClSweepRun *run = g_ptr_array_index (self->runs, i);

      if (cl_sweep_run_is_over (run))
        continue;
      waiting++;
      seconds += ((double) self->base.epochs - epochs_done (self, i))
                 * seconds_per_epoch (self, run->family);
    }
  return seconds / (double) MAX (1, MIN (waiting, self->jobs));
}

static gpointer
ref_run (gconstpointer run, gpointer data)
{
  return cl_sweep_run_ref ((ClSweepRun *) run);
}

void
cl_sweep_post (ClSweep *self)
{
  ClSweepSnapshot *snapshot = g_new0 (ClSweepSnapshot, 1);

  snapshot->state = self->state;
  snapshot->runs = g_ptr_array_copy (self->runs, ref_run, NULL);
  for (guint i = 0; i < self->runs->len; i++)
    {
      snapshot->n_over += cl_sweep_run_is_over (g_ptr_array_index (self->runs, i));
      snapshot->fraction += epochs_done (self, i);
    }
  snapshot->fraction /= (double) self->base.epochs * (double) self->runs->len;
  snapshot->seconds_left = seconds_left (self);
  snapshot->data = g_strdup (self->name);
  snapshot->error = g_strdup (self->error);
  snapshot->warning = g_strdup (self->warning);
  cl_mailbox_post (&self->snapshots, snapshot);
}
