#include "ui/pages/weight-space.h"

#include <glib/gi18n.h>

#include "ui/plots/landscape-plot.h"
#include "ui/plots/provenance.h"
#include "ui/plots/slack-plot.h"

static const ClWeightSpaceChoice choices[] = {
  { N_ ("Margins"), "margins", CL_WEIGHT_SPACE_MARGINS },
  { N_ ("Landscape of Two Entries"), "landscape", CL_WEIGHT_SPACE_LANDSCAPE },
  { N_ ("Room to Move, μ∞(A) < 1"), "slack-mu-inf", CL_WEIGHT_SPACE_SLACK, CL_CONDITION_MU_INF },
  { N_ ("Room to Move, α(M(A)) < 1"), "slack-metzler", CL_WEIGHT_SPACE_SLACK,
    CL_CONDITION_METZLER },
  { N_ ("Room to Move, μ₂(A) < 1"), "slack-mu-2", CL_WEIGHT_SPACE_SLACK, CL_CONDITION_MU_2 },
  { N_ ("Room to Move, P-Matrix"), "slack-p-matrix", CL_WEIGHT_SPACE_SLACK, CL_CONDITION_P_MATRIX },
};

const ClWeightSpaceChoice *
cl_weight_space_choices (guint *count)
{
  if (count != NULL)
    *count = G_N_ELEMENTS (choices);
  return choices;
}

static char *
no_landscape (const ClWeightSpace *space)
{
  if (space->model->n < 2)
    return g_strdup (_ ("A single entry spans no plane."));
  return g_strdup_printf (_ ("Shown for at most %d states."), CL_WEIGHT_SPACE_LANDSCAPE_LIMIT);
}

ClFigure *
cl_weight_space_figure (const ClWeightSpace *space)
{
  const ClWeightSpaceChoice *choice = &choices[space->view.choice];
  g_autofree char *details = g_strdup_printf ("shows: %s", choice->export_name);
  g_autofree char *empty = space->landscape == NULL ? no_landscape (space) : NULL;
  ClFigure *figure =
      choice->kind == CL_WEIGHT_SPACE_SLACK
          ? cl_slack_plot_figure (choice->condition, space->model->n, space->slack)
          : cl_landscape_plot_figure (space->landscape, cl_model_array (space->model, CL_ARRAY_A),
                                      empty);

  cl_provenance_set (figure, space->model, details);
  return figure;
}

static gboolean
is_entry (const ClEntry *entry, gsize place, gsize n)
{
  return place == entry->row * n + entry->col;
}

gboolean
cl_weight_space_contains (const ClWeightSpace *space, const ClModel *model)
{
  const ClMatrix *old = cl_model_array (space->model, CL_ARRAY_A);
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);

  if (space->landscape == NULL || old->rows != a->rows)
    return FALSE;
  const ClSlice *slice = &space->landscape->slice;
  double x = cl_matrix_get (a, slice->x.row, slice->x.col);
  double y = cl_matrix_get (a, slice->y.row, slice->y.col);
  for (gsize k = 0; k < a->rows * a->cols; k++)
    if (a->data[k] != old->data[k] && !is_entry (&slice->x, k, a->cols)
        && !is_entry (&slice->y, k, a->cols))
      return FALSE;
  return x >= slice->x0 && x <= slice->x1 && y >= slice->y0 && y <= slice->y1;
}

void
cl_weight_space_free (ClWeightSpace *space)
{
  if (space == NULL)
    return;
  g_clear_pointer (&space->model, cl_model_unref);
  g_clear_pointer (&space->slack, cl_slack_free);
  g_clear_pointer (&space->landscape, cl_landscape_free);
  g_free (space);
}
