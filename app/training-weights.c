#include "app/training-weights.h"

#include <glib/gi18n.h>

#include "app/weights-file.h"

typedef struct
{
  GCancellable *gone;
  void (*notify) (const char *text, gpointer data);
  gpointer data;
  ClTrained *trained;
  char *path;
  gboolean scripts;
} Save;

static void
save_free (Save *save)
{
  g_object_unref (save->gone);
  cl_trained_unref (save->trained);
  g_free (save->path);
  g_free (save);
}

static void
write_weights (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  g_autoptr (GError) error = NULL;

  if (cl_weights_file_save (save->trained, save->path, save->scripts, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
weights_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Save *save = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (save->path);
  g_autofree char *text =
      g_strdup_printf (save->scripts ? _ ("Saved the weights as %s with two scripts beside it")
                                     : _ ("Saved the weights as %s"),
                       name);

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!g_cancellable_is_cancelled (save->gone))
    save->notify (error != NULL ? error->message : text, save->data);
  save_free (save);
}

void
cl_training_weights_save (ClTrained *trained, const char *path, gboolean scripts,
                          GCancellable *gone, void (*notify) (const char *text, gpointer data),
                          gpointer data)
{
  g_return_if_fail (trained != NULL && path != NULL && notify != NULL);
  Save *save = g_new (Save, 1);

  *save = (Save){ .gone = g_object_ref (gone),
                  .notify = notify,
                  .data = data,
                  .trained = cl_trained_ref (trained),
                  .path = g_strdup (path),
                  .scripts = scripts };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, weights_written_cb, save);
  g_task_set_task_data (task, save, NULL);
  g_task_run_in_thread (task, write_weights);
}
