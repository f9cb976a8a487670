#include "ui/widgets/matrix-painter.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "ui/figure/theme.h"
#include "ui/widgets/glyph-table.h"
#include "ui/widgets/number-text.h"

/* Odd, so that zero has its own, exactly neutral colour. */
#define SHADES 257

#define CELL_PADDING 6

struct _ClMatrixPainter
{
  PangoContext *context;
  ClGlyphTable *plain, *bold;
  GdkRGBA shade[SHADES], ink[SHADES];
  guint32 pixel[SHADES]; /* CAIRO_FORMAT_RGB24 */
  GdkRGBA foreground, muted, faint, accent, background;
};

ClMatrixPainter *
cl_matrix_painter_new (void)
{
  return g_new0 (ClMatrixPainter, 1);
}

void
cl_matrix_painter_free (ClMatrixPainter *painter)
{
  g_clear_object (&painter->context);
  g_clear_pointer (&painter->plain, cl_glyph_table_free);
  g_clear_pointer (&painter->bold, cl_glyph_table_free);
  g_free (painter);
}

static double
linear_light (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* Black or white, whichever has the larger contrast (WCAG 2 relative luminance). */
static GdkRGBA
ink_on (ClRgba colour)
{
  double luminance = 0.2126 * linear_light (colour.red) + 0.7152 * linear_light (colour.green)
                     + 0.0722 * linear_light (colour.blue);

  return luminance > 0.179 ? (GdkRGBA){ 0.08f, 0.08f, 0.08f, 1 } : (GdkRGBA){ 1, 1, 1, 1 };
}

static void
update_shades (ClMatrixPainter *painter, const ClTheme *theme)
{
  for (guint i = 0; i < SHADES; i++)
    {
      ClRgba c = cl_theme_diverging (theme, 2.0 * i / (SHADES - 1) - 1.0);

      painter->shade[i] = (GdkRGBA){ (float) c.red, (float) c.green, (float) c.blue, 1 };
      painter->ink[i] = ink_on (c);
      painter->pixel[i] = (guint32) lrint (c.red * 255) << 16 | (guint32) lrint (c.green * 255) << 8
                          | (guint32) lrint (c.blue * 255);
    }
}

static GdkRGBA
with_alpha (GdkRGBA colour, double alpha)
{
  colour.alpha *= (float) alpha;
  return colour;
}

void
cl_matrix_painter_update_style (ClMatrixPainter *painter, GtkWidget *widget)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  update_shades (painter, cl_theme_find (dark ? "dark" : "light"));
  gtk_style_context_get_color (style, &painter->foreground);
  painter->muted = with_alpha (painter->foreground, 0.6);
  painter->faint = with_alpha (painter->foreground, 0.15);
  if (!gtk_style_context_lookup_color (style, "accent_bg_color", &painter->accent))
    painter->accent = (GdkRGBA){ 0.21f, 0.52f, 0.89f, 1 };
  if (!gtk_style_context_lookup_color (style, "view_bg_color", &painter->background))
    painter->background = (GdkRGBA){ dark ? 0.12f : 1, dark ? 0.12f : 1, dark ? 0.12f : 1, 1 };

  g_set_object (&painter->context, gtk_widget_get_pango_context (widget));
  g_clear_pointer (&painter->plain, cl_glyph_table_free);
  g_clear_pointer (&painter->bold, cl_glyph_table_free);
  painter->plain = cl_glyph_table_new (painter->context, FALSE);
  painter->bold = cl_glyph_table_new (painter->context, TRUE);
}

double
cl_matrix_painter_digit_width (ClMatrixPainter *painter)
{
  return cl_glyph_table_digit_width (painter->plain);
}

double
cl_matrix_painter_line_height (ClMatrixPainter *painter)
{
  return cl_glyph_table_line_height (painter->plain);
}

static PangoLayout *
heading_layout (ClMatrixPainter *painter, const char *heading)
{
  PangoLayout *layout = pango_layout_new (painter->context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_markup (layout, heading, -1);
  return layout;
}

int
cl_matrix_painter_heading_width (ClMatrixPainter *painter, const char *heading)
{
  g_autoptr (PangoLayout) layout = heading_layout (painter, heading);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + 2 * CELL_PADDING;
}

int
cl_matrix_painter_min_text_width (ClMatrixPainter *painter)
{
  /* The shortest text of a small negative number. */
  return (int) ceil (cl_glyph_table_text_width (painter->plain, "−3e−3")) + CELL_PADDING + 2;
}

static guint
shade_index (const ClMatrixScene *scene, double value)
{
  double t = scene->limit > 0 && !isnan (value) ? CLAMP (value / scene->limit, -1.0, 1.0) : 0;

  return (guint) lrint ((t + 1.0) / 2.0 * (SHADES - 1));
}

/* As many digits as the room takes: a minus is wider than a digit. */
static void
fit_number (ClMatrixPainter *painter, double value, guint digits, double room, char *text)
{
  guint max_chars = (guint) MAX (1.0, room / cl_glyph_table_digit_width (painter->plain));

  do
    cl_number_format_fit (value, digits, max_chars, text);
  while (cl_glyph_table_text_width (painter->plain, text) > room && --max_chars > 0);
}

static void
draw_cell (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene, gsize row,
           gsize col, double room)
{
  double value = scene->values[row * scene->geometry->cols + col];
  guint shade = shade_index (scene, value);
  graphene_rect_t rect = cl_matrix_geometry_cell_rect (scene->geometry, row, col);
  char text[CL_NUMBER_BUFFER];

  rect.size.width -= 1;
  rect.size.height -= 1;
  gtk_snapshot_append_color (snapshot, &painter->shade[shade], &rect);

  fit_number (painter, value, scene->digits, room, text);
  rect.size.width -= CELL_PADDING;
  cl_glyph_table_draw (painter->plain, snapshot, text, &rect, 1, &painter->ink[shade]);
}

static void
draw_numbers (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene,
              const ClMatrixBlock *visible)
{
  double room = scene->geometry->cell_width - CELL_PADDING - 2;

  for (gsize i = visible->first_row; i < visible->end_row; i++)
    for (gsize j = visible->first_col; j < visible->end_col; j++)
      draw_cell (painter, snapshot, scene, i, j, room);
}

/* Small cells: an image of one pixel a cell, enlarged without smoothing. */
static void
draw_colours (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene,
              const ClMatrixBlock *visible)
{
  int rows = (int) (visible->end_row - visible->first_row);
  int cols = (int) (visible->end_col - visible->first_col);
  graphene_rect_t rect = cl_matrix_geometry_block_rect (scene->geometry, visible);

  if (rows <= 0 || cols <= 0)
    return;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, cols, rows);
  guchar *data = cairo_image_surface_get_data (image);
  int stride = cairo_image_surface_get_stride (image);

  for (int i = 0; i < rows; i++)
    {
      const double *values =
          scene->values + (visible->first_row + i) * scene->geometry->cols + visible->first_col;
      for (int j = 0; j < cols; j++)
        {
          guint32 pixel = painter->pixel[shade_index (scene, values[j])];
          memcpy (data + (gsize) i * stride + (gsize) j * 4, &pixel, 4);
        }
    }
  cairo_surface_mark_dirty (image);

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &rect);
  cairo_translate (cr, rect.origin.x, rect.origin.y);
  cairo_scale (cr, scene->geometry->cell_width, scene->geometry->cell_height);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

static void
draw_frame (GtkSnapshot *snapshot, const graphene_rect_t *rect, double width, const GdkRGBA *colour)
{
  GskRoundedRect outline;
  float w = (float) width;

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ w, w, w, w },
                              (GdkRGBA[4]){ *colour, *colour, *colour, *colour });
}

static void
draw_selection (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene)
{
  const ClMatrixSelection *s = scene->selection;
  ClMatrixBlock block = cl_matrix_selection_block (s);
  graphene_rect_t rect = cl_matrix_geometry_block_rect (scene->geometry, &block);
  graphene_rect_t cursor = cl_matrix_geometry_cell_rect (scene->geometry, s->row, s->col);
  GdkRGBA veil = with_alpha (painter->accent, 0.25);
  GdkRGBA edge = scene->focused ? painter->accent : painter->muted;
  gboolean many = (block.end_row - block.first_row) * (block.end_col - block.first_col) > 1;

  if (scene->geometry->rows == 0 || scene->geometry->cols == 0)
    return;
  graphene_rect_inset_r (&rect, -1, -1, &rect);
  graphene_rect_inset_r (&cursor, -1, -1, &cursor);
  if (many)
    {
      gtk_snapshot_append_color (snapshot, &veil, &rect);
      draw_frame (snapshot, &rect, 1, &edge);
    }
  /* A light line inside of the accent keeps the cursor visible on cells of its own colour. */
  draw_frame (snapshot, &cursor, 3, &edge);
  graphene_rect_inset_r (&cursor, 3, 3, &cursor);
  draw_frame (snapshot, &cursor, 1, &painter->background);
}

static void
draw_index (ClMatrixPainter *painter, GtkSnapshot *snapshot, gsize index,
            const graphene_rect_t *rect, gboolean current)
{
  char text[24];
  g_snprintf (text, sizeof text, "%" G_GSIZE_FORMAT, index + 1);
  cl_glyph_table_draw (current ? painter->bold : painter->plain, snapshot, text, rect, 0.5,
                       current ? &painter->foreground : &painter->muted);
}

/* Every how many indices there is room for one. */
static gsize
header_stride (double room_each, double needed)
{
  static const gsize strides[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500 };

  for (gsize i = 0; i < G_N_ELEMENTS (strides); i++)
    if ((double) strides[i] * room_each >= needed)
      return strides[i];
  return 1000;
}

static gboolean
header_shown (gsize index, gsize stride)
{
  return stride == 1 || (index + 1) % stride == 0 || index == 0;
}

static void
draw_column_header (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene,
                    const ClMatrixBlock *visible)
{
  const ClMatrixGeometry *g = scene->geometry;
  ClMatrixBlock block = cl_matrix_selection_block (scene->selection);
  gsize stride = header_stride (g->cell_width, 4.5 * cl_glyph_table_digit_width (painter->plain));

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (g->header_width, 0,
                                                         cl_matrix_geometry_page_width (g),
                                                         g->header_height));
  for (gsize j = visible->first_col; j < visible->end_col; j++)
    {
      graphene_rect_t rect = cl_matrix_geometry_cell_rect (g, 0, j);
      rect.origin.y = 0;
      rect.size.height = (float) g->header_height;
      if (header_shown (j, stride))
        draw_index (painter, snapshot, j, &rect, j >= block.first_col && j < block.end_col);
    }
  gtk_snapshot_pop (snapshot);
}

static void
draw_mark (ClMatrixPainter *painter, GtkSnapshot *snapshot, double x, double y, double size)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) size, (float) size);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_move_to (cr, x, y);
  cairo_rel_line_to (cr, size * 0.8, size / 2);
  cairo_rel_line_to (cr, -size * 0.8, size / 2);
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, &painter->foreground);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
draw_row_header (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene,
                 const ClMatrixBlock *visible)
{
  const ClMatrixGeometry *g = scene->geometry;
  ClMatrixBlock block = cl_matrix_selection_block (scene->selection);
  gsize stride = header_stride (g->cell_height, cl_glyph_table_line_height (painter->plain));

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, g->header_height, g->header_width,
                                                         cl_matrix_geometry_page_height (g)));
  for (gsize i = visible->first_row; i < visible->end_row; i++)
    {
      graphene_rect_t rect = cl_matrix_geometry_cell_rect (g, i, 0);
      rect.origin.x = 0;
      rect.size.width = (float) g->header_width;
      if (header_shown (i, stride))
        draw_index (painter, snapshot, i, &rect, i >= block.first_row && i < block.end_row);
    }
  gtk_snapshot_pop (snapshot);
}

static void
draw_margin_cell (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene,
                  gsize row, gsize stride)
{
  const ClMatrixGeometry *g = scene->geometry;
  gboolean marked = (gssize) row == scene->marked_row;
  graphene_rect_t rect = cl_matrix_geometry_cell_rect (g, row, 0);
  char text[CL_NUMBER_BUFFER];

  rect.origin.x = (float) cl_matrix_geometry_margin_x (g);
  rect.size.width = (float) (g->margin_width - CELL_PADDING);
  if (marked)
    {
      double size = MIN (9.0, rect.size.height);
      draw_mark (painter, snapshot, rect.origin.x + CELL_PADDING,
                 rect.origin.y + (rect.size.height - size) / 2, size);
    }
  if (!marked && !header_shown (row, stride))
    return;
  cl_number_format_fit (scene->margin[row], 4, 8, text);
  cl_glyph_table_draw (marked ? painter->bold : painter->plain, snapshot, text, &rect, 1,
                       marked ? &painter->foreground : &painter->muted);
}

static void
draw_heading (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene)
{
  const ClMatrixGeometry *g = scene->geometry;
  g_autoptr (PangoLayout) layout = heading_layout (painter, scene->margin_heading);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (cl_matrix_geometry_margin_x (g)
                                                         + g->margin_width - CELL_PADDING - width),
                                                (float) (g->header_height - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &painter->muted);
  gtk_snapshot_restore (snapshot);
}

static void
draw_margin (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene,
             const ClMatrixBlock *visible)
{
  const ClMatrixGeometry *g = scene->geometry;
  double x = cl_matrix_geometry_margin_x (g);
  gsize stride = header_stride (g->cell_height, cl_glyph_table_line_height (painter->plain));
  double height = MIN (cl_matrix_geometry_content_height (g), cl_matrix_geometry_page_height (g));

  if (scene->margin_heading != NULL)
    draw_heading (painter, snapshot, scene);
  gtk_snapshot_append_color (snapshot, &painter->faint,
                             &GRAPHENE_RECT_INIT ((float) x + 1, g->header_height, 1,
                                                  (float) height));
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) x, g->header_height, g->margin_width,
                                               cl_matrix_geometry_page_height (g)));
  for (gsize i = visible->first_row; i < visible->end_row; i++)
    draw_margin_cell (painter, snapshot, scene, i, stride);
  gtk_snapshot_pop (snapshot);
}

void
cl_matrix_painter_draw (ClMatrixPainter *painter, GtkSnapshot *snapshot, const ClMatrixScene *scene)
{
  const ClMatrixGeometry *g = scene->geometry;
  ClMatrixBlock visible = cl_matrix_geometry_visible (g);

  /* One pixel more, for the frame of the first cell. */
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (g->header_width - 1, g->header_height - 1,
                                                         cl_matrix_geometry_page_width (g) + 1,
                                                         cl_matrix_geometry_page_height (g) + 1));
  if (g->cell_width >= cl_matrix_painter_min_text_width (painter))
    draw_numbers (painter, snapshot, scene, &visible);
  else
    draw_colours (painter, snapshot, scene, &visible);
  draw_selection (painter, snapshot, scene);
  gtk_snapshot_pop (snapshot);

  draw_column_header (painter, snapshot, scene, &visible);
  draw_row_header (painter, snapshot, scene, &visible);
  if (g->margin_width > 0)
    draw_margin (painter, snapshot, scene, &visible);
}
