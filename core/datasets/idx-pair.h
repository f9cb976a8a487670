/* ClIdxPair: a file of IDX images and the file of their labels. */
#pragma once

#include "core/datasets/dataset.h"
#include "core/datasets/idx.h"

G_BEGIN_DECLS

typedef struct
{
  ClIdx *images, *labels; /* of the same count */
  char *images_path;
} ClIdxPair;

/* Reads and checks both files: equal counts, pictures of at most 256 x 256, labels < classes (at
 * most 256).  Errors name the file. */
gboolean cl_idx_pair_read (ClIdxPair *self, const char *images_path, const char *labels_path,
                           gsize classes, GCancellable *cancellable, GError **error);
void cl_idx_pair_clear (ClIdxPair *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClIdxPair, cl_idx_pair_clear)

/* The largest label and one. */
gsize cl_idx_pair_count_classes (const ClIdxPair *self);

/* A data set of two pairs, whose pictures have to be of one size.  Bytes are divided by 255. */
ClDataset *cl_idx_pair_join (const ClIdxPair *train, const ClIdxPair *test, const char *name,
                             gsize classes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A data set of one pair, as split.h splits it.  Errors: fewer than two samples. */
ClDataset *cl_idx_pair_split (const ClIdxPair *self, const char *name, gsize classes,
                              const ClDatasetOptions *options,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
