/* The text of a script beside saved weights, put together from the pieces of data/scripts: what
 * dense and convolutional networks have in common. */
#pragma once

#include "app/weights-script.h"
#include "core/theory/activation.h"

G_BEGIN_DECLS

/* An activation in Python; psi, the self-loop, only where it has a closed form, else NULL. */
typedef struct
{
  const char *id, *formula, *phi, *psi;
  const char *step; /* of the splitting */
} ClScriptActivation;

const ClScriptActivation *cl_script_activation (const ClActivation *activation);

/* Fails with CL_FORMAT_ERROR_UNSUPPORTED. */
gboolean cl_script_check_path (const char *path, GError **error);

/* The frame of a script, with the pieces that say what the network is and solve it; names: those of
 * the arrays, as literals of Python. */
GString *cl_script_begin (ClWeightsScript script, const char *about, const char *network,
                          const char *names, const char *weights_path) G_GNUC_WARN_UNUSED_RESULT;

/* Puts `value`, or a piece of data/scripts, in the place of every @key@; NULL where the text has
 * none. */
void cl_script_fill (GString *text, const char *key, const char *value);
void cl_script_fill_piece (GString *text, const char *key, const char *name);

/* Fills in the activation and the library, and takes the text. */
char *cl_script_finish (GString *text, ClWeightsScript script, const ClActivation *activation,
                        const char *weights_path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
