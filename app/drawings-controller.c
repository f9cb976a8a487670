/* One change at a time, on a worker thread: a disk may be slow. */
#include "app/drawings-controller.h"

#include <glib/gi18n.h>

#include "core/datasets/centre-digit.h"
#include "core/datasets/drawings.h"

struct _ClDrawingsController
{
  ClTrainingPad *pad;
  ClDataController *data;
  ClDrawingsNotifyFunc notify;
  gpointer notify_data;
  GCancellable *gone; /* cancelled when the controller is freed */
  gboolean busy;
};

typedef enum
{
  CHANGE_NOTHING, /* the drawings are only counted */
  CHANGE_ADD,
  CHANGE_UNDO,
} ChangeKind;

/* A change on its way; *self is looked at only while it is there. */
typedef struct
{
  ClDrawingsController *self;
  GCancellable *gone;
  ChangeKind kind;
  float pixels[CL_DIGIT_PIXELS];
  guint8 digit;
  gsize count; /* afterwards */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->gone);
  g_free (change);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;
  g_autofree char *folder = cl_drawings_default_folder ();
  GError *error = NULL;

  if (change->kind == CHANGE_ADD)
    cl_drawings_add (folder, change->pixels, change->digit, &error);
  else if (change->kind == CHANGE_UNDO)
    cl_drawings_remove_last (folder, &change->digit, &error);
  change->count = cl_drawings_count (folder, NULL);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
show (ClDrawingsController *self, const Change *change, const GError *error)
{
  ClAddToSet *add = cl_training_pad_get_add (self->pad);
  g_autofree char *text = NULL;

  cl_add_to_set_set_count (add, change->count);
  if (change->kind == CHANGE_NOTHING)
    return;
  if (error == NULL)
    {
      cl_add_to_set_set_added (add, change->kind == CHANGE_ADD);
      cl_data_controller_drawings_changed (self->data);
      text = g_strdup_printf (change->kind == CHANGE_ADD ? _ ("Added a %u to My Drawings")
                                                         : _ ("Removed the %u added last"),
                              change->digit);
    }
  self->notify (error != NULL ? error->message : text, self->notify_data);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!g_cancellable_is_cancelled (change->gone))
    {
      change->self->busy = FALSE;
      show (change->self, change, error);
    }
  change_free (change);
}

static void
post (ClDrawingsController *self, Change *change)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, changed_cb, change);

  change->self = self;
  change->gone = g_object_ref (self->gone);
  self->busy = TRUE;
  g_task_set_task_data (task, change, NULL);
  g_task_run_in_thread (task, run);
}

static void
add_cb (ClTrainingPad *pad, guint digit, ClDrawingsController *self)
{
  Change *change;

  if (self->busy)
    return;
  change = g_new0 (Change, 1);
  change->kind = CHANGE_ADD;
  change->digit = (guint8) digit;
  if (cl_training_pad_get_picture (pad, change->pixels))
    post (self, change);
  else
    g_free (change);
}

static void
undo_cb (ClTrainingPad *pad, ClDrawingsController *self)
{
  Change *change;

  if (self->busy)
    return;
  change = g_new0 (Change, 1);
  change->kind = CHANGE_UNDO;
  post (self, change);
}

ClDrawingsController *
cl_drawings_controller_new (ClTrainingPad *pad, ClDataController *data, ClDrawingsNotifyFunc notify,
                            gpointer notify_data)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAD (pad), NULL);
  g_return_val_if_fail (data != NULL && notify != NULL, NULL);
  ClDrawingsController *self = g_new0 (ClDrawingsController, 1);

  self->pad = g_object_ref (pad);
  self->data = data;
  self->notify = notify;
  self->notify_data = notify_data;
  self->gone = g_cancellable_new ();
  g_signal_connect (pad, "add", G_CALLBACK (add_cb), self);
  g_signal_connect (pad, "undo-add", G_CALLBACK (undo_cb), self);
  post (self, g_new0 (Change, 1));
  return self;
}

void
cl_drawings_controller_free (ClDrawingsController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->pad, self);
  g_cancellable_cancel (self->gone);
  g_object_unref (self->gone);
  g_object_unref (self->pad);
  g_free (self);
}
