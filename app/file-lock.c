#include "app/file-lock.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

int
cl_file_lock (const char *path, gboolean create)
{
  g_return_val_if_fail (path != NULL, -1);
  int descriptor = g_open (path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);

  if (descriptor < 0 || flock (descriptor, LOCK_EX | LOCK_NB) == 0)
    return descriptor;
  close (descriptor);
  return -1;
}
