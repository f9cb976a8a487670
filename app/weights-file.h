/* ClWeightsFile: the weights of a trained model taken away: a file, and programs that use it. */
#pragma once

#include "core/training/trained.h"

G_BEGIN_DECLS

/* Writes the network in the format of the file name's ending (.npz, .mat, .safetensors; of a
 * dense model also .clab), and,
 * if wanted, the two scripts of weights-script.h beside it, which replace older ones.  Each file is
 * written atomically, the weights first; what cannot be written at all (a wrong ending, a model
 * that is no classifier) fails before anything is.  Blocks; any thread. */
gboolean cl_weights_file_save (const ClTrained *trained, const char *path, gboolean with_scripts,
                               GError **error);

G_END_DECLS
