/* The end of the splitting in doubles, for the few samples that floats cannot bring there.
 *
 * The splitting works with p, which stays as large as the drive however small the state becomes, so
 * that in floats the residual of w = V (p + alpha (B u + b)) never falls below the rounding of p. A
 * state that is much smaller than its arguments needs more digits than that. */
#pragma once

#include "core/training/batch-solver.h"

G_BEGIN_DECLS

/* How many doubles of scratch the call below needs for n states. */
gsize cl_splitting_finish_work (gsize n);

/* Solves x = Phi (A x + B u + b) for one input u (r) of a network with a splitting, as
 * batch-solver.h says, drive and all in doubles.  Writes the state and its slopes (n each) and
 * returns the relative residual |x - Phi (A x + B u + b)|_inf / |x|_inf: above the tolerance when
 * the iterations ran out, NaN when something was not a number. */
double cl_splitting_finish (const ClNetwork *network, const float *u,
                            const ClBatchTolerance *tolerance, double *work, float *state,
                            float *slope);

G_END_DECLS
