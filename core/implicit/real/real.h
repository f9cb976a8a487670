/* ClReal: the numbers that an iteration computes with.
 *
 * The arithmetic of the solvers is written once and compiled twice, as FFTW does: every .c of this
 * folder for double and, with CL_SINGLE defined, for float.  What it exports has the suffix _f
 * then, like the functions of core/linalg; its types belong to one compilation alone.  The
 * functions of <tgmath.h> follow the type. */
#pragma once

#include <float.h>
#include <tgmath.h>

#include "core/linalg/blas.h"

G_BEGIN_DECLS

#ifdef CL_SINGLE
typedef float ClReal;
#define CL_REAL(name)   name##_f
#define CL_REAL_EPSILON FLT_EPSILON
#define CL_REAL_FAR     1e30F /* on the way out of the finite numbers */
#else
typedef double ClReal;
#define CL_REAL(name)   name
#define CL_REAL_EPSILON DBL_EPSILON
#define CL_REAL_FAR     1e150
#endif

static inline void
cl_real_from_doubles (gsize count, const double *from, ClReal *to)
{
  for (gsize e = 0; e < count; e++)
    to[e] = (ClReal) from[e];
}

static inline void
cl_real_to_doubles (gsize count, const ClReal *from, double *to)
{
  for (gsize e = 0; e < count; e++)
    to[e] = from[e];
}

G_END_DECLS
