#include "core/datasets/drawings.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/datasets/centre-digit.h"
#include "core/datasets/dataset-source.h"
#include "core/datasets/image-list.h"
#include "core/datasets/picture.h"
#include "core/datasets/split.h"

#define SPEC "drawings"
#define PLUS "drawings+"

char *
cl_drawings_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "contraction-lab", "drawings", NULL);
}

static char *
folder_of (const char *folder, guint8 digit)
{
  const char name[] = { (char) ('0' + digit), '\0' };

  return g_build_filename (folder, name, NULL);
}

/* Names that sort by the time. */
static char *
name_now (void)
{
  gint64 now = g_get_real_time ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *second = g_date_time_format (time, "%Y%m%d-%H%M%S");

  return g_strdup_printf ("%s-%06d.png", second, (int) (now % G_USEC_PER_SEC));
}

gboolean
cl_drawings_add (const char *folder, const float *pixels, guint8 digit, GError **error)
{
  g_return_val_if_fail (folder != NULL && pixels != NULL, FALSE);
  g_return_val_if_fail (digit < CL_DRAWINGS_CLASSES, FALSE);
  g_autofree char *below = folder_of (folder, digit);
  g_autofree char *name = name_now ();
  g_autofree char *path = g_build_filename (below, name, NULL);

  if (g_mkdir_with_parents (below, 0777) != 0)
    {
      int code = errno;
      g_autofree char *shown = g_filename_display_name (below);

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "%s: could not be created (%s)", shown, g_strerror (code));
      return FALSE;
    }
  return cl_picture_write_grey (path, pixels, CL_DIGIT_SIDE, CL_DIGIT_SIDE, error);
}

/* All drawings; a digit that was never drawn has no folder. */
static ClImageList *
list_drawings (const char *folder, GError **error)
{
  g_autoptr (ClImageList) list = cl_image_list_new ();

  for (guint8 digit = 0; digit < CL_DRAWINGS_CLASSES; digit++)
    {
      g_autofree char *below = folder_of (folder, digit);

      if (g_file_test (below, G_FILE_TEST_IS_DIR) && !cl_image_list_add (list, below, digit, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

gboolean
cl_drawings_remove_last (const char *folder, guint8 *digit, GError **error)
{
  g_autoptr (ClImageList) list = list_drawings (folder, error);
  g_autofree char *newest = NULL;
  const char *path = NULL;

  for (gsize i = 0; list != NULL && i < list->paths->len; i++)
    {
      g_autofree char *name = g_path_get_basename (g_ptr_array_index (list->paths, i));

      if (newest != NULL && strcmp (name, newest) <= 0)
        continue;
      g_free (newest);
      newest = g_steal_pointer (&name);
      path = g_ptr_array_index (list->paths, i);
      *digit = list->labels->data[i];
    }
  if (path != NULL && g_unlink (path) != 0)
    {
      int code = errno;
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "%s: could not be deleted (%s)", shown, g_strerror (code));
      return FALSE;
    }
  return path != NULL;
}

gsize
cl_drawings_count (const char *folder, gsize *counts)
{
  g_autoptr (ClImageList) list = list_drawings (folder, NULL);

  for (gsize k = 0; counts != NULL && k < CL_DRAWINGS_CLASSES; k++)
    counts[k] = 0;
  for (gsize i = 0; counts != NULL && list != NULL && i < list->labels->len; i++)
    counts[list->labels->data[i]]++;
  return list != NULL ? list->labels->len : 0;
}

static gboolean
drawings_matches (const char *spec)
{
  return g_str_equal (spec, SPEC) || g_str_has_prefix (spec, PLUS);
}

/* At least `least` of them. */
static ClImageList *
require_drawings (gsize least, GError **error)
{
  g_autofree char *folder = cl_drawings_default_folder ();
  g_autoptr (ClImageList) list = list_drawings (folder, error);

  if (list == NULL || list->paths->len >= least)
    return g_steal_pointer (&list);
  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_EMPTY,
               "%s: %u drawing%s, expected at least %" G_GSIZE_FORMAT
               "; the digit pad of the window adds them",
               folder, list->paths->len, list->paths->len == 1 ? "" : "s", least);
  return NULL;
}

static const ClImageForm form = { CL_DIGIT_SIDE, CL_DIGIT_SIDE, 1 };

static ClDataset *
open_alone (const ClDatasetOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClImageList) list = require_drawings (2, error);
  g_autoptr (ClDataset) dataset = NULL;
  g_autofree guint32 *order = NULL;
  gsize n_train;

  if (list == NULL)
    return NULL;
  order = cl_split_order (list->paths->len, options, &n_train);
  dataset = cl_dataset_new ("My drawings", form.width, form.height, CL_DRAWINGS_CLASSES);
  dataset->traits = CL_DATASET_SEEDED | CL_DATASET_SPLIT;
  if (!cl_image_list_load (list, order, n_train, &form, &dataset->train, cancellable, error)
      || !cl_image_list_load (list, order + n_train, list->paths->len - n_train, &form,
                              &dataset->test, cancellable, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

static gboolean
check_base (const ClDataset *base, GError **error)
{
  if (base->width == form.width && base->height == form.height && base->channels == 1
      && base->classes == CL_DRAWINGS_CLASSES)
    return TRUE;
  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
               "%s: samples of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
               " in %" G_GSIZE_FORMAT
               " classes, expected grey pictures of 28 x 28 in 10, to which drawings can be added",
               base->name, base->channels, base->height, base->width, base->classes);
  return FALSE;
}

static void
copy_samples (ClSamples *to, gsize place, const ClSamples *from)
{
  memcpy (to->pixels + place * CL_DIGIT_PIXELS, from->pixels,
          from->count * CL_DIGIT_PIXELS * sizeof (float));
  memcpy (to->labels + place, from->labels, from->count);
}

/* The base with the drawings behind what it trains on. */
static ClDataset *
add_drawings (const ClDataset *base, const ClImageList *list, GCancellable *cancellable,
              GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s and my drawings", base->name);
  g_autoptr (ClDataset) dataset =
      cl_dataset_new (name, form.width, form.height, CL_DRAWINGS_CLASSES);
  g_autoptr (ClDataset) own =
      cl_dataset_new (name, form.width, form.height, CL_DRAWINGS_CLASSES); /* frees its samples */

  if (!cl_image_list_load (list, NULL, list->paths->len, &form, &own->train, cancellable, error))
    return NULL;
  dataset->traits = base->traits;
  dataset->class_names = g_strdupv (base->class_names);
  cl_samples_allocate (&dataset->train, base->train.count + own->train.count, CL_DIGIT_PIXELS);
  cl_samples_allocate (&dataset->test, base->test.count, CL_DIGIT_PIXELS);
  copy_samples (&dataset->train, 0, &base->train);
  copy_samples (&dataset->train, base->train.count, &own->train);
  copy_samples (&dataset->test, 0, &base->test);
  return g_steal_pointer (&dataset);
}

static ClDataset *
drawings_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (ClImageList) list = NULL;
  g_autoptr (ClDataset) base = NULL;

  if (g_str_equal (spec, SPEC))
    return open_alone (options, cancellable, error);
  list = require_drawings (1, error);
  if (list != NULL)
    base = cl_dataset_open_with (spec + strlen (PLUS), options, cancellable, error);
  if (base == NULL || !check_base (base, error))
    return NULL;
  return add_drawings (base, list, cancellable, error);
}

const ClDatasetSource cl_dataset_source_drawings = {
  .id = "drawings",
  .expected = "\"drawings\"",
  .matches = drawings_matches,
  .open = drawings_open,
};
