/* theta = A (n x n), row-major: what families without a parametrisation of their own share. */
#pragma once

#include "core/training/family.h"

gsize cl_plain_parameters (gsize n);

/* Row sums of |A| near 0.4: well posed at the start. */
void cl_plain_initialise (gsize n, double gamma, ClRandomStream *stream, float *theta);
void cl_plain_forward (gsize n, double gamma, const float *theta, float *work, float *a);
void cl_plain_backward (gsize n, double gamma, const float *theta, float *da, float *work,
                        float *gradient);
