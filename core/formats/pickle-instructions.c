#include "core/formats/pickle-instructions.h"

#include <string.h>

/* `argument` is that of the table below: a number of bytes, of values, or what to make. */
typedef gboolean (*Run) (ClPickleMachine *machine, gsize argument);

static gboolean
run_skip (ClPickleMachine *machine, gsize argument)
{
  return cl_pickle_machine_take_bytes (machine, argument) != NULL;
}

static gboolean
run_stop (ClPickleMachine *machine, gsize argument)
{
  machine->root = cl_pickle_machine_pop (machine);
  return machine->root != NULL && machine->stack->len == 0;
}

/* The argument is the kind. */
static gboolean
run_new (ClPickleMachine *machine, gsize argument)
{
  cl_pickle_machine_push (machine, (ClPickleKind) argument);
  return TRUE;
}

static gboolean
run_boolean (ClPickleMachine *machine, gsize argument)
{
  cl_pickle_machine_push (machine, CL_PICKLE_INTEGER)->integer = (gint64) argument;
  return TRUE;
}

/* One and two bytes are unsigned, four are signed. */
static gboolean
run_integer (ClPickleMachine *machine, gsize argument)
{
  guint64 value;

  if (!cl_pickle_machine_take_unsigned (machine, argument, &value))
    return FALSE;
  cl_pickle_machine_push (machine, CL_PICKLE_INTEGER)->integer =
      argument == 4 ? (gint32) value : (gint64) value;
  return TRUE;
}

/* A length byte, then that many bytes of two's complement. */
static gboolean
run_long (ClPickleMachine *machine, gsize argument)
{
  guint64 count, value;

  if (!cl_pickle_machine_take_unsigned (machine, argument, &count) || count > 8
      || !cl_pickle_machine_take_unsigned (machine, count, &value))
    return FALSE;
  if (count > 0 && count < 8 && value >> (8 * count - 1) != 0)
    value |= G_MAXUINT64 << 8 * count;
  cl_pickle_machine_push (machine, CL_PICKLE_INTEGER)->integer = (gint64) value;
  return TRUE;
}

static gboolean
run_float (ClPickleMachine *machine, gsize argument)
{
  guint64 bits;

  if (!cl_pickle_machine_take_unsigned (machine, argument, &bits))
    return FALSE;
  bits = GUINT64_SWAP_LE_BE (bits);
  memcpy (&cl_pickle_machine_push (machine, CL_PICKLE_FLOAT)->number, &bits, sizeof bits);
  return TRUE;
}

static gboolean
run_string (ClPickleMachine *machine, gsize argument)
{
  guint64 length;
  const guint8 *bytes;

  if (!cl_pickle_machine_take_unsigned (machine, argument, &length))
    return FALSE;
  bytes = cl_pickle_machine_take_bytes (machine, length);
  if (bytes == NULL || !g_utf8_validate_len ((const char *) bytes, length, NULL))
    return FALSE;
  cl_pickle_machine_push (machine, CL_PICKLE_STRING)->text =
      g_strndup ((const char *) bytes, length);
  return TRUE;
}

/* Two lines: the module and the name. */
static gboolean
run_global (ClPickleMachine *machine, gsize argument)
{
  const char *start = (const char *) machine->place;
  gsize left = (gsize) (machine->end - machine->place);
  const char *middle = memchr (start, '\n', left);
  const char *end =
      middle != NULL ? memchr (middle + 1, '\n', left - (gsize) (middle + 1 - start)) : NULL;
  ClPickleValue *value;

  if (end == NULL || !g_utf8_validate_len (start, (gsize) (end - start), NULL))
    return FALSE;
  machine->place = (const guint8 *) end + 1;
  value = cl_pickle_machine_push (machine, CL_PICKLE_NAME);
  value->text = g_strndup (start, (gsize) (end - start));
  value->text[middle - start] = ' ';
  return TRUE;
}

static gboolean
run_stack_global (ClPickleMachine *machine, gsize argument)
{
  const ClPickleValue *name = cl_pickle_machine_pop (machine),
                      *module = cl_pickle_machine_pop (machine);

  if (module == NULL || name->kind != CL_PICKLE_STRING || module->kind != CL_PICKLE_STRING)
    return FALSE;
  cl_pickle_machine_push (machine, CL_PICKLE_NAME)->text =
      g_strconcat (module->text, " ", name->text, NULL);
  return TRUE;
}

/* The tuple of the last `argument` values. */
static gboolean
run_short_tuple (ClPickleMachine *machine, gsize argument)
{
  ClPickleValue *items[3], *tuple;

  for (gsize i = argument; i-- > 0;)
    if ((items[i] = cl_pickle_machine_pop (machine)) == NULL)
      return FALSE;
  tuple = cl_pickle_machine_push (machine, CL_PICKLE_TUPLE);
  for (gsize i = 0; i < argument; i++)
    g_ptr_array_add (tuple->items, items[i]);
  return TRUE;
}

static gboolean
run_tuple (ClPickleMachine *machine, gsize argument)
{
  GPtrArray *items = cl_pickle_machine_pop_to_mark (machine);
  ClPickleValue *tuple;

  if (items == NULL)
    return FALSE;
  tuple = cl_pickle_machine_push (machine, CL_PICKLE_TUPLE);
  g_ptr_array_unref (tuple->items);
  tuple->items = items;
  return TRUE;
}

/* An OrderedDict is made by a call without arguments and filled like a dictionary. */
static gboolean
is_container (const ClPickleValue *value, gboolean pairs)
{
  return value != NULL
         && (pairs ? value->kind == CL_PICKLE_DICT || value->kind == CL_PICKLE_CALL
                   : value->kind == CL_PICKLE_LIST);
}

/* Adds `argument` values (1: to a list, 2: key and value to a dictionary). */
static gboolean
run_append (ClPickleMachine *machine, gsize argument)
{
  ClPickleValue *second = argument == 2 ? cl_pickle_machine_pop (machine) : NULL,
                *first = cl_pickle_machine_pop (machine);
  ClPickleValue *container = cl_pickle_machine_top (machine);

  if (first == NULL || (argument == 2 && second == NULL)
      || !is_container (container, argument == 2))
    return FALSE;
  g_ptr_array_add (container->items, first);
  if (second != NULL)
    g_ptr_array_add (container->items, second);
  return TRUE;
}

static gboolean
run_appends (ClPickleMachine *machine, gsize argument)
{
  g_autoptr (GPtrArray) items = cl_pickle_machine_pop_to_mark (machine);
  ClPickleValue *container = cl_pickle_machine_top (machine);

  if (items == NULL || items->len % argument != 0 || !is_container (container, argument == 2))
    return FALSE;
  g_ptr_array_extend (container->items, items, NULL, NULL);
  return TRUE;
}

/* Notes the call of a name; nothing is called. */
static gboolean
run_reduce (ClPickleMachine *machine, gsize argument)
{
  ClPickleValue *arguments = cl_pickle_machine_pop (machine),
                *name = cl_pickle_machine_pop (machine), *call;

  if (arguments == NULL || name == NULL || arguments->kind != CL_PICKLE_TUPLE
      || name->kind != CL_PICKLE_NAME)
    return FALSE;
  call = cl_pickle_machine_push (machine, CL_PICKLE_CALL);
  g_ptr_array_add (call->items, name);
  g_ptr_array_add (call->items, arguments);
  return TRUE;
}

/* The state of an object (the _metadata of a state dictionary) is dropped. */
static gboolean
run_build (ClPickleMachine *machine, gsize argument)
{
  return cl_pickle_machine_pop (machine) != NULL && cl_pickle_machine_top (machine) != NULL;
}

static gboolean
run_persistent (ClPickleMachine *machine, gsize argument)
{
  ClPickleValue *identifier = cl_pickle_machine_pop (machine);

  if (identifier == NULL)
    return FALSE;
  g_ptr_array_add (cl_pickle_machine_push (machine, CL_PICKLE_PERSISTENT)->items, identifier);
  return TRUE;
}

static gboolean
memoize (ClPickleMachine *machine, guint64 number)
{
  ClPickleValue *value = cl_pickle_machine_top (machine);

  if (value == NULL)
    return FALSE;
  g_hash_table_insert (machine->memo, GSIZE_TO_POINTER (number), value);
  return TRUE;
}

static gboolean
run_put (ClPickleMachine *machine, gsize argument)
{
  guint64 number;

  return cl_pickle_machine_take_unsigned (machine, argument, &number) && memoize (machine, number);
}

static gboolean
run_memoize (ClPickleMachine *machine, gsize argument)
{
  return memoize (machine, g_hash_table_size (machine->memo));
}

static gboolean
run_get (ClPickleMachine *machine, gsize argument)
{
  guint64 number;
  ClPickleValue *value;

  if (!cl_pickle_machine_take_unsigned (machine, argument, &number))
    return FALSE;
  value = g_hash_table_lookup (machine->memo, GSIZE_TO_POINTER (number));
  if (value != NULL)
    g_ptr_array_add (machine->stack, value);
  return value != NULL;
}

static gboolean
run_pop (ClPickleMachine *machine, gsize argument)
{
  return cl_pickle_machine_pop (machine) != NULL;
}

static const struct
{
  guint8 code;
  Run run;
  gsize argument;
} instructions[] = {
  { 0x80, run_skip, 1 }, /* PROTO */
  { 0x95, run_skip, 8 }, /* FRAME */
  { '.', run_stop, 0 },
  { '(', run_new, CL_PICKLE_MARK },
  { 'N', run_new, CL_PICKLE_NONE },
  { ']', run_new, CL_PICKLE_LIST },
  { '}', run_new, CL_PICKLE_DICT },
  { 0x88, run_boolean, TRUE },
  { 0x89, run_boolean, FALSE },
  { 'K', run_integer, 1 },
  { 'M', run_integer, 2 },
  { 'J', run_integer, 4 },
  { 0x8a, run_long, 1 },
  { 'G', run_float, 8 },
  { 'X', run_string, 4 },
  { 0x8c, run_string, 1 },
  { 'U', run_string, 1 },
  { 'T', run_string, 4 },
  { 'c', run_global, 0 },
  { 0x93, run_stack_global, 0 },
  { ')', run_short_tuple, 0 },
  { 0x85, run_short_tuple, 1 },
  { 0x86, run_short_tuple, 2 },
  { 0x87, run_short_tuple, 3 },
  { 't', run_tuple, 0 },
  { 'a', run_append, 1 },
  { 's', run_append, 2 },
  { 'e', run_appends, 1 },
  { 'u', run_appends, 2 },
  { 'R', run_reduce, 0 },
  { 'b', run_build, 0 },
  { 'Q', run_persistent, 0 },
  { 'q', run_put, 1 },
  { 'r', run_put, 4 },
  { 0x94, run_memoize, 0 },
  { 'h', run_get, 1 },
  { 'j', run_get, 4 },
  { '0', run_pop, 0 },
};

gboolean
cl_pickle_instruction_run (ClPickleMachine *machine, guint8 code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (instructions); i++)
    if (instructions[i].code == code)
      return instructions[i].run (machine, instructions[i].argument);
  return FALSE;
}
