/* ClArithmetic: the iteration of a solver on a chunk of rows, in one of two precisions.
 *
 * core/implicit/real/ is compiled once for each; its loops are seen through this table, whose
 * arrays are doubles either way.  Internal to core/implicit. */
#pragma once

#include "core/implicit/problem.h"

G_BEGIN_DECLS

/* What a solver prepares once for a problem and a step. */
typedef struct
{
  ClProblem *problem;
  double step;
  double *loop;     /* [n] weight of the self-loop of each neuron */
  ClMatrix *matrix; /* a factorised or inverted matrix, or NULL */
} ClPlan;

/* The schemes of the solvers in double and in float: core/implicit/real/scheme.h. */
typedef struct _ClScheme ClScheme;
typedef struct _ClScheme_f ClScheme_f;

#define CL_DECLARE_SCHEME(name)                                                                    \
  extern const ClScheme cl_scheme_##name;                                                          \
  extern const ClScheme_f cl_scheme_##name##_f;

CL_DECLARE_SCHEME (picard)
CL_DECLARE_SCHEME (averaged)
CL_DECLARE_SCHEME (diagonal_implicit)
CL_DECLARE_SCHEME (forward_backward)
CL_DECLARE_SCHEME (peaceman_rachford)

typedef struct
{
  const ClScheme *scheme;
  const ClScheme_f *scheme_f;
} ClSchemes;

typedef struct
{
  double far; /* residuals beyond this are on their way out of the finite numbers */

  /* A loop for at most `rows` rows with Anderson acceleration of that memory (0: none).  The plan
   * is copied but for what its nodes point at. */
  gpointer (*open) (const ClSchemes *schemes, const ClPlan *plan, gsize rows, gsize anderson);
  void (*close) (gpointer loop);

  /* Puts the loop at a state ([count][n]) of `count` rows from row `first` of the batch. */
  void (*load) (gpointer loop, gsize first, gsize count, const double *drive, const double *state);

  /* The worst |x - f (G x + d)|_inf of the rows, computed in this precision; infinite when it is
   * not a number. */
  double (*evaluate) (gpointer loop);

  /* One iteration, from what the last evaluation left. */
  void (*advance) (gpointer loop);

  /* The first `count` rows of the iterate, or of the state that carries it. */
  void (*get_iterate) (gpointer loop, gsize count, double *x);
  void (*get_state) (gpointer loop, gsize count, double *state);
} ClArithmetic;

extern const ClArithmetic cl_arithmetic;   /* double */
extern const ClArithmetic cl_arithmetic_f; /* float */

G_END_DECLS
