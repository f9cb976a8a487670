#include "core/training/settings-arrays.h"

#include "core/training/record.h"
#include "core/training/setting-names.h"

#define SEED "seed"

#define FIELD(name, kind)                                                                          \
  {                                                                                                \
#name, G_STRUCT_OFFSET(ClTrainSettings, name), kind                                            \
  }

static const ClRecordField numbers[] = {
  FIELD (n, CL_RECORD_SIZE),
  FIELD (epochs, CL_RECORD_SIZE),
  FIELD (batch, CL_RECORD_SIZE),
  FIELD (rate, CL_RECORD_REAL),
  FIELD (gamma, CL_RECORD_REAL),
  FIELD (lambda, CL_RECORD_REAL),
  FIELD (tolerance, CL_RECORD_REAL),
  FIELD (max_iterations, CL_RECORD_SIZE),
  FIELD (threads, CL_RECORD_UNSIGNED),
  FIELD (nice, CL_RECORD_INTEGER),
  FIELD (target_accuracy, CL_RECORD_REAL),
  FIELD (patience, CL_RECORD_SIZE),
  FIELD (dropout, CL_RECORD_REAL),
};

/* The first so many, and the first names, are all that checkpoints of version 1 had. */
#define FIRST_NUMBERS 10
#define FIRST_NAMES   4

void
cl_train_settings_to_arrays (const ClTrainSettings *settings, ClArraySet *set)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, settings->seed);
  gsize count;
  const ClSettingName *names = cl_setting_names (&count);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const double value = cl_record_get (&numbers[i], settings);
      g_autoptr (ClMatrix) number = cl_matrix_new_from (1, 1, &value);

      cl_array_set_add (set, numbers[i].name, number);
    }
  for (gsize i = 0; i < count; i++)
    cl_array_set_set_attribute (set, names[i].name,
                                G_STRUCT_MEMBER (const char *, settings, names[i].offset));
  cl_array_set_set_attribute (set, "activation", settings->activation->id);
  cl_array_set_set_attribute (set, SEED, seed);
}

static gboolean
check (gboolean valid, const char *name, GError **error)
{
  if (!valid)
    g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT,
                 "the setting “%s” of the checkpoint is missing or unknown", name);
  return valid;
}

static gboolean
read_numbers (ClTrainSettings *settings, const ClArraySet *set, guint version, GError **error)
{
  for (gsize i = 0; i < (version == 1 ? FIRST_NUMBERS : G_N_ELEMENTS (numbers)); i++)
    {
      const ClMatrix *number = cl_array_set_find (set, numbers[i].name);
      const gboolean valid = number != NULL && number->rows == 1 && number->cols == 1
                             && cl_record_set (&numbers[i], settings, number->data[0]);

      if (!check (valid, numbers[i].name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_names (ClTrainSettings *settings, const ClArraySet *set, guint version, GError **error)
{
  gsize count;
  const ClSettingName *names = cl_setting_names (&count);

  for (gsize i = 0; i < (version == 1 ? FIRST_NAMES : count); i++)
    {
      const char *id = cl_array_set_attribute (set, names[i].name);
      const char *known = id != NULL ? names[i].find (id) : NULL;

      if (!check (known != NULL, names[i].name, error))
        return FALSE;
      G_STRUCT_MEMBER (const char *, settings, names[i].offset) = known;
    }
  return TRUE;
}

static gboolean
read_activation_and_seed (ClTrainSettings *settings, const ClArraySet *set, GError **error)
{
  const char *id = cl_array_set_attribute (set, "activation");
  const char *seed = cl_array_set_attribute (set, SEED);

  settings->activation = id != NULL ? cl_activation_find (id) : NULL;
  return check (settings->activation != NULL, "activation", error)
         && check (seed != NULL
                       && g_ascii_string_to_unsigned (seed, 10, 0, G_MAXUINT64, &settings->seed,
                                                      NULL),
                   SEED, error);
}

gboolean
cl_train_settings_from_arrays (ClTrainSettings *settings, const ClArraySet *set, guint version,
                               GError **error)
{
  cl_train_settings_init (settings);
  return read_numbers (settings, set, version, error) && read_names (settings, set, version, error)
         && read_activation_and_seed (settings, set, error)
         && cl_train_settings_validate (settings, error);
}
