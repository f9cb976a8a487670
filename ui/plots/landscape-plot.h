/* The landscape: a slice of weight space along two entries of A, painted with how many conditions
 * hold, the borders of the conditions and of the exact region, and the matrix as a point. */
#pragma once

#include "core/theory/landscape.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* "<i>a</i><sub>1,2</sub>": an entry of A in markup. */
char *cl_entry_markup (const ClEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

/* landscape: NULL for an empty panel that says `empty`.  a: the matrix that is marked. */
ClFigure *cl_landscape_plot_figure (const ClLandscape *landscape, const ClMatrix *a,
                                    const char *empty) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
