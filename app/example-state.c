#include "app/example-state.h"

const ClExample *
cl_example_state_get (ClDocument *document)
{
  g_autoptr (GVariant) id =
      cl_document_get_state (document, CL_EXAMPLE_STATE_KEY, G_VARIANT_TYPE_STRING);

  return id != NULL ? cl_example_find (g_variant_get_string (id, NULL)) : NULL;
}

GVariant *
cl_example_state_new (const ClExample *example)
{
  GVariantDict dict;

  if (example == NULL)
    return NULL;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, CL_EXAMPLE_STATE_KEY, "s", cl_example_text (example)->id);
  return g_variant_dict_end (&dict);
}

ClModel *
cl_example_state_model (const ClExample *example)
{
  g_autoptr (ClMatrix) matrix = cl_example_default_matrix (example);
  g_autoptr (ClMatrix) vector = cl_example_default_vector (example);
  const ClModelParts parts = { .array = { [CL_ARRAY_A] = matrix, [CL_ARRAY_BIAS] = vector } };

  return cl_model_new (&parts, NULL);
}
