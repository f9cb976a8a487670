#include "ui/plots/decay-curves.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/figure/number.h"
#include "ui/plots/over-time.h"

/* Values this far below the largest are rounding error of the integration. */
#define FLOOR 1e-12

static void
widen (double value, double *low, double *high)
{
  if (!(value > 0) || !isfinite (value))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/* From all frames, so that the axes stand still while the curves grow. */
static void
set_ranges (ClPanel *panel, const ClDecayCurves *self)
{
  double low = INFINITY, high = -INFINITY;

  for (gsize k = 0; k < self->curves * self->frames; k++)
    widen (self->values[k], &low, &high);
  for (gsize k = 0; self->envelope != NULL && k < self->frames; k++)
    widen (self->envelope[k], &low, &high);
  cl_axis_set_range (cl_panel_x (panel), self->t[0], self->t[self->frames - 1]);
  if (low <= high)
    cl_axis_set_range (cl_panel_y (panel), MAX (low, FLOOR * high) * 0.7, high * 1.6);
}

static void
add_envelope (ClPanel *panel, const ClDecayCurves *self)
{
  static const ClStyle style = { .colour = CL_COLOUR_FOREGROUND, .dash = CL_DASH_DASHED };
  const gsize at = self->frames / 4; /* the curve falls: above it and to the right there is room */
  g_autofree char *rate = cl_number_text (self->rate, 3);
  g_autofree char *label = self->rate > 0
                               ? g_strdup_printf (_ ("guaranteed, e<sup>−%s<i>t</i></sup>"), rate)
                               : g_strdup (_ ("guaranteed, no growth"));

  if (self->envelope == NULL || !isfinite (self->rate) || !isfinite (self->envelope[0]))
    return;
  cl_panel_add (panel, cl_layer_line_new (self->t, self->envelope, self->frames, &style));
  cl_panel_add (panel, cl_layer_text_new (self->t[at], self->envelope[at], label, NULL));
}

static void
add_curves (ClPanel *panel, const ClDecayCurves *self)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES, .opacity = self->curves > 8 ? 0.55 : 0.9 };
  gsize frames = self->drawn > 0 ? MIN (self->drawn, self->frames) : self->frames;

  cl_panel_add (panel, cl_over_time_layer_new (self->t, self->values, self->curves, frames,
                                               self->frames, 1, FALSE, &style));
}

void
cl_decay_curves_add (const ClDecayCurves *self, ClPanel *panel)
{
  g_return_if_fail (self != NULL && panel != NULL);

  cl_axis_set_scale (cl_panel_y (panel), CL_SCALE_LOG);
  if (self->curves == 0 || self->frames < 2)
    return;
  set_ranges (panel, self);
  add_curves (panel, self);
  add_envelope (panel, self);
}
