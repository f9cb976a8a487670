#include "core/datasets/class-names.h"

#include <string.h>

#include "core/formats/c-number.h"

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  const char *first = *(const char *const *) a, *second = *(const char *const *) b;
  const gboolean *numbers = data;
  double x = *numbers ? g_ascii_strtod (first, NULL) : 0;
  double y = *numbers ? g_ascii_strtod (second, NULL) : 0;

  return x != y ? (x > y) - (x < y) : strcmp (first, second);
}

void
cl_class_names_sort (GPtrArray *names)
{
  gboolean numbers = TRUE;
  double value;

  for (gsize i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      numbers &= cl_c_number_parse (name, strlen (name), &value);
    }
  g_ptr_array_sort_with_data (names, compare_names, &numbers);
}

GStrv
cl_class_names_copy (GPtrArray *names)
{
  GStrv copy = g_new0 (char *, names->len + 1);
  gboolean numbers = TRUE;

  for (gsize i = 0; i < names->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT, i);

      copy[i] = g_strdup (g_ptr_array_index (names, i));
      numbers &= g_str_equal (copy[i], number);
    }
  if (numbers)
    g_clear_pointer (&copy, g_strfreev);
  return copy;
}
