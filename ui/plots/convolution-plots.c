#include "ui/plots/convolution-plots.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ui/plots/image-sheet.h"
#include "ui/plots/tile-grid.h"

/* Beside each other in a strip of settling maps. */
#define SETTLING_CHANNELS 16

ClFigure *
cl_coupling_kernels_figure (const ClConvModel *model)
{
  g_return_val_if_fail (model != NULL, NULL);
  const ClConvShape *shape = &model->shape;
  const gsize n = MIN (shape->channels, CL_CONVOLUTION_PLOT_CHANNELS);
  ClFigure *figure = cl_figure_new (NULL, _ ("The kernel of A from every channel to every other, "
                                             "without the self-loops."));
  g_autoptr (ClMatrix) kernels = cl_matrix_copy (model->a_kernels);
  const ClTileGrid grid = { .values = kernels->data,
                            .rows = n,
                            .cols = n,
                            .step = shape->channels,
                            .height = shape->kernel,
                            .width = shape->kernel,
                            .row_label = _ ("to channel"),
                            .col_label = _ ("from channel"),
                            .meaning = _ ("entry of <i>A</i>") };

  for (gsize c = 0; c < shape->channels; c++)
    cl_matrix_set (kernels, c, cl_conv_centre (shape, c), NAN);
  cl_tile_grid_add (cl_figure_add_panel (figure, 0, 0), &grid);
  return figure;
}

ClFigure *
cl_input_kernels_figure (const ClConvModel *model)
{
  g_return_val_if_fail (model != NULL, NULL);
  const ClConvShape *shape = &model->shape;

  return cl_weight_sheet_figure (NULL, model->b_kernels, shape->kernel,
                                 shape->kernel * shape->inputs, CL_CONVOLUTION_PLOT_CHANNELS);
}

static GStrv
class_markups (gsize classes, const char *const *names)
{
  GStrv markups = g_new0 (char *, classes + 1);

  for (gsize k = 0; k < classes; k++)
    markups[k] = names != NULL ? g_markup_escape_text (names[k], -1)
                               : g_strdup_printf ("%" G_GSIZE_FORMAT, k);
  return markups;
}

ClFigure *
cl_output_maps_figure (const ClConvModel *model, const char *const *names)
{
  g_return_val_if_fail (model != NULL, NULL);
  const ClConvShape *shape = &model->shape;
  ClFigure *figure = cl_figure_new (NULL, _ ("The weight of every block of every channel in the "
                                             "output of each class."));
  g_auto (GStrv) markups = class_markups (shape->classes, names);
  const ClTileGrid grid = { .values = model->c_matrix->data,
                            .rows = shape->classes,
                            .cols = MIN (shape->channels, CL_CONVOLUTION_PLOT_CHANNELS),
                            .step = shape->channels,
                            .height = shape->height / shape->pool,
                            .width = shape->width / shape->pool,
                            .row_label = _ ("class"),
                            .col_label = _ ("channel"),
                            .row_names = (const char *const *) markups,
                            .meaning = _ ("entry of <i>C</i>") };

  cl_tile_grid_add (cl_figure_add_panel (figure, 0, 0), &grid);
  return figure;
}

/* All maps of a frame. */
static const double *
frame_of (const ClAnswer *answer, gsize frame)
{
  return (const double *) (gconstpointer) answer->info.iterates->data + frame * answer->n;
}

ClFigure *
cl_feature_maps_figure (const ClAnswer *answer)
{
  ClImageSheet sheet = { .diverging = FALSE };

  if (answer != NULL && answer->map_height > 0)
    {
      const gsize pixels = answer->map_height * answer->map_width;

      sheet.pixels = frame_of (answer, answer->frames->len - 1);
      sheet.count = MIN (answer->n / pixels, CL_CONVOLUTION_PLOT_CHANNELS);
      sheet.width = answer->map_width;
      sheet.height = answer->map_height;
      for (gsize k = 0; k < sheet.count * pixels; k++)
        sheet.diverging = sheet.diverging || sheet.pixels[k] < 0;
    }
  return cl_image_sheet_figure (NULL, &sheet);
}

/* The sum of |x| over a map of the last frame. */
static double
activity_of (const ClAnswer *answer, gsize channel)
{
  const gsize pixels = answer->map_height * answer->map_width;
  const double *map = frame_of (answer, answer->frames->len - 1) + channel * pixels;
  double sum = 0;

  for (gsize k = 0; k < pixels; k++)
    sum += fabs (map[k]);
  return sum;
}

/* Whether fewer than `most` channels are more active; equals in their order. */
static gboolean
is_active (const double *activity, gsize n, gsize channel, gsize most)
{
  gsize before = 0;

  for (gsize c = 0; c < n; c++)
    before += activity[c] > activity[channel] || (activity[c] == activity[channel] && c < channel);
  return before < most;
}

static gsize *
choose_channels (const ClAnswer *answer, gsize *count)
{
  const gsize n = answer->n / (answer->map_height * answer->map_width);
  g_autofree double *activity = g_new (double, n);
  gsize *chosen = g_new (gsize, SETTLING_CHANNELS);

  *count = 0;
  for (gsize c = 0; c < n; c++)
    activity[c] = activity_of (answer, c);
  for (gsize c = 0; c < n; c++)
    if (is_active (activity, n, c, SETTLING_CHANNELS))
      chosen[(*count)++] = c;
  return chosen;
}

static GStrv
frame_names (const GArray *frames)
{
  GStrv names = g_new0 (char *, frames->len + 1);

  for (guint k = 0; k < frames->len; k++)
    names[k] = g_strdup_printf ("%" G_GSIZE_FORMAT, g_array_index (frames, gsize, k));
  return names;
}

void
cl_settling_maps_add (ClPanel *panel, const ClAnswer *answer)
{
  g_return_if_fail (answer != NULL && answer->map_height > 0);
  const gsize pixels = answer->map_height * answer->map_width, frames = answer->frames->len;
  gsize count;
  g_autofree gsize *channels = choose_channels (answer, &count);
  g_autofree double *values = g_new (double, frames *count *pixels);
  g_auto (GStrv) names = frame_names (answer->frames);
  const ClTileGrid grid = { .values = values,
                            .rows = frames,
                            .cols = count,
                            .step = count,
                            .height = answer->map_height,
                            .width = answer->map_width,
                            .row_label = _ ("iteration"),
                            .col_label = answer->n / pixels > count ? _ ("the most active channels")
                                                                    : _ ("channel"),
                            .row_names = (const char *const *) names,
                            .meaning = _ ("state <i>x</i>") };

  for (gsize k = 0; k < frames; k++)
    for (gsize c = 0; c < count; c++)
      memcpy (values + (k * count + c) * pixels, frame_of (answer, k) + channels[c] * pixels,
              pixels * sizeof (double));
  cl_tile_grid_add (panel, &grid);
}
