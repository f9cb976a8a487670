/* What a classifier answers to one picture, and how it settles on it. */
#pragma once

#include "core/implicit/answer.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

/* The probability of every class as a bar, that of the answer in the accent colour.  answer may be
 * NULL: empty axes.  names: one a class, or NULL for numbers from 0. */
ClFigure *cl_probability_bars_figure (const ClAnswer *answer,
                                      const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* The residual after every iteration, above the state of every neuron as a strip of colour, over
 * the same iterations, or the maps of a convolutional network; NULL for empty axes. */
ClFigure *cl_settling_figure (const ClAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
