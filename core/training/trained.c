#include "core/training/trained.h"

#include <math.h>

#include "core/formats/model-set.h"
#include "core/training/convolution/conv-expand.h"
#include "core/training/convolution/conv-lipschitz.h"

/* Up to so many channels the bounds of a convolution in l_2 are quick enough for every epoch: at
 * most 0.2 s at 32 x 32 pixels. */
#define TWO_LIMIT 64

ClTrained *
cl_trained_new_take (ClModel *model, ClConvModel *convolution)
{
  ClTrained *self;

  if (model == NULL && convolution == NULL)
    return NULL;
  self = g_atomic_rc_box_new (ClTrained);
  *self = (ClTrained){ model, convolution };
  return self;
}

ClTrained *
cl_trained_ref (ClTrained *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ClTrained *self = data;

  g_clear_pointer (&self->model, cl_model_unref);
  g_clear_pointer (&self->convolution, cl_conv_model_unref);
}

void
cl_trained_unref (ClTrained *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

gsize
cl_trained_bytes (const ClTrained *self)
{
  g_autoptr (ClArraySet) set = cl_trained_to_set (self);
  gsize bytes = 0;

  for (gsize i = 0; i < cl_array_set_size (set); i++)
    {
      const ClMatrix *matrix = cl_array_set_matrix (set, i);

      bytes += matrix->rows * matrix->cols * sizeof (double);
    }
  return bytes;
}

double
cl_trained_bounds (const ClTrained *self, double bounds[CL_N_BOUNDS])
{
  const ClLipschitzSettings settings = { 0 };
  g_autoptr (ClLipschitz) ladder = self->convolution != NULL
                                       ? cl_conv_lipschitz_new (self->convolution, TWO_LIMIT, NULL)
                                       : cl_lipschitz_new (self->model, &settings, NULL, NULL);

  for (gsize i = 0; i < CL_N_BOUNDS; i++)
    bounds[i] = ladder != NULL ? ladder->bound[i].value : INFINITY;
  return ladder != NULL && ladder->best >= 0 ? bounds[ladder->best] : INFINITY;
}

static gsize
states_of (const ClConvShape *shape)
{
  return shape->channels * cl_conv_pixels (shape);
}

gboolean
cl_trained_can_write_out (const ClTrained *self)
{
  return self->model != NULL || states_of (&self->convolution->shape) <= CL_TRAINED_MAX_STATES;
}

ClModel *
cl_trained_write_out (const ClTrained *self, GError **error)
{
  if (self->model != NULL)
    return cl_model_ref (self->model);
  if (cl_trained_can_write_out (self))
    return cl_conv_model_expand (self->convolution, error);
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
               "Written out, A would be a matrix of %" G_GSIZE_FORMAT " rows: expected at most %d",
               states_of (&self->convolution->shape), CL_TRAINED_MAX_STATES);
  return NULL;
}

ClArraySet *
cl_trained_to_set (const ClTrained *self)
{
  return self->convolution != NULL ? cl_conv_model_to_set (self->convolution)
                                   : cl_model_set_write (self->model);
}

ClTrained *
cl_trained_from_set (const ClArraySet *set, GError **error)
{
  if (cl_conv_model_is_in (set))
    return cl_trained_new_take (NULL, cl_conv_model_from_set (set, error));
  return cl_trained_new_take (cl_model_set_read (set, error), NULL);
}

gboolean
cl_trained_fits (const ClTrained *self, gsize kernel, gsize n, gsize inputs, gsize outputs)
{
  const ClModel *model = self->model;

  if (model != NULL)
    return kernel == 0 && model->n == n && model->r == inputs && model->q == outputs;
  const ClConvShape *shape = &self->convolution->shape;
  return shape->kernel == kernel && shape->channels == n
         && shape->inputs * cl_conv_pixels (shape) == inputs && shape->classes == outputs;
}
