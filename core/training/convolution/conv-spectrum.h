/* The l_2 measure and norm of circular convolutions, exactly, from their kernels.
 *
 * A circulant A (NEMON section 5) commutes with every shift of the image, so the unitary discrete
 * Fourier transform over the pixels, the same for each channel, makes it block-diagonal: with the
 * tap (row, col) at the offset (row - k/2, col - k/2), the block of the frequency (s, t) is
 *
 *   A^ (s, t) [to][from] = sum over the taps of a [to][from][row][col]
 *                          exp (2 pi i (s (row - k/2) / h + t (col - k/2) / w)),
 *
 * n x n and complex.  Unitary maps change neither norm nor measure in l_2, so
 *
 *   mu_2 (A) = max over (s, t) of lambda_max ((A^ + A^*) / 2),   |A|_2 = max of |A^|_2,
 *
 * and the same of B with its n x r blocks.  The kernels are real: the block of (-s, -t) is the
 * conjugate of that of (s, t) and says the same.  A complex X + iY acts on pairs as the real
 * [[X, -Y], [Y, X]], whose symmetric part and singular values are those of the complex matrix, each
 * twice: so the real measure and norm serve, with the rounding they promise. */
#pragma once

#include "core/theory/norm.h"
#include "core/training/convolution/conv-shape.h"

G_BEGIN_DECLS

/* kernels: out x (in k k) as in conv-shape.h, for images of the shape's height and width; out = in
 * in the measure.  The rounding includes that of the transform.  The line is the frequency that
 * attains it, s w + t.  Any thread; h w / 2 eigenvalue problems of 2 n states. */
ClBounded cl_conv_measure_two (const ClConvShape *shape, const ClMatrix *kernels);
ClBounded cl_conv_norm_two (const ClConvShape *shape, const ClMatrix *kernels);

G_END_DECLS
