/* What each neuron has to do with each class, as a heat map: a row a class, a column a neuron. */
#pragma once

#include "core/linalg/matrix.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* values: classes x n, not NULL.  class_names may be NULL: numbers from 0.  meaning, translated,
 * names the colour bar; description is for those who cannot see the picture. */
ClFigure *cl_class_map_figure (const ClMatrix *values, const char *const *class_names,
                               const char *meaning,
                               const char *description) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
