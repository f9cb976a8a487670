/* The read-out: a real label for eyes and screen readers, a cross-hair at the datum it speaks of.
 * The pointer finds the nearest datum; the keyboard walks along the data. */
#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/number-text.h"
#include "ui/widgets/plot-view-private.h"

/* Points around the pointer in which a datum is found. */
#define REACH 14

/* Pixels between the label and the edge of its panel. */
#define GAP 4

/* Places from top to bottom where the label may stand. */
#define N_HEIGHTS 4

static void
show_text (ClPlotView *self, const char *text)
{
  gtk_widget_set_visible (self->readout, text != NULL);
  if (text != NULL)
    gtk_label_set_text (GTK_LABEL (self->readout), text);
  cl_plot_view_readout_allocate (self);
}

void
cl_plot_view_hide_readout (ClPlotView *self)
{
  self->mark_shown = FALSE;
  show_text (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
show (ClPlotView *self, guint panel, double x, double y, const char *text)
{
  self->mark_shown = TRUE;
  self->mark_panel = panel;
  self->mark_x = x;
  self->mark_y = y;
  show_text (self, text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The heights at which the label may stand, the best first: above the panel, beside the label of
 * its x axis, and within it. */
static guint
find_heights (ClPlotView *self, const cairo_rectangle_t *box, int height, double *y)
{
  double zoom = cl_plot_view_pixels_per_point (self);
  double end = cl_layout_panel_end (cl_plot_view_layout (self), self->mark_panel) * zoom;
  double top = box->y * zoom, bottom = (box->y + box->height) * zoom;
  guint n = 0;

  if (top >= height + 2)
    y[n++] = top - height - 2;
  if (end >= bottom + height)
    y[n++] = MIN (end - height + GAP, gtk_widget_get_height (GTK_WIDGET (self)) - height);
  y[n++] = top + GAP;
  y[n++] = bottom - height - GAP;
  return n;
}

/* The first place that covers no title, label or legend, or the one that covers the least of them;
 * of each height the side away from the mark comes first. */
static GtkAllocation
find_place (ClPlotView *self, const ClLayout *layout, int width, int height)
{
  double zoom = cl_plot_view_pixels_per_point (self), least = INFINITY;
  int room = MAX (0, gtk_widget_get_width (GTK_WIDGET (self)) - width);
  double y[N_HEIGHTS], mark_x, mark_y;
  GtkAllocation best = { 0 };
  cairo_rectangle_t box;

  cl_layout_panel_box (layout, self->mark_panel, &box);
  cl_layout_to_points (layout, self->mark_panel, self->mark_x, self->mark_y, &mark_x, &mark_y);
  gboolean left = mark_x > box.x + box.width / 2;
  double sides[] = { box.x * zoom + GAP, (box.x + box.width) * zoom - width - GAP };
  guint count = 2 * find_heights (self, &box, height, y);
  for (guint k = 0; k < count && least > 0; k++)
    {
      double x = CLAMP (sides[left == (k % 2 == 0) ? 0 : 1], 0, room);
      GtkAllocation place = { (int) x, (int) y[k / 2], width, height };
      cairo_rectangle_t points = { place.x / zoom, place.y / zoom, width / zoom, height / zoom };
      double covered = cl_layout_text_under (layout, &points);

      if (covered < least)
        {
          least = covered;
          best = place;
        }
    }
  return best;
}

void
cl_plot_view_readout_allocate (ClPlotView *self)
{
  const ClLayout *layout;
  int width, height;

  if (!gtk_widget_get_visible (self->readout) || (layout = cl_plot_view_layout (self)) == NULL
      || self->mark_panel >= cl_figure_n_panels (self->figure))
    return;
  gtk_widget_measure (self->readout, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  width = MIN (width, gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_widget_measure (self->readout, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  GtkAllocation place = find_place (self, layout, width, height);
  gtk_widget_size_allocate (self->readout, &place, -1);
}

static char *
place_text (double x, double y)
{
  g_autofree char *x_text = cl_number_format (x, 4);
  g_autofree char *y_text = cl_number_format (y, 4);

  return g_strdup_printf ("%s, %s", x_text, y_text);
}

/* Coordinates without a datum: no cross-hair. */
void
cl_plot_view_show_place (ClPlotView *self, guint panel, double x, double y)
{
  g_autofree char *text = place_text (x, y);

  show (self, panel, x, y, text);
  self->mark_shown = FALSE;
}

void
cl_plot_view_hover (ClPlotView *self)
{
  const ClLayout *layout = cl_plot_view_layout (self);
  double zoom = cl_plot_view_pixels_per_point (self);
  int panel = cl_plot_view_panel_at (self, self->pointer_x, self->pointer_y);
  ClHit hit = { .found = FALSE };

  if (layout == NULL || !self->pointer_inside || panel < 0)
    {
      cl_plot_view_hide_readout (self);
      return;
    }
  cl_layout_hit (layout, self->pointer_x / zoom, self->pointer_y / zoom, REACH, &hit);
  if (hit.found)
    {
      show (self, hit.panel, hit.x, hit.y, hit.text);
      return;
    }
  double x, y;
  cl_plot_view_to_data (self, (guint) panel, self->pointer_x, self->pointer_y, &x, &y);
  cl_plot_view_show_place (self, (guint) panel, x, y);
}

/* The words of the figure itself where its nearest datum is the one we stand on. */
static char *
datum_text (ClPlotView *self, guint panel, double x, double y, const char *name)
{
  const ClLayout *layout = cl_plot_view_layout (self);
  g_autofree char *place = place_text (x, y);
  double px, py;
  ClHit hit = { .found = FALSE };

  if (layout != NULL)
    {
      cl_layout_to_points (layout, panel, x, y, &px, &py);
      cl_layout_hit (layout, px, py, 1, &hit);
    }
  if (hit.found && hit.x == x && hit.y == y)
    return g_strdup (hit.text);
  return name != NULL ? g_strdup_printf ("%s: %s", name, place) : g_steal_pointer (&place);
}

/* Moves the view just far enough that the datum is in sight. */
static void
reveal (ClPlotView *self, guint panel, double x, double y)
{
  const ClLayout *layout = cl_plot_view_layout (self);
  double zoom = cl_plot_view_pixels_per_point (self);
  cairo_rectangle_t box;
  double px, py;

  if (layout == NULL)
    return;
  cl_layout_panel_box (layout, panel, &box);
  cl_layout_to_points (layout, panel, x, y, &px, &py);
  if (!isfinite (px) || !isfinite (py))
    return;
  double dx = MIN (px - box.x, 0) + MAX (px - box.x - box.width, 0);
  double dy = MIN (py - box.y, 0) + MAX (py - box.y - box.height, 0);
  if (dx != 0 || dy != 0)
    cl_plot_view_pan_by (self, panel, -dx * zoom, -dy * zoom);
}

void
cl_plot_view_walk (ClPlotView *self, gint64 points, int curves)
{
  const char *name;
  double x, y;

  if (self->figure == NULL || cl_figure_n_panels (self->figure) == 0)
    return;
  if (self->cursor == NULL)
    {
      self->cursor = cl_plot_cursor_new (self->figure, cl_plot_view_current_panel (self));
      points = curves = 0;
    }
  if (!cl_plot_cursor_move (self->cursor, points, curves)
      || !cl_plot_cursor_get (self->cursor, &x, &y, &name))
    return;
  guint panel = cl_plot_cursor_panel (self->cursor);
  g_autofree char *text = datum_text (self, panel, x, y, name);
  reveal (self, panel, x, y);
  show (self, panel, x, y, text);
  cl_plot_view_update_accessible (self);
}

void
cl_plot_view_forget_cursor (ClPlotView *self)
{
  if (self->cursor == NULL)
    return;
  g_clear_pointer (&self->cursor, cl_plot_cursor_free);
  cl_plot_view_hide_readout (self);
}

void
cl_plot_view_update_accessible (ClPlotView *self)
{
  const char *title = self->figure != NULL ? cl_figure_title (self->figure) : NULL;
  const char *text = self->figure != NULL ? cl_figure_description (self->figure) : NULL;
  const char *readout = self->cursor != NULL ? cl_plot_view_get_readout (self) : NULL;
  g_autofree char *label = NULL;
  g_autofree char *description = g_strdup_printf (
      "%s%s%s", text != NULL ? text : "", text != NULL ? " " : "",
      _ ("Arrow keys walk along the data, plus and minus zoom, 0 shows all, Control E exports."));

  if (title == NULL)
    title = self->figure != NULL ? _ ("Plot") : _ ("Empty plot");
  label = readout != NULL ? g_strdup_printf ("%s: %s", title, readout) : g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

const char *
cl_plot_view_get_readout (ClPlotView *self)
{
  g_return_val_if_fail (CL_IS_PLOT_VIEW (self), NULL);

  return gtk_widget_get_visible (self->readout) ? gtk_label_get_text (GTK_LABEL (self->readout))
                                                : NULL;
}

void
cl_plot_view_readout_init (ClPlotView *self)
{
  self->readout = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->readout), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->readout, "plot-readout");
  gtk_widget_set_visible (self->readout, FALSE);
  gtk_widget_set_can_target (self->readout, FALSE);
  gtk_widget_set_parent (self->readout, GTK_WIDGET (self));
}
