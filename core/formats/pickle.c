#include "core/formats/pickle.h"

#include <string.h>

#include "core/formats/array-file.h"
#include "core/formats/c-number.h"
#include "core/formats/pickle-instructions.h"

struct _ClPickle
{
  GPtrArray *values; /* all that were made */
  const ClPickleValue *root;
};

static void
free_value (gpointer data)
{
  ClPickleValue *value = data;

  g_free (value->text);
  g_clear_pointer (&value->items, g_ptr_array_unref);
  g_free (value);
}

void
cl_pickle_free (ClPickle *pickle)
{
  g_ptr_array_unref (pickle->values);
  g_free (pickle);
}

const ClPickleValue *
cl_pickle_root (const ClPickle *pickle)
{
  return pickle->root;
}

const ClPickleValue *
cl_pickle_item (const ClPickleValue *value, ClPickleKind kind, guint index)
{
  return value != NULL && value->kind == kind && value->items != NULL && index < value->items->len
             ? g_ptr_array_index (value->items, index)
             : NULL;
}

static gboolean
set_name_error (const char *name, GError **error)
{
  g_autofree char *excerpt = cl_c_number_excerpt (name, strlen (name));

  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED,
               "the file needs Python's %s, expected tensors only: save the weights with "
               "safetensors.torch.save_file (model.state_dict (), \"model.safetensors\")",
               excerpt);
  return FALSE;
}

/* Names are checked when they appear, before anything can be made of them. */
static gboolean
check_name (ClPickleMachine *machine, const char *const *allowed, GError **error)
{
  const ClPickleValue *value = cl_pickle_machine_top (machine);

  return value == NULL || value->kind != CL_PICKLE_NAME || g_strv_contains (allowed, value->text)
         || set_name_error (value->text, error);
}

static gboolean
run (ClPickleMachine *machine, const guint8 *start, const char *const *allowed, GError **error)
{
  while (machine->root == NULL)
    {
      const guint8 *place = machine->place;
      const guint8 *code = cl_pickle_machine_take_bytes (machine, 1);

      if (code == NULL || !cl_pickle_instruction_run (machine, *code))
        {
          g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX,
                       "byte %" G_GSIZE_FORMAT " of the pickle: expected an instruction that "
                       "builds tensors, numbers, strings or containers",
                       (gsize) (place - start) + 1);
          return FALSE;
        }
      if (!check_name (machine, allowed, error))
        return FALSE;
    }
  return TRUE;
}

ClPickle *
cl_pickle_parse (const guint8 *data, gsize length, const char *const *allowed, GError **error)
{
  g_autoptr (ClPickle) pickle = g_new0 (ClPickle, 1);
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  g_autoptr (GHashTable) memo = g_hash_table_new (NULL, NULL);
  const guint8 *start = length > 0 ? data : (const guint8 *) "";
  ClPickleMachine machine = { .place = start, .end = start + length, .stack = stack, .memo = memo };

  pickle->values = machine.values = g_ptr_array_new_with_free_func (free_value);
  if (!run (&machine, start, allowed, error))
    return NULL;
  pickle->root = machine.root;
  return g_steal_pointer (&pickle);
}
