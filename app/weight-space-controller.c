#include "app/weight-space-controller.h"

#include <math.h>

#include <glib/gi18n.h>

#define VIEW_KEY "conditions.view" /* a{sv} */

/* After everything that moves while a number is dragged. */
#define PRIORITY (-1)

/* Samples along each side of a landscape by the number of states: a sample is a whole ladder. */
static const struct
{
  gsize n, samples;
} grids[] = { { 3, 81 }, { 6, 61 }, { 20, 41 }, { CL_WEIGHT_SPACE_LANDSCAPE_LIMIT, 25 } };

struct _ClWeightSpaceController
{
  ClDocument *document;
  ClWeightSpacePlot *plot;
  ClJobSlot *slot;
  gboolean stale; /* the document changed while the plot was not seen */
};

static void
free_space (gpointer space)
{
  cl_weight_space_free (space);
}

static gsize
samples_for (gsize n)
{
  gsize k = 0;

  while (grids[k].n < n)
    k++;
  return grids[k].samples;
}

/* The input is a result that is still empty. */
static gpointer
run (gpointer input, GCancellable *cancellable, GError **error)
{
  const ClWeightSpace *asked = input;
  const ClWeightSpaceChoice *choice = &cl_weight_space_choices (NULL)[asked->view.choice];
  const ClMatrix *a = cl_model_array (asked->model, CL_ARRAY_A);
  g_autoptr (ClWeightSpace) space = g_new0 (ClWeightSpace, 1);

  space->view = asked->view;
  space->model = cl_model_ref (asked->model);
  if (choice->kind == CL_WEIGHT_SPACE_SLACK && cl_slack_is_known (choice->condition, a->rows))
    space->slack = cl_slack_new (a, choice->condition);
  if (choice->kind == CL_WEIGHT_SPACE_LANDSCAPE && a->rows >= 2
      && a->rows <= CL_WEIGHT_SPACE_LANDSCAPE_LIMIT)
    {
      ClSlice slice = cl_slice_around (a, space->view.x, space->view.y, samples_for (a->rows));

      space->landscape = cl_landscape_new (a, &slice, cancellable, error);
      if (space->landscape == NULL)
        return NULL;
    }
  return g_steal_pointer (&space);
}

static void
adopt (gpointer space, const GError *error, gpointer owner)
{
  ClWeightSpaceController *self = owner;

  if (space != NULL)
    cl_weight_space_plot_take (self->plot, space);
  else
    g_signal_emit_by_name (self->plot, "failed", error->message);
}

static const ClJobClass job_class = {
  .run = run,
  .adopt = adopt,
  .input_free = free_space,
  .result_free = free_space,
};

static gboolean
lies_in (const ClEntry *entry, gsize n)
{
  return entry->row < n && entry->col < n;
}

static ClEntry
read_entry (GVariant *value, const char *key, ClEntry entry)
{
  guint row, col;

  if (g_variant_lookup (value, key, "(uu)", &row, &col))
    entry = (ClEntry){ row, col };
  return entry;
}

/* A file may hold anything: what makes no sense gives way to the default. */
static ClWeightSpaceView
view_from_document (ClWeightSpaceController *self)
{
  const ClWeightSpaceView defaults = CL_WEIGHT_SPACE_VIEW_DEFAULT;
  ClWeightSpaceView view = defaults;
  gsize n = cl_document_get_model (self->document)->n;
  g_autoptr (GVariant) value =
      cl_document_get_state (self->document, VIEW_KEY, G_VARIANT_TYPE_VARDICT);
  guint count;

  if (value != NULL)
    {
      g_variant_lookup (value, "choice", "u", &view.choice);
      view.x = read_entry (value, "x", view.x);
      view.y = read_entry (value, "y", view.y);
    }
  cl_weight_space_choices (&count);
  if (view.choice >= count)
    view.choice = defaults.choice;
  if (!lies_in (&view.x, n) || !lies_in (&view.y, n)
      || (view.x.row == view.y.row && view.x.col == view.y.col))
    {
      view.x = defaults.x;
      view.y = defaults.y;
    }
  return view;
}

static gboolean
same_view (const ClWeightSpaceView *a, const ClWeightSpaceView *b)
{
  return a->choice == b->choice && a->x.row == b->x.row && a->x.col == b->x.col
         && a->y.row == b->y.row && a->y.col == b->y.col;
}

/* Where the matrix moves on the slice that is shown, the landscape stays; any other landscape takes
 * too long to be remade while a number is dragged. */
static void
update (ClWeightSpaceController *self, gboolean finished)
{
  ClModel *model = cl_document_get_model (self->document);
  ClWeightSpaceView view = view_from_document (self);
  ClWeightSpaceKind kind = cl_weight_space_choices (NULL)[view.choice].kind;

  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self->plot));
  if (self->stale)
    return;
  cl_weight_space_plot_set_view (self->plot, model->n, &view);
  const ClWeightSpace *shown = cl_weight_space_plot_get (self->plot);
  if (kind == CL_WEIGHT_SPACE_LANDSCAPE && shown != NULL && same_view (&shown->view, &view)
      && cl_weight_space_contains (shown, model))
    {
      cl_job_slot_cancel (self->slot);
      cl_weight_space_plot_mark (self->plot, model);
      return;
    }
  if (kind == CL_WEIGHT_SPACE_LANDSCAPE)
    cl_weight_space_plot_set_outdated (self->plot);
  if (kind == CL_WEIGHT_SPACE_MARGINS || (kind == CL_WEIGHT_SPACE_LANDSCAPE && !finished))
    {
      cl_job_slot_cancel (self->slot);
      return;
    }
  ClWeightSpace *asked = g_new0 (ClWeightSpace, 1);
  asked->view = view;
  asked->model = cl_model_ref (model);
  cl_job_slot_post (self->slot, asked, finished ? CL_JOB_REPLACE : CL_JOB_LIVE);
}

static void
model_changed_cb (ClDocument *document, gboolean finished, ClWeightSpaceController *self)
{
  update (self, finished);
}

static void
view_state_changed_cb (ClDocument *document, const char *key, gboolean finished,
                       ClWeightSpaceController *self)
{
  update (self, TRUE);
}

static void
plot_mapped_cb (GtkWidget *plot, ClWeightSpaceController *self)
{
  if (self->stale)
    update (self, TRUE);
}

static void
view_changed_cb (ClWeightSpacePlot *plot, ClWeightSpaceController *self)
{
  ClWeightSpaceView view;
  GVariantDict dict;

  cl_weight_space_plot_get_view (plot, &view);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "choice", "u", view.choice);
  g_variant_dict_insert (&dict, "x", "(uu)", (guint) view.x.row, (guint) view.x.col);
  g_variant_dict_insert (&dict, "y", "(uu)", (guint) view.y.row, (guint) view.y.col);
  cl_document_set_state (self->document, VIEW_KEY, g_variant_dict_end (&dict));
}

static double
round_to_decimals (double value, double side)
{
  double per_unit = pow (10, 3 - floor (log10 (side)));

  return rint (value * per_unit) / per_unit + 0.0;
}

static void
entries_moved_cb (ClWeightSpacePlot *plot, double x, double y, gboolean finished,
                  ClWeightSpaceController *self)
{
  const ClWeightSpace *shown = cl_weight_space_plot_get (plot);
  ClModel *model = cl_document_get_model (self->document);

  if (shown == NULL || !cl_weight_space_contains (shown, model))
    return;
  const ClSlice *slice = &shown->landscape->slice;
  g_autoptr (ClMatrix) a = cl_matrix_copy (cl_model_array (model, CL_ARRAY_A));
  cl_matrix_set (a, slice->x.row, slice->x.col,
                 round_to_decimals (CLAMP (x, slice->x0, slice->x1), slice->x1));
  cl_matrix_set (a, slice->y.row, slice->y.col,
                 round_to_decimals (CLAMP (y, slice->y0, slice->y1), slice->y1));
  g_autoptr (ClModel) moved = cl_model_with_array (model, CL_ARRAY_A, a, NULL);
  cl_document_edit (self->document, moved, _ ("Move A in the Landscape"), finished);
}

ClWeightSpaceController *
cl_weight_space_controller_new (ClDocument *document, ClJobQueue *queue, ClWeightSpacePlot *plot)
{
  ClWeightSpaceController *self = g_new0 (ClWeightSpaceController, 1);

  self->document = g_object_ref (document);
  self->plot = g_object_ref (plot);
  self->slot = cl_job_slot_new (queue, PRIORITY, &job_class, self);
  g_signal_connect (document, "model-changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect (document, "state-changed::" VIEW_KEY, G_CALLBACK (view_state_changed_cb), self);
  g_signal_connect (plot, "map", G_CALLBACK (plot_mapped_cb), self);
  g_signal_connect (plot, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect (plot, "entries-moved", G_CALLBACK (entries_moved_cb), self);
  update (self, TRUE);
  return self;
}

void
cl_weight_space_controller_free (ClWeightSpaceController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (self->plot, self);
  cl_job_slot_free (self->slot);
  g_object_unref (self->document);
  g_object_unref (self->plot);
  g_free (self);
}
