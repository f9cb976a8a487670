/* A recursive descent over
 *   sum     = product { ("+" | "-") product }
 *   product = power { ("*" | "/") power }
 *   power   = signed [ "^" power ]          signed = ["+" | "-"] atom
 *   atom    = number | "pi" | name "(" sum ")" | "(" sum ")"
 * with -2^2 = -4, as in every language with a power operator. */
#include "ui/widgets/number-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Deep enough for people, shallow enough for the stack. */
#define MAX_DEPTH 32

typedef struct
{
  const char *at;
  guint depth;
  gboolean failed;
} Reader;

typedef struct
{
  const char *name;
  double (*apply) (double);
} Function;

static const Function functions[] = {
  { "sqrt", sqrt }, { "exp", exp }, { "log", log },  { "sin", sin },
  { "cos", cos },   { "tan", tan }, { "abs", fabs },
};

static double read_sum (Reader *reader);
static double read_signed (Reader *reader);

static double
fail (Reader *reader)
{
  reader->failed = TRUE;
  return NAN;
}

static gboolean
take (Reader *reader, char c)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
  if (*reader->at != c)
    return FALSE;
  reader->at++;
  return TRUE;
}

/* One number, with "," or "." as the decimal sign. */
static double
read_number (Reader *reader)
{
  char digits[64];
  gsize n = 0;
  const char *p = reader->at;

  while (n < sizeof digits - 1)
    {
      gboolean sign = (*p == '-' || *p == '+') && n > 0 && g_ascii_tolower (p[-1]) == 'e';
      gboolean exponent =
          g_ascii_tolower (*p) == 'e' && (g_ascii_isdigit (p[1]) || p[1] == '-' || p[1] == '+');

      if (!g_ascii_isdigit (*p) && *p != '.' && *p != ',' && !sign && !exponent)
        break;
      digits[n++] = *p == ',' ? '.' : *p;
      p++;
    }
  digits[n] = '\0';

  char *end;
  double value = g_ascii_strtod (digits, &end);
  if (n == 0 || end != digits + n)
    return fail (reader);
  reader->at = p;
  return value;
}

static double
read_parenthesis (Reader *reader)
{
  double value = read_sum (reader);

  return take (reader, ')') ? value : fail (reader);
}

static double
read_name (Reader *reader)
{
  const char *start = reader->at;
  gsize length = 0;

  while (g_ascii_isalpha (start[length]))
    length++;
  reader->at += length;
  if (length == 2 && strncmp (start, "pi", 2) == 0)
    return G_PI;
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strlen (functions[i].name) == length && strncmp (functions[i].name, start, length) == 0)
      return take (reader, '(') ? functions[i].apply (read_parenthesis (reader)) : fail (reader);
  return fail (reader);
}

static double
read_atom (Reader *reader)
{
  if (take (reader, '('))
    return read_parenthesis (reader);
  if (g_ascii_isalpha (*reader->at))
    return read_name (reader);
  return read_number (reader);
}

static double
read_power (Reader *reader)
{
  double base = read_atom (reader);

  return take (reader, '^') ? pow (base, read_signed (reader)) : base;
}

static double
read_signed (Reader *reader)
{
  double value;

  if (reader->failed || ++reader->depth > MAX_DEPTH)
    return fail (reader);
  if (take (reader, '-'))
    value = -read_signed (reader);
  else if (take (reader, '+'))
    value = read_signed (reader);
  else
    value = read_power (reader);
  reader->depth--;
  return value;
}

static double
read_product (Reader *reader)
{
  double value = read_signed (reader);

  for (;;)
    if (reader->failed)
      return value;
    else if (take (reader, '*'))
      value *= read_signed (reader);
    else if (take (reader, '/'))
      value /= read_signed (reader);
    else
      return value;
}

static double
read_sum (Reader *reader)
{
  double value = read_product (reader);

  for (;;)
    if (reader->failed)
      return value;
    else if (take (reader, '+'))
      value += read_product (reader);
    else if (take (reader, '-'))
      value -= read_product (reader);
    else
      return value;
}

/* The typographic operators in ASCII. */
static char *
plain_operators (const char *text)
{
  static const char *const pairs[][2] = { { "−", "-" }, { "·", "*" }, { "×", "*" }, { "π", "pi" } };
  GString *plain = g_string_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (plain, pairs[i][0], pairs[i][1], 0);
  return g_strstrip (g_string_free (plain, FALSE));
}

gboolean
cl_number_parse (const char *text, double *value, GError **error)
{
  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  g_autofree char *plain = plain_operators (text);
  Reader reader = { plain, 0, FALSE };

  if (*plain == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("Type a number"));
      return FALSE;
    }
  if (strchr (plain, ',') != NULL && strchr (plain, '.') != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("Use either a comma or a dot, once, as the decimal sign"));
      return FALSE;
    }

  double result = read_sum (&reader);
  if (reader.failed || *reader.at != '\0')
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is not a number"),
                   text);
      return FALSE;
    }
  if (!isfinite (result))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is not finite"), text);
      return FALSE;
    }
  *value = result;
  return TRUE;
}

/* printf writes "e-05"; readers want "e−5". */
static void
shorten_exponent (char *text)
{
  char *e = strchr (text, 'e');

  if (e == NULL)
    return;
  char *to = e + 1;
  char *from = e + 1;
  if (*from == '-')
    *to++ = *from++;
  else if (*from == '+')
    from++;
  while (*from == '0' && from[1] != '\0')
    from++;
  memmove (to, from, strlen (from) + 1);
}

static void
format_digits (double value, guint digits, char *buffer)
{
  char pattern[16];

  g_snprintf (pattern, sizeof pattern, "%%.%ug", digits);
  g_ascii_formatd (buffer, CL_NUMBER_BUFFER, pattern, value);
  shorten_exponent (buffer);
}

/* 12345.678 to four digits: "12346" says more than "1.235e4". */
static void
format_readable (double value, guint digits, char *buffer)
{
  format_digits (value, digits, buffer);
  if (fabs (value) >= 1 && fabs (value) < 1e6 && strchr (buffer, 'e') != NULL)
    g_ascii_formatd (buffer, CL_NUMBER_BUFFER, "%.0f", value);
}

/* The last resort of a narrow cell: 0.0006 as "6e-4", unless that is no shorter. */
static void
format_power (double value, char *buffer)
{
  char power[CL_NUMBER_BUFFER];

  g_ascii_formatd (power, sizeof power, "%.0e", value);
  shorten_exponent (power);
  if (strlen (power) < strlen (buffer))
    g_strlcpy (buffer, power, CL_NUMBER_BUFFER);
}

static void
true_minus (char *buffer)
{
  char plain[CL_NUMBER_BUFFER];
  char *to = buffer;

  g_strlcpy (plain, buffer, sizeof plain);
  for (const char *from = plain; *from != '\0' && to < buffer + CL_NUMBER_BUFFER - 4; from++)
    if (*from == '-')
      to = g_stpcpy (to, "−");
    else
      *to++ = *from;
  *to = '\0';
}

void
cl_number_format_fit (double value, guint digits, guint max_chars, char buffer[CL_NUMBER_BUFFER])
{
  if (isnan (value))
    g_strlcpy (buffer, "NaN", CL_NUMBER_BUFFER);
  else if (isinf (value))
    g_strlcpy (buffer, value > 0 ? "∞" : "−∞", CL_NUMBER_BUFFER);
  else
    {
      /* An integer that fits is shown whole, whatever the digits; −0 is 0 to a reader. */
      value = value == 0 ? 0 : value;
      buffer[0] = '\0';
      if (fabs (value) < 1e6 && value == rint (value))
        g_ascii_formatd (buffer, CL_NUMBER_BUFFER, "%.0f", value);
      if (buffer[0] == '\0' || strlen (buffer) > max_chars)
        do
          format_readable (value, digits, buffer);
        while (strlen (buffer) > max_chars && digits-- > 1);
      if (strlen (buffer) > max_chars)
        format_power (value, buffer);
      true_minus (buffer);
    }
}

char *
cl_number_format (double value, guint digits)
{
  char buffer[CL_NUMBER_BUFFER];

  cl_number_format_fit (value, digits, G_MAXUINT, buffer);
  return g_strdup (buffer);
}

char *
cl_number_format_exact (double value)
{
  char buffer[CL_NUMBER_BUFFER];

  for (guint digits = 1; digits <= 17; digits++)
    {
      format_readable (value, digits, buffer);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return g_strdup (buffer);
}
