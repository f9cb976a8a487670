/* ClClassTable: a table of samples as text, one a line: numbers, and the class in one column.
 *
 * The first line is a header when one of its fields is "label" or none is a number.  The class is
 * in the column named "label" (in any case), else in the last; it is a number or a name.  Fields
 * are separated by tabs, semicolons or commas, whichever of them the first line has, in this order;
 * they may be quoted.  Blank lines are skipped.  Numbers are finite and in the C locale; decimal
 * commas are read as table-text.h reads them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CL_CLASS_TABLE_MAX_FEATURES 65536
#define CL_CLASS_TABLE_MAX_CLASSES  256

typedef struct
{
  gsize rows, features;
  GArray *values;     /* of double, rows x features, row-major */
  GByteArray *labels; /* rows, each an index of `classes` */
  GPtrArray *classes; /* of char *, all different: sorted as numbers if they are, else by name */
  GPtrArray *names;   /* of char *, one a feature; NULL without a header */
} ClClassTable;

/* `text` is UTF-8 and need not be terminated.  Errors are CL_DATASET_ERROR_FORMAT and name the row
 * (the line, from 1) and the column (the field). */
ClClassTable *cl_class_table_parse (const char *text, gsize length, GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_class_table_free (ClClassTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClClassTable, cl_class_table_free)

G_END_DECLS
