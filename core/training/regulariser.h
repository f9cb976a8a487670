/* ClRegulariser: a penalty of the weights that the loss gains, lambda times R (A, B, C).
 *
 * A regulariser is one file in core/training/regularisers/ and one line in the table of
 * regulariser.c.  All functions are pure: they may be called on any thread on disjoint data. */
#pragma once

#include "core/training/family.h"

G_BEGIN_DECLS

/* The weights of a network, or their gradient; row-major. */
typedef struct
{
  gsize n, r, q;
  const float *a;        /* n x n */
  const float *b_matrix; /* n x r */
  const float *c_matrix; /* q x n */
  const float *eta;      /* n: weights of the inf norm of the states; NULL: ones */
} ClPenalised;

typedef struct
{
  float *a, *b_matrix, *c_matrix;
  float *log_eta; /* with respect to log (eta); NULL where eta is */
} ClPenaltyGradient;

typedef struct
{
  const char *id;        /* "nemon": command line, files */
  const char *title;     /* "ℓ∞ bound" */
  const char *formula;   /* with real symbols */
  const char *source;    /* "NEMON (18)" */
  gboolean needs_mu_inf; /* defined only where the family bounds mu_inf (A) below 1 */
  gboolean needs_mu_two; /* the same of mu_2 (A) */

  gboolean of_quotient; /* a function of |B|, |C| and the Metzler majorant of A in the inf norm: the
                           same of a convolutional network and of its quotient (conv-model.h) */

  gsize (*work) (gsize n, gsize r, gsize q); /* doubles of scratch; NULL: none */

  /* Adds `weight` times a subgradient of R to `gradient`; returns R. */
  double (*add) (const ClPenalised *weights, double weight, double *work,
                 ClPenaltyGradient *gradient);
} ClRegulariser;

/* nemon (the default, first), l2, sensitivity, l1, row-sparsity, column-sparsity. */
const ClRegulariser *const *cl_regulariser_table (gsize *count);

/* Returns NULL when no regulariser has this id. */
const ClRegulariser *cl_regulariser_find (const char *id);

/* What it needs of every network of the family and does not get, "μ∞(A) < 1"; NULL: nothing. */
const char *cl_regulariser_missing (const ClRegulariser *regulariser, const ClFamily *family);

/* TRUE when it is defined for every network of the family. */
gboolean cl_regulariser_suits (const ClRegulariser *regulariser, const ClFamily *family);

G_END_DECLS
