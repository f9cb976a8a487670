#include <math.h>

#include "core/training/family.h"
#include "core/training/loss.h"
#include "core/training/optimiser.h"
#include "core/training/regulariser.h"
#include "core/training/schedule.h"
#include "core/training/trainer.h"

G_DEFINE_QUARK (cl_trainer_error_quark, cl_trainer_error)

#define DENSE_STATES 100
#define DENSE_BATCH  300
#define DENSE_RATE   1e-2
#define DENSE_GAMMA  0.95

/* An epoch costs some hundred times a dense one: smaller batches make more of it, and a gamma that
 * halves the sweeps of a fixed point. */
#define CONVOLUTION_CHANNELS 16
#define CONVOLUTION_BATCH    50
#define CONVOLUTION_RATE     2.5e-2
#define CONVOLUTION_GAMMA    0.5

#define MAX_STATES   4000
#define MAX_CHANNELS 512
#define MAX_THREADS  256

/* Below this the rounding of single precision can keep a residual from ever being reached. */
#define LEAST_TOLERANCE 1e-5

void
cl_train_settings_init (ClTrainSettings *settings)
{
  gsize count;

  *settings = (ClTrainSettings){
    .activation = cl_activation_default (),
    .epochs = 10,
    .schedule = "one-cycle",
    .lambda = 0.0,
    .tolerance = 1e-4,
    .max_iterations = 500,
    .seed = 1,
    .threads = 0,
    .nice = 0,
    .optimiser = cl_optimiser_table (&count)->id,
    .loss = cl_loss_table (&count)->id,
    .checkpoint = NULL,
    .regulariser = cl_regulariser_table (&count)[0]->id,
  };
  cl_train_settings_suit (settings, cl_family_table (&count)[0]);
}

void
cl_train_settings_suit (ClTrainSettings *settings, const ClFamily *family)
{
  settings->family = family->id;
  settings->n = family->kernel > 0 ? CONVOLUTION_CHANNELS : DENSE_STATES;
  settings->batch = family->kernel > 0 ? CONVOLUTION_BATCH : DENSE_BATCH;
  settings->rate = family->kernel > 0 ? CONVOLUTION_RATE : DENSE_RATE;
  settings->gamma = family->kernel > 0 ? CONVOLUTION_GAMMA : DENSE_GAMMA;
}

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS, message);
  return FALSE;
}

static gboolean
validate_names (const ClTrainSettings *settings, GError **error)
{
  if (cl_family_find (settings->family) == NULL)
    return fail (error, "there is no model family “%s”", settings->family);
  if (settings->activation == NULL)
    return fail (error, "the activation is missing");
  if (cl_schedule_find (settings->schedule) == NULL)
    return fail (error, "there is no learning-rate schedule “%s”", settings->schedule);
  if (cl_optimiser_find (settings->optimiser) == NULL)
    return fail (error, "there is no optimiser “%s”", settings->optimiser);
  if (cl_loss_find (settings->loss) == NULL)
    return fail (error, "there is no loss “%s”", settings->loss);
  if (cl_regulariser_find (settings->regulariser) == NULL)
    return fail (error, "there is no regulariser “%s”", settings->regulariser);
  if (settings->checkpoint != NULL && !g_str_has_suffix (settings->checkpoint, ".npz"))
    return fail (error, "the checkpoint is “%s”: expected a name that ends in .npz",
                 settings->checkpoint);
  return TRUE;
}

static gboolean
validate_counts (const ClTrainSettings *settings, GError **error)
{
  const struct
  {
    const char *name;
    gsize value, least, most;
  } counts[] = {
    { "the number of states", settings->n, 1, MAX_STATES },
    { "the number of epochs", settings->epochs, 1, 100000 },
    { "the batch size", settings->batch, 1, 1000000 },
    { "the largest number of iterations", settings->max_iterations, 1, 1000000 },
    { "the number of threads", settings->threads, 0, MAX_THREADS },
    { "the patience", settings->patience, 0, 100000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i].value < counts[i].least || counts[i].value > counts[i].most)
      return fail (error,
                   "%s is %" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT,
                   counts[i].name, counts[i].value, counts[i].least, counts[i].most);
  if (settings->nice < 0 || settings->nice > 19)
    return fail (error, "the nice level is %d: expected 0 to 19", settings->nice);
  return TRUE;
}

/* The regulariser is not looked at while its weight is zero. */
static gboolean
validate_regulariser (const ClTrainSettings *settings, GError **error)
{
  const ClRegulariser *regulariser = cl_regulariser_find (settings->regulariser);
  const ClFamily *family = cl_family_find (settings->family);
  const char *needed = cl_regulariser_missing (regulariser, family);

  if (settings->lambda == 0.0 || needed == NULL)
    return TRUE;
  return fail (error,
               "lambda is %g: expected 0, because the regulariser “%s” needs %s and the family "
               "“%s” does not promise that",
               settings->lambda, settings->regulariser, needed, settings->family);
}

/* What a convolutional network cannot have. */
static gboolean
validate_convolution (const ClTrainSettings *settings, GError **error)
{
  if (cl_family_find (settings->family)->kernel == 0)
    return TRUE;
  if (settings->n > MAX_CHANNELS)
    return fail (error, "the number of channels is %" G_GSIZE_FORMAT ": expected 1 to %d",
                 settings->n, MAX_CHANNELS);
  if (settings->dropout > 0.0)
    return fail (error,
                 "the dropout is %g: expected 0 with the family “%s”, whose channels all stay",
                 settings->dropout, settings->family);
  if (settings->lambda > 0.0 && !cl_regulariser_find (settings->regulariser)->of_quotient)
    return fail (error,
                 "the regulariser is “%s”: expected “nemon” or another one that needs sums of "
                 "kernels only with the family “%s”",
                 settings->regulariser, settings->family);
  return TRUE;
}

/* The comparisons are written so that NaN fails them. */
static gboolean
validate_numbers (const ClTrainSettings *settings, GError **error)
{
  if (!(settings->rate > 0.0 && isfinite (settings->rate)))
    return fail (error, "the learning rate is %g: expected a positive number", settings->rate);
  if (!(settings->gamma < 1.0 && isfinite (settings->gamma)))
    return fail (error, "gamma is %g: expected a number below 1", settings->gamma);
  if (!(settings->lambda >= 0.0 && isfinite (settings->lambda)))
    return fail (error, "lambda is %g: expected zero or a positive number", settings->lambda);
  if (!(settings->tolerance >= LEAST_TOLERANCE && settings->tolerance < 1.0))
    return fail (error, "the tolerance is %g: expected %g to 1", settings->tolerance,
                 LEAST_TOLERANCE);
  if (!(settings->target_accuracy >= 0.0 && settings->target_accuracy <= 1.0))
    return fail (error, "the target accuracy is %g: expected 0 to 1", settings->target_accuracy);
  if (!(settings->dropout >= 0.0 && settings->dropout < 1.0))
    return fail (error, "the dropout is %g: expected at least 0 and below 1", settings->dropout);
  return TRUE;
}

gboolean
cl_train_settings_validate (const ClTrainSettings *settings, GError **error)
{
  return validate_names (settings, error) && validate_counts (settings, error)
         && validate_numbers (settings, error) && validate_regulariser (settings, error)
         && validate_convolution (settings, error);
}
