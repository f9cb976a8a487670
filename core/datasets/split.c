#include "core/datasets/split.h"

#include <math.h>

#include "core/datasets/random-stream.h"

/* Apart from the streams of generated samples, which count from 0. */
#define STREAM G_GUINT64_CONSTANT (0x73706c6974)

guint32 *
cl_split_order (gsize count, const ClDatasetOptions *options, gsize *n_train)
{
  ClRandomStream random = cl_random_stream_new (options->seed, STREAM);
  guint32 *order;

  g_return_val_if_fail (count >= 2 && count <= G_MAXUINT32, NULL);

  order = g_new (guint32, count);
  for (gsize i = 0; i < count; i++)
    {
      gsize j = (gsize) cl_random_stream_uniform (&random, 0, (double) (i + 1));

      order[i] = order[j];
      order[j] = (guint32) i;
    }
  *n_train = CLAMP ((gsize) round ((double) count * options->train_share), 1, count - 1);
  return order;
}
