#include "tests/figure/figure-checks.h"

#include <string.h>

#include "ui/figure/export.h"

guint
count_lines (ClFigure *figure, const char *first, const char *second)
{
  g_autoptr (GBytes) bytes = cl_figure_export_bytes (figure, "csv", NULL, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint count = 0;

  for (char **line = lines; *line != NULL; line++)
    count += strstr (*line, first) != NULL && strstr (*line, second) != NULL;
  return count;
}

void
export_everywhere (ClFigure *figure)
{
  for (const char *const *format = cl_export_formats (); *format != NULL; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = cl_figure_export_bytes (figure, *format, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 100);
    }
}
