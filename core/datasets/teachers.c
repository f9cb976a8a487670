/* The synthetic classification problems as data sets: tables of five features, brought from [-1, 1]
 * to [0, 1], and two balanced classes.  The seed draws the teacher and the samples. */
#include "core/datasets/dataset-source.h"

#include <string.h>

#include "core/datasets/synthetic.h"

#define TRAIN_COUNT 10000
#define TEST_COUNT  2000

static gboolean
network_matches (const char *spec)
{
  return g_str_equal (spec, "teacher-network");
}

static gboolean
implicit_matches (const char *spec)
{
  return g_str_equal (spec, "teacher-implicit");
}

static gboolean
fill_samples (ClSamples *samples, const ClModel *teacher, gsize count, guint64 seed,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (ClTaught) taught = cl_taught_new (teacher, count, seed, cancellable, error);

  if (taught == NULL)
    return FALSE;
  cl_samples_allocate (samples, count, CL_TEACHER_INPUTS);
  for (gsize k = 0; k < count * CL_TEACHER_INPUTS; k++)
    samples->pixels[k] = (float) ((taught->inputs[k] + 1) / 2);
  memcpy (samples->labels, taught->labels, count);
  return TRUE;
}

static ClDataset *
open_teacher (const char *name, ClTeacher kind, guint64 seed, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (ClDataset) dataset = cl_dataset_new (name, CL_TEACHER_INPUTS, 1, CL_TEACHER_OUTPUTS);
  g_autoptr (ClModel) teacher = cl_teacher_new (kind, seed);

  dataset->traits = CL_DATASET_SEEDED;
  dataset->features = g_new (ClFeature, CL_TEACHER_INPUTS);
  for (gsize k = 0; k < CL_TEACHER_INPUTS; k++)
    dataset->features[k] = (ClFeature){ g_strdup_printf ("u%" G_GSIZE_FORMAT, k + 1), -1, 1 };
  if (!fill_samples (&dataset->train, teacher, TRAIN_COUNT, seed, cancellable, error)
      || !fill_samples (&dataset->test, teacher, TEST_COUNT, ~seed, cancellable, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

static ClDataset *
network_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
              GError **error)
{
  return open_teacher ("Feedforward teacher", CL_TEACHER_NETWORK, options->seed, cancellable,
                       error);
}

static ClDataset *
implicit_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
               GError **error)
{
  return open_teacher ("Implicit teacher", CL_TEACHER_IMPLICIT, options->seed, cancellable, error);
}

const ClDatasetSource cl_dataset_source_teacher_network = {
  .id = "teacher-network",
  .expected = "\"teacher-network\"",
  .matches = network_matches,
  .open = network_open,
};

const ClDatasetSource cl_dataset_source_teacher_implicit = {
  .id = "teacher-implicit",
  .expected = "\"teacher-implicit\"",
  .matches = implicit_matches,
  .open = implicit_open,
};
