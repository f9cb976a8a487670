#include "core/dynamics/field.h"

#include <string.h>

/* The room for one row of samples. */
typedef struct
{
  const ClSystem *system;
  gpointer room;
  double *t; /* all zero */
  double *states, *velocities;
} Sampler;

static void
sample_row (ClField *self, const Sampler *sampler, gsize row, gsize i, gsize j)
{
  gsize n = sampler->system->n;

  for (gsize column = 0; column < self->columns; column++)
    {
      sampler->states[column * n + i] = cl_field_x (self, column);
      sampler->states[column * n + j] = cl_field_y (self, row);
    }
  sampler->system->eval (sampler->room, self->columns, sampler->t, sampler->states,
                         sampler->velocities);
  for (gsize column = 0; column < self->columns; column++)
    {
      self->u[row * self->columns + column] = sampler->velocities[column * n + i];
      self->v[row * self->columns + column] = sampler->velocities[column * n + j];
    }
}

ClField *
cl_field_new_for_system (const ClSystem *system, const double *state, gsize i, gsize j,
                         const ClBox *box, gsize columns, gsize rows)
{
  ClField *self;
  Sampler sampler = { .system = system };

  g_return_val_if_fail (system != NULL && i < system->n && j < system->n && i != j, NULL);
  g_return_val_if_fail (columns >= 2 && rows >= 2, NULL);

  self = g_new0 (ClField, 1);
  self->box = *box;
  self->columns = columns;
  self->rows = rows;
  self->u = g_new (double, columns *rows);
  self->v = g_new (double, columns *rows);
  g_autofree double *t = sampler.t = g_new0 (double, columns);
  g_autofree double *states = sampler.states = g_new0 (double, columns * system->n);
  g_autofree double *velocities = sampler.velocities = g_new (double, columns * system->n);
  for (gsize column = 0; state != NULL && column < columns; column++)
    memcpy (states + column * system->n, state, system->n * sizeof *states);
  sampler.room = system->open (system->data, columns);
  for (gsize row = 0; row < rows; row++)
    sample_row (self, &sampler, row, i, j);
  system->close (sampler.room);
  return self;
}

typedef struct
{
  const ClModel *model;
  const double *input;
} HeldModel;

static gpointer
open_flow (gconstpointer data, gsize capacity)
{
  const HeldModel *held = data;

  return cl_flow_new (held->model, held->input, capacity);
}

static void
close_flow (gpointer room)
{
  cl_flow_free (room);
}

static void
eval_flow (gpointer room, gsize rows, const double *t, const double *x, double *out)
{
  cl_flow_eval (room, rows, x, out);
}

ClField *
cl_field_new (const ClModel *model, const double *state, const double *input, gsize i, gsize j,
              const ClBox *box, gsize columns, gsize rows)
{
  const HeldModel held = { model, input };

  g_return_val_if_fail (model != NULL, NULL);

  const ClSystem system = {
    .n = model->n, .data = &held, .open = open_flow, .close = close_flow, .eval = eval_flow
  };
  return cl_field_new_for_system (&system, state, i, j, box, columns, rows);
}

void
cl_field_free (ClField *self)
{
  if (self == NULL)
    return;
  g_free (self->u);
  g_free (self->v);
  g_free (self);
}
