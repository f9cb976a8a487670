#include <math.h>

#include "sample-figures.h"
#include "ui/figure/layers.h"
#include "ui/figure/layout.h"

static const struct
{
  double width, height;
} sizes[] = { { 60, 40 },   { 70, 70 },  { 88, 66 },   { 100, 40 }, { 120, 80 },
              { 180, 120 }, { 60, 200 }, { 400, 300 }, { 400, 60 } };

static ClLayout *
layout_at (ClFigure *figure, const ClTheme *theme, gsize size)
{
  double unit = theme->units_per_inch / 25.4;

  return cl_layout_new (figure, theme, sizes[size].width * unit, sizes[size].height * unit, NULL);
}

static void
for_each_layout (void (*check) (const ClLayout *layout))
{
  static const char *const themes[] = { "light", "dark", "print" };

  for (guint which = 0; which < SAMPLE_FIGURES; which++)
    {
      g_autoptr (ClFigure) figure = sample_figure_new (which);

      for (gsize theme = 0; theme < G_N_ELEMENTS (themes); theme++)
        for (gsize size = 0; size < G_N_ELEMENTS (sizes); size++)
          {
            g_autoptr (ClLayout) layout = layout_at (figure, cl_theme_find (themes[theme]), size);

            g_test_message ("figure %u, %s, %g x %g mm", which, themes[theme], sizes[size].width,
                            sizes[size].height);
            check (layout);
          }
    }
}

/* What a label covers: lines of text have air above the capitals and below the baseline. */
static ClRect
ink_box (const ClLabel *label)
{
  ClRect box = cl_label_box (label);
  double above = label->text->ascent - CL_CAP_HEIGHT * label->text->size;

  if (label->vertical)
    return (ClRect){ box.x0 + above, box.y0, box.x1 - label->text->descent, box.y1 };
  return (ClRect){ box.x0, box.y0 + above, box.x1, box.y1 - label->text->descent };
}

static GArray *
all_labels (const ClLayout *layout)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (ClRect));

  if (layout->title.text != NULL)
    {
      ClRect box = ink_box (&layout->title);

      g_array_append_val (boxes, box);
    }
  for (guint k = 0; k < layout->n_panels; k++)
    {
      const GArray *groups[] = { layout->panels[k].labels, layout->panels[k].legend.entries };

      for (gsize g = 0; g < G_N_ELEMENTS (groups); g++)
        for (guint j = 0; groups[g] != NULL && j < groups[g]->len; j++)
          {
            ClRect box = ink_box (&g_array_index (groups[g], ClLabel, j));

            g_array_append_val (boxes, box);
          }
    }
  return boxes;
}

static void
check_labels (const ClLayout *layout)
{
  g_autoptr (GArray) boxes = all_labels (layout);
  ClRect page = { -0.5, -0.5, layout->width + 0.5, layout->height + 0.5 };

  for (guint i = 0; i < boxes->len; i++)
    {
      ClRect a = g_array_index (boxes, ClRect, i);

      if (!cl_rect_contains (&page, a.x0, a.y0) || !cl_rect_contains (&page, a.x1, a.y1))
        g_error ("a label is cut off: %g %g %g %g on %g x %g", a.x0, a.y0, a.x1, a.y1,
                 layout->width, layout->height);
      for (guint j = 0; j < i; j++)
        {
          ClRect b = g_array_index (boxes, ClRect, j);

          if (cl_rect_overlaps (&a, &b))
            g_error ("two labels overlap: %g %g %g %g and %g %g %g %g", a.x0, a.y0, a.x1, a.y1,
                     b.x0, b.y0, b.x1, b.y1);
        }
    }
}

static void
test_labels (void)
{
  for_each_layout (check_labels);
}

static void
check_boxes (const ClLayout *layout)
{
  for (guint k = 0; k < layout->n_panels; k++)
    {
      const ClPanelLayout *a = &layout->panels[k];

      g_assert_cmpfloat (cl_rect_width (&a->box), >=, 2);
      g_assert_cmpfloat (cl_rect_height (&a->box), >=, 2);
      for (guint j = 0; j < k; j++)
        {
          const ClPanelLayout *b = &layout->panels[j];

          g_assert_false (cl_rect_overlaps (&a->box, &b->box));
          /* The grid lines up. */
          if (a->panel->row == b->panel->row)
            g_assert_cmpfloat_with_epsilon (a->cell.y0, b->cell.y0, 1e-9);
          if (a->panel->col == b->panel->col)
            g_assert_cmpfloat_with_epsilon (a->cell.x0, b->cell.x0, 1e-9);
        }
      if (a->panel->equal)
        g_assert_cmpfloat_with_epsilon (fabs (a->x.factor / a->y.factor), 1, 1e-6);
    }
}

static void
test_boxes (void)
{
  for_each_layout (check_boxes);
}

static void
test_mapping (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  g_autoptr (ClLayout) layout = layout_at (figure, cl_theme_find ("light"), 4);
  cairo_rectangle_t box;

  cl_layout_panel_box (layout, 0, &box);
  for (int k = 0; k < 2000; k++)
    {
      double x = box.x + g_rand_double (rand) * box.width;
      double y = box.y + g_rand_double (rand) * box.height;
      double data_x, data_y, back_x, back_y;

      g_assert_cmpint (cl_layout_panel_at (layout, x, y), ==, 0);
      cl_layout_to_data (layout, 0, x, y, &data_x, &data_y);
      cl_layout_to_points (layout, 0, data_x, data_y, &back_x, &back_y);
      g_assert_cmpfloat_with_epsilon (back_x, x, 1e-6);
      g_assert_cmpfloat_with_epsilon (back_y, y, 1e-6);
    }
  g_assert_cmpint (cl_layout_panel_at (layout, box.x - 1, box.y), ==, -1);
}

/* Pointing at a datum finds that datum. */
static void
test_hit (void)
{
  double x[50], y[50];
  g_autoptr (ClFigure) figure = cl_figure_new (NULL, NULL);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (ClLayout) layout = NULL;
  ClHit hit;

  for (int k = 0; k < 50; k++)
    {
      x[k] = g_rand_double_range (rand, -3, 3);
      y[k] = g_rand_double_range (rand, -3, 3);
    }
  cl_axis_set_label (cl_panel_x (panel), "x<sub>1</sub>");
  cl_panel_add (panel, cl_layer_points_new (x, y, 50, NULL));
  layout = layout_at (figure, cl_theme_find ("light"), 4);
  for (gsize k = 0; k < 50; k++)
    {
      double px, py;

      cl_layout_to_points (layout, 0, x[k], y[k], &px, &py);
      cl_layout_hit (layout, px + 1e-4, py, 5, &hit);
      g_assert_true (hit.found);
      g_assert_cmpuint (hit.index, ==, k);
      g_assert_cmpfloat (hit.x, ==, x[k]);
      g_assert_true (g_str_has_prefix (hit.text, "x₁ "));
      g_assert_true (g_utf8_validate (hit.text, -1, NULL));
    }
  cl_layout_hit (layout, -10, -10, 5, &hit);
  g_assert_false (hit.found);
}

/* A panel that compares reads every named curve at the x of the datum, and no other. */
static void
test_compare (void)
{
  const double x[] = { 1, 2, 3 }, first[] = { 10, 20, 30 }, second[] = { 11, 21, NAN };
  const double other_x[] = { 1.5, 2.5, 3 };
  g_autoptr (ClFigure) figure = cl_figure_new (NULL, NULL);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  const char *const names[] = { "first", "second", "third", NULL };
  g_autoptr (ClLayout) layout = NULL;
  double px, py;
  ClHit hit;

  cl_axis_set_label (cl_panel_x (panel), "epoch");
  cl_panel_add (panel, cl_layer_line_new (x, first, 3, NULL));
  cl_panel_add (panel, cl_layer_line_new (x, second, 3, NULL));
  cl_panel_add (panel, cl_layer_line_new (other_x, first, 3, NULL));
  cl_panel_add (panel, cl_layer_line_new (x, first, 3, NULL));
  for (guint k = 0; k < 4; k++)
    cl_layer_set_name (cl_panel_layer (panel, k), names[k]);
  cl_panel_set_compare (panel, TRUE);
  layout = layout_at (figure, cl_theme_find ("light"), 4);
  cl_layout_to_points (layout, 0, 2, 20, &px, &py);
  cl_layout_hit (layout, px, py, 5, &hit);
  g_assert_cmpstr (hit.text, ==, "epoch 2\nfirst: 20\nsecond: 21");
  cl_layout_to_points (layout, 0, 3, 30, &px, &py);
  cl_layout_hit (layout, px, py, 5, &hit);
  g_assert_cmpstr (hit.text, ==, "epoch 3\nfirst: 30\nthird: 30");
}

static void
test_hit_cell (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (2);
  g_autoptr (ClLayout) layout = layout_at (figure, cl_theme_find ("light"), 4);
  double px, py;
  ClHit hit;

  cl_layout_to_points (layout, 0, 3.2, 5.9, &px, &py);
  cl_layout_hit (layout, px, py, 5, &hit);
  g_assert_true (hit.found);
  g_assert_cmpfloat (hit.x, ==, 3);
  g_assert_cmpfloat (hit.y, ==, 6);
  g_assert_nonnull (strstr (hit.text, "column 3, row 6"));
}

static void
test_views (void)
{
  g_autoptr (ClFigure) figure = sample_figure_new (0);
  const ClView view = { 2, 3, 0.1, 1 };
  const ClView *const views[] = { &view };
  g_autoptr (ClLayout) layout = cl_layout_new (figure, cl_theme_find ("light"), 400, 300, views);
  ClView got = cl_layout_view (layout, 0);

  g_assert_cmpfloat (got.x_min, ==, 2);
  g_assert_cmpfloat (got.x_max, ==, 3);
  g_assert_cmpfloat (got.y_min, ==, 0.1);
  g_assert_cmpfloat (got.y_max, ==, 1);
}

/* Panning moves the data, never the panel, whatever signs and digits the labels gain. */
static void
test_pan (void)
{
  double x[] = { -4, 4 }, y[] = { -4, 4 };
  g_autoptr (ClFigure) figure = cl_figure_new (NULL, NULL);
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  cairo_rectangle_t first, box;

  cl_panel_add (panel, cl_layer_points_new (x, y, 2, NULL));
  for (int k = 0; k < 100; k++)
    {
      double shift = 0.1 * k;
      const ClView view = { shift - 4, shift + 4, -shift - 4, 4 - shift };
      const ClView *const views[] = { &view };
      g_autoptr (ClLayout) layout =
          cl_layout_new (figure, cl_theme_find ("light"), 400, 300, views);

      cl_layout_panel_box (layout, 0, k == 0 ? &first : &box);
      if (k == 0)
        continue;
      g_assert_cmpfloat (box.x, ==, first.x);
      g_assert_cmpfloat (box.y, ==, first.y);
      g_assert_cmpfloat (box.width, ==, first.width);
      g_assert_cmpfloat (box.height, ==, first.height);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/layout/labels", test_labels);
  g_test_add_func ("/figure/layout/boxes", test_boxes);
  g_test_add_func ("/figure/layout/mapping", test_mapping);
  g_test_add_func ("/figure/layout/views", test_views);
  g_test_add_func ("/figure/layout/pan", test_pan);
  g_test_add_func ("/figure/hit/points", test_hit);
  g_test_add_func ("/figure/hit/compare", test_compare);
  g_test_add_func ("/figure/hit/cell", test_hit_cell);
  return g_test_run ();
}
