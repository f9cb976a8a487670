/* The verbs of the command line; each is defined in verb-NAME.c. */
#pragma once

#include "app/cli/invocation.h"

extern const ClVerb cl_verb_analyze;
extern const ClVerb cl_verb_bench;
extern const ClVerb cl_verb_bounds;
extern const ClVerb cl_verb_compose;
extern const ClVerb cl_verb_convert;
extern const ClVerb cl_verb_evaluate;
extern const ClVerb cl_verb_fetch;
extern const ClVerb cl_verb_figure;
extern const ClVerb cl_verb_interconnect;
extern const ClVerb cl_verb_reduce;
extern const ClVerb cl_verb_regress;
extern const ClVerb cl_verb_simulate;
extern const ClVerb cl_verb_solve;
extern const ClVerb cl_verb_sweep;
extern const ClVerb cl_verb_train;
extern const ClVerb cl_verb_version; /* --version */
