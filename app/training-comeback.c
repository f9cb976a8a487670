#include "app/training-comeback.h"

#include <glib/gi18n.h>

/* A data set that has been opened, or is open in the window. */
typedef struct
{
  char *spec;
  ClDatasetOptions options;
  ClDataset *dataset;
} Opened;

/* What goes on on the worker. */
typedef struct
{
  GPtrArray *comebacks; /* NULL: they are to be found */
  GArray *opened;       /* of Opened */
  GCancellable *cancellable;
  ClTrainingComebackFunc arrived;
  gpointer data;
} Work;

/* From the worker to the main thread. */
typedef struct
{
  ClTrainingComeback *comeback; /* NULL: that was all */
  GCancellable *cancellable;
  ClTrainingComebackFunc arrived;
  gpointer data;
} Delivery;

void
cl_training_comeback_free (ClTrainingComeback *self)
{
  if (self == NULL)
    return;
  cl_trainer_free (self->trainer);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  cl_training_file_free (self->file);
  g_free (self->error);
  g_free (self);
}

static void
opened_clear (gpointer data)
{
  Opened *opened = data;

  g_free (opened->spec);
  cl_dataset_unref (opened->dataset);
}

static void
remember (Work *work, const ClTrainingData *data, ClDataset *dataset)
{
  const Opened opened = { g_strdup (data->spec), data->options, cl_dataset_ref (dataset) };

  g_array_append_val (work->opened, opened);
}

static ClDataset *
find_opened (const Work *work, const ClTrainingData *data)
{
  for (guint i = 0; i < work->opened->len; i++)
    {
      const Opened *opened = &g_array_index (work->opened, Opened, i);

      if (g_str_equal (opened->spec, data->spec) && opened->options.seed == data->options.seed
          && opened->options.train_share == data->options.train_share)
        return cl_dataset_ref (opened->dataset);
    }
  return NULL;
}

/* In fewer words than the reader, which explains what data could be. */
static gboolean
check_place (const char *spec, GError **error)
{
  if (*spec == '\0')
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("nothing is known of its data any more"));
  else if (cl_dataset_kind (spec) == NULL && !g_file_test (spec, G_FILE_TEST_EXISTS))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("there is no data set at %s any more"),
                 spec);
  else
    return TRUE;
  return FALSE;
}

/* Many runs, few data sets. */
static ClDataset *
open_data (Work *work, const ClTrainingFile *file, GError **error)
{
  const ClTrainingData data = cl_training_file_get_data (file);
  ClDataset *dataset = find_opened (work, &data);

  if (dataset != NULL || !check_place (data.spec, error))
    return dataset;
  dataset = cl_dataset_open_with (data.spec, &data.options, work->cancellable, error);
  if (dataset != NULL)
    remember (work, &data, dataset);
  return dataset;
}

/* Nobody has chosen the name of the file. */
static const char *
without_path (const char *message, const char *path)
{
  const gsize length = strlen (path);

  return g_str_has_prefix (message, path) && g_str_has_prefix (message + length, ": ")
             ? message + length + 2
             : message;
}

static void
read_one (Work *work, ClTrainingComeback *self)
{
  const char *path = cl_training_file_get_path (self->file);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->error, g_free);
  self->dataset = open_data (work, self->file, &error);
  if (self->dataset != NULL)
    self->trainer = cl_training_file_get_ended (self->file)
                        ? cl_trainer_new_ended (path, self->dataset, &error)
                        : cl_trainer_new_resumed (path, self->dataset, &error);
  if (self->trainer != NULL)
    cl_trainer_get_settings (self->trainer, &self->settings);
  else
    self->error = g_strdup (without_path (error->message, path));
}

static gboolean
deliver_cb (gpointer data)
{
  Delivery *delivery = data;

  if (!g_cancellable_is_cancelled (delivery->cancellable))
    delivery->arrived (g_steal_pointer (&delivery->comeback), delivery->data);
  return G_SOURCE_REMOVE;
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  cl_training_comeback_free (delivery->comeback);
  g_object_unref (delivery->cancellable);
  g_free (delivery);
}

static void
deliver (const Work *work, ClTrainingComeback *comeback)
{
  Delivery *delivery = g_new (Delivery, 1);

  *delivery = (Delivery){ comeback, g_object_ref (work->cancellable), work->arrived, work->data };
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, delivery, delivery_free);
}

static void
find (const Work *work)
{
  g_autoptr (GPtrArray) files = cl_training_file_take_orphans ();

  g_ptr_array_set_free_func (files, NULL);
  for (guint i = 0; i < files->len; i++)
    {
      ClTrainingComeback *comeback = g_new0 (ClTrainingComeback, 1);

      comeback->file = g_ptr_array_index (files, i);
      deliver (work, comeback);
    }
}

static void
work_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;

  if (work->comebacks == NULL)
    find (work);
  else
    while (work->comebacks->len > 0 && !g_cancellable_is_cancelled (work->cancellable))
      {
        ClTrainingComeback *comeback = g_ptr_array_steal_index (work->comebacks, 0);

        read_one (work, comeback);
        deliver (work, comeback);
      }
  deliver (work, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->comebacks, g_ptr_array_unref);
  g_array_unref (work->opened);
  g_object_unref (work->cancellable);
  g_free (work);
}

static Work *
work_new (GCancellable *cancellable, ClTrainingComebackFunc arrived, gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->opened = g_array_new (FALSE, FALSE, sizeof (Opened));
  g_array_set_clear_func (work->opened, opened_clear);
  work->cancellable = g_object_ref (cancellable);
  work->arrived = arrived;
  work->data = data;
  return work;
}

static void
work_start (Work *work)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_cb);
}

void
cl_training_comeback_find (GCancellable *cancellable, ClTrainingComebackFunc arrived, gpointer data)
{
  work_start (work_new (cancellable, arrived, data));
}

void
cl_training_comeback_read (GPtrArray *comebacks, const ClTrainingData *known, ClDataset *dataset,
                           GCancellable *cancellable, ClTrainingComebackFunc arrived, gpointer data)
{
  g_return_if_fail (comebacks != NULL);
  Work *work = work_new (cancellable, arrived, data);

  work->comebacks = comebacks;
  if (dataset != NULL)
    remember (work, known, dataset);
  work_start (work);
}
