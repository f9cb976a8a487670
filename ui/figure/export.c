#include "ui/figure/export.h"

#include <math.h>
#include <string.h>

#include "ui/figure/export-format.h"
#include "ui/figure/markup.h"

#define MIN_MM     10.0
#define MAX_MM     2000.0
#define MIN_DPI    10.0
#define MAX_DPI    2400.0
#define MAX_PIXELS 30000.0 /* a side, the limit of Cairo's images */

static const struct
{
  const char *ending;
  ClExportFunc export;
} formats[] = {
  { "pdf", cl_export_pdf }, { "svg", cl_export_svg }, { "png", cl_export_png },
  { "tex", cl_export_tex }, { "csv", cl_export_csv },
};

void
cl_export_settings_init (ClExportSettings *settings)
{
  g_return_if_fail (settings != NULL);
  *settings = (ClExportSettings){
    .width_mm = 120, .height_mm = 80, .dpi = 300, .theme = cl_theme_find ("print")
  };
}

const char *const *
cl_export_formats (void)
{
  static const char *endings[G_N_ELEMENTS (formats) + 1];

  for (gsize k = 0; k < G_N_ELEMENTS (formats); k++)
    endings[k] = formats[k].ending;
  return endings;
}

static ClExportFunc
find_format (const char *ending, GError **error)
{
  g_autofree char *known = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (formats); k++)
    if (g_ascii_strcasecmp (ending, formats[k].ending) == 0)
      return formats[k].export;
  known = g_strjoinv (", .", (char **) cl_export_formats ());
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "no figure format has the ending “.%s”; the known endings are .%s", ending, known);
  return NULL;
}

static gboolean
settings_are_valid (const ClExportSettings *settings, GError **error)
{
  double side = MAX (settings->width_mm, settings->height_mm) / 25.4 * settings->dpi;

  if (!(settings->width_mm >= MIN_MM && settings->width_mm <= MAX_MM
        && settings->height_mm >= MIN_MM && settings->height_mm <= MAX_MM))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "the size of a figure is %g mm x %g mm; expected %g to %g mm a side",
                   settings->width_mm, settings->height_mm, MIN_MM, MAX_MM);
      return FALSE;
    }
  if (!(settings->dpi >= MIN_DPI && settings->dpi <= MAX_DPI && side <= MAX_PIXELS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "the resolution is %g dpi; expected %g to %g and at most %g pixels a side",
                   settings->dpi, MIN_DPI, MAX_DPI, MAX_PIXELS);
      return FALSE;
    }
  return TRUE;
}

ClLayout *
cl_export_layout (ClFigure *figure, const ClExportSettings *settings)
{
  return cl_layout_new (figure, settings->theme, cl_export_units (settings, settings->width_mm),
                        cl_export_units (settings, settings->height_mm), settings->views);
}

ClRenderFlags
cl_export_flags (const ClExportSettings *settings)
{
  return settings->transparent ? CL_RENDER_ALL | CL_RENDER_NO_BACKGROUND : CL_RENDER_ALL;
}

char *
cl_export_title (const ClFigure *figure)
{
  return cl_markup_to_text (cl_figure_title (figure));
}

static void
append_lines (GString *out, const char *prefix, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint k = 0; lines[k] != NULL; k++)
    if (lines[k][0] != '\0')
      g_string_append_printf (out, "%s%s\n", prefix, lines[k]);
}

char *
cl_export_comment (const ClFigure *figure, const char *prefix)
{
  GString *out = g_string_new (NULL);
  g_autofree char *title = cl_export_title (figure);

  append_lines (out, prefix, title);
  append_lines (out, prefix, cl_figure_description (figure));
  append_lines (out, prefix, cl_figure_provenance (figure));
  return g_string_free (out, FALSE);
}

GBytes *
cl_figure_export_bytes (ClFigure *figure, const char *format, const ClExportSettings *settings,
                        GError **error)
{
  ClExportSettings defaults;
  ClExportFunc export;

  g_return_val_if_fail (figure != NULL && format != NULL, NULL);
  cl_export_settings_init (&defaults);
  if (settings != NULL)
    defaults = *settings;
  if (defaults.theme == NULL)
    defaults.theme = cl_theme_find ("print");
  export = find_format (format, error);
  if (export == NULL || !settings_are_valid (&defaults, error))
    return NULL;
  return export(figure, &defaults, error);
}

static const char *
ending_of (const char *path)
{
  const char *slash = strrchr (path, G_DIR_SEPARATOR);
  const char *dot = strrchr (slash != NULL ? slash : path, '.');

  return dot != NULL ? dot + 1 : "";
}

/* GLib ends its messages with ": " and the system's reason; what comes before names a temporary
 * file. */
static const char *
reason (const GError *error)
{
  const char *colon = strrchr (error->message, ':');

  return colon != NULL && colon[1] == ' ' ? colon + 2 : error->message;
}

gboolean
cl_figure_export (ClFigure *figure, const char *path, const ClExportSettings *settings,
                  GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) failure = NULL;
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (figure != NULL && path != NULL, FALSE);
  bytes = cl_figure_export_bytes (figure, ending_of (path), settings, &failure);
  if (bytes != NULL)
    {
      data = g_bytes_get_data (bytes, &size);
      /* A new file is written beside the old one and renamed over it. */
      if (g_file_set_contents_full (path, data, (gssize) size,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    0644, &failure))
        return TRUE;
      g_set_error (error, failure->domain, failure->code,
                   "%s: could not be written (%s); nothing changed", path, reason (failure));
      return FALSE;
    }
  g_propagate_prefixed_error (error, g_steal_pointer (&failure), "%s: ", path);
  return FALSE;
}
