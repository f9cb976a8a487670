/* ClAnalysis: everything `analyze` prints and the conditions page shows about one model.
 *
 * One call computes it, on two threads at the most; the window posts it as a job and shows the same
 * struct that the command line prints. */
#pragma once

#include <gio/gio.h>

#include "core/linalg/matrix.h"
#include "core/theory/model.h"
#include "core/theory/verdict.h"

G_BEGIN_DECLS

/* The ladder of conditions, loose to exact; the ids are those of the command line. */
typedef enum
{
  CL_CONDITION_NORM_INF,
  CL_CONDITION_PF_ABS,
  CL_CONDITION_MU_INF,
  CL_CONDITION_METZLER,
  CL_CONDITION_MU_1,
  CL_CONDITION_MU_2,
  CL_CONDITION_LDS,
  CL_CONDITION_P_MATRIX,
  CL_N_CONDITIONS
} ClConditionId;

typedef struct
{
  const char *id;        /* "mu_inf" */
  const char *formula;   /* "μ∞(A) < 1" */
  const char *title;     /* "ℓ∞ matrix measure" */
  const char *guarantee; /* one sentence: norm, model and what follows */
  const char *source;    /* "NEMON Cor. 5" */
  const char *markup;    /* the formula with Pango markup for sub- and superscripts */
} ClConditionInfo;

const ClConditionInfo *cl_condition_info (ClConditionId id);

typedef struct
{
  double value;    /* compared with 1; for the P-matrix the smallest principal minor of I-A; NaN
                      unknown */
  double margin;   /* 1 - value; for the P-matrix the minor itself */
  double rounding; /* bound on the rounding error of value */
  ClVerdict verdict;
  gssize row;       /* the row (mu_1: column) that decides, or -1 */
  ClMatrix *vector; /* n x 1: Perron vector, weights, eigenvector or diagonal of Q; or NULL */
  guint64 minor;    /* P-matrix: the index set of the deciding minor as bits (n <= 64), or 0 */
} ClCondition;

typedef struct
{
  const char *norm; /* "one", "two", "inf", "inf-weighted" */
  double osl;       /* one-sided Lipschitz constant of the vector field */
  double rate;      /* max (-osl, 0) */
  gboolean exact;   /* FALSE: osl is an upper bound, not the exact constant */
  double rounding;
  ClMatrix *weights; /* inf-weighted: the weights of the norm, n x 1, largest = 1; else NULL */
} ClContraction;

enum
{
  CL_CONTRACTION_ONE,
  CL_CONTRACTION_TWO,
  CL_CONTRACTION_INF,
  CL_CONTRACTION_INF_WEIGHTED, /* in the best weights of the vector field */
  CL_N_CONTRACTIONS
};

/* When the ReLU model is not well posed: a bias b for which x = relu (A x + b) has no solution
 * (fixed_points has 0 rows) or at least two (one a row). */
typedef struct
{
  ClMatrix *b;            /* n x 1 */
  ClMatrix *fixed_points; /* k x n, k = 0 or k >= 2 */
} ClWitness;

typedef struct
{
  gsize n;
  double norm_one, norm_two, norm_inf;
  double measure_one, measure_two, measure_inf;
  double spectral_abscissa, spectral_radius;
  double pf_abs, metzler_abscissa;
  ClMatrix *eigenvalues;     /* n x 2: real and imaginary parts, by descending real part */
  ClMatrix *optimal_weights; /* eta, n x 1, largest = 1, every entry positive */
  double weighted_mu_inf;    /* the measure in these weights: metzler_abscissa plus the slack */
  ClMatrix *row_sums;        /* n x 1: a_ii + sum_{j != i} |a_ij| */
  ClCondition condition[CL_N_CONDITIONS];
  ClContraction contraction[CL_N_CONTRACTIONS];
  double average_step;    /* alpha* = 1/(1 - min_i (a_ii)_-), NEMON Cor. 5 */
  double average_factor;  /* its contraction factor; >= 1 promises nothing */
  double implicit_factor; /* of the diagonal-implicit iteration; inf where some a_ii >=
                             1 */
  ClWitness *witness;     /* NULL when well posed or not known */
} ClAnalysis;

typedef struct
{
  gsize p_matrix_limit;  /* exact P-matrix test up to this n (default 20) */
  gsize lds_limit;       /* best l2 weights up to this n (default 60) */
  gsize vertex_limit;    /* l2 constant by enumeration up to this n (default 12) */
  gboolean find_witness; /* default TRUE */
  guint threads;         /* the spectrum on a thread of its own from 2 on (default 1) */
} ClAnalysisSettings;

#define CL_ANALYSIS_SETTINGS_DEFAULT                                                               \
  {                                                                                                \
    20, 60, 12, TRUE, 1                                                                            \
  }

/* Returns NULL with G_IO_ERROR_CANCELLED when cancelled.  `settings` may be NULL (defaults). */
ClAnalysis *cl_analysis_new (const ClModel *model, const ClAnalysisSettings *settings,
                             GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_analysis_free (ClAnalysis *analysis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAnalysis, cl_analysis_free)

G_END_DECLS
