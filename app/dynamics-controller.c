#include "app/dynamics-controller.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/dynamics-job.h"
#include "app/example-state.h"

#define STARTS_KEY "dynamics.starts" /* aad: one array a start; absent: automatic */
#define VIEW_KEY   "dynamics.view"   /* a{sv} */

/* Trajectories are what people look at while they drag: before the rest of the analysis. */
#define PRIORITY 10

/* Shorter computations than this never show as busy. */
#define BUSY_DELAY_MS 400

struct _ClDynamicsController
{
  ClDocument *document;
  ClDynamicsPage *page;
  ClJobSlot *slot;
  gboolean live;  /* something is being dragged */
  gboolean stale; /* the document changed while the page was not seen */
  guint busy;     /* source: then the result on the page shows as an old one */
};

static GVariant *
starts_to_variant (const ClMatrix *starts)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aad"));
  for (gsize i = 0; i < starts->rows; i++)
    g_variant_builder_add_value (&builder,
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE,
                                                            cl_matrix_row (starts, i), starts->cols,
                                                            sizeof (double)));
  return g_variant_builder_end (&builder);
}

/* NULL when the starts are automatic or were made for another size. */
static ClMatrix *
starts_from_document (ClDynamicsController *self)
{
  g_autoptr (GVariant) value =
      cl_document_get_state (self->document, STARTS_KEY, G_VARIANT_TYPE ("aad"));
  gsize n = cl_document_get_model (self->document)->n;
  g_autoptr (ClMatrix) starts = NULL;

  if (value == NULL)
    return NULL;
  starts = cl_matrix_new (g_variant_n_children (value), n);
  for (gsize i = 0; i < starts->rows; i++)
    {
      g_autoptr (GVariant) row = g_variant_get_child_value (value, i);
      gsize length;
      const double *data = g_variant_get_fixed_array (row, &length, sizeof (double));
      if (length != n)
        return NULL;
      memcpy (cl_matrix_row (starts, i), data, n * sizeof (double));
    }
  return g_steal_pointer (&starts);
}

static GVariant *
view_to_variant (const ClDynamicsView *view)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "norm", "u", view->norm);
  g_variant_dict_insert (&dict, "until", "d", view->until);
  g_variant_dict_insert (&dict, "rtol", "d", view->rtol);
  g_variant_dict_insert (&dict, "x", "u", view->x);
  g_variant_dict_insert (&dict, "y", "u", view->y);
  g_variant_dict_insert (&dict, "principal", "b", view->principal);
  g_variant_dict_insert (&dict, "field", "b", view->field);
  g_variant_dict_insert (&dict, "nullclines", "b", view->nullclines);
  g_variant_dict_insert (&dict, "ball", "b", view->ball);
  g_variant_dict_insert (&dict, "second", "u", view->second);
  g_variant_dict_insert (&dict, "wave", "u", view->wave);
  g_variant_dict_insert (&dict, "amplitude", "d", view->amplitude);
  g_variant_dict_insert (&dict, "period", "d", view->period);
  return g_variant_dict_end (&dict);
}

static void
read_wave (GVariant *value, ClDynamicsView *view)
{
  const ClDynamicsView defaults = CL_DYNAMICS_VIEW_DEFAULT;

  g_variant_lookup (value, "wave", "u", &view->wave);
  g_variant_lookup (value, "amplitude", "d", &view->amplitude);
  g_variant_lookup (value, "period", "d", &view->period);
  if (view->wave >= CL_N_WAVES)
    view->wave = defaults.wave;
  if (!(view->amplitude >= 0 && view->amplitude <= 1e3))
    view->amplitude = defaults.amplitude;
  if (!(view->period >= 1e-2 && view->period <= 1e4))
    view->period = defaults.period;
}

/* A file may hold anything: what makes no sense gives way to the default. */
static ClDynamicsView
view_from_document (ClDynamicsController *self)
{
  const ClDynamicsView defaults = CL_DYNAMICS_VIEW_DEFAULT;
  ClDynamicsView view = defaults;
  g_autoptr (GVariant) value =
      cl_document_get_state (self->document, VIEW_KEY, G_VARIANT_TYPE_VARDICT);

  if (value == NULL)
    return view;
  g_variant_lookup (value, "norm", "u", &view.norm);
  g_variant_lookup (value, "until", "d", &view.until);
  g_variant_lookup (value, "rtol", "d", &view.rtol);
  g_variant_lookup (value, "x", "u", &view.x);
  g_variant_lookup (value, "y", "u", &view.y);
  g_variant_lookup (value, "principal", "b", &view.principal);
  g_variant_lookup (value, "field", "b", &view.field);
  g_variant_lookup (value, "nullclines", "b", &view.nullclines);
  g_variant_lookup (value, "ball", "b", &view.ball);
  g_variant_lookup (value, "second", "u", &view.second);
  read_wave (value, &view);
  if (view.second >= CL_N_DYNAMICS_SECONDS)
    view.second = defaults.second;
  if (view.norm >= CL_N_CONTRACTIONS)
    view.norm = defaults.norm;
  if (!(view.until > 0 && view.until <= 1e4))
    view.until = defaults.until;
  if (!(view.rtol >= 1e-12 && view.rtol <= 1e-2))
    view.rtol = defaults.rtol;
  return view;
}

static gboolean
busy_cb (gpointer data)
{
  ClDynamicsController *self = data;

  self->busy = 0;
  if (cl_job_slot_is_busy (self->slot))
    cl_dynamics_page_set_busy (self->page);
  return G_SOURCE_REMOVE;
}

/* Nothing is computed for a page that nobody sees. */
static void
post (ClDynamicsController *self, gboolean finished)
{
  g_autoptr (ClMatrix) starts = starts_from_document (self);
  ClDynamicsView view = view_from_document (self);

  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self->page));
  self->live = !finished;
  if (self->stale)
    return;
  cl_job_slot_post (self->slot,
                    cl_dynamics_request_new (cl_document_get_model (self->document),
                                             cl_example_state_get (self->document), starts, &view,
                                             !finished),
                    finished ? CL_JOB_REPLACE : CL_JOB_LIVE);
  if (self->busy == 0)
    self->busy = g_timeout_add (BUSY_DELAY_MS, busy_cb, self);
}

static gpointer
run_job (gpointer input, GCancellable *cancellable, GError **error)
{
  return cl_dynamics_job_run (input, cancellable, error);
}

static void
adopt_result (gpointer result, const GError *error, gpointer owner)
{
  ClDynamicsController *self = owner;

  g_clear_handle_id (&self->busy, g_source_remove);
  cl_dynamics_page_set_fast (self->page, self->live);
  if (result != NULL)
    cl_dynamics_page_take_result (self->page, result);
  cl_dynamics_page_set_error (self->page, error != NULL ? error->message : NULL);
}

static void
free_request (gpointer request)
{
  cl_dynamics_request_free (request);
}

static void
free_result (gpointer result)
{
  cl_dynamics_result_free (result);
}

static const ClJobClass job_class = {
  .run = run_job,
  .adopt = adopt_result,
  .input_free = free_request,
  .result_free = free_result,
};

static void
model_changed_cb (ClDocument *document, gboolean finished, ClDynamicsController *self)
{
  post (self, finished);
}

static void
starts_changed_cb (ClDocument *document, const char *key, gboolean finished,
                   ClDynamicsController *self)
{
  post (self, finished);
}

static void
view_state_changed_cb (ClDocument *document, const char *key, gboolean finished,
                       ClDynamicsController *self)
{
  ClDynamicsView view = view_from_document (self);

  cl_dynamics_page_set_view (self->page, &view);
  post (self, finished);
}

static void
page_mapped_cb (GtkWidget *page, ClDynamicsController *self)
{
  if (self->stale)
    post (self, TRUE);
}

static void
view_changed_cb (ClDynamicsPage *page, ClDynamicsController *self)
{
  ClDynamicsView view;

  cl_dynamics_page_get_view (page, &view);
  cl_document_set_state (self->document, VIEW_KEY, view_to_variant (&view));
}

static void
starts_edited_cb (ClDynamicsPage *page, const ClMatrix *starts, const char *label,
                  gboolean finished, ClDynamicsController *self)
{
  cl_document_edit_state (self->document, STARTS_KEY, starts_to_variant (starts), label, finished);
  /* The release of the button changes no number, so the document says nothing of it. */
  if (finished && self->live)
    post (self, TRUE);
}

/* The seed is the number of starts there are, so the same clicks give the same starts. */
static void
starts_requested_cb (ClDynamicsPage *page, guint count, ClDynamicsController *self)
{
  const ClDynamicsResult *shown = cl_dynamics_page_get_result (page);

  if (shown == NULL || shown->model->n != cl_document_get_model (self->document)->n)
    return;
  g_autoptr (ClMatrix) added = cl_dynamics_random_starts (shown, count, shown->starts->rows);
  g_autoptr (ClMatrix) all = cl_matrix_new (shown->starts->rows + count, added->cols);

  memcpy (all->data, shown->starts->data, shown->starts->rows * added->cols * sizeof (double));
  memcpy (cl_matrix_row (all, shown->starts->rows), added->data,
          count * added->cols * sizeof (double));
  cl_document_edit_state (self->document, STARTS_KEY, starts_to_variant (all), _ ("Add Starts"),
                          TRUE);
}

static void
starts_reset_cb (ClDynamicsPage *page, ClDynamicsController *self)
{
  cl_document_edit_state (self->document, STARTS_KEY, NULL, _ ("Reset Starts"), TRUE);
}

ClDynamicsController *
cl_dynamics_controller_new (ClDocument *document, ClJobQueue *queue, ClDynamicsPage *page)
{
  g_return_val_if_fail (CL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (CL_IS_DYNAMICS_PAGE (page), NULL);
  ClDynamicsController *self = g_new0 (ClDynamicsController, 1);

  self->document = g_object_ref (document);
  self->page = g_object_ref (page);
  self->slot = cl_job_slot_new (queue, PRIORITY, &job_class, self);
  g_signal_connect (document, "model-changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect (document, "state-changed::" STARTS_KEY, G_CALLBACK (starts_changed_cb), self);
  g_signal_connect (document, "state-changed::" CL_EXAMPLE_STATE_KEY,
                    G_CALLBACK (starts_changed_cb), self);
  g_signal_connect (document, "state-changed::" VIEW_KEY, G_CALLBACK (view_state_changed_cb), self);
  g_signal_connect (page, "map", G_CALLBACK (page_mapped_cb), self);
  g_signal_connect (page, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect (page, "starts-edited", G_CALLBACK (starts_edited_cb), self);
  g_signal_connect (page, "starts-requested", G_CALLBACK (starts_requested_cb), self);
  g_signal_connect (page, "starts-reset", G_CALLBACK (starts_reset_cb), self);

  ClDynamicsView view = view_from_document (self);
  cl_dynamics_page_set_view (page, &view);
  post (self, TRUE);
  return self;
}

void
cl_dynamics_controller_free (ClDynamicsController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (self->page, self);
  g_clear_handle_id (&self->busy, g_source_remove);
  cl_job_slot_free (self->slot);
  g_object_unref (self->document);
  g_object_unref (self->page);
  g_free (self);
}

gboolean
cl_dynamics_controller_is_busy (ClDynamicsController *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return cl_job_slot_is_busy (self->slot);
}
