#include "core/training/regulariser.h"

#include "core/training/regularisers.h"

static const ClRegulariser *const table[] = {
  &cl_regulariser_nemon,   &cl_regulariser_l2,   &cl_regulariser_sensitivity,
  &cl_regulariser_entries, &cl_regulariser_rows, &cl_regulariser_columns,
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

gboolean
cl_regulariser_suits (const ClRegulariser *regulariser, const ClFamily *family)
{
  return (!regulariser->needs_mu_inf || family->bounds_mu_inf)
         && (!regulariser->needs_mu_two || family->bounds_mu_two)
         && (regulariser->of_quotient || family->kernel == 0);
}
