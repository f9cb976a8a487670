/* ClRowKernel: the passes over one state that a sweep of the batch solver makes between two gemms.
 *
 * Sizes are maxima of magnitudes, taken on the bits of the floats: there NaN is larger than
 * infinity, so that a NaN never hides. */
#pragma once

#include <string.h>

#include "core/training/network.h"

G_BEGIN_DECLS

typedef struct
{
  float residual; /* |x - Phi (A x + B u + b)|_inf at the state */
  float size;     /* |x|_inf of the state */
  float argument; /* |A x + B u + b|_inf: only of the splitting, forward */
} ClRowSizes;

/* The arguments are named for the diagonal-implicit iteration, where s is the coupling part of A x
 * plus the drive B u + b.  In the splitting x is p, s is w, and the state is w. */
typedef struct
{
  gboolean state_is_sum; /* the state whose sizes `step` returns is s, not x */

  /* x = psi (drive): the fixed point without its coupling. */
  void (*start) (const ClNetwork *network, const float *drive, float *x);

  /* next = (1 - damping) x + damping psi (s); next must not overlap x or s. */
  ClRowSizes (*step) (const ClNetwork *network, float damping, const float *x, const float *s,
                      float *next);

  /* slope = phi' (A x + B u + b) at the state. */
  void (*slope) (const ClNetwork *network, const float *x, const float *s, float *slope);

  /* next = (1 - damping) v + damping d s / (1 - d a_ii), with d the slopes and s the coupling part
   * of A' v plus g; the sizes are those of v and of v - d (A' v + g). */
  ClRowSizes (*adjoint_step) (const ClNetwork *network, float damping, const float *slope,
                              const float *v, const float *s, float *next);
} ClRowKernel;

/* The fused kernel of the activation where there is one, else one that calls the activation's
 * array functions. */
const ClRowKernel *cl_row_kernel_find (const ClActivation *activation);

/* The same for the splitting. */
const ClRowKernel *cl_row_kernel_find_splitting (const ClActivation *activation);

/* v = d g / (1 - d a_ii): the adjoint state without its coupling.  Returns |v|_inf. */
float cl_adjoint_start (gsize n, const float *loop, const float *slope, const float *g, float *v);

/* The magnitude of z as an integer: the order of non-negative floats, with NaN on top, and a
 * maximum that vectorises without any licence to reorder floating-point operations. */
static inline guint32
cl_magnitude (float z)
{
  guint32 bits;

  memcpy (&bits, &z, sizeof bits);
  return bits & 0x7fffffffU;
}

static inline float
cl_from_magnitude (guint32 bits)
{
  float z;

  memcpy (&z, &bits, sizeof z);
  return z;
}

G_END_DECLS
