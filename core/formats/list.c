#include "core/formats/list.h"

#include <math.h>

/* How far beyond its last member a range may end and still contain it, in steps: enough for the
 * rounding of the three numbers. */
#define SLACK 1e-9

static gboolean
parse_number (const char *text, double *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

/* The shortest decimal number that is as close as fifteen digits can tell. */
static double
as_written (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.15g", value), NULL);
}

static gboolean check (gboolean valid, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
check (gboolean valid, GError **error, const char *format, ...)
{
  if (!valid)
    {
      va_list args;

      va_start (args, format);
      g_autofree char *message = g_strdup_vprintf (format, args);
      g_autofree char *shown = g_utf8_make_valid (message, -1); /* what was typed is quoted */
      va_end (args);
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           g_strdelimit (shown, "\r\n", ' '));
    }
  return valid;
}

static gboolean
append (GArray *values, double value, const char *option, GError **error)
{
  g_array_append_val (values, value);
  return check (values->len <= CL_LIST_MAX, error, "%s has more than %d values", option,
                CL_LIST_MAX);
}

static gboolean
append_range (GArray *values, double first, double last, double step, const char *item,
              const char *option, GError **error)
{
  const double steps = floor ((last - first) / step + SLACK);

  /* A step of zero gives an infinity or NaN, one of the wrong sign a negative number. */
  if (!check (steps >= 0.0 && isfinite (steps), error,
              "%s: “%s” never ends: expected first:last:step with a step towards "
              "the last",
              option, item))
    return FALSE;
  for (double i = 0.0; i <= steps; i += 1.0)
    if (!append (values, as_written (first + i * step), option, error))
      return FALSE;
  return TRUE;
}

static gboolean
append_item (GArray *values, const char *item, const char *option, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (item, ":", -1);
  const guint count = g_strv_length (parts);
  double number[3];
  gboolean valid = count == 1 || count == 3;

  for (guint i = 0; valid && i < count; i++)
    valid = parse_number (parts[i], &number[i]);
  if (!check (valid, error,
              "%s: “%s” is neither a number nor a range: expected values such as "
              "0.01,0.02 or first:last:step",
              option, item))
    return FALSE;
  return count == 1 ? append (values, number[0], option, error)
                    : append_range (values, number[0], number[1], number[2], item, option, error);
}

GArray *
cl_list_parse (const char *text, const char *option, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) items = g_strsplit (text, ",", -1);

  if (!check (items[0] != NULL, error, "%s is empty: expected numbers", option))
    return NULL;
  for (char **item = items; *item; item++)
    if (!append_item (values, g_strstrip (*item), option, error))
      return NULL;
  return g_steal_pointer (&values);
}

GArray *
cl_list_parse_counts (const char *text, const char *option, GError **error)
{
  g_autoptr (GArray) values = cl_list_parse (text, option, error);

  for (guint i = 0; values && i < values->len; i++)
    {
      const double value = g_array_index (values, double, i);

      if (!check (value >= 0.0 && value <= 0x1p53 && floor (value) == value, error,
                  "%s: %g is not a whole number from 0 on", option, value))
        return NULL;
    }
  return g_steal_pointer (&values);
}
