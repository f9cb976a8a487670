/* The data set that a verb works on: --data and --train-share. */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

#define CL_DATA_OPTION_HELP                                                                        \
  "digits (the default), mnist, drawings, drawings+DATA, teacher-network, teacher-implicit; or a " \
  "path: the folder of MNIST, of CIFAR-10 or of images, an IDX file, a .csv table"

#define CL_TRAIN_SHARE_HELP                                                                        \
  "Share of the samples to train on, where the data come without a split (default 0.8)"

/* spec: NULL for digits.  A share that is none is an error of G_OPTION_ERROR. */
ClDataset *cl_data_option_open (const char *spec, double train_share, guint64 seed,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
