/* What the tests of figures ask of any figure. */
#pragma once

#include "ui/figure/figure.h"

/* It can be exported to every format, and not to nothing. */
void export_everywhere (ClFigure *figure);

/* Lines of its CSV that contain both. */
guint count_lines (ClFigure *figure, const char *first, const char *second);
