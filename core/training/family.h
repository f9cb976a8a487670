/* ClFamily: a parametrisation A = A (theta) of the coupling.  All but "free" are well posed for
 * every theta.
 *
 * A family is one file in core/training/families/ and one line in the table of family.c.  All
 * functions are pure: they may be called on any thread on disjoint data, and allocate nothing. */
#pragma once

#include <glib.h>

#include "core/datasets/random-stream.h"

G_BEGIN_DECLS

/* The norm in which a family promises mu (A) <= gamma, with the weights eta of fill_eta where there
 * are some: |x| = |[eta]^-1 x|. */
typedef enum
{
  CL_FAMILY_NORM_NONE, /* no promise, or one that no single norm makes */
  CL_FAMILY_NORM_INF,
  CL_FAMILY_NORM_TWO,
} ClFamilyNorm;

typedef struct _ClFamily ClFamily;

struct _ClFamily
{
  const char *id;      /* "nemon": command line, files */
  const char *title;   /* "NEMON" */
  const char *formula; /* with real symbols */
  const char *source;  /* "NEMON (17)" */
  ClFamilyNorm norm;

  double splitting; /* scale of the step of the splitting that solves it (network.h); 0:
                       diagonal-implicit (batch-solver.h) */

  gsize kernel; /* A is a circular convolution of n channels with kernels of this side, of which
                   forward and backward see the n x (n k k) (conv-shape.h); 0: A is dense */

  /* Those that depend on the kernel get the family as well. */

  gsize (*parameters) (const ClFamily *self, gsize n); /* the number of entries of theta */
  gsize (*work) (gsize n); /* of scratch for forward and backward; NULL: none */

  void (*initialise) (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream,
                      float *theta);

  /* a (n x n, row-major) = A (theta). */
  void (*forward) (const ClFamily *self, gsize n, double gamma, const float *theta, float *work,
                   float *a);

  /* gradient (theta's shape) = (dA / dtheta)' da, for da n x n.  It may overwrite da. */
  void (*backward) (const ClFamily *self, gsize n, double gamma, const float *theta, float *da,
                    float *work, float *gradient);

  /* eta (n): the weights of the norm.  NULL: ones. */
  void (*fill_eta) (gsize n, const float *theta, float *eta);

  /* Where in theta the logarithms of the n weights eta lie; NULL: elsewhere, or nowhere. */
  gsize (*log_eta) (gsize n);

  /* Moves theta back into the set after a step; NULL where every theta is in it. */
  void (*project) (const ClFamily *self, gsize n, double gamma, float *theta, float *work);
};

/* nemon (the default, first), nemon-weighted, mon, idl, lben, feedforward, free. */
const ClFamily *const *cl_family_table (gsize *count);

/* The families of convolutional networks: nemon-conv (3 x 3), nemon-conv-5.  They train the same
 * way, but what comes out is no ClModel (convolution/conv-model.h), so whoever lists families asks
 * for them by this name.
 */
const ClFamily *const *cl_family_convolution_table (gsize *count);

/* In either table; returns NULL when no family has this id. */
const ClFamily *cl_family_find (const char *id);

/* The largest float that does not exceed `value`. */
float cl_family_round_down (double value);

G_END_DECLS
