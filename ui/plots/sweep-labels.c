#include "ui/plots/sweep-labels.h"

#include <math.h>
#include <string.h>

#include "core/training/family.h"
#include "ui/figure/number.h"

/* As close to a whole number as the logarithm of a power of ten is. */
#define WHOLE 1e-9

char *
cl_sweep_lambda_markup (double lambda)
{
  const double exponent = floor (log10 (lambda) + WHOLE);
  const double factor = lambda / pow (10.0, exponent);

  if (lambda > 0.0 && fabs (factor - round (factor)) < WHOLE)
    return cl_number_power_markup ((int) round (factor), (int) exponent);
  return cl_number_text (lambda, 3);
}

/* The id of a title of several words is its acronym. */
char *
cl_sweep_family_name (const char *family)
{
  const char *title = cl_family_find (family)->title;

  return strchr (title, ' ') != NULL ? g_ascii_strup (family, -1) : g_strdup (title);
}

char *
cl_sweep_name (const char *family, double lambda)
{
  g_autofree char *name = cl_sweep_family_name (family);
  g_autofree char *value = cl_sweep_lambda_markup (lambda);

  return g_strdup_printf ("%s, λ = %s", name, value);
}

static guint
family_index (const char *family)
{
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);
  guint index = 0;

  while (index < count && !g_str_equal (table[index]->id, family))
    index++;
  return index;
}

ClStyle
cl_sweep_family_style (const char *family)
{
  static const ClMarker markers[] = { CL_MARKER_DISC,    CL_MARKER_SQUARE, CL_MARKER_TRIANGLE,
                                      CL_MARKER_DIAMOND, CL_MARKER_RING,   CL_MARKER_CROSS };
  const guint index = family_index (family);

  return (ClStyle){ .colour = CL_COLOUR_SERIES,
                    .series = index,
                    .marker = markers[index % G_N_ELEMENTS (markers)] };
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const ClSweepSummary *one = *(const ClSweepSummary *const *) a;
  const ClSweepSummary *other = *(const ClSweepSummary *const *) b;
  const guint first = family_index (one->family), second = family_index (other->family);

  if (first != second)
    return first < second ? -1 : 1;
  return (one->lambda > other->lambda) - (one->lambda < other->lambda);
}

GPtrArray *
cl_sweep_sorted (const GPtrArray *summaries)
{
  GPtrArray *sorted = g_ptr_array_sized_new (summaries->len);

  for (guint i = 0; i < summaries->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (summaries, i));
  g_ptr_array_sort (sorted, compare);
  return sorted;
}
