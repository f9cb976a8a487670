#include "app/data-controller.h"

#include <glib/gi18n.h>

#include "app/settings.h"

#define DIGITS_SEED 1
#define DATA_KEY    "training-data"
#define FOLDER_KEY  "mnist-folder"

struct _ClDataController
{
  ClDataChooser *chooser;
  ClDataChangedFunc changed;
  gpointer data;

  ClDataset *dataset;
  GCancellable *loading; /* NULL when no data set is being read */
};

/* A load that ends after its controller, or after a newer one, must find that out. */
typedef struct
{
  ClDataController *self;
  GCancellable *cancellable;
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->cancellable);
  g_free (load);
}

static void
read_dataset (GTask *task, gpointer source, gpointer spec, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  ClDataset *dataset = cl_dataset_open (spec, DIGITS_SEED, cancellable, &error);

  if (dataset != NULL)
    g_task_return_pointer (task, dataset, (GDestroyNotify) cl_dataset_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
dataset_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Load *load = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);

  if (!g_cancellable_is_cancelled (load->cancellable))
    {
      ClDataController *self = load->self;

      g_clear_object (&self->loading);
      if (dataset != NULL)
        {
          self->dataset = g_steal_pointer (&dataset);
          cl_data_chooser_set_dataset (self->chooser, self->dataset);
          self->changed (self->dataset, self->data);
        }
      else
        cl_data_chooser_set_error (self->chooser, error->message);
    }
  load_free (load);
}

static void
cancel_loading (ClDataController *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
drop_dataset (ClDataController *self)
{
  cancel_loading (self);
  if (self->dataset == NULL)
    return;
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  self->changed (NULL, self->data);
}

static void
load_dataset (ClDataController *self)
{
  const char *spec = cl_data_chooser_get_spec (self->chooser);
  Load *load;

  drop_dataset (self);
  if (spec == NULL)
    {
      cl_data_chooser_set_error (self->chooser, _ ("Choose the folder that holds the four MNIST "
                                                   "files."));
      return;
    }
  self->loading = g_cancellable_new ();
  cl_data_chooser_set_loading (self->chooser);

  load = g_new (Load, 1);
  load->self = self;
  load->cancellable = g_object_ref (self->loading);
  g_autoptr (GTask) task = g_task_new (NULL, self->loading, dataset_read_cb, load);
  g_task_set_task_data (task, g_strdup (spec), g_free);
  g_task_run_in_thread (task, read_dataset);
}

static void
chosen_cb (ClDataChooser *chooser, ClDataController *self)
{
  const char *spec = cl_data_chooser_get_spec (chooser);

  if (spec != NULL)
    g_settings_set_string (cl_settings_get (), DATA_KEY, spec);
  if (spec != NULL && g_path_is_absolute (spec))
    g_settings_set_string (cl_settings_get (), FOLDER_KEY, spec);
  load_dataset (self);
}

static void
cancelled_cb (ClDataChooser *chooser, ClDataController *self)
{
  drop_dataset (self);
  cl_data_chooser_set_error (chooser, _ ("Reading was cancelled. Choose the data set again to "
                                         "read it."));
}

static void
restore_choice (ClDataController *self)
{
  g_autofree char *folder = g_settings_get_string (cl_settings_get (), FOLDER_KEY);
  g_autofree char *spec = g_settings_get_string (cl_settings_get (), DATA_KEY);

  if (*folder != '\0')
    cl_data_chooser_set_folder (self->chooser, folder);
  if (*spec != '\0')
    cl_data_chooser_set_spec (self->chooser, spec);
}

ClDataController *
cl_data_controller_new (ClDataChooser *chooser, ClDataChangedFunc changed, gpointer data)
{
  g_return_val_if_fail (CL_IS_DATA_CHOOSER (chooser), NULL);
  g_return_val_if_fail (changed != NULL, NULL);
  ClDataController *self = g_new0 (ClDataController, 1);

  self->chooser = g_object_ref (chooser);
  self->changed = changed;
  self->data = data;
  restore_choice (self);
  g_signal_connect (chooser, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect (chooser, "cancelled", G_CALLBACK (cancelled_cb), self);
  return self;
}

void
cl_data_controller_free (ClDataController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->chooser, self);
  cancel_loading (self);
  g_clear_pointer (&self->dataset, cl_dataset_unref);
  g_object_unref (self->chooser);
  g_free (self);
}

void
cl_data_controller_ensure (ClDataController *self)
{
  g_return_if_fail (self != NULL);
  if (self->dataset == NULL && self->loading == NULL)
    load_dataset (self);
}

ClDataset *
cl_data_controller_get_dataset (ClDataController *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->dataset;
}
