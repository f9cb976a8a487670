/* What learner.c and learner-penalty.c share. */
#pragma once

#include "core/training/convolution/conv-penalty.h"
#include "core/training/learner.h"

G_BEGIN_DECLS

struct _ClLearner
{
  ClParameterLayout layout;
  const ClFamily *family;
  const ClOptimiser *optimiser;
  double gamma;
  ClNetwork network;
  ClConvNetwork convolution;       /* what `network` stands for when the layout says so */
  float *weights, *first, *second; /* theta, padding, the linear block */
  float *a, *da;                   /* A, or its kernels */
  float *theta_gradient;
  float *work;
  float *mask;          /* n */
  float *eta;           /* n: the weights of the norm; NULL where they are one */
  float *log_eta;       /* n: the regulariser's part of their gradient; NULL where it has none */
  double *penalty_work; /* of the regulariser that was used last */
  const ClRegulariser *penalty;
  ClConvPenalty *conv_penalty; /* NULL: dense */
};

G_END_DECLS
