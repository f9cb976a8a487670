#include "core/training/regulariser.h"

#include "core/training/regularisers.h"

static const ClRegulariser *const table[] = {
  &cl_regulariser_nemon,
};

const ClRegulariser *const *
cl_regulariser_table (gsize *count)
{
  *count = G_N_ELEMENTS (table);
  return table;
}

const ClRegulariser *
cl_regulariser_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i]->id, id) == 0)
      return table[i];
  return NULL;
}
