#include "core/dynamics/example-class.h"

#include <math.h>
#include <string.h>

#include "core/dynamics/starts.h"

G_DEFINE_QUARK (cl_example_error, cl_example_error)

static const ClExample *const table[] = {
  &cl_example_averaging,
  &cl_example_compartmental,
  &cl_example_kuramoto,
  &cl_example_lotka_volterra,
};

const ClExample *const *
cl_example_table (gsize *count)
{
  *count = G_N_ELEMENTS (table);
  return table;
}

const ClExample *
cl_example_find (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (table); k++)
    if (g_strcmp0 (id, table[k]->text.id) == 0)
      return table[k];
  return NULL;
}

const ClExampleText *
cl_example_text (const ClExample *self)
{
  return &self->text;
}

const char *
cl_example_region (const ClExample *self)
{
  return self->region;
}

void
cl_example_parameters (const ClExample *self, gsize n, ClMatrix **matrix, ClMatrix **vector)
{
  g_return_if_fail (n >= 2 && matrix != NULL && vector != NULL);

  *matrix = cl_matrix_new (n, n);
  *vector = cl_matrix_new (n, 1);
  self->fill (*matrix, *vector);
}

ClMatrix *
cl_example_default_matrix (const ClExample *self)
{
  return cl_matrix_new_from (self->n, self->n, self->matrix);
}

ClMatrix *
cl_example_default_vector (const ClExample *self)
{
  return cl_matrix_new_from (self->n, 1, self->vector);
}

ClMatrix *
cl_example_starts (const ClExample *self, gsize n, gsize count, guint64 seed)
{
  g_autofree double *centre = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    centre[i] = (self->text.low + self->text.high) / 2;
  return cl_starts_new (n, count, CL_STARTS_UNIFORM, centre, (self->text.high - self->text.low) / 2,
                        seed);
}

static gboolean
check_shapes (const ClMatrix *matrix, const ClMatrix *vector, GError **error)
{
  gsize n = matrix->rows;

  if (n > 0 && matrix->cols == n && vector->rows == n && vector->cols == 1)
    return TRUE;
  g_set_error (error, CL_EXAMPLE_ERROR, CL_EXAMPLE_ERROR_SHAPE,
               "W is %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT ", v is %" G_GSIZE_FORMAT
               "x%" G_GSIZE_FORMAT ": expected a square W and one entry of v for each of its rows",
               matrix->rows, matrix->cols, vector->rows, vector->cols);
  return FALSE;
}

static gboolean
check_finite (const ClMatrix *matrix, const char *name, GError **error)
{
  gsize row, col;

  if (cl_matrix_is_finite (matrix, &row, &col))
    return TRUE;
  g_set_error (error, CL_EXAMPLE_ERROR, CL_EXAMPLE_ERROR_VALUE,
               "%s has %g in row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
               ": expected a finite number",
               name, cl_matrix_get (matrix, row, col), row + 1, col + 1);
  return FALSE;
}

gboolean
cl_example_check_weights (const ClExampleFlow *self, gboolean diagonal, GError **error)
{
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < self->n; j++)
      if ((i != j || diagonal) && cl_matrix_get (self->matrix, i, j) < 0)
        {
          g_set_error (error, CL_EXAMPLE_ERROR, CL_EXAMPLE_ERROR_VALUE,
                       "W has %g in row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
                       ": expected a number that is not negative",
                       cl_matrix_get (self->matrix, i, j), i + 1, j + 1);
          return FALSE;
        }
  return TRUE;
}

static double
pull_of_pair (const ClMatrix *weights, gsize i, gsize j)
{
  double pull = cl_matrix_get (weights, i, j) + cl_matrix_get (weights, j, i);

  for (gsize k = 0; k < weights->rows; k++)
    if (k != i && k != j)
      pull += fmin (cl_matrix_get (weights, i, k), cl_matrix_get (weights, j, k));
  return pull;
}

double
cl_example_pull (const ClMatrix *weights)
{
  double least = INFINITY;

  for (gsize i = 0; i < weights->rows; i++)
    for (gsize j = 0; j < i; j++)
      least = fmin (least, pull_of_pair (weights, i, j));
  return isinf (least) ? 0 : least;
}

/* A flow is never written while it is integrated, so that it is its own room for any thread. */
static gpointer
open_room (gconstpointer data, gsize capacity)
{
  return (gpointer) data;
}

static void
close_room (gpointer room)
{
}

static void
eval_rows (gpointer room, gsize rows, const double *t, const double *x, double *out)
{
  const ClExampleFlow *self = room;

  for (gsize row = 0; row < rows; row++)
    self->example->eval (self, x + row * self->n, out + row * self->n);
}

ClExampleFlow *
cl_example_flow_new (const ClExample *example, const ClMatrix *matrix, const ClMatrix *vector,
                     GError **error)
{
  g_autoptr (ClExampleFlow) self = NULL;

  g_return_val_if_fail (example != NULL, NULL);

  self = g_new0 (ClExampleFlow, 1);
  self->example = example;
  self->matrix = matrix != NULL ? cl_matrix_copy (matrix) : cl_example_default_matrix (example);
  self->vector = vector != NULL ? cl_matrix_copy (vector) : cl_example_default_vector (example);
  self->n = self->matrix->rows;
  self->system = (ClSystem){
    .n = self->n,
    .data = self,
    .open = open_room,
    .close = close_room,
    .eval = eval_rows,
  };
  if (!check_shapes (self->matrix, self->vector, error) || !check_finite (self->matrix, "W", error)
      || !check_finite (self->vector, "v", error) || !example->prepare (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cl_example_flow_free (ClExampleFlow *self)
{
  if (self == NULL)
    return;
  cl_matrix_unref (self->matrix);
  cl_matrix_unref (self->vector);
  g_clear_pointer (&self->eta, cl_matrix_unref);
  g_free (self);
}

const ClSystem *
cl_example_flow_system (const ClExampleFlow *self)
{
  return &self->system;
}

double
cl_example_flow_osl (const ClExampleFlow *self)
{
  return self->osl;
}

const char *
cl_example_claim_id (ClExampleClaim claim)
{
  static const char *const ids[] = {
    [CL_EXAMPLE_CLAIM_NONE] = "none",
    [CL_EXAMPLE_CLAIM_WEAK] = "weak contraction",
    [CL_EXAMPLE_CLAIM_SEMI] = "semi-contraction",
  };

  g_return_val_if_fail (claim < G_N_ELEMENTS (ids), NULL);
  return ids[claim];
}

/* A graph in two parts has the connectivity 0, which its eigenvalues give up to rounding. */
ClExampleClaim
cl_example_flow_claim (const ClExampleFlow *self)
{
  const double rounding = 1e-12;

  if (!(self->osl <= rounding))
    return CL_EXAMPLE_CLAIM_NONE;
  return self->osl >= -rounding ? CL_EXAMPLE_CLAIM_WEAK : CL_EXAMPLE_CLAIM_SEMI;
}

double
cl_example_flow_rate (const ClExampleFlow *self)
{
  switch (cl_example_flow_claim (self))
    {
    case CL_EXAMPLE_CLAIM_SEMI:
      return -self->osl;
    case CL_EXAMPLE_CLAIM_WEAK:
      return 0;
    default:
      return NAN;
    }
}

gboolean
cl_example_flow_covers (const ClExampleFlow *self, const double *x)
{
  return self->example->covers == NULL || self->example->covers (self, x);
}

gboolean
cl_example_flow_covers_all (const ClExampleFlow *self, const ClMatrix *starts)
{
  for (gsize k = 0; k < starts->rows; k++)
    if (!cl_example_flow_covers (self, cl_matrix_row (starts, k)))
      return FALSE;
  return TRUE;
}

double
cl_example_flow_distance (const ClExampleFlow *self, const double *x, const double *y)
{
  return self->example->distance (self, x, y);
}

void
cl_example_flow_eval (const ClExampleFlow *self, const double *x, double *out)
{
  self->example->eval (self, x, out);
}

static double
distance_of_states (gconstpointer data, gsize n, const double *x, const double *y)
{
  return cl_example_flow_distance (data, x, y);
}

ClDistances *
cl_example_flow_distances (const ClExampleFlow *self, const ClBundle *bundle, gsize max_pairs)
{
  g_return_val_if_fail (self != NULL && bundle != NULL && bundle->n == self->n, NULL);

  return cl_distances_new_with (bundle, distance_of_states, self, cl_example_flow_rate (self),
                                max_pairs);
}
