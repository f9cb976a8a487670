#include "core/datasets/class-table.h"

#include <math.h>
#include <string.h>

#include "core/datasets/class-names.h"
#include "core/datasets/dataset.h"
#include "core/formats/c-number.h"

#define MAX_VALUES     ((gsize) 100 * 1000 * 1000)
#define ROWS_PER_CHECK 1024 /* for cancellation */

typedef struct
{
  const char *text; /* not terminated */
  gsize length;
} Span;

typedef struct
{
  Span rest; /* what is not read yet */
  gsize row; /* of the line last taken, from 1 */
  char separator;
  GArray *fields;    /* of Span, those of the line last taken */
  gsize columns;     /* of the first line, which all others follow */
  gsize label;       /* the column of the class, from 0 */
  GHashTable *index; /* the name of a class (owned by the table) to its place and one */
  ClClassTable *table;
} Reader;

void
cl_class_table_free (ClClassTable *self)
{
  g_array_unref (self->values);
  g_byte_array_unref (self->labels);
  g_ptr_array_unref (self->classes);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

static gboolean set_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
set_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT, format,
                                                arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
set_field_error (const Reader *self, gsize column, const char *expected, GError **error)
{
  Span field = g_array_index (self->fields, Span, column);
  g_autofree char *excerpt = cl_c_number_excerpt (field.text, field.length);

  return set_error (error,
                    "row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT ": found %s, expected %s",
                    self->row, column + 1, field.length > 0 ? excerpt : "nothing", expected);
}

static Span
strip (Span span)
{
  while (span.length > 0 && span.text[0] == ' ')
    {
      span.text++;
      span.length--;
    }
  while (span.length > 0 && span.text[span.length - 1] == ' ')
    span.length--;
  return span;
}

static Span
unquote (Span span)
{
  span = strip (span);
  if (span.length >= 2 && span.text[0] == '"' && span.text[span.length - 1] == '"')
    return (Span){ span.text + 1, span.length - 2 };
  return span;
}

/* Takes the next line that is not blank, ended by LF, CR LF, CR or the end of the text. */
static gboolean
next_line (Reader *self, Span *line)
{
  Span *rest = &self->rest;

  while (rest->length > 0)
    {
      gsize i = 0;

      while (i < rest->length && rest->text[i] != '\n' && rest->text[i] != '\r')
        i++;
      *line = (Span){ rest->text, i };
      i += i + 1 < rest->length && rest->text[i] == '\r' && rest->text[i + 1] == '\n';
      i = MIN (i + 1, rest->length);
      rest->text += i;
      rest->length -= i;
      self->row++;
      if (strip (*line).length > 0)
        return TRUE;
    }
  return FALSE;
}

static char
find_separator (Span line)
{
  static const char separators[] = { '\t', ';' };

  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (memchr (line.text, separators[i], line.length) != NULL)
      return separators[i];
  return ',';
}

static void
split_line (Reader *self, Span line)
{
  gsize start = 0;
  gboolean quoted = FALSE;

  g_array_set_size (self->fields, 0);
  for (gsize i = 0; i <= line.length; i++)
    {
      if (i < line.length && line.text[i] == '"')
        quoted = !quoted;
      if (i == line.length || (line.text[i] == self->separator && !quoted))
        {
          Span field = unquote ((Span){ line.text + start, i - start });

          g_array_append_val (self->fields, field);
          start = i + 1;
        }
    }
}

static gboolean
is_named_label (Span field)
{
  return field.length == strlen ("label")
         && g_ascii_strncasecmp (field.text, "label", field.length) == 0;
}

static gboolean
is_header (const Reader *self)
{
  gboolean has_number = FALSE;
  double value;

  for (gsize i = 0; i < self->fields->len; i++)
    {
      Span field = g_array_index (self->fields, Span, i);

      if (is_named_label (field))
        return TRUE;
      has_number |= cl_c_number_parse (field.text, field.length, &value);
    }
  return !has_number;
}

static void
take_names (Reader *self)
{
  self->table->names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < self->columns; i++)
    {
      Span field = g_array_index (self->fields, Span, i);

      if (is_named_label (field))
        self->label = i;
    }
  for (gsize i = 0; i < self->columns; i++)
    {
      Span field = g_array_index (self->fields, Span, i);

      if (i != self->label)
        g_ptr_array_add (self->table->names, g_strndup (field.text, field.length));
    }
}

/* A number in its shortest form, so that 1 and 1.0 are one class; anything else as it is. */
static char *
name_class (Span field)
{
  char number[CL_C_NUMBER_SIZE];
  double value;

  if (cl_c_number_parse (field.text, field.length, &value))
    return g_strdup (cl_c_number_format (value, number));
  return g_strndup (field.text, field.length);
}

static gboolean
take_label (Reader *self, GError **error)
{
  ClClassTable *table = self->table;
  Span field = g_array_index (self->fields, Span, self->label);
  g_autofree char *name = name_class (field);
  gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (self->index, name));

  if (field.length == 0)
    return set_field_error (self, self->label, "a class", error);
  if (place == 0)
    {
      place = table->classes->len + 1;
      if (place > CL_CLASS_TABLE_MAX_CLASSES)
        return set_error (error,
                          "row %" G_GSIZE_FORMAT
                          ": more than %d classes in column %" G_GSIZE_FORMAT,
                          self->row, CL_CLASS_TABLE_MAX_CLASSES, self->label + 1);
      g_hash_table_insert (self->index, name, GSIZE_TO_POINTER (place));
      g_ptr_array_add (table->classes, g_steal_pointer (&name));
    }
  g_byte_array_append (table->labels, &(guint8){ (guint8) (place - 1) }, 1);
  return TRUE;
}

static gboolean
take_row (Reader *self, GError **error)
{
  ClClassTable *table = self->table;

  if (self->fields->len != self->columns)
    return set_error (error, "row %" G_GSIZE_FORMAT ": found %u columns, expected %" G_GSIZE_FORMAT,
                      self->row, self->fields->len, self->columns);
  if (table->values->len + table->features > MAX_VALUES)
    return set_error (error, "row %" G_GSIZE_FORMAT ": more than %" G_GSIZE_FORMAT " numbers",
                      self->row, MAX_VALUES);
  for (gsize i = 0; i < self->columns; i++)
    {
      Span field = g_array_index (self->fields, Span, i);
      double value;

      if (i == self->label)
        continue;
      if (!cl_c_number_parse (field.text, field.length, &value) || !isfinite (value))
        return set_field_error (self, i, "a finite number", error);
      g_array_append_val (table->values, value);
    }
  table->rows++;
  return take_label (self, error);
}

/* Settles the form of the table by its first line. */
static gboolean
begin (Reader *self, Span line, gboolean *skip, GError **error)
{
  self->separator = find_separator (line);
  split_line (self, line);
  self->columns = self->fields->len;
  self->label = self->columns - 1;
  self->table->features = self->columns - 1;
  if (self->columns < 2 || self->table->features > CL_CLASS_TABLE_MAX_FEATURES)
    return set_error (error,
                      "row %" G_GSIZE_FORMAT ": found %" G_GSIZE_FORMAT
                      " columns, expected 1 to %d features and a class",
                      self->row, self->columns, CL_CLASS_TABLE_MAX_FEATURES);
  *skip = is_header (self);
  if (*skip)
    take_names (self);
  return TRUE;
}

static gboolean
read_rows (Reader *self, GCancellable *cancellable, GError **error)
{
  Span line;

  while (next_line (self, &line))
    {
      gboolean skip = FALSE;

      if (self->row % ROWS_PER_CHECK == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (self->columns == 0 && !begin (self, line, &skip, error))
        return FALSE;
      split_line (self, line);
      if (!skip && !take_row (self, error))
        return FALSE;
    }
  return self->table->rows > 0
         || set_error (error, "there are no rows, expected one for each sample");
}

static gboolean
check_encoding (Span *text, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  const char *end;

  if (text->length >= strlen (mark) && memcmp (text->text, mark, strlen (mark)) == 0)
    *text = (Span){ text->text + strlen (mark), text->length - strlen (mark) };
  return g_utf8_validate_len (text->text, text->length, &end)
         || set_error (error, "byte %" G_GSIZE_FORMAT " is no text in UTF-8",
                       (gsize) (end - text->text) + 1);
}

/* Classes were numbered as they came; now they are numbered as they sort. */
static void
sort_classes (Reader *self)
{
  ClClassTable *table = self->table;
  guint8 place[CL_CLASS_TABLE_MAX_CLASSES];

  cl_class_names_sort (table->classes);
  for (gsize i = 0; i < table->classes->len; i++)
    {
      gpointer name = g_ptr_array_index (table->classes, i);

      place[GPOINTER_TO_SIZE (g_hash_table_lookup (self->index, name)) - 1] = (guint8) i;
    }
  for (gsize i = 0; i < table->rows; i++)
    table->labels->data[i] = place[table->labels->data[i]];
}

static ClClassTable *
class_table_new (void)
{
  ClClassTable *self = g_new0 (ClClassTable, 1);

  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  self->labels = g_byte_array_new ();
  self->classes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

ClClassTable *
cl_class_table_parse (const char *text, gsize length, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClClassTable) table = class_table_new ();
  g_autoptr (GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (Span));
  Reader reader = { .rest = { text, length }, .fields = fields, .index = index, .table = table };

  if (!check_encoding (&reader.rest, error) || !read_rows (&reader, cancellable, error))
    return NULL;
  sort_classes (&reader);
  return g_steal_pointer (&table);
}
