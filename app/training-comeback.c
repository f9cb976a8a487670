#include "app/training-comeback.h"

#include <glib/gi18n.h>

ClTrainingComeback *
cl_training_comeback_new (ClTrainingFile *file)
{
  ClTrainingComeback *self = g_new0 (ClTrainingComeback, 1);

  self->file = file;
  return self;
}

void
cl_training_comeback_free (ClTrainingComeback *self)
{
  cl_trainer_free (self->trainer);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  cl_training_file_free (self->file);
  g_free (self->error);
  g_free (self);
}

static gboolean
same_data (const ClTrainingData *a, const ClTrainingData *b)
{
  return g_strcmp0 (a->spec, b->spec) == 0 && a->options.seed == b->options.seed
         && a->options.train_share == b->options.train_share;
}

/* In fewer words than the reader, which explains what data could be. */
static gboolean
check_place (const char *spec, GError **error)
{
  if (*spec == '\0')
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("Nothing is known of its data any more."));
  else if (cl_dataset_kind (spec) == NULL && !g_file_test (spec, G_FILE_TEST_EXISTS))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There are no data at %s any more."),
                 spec);
  else
    return TRUE;
  return FALSE;
}

/* Many runs, few data sets. */
static ClDataset *
open_data (const ClTrainingComeback *self, const GPtrArray *all, GCancellable *cancellable,
           GError **error)
{
  const ClTrainingData data = cl_training_file_get_data (self->file);

  for (guint i = 0; i < all->len; i++)
    {
      const ClTrainingComeback *other = g_ptr_array_index (all, i);
      const ClTrainingData theirs = cl_training_file_get_data (other->file);

      if (other->dataset != NULL && same_data (&data, &theirs))
        return cl_dataset_ref (other->dataset);
    }
  return check_place (data.spec, error)
             ? cl_dataset_open_with (data.spec, &data.options, cancellable, error)
             : NULL;
}

static void
read_one (ClTrainingComeback *self, const GPtrArray *all, GCancellable *cancellable)
{
  const char *path = cl_training_file_get_path (self->file);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->error, g_free);
  self->dataset = open_data (self, all, cancellable, &error);
  if (self->dataset != NULL)
    self->trainer = cl_training_file_get_ended (self->file)
                        ? cl_trainer_new_ended (path, self->dataset, &error)
                        : cl_trainer_new_resumed (path, self->dataset, &error);
  if (self->trainer != NULL)
    cl_trainer_get_settings (self->trainer, &self->settings);
  else
    self->error = g_strdup (error->message);
}

static GPtrArray *
take_orphans (void)
{
  GPtrArray *comebacks = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = cl_training_file_take_orphans ();

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (comebacks, cl_training_comeback_new (g_ptr_array_index (files, i)));
  g_ptr_array_set_free_func (files, NULL);
  return comebacks;
}

static void
read_all (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const gboolean all = data != NULL;
  GPtrArray *comebacks = all ? g_ptr_array_ref (data) : take_orphans ();

  g_ptr_array_set_free_func (comebacks, (GDestroyNotify) cl_training_comeback_free);
  for (guint i = 0; i < comebacks->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      ClTrainingComeback *comeback = g_ptr_array_index (comebacks, i);

      if (all || cl_training_file_get_ended (comeback->file))
        read_one (comeback, comebacks, cancellable);
    }
  g_task_return_pointer (task, comebacks, (GDestroyNotify) g_ptr_array_unref);
}

void
cl_training_comeback_read (GPtrArray *comebacks, GCancellable *cancellable,
                           GAsyncReadyCallback done, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, done, data);

  /* What has been read has to be freed where it is known to be. */
  g_task_set_check_cancellable (task, FALSE);
  if (comebacks != NULL)
    g_task_set_task_data (task, g_ptr_array_ref (comebacks), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, read_all);
}

GPtrArray *
cl_training_comeback_read_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
