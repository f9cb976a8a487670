#include "core/theory/interconnection.h"

#include "core/theory/measure.h"
#include "core/theory/mixed-norm.h"
#include "core/theory/perron.h"
#include "core/theory/slope-family.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Symbols: J = -L + D A (or as slope-family.h has it) the Jacobian, J_ij its blocks, D the slopes,
 * high the largest of them, Gamma the gain matrix.
 *
 * c_i = -max over D of mu_i (J_ii).  All three norms are monotone, so that |D A_ij| and |A_ij D|
 * are at most high |A_ij|, attained at D = high I.
 *
 * alpha is monotone on Metzler matrices: with every entry moved down and up by its rounding, the
 * Perron enclosures of the two matrices enclose alpha (Gamma). */

static ClMatrix *
copy_block (const ClMatrix *a, gsize row, gsize rows, gsize col, gsize cols)
{
  ClMatrix *block = cl_matrix_new (rows, cols);
  for (gsize i = 0; i < rows; i++)
    memcpy (cl_matrix_row (block, i), cl_matrix_row (a, row + i) + col, cols * sizeof (double));
  return block;
}

/* Block `start` .. `start + size` on its own: A_ii, its leak and nothing else. */
static ClModel *
isolate (const ClModel *model, gsize start, gsize size, GError **error)
{
  const ClMatrix *leak = cl_model_array (model, CL_ARRAY_LEAK);
  g_autoptr (ClMatrix) a =
      copy_block (cl_model_array (model, CL_ARRAY_A), start, size, start, size);
  g_autoptr (ClMatrix) l = leak != NULL ? copy_block (leak, start, size, 0, 1) : NULL;
  ClModelParts parts = { .activation = model->parts.activation, .kind = model->parts.kind };

  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_LEAK] = l;
  return cl_model_new (&parts, error);
}

/* The one-sided Lipschitz constant -c_i of one block. */
static ClBounded
block_constant (const ClSlopeFamily *family, ClNormKind norm, gsize vertex_limit,
                GCancellable *cancellable, gboolean *exact)
{
  const gsize n = family->a->rows;

  *exact = TRUE;
  if (norm != CL_NORM_TWO)
    return (norm == CL_NORM_INF) != family->transposed ? cl_slope_family_rows (family, NULL)
                                                       : cl_slope_family_columns (family, NULL);
  if (n <= MIN (vertex_limit, 30) || family->low == family->high)
    return cl_slope_family_two_exact (family, cancellable);
  *exact = FALSE;
  return cl_slope_family_two_bound (family);
}

static void
set_gain (ClInterconnection *self, gsize i, gsize j, double value, double rounding, gboolean exact)
{
  cl_matrix_set (self->gain, i, j, value);
  cl_matrix_set (self->gain_rounding, i, j, rounding);
  self->exact = self->exact && exact;
}

/* Row i of the gain matrix; the block starts at state `start`. */
static gboolean
fill_row (ClInterconnection *self, const ClModel *model, gsize i, gsize start, gsize vertex_limit,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (ClModel) alone = isolate (model, start, self->block[i].size, error);
  if (alone == NULL)
    return FALSE;

  gboolean exact;
  ClSlopeFamily family;
  cl_slope_family_init (&family, alone);
  const ClBounded own =
      block_constant (&family, self->block[i].norm, vertex_limit, cancellable, &exact);
  const double high = family.high;
  cl_slope_family_clear (&family);
  set_gain (self, i, i, own.value, own.rounding, exact);

  for (gsize j = 0, col = 0; j < self->count; col += self->block[j++].size)
    if (j != i)
      {
        g_autoptr (ClMatrix) block = copy_block (cl_model_array (model, CL_ARRAY_A), start,
                                                 self->block[i].size, col, self->block[j].size);
        const ClMixedNorm norm = cl_mixed_norm (block, self->block[j].norm, self->block[i].norm);
        set_gain (self, i, j, high * norm.value,
                  high * norm.rounding + DBL_EPSILON * high * norm.value, norm.exact);
      }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* The gain matrix with every entry moved to an end of its rounding. */
static ClMatrix *
shifted_gain (const ClInterconnection *self, double sign)
{
  ClMatrix *shifted = cl_matrix_copy (self->gain);
  for (gsize i = 0; i < self->count; i++)
    for (gsize j = 0; j < self->count; j++)
      {
        const double value =
            cl_matrix_get (self->gain, i, j) + sign * cl_matrix_get (self->gain_rounding, i, j);
        cl_matrix_set (shifted, i, j, i == j ? value : fmax (value, 0.0));
      }
  return shifted;
}

/* -max_i (high w)_i / w_i from below, or 0. */
static double
guaranteed_rate (const ClMatrix *high, const double *weights)
{
  const ClBounded measure = cl_measure_inf_weighted (high, weights);
  const double rate = -(measure.value + measure.rounding);
  return rate > 0.0 ? rate : 0.0;
}

static ClVerdict
judge (const ClInterconnection *self, double low, double high)
{
  if (high < 0.0)
    return CL_VERDICT_HOLDS;
  if (!self->exact)
    return CL_VERDICT_UNKNOWN;
  return low >= 0.0 ? CL_VERDICT_FAILS : CL_VERDICT_TOO_CLOSE;
}

static void
settle (ClInterconnection *self)
{
  g_autoptr (ClMatrix) low_gain = shifted_gain (self, -1.0);
  g_autoptr (ClMatrix) high_gain = shifted_gain (self, 1.0);
  g_autoptr (ClPerron) below = cl_perron_new (low_gain);
  g_autoptr (ClPerron) above = cl_perron_new (high_gain);
  const double low = below->value - below->rounding;
  const double high = above->value + above->rounding;

  self->abscissa = 0.5 * low + 0.5 * high;
  self->rounding = 0.5 * (high - low) + DBL_EPSILON * fmax (fabs (low), fabs (high));
  self->weights = cl_matrix_ref (above->weights);
  self->rate = guaranteed_rate (high_gain, self->weights->data);
  self->verdict = judge (self, low, high);
}

static gboolean
check_blocks (const ClModel *model, const ClBlock *blocks, gsize count, GError **error)
{
  gsize sum = 0;
  for (gsize i = 0; i < count; i++)
    {
      if (blocks[i].size == 0 || blocks[i].size > model->n)
        {
          g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                       "Block %" G_GSIZE_FORMAT " has %" G_GSIZE_FORMAT
                       " states: expected 1 to %" G_GSIZE_FORMAT,
                       i + 1, blocks[i].size, model->n);
          return FALSE;
        }
      sum += blocks[i].size;
    }
  if (sum == model->n)
    return TRUE;
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
               "The blocks have %" G_GSIZE_FORMAT " states together: expected %" G_GSIZE_FORMAT,
               sum, model->n);
  return FALSE;
}

ClInterconnection *
cl_interconnection_new (const ClModel *model, const ClBlock *blocks, gsize count,
                        gsize vertex_limit, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (model != NULL && blocks != NULL && count > 0, NULL);

  if (!check_blocks (model, blocks, count, error))
    return NULL;

  g_autoptr (ClInterconnection) self = g_new0 (ClInterconnection, 1);
  self->count = count;
  self->block = g_memdup2 (blocks, count * sizeof *blocks);
  self->gain = cl_matrix_new (count, count);
  self->gain_rounding = cl_matrix_new (count, count);
  self->exact = TRUE;
  for (gsize i = 0, start = 0; i < count; start += blocks[i++].size)
    if (!fill_row (self, model, i, start, vertex_limit, cancellable, error))
      return NULL;
  settle (self);
  return g_steal_pointer (&self);
}

static gboolean
check_gains (const ClMatrix *gain, GError **error)
{
  if (gain->rows != gain->cols || gain->rows == 0)
    {
      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                   "the gain matrix is %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT
                   ": expected a square one",
                   gain->rows, gain->cols);
      return FALSE;
    }
  for (gsize i = 0; i < gain->rows; i++)
    for (gsize j = 0; j < gain->cols; j++)
      {
        double value = cl_matrix_get (gain, i, j);

        if (isfinite (value) && (i == j || value >= 0.0))
          continue;
        g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                     "the gain matrix has %g in row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
                     ": expected a %s",
                     value, i + 1, j + 1, i == j ? "finite number" : "gain, which is not negative");
        return FALSE;
      }
  return TRUE;
}

ClInterconnection *
cl_interconnection_new_for_gains (const ClMatrix *gain, const ClMatrix *rounding, gboolean exact,
                                  GError **error)
{
  g_return_val_if_fail (gain != NULL, NULL);
  g_return_val_if_fail (rounding == NULL
                            || (rounding->rows == gain->rows && rounding->cols == gain->cols),
                        NULL);

  if (!check_gains (gain, error))
    return NULL;

  ClInterconnection *self = g_new0 (ClInterconnection, 1);
  self->count = gain->rows;
  self->block = g_new (ClBlock, self->count);
  for (gsize i = 0; i < self->count; i++)
    self->block[i] = (ClBlock){ 1, CL_NORM_INF };
  self->gain = cl_matrix_copy (gain);
  self->gain_rounding =
      rounding != NULL ? cl_matrix_copy (rounding) : cl_matrix_new (gain->rows, gain->cols);
  self->exact = exact;
  settle (self);
  return self;
}

void
cl_interconnection_free (ClInterconnection *self)
{
  g_clear_pointer (&self->gain, cl_matrix_unref);
  g_clear_pointer (&self->gain_rounding, cl_matrix_unref);
  g_clear_pointer (&self->weights, cl_matrix_unref);
  g_free (self->block);
  g_free (self);
}

double
cl_interconnection_distance (const ClInterconnection *self, const double *x, const double *y)
{
  double distance = 0.0;
  for (gsize i = 0, start = 0; i < self->count; start += self->block[i++].size)
    {
      g_autofree double *part = g_memdup2 (x + start, self->block[i].size * sizeof (double));
      for (gsize k = 0; y != NULL && k < self->block[i].size; k++)
        part[k] -= y[start + k];
      distance = fmax (distance, cl_vector_norm (self->block[i].norm, self->block[i].size, part)
                                     / self->weights->data[i]);
    }
  return distance;
}
