#include "core/formats/pickle-machine.h"

ClPickleValue *
cl_pickle_machine_push (ClPickleMachine *machine, ClPickleKind kind)
{
  ClPickleValue *value = g_new0 (ClPickleValue, 1);

  value->kind = kind;
  if (kind >= CL_PICKLE_TUPLE && kind != CL_PICKLE_MARK)
    value->items = g_ptr_array_new ();
  g_ptr_array_add (machine->values, value);
  g_ptr_array_add (machine->stack, value);
  return value;
}

ClPickleValue *
cl_pickle_machine_pop (ClPickleMachine *machine)
{
  guint count = machine->stack->len;
  ClPickleValue *value = count > 0 ? g_ptr_array_index (machine->stack, count - 1) : NULL;

  if (value == NULL || value->kind == CL_PICKLE_MARK)
    return NULL;
  g_ptr_array_set_size (machine->stack, (gint) count - 1);
  return value;
}

ClPickleValue *
cl_pickle_machine_top (ClPickleMachine *machine)
{
  ClPickleValue *value = cl_pickle_machine_pop (machine);

  if (value != NULL)
    g_ptr_array_add (machine->stack, value);
  return value;
}

GPtrArray *
cl_pickle_machine_pop_to_mark (ClPickleMachine *machine)
{
  GPtrArray *stack = machine->stack;

  for (guint i = stack->len; i-- > 0;)
    if (((ClPickleValue *) g_ptr_array_index (stack, i))->kind == CL_PICKLE_MARK)
      {
        GPtrArray *taken = g_ptr_array_new ();

        for (guint k = i + 1; k < stack->len; k++)
          g_ptr_array_add (taken, g_ptr_array_index (stack, k));
        g_ptr_array_set_size (stack, (gint) i);
        return taken;
      }
  return NULL;
}

const guint8 *
cl_pickle_machine_take_bytes (ClPickleMachine *machine, gsize count)
{
  const guint8 *bytes = machine->place;

  if ((gsize) (machine->end - machine->place) < count)
    return NULL;
  machine->place += count;
  return bytes;
}

gboolean
cl_pickle_machine_take_unsigned (ClPickleMachine *machine, gsize size, guint64 *value)
{
  const guint8 *bytes = cl_pickle_machine_take_bytes (machine, size);

  if (bytes == NULL)
    return FALSE;
  *value = 0;
  for (gsize i = 0; i < size; i++)
    *value |= (guint64) bytes[i] << 8 * i;
  return TRUE;
}
