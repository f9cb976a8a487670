/* Networks whose weights are taken away: five inputs, two outputs. */
#pragma once

#include "core/theory/model.h"

G_BEGIN_DECLS

/* The ways in which a model can be well posed, each beyond the one before. */
typedef enum
{
  CASE_MU_INF,
  CASE_METZLER,
  CASE_MU_TWO,
  CASE_STABLE,
  N_CASES
} Case;

/* D, b, c and the leak come and go with the bits of `parts`. */
ClModel *draw_model (Case which, const ClActivation *activation, guint parts, guint64 seed);

/* One that no sample wakes: x is 0, and there is nothing for a residual to be relative to. */
ClModel *draw_asleep (void);

G_END_DECLS
