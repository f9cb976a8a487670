/* A folder of pictures, one sub-folder a class, as PNG or JPEG.
 *
 * A pair of sub-folders train/ and test/, each with the classes in it, is the split; without them
 * the pictures are split like any samples.  Hidden sub-folders are passed over. */
#include "core/datasets/dataset-source.h"

#include <string.h>

#include "core/datasets/class-names.h"
#include "core/datasets/class-table.h"
#include "core/datasets/image-list.h"
#include "core/datasets/picture.h"
#include "core/datasets/split.h"

static gboolean set_error (const char *folder, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
set_error (const char *folder, GError **error, const char *format, ...)
{
  g_autofree char *name = g_filename_display_name (folder);
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT, format,
                                                arguments));
  va_end (arguments);
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

static gboolean
has_folder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static gboolean
holds_pictures (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && cl_picture_is_name (name))
      return TRUE;
  return FALSE;
}

/* The names of the sub-folders, not yet sorted. */
static GPtrArray *
list_folders (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && has_folder (folder, name))
      g_ptr_array_add (names, g_strdup (name));
  return names;
}

static gboolean
has_class (const char *folder)
{
  g_autoptr (GPtrArray) names = list_folders (folder);

  for (gsize i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

      if (holds_pictures (path))
        return TRUE;
    }
  return FALSE;
}

static gboolean
image_folder_matches (const char *spec)
{
  g_autofree char *train = g_build_filename (spec, "train", NULL);

  return g_file_test (spec, G_FILE_TEST_IS_DIR) && (has_class (train) || has_class (spec));
}

static char *
image_folder_explain (const char *spec)
{
  g_autoptr (GPtrArray) names = list_folders (spec);

  if (holds_pictures (spec))
    return g_strdup ("its pictures lie in the folder itself");
  for (gsize i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (spec, name, NULL);
      g_autofree char *shown = g_filename_display_name (name);

      if (image_folder_matches (path))
        return g_strdup_printf ("the classes lie one folder deeper, in “%s”", shown);
    }
  return NULL;
}

/* The classes of a folder, sorted. */
static GPtrArray *
find_classes (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = list_folders (folder);

  cl_class_names_sort (names);
  if (names->len < 2 || names->len > CL_CLASS_TABLE_MAX_CLASSES)
    {
      set_error (folder, error, "%u sub-folder%s, expected 2 to %d: one a class", names->len,
                 names->len == 1 ? "" : "s", CL_CLASS_TABLE_MAX_CLASSES);
      return NULL;
    }
  return g_steal_pointer (&names);
}

/* The pictures of a folder with the classes `names`; every sub-folder has to be one of them. */
static ClImageList *
list_pictures (const char *folder, GPtrArray *names, GError **error)
{
  g_autoptr (ClImageList) list = cl_image_list_new ();
  g_autoptr (GPtrArray) found = list_folders (folder);

  cl_class_names_sort (found);
  for (gsize i = 0; i < found->len; i++)
    {
      const char *name = g_ptr_array_index (found, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gsize before = list->paths->len;
      guint label;

      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, &label))
        {
          set_error (path, error, "there is no class of this name in the other part");
          return NULL;
        }
      if (!cl_image_list_add (list, path, (guint8) label, error))
        return NULL;
      if (list->paths->len == before)
        {
          set_error (path, error, "no picture in it, expected files .png, .jpg or .jpeg");
          return NULL;
        }
    }
  return g_steal_pointer (&list);
}

static ClDataset *
new_dataset (const char *folder, GPtrArray *names, const ClImageForm *form)
{
  g_autofree char *base = g_path_get_basename (folder);
  g_autofree char *name = g_filename_display_name (base);
  ClDataset *dataset = cl_dataset_new (name, form->width, form->height, names->len);

  dataset->channels = form->channels;
  dataset->class_names = cl_class_names_copy (names);
  return dataset;
}

static ClDataset *
open_split (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) names = find_classes (spec, error);
  g_autoptr (ClImageList) list = names != NULL ? list_pictures (spec, names, error) : NULL;
  g_autoptr (ClDataset) dataset = NULL;
  g_autofree guint32 *order = NULL;
  ClImageForm form;
  gsize count, n_train;

  if (list == NULL || !cl_image_list_find_form (list, &form, error))
    return NULL;
  count = list->paths->len;
  order = cl_split_order (count, options, &n_train);
  dataset = new_dataset (spec, names, &form);
  dataset->traits = CL_DATASET_SEEDED | CL_DATASET_SPLIT;
  if (!cl_image_list_load (list, order, n_train, &form, &dataset->train, cancellable, error)
      || !cl_image_list_load (list, order + n_train, count - n_train, &form, &dataset->test,
                              cancellable, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

static ClDataset *
open_pair (const char *spec, GCancellable *cancellable, GError **error)
{
  g_autofree char *train = g_build_filename (spec, "train", NULL);
  g_autofree char *test = g_build_filename (spec, "test", NULL);
  g_autoptr (GPtrArray) names = find_classes (train, error);
  g_autoptr (ClImageList) first = names != NULL ? list_pictures (train, names, error) : NULL;
  g_autoptr (ClImageList) second = first != NULL ? list_pictures (test, names, error) : NULL;
  g_autoptr (ClDataset) dataset = NULL;
  ClImageForm form;

  if (second == NULL || !cl_image_list_find_form (first, &form, error))
    return NULL;
  if (second->paths->len == 0)
    {
      set_error (test, error, "no picture in it, expected one sub-folder a class");
      return NULL;
    }
  dataset = new_dataset (spec, names, &form);
  if (!cl_image_list_load (first, NULL, first->paths->len, &form, &dataset->train, cancellable,
                           error)
      || !cl_image_list_load (second, NULL, second->paths->len, &form, &dataset->test, cancellable,
                              error))
    return NULL;
  return g_steal_pointer (&dataset);
}

static ClDataset *
image_folder_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *train = g_build_filename (spec, "train", NULL);

  if (!has_class (train))
    return open_split (spec, options, cancellable, error);
  if (has_folder (spec, "test"))
    return open_pair (spec, cancellable, error);
  set_error (spec, error, "there is a folder train but none called test, expected both or neither");
  return NULL;
}

const ClDatasetSource cl_dataset_source_image_folder = {
  .id = "images",
  .expected = "a folder with one sub-folder of PNG or JPEG pictures a class",
  .matches = image_folder_matches,
  .explain = image_folder_explain,
  .open = image_folder_open,
};
