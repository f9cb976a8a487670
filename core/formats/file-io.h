/* Whole files in and out: size-limited reading, atomic writing. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads a regular file of at most 2 GiB.  Folders, devices and pipes are refused.  Errors are of
 * G_FILE_ERROR or CL_FORMAT_ERROR_TOO_LARGE and do not name the file. */
GBytes *cl_file_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces the file in one step: writes a temporary file in the same folder, waits until it is on
 * the disk and renames it.  On failure (a full disk, no permission) nothing has changed.  The mode
 * of an existing file is kept and a symbolic link followed.  Errors name the file. */
gboolean cl_file_write_atomically (const char *path, GBytes *content, GError **error);

/* Whether the call above can be expected to work, before the hours that lead to it: the folder is
 * there and takes a new file.  Leaves nothing behind.  Errors name the file. */
gboolean cl_file_check_writable (const char *path, GError **error);

G_END_DECLS
