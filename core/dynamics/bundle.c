/* The frames are read from the continuous extension of the steps, which are as long as the
 * tolerance allows: the number of frames costs one polynomial each and no step.
 *
 * The stepper keeps the local error of each step below a share of the tolerance that is asked for,
 * because local errors add up along a trajectory: with this share the frames of a contracting model
 * stay within the tolerance that bundle.h promises.
 *
 * Trajectories do not depend on each other, so a large bundle is cut into one part a core, each
 * with a stepper of its own; where OpenBLAS uses several threads itself there is one part only.
 *
 * A vector field that jumps at known times is integrated from one jump to the next: a step across
 * it would be judged by stages from both sides and be refused until it is tiny. */
#include "core/dynamics/bundle.h"

#include <math.h>
#include <string.h>

#include "core/dynamics/stepper.h"
#include "core/linalg/blas.h"

#define LOCAL_SHARE 0.3

/* Bundles with fewer numbers than this are done before a thread has started. */
#define PARALLEL_NUMBERS 256

/* More steps than this on one trajectory mean a system too stiff for an explicit method. */
#define MAX_ROUNDS 2000000

G_DEFINE_QUARK (cl_bundle_error, cl_bundle_error)

static gboolean
check_settings (const ClBundleSettings *settings, GError **error)
{
  if (!(settings->until > 0 && isfinite (settings->until)))
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "The end time is %g: expected a positive number", settings->until);
  else if (settings->frames < 2)
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "%" G_GSIZE_FORMAT " frames were asked for: expected at least 2",
                 settings->frames);
  else if (!(settings->rtol >= 0 && settings->atol >= 0 && isfinite (settings->rtol)
             && isfinite (settings->atol) && settings->rtol + settings->atol > 0))
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "The tolerances are rtol %g and atol %g: expected numbers that are not negative "
                 "and not both zero",
                 settings->rtol, settings->atol);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_starts (gsize n, const ClMatrix *starts, gsize frames, GError **error)
{
  gsize row, col;

  if (starts->cols != n)
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "The state has %" G_GSIZE_FORMAT " coordinates, the starts are %" G_GSIZE_FORMAT
                 "x%" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT " columns",
                 n, starts->rows, starts->cols, n);
  else if (!cl_matrix_is_finite (starts, &row, &col))
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "Start %" G_GSIZE_FORMAT ", coordinate %" G_GSIZE_FORMAT
                 " is %g: expected a finite number",
                 row + 1, col + 1, cl_matrix_get (starts, row, col));
  else if (starts->rows * starts->cols > 0
           && frames > CL_MATRIX_MAX_ENTRIES / (starts->rows * starts->cols))
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "%" G_GSIZE_FORMAT " starts with %" G_GSIZE_FORMAT " frames of %" G_GSIZE_FORMAT
                 " numbers are more than %" G_GSIZE_FORMAT " numbers: ask for fewer frames",
                 starts->rows, frames, starts->cols, CL_MATRIX_MAX_ENTRIES);
  else
    return TRUE;
  return FALSE;
}

static ClBundle *
bundle_alloc (const ClMatrix *starts, const ClBundleSettings *settings)
{
  ClBundle *self = g_new0 (ClBundle, 1);
  gsize last = settings->frames - 1;

  self->starts = starts->rows;
  self->frames = settings->frames;
  self->n = starts->cols;
  self->t = g_new (double, self->frames);
  self->x = g_new (double, self->starts * self->frames * self->n);
  for (gsize k = 0; k <= last; k++)
    self->t[k] = k == last ? settings->until : settings->until * ((double) k / (double) last);
  for (gsize start = 0; start < self->starts; start++)
    if (self->n > 0)
      memcpy (self->x + start * self->frames * self->n, cl_matrix_row (starts, start),
              self->n * sizeof *self->x);
  return self;
}

/* Some consecutive starts of a bundle, carried by one thread. */
typedef struct
{
  ClBundle *bundle;
  const ClSystem *system;
  const ClBundleSettings *settings;
  GCancellable *cancellable;
  gsize first;
  gsize count;
  gsize *written; /* [count] frames that are filled */
  gsize *steps;   /* [count] accepted */
  double *state;  /* [count][n] at the last jump of the vector field */
  double until;   /* the next one, or the end */
  ClBundleInfo info;
  GError *error;
} Part;

static void
collect_slot (Part *self, ClStepper *stepper, gsize slot)
{
  const ClBundle *bundle = self->bundle;
  gsize row, begin, end;
  double from, to;

  if (!cl_stepper_slot (stepper, slot, &row, &from, &to))
    return;
  begin = end = self->written[row];
  while (end < bundle->frames && bundle->t[end] <= to)
    end++;
  if (end > begin)
    cl_stepper_sample (stepper, slot, end - begin, bundle->t + begin,
                       bundle->x + ((self->first + row) * bundle->frames + begin) * bundle->n);
  if (to >= self->until)
    memcpy (self->state + row * bundle->n, cl_stepper_end (stepper, slot),
            bundle->n * sizeof *self->state);
  self->written[row] = end;
  self->steps[row]++;
}

static void
report_failure (Part *self, ClStepperStatus status, const ClStepperCounts *counts)
{
  gsize start = self->first + counts->failed_row + 1;

  if (status == CL_STEPPER_DIVERGED)
    g_set_error (&self->error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_DIVERGED,
                 "The trajectory of start %" G_GSIZE_FORMAT
                 " leaves the finite numbers at t = %.6g",
                 start, counts->failed_time);
  else
    g_set_error (&self->error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_STEP,
                 "The trajectory of start %" G_GSIZE_FORMAT
                 " needs steps that are too small at t = %.6g: ask for a looser tolerance",
                 start, counts->failed_time);
}

/* Carries every row from one jump of the vector field to the next. */
static gboolean
integrate_piece (Part *self, ClStepper *stepper, gsize *rounds)
{
  for (; *rounds < MAX_ROUNDS; ++*rounds)
    {
      ClStepperStatus status;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
        return FALSE;
      status = cl_stepper_advance (stepper);
      if (status == CL_STEPPER_DONE)
        return TRUE;
      if (status != CL_STEPPER_RUNNING)
        {
          report_failure (self, status, cl_stepper_counts (stepper));
          return FALSE;
        }
      for (gsize slot = 0; slot < cl_stepper_slots (stepper); slot++)
        collect_slot (self, stepper, slot);
    }
  g_set_error (&self->error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_STEP,
               "The motion is too stiff: %d steps did not reach t = %g", MAX_ROUNDS,
               self->settings->until);
  return FALSE;
}

static void
integrate (Part *self, gpointer room, ClStepper *stepper)
{
  const ClSystem *system = self->system;
  double end = self->settings->until;
  double from = 0;
  gsize rounds = 0;

  while (from < end)
    {
      gboolean arrived;

      self->until = end;
      if (system->next_break != NULL)
        {
          self->until = fmin (end, system->next_break (system->data, from));
          system->enter (room, from, self->until);
        }
      cl_stepper_start (stepper, self->state, from, self->until);
      arrived = integrate_piece (self, stepper, &rounds);
      self->info.rejected += cl_stepper_counts (stepper)->rejected;
      self->info.rhs_evaluations += cl_stepper_counts (stepper)->rhs_evaluations;
      if (!arrived)
        return;
      from = self->until;
    }
}

static gpointer
run_part (gpointer data)
{
  Part *self = data;
  ClBundle *bundle = self->bundle;
  gpointer room = self->system->open (self->system->data, self->count);
  g_autoptr (ClStepper) stepper =
      cl_stepper_new (self->count, bundle->n, self->system->eval, room,
                      LOCAL_SHARE * self->settings->rtol, LOCAL_SHARE * self->settings->atol);

  if (self->system->switches != NULL)
    cl_stepper_set_switches (stepper, self->system->switches);
  self->written = g_new (gsize, self->count);
  self->steps = g_new0 (gsize, self->count);
  self->state = g_new (double, self->count * bundle->n);
  for (gsize row = 0; row < self->count; row++)
    {
      memcpy (self->state + row * bundle->n, cl_bundle_state (bundle, self->first + row, 0),
              bundle->n * sizeof *self->state);
      self->written[row] = 1;
    }
  integrate (self, room, stepper);
  for (gsize row = 0; row < self->count; row++)
    self->info.steps = MAX (self->info.steps, self->steps[row]);
  g_free (self->written);
  g_free (self->steps);
  g_free (self->state);
  self->system->close (room);
  return NULL;
}

static gsize
count_parts (const ClBundle *bundle)
{
  if (cl_blas_get_threads () > 1 || bundle->starts * bundle->n < PARALLEL_NUMBERS)
    return 1;
  return MIN (g_get_num_processors (), bundle->starts);
}

/* Adds what a part did to the info; the error of the first part that failed is the error. */
static void
part_merge (Part *self, ClBundleInfo *info, GError **error)
{
  info->steps = MAX (info->steps, self->info.steps);
  info->rhs_evaluations = MAX (info->rhs_evaluations, self->info.rhs_evaluations);
  info->rejected += self->info.rejected;
  if (self->error != NULL && *error == NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  g_clear_error (&self->error);
}

static gboolean
run_parts (const Part *whole, GError **error)
{
  gsize parts = count_parts (whole->bundle);
  g_autofree Part *part = g_new (Part, parts);
  g_autofree GThread **thread = g_new0 (GThread *, parts);
  GError *failure = NULL;

  for (gsize k = 0; k < parts; k++)
    {
      gsize end = (k + 1) * whole->count / parts;

      part[k] = *whole;
      part[k].first = k * whole->count / parts;
      part[k].count = end - part[k].first;
      if (k > 0)
        thread[k] = g_thread_new ("bundle", run_part, &part[k]);
    }
  run_part (&part[0]);
  for (gsize k = 0; k < parts; k++)
    {
      if (k > 0)
        g_thread_join (thread[k]);
      part_merge (&part[k], &whole->bundle->info, &failure);
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

ClBundle *
cl_bundle_new_for_system (const ClSystem *system, const ClMatrix *starts,
                          const ClBundleSettings *settings, GCancellable *cancellable,
                          GError **error)
{
  static const ClBundleSettings defaults = CL_BUNDLE_SETTINGS_DEFAULT;
  g_autoptr (ClBundle) self = NULL;
  gint64 begin = g_get_monotonic_time ();
  Part whole;

  g_return_val_if_fail (system != NULL && starts != NULL, NULL);

  settings = settings != NULL ? settings : &defaults;
  if (!check_settings (settings, error)
      || !check_starts (system->n, starts, settings->frames, error))
    return NULL;

  self = bundle_alloc (starts, settings);
  whole = (Part){
    .bundle = self,
    .system = system,
    .settings = settings,
    .cancellable = cancellable,
    .count = starts->rows,
  };
  if (starts->rows * starts->cols > 0 && !run_parts (&whole, error))
    return NULL;
  self->info.seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  return g_steal_pointer (&self);
}

void
cl_bundle_free (ClBundle *self)
{
  if (self == NULL)
    return;
  g_free (self->t);
  g_free (self->x);
  g_free (self);
}
