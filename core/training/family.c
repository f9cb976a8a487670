#include "core/training/family.h"

#include <math.h>

#include "core/training/families.h"

static const ClFamily *const table[] = {
  &cl_family_nemon, &cl_family_nemon_weighted, &cl_family_mon,  &cl_family_idl,
  &cl_family_lben,  &cl_family_feedforward,    &cl_family_free,
};

static const ClFamily *const convolutions[] = {
  &cl_family_nemon_conv,
  &cl_family_nemon_conv_5,
};

const ClFamily *const *
cl_family_table (gsize *count)
{
  *count = G_N_ELEMENTS (table);
  return table;
}

const ClFamily *const *
cl_family_convolution_table (gsize *count)
{
  *count = G_N_ELEMENTS (convolutions);
  return convolutions;
}

static const ClFamily *
find (const ClFamily *const *families, gsize count, const char *id)
{
  for (gsize i = 0; i < count; i++)
    if (g_strcmp0 (families[i]->id, id) == 0)
      return families[i];
  return NULL;
}

const ClFamily *
cl_family_find (const char *id)
{
  const ClFamily *dense = find (table, G_N_ELEMENTS (table), id);

  return dense != NULL ? dense : find (convolutions, G_N_ELEMENTS (convolutions), id);
}

float
cl_family_round_down (double value)
{
  const float near = (float) value;

  return near > value ? nextafterf (near, -INFINITY) : near;
}
