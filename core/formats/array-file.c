#include "core/formats/array-file.h"

#include <string.h>

#include "core/formats/file-io.h"
#include "core/formats/format.h"
#include "core/formats/model-set.h"

G_DEFINE_QUARK (cl_format_error_quark, cl_format_error)

static const ClFormat *const formats[] = {
  &cl_format_npz, &cl_format_npy,         &cl_format_csv,   &cl_format_tsv,      &cl_format_mtx,
  &cl_format_mat, &cl_format_safetensors, &cl_format_torch, &cl_format_document,
};

gboolean
cl_format_check_size (guint64 rows, guint64 cols, GError **error)
{
  if (rows <= CL_MATRIX_MAX_ENTRIES && cols <= CL_MATRIX_MAX_ENTRIES
      && rows * cols <= CL_MATRIX_MAX_ENTRIES)
    return TRUE;
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_TOO_LARGE,
               "an array of %" G_GUINT64_FORMAT "x%" G_GUINT64_FORMAT
               ", expected at most %" G_GSIZE_FORMAT " entries",
               rows, cols, CL_MATRIX_MAX_ENTRIES);
  return FALSE;
}

#define MAX_NAME 100 /* bytes */

gboolean
cl_format_is_readable_name (const char *name)
{
  if (name == NULL || strlen (name) > MAX_NAME || !g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

ClMatrix *
cl_format_only_array (const ClArraySet *set, const char *title, GError **error)
{
  g_autofree char *names = NULL;

  if (cl_array_set_size (set) == 1)
    return cl_array_set_matrix (set, 0);
  names = cl_array_set_list_names (set);
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED,
               "%s holds one array, but there are %" G_GSIZE_FORMAT " (%s)", title,
               cl_array_set_size (set), names);
  return NULL;
}

/* All endings in the order of the table, collected once. */
static const char *const *
collect_endings (gboolean writable)
{
  GPtrArray *endings = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    for (gsize j = 0; formats[i]->endings[j] != NULL; j++)
      if (writable ? formats[i]->write != NULL : formats[i]->read != NULL)
        g_ptr_array_add (endings, (gpointer) formats[i]->endings[j]);
  g_ptr_array_add (endings, NULL);
  return (const char *const *) g_ptr_array_free (endings, FALSE);
}

const char *const *
cl_array_file_endings (gboolean writable)
{
  static gsize readable_endings, writable_endings;
  gsize *endings = writable ? &writable_endings : &readable_endings;

  if (g_once_init_enter (endings))
    g_once_init_leave (endings, (gsize) collect_endings (writable));
  return (const char *const *) *endings;
}

static gboolean
has_ending (const char *path, const ClFormat *format)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize j = 0; format->endings[j] != NULL; j++)
    if (g_str_has_suffix (lower, format->endings[j]))
      return TRUE;
  return FALSE;
}

static const ClFormat *
find_format (const char *path, gboolean writable, GError **error)
{
  g_autofree char *known = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (has_ending (path, formats[i]) && (!writable || formats[i]->write != NULL))
      return formats[i];

  known = g_strjoinv (", ", (char **) cl_array_file_endings (writable));
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNKNOWN,
               "the name has no ending of a format that can be %s, expected one of %s",
               writable ? "written" : "read", known);
  return NULL;
}

static gboolean
has_magic (GBytes *content, const ClFormat *format)
{
  gsize length;
  const void *data = g_bytes_get_data (content, &length);

  return format->magic != NULL && length >= format->magic_length
         && memcmp (data, format->magic, format->magic_length) == 0;
}

/* A file whose content speaks of another format gets an error that says which. */
static gboolean
check_magic (GBytes *content, const ClFormat *format, GError **error)
{
  const ClFormat *other = NULL;

  if (has_magic (content, format))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (formats) && other == NULL; i++)
    if (has_magic (content, formats[i]))
      other = formats[i];
  if (format->magic == NULL && other == NULL)
    return TRUE;
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX, "this is not %s%s%s%s",
               format->title, other != NULL ? ", it looks like " : "",
               other != NULL ? other->title : "",
               g_bytes_get_size (content) == 0 ? ", the file is empty" : "");
  return FALSE;
}

static ClArraySet *
read_content (const char *path, GBytes *content, GError **error)
{
  const ClFormat *format = find_format (path, FALSE, error);

  if (format == NULL || !check_magic (content, format, error))
    return NULL;
  return format->read (content, error);
}

ClArraySet *
cl_array_file_read_bytes (const char *path, GBytes *content, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  ClArraySet *set = read_content (path, content, error);

  if (set == NULL)
    g_prefix_error (error, "%s: ", name);
  return set;
}

ClArraySet *
cl_array_file_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) content = NULL;

  if (find_format (path, FALSE, error) != NULL)
    content = cl_file_read (path, error);
  if (content == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return cl_array_file_read_bytes (path, content, error);
}

static GBytes *
encode (const ClArraySet *set, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  const ClFormat *format = find_format (path, TRUE, error);
  GBytes *content = format != NULL ? format->write (set, error) : NULL;

  if (content == NULL)
    g_prefix_error (error, "%s: ", name);
  return content;
}

gboolean
cl_array_file_write (const ClArraySet *set, const char *path, GError **error)
{
  g_autoptr (GBytes) content = encode (set, path, error);

  return content != NULL && cl_file_write_atomically (path, content, error);
}

ClMatrix *
cl_matrix_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (ClArraySet) set = cl_array_file_read (path, error);
  ClMatrix *matrix;

  if (set == NULL)
    return NULL;
  matrix = cl_model_set_find_matrix (set, error);
  if (matrix == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return cl_matrix_ref (matrix);
}

ClModel *
cl_model_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (ClArraySet) set = cl_array_file_read (path, error);
  ClModel *model;

  if (set == NULL)
    return NULL;
  model = cl_model_set_read (set, error);
  if (model == NULL)
    g_prefix_error (error, "%s: ", name);
  return model;
}

gboolean
cl_model_write (const ClModel *model, const char *path, GError **error)
{
  g_autoptr (ClArraySet) set = cl_model_set_write (model);

  return cl_array_file_write (set, path, error);
}

static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: there is no folder %s", path, folder);
  return FALSE;
}

gboolean
cl_model_check_path (const char *path, GError **error)
{
  g_autoptr (ClMatrix) one = cl_matrix_new (1, 1);
  const ClModelParts parts = {
    .array = { [CL_ARRAY_A] = one, [CL_ARRAY_B] = one, [CL_ARRAY_C] = one },
  };
  g_autoptr (ClModel) model = cl_model_new (&parts, NULL);
  g_autoptr (ClArraySet) set = cl_model_set_write (model);
  g_autoptr (GBytes) content = encode (set, path, error);

  return content != NULL && check_folder (path, error);
}
