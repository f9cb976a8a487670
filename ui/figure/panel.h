/* ClPanel: one coordinate system of a figure: two axes, layers in drawing order, a legend. */
#pragma once

#include "ui/figure/axis.h"
#include "ui/figure/layer.h"

G_BEGIN_DECLS

typedef struct _ClPanel ClPanel;

typedef enum
{
  CL_LEGEND_AUTO, /* where it covers the least */
  CL_LEGEND_NONE,
  CL_LEGEND_RIGHT, /* beside the panel */
} ClLegend;

void cl_panel_set_title (ClPanel *panel, const char *title);
ClAxis *cl_panel_x (ClPanel *panel); /* owned by the panel; set label, scale and range on it */
ClAxis *cl_panel_y (ClPanel *panel);

/* One unit has the same length on both axes. */
void cl_panel_set_equal (ClPanel *panel, gboolean equal);
void cl_panel_set_legend (ClPanel *panel, ClLegend legend);

/* The read-out of a datum also says what every other named curve has at the same x: to compare
 * runs.
 */
void cl_panel_set_compare (ClPanel *panel, gboolean compare);

/* Shown centred in place of an empty panel: "No trajectories yet. Click to add one." */
void cl_panel_set_empty_text (ClPanel *panel, const char *text);

/* Takes ownership of the layer, which is drawn above the earlier ones. */
void cl_panel_add (ClPanel *panel, ClLayer *layer);
guint cl_panel_n_layers (const ClPanel *panel);
ClLayer *cl_panel_layer (const ClPanel *panel, guint index);

G_END_DECLS
