/* Reads what sweep-table.c writes, and what an older version or a spreadsheet made of it. */
#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "core/formats/c-number.h"
#include "core/formats/file-io.h"
#include "core/training/family.h"
#include "core/training/settings-arrays.h"
#include "core/training/sweep-table-private.h"

/* Of settings-arrays.h: all that there are now. */
#define SETTINGS_VERSION 2

typedef struct
{
  GPtrArray *header; /* of char *: the names of the columns */
  GPtrArray *fields; /* of char *: the record under way */
  guint line;        /* of it, from 1 */
} Reader;

static gboolean fail (const Reader *reader, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
fail (const Reader *reader, GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX, "line %u: %s", reader->line,
               g_strdelimit (message, "\r\n", ' '));
  return FALSE;
}

/* Takes one field and what ends it; returns what that was: ',', '\n' or '\0'. */
static char
take_field (const char **place, GString *field)
{
  const char *at = *place;
  const gboolean quoted = *at == '"';

  for (at += quoted; *at != '\0'; at++)
    {
      if (quoted && *at == '"' && *++at != '"')
        break;
      if (!quoted && (*at == ',' || *at == '\n'))
        break;
      g_string_append_c (field, *at);
    }
  if (!quoted && field->len > 0 && field->str[field->len - 1] == '\r')
    g_string_truncate (field, field->len - 1);
  while (*at == '\r')
    at++;
  const char end = *at;
  *place = at + (end != '\0');
  return end;
}

static GPtrArray *
take_record (const char **place)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  char end;

  do
    {
      GString *field = g_string_new (NULL);

      end = take_field (place, field);
      g_ptr_array_add (fields, g_string_free (field, FALSE));
    }
  while (end == ',');
  return fields;
}

static const char *
find_field (const Reader *reader, const char *name)
{
  for (guint i = 0; i < reader->header->len; i++)
    if (g_str_equal (g_ptr_array_index (reader->header, i), name))
      return g_ptr_array_index (reader->fields, i);
  return NULL;
}

/* NaN where there is no such column. */
static gboolean
read_number (const Reader *reader, const char *name, double *value, GError **error)
{
  const char *field = find_field (reader, name);

  *value = NAN;
  if (field == NULL || cl_c_number_parse (field, strlen (field), value))
    return TRUE;
  g_autofree char *found = cl_c_number_excerpt (field, strlen (field));
  return fail (reader, error, "the column “%s” holds %s, expected a number", name, found);
}

static gboolean
read_epochs (const Reader *reader, ClSweepRun *run, GError **error)
{
  for (guint k = 1;; k++)
    {
      g_autofree char *first = g_strdup_printf ("%s_%u", cl_sweep_epoch_columns[0].name, k);
      const char *field = find_field (reader, first);
      ClSweepEpoch epoch;

      if (field == NULL || *field == '\0')
        return TRUE;
      for (gsize i = 0; i < CL_N_SWEEP_EPOCH_COLUMNS; i++)
        {
          g_autofree char *name = g_strdup_printf ("%s_%u", cl_sweep_epoch_columns[i].name, k);

          if (!read_number (reader, name,
                            &G_STRUCT_MEMBER (double, &epoch, cl_sweep_epoch_columns[i].offset),
                            error))
            return FALSE;
        }
      g_array_append_val (run->epochs, epoch);
    }
}

/* Family and seed, by which a run is found again. */
static ClSweepRun *
read_identity (const Reader *reader, GError **error)
{
  const char *seed = find_field (reader, cl_sweep_columns[CL_SWEEP_COLUMN_SEED]);
  const ClFamily *family =
      cl_family_find (find_field (reader, cl_sweep_columns[CL_SWEEP_COLUMN_FAMILY]));
  guint64 number;
  double lambda;

  if (!read_number (reader, cl_sweep_columns[CL_SWEEP_COLUMN_LAMBDA], &lambda, error))
    return NULL;
  if (family == NULL)
    {
      fail (reader, error, "there is no model family “%s”",
            find_field (reader, cl_sweep_columns[CL_SWEEP_COLUMN_FAMILY]));
      return NULL;
    }
  if (!g_ascii_string_to_unsigned (seed, 10, 0, G_MAXUINT64, &number, NULL))
    {
      fail (reader, error, "the seed is “%s”, expected a whole number from 0 on", seed);
      return NULL;
    }
  return cl_sweep_run_new (family->id, lambda, number);
}

static ClSweepRun *
read_run (const Reader *reader, GError **error)
{
  g_autoptr (ClSweepRun) run = read_identity (reader, error);

  if (run == NULL
      || !read_number (reader, cl_sweep_columns[CL_SWEEP_COLUMN_ACCURACY], &run->accuracy, error)
      || !read_number (reader, cl_sweep_columns[CL_SWEEP_COLUMN_LIPSCHITZ], &run->lipschitz, error)
      || !read_number (reader, cl_sweep_columns[CL_SWEEP_COLUMN_SECONDS], &run->seconds, error)
      || !read_number (reader, cl_sweep_columns[CL_SWEEP_COLUMN_NEMON], &run->nemon, error)
      || !read_epochs (reader, run, error))
    return NULL;
  const char *reason = find_field (reader, cl_sweep_columns[CL_SWEEP_COLUMN_ERROR]);
  run->error = *reason != '\0' ? g_strdup (reason) : NULL;
  run->state = run->error != NULL ? CL_SWEEP_FAILED : CL_SWEEP_DONE;
  return g_steal_pointer (&run);
}

/* A setting without a column has its default: the file is of a version that did not have it. */
static gboolean
read_settings (const Reader *reader, const ClSweepRun *run, ClTrainSettings *settings,
               GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (GError) invalid = NULL;

  cl_train_settings_init (settings);
  settings->family = run->family;
  settings->lambda = run->lambda;
  settings->seed = run->seed;
  cl_train_settings_to_arrays (settings, set);
  for (gsize i = 0; i < cl_array_set_size (set); i++)
    {
      const char *name = cl_array_set_name (set, i);
      double value;

      if (!cl_sweep_setting_is_shared (name) || find_field (reader, name) == NULL)
        continue;
      if (!read_number (reader, name, &value, error))
        return FALSE;
      g_autoptr (ClMatrix) number = cl_matrix_new_from (1, 1, &value);
      cl_array_set_add (set, name, number);
    }
  for (gsize i = 0; i < cl_array_set_n_attributes (set); i++)
    {
      const char *key = cl_array_set_attribute_key (set, i);
      const char *field = cl_sweep_setting_is_shared (key) ? find_field (reader, key) : NULL;

      if (field != NULL)
        cl_array_set_set_attribute (set, key, field);
    }
  return cl_train_settings_from_arrays (settings, set, SETTINGS_VERSION, &invalid)
         || fail (reader, error, "%s", invalid->message);
}

static gboolean
read_fingerprint (const Reader *reader, guint64 *fingerprint, GError **error)
{
  const char *field = find_field (reader, cl_sweep_columns[CL_SWEEP_COLUMN_FINGERPRINT]);

  return g_ascii_string_to_unsigned (field, 16, 0, G_MAXUINT64, fingerprint, NULL)
         || fail (reader, error, "the fingerprint is “%s”, expected 16 hexadecimal digits", field);
}

/* All runs of a table agree in data and settings, so those of the first one are compared. */
static gboolean
read_line (const Reader *reader, ClSweepTable *self, GError **error)
{
  g_autoptr (ClSweepRun) run = read_run (reader, error);
  const char *data = find_field (reader, cl_sweep_columns[CL_SWEEP_COLUMN_DATA]);
  g_autoptr (GError) differs = NULL;
  ClTrainSettings settings;
  guint64 fingerprint;

  if (run == NULL || !read_settings (reader, run, &settings, error)
      || !read_fingerprint (reader, &fingerprint, error))
    return FALSE;
  if (self->runs->len == 0)
    {
      self->settings = settings;
      self->data = g_strdup (data);
    }
  else if (!g_str_equal (self->data, data))
    return fail (reader, error, "the data are %s, but %s in the lines before", data, self->data);
  else if (!cl_sweep_table_accepts (self, &settings, &differs))
    return fail (reader, error, "of another sweep than the lines before: %s", differs->message);
  cl_sweep_table_add (self, run, fingerprint);
  return TRUE;
}

static gboolean
check_header (const Reader *reader, GError **error)
{
  for (gsize i = 0; i < CL_SWEEP_COLUMN_NEMON; i++)
    if (!g_ptr_array_find_with_equal_func (reader->header, cl_sweep_columns[i], g_str_equal, NULL))
      return fail (reader, error, "the table of a sweep has a column “%s”, this one has not",
                   cl_sweep_columns[i]);
  return TRUE;
}

static gboolean
read_lines (Reader *reader, const char *text, ClSweepTable *self, GError **error)
{
  const char *place = text;

  reader->line = 1;
  reader->header = take_record (&place);
  if (!check_header (reader, error))
    return FALSE;
  while (*place != '\0')
    {
      g_clear_pointer (&reader->fields, g_ptr_array_unref);
      reader->fields = take_record (&place);
      reader->line++;
      if (reader->fields->len != reader->header->len)
        return fail (reader, error, "%u fields, expected %u", reader->fields->len,
                     reader->header->len);
      if (!read_line (reader, self, error))
        return FALSE;
    }
  return TRUE;
}

/* The fields go into messages and into the window; a zero byte would end the text early. */
static gboolean
check_encoding (const char *bytes, gsize length, GError **error)
{
  Reader reader = { .line = 1 };
  const char *end;

  if (g_utf8_validate_len (bytes, length, &end))
    return TRUE;
  for (const char *c = bytes; c < end; c++)
    reader.line += *c == '\n';
  return fail (&reader, error, "this is no text in UTF-8");
}

ClSweepTable *
cl_sweep_table_read (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GBytes) content = cl_file_read (path, error);
  g_autoptr (ClSweepTable) self = NULL;
  Reader reader = { 0 };
  ClTrainSettings settings;
  gsize length;

  if (content != NULL)
    {
      const char *bytes = g_bytes_get_data (content, &length);
      g_autofree char *text = g_strndup (bytes != NULL ? bytes : "", length);

      cl_train_settings_init (&settings);
      self = cl_sweep_table_new (&settings, NULL);
      if (!check_encoding (bytes != NULL ? bytes : "", length, error)
          || !read_lines (&reader, text, self, error))
        g_clear_pointer (&self, cl_sweep_table_free);
      g_clear_pointer (&reader.header, g_ptr_array_unref);
      g_clear_pointer (&reader.fields, g_ptr_array_unref);
    }
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);
  return g_steal_pointer (&self);
}
