/* Anderson acceleration of an iteration s+ = g (s), separately on each row. */
#pragma once

#include "core/implicit/real/real.h"

G_BEGIN_DECLS

typedef struct CL_REAL (_ClAnderson) ClRealAnderson;

ClRealAnderson *CL_REAL (cl_anderson_new) (gsize rows, gsize n,
                                           gsize memory) G_GNUC_WARN_UNUSED_RESULT;
void CL_REAL (cl_anderson_free) (ClRealAnderson *anderson);

/* Forgets the history of every row; for the next chunk of a batch. */
void CL_REAL (cl_anderson_restart) (ClRealAnderson *anderson);

/* state: s (rows x n); next: g (s) on entry, the accelerated state on return. */
void CL_REAL (cl_anderson_mix) (ClRealAnderson *anderson, gsize rows, const ClReal *state,
                                ClReal *next);

G_END_DECLS
