#include "core/formats/file-io.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/formats/array-file.h"

#define MAX_FILE_SIZE ((goffset) 1 << 31)
#define DEFAULT_MODE  0666 /* before the umask */

static void
set_errno_error (int code, GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
}

/* GLib ends its messages with ": " and the system's reason; what comes before names the file (or a
 * temporary one), which our callers do themselves. */
static const char *
reason (const GError *error)
{
  const char *colon = strrchr (error->message, ':');

  return colon != NULL && colon[1] == ' ' ? colon + 2 : error->message;
}

GBytes *
cl_file_read (const char *path, GError **error)
{
  g_autoptr (GError) inner = NULL;
  GStatBuf status;
  char *content;
  gsize length;

  if (g_stat (path, &status) != 0)
    {
      set_errno_error (errno, error);
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "this is %s, expected a file",
                   S_ISDIR (status.st_mode) ? "a folder" : "a device or a pipe");
      return NULL;
    }
  if (status.st_size > MAX_FILE_SIZE)
    {
      g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_TOO_LARGE,
                   "the file has %" G_GINT64_FORMAT " bytes, expected at most %" G_GINT64_FORMAT,
                   (gint64) status.st_size, (gint64) MAX_FILE_SIZE);
      return NULL;
    }
  if (!g_file_get_contents (path, &content, &length, &inner))
    {
      g_set_error_literal (error, inner->domain, inner->code, reason (inner));
      return NULL;
    }
  return g_bytes_new_take (content, length);
}

/* The file that a chain of symbolic links ends in; `path` itself when it does not exist yet. */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

gboolean
cl_file_write_atomically (const char *path, GBytes *content, GError **error)
{
  g_autofree char *target = resolve (path);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) inner = NULL;
  GStatBuf status;
  gsize length;
  const char *data = g_bytes_get_data (content, &length);
  int mode = g_stat (target, &status) == 0 ? (int) (status.st_mode & 07777) : DEFAULT_MODE;

  if (g_file_set_contents_full (target, data != NULL ? data : "", (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
                                &inner))
    return TRUE;

  g_set_error (error, inner->domain, inner->code, "%s: could not be written (%s); nothing changed",
               name, reason (inner));
  return FALSE;
}

gboolean
cl_file_check_writable (const char *path, GError **error)
{
  g_autofree char *target = resolve (path);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *probe = g_strconcat (target, ".XXXXXX", NULL);
  const gboolean is_folder = g_file_test (target, G_FILE_TEST_IS_DIR);
  const int descriptor = is_folder ? -1 : g_mkstemp (probe);
  const int code = is_folder ? EISDIR : errno;

  if (descriptor < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "%s: cannot be written (%s)", name, g_strerror (code));
      return FALSE;
    }
  close (descriptor);
  g_unlink (probe);
  return TRUE;
}
