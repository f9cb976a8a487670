#include "ui/plots/training-provenance.h"

static void
append_real (GString *text, const char *key, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%s: %s\n", key, g_ascii_dtostr (number, sizeof number, value));
}

static void
append_size (GString *text, const char *key, guint64 value)
{
  g_string_append_printf (text, "%s: %" G_GUINT64_FORMAT "\n", key, value);
}

static void
append_name (GString *text, const char *key, const char *value)
{
  g_string_append_printf (text, "%s: %s\n", key, value);
}

void
cl_training_provenance_append (GString *text, const char *name, const char *data,
                               const ClTrainSettings *settings)
{
  g_return_if_fail (text != NULL && settings != NULL);

  append_name (text, "run", name);
  append_name (text, "data", data);
  append_name (text, "family", settings->family);
  append_size (text, "seed", settings->seed);
  append_name (text, "activation", settings->activation->id);
  append_size (text, "n", settings->n);
  append_real (text, "gamma", settings->gamma);
  append_real (text, "lambda", settings->lambda);
  append_name (text, "regulariser", settings->regulariser);
  append_real (text, "dropout", settings->dropout);
  append_name (text, "loss", settings->loss);
  append_name (text, "optimiser", settings->optimiser);
  append_name (text, "schedule", settings->schedule);
  append_real (text, "rate", settings->rate);
  append_size (text, "epochs", settings->epochs);
  append_size (text, "batch", settings->batch);
  append_real (text, "target-accuracy", settings->target_accuracy);
  append_size (text, "patience", settings->patience);
  append_real (text, "tolerance", settings->tolerance);
  append_size (text, "threads", settings->threads);
}
