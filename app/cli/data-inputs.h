/* The images of a data set as inputs of a model, for the verbs that look at a model on data. */
#pragma once

#include "app/cli/invocation.h"
#include "core/datasets/dataset.h"

G_BEGIN_DECLS

/* Pixels of at most `samples` test images of `dataset`, one a row.  Fails when the model has
 * another number of inputs. */
ClMatrix *cl_data_inputs_new (const ClDataset *dataset, gsize samples, const ClModel *model,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
