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

const char *
cl_regulariser_missing (const ClRegulariser *regulariser, const ClFamily *family)
{
  if (regulariser->needs_mu_inf && family->norm != CL_FAMILY_NORM_INF)
    return "μ∞(A) < 1";
  if (regulariser->needs_mu_two && (family->norm != CL_FAMILY_NORM_TWO || family->fill_eta != NULL))
    return "μ₂(A) < 1";
  return NULL;
}

gboolean
cl_regulariser_suits (const ClRegulariser *regulariser, const ClFamily *family)
{
  return cl_regulariser_missing (regulariser, family) == NULL
         && (regulariser->of_quotient || family->kernel == 0);
}
