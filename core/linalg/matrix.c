#include "core/linalg/matrix.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ClMatrix matrix; /* first, so that the public pointer is the allocation */
  gatomicrefcount references;
} OwnedMatrix;

enum
{
  ALIGNMENT = 64
};

ClMatrix *
cl_matrix_new (gsize rows, gsize cols)
{
  g_return_val_if_fail (cols == 0 || rows <= CL_MATRIX_MAX_ENTRIES / cols, NULL);

  OwnedMatrix *owned = g_new (OwnedMatrix, 1);
  owned->matrix.rows = rows;
  owned->matrix.cols = cols;
  /* An empty matrix still has a valid pointer, so that no caller needs a special case. */
  owned->matrix.data = g_aligned_alloc0 (MAX (rows * cols, 1), sizeof (double), ALIGNMENT);
  g_atomic_ref_count_init (&owned->references);
  return &owned->matrix;
}

ClMatrix *
cl_matrix_new_from (gsize rows, gsize cols, const double *data)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);
  if (matrix != NULL && rows * cols > 0)
    memcpy (matrix->data, data, rows * cols * sizeof (double));
  return matrix;
}

ClMatrix *
cl_matrix_new_identity (gsize n)
{
  ClMatrix *matrix = cl_matrix_new (n, n);
  for (gsize i = 0; i < n; i++)
    cl_matrix_set (matrix, i, i, 1.0);
  return matrix;
}

ClMatrix *
cl_matrix_copy (const ClMatrix *matrix)
{
  g_return_val_if_fail (matrix != NULL, NULL);
  return cl_matrix_new_from (matrix->rows, matrix->cols, matrix->data);
}

ClMatrix *
cl_matrix_transpose (const ClMatrix *matrix)
{
  g_return_val_if_fail (matrix != NULL, NULL);

  /* Square tiles keep both the source and the target lines in the first cache. */
  const gsize tile = 16;
  ClMatrix *transposed = cl_matrix_new (matrix->cols, matrix->rows);
  for (gsize i0 = 0; i0 < matrix->rows; i0 += tile)
    for (gsize j0 = 0; j0 < matrix->cols; j0 += tile)
      for (gsize i = i0; i < MIN (i0 + tile, matrix->rows); i++)
        for (gsize j = j0; j < MIN (j0 + tile, matrix->cols); j++)
          cl_matrix_set (transposed, j, i, cl_matrix_get (matrix, i, j));
  return transposed;
}

ClMatrix *
cl_matrix_ref (ClMatrix *matrix)
{
  g_return_val_if_fail (matrix != NULL, NULL);
  g_atomic_ref_count_inc (&((OwnedMatrix *) matrix)->references);
  return matrix;
}

void
cl_matrix_unref (ClMatrix *matrix)
{
  g_return_if_fail (matrix != NULL);

  OwnedMatrix *owned = (OwnedMatrix *) matrix;
  if (!g_atomic_ref_count_dec (&owned->references))
    return;
  g_aligned_free (owned->matrix.data);
  g_free (owned);
}

gboolean
cl_matrix_equal (const ClMatrix *a, const ClMatrix *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || a->rows != b->rows || a->cols != b->cols)
    return FALSE;
  return memcmp (a->data, b->data, a->rows * a->cols * sizeof (double)) == 0;
}

/* The difference of an infinity or a NaN with itself is NaN, and stays in the sum. */
static gboolean
is_finite_row (gsize count, const double *row)
{
  double sum[4] = { 0 };
  gsize k = 0;

  for (; k + 4 <= count; k += 4)
    {
      sum[0] += row[k] - row[k];
      sum[1] += row[k + 1] - row[k + 1];
      sum[2] += row[k + 2] - row[k + 2];
      sum[3] += row[k + 3] - row[k + 3];
    }
  for (; k < count; k++)
    sum[0] += row[k] - row[k];
  return sum[0] + sum[1] + sum[2] + sum[3] == 0.0;
}

gboolean
cl_matrix_is_finite (const ClMatrix *matrix, gsize *row, gsize *col)
{
  g_return_val_if_fail (matrix != NULL, FALSE);

  for (gsize i = 0; i < matrix->rows; i++)
    {
      const double *entries = cl_matrix_row (matrix, i);
      gsize first = 0;

      if (is_finite_row (matrix->cols, entries))
        continue;
      while (isfinite (entries[first]))
        first++;
      if (row != NULL)
        *row = i;
      if (col != NULL)
        *col = first;
      return FALSE;
    }
  return TRUE;
}
