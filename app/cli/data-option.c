#include "app/cli/data-option.h"

#include "app/cli/invocation.h"

ClDataset *
cl_data_option_open (const char *spec, double train_share, guint64 seed, GCancellable *cancellable,
                     GError **error)
{
  const ClDatasetOptions options = { seed, train_share };

  if (!cl_invocation_check (train_share > 0 && train_share < 1, error,
                            "--train-share is %g: expected a number between 0 and 1", train_share))
    return NULL;
  return cl_dataset_open_with (spec != NULL ? spec : "digits", &options, cancellable, error);
}
