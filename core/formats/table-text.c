#include "core/formats/table-text.h"

#include <string.h>

#include "core/formats/array-file.h"
#include "core/formats/c-number.h"
#include "core/formats/text-span.h"

/* The separator of fields; blanks (runs of spaces) are the last resort. */
#define BLANKS ' '

typedef struct
{
  ClSpan rest; /* what is not read yet */
  gsize row;   /* of the line last taken, from 1 */
  char separator;
  gboolean decimal_comma;
  gboolean has_table_row; /* past the header */

  GArray *values; /* of double */
  gsize rows, cols;
  gsize first_row; /* of the text: where `cols` was set */
} Reader;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
starts_with (ClSpan span, const char *prefix)
{
  gsize length = strlen (prefix);

  return span.length >= length && memcmp (span.text, prefix, length) == 0;
}

/* Cuts a comment off.  A quote protects the sign within a header. */
static ClSpan
without_comment (ClSpan line)
{
  gboolean quoted = FALSE;
  ClSpan inner = cl_span_strip (line);

  if (starts_with (inner, "%") || starts_with (inner, "//"))
    return (ClSpan){ line.text, 0 };
  for (gsize i = 0; i < line.length; i++)
    {
      quoted ^= line.text[i] == '"';
      if (line.text[i] == '#' && !quoted)
        line.length = i;
    }
  return line;
}

/* Takes the next line, without its comment. */
static gboolean
next_line (Reader *reader, ClSpan *line)
{
  if (!cl_span_take_line (&reader->rest, line))
    return FALSE;
  *line = without_comment (*line);
  reader->row++;
  return TRUE;
}

/* Takes the next field of `line`; quotes are removed, doubled ones inside stay doubled, for no
 * number has any. */
static gboolean
next_field (const Reader *reader, ClSpan *line, gboolean *more, ClSpan *field)
{
  gboolean blanks = reader->separator == BLANKS, quoted = FALSE;
  gsize i = 0;

  if (blanks)
    *line = cl_span_strip (*line);
  if (!*more || (blanks && line->length == 0))
    return FALSE;
  while (i < line->length
         && (quoted || !(blanks ? is_blank (line->text[i]) : line->text[i] == reader->separator)))
    quoted ^= line->text[i++] == '"';

  *field = cl_span_unquote ((ClSpan){ line->text, i });
  *more = i < line->length;
  i += *more;
  line->text += i;
  line->length -= i;
  return TRUE;
}

/* A comma between digits, such as "1,5", on a line whose fields blanks separate. */
static gboolean
commas_are_decimal (ClSpan line)
{
  gboolean has_gap = FALSE;
  char previous = ',';

  for (gsize i = 0; i < line.length; i++)
    {
      char c = line.text[i];

      if (c == ','
          && (i == 0 || i + 1 == line.length || !g_ascii_isdigit (line.text[i - 1])
              || !g_ascii_isdigit (line.text[i + 1])))
        return FALSE;
      if (!is_blank (c))
        {
          has_gap |= i > 0 && is_blank (line.text[i - 1]) && previous != ',' && c != ',';
          previous = c;
        }
    }
  return has_gap;
}

static char
find_separator (ClSpan line)
{
  line = cl_span_strip (line);
  if (memchr (line.text, '\t', line.length) != NULL)
    return '\t';
  if (memchr (line.text, ';', line.length) != NULL)
    return ';';
  if (memchr (line.text, ',', line.length) != NULL && !commas_are_decimal (line))
    return ',';
  return BLANKS;
}

/* Looks at all fields from `start` on and settles what their commas mean. */
static gboolean
settle_commas (Reader *reader, ClSpan first, GError **error)
{
  Reader scan = *reader;
  ClSpan line = first, field, unclear = { NULL, 0 };
  gsize unclear_row = 0;
  gboolean decimal = FALSE;

  if (reader->separator == ',')
    return TRUE;
  do
    {
      gboolean more = line.length > 0;

      while (next_field (&scan, &line, &more, &field))
        {
          ClComma comma = cl_span_classify_comma (field);

          if (memchr (field.text, '.', field.length) != NULL)
            return TRUE;
          decimal |= comma == CL_COMMA_DECIMAL;
          if (comma == CL_COMMA_EITHER && unclear.text == NULL)
            {
              unclear = field;
              unclear_row = scan.row;
            }
        }
    }
  while (next_line (&scan, &line));

  if (!decimal && unclear.text != NULL)
    {
      g_autofree char *excerpt = cl_c_number_excerpt (unclear.text, unclear.length);

      g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX,
                   "row %" G_GSIZE_FORMAT ": the comma of %s may be a decimal comma or group "
                   "thousands, expected a decimal point",
                   unclear_row, excerpt);
      return FALSE;
    }
  reader->decimal_comma = decimal;
  return TRUE;
}

/* A header holds no number at all. */
static gboolean
is_header (const Reader *reader, ClSpan line)
{
  gboolean more = TRUE;
  ClSpan field;
  double value;

  while (next_field (reader, &line, &more, &field))
    if (cl_span_parse_number (field, reader->decimal_comma, &value))
      return FALSE;
  return TRUE;
}

static gboolean
set_field_error (const Reader *reader, gsize col, ClSpan field, GError **error)
{
  g_autofree char *excerpt = cl_c_number_excerpt (field.text, field.length);

  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX,
               "row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT ": found %s, expected a number",
               reader->row, col, field.length > 0 ? excerpt : "nothing");
  return FALSE;
}

static gboolean
finish_row (Reader *reader, gsize cols, GError **error)
{
  if (reader->rows == 0)
    {
      reader->cols = cols;
      reader->first_row = reader->row;
    }
  reader->rows++;
  if (cols == reader->cols)
    return TRUE;
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX,
               "row %" G_GSIZE_FORMAT ": found %" G_GSIZE_FORMAT
               " columns, expected %" G_GSIZE_FORMAT " as in row %" G_GSIZE_FORMAT,
               reader->row, cols, reader->cols, reader->first_row);
  return FALSE;
}

static gboolean
read_row (Reader *reader, ClSpan line, GError **error)
{
  gboolean more = TRUE;
  gsize cols = 0;
  ClSpan field;

  while (next_field (reader, &line, &more, &field))
    {
      double value;

      if (field.length == 0 && !more && cols > 0)
        break; /* A separator at the end of the line. */
      if (!cl_span_parse_number (field, reader->decimal_comma, &value))
        return set_field_error (reader, cols + 1, field, error);
      if (reader->values->len >= CL_MATRIX_MAX_ENTRIES)
        {
          g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_TOO_LARGE,
                       "row %" G_GSIZE_FORMAT ": more than %" G_GSIZE_FORMAT " numbers",
                       reader->row, CL_MATRIX_MAX_ENTRIES);
          return FALSE;
        }
      g_array_append_val (reader->values, value);
      cols++;
    }
  return finish_row (reader, cols, error);
}

/* The first line with content decides on the separator, unless it is a header: then the next. */
static gboolean
begin_table (Reader *reader, ClSpan line, gboolean *skip, GError **error)
{
  gboolean may_be_header = reader->separator == '\0';

  reader->separator = find_separator (line);
  reader->decimal_comma = FALSE;
  if (!settle_commas (reader, line, error))
    return FALSE;
  *skip = may_be_header && is_header (reader, line);
  reader->has_table_row = !*skip;
  return TRUE;
}

static gboolean
read_rows (Reader *reader, GError **error)
{
  ClSpan line;

  while (next_line (reader, &line))
    {
      gboolean skip = cl_span_strip (line).length == 0;

      if (!skip && !reader->has_table_row && !begin_table (reader, line, &skip, error))
        return FALSE;
      if (!skip && !read_row (reader, line, error))
        return FALSE;
    }
  if (reader->rows > 0)
    return TRUE;
  g_set_error_literal (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX,
                       "there are no numbers, expected a table of numbers");
  return FALSE;
}

static gboolean
check_encoding (ClSpan *text, GError **error)
{
  const char *zero = memchr (text->text, '\0', text->length);

  if (starts_with (*text, "\xef\xbb\xbf"))
    *text = (ClSpan){ text->text + 3, text->length - 3 };
  if (starts_with (*text, "\xff\xfe") || starts_with (*text, "\xfe\xff"))
    g_set_error_literal (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED,
                         "the text is encoded in UTF-16, expected UTF-8");
  else if (zero != NULL)
    g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX,
                 "byte %" G_GSIZE_FORMAT " is zero, expected text",
                 (gsize) (zero - text->text) + 1);
  else
    return TRUE;
  return FALSE;
}

ClMatrix *
cl_table_text_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  Reader reader = { .rest = { text, length }, .values = values };

  if (!check_encoding (&reader.rest, error) || !read_rows (&reader, error))
    return NULL;
  return cl_matrix_new_from (reader.rows, reader.cols, (const double *) (gpointer) values->data);
}

char *
cl_table_text_write (const ClMatrix *matrix, char separator)
{
  g_autoptr (GString) text = g_string_sized_new (matrix->rows * matrix->cols * 20);
  char number[CL_C_NUMBER_SIZE];

  for (gsize i = 0; i < matrix->rows; i++)
    for (gsize j = 0; j < matrix->cols; j++)
      {
        g_string_append (text, cl_c_number_format (cl_matrix_get (matrix, i, j), number));
        g_string_append_c (text, j + 1 < matrix->cols ? separator : '\n');
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
