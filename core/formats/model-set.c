#include "core/formats/model-set.h"

#include "core/formats/array-file.h"
#include "core/formats/c-number.h"

#include <string.h>

#define ACTIVATION "activation"
#define KIND       "model"

static void
set_attribute_error (const char *key, const char *value, const char *expected, GError **error)
{
  g_autofree char *excerpt = cl_c_number_excerpt (value, strlen (value));

  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED, "the %s is %s, expected %s",
               key, excerpt, expected);
}

static gboolean
read_activation (const ClArraySet *set, ClModelParts *parts, GError **error)
{
  const char *id = cl_array_set_attribute (set, ACTIVATION);
  g_autoptr (GString) known = g_string_new (NULL);
  const ClActivation *const *table;
  gsize count;

  parts->activation = id != NULL ? cl_activation_find (id) : cl_activation_default ();
  if (parts->activation != NULL)
    return TRUE;

  table = cl_activation_table (&count);
  for (gsize i = 0; i < count; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", table[i]->id);
  set_attribute_error (ACTIVATION, id, known->str, error);
  return FALSE;
}

static gboolean
read_kind (const ClArraySet *set, ClModelParts *parts, GError **error)
{
  const char *id = cl_array_set_attribute (set, KIND);
  g_autoptr (GString) known = g_string_new (NULL);

  if (id == NULL || cl_model_kind_find (id, &parts->kind))
    return TRUE;
  for (gsize i = 0; i < CL_N_MODEL_KINDS; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", cl_model_kind_id ((ClModelKind) i));
  set_attribute_error (KIND, id, known->str, error);
  return FALSE;
}

/* "core." when the file has core.A and no other A: the names of a module within a larger network.
 * Empty when the file has A itself, or none or several that may be meant. */
static char *
find_prefix (const ClArraySet *set)
{
  const char *found = NULL;
  gsize count = 0;

  if (cl_array_set_find (set, cl_array_name (CL_ARRAY_A)) != NULL)
    return g_strdup ("");
  for (gsize i = 0; i < cl_array_set_size (set); i++)
    if (g_str_has_suffix (cl_array_set_name (set, i), ".A")
        || g_str_has_suffix (cl_array_set_name (set, i), "/A"))
      {
        found = cl_array_set_name (set, i);
        count++;
      }
  return count == 1 ? g_strndup (found, strlen (found) - 1) : g_strdup ("");
}

static ClMatrix *
find_array (const ClArraySet *set, const char *prefix, ClArrayId id)
{
  g_autofree char *name = g_strconcat (prefix, cl_array_name (id), NULL);

  return cl_array_set_find (set, name);
}

ClMatrix *
cl_model_set_find_matrix (const ClArraySet *set, GError **error)
{
  g_autofree char *prefix = find_prefix (set), *names = NULL;
  ClMatrix *matrix = find_array (set, prefix, CL_ARRAY_A);

  if (matrix != NULL)
    return matrix;
  if (cl_array_set_size (set) == 1)
    return cl_array_set_matrix (set, 0);

  if (cl_array_set_find (set, CL_ARRAY_KERNELS) != NULL)
    {
      g_set_error_literal (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                           "this is a convolutional network, kernels (" CL_ARRAY_KERNELS
                           ") instead of a matrix A: “analyze”, “bounds” and “evaluate” take it, "
                           "everything else needs a dense model");
      return NULL;
    }
  names = cl_array_set_list_names (set);
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
               "no array is named A, the file has %s", *names != '\0' ? names : "no array at all");
  return NULL;
}

ClModel *
cl_model_set_read (const ClArraySet *set, GError **error)
{
  ClModelParts parts = { { NULL }, NULL, CL_MODEL_FIRING_RATE };
  g_autofree char *prefix = find_prefix (set);
  ClMatrix *a = cl_model_set_find_matrix (set, error);

  if (a == NULL || !read_activation (set, &parts, error) || !read_kind (set, &parts, error))
    return NULL;
  for (gsize i = 0; i < CL_N_ARRAYS; i++)
    parts.array[i] = find_array (set, prefix, (ClArrayId) i);
  parts.array[CL_ARRAY_A] = a;
  return cl_model_new (&parts, error);
}

ClArraySet *
cl_model_set_write (const ClModel *model)
{
  ClArraySet *set = cl_array_set_new ();

  for (gsize i = 0; i < CL_N_ARRAYS; i++)
    if (model->parts.array[i] != NULL)
      cl_array_set_add (set, cl_array_name ((ClArrayId) i), model->parts.array[i]);
  cl_array_set_set_attribute (set, ACTIVATION, model->parts.activation->id);
  cl_array_set_set_attribute (set, KIND, cl_model_kind_id (model->parts.kind));
  return set;
}
