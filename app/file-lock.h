/* A lock on a file that ends with the process: what nobody has locked was left by a crash. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns a locked descriptor, to be closed by the caller, or -1 when another process, or another
 * descriptor of this one, holds the lock or the file is not there. */
int cl_file_lock (const char *path, gboolean create);

G_END_DECLS
