#include "app/training-memory.h"

#include "app/settings.h"
#include "core/training/setting-names.h"

typedef enum
{
  TYPE_COUNT, /* gsize */
  TYPE_REAL,  /* double */
  TYPE_SEED,  /* guint64 */
} Type;

#define PLACE(member) offsetof (ClTrainSettings, member)

static const struct
{
  const char *key;
  gsize offset;
  Type type;
} numbers[] = {
  { "training-neurons", PLACE (n), TYPE_COUNT },
  { "training-gamma", PLACE (gamma), TYPE_REAL },
  { "training-lambda", PLACE (lambda), TYPE_REAL },
  { "training-epochs", PLACE (epochs), TYPE_COUNT },
  { "training-batch", PLACE (batch), TYPE_COUNT },
  { "training-rate", PLACE (rate), TYPE_REAL },
  { "training-seed", PLACE (seed), TYPE_SEED },
  { "training-dropout", PLACE (dropout), TYPE_REAL },
  { "training-target-accuracy", PLACE (target_accuracy), TYPE_REAL },
  { "training-patience", PLACE (patience), TYPE_COUNT },
};

/* "training-family" for "family". */
static char *
key_of (const ClSettingName *name)
{
  return g_strconcat ("training-", name->name, NULL);
}

void
cl_training_memory_save (const ClTrainSettings *settings)
{
  GSettings *store = cl_settings_get ();
  gsize count;
  const ClSettingName *names = cl_setting_names (&count);

  g_return_if_fail (settings != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gconstpointer place = (const char *) settings + numbers[i].offset;

      if (numbers[i].type == TYPE_REAL)
        g_settings_set_double (store, numbers[i].key, *(const double *) place);
      else if (numbers[i].type == TYPE_SEED)
        g_settings_set_uint64 (store, numbers[i].key, *(const guint64 *) place);
      else
        g_settings_set_uint64 (store, numbers[i].key, *(const gsize *) place);
    }
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *key = key_of (&names[i]);

      g_settings_set_string (store, key, G_STRUCT_MEMBER (const char *, settings, names[i].offset));
    }
  g_settings_set_string (store, "training-activation", settings->activation->id);
}

static void
load_numbers (GSettings *store, ClTrainSettings *settings)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gpointer place = (char *) settings + numbers[i].offset;

      if (numbers[i].type == TYPE_REAL)
        *(double *) place = g_settings_get_double (store, numbers[i].key);
      else if (numbers[i].type == TYPE_SEED)
        *(guint64 *) place = g_settings_get_uint64 (store, numbers[i].key);
      else
        *(gsize *) place = g_settings_get_uint64 (store, numbers[i].key);
    }
}

/* What a newer or older version remembered may be unknown here. */
static void
load_choices (GSettings *store, ClTrainSettings *settings)
{
  g_autofree char *activation = g_settings_get_string (store, "training-activation");
  gsize count;
  const ClSettingName *names = cl_setting_names (&count);

  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *key = key_of (&names[i]);
      g_autofree char *id = g_settings_get_string (store, key);
      const char *known = names[i].find (id);

      if (known != NULL)
        G_STRUCT_MEMBER (const char *, settings, names[i].offset) = known;
    }
  if (cl_activation_find (activation) != NULL)
    settings->activation = cl_activation_find (activation);
}

void
cl_training_memory_load (ClTrainSettings *settings)
{
  GSettings *store = cl_settings_get ();

  g_return_if_fail (settings != NULL);

  cl_train_settings_init (settings);
  load_numbers (store, settings);
  load_choices (store, settings);
  if (!cl_train_settings_validate (settings, NULL))
    cl_train_settings_init (settings);
}

void
cl_training_memory_bind (ClTrainingPage *page)
{
  static const char *const table[][2] = {
    { "training-plots", "plots" },
    { "training-duel", "duel" },
    { "training-duel-families", "duel-families" },
    { "training-duel-in-step", "duel-in-step" },
    { "training-more", "more" },
  };

  g_return_if_fail (CL_IS_TRAINING_PAGE (page));

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_settings_bind (cl_settings_get (), table[i][0], page, table[i][1], G_SETTINGS_BIND_DEFAULT);
}
