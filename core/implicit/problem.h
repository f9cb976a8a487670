/* ClProblem: the equation that every solver of this folder iterates on, for a batch of rows:
 *
 *   x = f (G x + d),   f acting on each coordinate with slopes in [slope_min, slope_max].
 *
 * Forward, f is the activation and G = A L^-1 with x standing for L x (so that a leak needs no
 * other theory); backward, f multiplies by the slope of each neuron at the fixed point and G is the
 * transpose.  Internal to core/implicit. */
#pragma once

#include "core/theory/model.h"

G_BEGIN_DECLS

/* f: the activation or, where `slopes` (m x n) is not NULL, the product of each coordinate of each
 * row with its slope. */
typedef struct
{
  const ClActivation *activation;
  const ClMatrix *slopes;
} ClNodes;

typedef struct
{
  gsize n;
  ClMatrix *g;      /* n x n */
  const char *name; /* of G in sentences: "A" or "AL⁻¹" */
  double slope_min;
  double slope_max;
  ClNodes nodes;

  /* What the theory knows of G; filled on demand by the functions below. */
  ClMatrix *metzler_weights;
  double metzler_abscissa;
  double l2_measure;
  ClMatrix *l2_weights;
} ClProblem;

/* The forward problem of a model.  Free with cl_problem_clear. */
void cl_problem_init_forward (ClProblem *problem, const ClModel *model);

/* The backward problem: `slopes` is m x n, the slope of each neuron at the fixed point of each
 * row; it must outlive the problem. */
void cl_problem_init_backward (ClProblem *problem, const ClModel *model, const ClMatrix *slopes);
void cl_problem_clear (ClProblem *problem);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClProblem, cl_problem_clear)

/* alpha (M (G)), an upper bound, and positive weights whose l_inf measure is close to it. */
double cl_problem_metzler_abscissa (ClProblem *problem);
const double *cl_problem_metzler_weights (ClProblem *problem);

/* Positive q (n) and the largest eigenvalue of the symmetric part of Q^1/2 G Q^-1/2, an upper bound
 * on it: ones where that is below 1, else the best weights (only ones for n > 60). */
double cl_problem_l2_measure (ClProblem *problem);
const double *cl_problem_l2_weights (ClProblem *problem);

/* |Q^1/2 K Q^-1/2|_2 of K (n x n) in those weights. */
double cl_problem_l2_norm (ClProblem *problem, const ClMatrix *k);

/* The contraction factor of a non-negative matrix N that bounds the errors of an iteration
 * entrywise: |N| in its best weighted l_inf norm, an upper bound on its spectral radius. */
double cl_majorant_factor (const ClMatrix *majorant);

G_END_DECLS
