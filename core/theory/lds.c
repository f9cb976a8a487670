#include "core/theory/lds.h"

#include "core/theory/bounded.h"
#include "core/theory/classes.h"
#include "core/theory/lds-path.h"
#include "core/theory/measure.h"

#include <math.h>

/* The matrix splits into communicating classes.  Weights that fall fast enough from class to class
 * make the blocks off the diagonal negligible, so the infimum is the largest of the infima of the
 * diagonal blocks (attained only by irreducible ones); each comes from its own central path. */

/* Of the enclosure, relative to the largest entry of the block: what the path aims at, and what is
 * good enough not to look further for the lower bound. */
static const double tolerance = 1e-12;
static const double acceptable = 1e-6;

static double
largest_entry (const ClMatrix *a)
{
  double largest = 0.0;
  for (gsize k = 0; k < a->rows * a->cols; k++)
    largest = fmax (largest, fabs (a->data[k]));
  return largest;
}

/* Where the infimum is that of a principal submatrix, the dual matrix of the whole converges to a
 * singular one and proves little; the path of the submatrix then supplies the lower bound. */
static double
follow (ClDiagonalStability *stability, const ClMatrix *block, double *q, GCancellable *cancellable)
{
  const gsize k = block->rows;
  const double size = largest_entry (block);
  g_autoptr (ClLdsPath) path = cl_lds_path_new (block);
  g_autofree gsize *active = g_new (gsize, k);
  double largest = 0.0;

  if (k > 1)
    stability->iterations += cl_lds_path_run (path, tolerance * size, cancellable);
  for (gsize i = 0; i < k; i++)
    largest = fmax (largest, cl_lds_path_get_q (path)[i]);
  for (gsize i = 0; i < k; i++)
    q[i] = cl_lds_path_get_q (path)[i] / largest;

  const ClBounded measure = cl_measure_two_weighted (block, q, NULL);
  const double low = cl_lds_path_get_low (path);
  const gsize count = cl_lds_path_get_active (path, active);
  if (measure.value - low <= acceptable * size || count == 0 || count == k)
    return low;

  g_autoptr (ClMatrix) part = cl_matrix_new (count, count);
  g_autofree double *unused = g_new (double, count);
  for (gsize i = 0; i < count; i++)
    for (gsize j = 0; j < count; j++)
      cl_matrix_set (part, i, j, cl_matrix_get (block, active[i], active[j]));
  return fmax (low, follow (stability, part, unused, cancellable));
}

static void
solve_block (ClDiagonalStability *stability, const ClMatrix *block, double *q, double *low,
             double *high, GCancellable *cancellable)
{
  *low = fmax (*low, follow (stability, block, q, cancellable));
  const ClBounded measure = cl_measure_two_weighted (block, q, NULL);
  *high = fmax (*high, measure.value + measure.rounding);
}

/* Places the blocks' weights side by side, each class at `ratio` times those listed before it. */
static void
assemble (const ClClasses *classes, const double *blocks, double ratio, double *q)
{
  double factor = 1.0;
  for (gsize k = 0; k < classes->count; k++, factor *= ratio)
    for (gsize i = classes->start[k]; i < classes->start[k + 1]; i++)
      q[classes->member[i]] = fmax (blocks[i] * factor, DBL_MIN);
}

/* Weights that are near the infimum, and as near as it takes to be on the same side of 1. */
static gboolean
is_good (const ClDiagonalStability *stability, ClBounded measure)
{
  const double slack = 1e-7 * (1.0 + fabs (stability->value));

  return measure.value <= stability->value + slack
         && (stability->value >= 1.0 || measure.value + measure.rounding < 1.0);
}

static void
certify (ClDiagonalStability *stability, const ClMatrix *a, const ClClasses *classes,
         const double *blocks)
{
  g_autoptr (ClMatrix) trial = cl_matrix_new (a->rows, 1);

  stability->attained = INFINITY;
  for (double ratio = 1.0; ratio >= 1e-20; ratio *= 1e-2)
    {
      assemble (classes, blocks, ratio, trial->data);
      const ClBounded measure = cl_measure_two_weighted (a, trial->data, NULL);
      if (measure.value < stability->attained)
        {
          stability->attained = measure.value;
          stability->attained_rounding = measure.rounding;
          g_clear_pointer (&stability->q, cl_matrix_unref);
          stability->q = cl_matrix_copy (trial);
        }
      if (classes->count == 1 || is_good (stability, measure))
        return;
    }
}

ClDiagonalStability *
cl_diagonal_stability_new (const ClMatrix *a, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (a != NULL && a->rows == a->cols && a->rows > 0, NULL);

  g_autoptr (ClClasses) classes = cl_classes_new (a);
  g_autoptr (ClDiagonalStability) stability = g_new0 (ClDiagonalStability, 1);
  g_autofree double *blocks = g_new (double, a->rows);
  double low = -INFINITY;
  double high = -INFINITY;

  for (gsize k = 0; k < classes->count; k++)
    {
      g_autoptr (ClMatrix) block = cl_classes_block (classes, a, k);
      solve_block (stability, block, blocks + classes->start[k], &low, &high, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  stability->value = high;
  stability->rounding = fmax (high - low, 0.0) + DBL_EPSILON * fabs (high);
  certify (stability, a, classes, blocks);
  return g_steal_pointer (&stability);
}

void
cl_diagonal_stability_free (ClDiagonalStability *stability)
{
  if (stability == NULL)
    return;
  g_clear_pointer (&stability->q, cl_matrix_unref);
  g_free (stability);
}
