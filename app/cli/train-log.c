#include "app/cli/train-log.h"

#include <errno.h>
#include <glib/gstdio.h>

struct _ClTrainLog
{
  char *path;
  FILE *file;
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
set_error (int code, const char *path, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
}

static void
end_line (ClTrainLog *self)
{
  if (fputc ('\n', self->file) == EOF || fflush (self->file) != 0)
    set_error (errno, self->path, &self->error);
}

ClTrainLog *
cl_train_log_new (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "w");

  if (file == NULL)
    {
      set_error (errno, path, error);
      return NULL;
    }
  ClTrainLog *self = g_new0 (ClTrainLog, 1);
  self->path = g_strdup (path);
  self->file = file;
  fputs ("epoch", file);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    fprintf (file, ",%s", columns[i].name);
  for (gsize i = 0; i < CL_N_TRAIN_BOUNDS; i++)
    fprintf (file, ",bound_%s", cl_bound_describe ((ClBoundId) i).id);
  end_line (self);
  return self;
}

static void
append_number (FILE *file, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  fprintf (file, ",%s", g_ascii_formatd (text, sizeof text, "%.17g", value));
}

void
cl_train_log_append (ClTrainLog *self, const ClEpoch *epoch)
{
  if (self->error != NULL)
    return;
  fprintf (self->file, "%" G_GSIZE_FORMAT, epoch->epoch);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_number (self->file, G_STRUCT_MEMBER (double, epoch, columns[i].offset));
  for (gsize i = 0; i < CL_N_TRAIN_BOUNDS; i++)
    append_number (self->file, epoch->bounds[i]);
  end_line (self);
}

gboolean
cl_train_log_close (ClTrainLog *self, GError **error)
{
  gboolean complete;

  if (fclose (self->file) != 0 && self->error == NULL)
    set_error (errno, self->path, &self->error);
  complete = self->error == NULL;
  if (!complete)
    g_propagate_error (error, g_steal_pointer (&self->error));
  g_free (self->path);
  g_free (self);
  return complete;
}
