#include "app/cli/data-inputs.h"

ClMatrix *
cl_data_inputs_new (const ClDataset *dataset, gsize samples, const ClModel *model, GError **error)
{
  gsize pixels = cl_dataset_inputs (dataset);
  gsize count = MIN (samples, dataset->test.count);

  if (pixels != model->r)
    {
      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                   "the images have %" G_GSIZE_FORMAT " pixels: the model has %" G_GSIZE_FORMAT
                   " inputs",
                   pixels, model->r);
      return NULL;
    }
  ClMatrix *inputs = cl_matrix_new (count, pixels);
  for (gsize i = 0; i < count * pixels; i++)
    inputs->data[i] = dataset->test.pixels[i];
  return inputs;
}
