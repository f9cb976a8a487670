/* What the tests of core/implicit share. */
#pragma once

#include "core/implicit/fixed-point.h"
#include "tests/core/dynamics/model-fixtures.h"
#include "tests/core/theory/fixtures.h"

/* What solve_closely leaves. */
#define SOLVED 1e-11

/* The fixed points; an error fails the test. */
ClMatrix *solve_with (const ClModel *model, const ClMatrix *inputs,
                      const ClFixedPointSettings *settings, ClFixedPointInfo *info);

/* The fixed points to a residual of 1e-13, and the outputs at them. */
ClMatrix *solve_closely (const ClModel *model, const ClMatrix *inputs);
ClMatrix *outputs_of (const ClModel *model, const ClMatrix *inputs);

/* The worst |L x - Phi (A x + B u + b)|_inf of the rows, by the plainest code. */
double worst_residual (const ClModel *model, const ClMatrix *inputs, const ClMatrix *x);

ClModel *with_a (const ClModel *model, ClMatrix *a);

/* Neurons that excite each other with row sums of 0.98: a slow mode that the proven factor cannot
 * hide, and that Anderson acceleration finds. */
ClModel *slow_model (GRand *random, gsize n);

void assert_matrices_near (const ClMatrix *a, const ClMatrix *b, double tolerance);

/* |x - guess| <= bound + SOLVED entrywise; returns the largest share of a bound that an error
 * takes. */
double assert_within (const ClMatrix *x, const ClMatrix *guess, const ClMatrix *bound);
