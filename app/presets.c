#include "app/presets.h"

#include "app/example-state.h"
#include "core/formats/array-file.h"
#include "core/formats/model-set.h"

#include <json-glib/json-glib.h>
#include <math.h>

#define FOLDER "/io/github/contractionlab/ContractionLab/presets/"

struct _ClPreset
{
  char *id;
  JsonObject *content;
  const char *title, *sentence; /* owned by content */
};

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The files are part of the program: one that is wrong is a mistake of its author. */
static ClPreset *
preset_load (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  ClPreset *preset = g_new0 (ClPreset, 1);

  if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   &error))
    g_error ("preset %s: %s", name, error->message);
  preset->id = g_strndup (name + strlen ("00-"), strlen (name) - strlen ("00-.json"));
  preset->content = json_object_ref (json_node_get_object (json_parser_get_root (parser)));
  preset->title = json_object_get_string_member (preset->content, "title");
  preset->sentence = json_object_get_string_member (preset->content, "sentence");
  return preset;
}

static GPtrArray *
load_all (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children (FOLDER, 0, NULL);
  GPtrArray *presets = g_ptr_array_new ();

  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_has_suffix (names[i], ".json"))
      g_ptr_array_add (presets, preset_load (names[i]));
  return presets;
}

const ClPreset *const *
cl_preset_table (gsize *count)
{
  static GPtrArray *presets;

  if (presets == NULL)
    presets = load_all ();
  if (count != NULL)
    *count = presets->len;
  return (const ClPreset *const *) presets->pdata;
}

const ClPreset *
cl_preset_find (const char *id)
{
  gsize count;
  const ClPreset *const *table = cl_preset_table (&count);

  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < count; i++)
    if (g_str_equal (table[i]->id, id))
      return table[i];
  return NULL;
}

const char *
cl_preset_id (const ClPreset *preset)
{
  g_return_val_if_fail (preset != NULL, NULL);

  return preset->id;
}

const char *
cl_preset_title (const ClPreset *preset)
{
  g_return_val_if_fail (preset != NULL, NULL);

  return preset->title;
}

const char *
cl_preset_sentence (const ClPreset *preset)
{
  g_return_val_if_fail (preset != NULL, NULL);

  return preset->sentence;
}

/* A list of numbers is a column, a list of lists a matrix. */
static ClMatrix *
matrix_from_json (JsonArray *rows)
{
  gsize n = json_array_get_length (rows);
  gboolean nested = JSON_NODE_HOLDS_ARRAY (json_array_get_element (rows, 0));
  gsize cols = nested ? json_array_get_length (json_array_get_array_element (rows, 0)) : 1;
  ClMatrix *matrix = cl_matrix_new (n, cols);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < cols; j++)
      cl_matrix_set (matrix, i, j,
                     nested
                         ? json_array_get_double_element (json_array_get_array_element (rows, i), j)
                         : json_array_get_double_element (rows, i));
  return matrix;
}

static ClModel *
explicit_model (JsonObject *description, GError **error)
{
  const char *kind =
      json_object_get_string_member_with_default (description, "kind", "firing-rate");
  ClModelParts parts = { .activation = cl_activation_find (
                             json_object_get_string_member_with_default (description, "activation",
                                                                         "relu")) };
  ClModel *model;

  if (!cl_model_kind_find (kind, &parts.kind))
    g_error ("there is no kind of model “%s”", kind);
  for (guint id = 0; id < CL_N_ARRAYS; id++)
    if (json_object_has_member (description, cl_array_name (id)))
      parts.array[id] =
          matrix_from_json (json_object_get_array_member (description, cl_array_name (id)));
  model = cl_model_new (&parts, error);
  for (guint id = 0; id < CL_N_ARRAYS; id++)
    g_clear_pointer (&parts.array[id], cl_matrix_unref);
  return model;
}

/* Independent entries, uniform with the standard deviation gain / sqrt (n): the spectral radius
 * tends to the gain. */
static ClModel *
random_model (JsonObject *settings, GError **error)
{
  gsize n = json_object_get_int_member (settings, "n");
  double range = json_object_get_double_member (settings, "gain") * sqrt (3.0 / n);
  g_autoptr (GRand) random = g_rand_new_with_seed (json_object_get_int_member (settings, "seed"));
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);
  g_autoptr (ClMatrix) b = cl_matrix_new (n, 1);
  ClModelParts parts = { .array = { [CL_ARRAY_A] = a, [CL_ARRAY_BIAS] = b } };

  for (gsize k = 0; k < n * n; k++)
    a->data[k] = g_rand_double_range (random, -range, range);
  for (gsize i = 0; i < n; i++)
    b->data[i] = g_rand_double_range (random, -1, 1);
  return cl_model_new (&parts, error);
}

static ClModel *
stored_model (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, error);
  g_autoptr (ClArraySet) set = bytes != NULL ? cl_array_file_read_bytes (name, bytes, error) : NULL;

  return set != NULL ? cl_model_set_read (set, error) : NULL;
}

const ClExample *
cl_preset_example (const ClPreset *preset)
{
  g_return_val_if_fail (preset != NULL, NULL);

  return cl_example_find (
      json_object_get_string_member_with_default (preset->content, "example", NULL));
}

ClModel *
cl_preset_model (const ClPreset *preset)
{
  JsonObject *description;
  g_autoptr (GError) error = NULL;
  ClModel *model;

  g_return_val_if_fail (preset != NULL, NULL);

  if (cl_preset_example (preset) != NULL)
    return cl_example_state_model (cl_preset_example (preset));
  description = json_object_get_object_member (preset->content, "model");
  if (json_object_has_member (description, "random"))
    model = random_model (json_object_get_object_member (description, "random"), &error);
  else if (json_object_has_member (description, "file"))
    model = stored_model (json_object_get_string_member (description, "file"), &error);
  else
    model = explicit_model (description, &error);
  if (model == NULL)
    g_error ("preset %s: %s", preset->id, error->message);
  return model;
}

gboolean
cl_preset_claim (const ClPreset *preset, ClConditionId condition, ClVerdict *verdict)
{
  JsonObject *claims;
  const char *claimed;

  g_return_val_if_fail (preset != NULL && verdict != NULL, FALSE);

  if (!json_object_has_member (preset->content, "claims"))
    return FALSE;
  claims = json_object_get_object_member (preset->content, "claims");
  claimed =
      json_object_get_string_member_with_default (claims, cl_condition_info (condition)->id, NULL);
  for (guint i = CL_VERDICT_HOLDS; claimed != NULL && i <= CL_VERDICT_TOO_CLOSE; i++)
    if (g_str_equal (claimed, cl_verdict_id (i)))
      {
        *verdict = i;
        return TRUE;
      }
  return FALSE;
}
