/* The stack machine for which a pickle is a program: its stack, its memory and the bytes to come.
 *
 * Private to the reader of pickles.  What is not there (a value, a byte) is NULL or FALSE: then the
 * program is wrong. */
#pragma once

#include "core/formats/pickle.h"

G_BEGIN_DECLS

typedef struct
{
  const guint8 *place, *end; /* of the program */
  GPtrArray *values;         /* of ClPickleValue, owned: all that were made */
  GPtrArray *stack;          /* of ClPickleValue */
  GHashTable *memo;          /* number to ClPickleValue */
  const ClPickleValue *root; /* the result; NULL until the program has stopped */
} ClPickleMachine;

/* Makes a value on top of the stack, with room for items where its kind has any. */
ClPickleValue *cl_pickle_machine_push (ClPickleMachine *machine, ClPickleKind kind);

/* NULL when the stack is empty or ends in a mark. */
ClPickleValue *cl_pickle_machine_pop (ClPickleMachine *machine);
ClPickleValue *cl_pickle_machine_top (ClPickleMachine *machine);

/* Takes everything above the last mark, and the mark.  NULL when there is none. */
GPtrArray *cl_pickle_machine_pop_to_mark (ClPickleMachine *machine) G_GNUC_WARN_UNUSED_RESULT;

/* The next `count` bytes, or NULL where the program ends before. */
const guint8 *cl_pickle_machine_take_bytes (ClPickleMachine *machine, gsize count);

/* A number of `size` bytes, at most eight, little-endian. */
gboolean cl_pickle_machine_take_unsigned (ClPickleMachine *machine, gsize size, guint64 *value);

G_END_DECLS
