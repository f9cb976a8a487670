#include "ui/widgets/view-stack.h"

#include <math.h>

#define MAX_HISTORY 100

/* Smallest range of an axis, relative to its values. */
#define FINEST 1e-12

struct _ClViewStack
{
  guint n_panels;
  GPtrArray *current; /* of ClView or NULL, one a panel */
  GPtrArray *history; /* of such arrays, the last one is the newest */
};

static GPtrArray *
views_new (guint n_panels)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_set_size (views, (int) n_panels);
  return views;
}

static gpointer
view_copy (gconstpointer view, gpointer data)
{
  return g_memdup2 (view, sizeof (ClView));
}

ClViewStack *
cl_view_stack_new (void)
{
  ClViewStack *stack = g_new0 (ClViewStack, 1);

  stack->current = views_new (0);
  stack->history = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return stack;
}

void
cl_view_stack_free (ClViewStack *stack)
{
  g_ptr_array_unref (stack->current);
  g_ptr_array_unref (stack->history);
  g_free (stack);
}

void
cl_view_stack_set_panels (ClViewStack *stack, guint n_panels)
{
  if (n_panels == stack->n_panels)
    return;
  stack->n_panels = n_panels;
  g_ptr_array_unref (stack->current);
  stack->current = views_new (n_panels);
  g_ptr_array_set_size (stack->history, 0);
}

const ClView *const *
cl_view_stack_views (ClViewStack *stack)
{
  return (const ClView *const *) stack->current->pdata;
}

gboolean
cl_view_stack_is_automatic (ClViewStack *stack)
{
  for (guint i = 0; i < stack->n_panels; i++)
    if (g_ptr_array_index (stack->current, i) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_automatic (double min, double max)
{
  return isnan (min) && isnan (max);
}

static gboolean
is_sensible (double min, double max)
{
  double magnitude = MAX (fabs (min), fabs (max));

  return isfinite (min) && isfinite (max) && max - min > FINEST * magnitude
         && magnitude < 1 / FINEST / FINEST;
}

gboolean
cl_view_stack_set (ClViewStack *stack, guint panel, const ClView *view)
{
  g_return_val_if_fail (panel < stack->n_panels, FALSE);

  if (!is_sensible (view->x_min, view->x_max)
      || !(is_sensible (view->y_min, view->y_max) || is_automatic (view->y_min, view->y_max)))
    return FALSE;
  g_free (g_ptr_array_index (stack->current, panel));
  g_ptr_array_index (stack->current, panel) = g_memdup2 (view, sizeof *view);
  return TRUE;
}

void
cl_view_stack_remember (ClViewStack *stack)
{
  if (stack->history->len >= MAX_HISTORY)
    g_ptr_array_remove_index (stack->history, 0);
  g_ptr_array_add (stack->history, g_ptr_array_copy (stack->current, view_copy, NULL));
  g_ptr_array_set_free_func (g_ptr_array_index (stack->history, stack->history->len - 1), g_free);
}

gboolean
cl_view_stack_back (ClViewStack *stack)
{
  if (stack->history->len == 0)
    return FALSE;
  g_ptr_array_unref (stack->current);
  stack->current = g_ptr_array_steal_index (stack->history, stack->history->len - 1);
  return TRUE;
}

gboolean
cl_view_stack_reset (ClViewStack *stack)
{
  if (cl_view_stack_is_automatic (stack))
    return FALSE;
  cl_view_stack_remember (stack);
  g_ptr_array_unref (stack->current);
  stack->current = views_new (stack->n_panels);
  return TRUE;
}
