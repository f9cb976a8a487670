/* ClExample: vector fields that are not neural networks and do not contract strongly, and what
 * holds for them instead (LECT):
 *
 *   weak contraction   osL (f) <= 0 in a norm: distances never grow
 *   semi-contraction   osL (f) <= -c < 0 in a semi-norm: the part of the difference that it sees
 *                      shrinks at the rate c
 *
 * Each example is one file of core/dynamics/examples/ and one line in the table of example.c.  All
 * have the same two parameters, an n x n matrix W and an n-vector v. */
#pragma once

#include "core/dynamics/distance.h"

G_BEGIN_DECLS

typedef struct _ClExample ClExample; /* a line of the table; see example-class.h */

const ClExample *const *cl_example_table (gsize *count);

/* "averaging", "compartmental", "kuramoto", "lotka-volterra"; NULL for any other. */
const ClExample *cl_example_find (const char *id);

typedef struct
{
  const char *id;           /* "averaging" */
  const char *title;        /* "Averaging" */
  const char *equation;     /* "ẋᵢ = Σⱼ wᵢⱼ(xⱼ − xᵢ) + vᵢ" */
  const char *matrix_title; /* what W is */
  const char *vector_title; /* what v is */
  const char *seminorm;     /* the norm or semi-norm of the statement */
  const char *difference;   /* what it is of two states, in Pango markup */
  const char *statement;    /* what holds in it */
  const char *source;
  double low, high; /* the box of starts in which it is best seen, of every coordinate */
} ClExampleText;

const ClExampleText *cl_example_text (const ClExample *example);

/* The starts that the statement is about, in words; NULL where it is about all. */
const char *cl_example_region (const ClExample *example);

/* Parameters of n >= 2 states of the same kind as the ones it comes with, for which the statement
 * holds. */
void cl_example_parameters (const ClExample *example, gsize n, ClMatrix **matrix,
                            ClMatrix **vector);

/* The parameters it comes with: n x n and n x 1. */
ClMatrix *cl_example_default_matrix (const ClExample *example) G_GNUC_WARN_UNUSED_RESULT;
ClMatrix *cl_example_default_vector (const ClExample *example) G_GNUC_WARN_UNUSED_RESULT;

/* count x n independent starts in the box low .. high of its text, the same for the same seed. */
ClMatrix *cl_example_starts (const ClExample *example, gsize n, gsize count,
                             guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

/* An example with its parameters: immutable, shared by any threads. */
typedef struct _ClExampleFlow ClExampleFlow;

/* matrix: n x n; vector: n x 1; NULL for the default ones.  Fails with CL_EXAMPLE_ERROR_VALUE and
 * the place when the parameters are not those of such a system. */
ClExampleFlow *cl_example_flow_new (const ClExample *example, const ClMatrix *matrix,
                                    const ClMatrix *vector,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_example_flow_free (ClExampleFlow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClExampleFlow, cl_example_flow_free)

/* To be integrated by cl_bundle_new_for_system; belongs to the flow. */
const ClSystem *cl_example_flow_system (const ClExampleFlow *flow);

/* The one-sided Lipschitz constant in the (semi-)norm, or an upper bound on it, on the region that
 * the example states: 0 for weak contraction, -c for semi-contraction with the rate c, NAN where
 * these parameters do not allow the statement. */
double cl_example_flow_osl (const ClExampleFlow *flow);

typedef enum
{
  CL_EXAMPLE_CLAIM_NONE, /* nothing with these parameters */
  CL_EXAMPLE_CLAIM_WEAK, /* distances never grow */
  CL_EXAMPLE_CLAIM_SEMI, /* the part that the semi-norm sees shrinks at the rate -osL */
} ClExampleClaim;

const char *cl_example_claim_id (ClExampleClaim claim); /* "none", "weak contraction", ... */

/* What the constant says. */
ClExampleClaim cl_example_flow_claim (const ClExampleFlow *flow);

/* The rate that is claimed: -osL, 0 for weak contraction, NAN where nothing is. */
double cl_example_flow_rate (const ClExampleFlow *flow);

/* Whether x (n) lies in the region of the statement, which trajectories do not leave. */
gboolean cl_example_flow_covers (const ClExampleFlow *flow, const double *x);

/* Whether the statement is made of each of these starts (m x n, one a row). */
gboolean cl_example_flow_covers_all (const ClExampleFlow *flow, const ClMatrix *starts);

/* The (semi-)norm of x - y (n each), in which the statement holds. */
double cl_example_flow_distance (const ClExampleFlow *flow, const double *x, const double *y);

/* out (n) = f (x). */
void cl_example_flow_eval (const ClExampleFlow *flow, const double *x, double *out);

/* cl_distances_new in that (semi-)norm, with the envelope of the rate that is claimed. */
ClDistances *cl_example_flow_distances (const ClExampleFlow *flow, const ClBundle *bundle,
                                        gsize max_pairs) G_GNUC_WARN_UNUSED_RESULT;

#define CL_EXAMPLE_ERROR (cl_example_error_quark ())
GQuark cl_example_error_quark (void);

typedef enum
{
  CL_EXAMPLE_ERROR_SHAPE,
  CL_EXAMPLE_ERROR_VALUE,
} ClExampleError;

G_END_DECLS
