/* A model as a set of arrays, and back. */
#pragma once

#include "core/formats/array-set.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

/* The array that a convolutional network has in the place of A; core/training/convolution reads it.
 */
#define CL_ARRAY_KERNELS "A_kernels"

/* A, B, b, C, D, c, eta, leak by name (other arrays are ignored), and the attributes "activation"
 * and "model".  Where no A is there but one "core.A" or "core/A", its prefix holds for all names;
 * else the only array is A.  Errors do not name the file. */
ClModel *cl_model_set_read (const ClArraySet *set, GError **error) G_GNUC_WARN_UNUSED_RESULT;

ClArraySet *cl_model_set_write (const ClModel *model) G_GNUC_WARN_UNUSED_RESULT;

/* The array named A, or the only one; borrowed from the set. */
ClMatrix *cl_model_set_find_matrix (const ClArraySet *set, GError **error);

G_END_DECLS
