#pragma once

#include "ui/figure/axis-private.h"
#include "ui/figure/panel.h"

G_BEGIN_DECLS

struct _ClPanel
{
  guint row, col;
  char *title;
  char *empty_text;
  ClAxis x, y;
  gboolean equal;
  gboolean compare;
  ClLegend legend;
  GPtrArray *layers; /* of ClLayer */
  guint next_series;
};

ClPanel *cl_panel_new (guint row, guint col);
void cl_panel_free (ClPanel *panel);

G_END_DECLS
