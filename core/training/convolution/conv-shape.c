#include "core/training/convolution/conv-shape.h"

#include "core/training/trainer.h"

#define LARGEST_POOL 4

/* Fewer blocks a side would forget where on the image something is, because a circular convolution
 * followed by an average over all pixels does. */
#define LEAST_BLOCKS 4

static gsize
choose_pool (gsize height, gsize width)
{
  gsize pool = LARGEST_POOL;

  while (pool > 1
         && (height % pool != 0 || width % pool != 0 || MIN (height, width) < LEAST_BLOCKS * pool))
    pool--;
  return pool;
}

char *
cl_conv_shape_check (const ClConvShape *self)
{
  if (self->channels == 0 || self->inputs == 0 || self->classes == 0)
    return g_strdup ("a convolutional network needs channels, input channels and classes");
  if (self->kernel % 2 == 0)
    return g_strdup_printf ("the kernel is %" G_GSIZE_FORMAT " wide: expected an odd number",
                            self->kernel);
  if (self->kernel > self->height || self->kernel > self->width)
    return g_strdup_printf ("the images are %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                            ": expected at least the %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                            " of the kernel",
                            self->height, self->width, self->kernel, self->kernel);
  if (self->pool == 0 || self->height % self->pool != 0 || self->width % self->pool != 0)
    return g_strdup_printf ("blocks of %" G_GSIZE_FORMAT " pixels do not tile images of "
                            "%" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT,
                            self->pool, self->height, self->width);
  return NULL;
}

gboolean
cl_conv_shape_fit (ClConvShape *self, const ClDataset *dataset, gsize channels, gsize kernel,
                   GError **error)
{
  *self = (ClConvShape){
    .channels = channels,
    .inputs = dataset->channels,
    .height = dataset->height,
    .width = dataset->width,
    .kernel = kernel,
    .pool = choose_pool (dataset->height, dataset->width),
    .classes = dataset->classes,
  };
  g_autofree char *problem = cl_conv_shape_check (self);
  if (problem == NULL)
    return TRUE;
  g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS, "%s: %s", dataset->name,
               problem);
  return FALSE;
}
