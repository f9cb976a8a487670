/* theta = A (n x n), row-major: what families without a parametrisation of their own share. */
#pragma once

#include "core/training/family.h"

gsize cl_plain_parameters (const ClFamily *self, gsize n);

/* Row sums of |A| near 0.4: well posed at the start. */
void cl_plain_initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream,
                          float *theta);
void cl_plain_forward (const ClFamily *self, gsize n, double gamma, const float *theta, float *work,
                       float *a);
void cl_plain_backward (const ClFamily *self, gsize n, double gamma, const float *theta, float *da,
                        float *work, float *gradient);
