#include "core/training/sweep-table.h"

#include <string.h>

#include "core/formats/c-number.h"
#include "core/formats/file-io.h"
#include "core/training/settings-arrays.h"
#include "core/training/sweep-table-private.h"

const char *const cl_sweep_columns[CL_N_SWEEP_COLUMNS] = {
  "lambda", "seed", "best_test_accuracy", "lipschitz",   "seconds", "family",
  "error",  "data", "fingerprint",        "nemon_bound",
};

const ClSweepEpochColumn cl_sweep_epoch_columns[CL_N_SWEEP_EPOCH_COLUMNS] = {
  { "test_accuracy", G_STRUCT_OFFSET (ClSweepEpoch, test_accuracy) },
  { "train_loss", G_STRUCT_OFFSET (ClSweepEpoch, train_loss) },
  { "lipschitz", G_STRUCT_OFFSET (ClSweepEpoch, lipschitz) },
  { "nemon_bound", G_STRUCT_OFFSET (ClSweepEpoch, nemon) },
};

gboolean
cl_sweep_setting_is_shared (const char *name)
{
  static const char *const others[] = { "family", "lambda", "seed", "nice", NULL };

  return !g_strv_contains (others, name);
}

ClSweepTable *
cl_sweep_table_new (const ClTrainSettings *settings, const char *data)
{
  ClSweepTable *self = g_new0 (ClSweepTable, 1);

  self->settings = *settings;
  self->data = g_strdup (data);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);
  self->fingerprints = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

void
cl_sweep_table_free (ClSweepTable *self)
{
  if (self == NULL)
    return;
  g_free (self->data);
  g_ptr_array_unref (self->runs);
  g_array_unref (self->fingerprints);
  g_free (self);
}

void
cl_sweep_table_add (ClSweepTable *self, ClSweepRun *run, guint64 fingerprint)
{
  g_return_if_fail (self != NULL && run != NULL);

  g_ptr_array_add (self->runs, cl_sweep_run_ref (run));
  g_array_append_val (self->fingerprints, fingerprint);
}

/* The shared settings as texts, name -> value. */
static GHashTable *
settings_texts (const ClTrainSettings *settings)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  char number[CL_C_NUMBER_SIZE];

  cl_train_settings_to_arrays (settings, set);
  for (gsize i = 0; i < cl_array_set_size (set); i++)
    if (cl_sweep_setting_is_shared (cl_array_set_name (set, i)))
      g_hash_table_insert (texts, g_strdup (cl_array_set_name (set, i)),
                           g_strdup (
                               cl_c_number_format (cl_array_set_matrix (set, i)->data[0], number)));
  for (gsize i = 0; i < cl_array_set_n_attributes (set); i++)
    {
      const char *key = cl_array_set_attribute_key (set, i);

      if (cl_sweep_setting_is_shared (key))
        g_hash_table_insert (texts, g_strdup (key), g_strdup (cl_array_set_attribute (set, key)));
    }
  return texts;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The array is the caller's, the names are the table's. */
static const char **
sorted_names (GHashTable *texts, guint *count)
{
  const char **names = (const char **) (gpointer) g_hash_table_get_keys_as_array (texts, count);

  qsort (names, *count, sizeof *names, compare_names);
  return names;
}

gboolean
cl_sweep_table_accepts (const ClSweepTable *self, const ClTrainSettings *settings, GError **error)
{
  g_autoptr (GHashTable) ours = settings_texts (&self->settings);
  g_autoptr (GHashTable) theirs = settings_texts (settings);
  guint count;
  g_autofree const char **names = sorted_names (ours, &count);

  for (guint i = 0; i < count; i++)
    {
      const char *our = g_hash_table_lookup (ours, names[i]);
      const char *their = g_hash_table_lookup (theirs, names[i]);

      if (g_strcmp0 (our, their) == 0)
        continue;
      g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS,
                   "its runs have the setting “%s” %s, the new ones %s", names[i], our, their);
      return FALSE;
    }
  return TRUE;
}

static void
append_number (GString *text, double value)
{
  char number[CL_C_NUMBER_SIZE];

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, ',');
  g_string_append (text, cl_c_number_format (value, number));
}

static void
append_text (GString *text, const char *field)
{
  g_autoptr (GString) quoted = g_string_new (field);

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, ',');
  if (strpbrk (quoted->str, ",\"\r\n") == NULL)
    {
      g_string_append (text, quoted->str);
      return;
    }
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (text, "\"%s\"", quoted->str);
}

static guint
most_epochs (const ClSweepTable *self)
{
  guint most = 0;

  for (guint i = 0; i < self->runs->len; i++)
    most = MAX (most, ((const ClSweepRun *) g_ptr_array_index (self->runs, i))->epochs->len);
  return most;
}

static void
append_header (GString *text, const char *const *names, guint count, guint epochs)
{
  for (gsize i = 0; i < CL_N_SWEEP_COLUMNS; i++)
    append_text (text, cl_sweep_columns[i]);
  for (guint i = 0; i < count; i++)
    append_text (text, names[i]);
  for (guint k = 1; k <= epochs; k++)
    for (gsize i = 0; i < CL_N_SWEEP_EPOCH_COLUMNS; i++)
      g_string_append_printf (text, ",%s_%u", cl_sweep_epoch_columns[i].name, k);
  g_string_append_c (text, '\n');
}

static void
append_epochs (GString *text, const ClSweepRun *run, guint epochs)
{
  for (guint k = 0; k < epochs; k++)
    for (gsize i = 0; i < CL_N_SWEEP_EPOCH_COLUMNS; i++)
      if (k < run->epochs->len)
        append_number (text, G_STRUCT_MEMBER (double, &g_array_index (run->epochs, ClSweepEpoch, k),
                                              cl_sweep_epoch_columns[i].offset));
      else
        append_text (text, "");
}

static void
append_run (GString *text, const ClSweepTable *self, guint index)
{
  const ClSweepRun *run = g_ptr_array_index (self->runs, index);
  g_autofree char *fingerprint =
      g_strdup_printf ("%016" G_GINT64_MODIFIER "x",
                       g_array_index (self->fingerprints, guint64, index));
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, run->seed);

  append_number (text, run->lambda);
  append_text (text, seed);
  append_number (text, run->accuracy);
  append_number (text, run->lipschitz);
  append_number (text, run->seconds);
  append_text (text, run->family);
  append_text (text, run->error != NULL ? run->error : "");
  append_text (text, self->data != NULL ? self->data : "");
  append_text (text, fingerprint);
  append_number (text, run->nemon);
}

gboolean
cl_sweep_table_write (const ClSweepTable *self, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_autoptr (GHashTable) texts = settings_texts (&self->settings);
  guint count;
  g_autofree const char **names = sorted_names (texts, &count);
  const guint epochs = most_epochs (self);
  GString *text = g_string_new (NULL);

  append_header (text, names, count, epochs);
  for (guint i = 0; i < self->runs->len; i++)
    {
      append_run (text, self, i);
      for (guint k = 0; k < count; k++)
        append_text (text, g_hash_table_lookup (texts, names[k]));
      append_epochs (text, g_ptr_array_index (self->runs, i), epochs);
      g_string_append_c (text, '\n');
    }
  g_autoptr (GBytes) content = g_string_free_to_bytes (text);
  return cl_file_write_atomically (path, content, error);
}
