/* ClSpan: a piece of text that is not copied: what the readers of tables cut lines and fields out
 * of. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *text; /* not terminated */
  gsize length;
} ClSpan;

/* Without the spaces and tabs at both ends. */
ClSpan cl_span_strip (ClSpan span);

/* The same, and without the quotes around what is left.  Doubled quotes inside stay doubled. */
ClSpan cl_span_unquote (ClSpan span);

/* Takes the next line off `rest`, ended by LF, CR LF, CR or the end of the text; FALSE when there
 * is none. */
gboolean cl_span_take_line (ClSpan *rest, ClSpan *line);

/* What the comma of a number may be, where commas do not separate fields. */
typedef enum
{
  CL_COMMA_NONE,
  CL_COMMA_DECIMAL,
  CL_COMMA_EITHER, /* "1,234": or it groups thousands */
} ClComma;

ClComma cl_span_classify_comma (ClSpan field);

/* A number as in c-number.h; decimal_comma: its first comma is the decimal sign. */
gboolean cl_span_parse_number (ClSpan field, gboolean decimal_comma, double *value);

G_END_DECLS
