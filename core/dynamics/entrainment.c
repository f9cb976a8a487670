/* The states at kT are the frames of one bundle: a stroboscope.  The input repeats itself after
 * every period, so the cycle is a bundle of its own that starts at t = 0 from a state at KT. */
#include "core/dynamics/entrainment.h"

#include <math.h>

/* Changes below this many times the tolerance of the integration are not told from its errors. */
#define NOISE 1e3

static gboolean
check (const ClInput *input, const ClEntrainmentSettings *settings, GError **error)
{
  if (!(cl_input_period (input) > 0))
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "The input has no period: expected one that repeats itself");
  else if (settings->periods < 2 || settings->frames < 2)
    g_set_error (error, CL_BUNDLE_ERROR, CL_BUNDLE_ERROR_INPUT,
                 "%" G_GSIZE_FORMAT " periods and %" G_GSIZE_FORMAT
                 " frames were asked for: expected at least 2 of each",
                 settings->periods, settings->frames);
  else
    return TRUE;
  return FALSE;
}

/* |state at (k+1) T - state at kT| of all starts, and the largest |state|. */
static double
fill_changes (ClEntrainment *self, const ClBundle *strobe, ClNormKind norm, const double *scale)
{
  double size = 0;

  for (gsize start = 0; start < self->starts; start++)
    for (gsize k = 0; k < self->periods; k++)
      {
        const double *later = cl_bundle_state (strobe, start, k + 1);

        self->change[start * self->periods + k] =
            cl_distance_scaled (norm, strobe->n, later, cl_bundle_state (strobe, start, k), scale);
        size = fmax (size, cl_distance_scaled (norm, strobe->n, later, NULL, scale));
      }
  for (gsize k = 0; k <= self->periods; k++)
    for (gsize start = 1; start < self->starts; start++)
      self->spread[k] =
          fmax (self->spread[k],
                cl_distance_scaled (norm, strobe->n, cl_bundle_state (strobe, start, k),
                                    cl_bundle_state (strobe, 0, k), scale));
  return size;
}

static void
compare_with_theory (ClEntrainment *self, double rate, double floor)
{
  double largest = 0;

  for (gsize start = 0; start < self->starts; start++)
    {
      const double *change = self->change + start * self->periods;

      largest = fmax (largest, change[0]);
      for (gsize k = 0; k + 1 < self->periods; k++)
        if (change[k + 1] > floor)
          self->factor = fmax (self->factor, change[k + 1] / change[k]);
    }
  self->factor_theory = exp (-rate * self->period);
  for (gsize k = 0; k < self->periods; k++)
    self->envelope[k] = exp (-rate * self->period * (double) k) * largest;
}

static void
judge (ClEntrainment *self, double tolerance)
{
  self->all_entrained = TRUE;
  for (gsize start = 0; start < self->starts; start++)
    {
      self->entrained[start] = self->change[start * self->periods + self->periods - 1] <= tolerance;
      self->all_entrained = self->all_entrained && self->entrained[start];
    }
  self->common = self->all_entrained && self->spread[self->periods] <= tolerance;
}

static ClBundle *
follow_cycle (const ClModel *model, const ClBundle *strobe, const ClInput *input,
              const ClEntrainmentSettings *settings, GCancellable *cancellable, GError **error)
{
  const ClBundleSettings one_period = { cl_input_period (input), settings->frames, settings->rtol,
                                        settings->atol };
  g_autoptr (ClMatrix) start = NULL;

  if (strobe->starts == 0)
    start = cl_matrix_new (0, strobe->n);
  else
    start = cl_matrix_new_from (1, strobe->n, cl_bundle_state (strobe, 0, strobe->frames - 1));
  return cl_bundle_new_with_input (model, start, input, &one_period, cancellable, error);
}

ClEntrainment *
cl_entrainment_new (const ClModel *model, const ClMatrix *starts, const ClInput *input,
                    const ClEntrainmentSettings *settings, GCancellable *cancellable,
                    GError **error)
{
  static const ClEntrainmentSettings defaults = CL_ENTRAINMENT_SETTINGS_DEFAULT;
  g_autoptr (ClEntrainment) self = NULL;
  g_autoptr (ClBundle) strobe = NULL;
  g_autofree double *scale = NULL;
  ClBundleSettings flashes;
  double size;

  g_return_val_if_fail (model != NULL && starts != NULL && input != NULL, NULL);

  settings = settings != NULL ? settings : &defaults;
  g_return_val_if_fail (settings->norm < CL_N_NORMS, NULL);
  g_return_val_if_fail (settings->eta == NULL
                            || settings->eta->rows * settings->eta->cols == model->n,
                        NULL);
  if (!check (input, settings, error))
    return NULL;
  flashes = (ClBundleSettings){ cl_input_period (input) * (double) settings->periods,
                                settings->periods + 1, settings->rtol, settings->atol };
  strobe = cl_bundle_new_with_input (model, starts, input, &flashes, cancellable, error);
  if (strobe == NULL)
    return NULL;

  self = g_new0 (ClEntrainment, 1);
  self->period = cl_input_period (input);
  self->starts = starts->rows;
  self->periods = settings->periods;
  self->change = g_new0 (double, self->starts * self->periods);
  self->spread = g_new0 (double, self->periods + 1);
  self->envelope = g_new0 (double, self->periods);
  self->entrained = g_new0 (gboolean, self->starts);
  self->factor = NAN;
  scale = cl_distance_scale_new (model->n, settings->eta);
  size = fill_changes (self, strobe, settings->norm, scale);
  compare_with_theory (self, settings->rate, NOISE * (settings->atol + settings->rtol * size));
  judge (self, settings->tolerance * (1 + size));
  self->cycle = follow_cycle (model, strobe, input, settings, cancellable, error);
  return self->cycle != NULL ? g_steal_pointer (&self) : NULL;
}

double
cl_entrainment_error (const ClEntrainment *self)
{
  double worst = 0;

  g_return_val_if_fail (self != NULL, NAN);

  for (gsize start = 0; start < self->starts; start++)
    worst = fmax (worst, self->change[start * self->periods + self->periods - 1]);
  return worst;
}

void
cl_entrainment_free (ClEntrainment *self)
{
  if (self == NULL)
    return;
  g_free (self->change);
  g_free (self->spread);
  g_free (self->envelope);
  g_free (self->entrained);
  cl_bundle_free (self->cycle);
  g_free (self);
}
