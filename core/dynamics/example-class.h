/* What an example is: one of these in a file of core/dynamics/examples/ and one line in the table
 * of example.c.  Internal to core/dynamics. */
#pragma once

#include "core/dynamics/example.h"

G_BEGIN_DECLS

struct _ClExampleFlow
{
  const ClExample *example;
  gsize n;
  ClMatrix *matrix; /* W, n x n */
  ClMatrix *vector; /* v, n x 1 */
  ClMatrix *eta;    /* weights of the norm, n x 1, filled by `prepare`; NULL where it has none */
  double osl;       /* filled by `prepare` */
  ClSystem system;
};

struct _ClExample
{
  ClExampleText text;
  gsize n; /* of the default parameters */
  const double *matrix;
  const double *vector;

  /* Checks the parameters (finite, of the right shapes) and fills osl and eta. */
  gboolean (*prepare) (ClExampleFlow *flow, GError **error);

  /* out = f (x), both n. */
  void (*eval) (const ClExampleFlow *flow, const double *x, double *out);

  double (*distance) (const ClExampleFlow *flow, const double *x, const double *y);

  /* Fills W and v, both zero, for the number of their rows. */
  void (*fill) (ClMatrix *matrix, ClMatrix *vector);

  /* The region of the statement in words, and whether x lies in it; both NULL where it is all. */
  const char *region;
  gboolean (*covers) (const ClExampleFlow *flow, const double *x);
};

extern const ClExample cl_example_averaging;
extern const ClExample cl_example_compartmental;
extern const ClExample cl_example_kuramoto;
extern const ClExample cl_example_lotka_volterra;

/* FALSE with the place when W has a negative entry; off the diagonal only, unless `diagonal`. */
gboolean cl_example_check_weights (const ClExampleFlow *flow, gboolean diagonal, GError **error);

/* The smallest, over all pairs i != j, of w_ij + w_ji + sum_k min (w_ik, w_jk) with k neither: the
 * rate at which x_i' = sum_j w_ij (x_j - x_i) pulls its extremes together.  0 for n < 2. */
double cl_example_pull (const ClMatrix *weights);

G_END_DECLS
