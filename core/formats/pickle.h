/* A restricted reader of Python's pickles: it builds plain values and never runs anything.
 *
 * A pickle is a program for a stack machine.  Only the instructions that build numbers, strings,
 * tuples, lists and dictionaries are known here; a name of Python ("torch FloatStorage") stays a
 * name, and calling it yields a note of the call, which torch.c understands for the few names that
 * tensors need. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CL_PICKLE_NONE,
  CL_PICKLE_INTEGER, /* True is 1, False 0 */
  CL_PICKLE_FLOAT,
  CL_PICKLE_STRING,
  CL_PICKLE_NAME,       /* text: "module name" */
  CL_PICKLE_TUPLE,      /* items */
  CL_PICKLE_LIST,       /* items */
  CL_PICKLE_DICT,       /* items: key, value, key, value, ... */
  CL_PICKLE_CALL,       /* items: the name, the tuple of arguments */
  CL_PICKLE_PERSISTENT, /* items: the identifier, which says where the data is */
  CL_PICKLE_MARK        /* never in a result */
} ClPickleKind;

typedef struct
{
  ClPickleKind kind;
  gint64 integer;
  double number;
  char *text;
  GPtrArray *items; /* of ClPickleValue, not owned; a value may hold itself */
} ClPickleValue;

typedef struct _ClPickle ClPickle; /* owns all its values */

/* Runs the program (protocols 2 to 5); data may be NULL when there is none.  `allowed` lists the
 * names that may occur, NULL-terminated; any other fails.  Memory is proportional to the length of
 * the program.  Errors are of CL_FORMAT_ERROR. */
ClPickle *cl_pickle_parse (const guint8 *data, gsize length, const char *const *allowed,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_pickle_free (ClPickle *pickle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPickle, cl_pickle_free)

const ClPickleValue *cl_pickle_root (const ClPickle *pickle);

/* The item at `index` when `value` is of this kind and has it, else NULL; `value` may be NULL. */
const ClPickleValue *cl_pickle_item (const ClPickleValue *value, ClPickleKind kind, guint index);

G_END_DECLS
