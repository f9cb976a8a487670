#include "ui/pages/array-names.h"

#include <glib/gi18n.h>

#include "ui/pages/model-edits.h"

static const struct
{
  const char *label;
  const char *what; /* with the shape */
  const char *absence;
} arrays[CL_N_ARRAYS] = {
  [CL_ARRAY_A] = { "A", N_ ("weights"), NULL },
  [CL_ARRAY_B] = { "B", N_ ("input weights"), N_ ("The model has no input.") },
  [CL_ARRAY_BIAS] = { "b", N_ ("bias"), N_ ("The bias is zero.") },
  [CL_ARRAY_C] = { "C", N_ ("output weights"), N_ ("The model has no output.") },
  [CL_ARRAY_D] = { "D", N_ ("from input to output"),
                   N_ ("Nothing goes from the input to the output directly.") },
  [CL_ARRAY_OUT] = { "c", N_ ("bias of the output"), N_ ("The bias of the output is zero.") },
  [CL_ARRAY_ETA] = { "η", N_ ("weights of the norm"), N_ ("Every state has the same weight.") },
  [CL_ARRAY_LEAK] = { "L", N_ ("leak, the diagonal of L"), N_ ("Every leak is one.") },
};

const char *
cl_array_label (const ClExample *example, ClArrayId id)
{
  g_return_val_if_fail ((gsize) id < CL_N_ARRAYS, NULL);

  if (example == NULL)
    return arrays[id].label;
  return id == CL_ARRAY_A ? "W" : "v";
}

static const char *
meaning (const ClExample *example, ClArrayId id)
{
  const ClExampleText *text = example != NULL ? cl_example_text (example) : NULL;

  if (text == NULL)
    return _ (arrays[id].what);
  return id == CL_ARRAY_A ? _ (text->matrix_title) : _ (text->vector_title);
}

char *
cl_array_description (const ClExample *example, const ClModel *model, ClArrayId id)
{
  const char *label = cl_array_label (example, id);
  gsize rows, cols;

  g_return_val_if_fail ((gsize) id < CL_N_ARRAYS, NULL);

  if (cl_model_array (model, id) == NULL)
    return g_strdup_printf ("%s: %s", label, meaning (example, id));
  cl_model_edit_shape (model, id, &rows, &cols);
  return g_strdup_printf ("%s: %s, %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT, label,
                          meaning (example, id), rows, cols);
}

const char *
cl_array_absence (ClArrayId id)
{
  g_return_val_if_fail ((gsize) id < CL_N_ARRAYS, NULL);

  return arrays[id].absence != NULL ? _ (arrays[id].absence) : NULL;
}
