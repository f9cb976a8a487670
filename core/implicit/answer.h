/* ClAnswer: what a classifier y = y (u), with the answer argmax y, says of one input, and how far
 * that is certified. */
#pragma once

#include "core/implicit/fixed-point.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n, q;

  /* The states are n / (height * width) maps of this size, one after the other, of a convolutional
   * network; 0: they are no maps. */
  gsize map_height, map_width;

  gsize answer;          /* the largest output */
  double *outputs;       /* q: y */
  double *probabilities; /* q: softmax of y */

  /* Every input within the l_inf distance `radius` of this one has the same answer, NEMON (20) with
   * the bound of each pair: min over k of (y_answer - y_k) / L_answer,k, with the error of the
   * outputs taken off.  0 where nothing is certified. */
  double radius;
  gsize rival;      /* the class of that minimum */
  double margin;    /* y_answer - y_rival */
  double lipschitz; /* of y_answer - y_rival; +inf where no bound is valid */

  ClFixedPointInfo info; /* with the iterates */
  GArray *frames;        /* gsize: after how many iterations each of the iterates was taken; NULL:
                            the start, and then each */
} ClAnswer;

ClAnswer *cl_answer_new (gsize n, gsize q) G_GNUC_WARN_UNUSED_RESULT;
void cl_answer_free (ClAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAnswer, cl_answer_free)

/* Once the outputs are there: the answer, the probabilities and the certificate.  pairs (q x q):
 * Lipschitz bounds of the differences of outputs (lipschitz.h); errors (q) >= |y - y*|. */
void cl_answer_decide (ClAnswer *answer, const ClMatrix *pairs, const double *errors);

/* exp (y_i) / sum_k exp (y_k), without overflow; out may be y. */
void cl_softmax (gsize q, const double *y, double *out);

G_END_DECLS
