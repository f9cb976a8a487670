#include "core/formats/text-span.h"

#include <string.h>

#include "core/formats/c-number.h"

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

ClSpan
cl_span_strip (ClSpan span)
{
  while (span.length > 0 && is_blank (span.text[0]))
    {
      span.text++;
      span.length--;
    }
  while (span.length > 0 && is_blank (span.text[span.length - 1]))
    span.length--;
  return span;
}

ClSpan
cl_span_unquote (ClSpan span)
{
  span = cl_span_strip (span);
  if (span.length >= 2 && span.text[0] == '"' && span.text[span.length - 1] == '"')
    return cl_span_strip ((ClSpan){ span.text + 1, span.length - 2 });
  return span;
}

gboolean
cl_span_take_line (ClSpan *rest, ClSpan *line)
{
  gsize i = 0;

  if (rest->length == 0)
    return FALSE;
  while (i < rest->length && rest->text[i] != '\n' && rest->text[i] != '\r')
    i++;
  *line = (ClSpan){ rest->text, i };
  i += i + 1 < rest->length && rest->text[i] == '\r' && rest->text[i + 1] == '\n';
  i = MIN (i + 1, rest->length);
  rest->text += i;
  rest->length -= i;
  return TRUE;
}

ClComma
cl_span_classify_comma (ClSpan field)
{
  const char *comma = field.length > 0 ? memchr (field.text, ',', field.length) : NULL;
  gsize before, digits = 0;

  if (comma == NULL)
    return CL_COMMA_NONE;
  before = (gsize) (comma - field.text);
  while (before + 1 + digits < field.length && g_ascii_isdigit (comma[1 + digits]))
    digits++;
  if (digits != 3 || (before == 1 && comma[-1] == '0') || before == 0 || before > 4)
    return CL_COMMA_DECIMAL;
  return CL_COMMA_EITHER;
}

gboolean
cl_span_parse_number (ClSpan field, gboolean decimal_comma, double *value)
{
  char buffer[64];
  char *comma;

  if (!decimal_comma || field.length > sizeof buffer)
    return cl_c_number_parse (field.text, field.length, value);
  memcpy (buffer, field.text, field.length);
  comma = memchr (buffer, ',', field.length);
  if (comma != NULL)
    *comma = '.';
  return cl_c_number_parse (buffer, field.length, value);
}
