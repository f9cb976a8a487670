#include "core/datasets/image-list.h"

#include <string.h>

#include "core/datasets/dataset-source.h"
#include "core/datasets/picture.h"

#define MAX_SIDE    64
#define GREY_SIDE   28
#define COLOUR_SIDE 32

/* Floats of all samples together. */
#define MAX_VALUES ((gsize) 256 * 1024 * 1024)

ClImageList *
cl_image_list_new (void)
{
  ClImageList *self = g_new (ClImageList, 1);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->labels = g_byte_array_new ();
  return self;
}

void
cl_image_list_free (ClImageList *self)
{
  g_ptr_array_unref (self->paths);
  g_byte_array_unref (self->labels);
  g_free (self);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
set_folder_error (const char *folder, const GError *inner, GError **error)
{
  g_autofree char *name = g_filename_display_name (folder);

  g_set_error (error, inner->domain, inner->code, "%s: could not be opened (%s)", name,
               inner->code == G_FILE_ERROR_ACCES ? "permission denied" : inner->message);
  return FALSE;
}

gboolean
cl_image_list_add (ClImageList *self, const char *folder, guint8 label, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GError) inner = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &inner);
  const char *name;

  if (dir == NULL)
    return set_folder_error (folder, inner, error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);

      if (name[0] != '.' && cl_picture_is_name (name) && !g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (paths, path);
      else
        g_free (path);
    }
  g_ptr_array_sort (paths, compare_paths);
  for (gsize i = 0; i < paths->len; i++)
    g_byte_array_append (self->labels, &label, 1);
  g_ptr_array_extend_and_steal (self->paths, g_steal_pointer (&paths));
  return TRUE;
}

gboolean
cl_image_list_find_form (const ClImageList *self, ClImageForm *form, GError **error)
{
  g_return_val_if_fail (self->paths->len > 0, FALSE);
  g_autoptr (ClPicture) first = cl_picture_read (g_ptr_array_index (self->paths, 0), error);
  gsize side;

  if (first == NULL)
    return FALSE;
  *form = (ClImageForm){ first->width, first->height, first->channels };
  side = form->channels == 1 ? GREY_SIDE : COLOUR_SIDE;
  if (MAX (form->width, form->height) > MAX_SIDE)
    form->width = form->height = side;
  return TRUE;
}

/* What the reading threads share: they take the next picture until none is left.  Pictures are
 * handed out in order and each is read to its end, so that the first damaged one is always found,
 * whichever thread reads it. */
typedef struct
{
  const ClImageList *list;
  const guint32 *order;
  ClImageForm form;
  ClSamples *samples;
  GCancellable *cancellable;
  gsize next;   /* atomic: the first sample that nobody has taken */
  int stop;     /* atomic: a picture was damaged */
  GMutex mutex; /* of the two below */
  gsize failed; /* the sample of the error */
  GError *error;
} Desk;

static void
note_error (Desk *desk, gsize index, GError *error)
{
  g_atomic_int_set (&desk->stop, TRUE);
  g_mutex_lock (&desk->mutex);
  if (desk->error == NULL || index < desk->failed)
    {
      g_clear_error (&desk->error);
      desk->error = g_steal_pointer (&error);
      desk->failed = index;
    }
  g_mutex_unlock (&desk->mutex);
  g_clear_error (&error);
}

static void
read_one (Desk *desk, gsize i)
{
  const ClImageForm *form = &desk->form;
  gsize from = desk->order != NULL ? desk->order[i] : i;
  GError *error = NULL;
  g_autoptr (ClPicture) picture =
      cl_picture_read (g_ptr_array_index (desk->list->paths, from), &error);

  desk->samples->labels[i] = desk->list->labels->data[from];
  if (picture == NULL)
    note_error (desk, i, error);
  else
    cl_picture_fill (picture, form->width, form->height, form->channels,
                     desk->samples->pixels + i * form->width * form->height * form->channels);
}

static gpointer
read_some (gpointer data)
{
  Desk *desk = data;

  while (!g_cancellable_is_cancelled (desk->cancellable) && !g_atomic_int_get (&desk->stop))
    {
      gsize i = (gsize) g_atomic_pointer_add (&desk->next, 1);

      if (i >= desk->samples->count)
        break;
      read_one (desk, i);
    }
  return NULL;
}

static void
read_all (Desk *desk)
{
  gsize helpers = MAX (g_get_num_processors (), 1) - 1;
  g_autofree GThread **threads = g_new0 (GThread *, helpers + 1);

  for (gsize i = 0; i < helpers; i++)
    threads[i] = g_thread_new ("pictures", read_some, desk);
  read_some (desk);
  for (gsize i = 0; i < helpers; i++)
    g_thread_join (threads[i]);
}

gboolean
cl_image_list_load (const ClImageList *self, const guint32 *order, gsize count,
                    const ClImageForm *form, ClSamples *samples, GCancellable *cancellable,
                    GError **error)
{
  gsize size = form->width * form->height * form->channels;
  Desk desk = {
    .list = self, .order = order, .form = *form, .samples = samples, .cancellable = cancellable
  };

  if (count > MAX_VALUES / size)
    {
      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                   "%" G_GSIZE_FORMAT " pictures of %" G_GSIZE_FORMAT
                   " numbers each, expected at most %" G_GSIZE_FORMAT " numbers in all",
                   count, size, MAX_VALUES);
      return FALSE;
    }
  cl_samples_allocate (samples, count, size);
  g_mutex_init (&desk.mutex);
  read_all (&desk);
  g_mutex_clear (&desk.mutex);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_clear_error (&desk.error);
      return FALSE;
    }
  if (desk.error != NULL)
    g_propagate_error (error, desk.error);
  return desk.error == NULL;
}
