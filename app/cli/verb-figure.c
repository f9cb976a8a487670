#include "app/cli/verbs.h"
#include "app/figures/figures.h"
#include "core/formats/array-file.h"
#include "ui/figure/export.h"

typedef struct
{
  char *out;
  char *theme;
  char *model;
  char *data;
  double width, height, dpi;
  gint64 seed;
  gboolean list;
} FigureOptions;

static gboolean
parse (ClInvocation *self, FigureOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
      "File to write; its ending is the format: pdf, svg, png, tex, csv", "OUT" },
    { "width", 0, 0, G_OPTION_ARG_DOUBLE, &options->width, "Width in mm (default 120)", "MM" },
    { "height", 0, 0, G_OPTION_ARG_DOUBLE, &options->height, "Height in mm (default 80)", "MM" },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &options->dpi, "Resolution of PNG (default 300)", "DPI" },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options->theme, "light, dark or print (default)",
      "NAME" },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &options->model,
      "Draw this model, or the table of this sweep, in place of the figure's own", "FILE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data,
      "Use this data set in place of the built-in digits", "DIR" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Seed (default 1)", "N" },
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, "List the figures", NULL },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_PLAIN, 0, 1, error)
         && cl_invocation_check (options->list || self->argv[1], error,
                                 "which figure? “contraction-lab figure --list” names them")
         && cl_invocation_check (options->list || options->out, error,
                                 "-o OUT is missing: the file to write")
         && cl_invocation_check (options->width >= 10 && options->width <= 5000, error,
                                 "--width is %g: expected 10 to 5000 mm", options->width)
         && cl_invocation_check (options->height >= 10 && options->height <= 5000, error,
                                 "--height is %g: expected 10 to 5000 mm", options->height)
         && cl_invocation_check (options->dpi >= 20 && options->dpi <= 2400, error,
                                 "--dpi is %g: expected 20 to 2400", options->dpi);
}

static void
list_figures (gboolean as_json)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);
  gsize count;
  const ClNamedFigure *table = cl_named_figure_table (&count);

  if (!as_json)
    {
      for (gsize i = 0; i < count; i++)
        printf ("%-16s %s (%s)\n", table[i].name, table[i].title, table[i].source);
      return;
    }
  cl_json_begin_object (&json, NULL);
  cl_json_begin_list (&json, "figures");
  for (gsize i = 0; i < count; i++)
    {
      cl_json_begin_object (&json, NULL);
      cl_json_string (&json, "name", table[i].name);
      cl_json_string (&json, "title", table[i].title);
      cl_json_string (&json, "source", table[i].source);
      cl_json_end_object (&json);
    }
  cl_json_end_list (&json);
  cl_json_end_object (&json);
  putchar ('\n');
}

static gboolean
fill_export (const FigureOptions *options, ClExportSettings *settings, GError **error)
{
  cl_export_settings_init (settings);
  settings->width_mm = options->width;
  settings->height_mm = options->height;
  settings->dpi = options->dpi;
  if (options->theme)
    settings->theme = cl_theme_find (options->theme);
  return cl_invocation_check (settings->theme != NULL, error,
                              "--theme is “%s”: expected light, dark or print", options->theme);
}

/* A document stands for its phase plane. */
static ClFigure *
build_figure (ClInvocation *self, const FigureOptions *options, GError **error)
{
  const char *name = self->argv[1];
  const char *model_path = options->model;

  if (g_str_has_suffix (name, ".clab"))
    {
      model_path = name;
      name = "phase-plane";
    }
  const ClNamedFigure *figure = cl_named_figure_find (name);
  if (!cl_invocation_check (figure != NULL, error,
                            "there is no figure “%s”: “contraction-lab figure --list” names them",
                            name))
    return NULL;

  g_autoptr (ClModel) model = NULL;
  if (model_path && !figure->takes_table && !(model = cl_model_read (model_path, error)))
    return NULL;
  const ClFigureContext context = { .model = model,
                                    .dataset = options->data,
                                    .seed = options->seed,
                                    .table = figure->takes_table ? model_path : NULL };
  return cl_named_figure_build (figure, &context, self->cancellable, error);
}

static void
print_result (const ClInvocation *self, const FigureOptions *options, ClFigure *figure)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  if (!self->json)
    {
      printf ("%s: %s\n", options->out, cl_figure_description (figure));
      return;
    }
  cl_json_begin_object (&json, NULL);
  cl_json_string (&json, "out", options->out);
  cl_json_number (&json, "width_mm", options->width);
  cl_json_number (&json, "height_mm", options->height);
  cl_json_end_object (&json);
  putchar ('\n');
}

static gboolean
draw (ClInvocation *self, const FigureOptions *options, GError **error)
{
  ClExportSettings settings;

  if (options->list)
    {
      list_figures (self->json);
      return TRUE;
    }
  if (!fill_export (options, &settings, error))
    return FALSE;
  g_autoptr (ClFigure) figure = build_figure (self, options, error);
  if (!figure || !cl_figure_export (figure, options->out, &settings, error))
    return FALSE;
  print_result (self, options, figure);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  FigureOptions options = { .width = 120, .height = 80, .dpi = 300, .seed = 1 };
  gboolean done = parse (self, &options, error) && draw (self, &options, error);

  g_free (options.out);
  g_free (options.theme);
  g_free (options.model);
  g_free (options.data);
  return done;
}

const ClVerb cl_verb_figure = {
  .name = "figure",
  .arguments = "[NAME|FILE.clab]",
  .summary = "One figure as PDF, SVG, PNG, TikZ or CSV",
  .description =
      "Figures need no file: they draw presets and the built-in digits unless given --model or --data.\n\n"
      "Example:\n"
      "  contraction-lab figure phase-plane -o phase.pdf --width 88 --height 66",
  .run = run,
};
