/* ClDatasetSource: what a data set has to provide, and the helpers that the sources share.
 *
 * Private to core/datasets: a source is one file and one line in the table of dataset.c. */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;       /* see cl_dataset_kind */
  const char *expected; /* what `spec` has to be, for the error that nothing matches */

  /* Whether this source is meant; quick, and without opinion on whether the files are good. */
  gboolean (*matches) (const char *spec);

  /* What is wrong with a folder or file that does not match, for the error; NULL where there is
   * nothing to add.  May itself be NULL. */
  char *(*explain) (const char *spec);

  /* Called only when `matches` said yes. */
  ClDataset *(*open) (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
                      GError **error);
} ClDatasetSource;

extern const ClDatasetSource cl_dataset_source_cifar;
extern const ClDatasetSource cl_dataset_source_digits;
extern const ClDatasetSource cl_dataset_source_drawings;
extern const ClDatasetSource cl_dataset_source_idx_files;
extern const ClDatasetSource cl_dataset_source_image_folder;
extern const ClDatasetSource cl_dataset_source_mnist;
extern const ClDatasetSource cl_dataset_source_table;
extern const ClDatasetSource cl_dataset_source_teacher_implicit;
extern const ClDatasetSource cl_dataset_source_teacher_network;

/* An empty data set with one reference and one channel; the source fills in the samples. */
ClDataset *cl_dataset_new (const char *name, gsize width, gsize height, gsize classes);

/* Allocates `count` samples of `size` pixels each, not initialised. */
void cl_samples_allocate (ClSamples *samples, gsize count, gsize size);

G_END_DECLS
