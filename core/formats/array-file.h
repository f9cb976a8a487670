/* Files of named arrays: every format reads into and writes from one ClArraySet.
 *
 * A format is one file (csv.c, npy.c, npz.c, ...) and one line in the table of array-file.c, chosen
 * by the file name's ending and checked against the content.  Every error is one line: the file,
 * the row and column (or byte offset), what was found and what was expected.  Rows and columns are
 * counted from 1; in text files the row is the line of the file. */
#pragma once

#include <gio/gio.h>

#include "core/formats/array-set.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

#define CL_FORMAT_ERROR (cl_format_error_quark ())
GQuark cl_format_error_quark (void);

typedef enum
{
  CL_FORMAT_ERROR_SYNTAX,
  CL_FORMAT_ERROR_TOO_LARGE,
  CL_FORMAT_ERROR_UNSUPPORTED,
  CL_FORMAT_ERROR_UNKNOWN, /* no format has this ending */
} ClFormatError;

/* The endings (".csv") of the formats that can be read, or of those that can be written;
 * NULL-terminated, static. */
const char *const *cl_array_file_endings (gboolean writable);

ClArraySet *cl_array_file_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of bytes in memory, as if they were the content of a file of that name. */
ClArraySet *cl_array_file_read_bytes (const char *path, GBytes *content,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Atomic: a failure (a full disk too) leaves any older file as it was. */
gboolean cl_array_file_write (const ClArraySet *set, const char *path, GError **error);

/* One matrix (the only array, or the one named A). */
ClMatrix *cl_matrix_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A model from any format; a bare matrix is A.  NaN and infinities are refused with row and column.
 */
ClModel *cl_model_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cl_model_write (const ClModel *model, const char *path, GError **error);

/* Whether cl_model_write can succeed under this name, as far as that can be known beforehand: the
 * ending is that of a format which holds named arrays, and the folder is there.  To be asked before
 * hours of work end in a file that cannot be written. */
gboolean cl_model_check_path (const char *path, GError **error);

G_END_DECLS
