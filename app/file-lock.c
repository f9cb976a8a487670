#include "app/file-lock.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/* A file that was replaced or removed while it was being locked is another one by now. */
static gboolean
is_at (int descriptor, const char *path)
{
  GStatBuf ours, there;

  return fstat (descriptor, &ours) == 0 && g_stat (path, &there) == 0 && ours.st_ino == there.st_ino
         && ours.st_dev == there.st_dev;
}

int
cl_file_lock (const char *path, gboolean create)
{
  g_return_val_if_fail (path != NULL, -1);
  int descriptor = g_open (path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);

  if (descriptor < 0)
    return -1;
  if (flock (descriptor, LOCK_EX | LOCK_NB) == 0 && is_at (descriptor, path))
    return descriptor;
  close (descriptor);
  return -1;
}
