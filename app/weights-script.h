/* ClWeightsScript: a small program in Python that loads the weights of a model, solves its fixed
 * points and measures its accuracy: what a student reads to see that there is no more to it.
 *
 * The text is put together for the model at hand, from the pieces in data/scripts/: the reader of
 * the file's format, the activation, and the one iteration that suits its condition:
 *
 *   mu_inf (A) < 1, or alpha (M (A)) < 1   diagonal-implicit where the activation's self-loop has a
 *                                          closed form, else the average iteration (NEMON Cor. 5)
 *   otherwise                              the splitting of Peaceman and Rachford (MON)
 *
 * The NumPy and the PyTorch script differ in the name of the library and in nothing else. */
#pragma once

#include "core/training/trained.h"

G_BEGIN_DECLS

typedef enum
{
  CL_WEIGHTS_SCRIPT_NUMPY,
  CL_WEIGHTS_SCRIPT_TORCH,
  CL_N_WEIGHTS_SCRIPTS
} ClWeightsScript;

/* The name beside the weights: "model.npz" has "model_numpy.py" and "model_torch.py", which Python
 * can import. */
char *cl_weights_script_path (ClWeightsScript script,
                              const char *weights_path) G_GNUC_WARN_UNUSED_RESULT;

/* The text of the script that reads `weights_path` from its own folder.  The network is in the file
 * already or will be.  Fails with CL_MODEL_ERROR for a model that is no firing-rate model or has no
 * B or C, with CL_FORMAT_ERROR_UNSUPPORTED for a file whose format the scripts do not read or whose
 * name is not UTF-8.  Any thread. */
char *cl_weights_script_new (ClWeightsScript script, const ClTrained *trained,
                             const char *weights_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
