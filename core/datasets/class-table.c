#include "core/datasets/class-table.h"

#include <math.h>
#include <string.h>

#include "core/datasets/class-names.h"
#include "core/datasets/dataset.h"
#include "core/formats/c-number.h"
#include "core/formats/text-span.h"

#define MAX_VALUES     ((gsize) 100 * 1000 * 1000)
#define ROWS_PER_CHECK 1024 /* for cancellation */

typedef struct
{
  ClSpan rest; /* what is not read yet */
  gsize row;   /* of the line last taken, from 1 */
  char separator;
  gboolean decimal_comma;
  GArray *fields;    /* of ClSpan, those of the line last taken */
  gsize columns;     /* of the first line, which all others follow */
  gsize first_row;   /* the row of that line */
  gsize label;       /* the column of the class, from 0 */
  GHashTable *index; /* the name of a class (owned by the table) to its place and one */
  ClClassTable *table;
  GCancellable *cancellable;
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
  ClSpan field = g_array_index (self->fields, ClSpan, column);
  g_autofree char *excerpt = cl_c_number_excerpt (field.text, field.length);

  return set_error (error,
                    "row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT ": found %s, expected %s",
                    self->row, column + 1, field.length > 0 ? excerpt : "nothing", expected);
}

/* Takes the next line that is not blank. */
static gboolean
next_line (Reader *self, ClSpan *line)
{
  while (cl_span_take_line (&self->rest, line))
    {
      self->row++;
      if (cl_span_strip (*line).length > 0)
        return TRUE;
    }
  return FALSE;
}

static char
find_separator (ClSpan line)
{
  static const char separators[] = { '\t', ';' };

  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (memchr (line.text, separators[i], line.length) != NULL)
      return separators[i];
  return ',';
}

static void
split_line (Reader *self, ClSpan line)
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
          ClSpan field = cl_span_unquote ((ClSpan){ line.text + start, i - start });

          g_array_append_val (self->fields, field);
          start = i + 1;
        }
    }
}

static gboolean
is_named_label (ClSpan field)
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
      ClSpan field = g_array_index (self->fields, ClSpan, i);

      if (is_named_label (field))
        return TRUE;
      has_number |= cl_span_parse_number (field, self->decimal_comma, &value);
    }
  return !has_number;
}

static void
take_names (Reader *self)
{
  self->table->names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < self->columns; i++)
    {
      ClSpan field = g_array_index (self->fields, ClSpan, i);

      if (is_named_label (field))
        self->label = i;
    }
  for (gsize i = 0; i < self->columns; i++)
    {
      ClSpan field = g_array_index (self->fields, ClSpan, i);

      if (i != self->label)
        g_ptr_array_add (self->table->names, g_strndup (field.text, field.length));
    }
}

/* A number in its shortest form, so that 1 and 1.0 are one class; anything else as it is. */
static char *
name_class (const Reader *self, ClSpan field)
{
  char number[CL_C_NUMBER_SIZE];
  double value;

  if (cl_span_parse_number (field, self->decimal_comma, &value))
    return g_strdup (cl_c_number_format (value, number));
  return g_strndup (field.text, field.length);
}

static gboolean
take_label (Reader *self, GError **error)
{
  ClClassTable *table = self->table;
  ClSpan field = g_array_index (self->fields, ClSpan, self->label);
  g_autofree char *name = name_class (self, field);
  gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (self->index, name));

  if (field.length == 0)
    return set_field_error (self, self->label, "a class", error);
  if (place == 0)
    {
      place = table->classes->len + 1;
      if (place > CL_CLASS_TABLE_MAX_CLASSES)
        return set_error (error,
                          "row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
                          ": more than %d different classes, expected the class of each sample; "
                          "if it is in another column, call that one label",
                          self->row, self->label + 1, CL_CLASS_TABLE_MAX_CLASSES);
      g_hash_table_insert (self->index, name, GSIZE_TO_POINTER (place));
      g_ptr_array_add (table->classes, g_steal_pointer (&name));
    }
  g_byte_array_append (table->labels, &(guint8){ (guint8) (place - 1) }, 1);
  return TRUE;
}

/* Words in a column of numbers are often the classes, in another place than the last. */
static gboolean
set_number_error (const Reader *self, gsize column, GError **error)
{
  ClSpan field = g_array_index (self->fields, ClSpan, column);
  gboolean is_word = field.length > 0 && g_ascii_isalpha (field.text[0]);
  double value;

  if (is_word && !cl_c_number_parse (field.text, field.length, &value))
    return set_field_error (self, column,
                            "a finite number; a column of classes has to be the last, or to be "
                            "called label",
                            error);
  return set_field_error (self, column, "a finite number", error);
}

static gboolean
take_row (Reader *self, GError **error)
{
  ClClassTable *table = self->table;

  if (self->fields->len != self->columns)
    return set_error (error,
                      "row %" G_GSIZE_FORMAT ": found %u column%s, expected %" G_GSIZE_FORMAT
                      " as in row %" G_GSIZE_FORMAT,
                      self->row, self->fields->len, self->fields->len == 1 ? "" : "s",
                      self->columns, self->first_row);
  if (table->values->len + table->features > MAX_VALUES)
    return set_error (error, "row %" G_GSIZE_FORMAT ": more than %" G_GSIZE_FORMAT " numbers",
                      self->row, MAX_VALUES);
  for (gsize i = 0; i < self->columns; i++)
    {
      ClSpan field = g_array_index (self->fields, ClSpan, i);
      double value;

      if (i == self->label)
        continue;
      if (!cl_span_parse_number (field, self->decimal_comma, &value) || !isfinite (value))
        return set_number_error (self, i, error);
      g_array_append_val (table->values, value);
    }
  table->rows++;
  return take_label (self, error);
}

static gboolean
check_columns (const Reader *self, GError **error)
{
  if (self->columns < 2)
    return set_error (error,
                      "row %" G_GSIZE_FORMAT ": found one column, expected features and a class, "
                      "separated by commas, semicolons or tabs",
                      self->row);
  if (self->columns - 1 > CL_CLASS_TABLE_MAX_FEATURES)
    return set_error (error,
                      "row %" G_GSIZE_FORMAT ": found %" G_GSIZE_FORMAT
                      " columns, expected at most %d features and a class",
                      self->row, self->columns, CL_CLASS_TABLE_MAX_FEATURES);
  return TRUE;
}

/* What the features seen so far say about commas. */
typedef struct
{
  gboolean point;    /* there is a decimal point: then no comma is one */
  gboolean decimal;  /* a comma can be nothing but a decimal comma */
  gsize row, column; /* of the first comma that may be either, from 1; 0: none */
} Commas;

static void
look_at_commas (const Reader *self, Commas *seen)
{
  for (gsize i = 0; i < self->fields->len; i++)
    {
      ClSpan field = g_array_index (self->fields, ClSpan, i);
      ClComma comma = cl_span_classify_comma (field);

      if (i == self->label)
        continue;
      seen->point |= memchr (field.text, '.', field.length) != NULL;
      seen->decimal |= comma == CL_COMMA_DECIMAL;
      if (comma != CL_COMMA_EITHER || seen->row > 0)
        continue;
      seen->row = self->row;
      seen->column = i + 1;
    }
}

static gboolean
is_cancelled (const Reader *self, GError **error)
{
  return self->row % ROWS_PER_CHECK == 0
         && g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* Looks at the line `first` and all that follow and settles what a comma in a number means. */
static gboolean
settle_commas (Reader *self, ClSpan first, GError **error)
{
  const gsize left = (gsize) (self->rest.text + self->rest.length - first.text);
  gboolean more = self->separator != ',' && memchr (first.text, ',', left) != NULL;
  Reader scan = *self;
  Commas seen = { 0 };

  for (ClSpan line = first; more && !seen.point; more = next_line (&scan, &line))
    {
      if (is_cancelled (&scan, error))
        return FALSE;
      split_line (&scan, line);
      look_at_commas (&scan, &seen);
    }
  self->decimal_comma = seen.decimal && !seen.point;
  return seen.decimal || seen.point || seen.row == 0
         || set_error (error,
                       "row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
                       ": the comma may be a decimal comma or group thousands, expected a decimal "
                       "point",
                       seen.row, seen.column);
}

/* Settles the form of the table by its first line. */
static gboolean
begin (Reader *self, ClSpan line, gboolean *skip, GError **error)
{
  ClSpan next = line;

  self->separator = find_separator (line);
  self->decimal_comma = self->separator != ',';
  split_line (self, line);
  self->columns = self->fields->len;
  self->first_row = self->row;
  self->label = self->columns - 1;
  self->table->features = self->columns - 1;
  if (!check_columns (self, error))
    return FALSE;
  *skip = is_header (self);
  if (*skip)
    {
      take_names (self);
      next.length = 0;
    }
  return settle_commas (self, next, error);
}

static gboolean
read_rows (Reader *self, GError **error)
{
  ClSpan line;

  while (next_line (self, &line))
    {
      gboolean skip = FALSE;

      if (is_cancelled (self, error))
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
set_encoding_error (ClSpan text, const char *place, GError **error)
{
  gsize row = 1;

  if (text.length >= 2
      && (memcmp (text.text, "\xff\xfe", 2) == 0 || memcmp (text.text, "\xfe\xff", 2) == 0))
    return set_error (error, "the text is encoded in UTF-16, expected UTF-8");
  for (const char *c = text.text; c < place; c++)
    row += *c == '\n';
  return set_error (error,
                    "row %" G_GSIZE_FORMAT ": this is no text in UTF-8, expected a table that was "
                    "saved as CSV in UTF-8",
                    row);
}

static gboolean
check_encoding (ClSpan *text, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  const char *end;

  if (text->length >= strlen (mark) && memcmp (text->text, mark, strlen (mark)) == 0)
    *text = (ClSpan){ text->text + strlen (mark), text->length - strlen (mark) };
  return g_utf8_validate_len (text->text, text->length, &end)
         || set_encoding_error (*text, end, error);
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
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ClSpan));
  Reader reader = { .rest = { text, length },
                    .fields = fields,
                    .index = index,
                    .table = table,
                    .cancellable = cancellable };

  if (!check_encoding (&reader.rest, error) || !read_rows (&reader, error))
    return NULL;
  sort_classes (&reader);
  return g_steal_pointer (&table);
}
