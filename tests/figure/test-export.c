#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "sample-figures.h"
#include "ui/figure/export.h"
#include "ui/figure/layers.h"

static char *folder;

static char *
export_text (guint which, const char *format)
{
  g_autoptr (ClFigure) figure = sample_figure_new (which);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cl_figure_export_bytes (figure, format, NULL, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
count_text_cb (GMarkupParseContext *context, const char *name, const char **names,
               const char **values, gpointer data, GError **error)
{
  *(guint *) data += g_str_equal (name, "text");
}

static void
test_svg (void)
{
  const GMarkupParser parser = { count_text_cb, NULL, NULL, NULL, NULL };

  for (guint which = 0; which < SAMPLE_FIGURES; which++)
    {
      g_autofree char *svg = export_text (which, "svg");
      guint texts = 0;
      g_autoptr (GMarkupParseContext) context =
          g_markup_parse_context_new (&parser, 0, &texts, NULL);
      g_autoptr (GError) error = NULL;

      g_markup_parse_context_parse (context, svg, -1, &error);
      g_assert_no_error (error);
      g_assert_true (g_markup_parse_context_end_parse (context, &error));
      g_assert_cmpuint (texts, >=, 8);
      g_assert_nonnull (strstr (svg, "<metadata>program: test\nseed: 7</metadata>"));
      g_assert_null (strstr (svg, "nan"));
      g_assert_null (strstr (svg, "<image"));
    }
}

static void
test_png (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  g_autofree char *path = g_build_filename (folder, "figure.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;
  cairo_surface_t *image;

  g_assert_true (cl_figure_export (figure, path, NULL, &error));
  image = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (image), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 1417); /* 120 mm at 300 dpi */
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 945);
  cairo_surface_destroy (image);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_nonnull (memmem (data, size, "pHYs", 4));
  g_assert_nonnull (memmem (data, size, "seed: 7", 7));
}

static void
run_tool (const char *tool, const char *path, char **out)
{
  const char *argv[] = { tool, path, g_str_equal (tool, "pdftotext") ? "-" : NULL, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static gboolean
have_tool (const char *tool)
{
  g_autofree char *path = g_find_program_in_path (tool);

  return path != NULL;
}

static void
test_pdf (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  g_autofree char *path = g_build_filename (folder, "figure.pdf", NULL);
  g_autofree char *fonts = NULL, *text = NULL, *info = NULL;

  g_assert_true (cl_figure_export (figure, path, NULL, NULL));
  if (!have_tool ("pdffonts") || !have_tool ("pdftotext") || !have_tool ("pdfinfo"))
    {
      g_test_skip ("poppler-utils is not installed");
      return;
    }
  run_tool ("pdffonts", path, &fonts);
  g_assert_nonnull (strstr (fonts, "DejaVu"));
  g_assert_null (strstr (fonts, "Type 3"));
  run_tool ("pdftotext", path, &text);
  g_assert_nonnull (strstr (text, "‖x − y‖∞"));
  g_assert_nonnull (strstr (text, "guaranteed e−ct"));
  run_tool ("pdfinfo", path, &info);
  g_assert_nonnull (strstr (info, "Distances & rates"));
  g_assert_nonnull (strstr (info, "340.157 x 226.772 pts"));
}

static void
test_reproducible (void)
{
  const char *const *formats = cl_export_formats ();

  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  for (gsize k = 0; formats[k] != NULL; k++)
    for (guint which = 0; which < SAMPLE_FIGURES; which++)
      {
        g_autoptr (ClFigure) one = sample_figure_new (which), two = sample_figure_new (which);
        g_autoptr (GBytes) a = cl_figure_export_bytes (one, formats[k], NULL, NULL);
        g_autoptr (GBytes) b = cl_figure_export_bytes (two, formats[k], NULL, NULL);

        g_assert_true (g_bytes_equal (a, b));
      }
}

static void
test_tex (void)
{
  for (guint which = 0; which < SAMPLE_FIGURES; which++)
    {
      g_autofree char *tex = export_text (which, "tex");
      int depth = 0;

      g_assert_nonnull (strstr (tex, "\\begin{tikzpicture}"));
      g_assert_nonnull (strstr (tex, "\\end{document}"));
      g_assert_nonnull (strstr (tex, "% seed: 7"));
      g_assert_null (strstr (tex, "nan"));
      for (const char *p = tex; *p != '\0'; p++)
        {
          depth += (*p == '{') - (*p == '}');
          g_assert_cmpint (depth, >=, 0);
        }
      g_assert_cmpint (depth, ==, 0);
    }
}

/* What pdflatex makes of the document: one page of the right size. */
static void
test_tex_compiles (void)
{
  if (!have_tool ("pdflatex") || !have_tool ("pdfinfo"))
    {
      g_test_skip ("pdflatex is not installed");
      return;
    }
  for (guint which = 0; which < SAMPLE_FIGURES; which++)
    {
      g_autoptr (ClFigure) figure = sample_figure_new (which);
      g_autofree char *path = g_build_filename (folder, "figure.tex", NULL);
      g_autofree char *pdf = g_build_filename (folder, "figure.pdf", NULL), *info = NULL;
      const char *argv[] = { "pdflatex", "-halt-on-error", "-interaction=batchmode", "figure.tex",
                             NULL };
      int status;

      g_assert_true (cl_figure_export (figure, path, NULL, NULL));
      g_assert_true (g_spawn_sync (folder, (char **) argv, NULL,
                                   G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                                   NULL, NULL, &status, NULL));
      g_assert_cmpint (status, ==, 0);
      run_tool ("pdfinfo", pdf, &info);
      g_assert_nonnull (strstr (info, "Pages:           1\n"));
      g_assert_nonnull (strstr (info, "340.157 x 226.772 pts"));
    }
}

/* Every datum comes back bit for bit. */
static void
test_csv (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (ClFigure) figure = cl_figure_new ("t", NULL);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  double x[200], y[200];
  ClLayer *layer;
  gsize row = 0;

  for (int k = 0; k < 200; k++)
    {
      x[k] = g_rand_double (rand) * pow (10, g_rand_int_range (rand, -200, 200));
      y[k] = -g_rand_double (rand) / 3;
    }
  layer = cl_layer_line_new (x, y, 200, NULL);
  cl_layer_set_name (layer, "say \"a, b\"");
  cl_panel_add (panel, layer);
  cl_figure_set_provenance (figure, "seed: 7");

  g_autoptr (GBytes) bytes = cl_figure_export_bytes (figure, "csv", NULL, NULL);
  g_autofree char *csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  for (gsize k = 0; lines[k] != NULL && lines[k][0] != '\0'; k++)
    {
      static const char prefix[] = "\"1\",\"say \"\"a, b\"\"\",line,1,";
      char *end;

      if (lines[k][0] == '#' || g_str_has_prefix (lines[k], "panel,"))
        continue;
      g_assert_true (g_str_has_prefix (lines[k], prefix));
      g_assert_cmpfloat (g_ascii_strtod (lines[k] + strlen (prefix), &end), ==, x[row]);
      g_assert_cmpfloat (g_ascii_strtod (end + 1, NULL), ==, y[row]);
      row++;
    }
  g_assert_cmpuint (row, ==, 200);
  g_assert_true (g_str_has_prefix (csv, "# t\n# seed: 7\npanel,layer,kind,curve,x,y,z,w\n"));
}

static void
test_unknown_format (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_figure_export (figure, "/nowhere/figure.gif", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  for (const char *const *format = cl_export_formats (); *format != NULL; format++)
    g_assert_nonnull (strstr (error->message, *format));
  g_assert_nonnull (strstr (error->message, "/nowhere/figure.gif"));
}

static void
test_bad_settings (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  static const double bad[][3] = {
    { 0, 80, 300 }, { 120, NAN, 300 }, { 120, 80, 1 }, { 1e9, 80, 300 }, { 1900, 1900, 2400 }
  };

  for (gsize k = 0; k < G_N_ELEMENTS (bad); k++)
    {
      ClExportSettings settings;
      g_autoptr (GError) error = NULL;

      cl_export_settings_init (&settings);
      settings.width_mm = bad[k][0];
      settings.height_mm = bad[k][1];
      settings.dpi = bad[k][2];
      g_assert_null (cl_figure_export_bytes (figure, "png", &settings, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

/* A file that cannot be written whole leaves the older one as it was.  A limit on the size of files
 * stands for a full disk. */
static void
test_atomic (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  g_autofree char *path = g_build_filename (folder, "kept.svg", NULL), *kept = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;
  gboolean done;

  g_assert_true (g_file_set_contents (path, "older", -1, NULL));
  getrlimit (RLIMIT_FSIZE, &limit);
  small = limit;
  small.rlim_cur = 1024;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  done = cl_figure_export (figure, path, NULL, &error);
  setrlimit (RLIMIT_FSIZE, &limit);
  g_assert_false (done);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_true (g_str_has_suffix (error->message, "(File too large); nothing changed"));
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "older");
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("cl-export-XXXXXX", NULL);
  g_test_add_func ("/figure/export/svg", test_svg);
  g_test_add_func ("/figure/export/png", test_png);
  g_test_add_func ("/figure/export/pdf", test_pdf);
  g_test_add_func ("/figure/export/reproducible", test_reproducible);
  g_test_add_func ("/figure/export/tex", test_tex);
  g_test_add_func ("/figure/export/tex-compiles", test_tex_compiles);
  g_test_add_func ("/figure/export/csv", test_csv);
  g_test_add_func ("/figure/export/unknown-format", test_unknown_format);
  g_test_add_func ("/figure/export/bad-settings", test_bad_settings);
  g_test_add_func ("/figure/export/atomic", test_atomic);
  status = g_test_run ();
  remove_folder ();
  g_free (folder);
  return status;
}
