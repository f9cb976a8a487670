/* A convolutional network seen from within: its kernels, what its classes listen to, and the
 * feature maps of one image. */
#pragma once

#include "core/implicit/answer.h"
#include "core/training/convolution/conv-model.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* At most so many channels are shown of each axis. */
#define CL_CONVOLUTION_PLOT_CHANNELS 64

/* The kernel of A from every channel to every other; the self-loops, which are large beside them,
 * are left out.  The colours run over the rest. */
ClFigure *cl_coupling_kernels_figure (const ClConvModel *model) G_GNUC_WARN_UNUSED_RESULT;

/* The kernels of B of every channel as images; those from a picture in colour stand one above the
 * other. */
ClFigure *cl_input_kernels_figure (const ClConvModel *model) G_GNUC_WARN_UNUSED_RESULT;

/* C as the map of blocks that each class sees of each channel.  names: one a class, or NULL. */
ClFigure *cl_output_maps_figure (const ClConvModel *model,
                                 const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* The states of an answer that are maps, at the fixed point; NULL for an empty panel. */
ClFigure *cl_feature_maps_figure (const ClAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the maps of the most active channels after 1, 4, 16, ... iterations, a row each. */
void cl_settling_maps_add (ClPanel *panel, const ClAnswer *answer);

G_END_DECLS
