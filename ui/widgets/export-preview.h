/* The picture of an export before it is one. */
#pragma once

#include "ui/figure/render.h"
#include "ui/widgets/export-choices.h"

G_BEGIN_DECLS

/* As large as fits into width x height pixels, of which each is scale x scale, with every size of
 * the file in proportion.  views: one a panel, or NULL for the automatic ones. */
void cl_export_preview_draw (cairo_t *cr, int width, int height, int scale, ClFigure *figure,
                             const ClView *const *views, const ClExportChoices *choices);

G_END_DECLS
