/* What is said about a sweep and its runs. */
#pragma once

#include "core/training/sweep.h"

G_BEGIN_DECLS

/* "5 of 18 runs done, about 40 s left": for the run bar. */
char *cl_sweep_text_progress (const ClSweepSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;

/* "MON, λ = 0, seed 1", why it failed, or that none is chosen. */
char *cl_sweep_text_run (const ClSweepRun *run) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
