/* One heat layer holds the whole mosaic; the gaps are NaN, which is not drawn. */
#include "ui/plots/image-sheet.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/plots/sample-names.h"

typedef struct
{
  gsize columns, rows;
  gsize step_x, step_y; /* from one image to the next, in pixels */
  gsize width, height;  /* of the mosaic */
} Mosaic;

static Mosaic
plan_mosaic (const ClImageSheet *sheet)
{
  Mosaic m;
  gsize gap = MAX (1, sheet->width / 10);

  m.columns =
      sheet->columns > 0 ? sheet->columns : (gsize) ceil (sqrt (1.5 * (double) sheet->count));
  m.columns = MIN (m.columns, sheet->count);
  m.rows = (sheet->count + m.columns - 1) / m.columns;
  m.step_x = sheet->width + gap + (gsize) (sheet->spread * (double) sheet->width);
  m.step_y = sheet->height + gap + (sheet->captions != NULL ? sheet->height / 2 : 0);
  m.width = m.columns * m.step_x;
  m.height = m.rows * m.step_y - (sheet->captions != NULL ? 0 : gap);
  return m;
}

static double *
compose (const ClImageSheet *sheet, const Mosaic *m)
{
  gsize indent = (m->step_x - sheet->width) / 2;
  double *mosaic = g_new (double, m->width * m->height);

  for (gsize k = 0; k < m->width * m->height; k++)
    mosaic[k] = NAN;
  for (gsize k = 0; k < sheet->count; k++)
    for (gsize i = 0; i < sheet->height; i++)
      for (gsize j = 0; j < sheet->width; j++)
        mosaic[(k / m->columns * m->step_y + i) * m->width + k % m->columns * m->step_x + indent
               + j] = sheet->pixels[(k * sheet->height + i) * sheet->width + j];
  return mosaic;
}

static void
add_captions (ClPanel *panel, const ClImageSheet *sheet, const Mosaic *m)
{
  for (gsize k = 0; sheet->captions != NULL && k < sheet->count; k++)
    {
      double x = (double) (k % m->columns * m->step_x) + (double) m->step_x / 2;
      double y = (double) (k / m->columns * m->step_y) + 1.3 * (double) sheet->height;
      ClLayer *layer = cl_layer_text_new (x, y, sheet->captions[k], NULL);

      cl_layer_text_set_centred (layer, TRUE);
      cl_panel_add (panel, layer);
    }
}

ClFigure *
cl_image_sheet_figure (const char *title, const ClImageSheet *sheet)
{
  ClFigure *figure = cl_figure_new (title, _ ("Images side by side."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  g_autofree double *mosaic = NULL;
  ClLayer *layer;
  Mosaic m;

  cl_axis_set_visible (cl_panel_x (panel), FALSE);
  cl_axis_set_visible (cl_panel_y (panel), FALSE);
  cl_panel_set_empty_text (panel, _ ("No images to show."));
  if (sheet == NULL || sheet->count == 0 || sheet->width == 0 || sheet->height == 0)
    return figure;
  m = plan_mosaic (sheet);
  mosaic = compose (sheet, &m);
  cl_axis_set_reversed (cl_panel_y (panel), TRUE);
  cl_panel_set_equal (panel, TRUE);
  layer = cl_layer_heat_new (mosaic, m.height, m.width, 0, 0, 1, 1, sheet->diverging, 0);
  if (!sheet->diverging)
    cl_layer_heat_set_map (layer, CL_COLOUR_MAP_INK);
  cl_panel_add (panel, layer);
  add_captions (panel, sheet, &m);
  return figure;
}

/* The ink of a sample, from 0 to 1: that of a picture in colour is the darkness of its luma
 * (Rec. 601), which prints it as it looks. */
static void
copy_ink (const ClDataset *dataset, const float *sample, double *ink)
{
  gsize size = dataset->width * dataset->height;
  const float *red = sample, *green = sample + size, *blue = sample + 2 * size;

  for (gsize k = 0; k < size; k++)
    ink[k] = dataset->channels == 3 ? 1 - (0.299 * red[k] + 0.587 * green[k] + 0.114 * blue[k])
                                    : sample[k];
}

/* As many characters as fit below an image. */
#define CAPTION_LENGTH 5

static char *
class_markup (const ClDataset *dataset, guint label)
{
  g_autofree char *name = cl_sample_names_class (dataset, label, CAPTION_LENGTH);

  return g_markup_escape_text (name, -1);
}

ClFigure *
cl_dataset_sheet_figure (const ClDataset *dataset, gboolean test, gsize first, gsize count)
{
  const ClSamples *samples = test ? &dataset->test : &dataset->train;
  gsize size = dataset->width * dataset->height;
  gsize n = first < samples->count ? MIN (count, samples->count - first) : 0;
  g_autofree double *pixels = g_new (double, MAX (n * size, 1));
  g_auto (GStrv) captions = g_new0 (char *, n + 1);
  const ClImageSheet sheet = { .pixels = pixels,
                               .count = n,
                               .width = dataset->width,
                               .height = dataset->height,
                               .captions = (const char *const *) captions };

  for (gsize k = 0; k < n; k++)
    {
      copy_ink (dataset, samples->pixels + (first + k) * cl_dataset_inputs (dataset),
                pixels + k * size);
      captions[k] = class_markup (dataset, samples->labels[first + k]);
    }
  return cl_image_sheet_figure (NULL, &sheet);
}

static char *
mistake_markup (const ClDataset *dataset, const ClMistake *mistake)
{
  g_autofree char *label = class_markup (dataset, mistake->label);
  g_autofree char *answer = class_markup (dataset, mistake->answer);

  /* Rounded down: 100 % would be a certainty. */
  return g_strdup_printf ("%s → %s  %.0f %%", label, answer, floor (100 * mistake->probability));
}

ClFigure *
cl_mistake_sheet_figure (const ClDataset *dataset, const ClSamples *samples, const GArray *mistakes)
{
  gsize size = dataset->width * dataset->height;
  /* The rows of a table are no pictures. */
  gsize columns = dataset->class_names != NULL ? 3 : 4;
  gsize n = mistakes != NULL && dataset->height > 1 ? MIN (mistakes->len, 3 * columns) : 0;
  g_autofree double *pixels = g_new (double, MAX (n * size, 1));
  g_auto (GStrv) captions = g_new0 (char *, n + 1);
  const ClImageSheet sheet = { .pixels = pixels,
                               .count = n,
                               .width = dataset->width,
                               .height = dataset->height,
                               .columns = columns,
                               .spread = dataset->class_names != NULL ? 2 : 1.1,
                               .captions = (const char *const *) captions };

  for (gsize k = 0; k < n; k++)
    {
      const ClMistake *mistake = &g_array_index (mistakes, ClMistake, k);

      copy_ink (dataset, samples->pixels + mistake->sample * cl_dataset_inputs (dataset),
                pixels + k * size);
      captions[k] = mistake_markup (dataset, mistake);
    }
  return cl_image_sheet_figure (NULL, &sheet);
}

ClFigure *
cl_weight_sheet_figure (const char *title, const ClMatrix *weights, gsize width, gsize height,
                        gsize count)
{
  ClImageSheet sheet = { .width = width, .height = height, .diverging = TRUE };

  if (weights != NULL && weights->cols == width * height)
    {
      sheet.pixels = weights->data;
      sheet.count = MIN (count, weights->rows);
    }
  return cl_image_sheet_figure (title, &sheet);
}
