#include "ui/widgets/export-preview.h"

#include <math.h>

#define MM_PER_INCH     25.4
#define POINTS_PER_INCH 72.0
#define MARGIN          18

/* points_wide x points_high, as an image of this size. */
static cairo_surface_t *
draw_image (ClFigure *figure, const ClView *const *views, const ClTheme *theme, double points_wide,
            double points_high, int pixels_wide, int pixels_high, double zoom)
{
  g_autoptr (ClLayout) layout = cl_layout_new (figure, theme, points_wide, points_high, views);
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels_wide, pixels_high);
  ClRgba paper = cl_theme_background (theme);

  cairo_surface_set_device_scale (image, zoom, zoom);
  cairo_t *cr = cairo_create (image);
  cairo_set_source_rgb (cr, paper.red, paper.green, paper.blue);
  cairo_paint (cr);
  cl_layout_render (layout, cr, CL_RENDER_ALL);
  cairo_destroy (cr);
  return image;
}

void
cl_export_preview_draw (cairo_t *cr, int width, int height, int scale, ClFigure *figure,
                        const ClView *const *views, const ClExportChoices *choices)
{
  double points_wide = choices->width_mm / MM_PER_INCH * POINTS_PER_INCH;
  double points_high = choices->height_mm / MM_PER_INCH * POINTS_PER_INCH;
  double zoom = MIN ((width - 2 * MARGIN) / points_wide, (height - 2 * MARGIN) / points_high);

  if (zoom <= 0)
    return;
  int pixels_wide = (int) ceil (points_wide * zoom);
  int pixels_high = (int) ceil (points_high * zoom);
  cairo_surface_t *image =
      draw_image (figure, views, cl_theme_find (choices->theme), points_wide, points_high,
                  pixels_wide * scale, pixels_high * scale, zoom * scale);

  cairo_surface_set_device_scale (image, scale, scale);
  cairo_set_source_surface (cr, image, (width - pixels_wide) / 2, (height - pixels_high) / 2);
  cairo_paint (cr);
  cairo_surface_destroy (image);
}
