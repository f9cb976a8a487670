/* The instructions of a pickle that build numbers, strings, tuples, lists, dictionaries and notes
 * of calls; nothing is ever run. */
#pragma once

#include "core/formats/pickle-machine.h"

G_BEGIN_DECLS

/* Runs the instruction `code`, whose arguments come next.  FALSE: it is unknown, the program ends
 * within it, or the stack does not hold what it needs. */
gboolean cl_pickle_instruction_run (ClPickleMachine *machine, guint8 code);

G_END_DECLS
