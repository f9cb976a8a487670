/* ClReduction: a network in place of another, written by the reduce verb: which one, and how far
 * its outputs are from those of the whole. */
#pragma once

#include "app/cli/invocation.h"
#include "core/datasets/dataset.h"
#include "core/implicit/pruning.h"

G_BEGIN_DECLS

/* 0, NULL or FALSE where not asked for. */
typedef struct
{
  char *out;
  char *data;
  char *input;
  int samples;
  gint64 seed;
  int remove, rank, features;
  double sparsity;
  gboolean exact, rescale;
} ClReductionOptions;

/* One reduction from end to end. */
typedef struct
{
  const ClReductionOptions *options;
  ClModel *whole;
  ClDataset *dataset; /* NULL without --data */
  ClMatrix *inputs;   /* m x r; NULL for a model without inputs, or when none were given */
  ClMatrix *states;   /* fixed points of the whole, m x n; NULL without inputs to take them at */

  ClModel *smaller;
  ClPruning *pruning; /* of --remove */
  double error_two;   /* |A - A'|_2 of --rank, else NaN */

  double measured;  /* the largest |y - y'|; NaN where it was not measured */
  double certified; /* its bound; NaN where there is none */
  char *reason;     /* why there is none */
  double accuracy[2];
} ClReduction;

void cl_reduction_clear (ClReduction *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClReduction, cl_reduction_clear)

/* A line of the table of methods. */
typedef struct
{
  const char *id;
  gboolean (*apply) (ClReduction *self, GError **error);
  gboolean same_map; /* the outputs do not change */
  const char *guarantee;
} ClReductionMethod;

/* The one method that the options ask for. */
const ClReductionMethod *cl_reduction_method (const ClReductionOptions *options, GError **error);

/* Fills everything from the options and the whole. */
gboolean cl_reduction_run (ClReduction *self, const ClReductionMethod *method,
                           ClInvocation *invocation, GError **error);

G_END_DECLS
