#include "ui/pages/model-edits.h"

/* What the rows and columns of each array count. */
static const struct
{
  char rows, cols;
  double fill;
} shapes[CL_N_ARRAYS] = {
  [CL_ARRAY_A] = { 'n', 'n', 0 },   [CL_ARRAY_B] = { 'n', 'r', 0 },
  [CL_ARRAY_BIAS] = { 'n', 1, 0 },  [CL_ARRAY_C] = { 'q', 'n', 0 },
  [CL_ARRAY_D] = { 'q', 'r', 0 },   [CL_ARRAY_OUT] = { 'q', 1, 0 },
  [CL_ARRAY_ETA] = { 'n', 1, 1.0 }, [CL_ARRAY_LEAK] = { 'n', 1, 1.0 },
};

typedef struct
{
  gsize n, r, q;
} Sizes;

static gsize
extent (char symbol, Sizes sizes)
{
  switch (symbol)
    {
    case 'n':
      return sizes.n;
    case 'r':
      return sizes.r;
    case 'q':
      return sizes.q;
    default:
      return 1;
    }
}

void
cl_model_edit_shape (const ClModel *model, ClArrayId id, gsize *rows, gsize *cols)
{
  const Sizes sizes = { model->n, model->r, model->q };

  g_return_if_fail ((gsize) id < CL_N_ARRAYS);

  *rows = extent (shapes[id].rows, sizes);
  *cols = extent (shapes[id].cols, sizes);
}

static void
set_extent (char symbol, gsize count, Sizes *sizes)
{
  if (symbol == 'n')
    sizes->n = count;
  else if (symbol == 'r')
    sizes->r = count;
  else if (symbol == 'q')
    sizes->q = count;
}

void
cl_model_edit_sizes (const ClModel *model, ClArrayId id, gsize rows, gsize cols, gsize *n, gsize *r,
                     gsize *q)
{
  Sizes sizes = { model->n, model->r, model->q };

  g_return_if_fail ((gsize) id < CL_N_ARRAYS);

  gboolean square = shapes[id].rows == shapes[id].cols;
  set_extent (shapes[id].rows, square ? MAX (rows, cols) : rows, &sizes);
  set_extent (shapes[id].cols, square ? MAX (rows, cols) : cols, &sizes);
  *n = sizes.n;
  *r = sizes.r;
  *q = sizes.q;
}

static ClMatrix *
fitted (const ClMatrix *array, ClArrayId id, Sizes sizes)
{
  ClMatrix *result =
      cl_matrix_new (extent (shapes[id].rows, sizes), extent (shapes[id].cols, sizes));

  for (gsize i = 0; i < result->rows; i++)
    for (gsize j = 0; j < result->cols; j++)
      cl_matrix_set (result, i, j,
                     array != NULL && i < array->rows && j < array->cols
                         ? cl_matrix_get (array, i, j)
                         : shapes[id].fill);
  return result;
}

/* An array that already fits is shared; one without entries is absent. */
static ClModel *
model_of_sizes (const ClModel *model, Sizes sizes, guint32 present)
{
  ClModelParts parts = model->parts;
  g_autoptr (GError) error = NULL;
  ClModel *result;

  for (guint id = 0; id < CL_N_ARRAYS; id++)
    {
      const ClMatrix *array = model->parts.array[id];

      parts.array[id] = NULL;
      if (present & (1u << id) && extent (shapes[id].rows, sizes) > 0
          && extent (shapes[id].cols, sizes) > 0)
        parts.array[id] = fitted (array, id, sizes);
      if (cl_matrix_equal (parts.array[id], array) && array != NULL)
        {
          cl_matrix_unref (parts.array[id]);
          parts.array[id] = cl_matrix_ref (model->parts.array[id]);
        }
    }
  result = cl_model_new (&parts, &error);
  for (guint id = 0; id < CL_N_ARRAYS; id++)
    g_clear_pointer (&parts.array[id], cl_matrix_unref);
  if (result == NULL)
    g_error ("arrays of fitting shapes were refused: %s", error->message);
  return result;
}

static guint32
present_arrays (const ClModel *model)
{
  guint32 present = 0;

  for (guint id = 0; id < CL_N_ARRAYS; id++)
    if (cl_model_array (model, id) != NULL)
      present |= 1u << id;
  return present;
}

ClModel *
cl_model_edit_add (const ClModel *model, ClArrayId id)
{
  Sizes sizes = { model->n, model->r, model->q };
  guint32 present;

  g_return_val_if_fail ((gsize) id < CL_N_ARRAYS, NULL);

  present = present_arrays (model) | 1u << id;
  if (shapes[id].rows == 'q' || shapes[id].cols == 'q')
    {
      sizes.q = MAX (sizes.q, 1);
      present |= 1u << CL_ARRAY_C;
    }
  if (shapes[id].cols == 'r')
    {
      sizes.r = MAX (sizes.r, 1);
      present |= 1u << CL_ARRAY_B;
    }
  return model_of_sizes (model, sizes, present);
}

ClModel *
cl_model_edit_remove (const ClModel *model, ClArrayId id)
{
  const Sizes sizes = { model->n, model->r, model->q };
  guint32 present;

  g_return_val_if_fail (id != CL_ARRAY_A && (gsize) id < CL_N_ARRAYS, NULL);

  present = present_arrays (model) & ~(1u << id);
  if (id == CL_ARRAY_C)
    present &= ~(1u << CL_ARRAY_D | 1u << CL_ARRAY_OUT);
  return model_of_sizes (model, sizes, present);
}

ClModel *
cl_model_edit_resize (const ClModel *model, gsize n, gsize r, gsize q)
{
  const Sizes sizes = { n, r, q };
  guint32 present = present_arrays (model);

  g_return_val_if_fail (n > 0, NULL);

  if (r > 0 && model->r == 0)
    present |= 1u << CL_ARRAY_B;
  if (q > 0 && model->q == 0)
    present |= 1u << CL_ARRAY_C;
  return model_of_sizes (model, sizes, present);
}
