/* ClConvModel: a convolutional implicit network (conv-shape.h) as an immutable value, and its file.
 *
 * The file is any format that holds arrays by name:
 *
 *   A_kernels   n x (n k k)   in NumPy A_kernels.reshape (n, n, k, k): [to][from][row][col]
 *   B_kernels   n x (r k k)   the same from the channels of the image
 *   b           n             one bias a channel
 *   C           q x (n H W)   in NumPy C.reshape (q, n, H, W) for the H x W averaged blocks
 *   c           q
 *   image       1 x 4         height, width, k, side of a block
 *   activation, model         strings; the model is "nemon-conv"
 *
 * A_kernels holds A itself, self-loops included, not the parameters it comes from.
 *
 * Because all pixels of a channel see the same kernels, everything in the inf norm is the same for
 * them and needs sums of kernels only: the exact measure and bounds are those of a model with one
 * state a channel, the quotient. */
#pragma once

#include "core/formats/array-set.h"
#include "core/theory/model.h"
#include "core/training/convolution/conv-shape.h"

G_BEGIN_DECLS

#define CL_CONV_MODEL_ID "nemon-conv"

typedef struct
{
  ClConvShape shape;
  const ClActivation *activation;
  ClMatrix *a_kernels, *b_kernels, *bias, *c_matrix, *offset;
} ClConvModel;

/* Takes references of the arrays.  Fails with CL_MODEL_ERROR where a shape does not fit or an entry
 * is not finite. */
ClConvModel *cl_conv_model_new (const ClConvModel *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
ClConvModel *cl_conv_model_ref (ClConvModel *model);
void cl_conv_model_unref (ClConvModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClConvModel, cl_conv_model_unref)

/* The model of n states, one input and q outputs with
 *
 *   A_cd = sum of the magnitudes of the kernel from d to c, its self-loop with its sign,
 *   B_c  = sum of the magnitudes of the kernels from the image to c,
 *   C_kc = sum of |C_k| over the blocks of c.
 *
 * Of the whole network it has, exactly: mu_inf (A), also with one weight a channel; the abscissa of
 * the Metzler majorant M (A), whose Perron vector is constant on every channel; |B|_inf and
 * |C P|_inf; and so the bound of NEMON (15), refined or weighted, and |C P| (I - M (A))^-1 |B|. */
ClModel *cl_conv_model_quotient (const ClConvModel *model,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

ClArraySet *cl_conv_model_to_set (const ClConvModel *model) G_GNUC_WARN_UNUSED_RESULT;
ClConvModel *cl_conv_model_from_set (const ClArraySet *set,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a set of arrays is meant as one, good or bad. */
gboolean cl_conv_model_is_in (const ClArraySet *set);

ClConvModel *cl_conv_model_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cl_conv_model_write (const ClConvModel *model, const char *path, GError **error);

G_END_DECLS
