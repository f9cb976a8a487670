#include "app/cli/train-log.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _ClTrainLog
{
  char *path;
  FILE *file;    /* not buffered: what could not be written is not tried again on closing */
  goffset size;  /* of its whole lines */
  GError *error; /* of the first line that failed */
};

static const ClTrainColumn columns[] = {
  { "seconds", G_STRUCT_OFFSET (ClEpoch, seconds) },
  { "train_loss", G_STRUCT_OFFSET (ClEpoch, train_loss) },
  { "train_accuracy", G_STRUCT_OFFSET (ClEpoch, train_accuracy) },
  { "test_accuracy", G_STRUCT_OFFSET (ClEpoch, test_accuracy) },
  { "forward_iterations", G_STRUCT_OFFSET (ClEpoch, forward_iterations) },
  { "backward_iterations", G_STRUCT_OFFSET (ClEpoch, backward_iterations) },
  { "worst_residual", G_STRUCT_OFFSET (ClEpoch, worst_residual) },
  { "lipschitz", G_STRUCT_OFFSET (ClEpoch, lipschitz) },
  { "margin", G_STRUCT_OFFSET (ClEpoch, margin) },
};

const ClTrainColumn *
cl_train_columns (gsize *count)
{
  *count = G_N_ELEMENTS (columns);
  return columns;
}

static void
set_error (int code, const char *path, const char *what, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s (%s)", path, what,
               g_strerror (code));
}

/* A line that does not fit on the disk is taken back. */
static void
write_line (ClTrainLog *self, GString *line)
{
  g_string_append_c (line, '\n');
  if (fwrite (line->str, 1, line->len, self->file) == line->len)
    {
      self->size += (goffset) line->len;
      return;
    }
  const int code = errno;
  set_error (code, self->path,
             ftruncate (fileno (self->file), self->size) == 0
                 ? "could not be written to its end"
                 : "could not be written to its end, and its last line is cut off",
             &self->error);
}

static void
write_header (ClTrainLog *self)
{
  g_autoptr (GString) line = g_string_new ("epoch");

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (line, ",%s", columns[i].name);
  for (gsize i = 0; i < CL_N_TRAIN_BOUNDS; i++)
    g_string_append_printf (line, ",bound_%s", cl_bound_describe ((ClBoundId) i).id);
  write_line (self, line);
}

ClTrainLog *
cl_train_log_new (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "w");

  if (file == NULL)
    {
      set_error (errno, path, "cannot be written", error);
      return NULL;
    }
  ClTrainLog *self = g_new0 (ClTrainLog, 1);
  self->path = g_strdup (path);
  self->file = file;
  setvbuf (file, NULL, _IONBF, 0);
  write_header (self);
  return self;
}

static void
append_number (GString *line, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (line, ",%s", g_ascii_formatd (text, sizeof text, "%.17g", value));
}

void
cl_train_log_append (ClTrainLog *self, const ClEpoch *epoch)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (self->error != NULL)
    return;
  g_string_append_printf (line, "%" G_GSIZE_FORMAT, epoch->epoch);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_number (line, G_STRUCT_MEMBER (double, epoch, columns[i].offset));
  for (gsize i = 0; i < CL_N_TRAIN_BOUNDS; i++)
    append_number (line, epoch->bounds[i]);
  write_line (self, line);
}

gboolean
cl_train_log_close (ClTrainLog *self, GError **error)
{
  gboolean complete;

  if (fclose (self->file) != 0 && self->error == NULL)
    set_error (errno, self->path, "could not be written to its end", &self->error);
  complete = self->error == NULL;
  if (!complete)
    g_propagate_error (error, g_steal_pointer (&self->error));
  g_free (self->path);
  g_free (self);
  return complete;
}
