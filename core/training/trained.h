/* ClTrained: the weights that a run has come to, as an immutable value: a dense model or a
 * convolutional one. */
#pragma once

#include "core/theory/lipschitz.h"
#include "core/training/convolution/conv-model.h"

G_BEGIN_DECLS

#define CL_TRAINED_MAX_STATES 2000

/* One of the two. */
typedef struct
{
  ClModel *model;
  ClConvModel *convolution;
} ClTrained;

/* Takes what it is given; NULL when that is nothing. */
ClTrained *cl_trained_new_take (ClModel *model, ClConvModel *convolution) G_GNUC_WARN_UNUSED_RESULT;
ClTrained *cl_trained_ref (ClTrained *trained);
void cl_trained_unref (ClTrained *trained);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTrained, cl_trained_unref)

/* The memory of its arrays. */
gsize cl_trained_bytes (const ClTrained *trained);

/* Every bound of the Lipschitz ladder that is quick enough for every epoch, by ClBoundId: not the
 * enumeration of slope patterns, and those in l_2 of a convolution up to 64 channels.  Infinite
 * where it is not valid or not known; returns the least in the inf norm. */
double cl_trained_bounds (const ClTrained *trained, double bounds[CL_N_BOUNDS]);

/* Whether the whole A of a network may be written out as a matrix to look at and to edit: always of
 * a dense model, of a convolutional network up to CL_TRAINED_MAX_STATES states. */
gboolean cl_trained_can_write_out (const ClTrained *trained);
ClModel *cl_trained_write_out (const ClTrained *trained, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Files: the arrays of either kind of model. */
ClArraySet *cl_trained_to_set (const ClTrained *trained) G_GNUC_WARN_UNUSED_RESULT;
ClTrained *cl_trained_from_set (const ClArraySet *set, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it has n states or channels, this many inputs and outputs, and kernels of this side
 * (ClFamily; 0: none). */
gboolean cl_trained_fits (const ClTrained *trained, gsize kernel, gsize n, gsize inputs,
                          gsize outputs);

G_END_DECLS
