#include "core/dynamics/drive.h"

#include "core/dynamics/flow.h"

ClModel *
cl_drive_model (const ClModel *model)
{
  g_autoptr (ClMatrix) b = NULL;

  g_return_val_if_fail (model != NULL, NULL);

  if (!cl_flow_takes_input (model))
    return NULL;
  if (model->r > 0)
    return cl_model_ref ((ClModel *) model);
  b = cl_matrix_new (model->n, 1);
  for (gsize i = 0; i < model->n; i++)
    b->data[i] = 1;
  return cl_model_with_array (model, CL_ARRAY_B, b, NULL);
}

ClInput *
cl_drive_input (const ClModel *model, ClWave wave, double amplitude, double period, GError **error)
{
  g_autofree ClInputChannel *channels = NULL;

  g_return_val_if_fail (model != NULL && model->r > 0, NULL);

  channels = g_new (ClInputChannel, model->r);
  for (gsize k = 0; k < model->r; k++)
    channels[k] = (ClInputChannel){ .wave = wave, .amplitude = amplitude, .period = period };
  return cl_input_new_periodic (model->r, channels, error);
}
