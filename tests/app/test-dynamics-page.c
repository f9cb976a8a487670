#include "app/dynamics-controller.h"
#include "app/dynamics-job.h"
#include "app/example-state.h"

#include <math.h>

#include "tests/app/page-test.h"
#include "ui/pages/plane-range.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/time-line.h"

typedef struct
{
  ClDocument *document;
  ClJobQueue *queue;
  GtkWidget *window;
  ClDynamicsPage *page;
  ClDynamicsController *controller;
} Fixture;

static ClModel *
model_of (gsize n, const double *a)
{
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (n, n, a);
  g_autoptr (GError) error = NULL;
  ClModel *model = cl_model_new_for_matrix (matrix, &error);

  g_assert_no_error (error);
  return model;
}

/* Until the worker has nothing to do and its results have been adopted. */
static void
settle (Fixture *fixture)
{
  PAGE_TEST_WAIT_UNTIL (!cl_dynamics_controller_is_busy (fixture->controller));
  page_test_iterate (20);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const double a[] = { -0.5, 0.3, -0.2, 0.1 };
  g_autoptr (ClModel) model = model_of (2, a);

  fixture->document = cl_document_new (model);
  fixture->queue = cl_job_queue_new ();
  fixture->window = gtk_window_new ();
  fixture->page = CL_DYNAMICS_PAGE (cl_dynamics_page_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture->controller =
      cl_dynamics_controller_new (fixture->document, fixture->queue, fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_dynamics_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->queue);
}

/* The first plot of the page is the phase plane. */
static ClPlotView *
plane_of (Fixture *fixture)
{
  return CL_PLOT_VIEW (page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_PLOT_VIEW));
}

static const ClDynamicsResult *
result_of (Fixture *fixture)
{
  return cl_dynamics_page_get_result (fixture->page);
}

static guint
count_layers (const ClFigure *figure)
{
  return cl_panel_n_layers (cl_figure_panel (figure, 0));
}

/* Exports are of the whole picture and say what made it, also while the window shows the
 * trajectories faintly below what moves. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  ClTimeLine *time_line =
      CL_TIME_LINE (page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TIME_LINE));
  ClPlotView *plane = plane_of (fixture);
  g_autoptr (ClFigure) whole = cl_figure_ref (cl_plot_view_get_figure (plane));
  const char *provenance;

  /* The ball; and from the first moment on, where the trajectories are. */
  g_assert_cmpuint (count_layers (cl_plot_view_get_export_figure (plane)), ==,
                    count_layers (whole) + 1);
  cl_time_line_set_time (time_line, 2);
  g_assert_cmpuint (count_layers (cl_plot_view_get_export_figure (plane)), ==,
                    count_layers (whole) + 2);
  provenance = cl_figure_provenance (cl_plot_view_get_export_figure (plane));
  g_assert_nonnull (strstr (provenance, "program: contraction-lab"));
  g_assert_nonnull (strstr (provenance, "norm: inf\nuntil: 10\n"));
  g_assert_nonnull (strstr (provenance, "automatic, seed 1"));
  g_assert_nonnull (strstr (provenance, "A: [-0.5, 0.29999999999999999; "));
  cl_time_line_set_time (time_line, 0);
  g_assert_cmpuint (count_layers (cl_plot_view_get_export_figure (plane)), ==,
                    count_layers (whole) + 1);
}

static void
test_first_result (Fixture *fixture, gconstpointer data)
{
  const ClDynamicsResult *result = result_of (fixture);

  g_assert_nonnull (result);
  g_assert_true (result->automatic);
  g_assert_cmpuint (result->bundle->starts, >=, 8);
  g_assert_cmpuint (result->equilibria->count, ==, 1);
  /* mu_inf (-I + relu slopes of A): the rate is 1 - max (0, mu_inf (A)) = 1 - 0.3. */
  g_assert_cmpfloat_with_epsilon (result->contraction.rate, 0.7, 1e-12);
  g_assert_true (cl_dynamics_result_has_ball (result));
  g_assert_nonnull (cl_plot_view_get_figure (plane_of (fixture)));
}

/* The guarantee is kept by what is drawn: every trajectory stays in the ball about the first. */
static void
test_ball_holds_everything (Fixture *fixture, gconstpointer data)
{
  const ClDynamicsResult *result = result_of (fixture);
  const ClBundle *bundle = result->bundle;

  for (gsize k = 1; k < bundle->starts; k++)
    for (gsize frame = 0; frame < bundle->frames; frame++)
      {
        double bound = result->radius * exp (-result->contraction.rate * bundle->t[frame]);
        double distance = cl_distance (CL_NORM_INF, 2, cl_bundle_state (bundle, 0, frame),
                                       cl_bundle_state (bundle, k, frame), NULL);
        g_assert_cmpfloat (distance, <=, bound * (1 + 1e-5) + 1e-8);
      }
}

static void
test_click_adds_start (Fixture *fixture, gconstpointer data)
{
  gsize before = result_of (fixture)->starts->rows;

  g_signal_emit_by_name (plane_of (fixture), "clicked", 0u, 0.25, -0.75);
  settle (fixture);
  const ClMatrix *starts = result_of (fixture)->starts;
  g_assert_cmpuint (starts->rows, ==, before + 1);
  g_assert_cmpfloat (cl_matrix_get (starts, before, 0), ==, 0.25);
  g_assert_cmpfloat (cl_matrix_get (starts, before, 1), ==, -0.75);
  g_assert_false (result_of (fixture)->automatic);

  g_assert_true (cl_document_undo (fixture->document));
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->starts->rows, ==, before);
  g_assert_true (result_of (fixture)->automatic);
}

/* Many moves and one undo. */
static void
test_drag_is_one_step (Fixture *fixture, gconstpointer data)
{
  double before = cl_matrix_get (result_of (fixture)->starts, 3, 0);
  gsize frames = result_of (fixture)->bundle->frames;

  for (guint i = 0; i < 20; i++)
    {
      g_signal_emit_by_name (plane_of (fixture), "handle-moved", 0u, 3u, 0.1 * i, 1.0, FALSE);
      page_test_iterate (3);
    }
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->bundle->frames, <, frames);
  g_signal_emit_by_name (plane_of (fixture), "handle-moved", 0u, 3u, 1.9, 1.0, TRUE);
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->bundle->frames, ==, frames);
  g_assert_cmpfloat_with_epsilon (cl_matrix_get (result_of (fixture)->starts, 3, 0), 1.9, 1e-12);
  g_assert_cmpfloat_with_epsilon (cl_bundle_state (result_of (fixture)->bundle, 3, 0)[0], 1.9,
                                  1e-12);
  g_assert_cmpstr (cl_document_get_undo_label (fixture->document), ==, "Move Start");
  g_assert_true (cl_document_undo (fixture->document));
  settle (fixture);
  g_assert_cmpfloat (cl_matrix_get (result_of (fixture)->starts, 3, 0), ==, before);
  g_assert_false (cl_document_get_can_undo (fixture->document));
}

static void
test_remove_and_clear (Fixture *fixture, gconstpointer data)
{
  gsize before = result_of (fixture)->starts->rows;
  double kept = cl_matrix_get (result_of (fixture)->starts, 2, 0);

  g_signal_emit_by_name (plane_of (fixture), "handle-removed", 0u, 1u);
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->starts->rows, ==, before - 1);
  g_assert_cmpfloat (cl_matrix_get (result_of (fixture)->starts, 1, 0), ==, kept);

  for (gsize left = before - 1; left > 0; left--)
    g_signal_emit_by_name (plane_of (fixture), "handle-removed", 0u, 0u);
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->starts->rows, ==, 0);
  g_assert_null (result_of (fixture)->distances);
}

static void
test_random_starts (Fixture *fixture, gconstpointer data)
{
  gsize before = result_of (fixture)->starts->rows;

  g_signal_emit_by_name (fixture->page, "starts-requested", 200u);
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->starts->rows, ==, before + 200);
  g_signal_emit_by_name (fixture->page, "starts-reset");
  settle (fixture);
  g_assert_true (result_of (fixture)->automatic);
}

/* What is shown never goes back to an older request, and ends with the newest. */
static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  double before = 0;

  for (guint i = 1; i <= 40; i++)
    {
      const double a[] = { -0.5 - 0.05 * i, 0.3, -0.2, 0.1 };
      g_autoptr (ClModel) model = model_of (2, a);
      cl_document_edit (fixture->document, model, "Change A", i == 40);
      page_test_iterate (2);
      const ClMatrix *shown = cl_model_array (result_of (fixture)->model, CL_ARRAY_A);
      g_assert_cmpfloat (shown->data[0], <=, before);
      g_assert_cmpfloat (shown->data[0], >=, a[0]);
      before = shown->data[0];
    }
  settle (fixture);
  g_assert_true (result_of (fixture)->model == cl_document_get_model (fixture->document));
  g_assert_cmpfloat_with_epsilon (cl_model_array (result_of (fixture)->model, CL_ARRAY_A)->data[0],
                                  -2.5, 1e-12);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 1, 3, 40, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (ClModel) model =
          cl_model_resized (cl_document_get_model (fixture->document), sizes[i]);
      ClDynamicsView view;
      cl_document_edit (fixture->document, model, "Resize", TRUE);
      settle (fixture);
      g_assert_cmpuint (result_of (fixture)->model->n, ==, sizes[i]);
      g_assert_cmpuint (result_of (fixture)->starts->cols, ==, sizes[i]);
      g_assert_cmpint (result_of (fixture)->plane == NULL, ==, sizes[i] == 1);

      cl_dynamics_page_get_view (fixture->page, &view);
      view.principal = TRUE;
      view.nullclines = TRUE;
      cl_dynamics_page_set_view (fixture->page, &view);
      g_signal_emit_by_name (fixture->page, "view-changed");
      settle (fixture);
      g_assert_cmpint (result_of (fixture)->view.principal, ==, sizes[i] > 2);
      g_signal_emit_by_name (plane_of (fixture), "clicked", 0u, 0.5, 0.5);
      settle (fixture);
    }
}

/* Every norm: the drawn envelope lies above every drawn distance. */
static void
test_envelope (Fixture *fixture, gconstpointer data)
{
  const double a[] = { -3, 0.2, 0.3, -2 };
  g_autoptr (ClModel) model = model_of (2, a);

  cl_document_edit (fixture->document, model, "Change A", TRUE);
  for (guint norm = 0; norm < CL_N_CONTRACTIONS; norm++)
    {
      ClDynamicsView view;
      cl_dynamics_page_get_view (fixture->page, &view);
      view.norm = norm;
      cl_dynamics_page_set_view (fixture->page, &view);
      g_signal_emit_by_name (fixture->page, "view-changed");
      settle (fixture);
      const ClDistances *distances = result_of (fixture)->distances;
      g_assert_cmpuint (result_of (fixture)->view.norm, ==, norm);
      g_assert_cmpfloat (result_of (fixture)->contraction.rate, >, 0);
      for (gsize k = 0; k < distances->pairs * distances->frames; k++)
        g_assert_cmpfloat (distances->distance[k], <=,
                           distances->envelope[k % distances->frames] * (1 + 1e-5) + 1e-7);
    }
}

static void
test_says_when_nothing_is_guaranteed (Fixture *fixture, gconstpointer data)
{
  const double a[] = { 3, 0, 0, 3 };
  g_autoptr (ClModel) model = model_of (2, a);
  g_autofree char *text = NULL;

  cl_document_edit (fixture->document, model, "Change A", TRUE);
  settle (fixture);
  g_assert_false (cl_dynamics_result_has_ball (result_of (fixture)));
  text = cl_dynamics_result_describe (result_of (fixture));
  g_assert_nonnull (strstr (text, "does not contract"));
}

static void
test_time_moves (Fixture *fixture, gconstpointer data)
{
  ClTimeLine *time_line =
      CL_TIME_LINE (page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TIME_LINE));

  g_assert_cmpfloat (cl_time_line_get_duration (time_line), ==, 10);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  cl_time_line_play (time_line);
  page_test_iterate (300);
  cl_time_line_pause (time_line);
  g_assert_cmpfloat (cl_time_line_get_time (time_line), >, 0.05);
  g_assert_cmpfloat (cl_time_line_get_time (time_line), <, 5);
}

static void
choose_second (Fixture *fixture, guint second)
{
  ClDynamicsView view;

  cl_dynamics_page_get_view (fixture->page, &view);
  view.second = second;
  cl_dynamics_page_set_view (fixture->page, &view);
  g_signal_emit_by_name (fixture->page, "view-changed");
  settle (fixture);
}

/* Both functions decay under their envelopes, and the choice stays with the document. */
static void
test_lyapunov (Fixture *fixture, gconstpointer data)
{
  const ClDynamicsResult *result;
  ClDynamicsView view;

  g_assert_null (result_of (fixture)->lyapunov);
  choose_second (fixture, CL_DYNAMICS_LYAPUNOV);
  result = result_of (fixture);
  g_assert_nonnull (result->lyapunov);
  g_assert_nonnull (result->lyapunov->distance);
  for (gsize k = 0; k < result->lyapunov->starts * result->lyapunov->frames; k++)
    {
      gsize frame = k % result->lyapunov->frames;

      g_assert_cmpfloat (result->lyapunov->distance[k], <=,
                         result->lyapunov->distance_envelope[frame] * (1 + 1e-5) + 1e-8);
      g_assert_cmpfloat (result->lyapunov->speed[k], <=,
                         result->lyapunov->speed_envelope[frame] * (1 + 1e-5) + 1e-8);
    }
  choose_second (fixture, CL_DYNAMICS_STATES);
  g_assert_null (result_of (fixture)->lyapunov);
  cl_dynamics_page_get_view (fixture->page, &view);
  g_assert_cmpuint (view.second, ==, CL_DYNAMICS_STATES);
  g_assert_false (cl_document_get_can_undo (fixture->document));
}

/* Under a periodic input all trajectories end on one cycle of its period, which contraction
 * promises; a kind without an input has none. */
static void
test_entrainment (Fixture *fixture, gconstpointer data)
{
  const ClEntrainment *entrainment;
  const ClDynamicsResult *result;

  choose_second (fixture, CL_DYNAMICS_ENTRAINMENT);
  result = result_of (fixture);
  entrainment = result->entrainment;
  g_assert_nonnull (entrainment);
  g_assert_cmpfloat (entrainment->period, ==, 3);
  g_assert_true (entrainment->common);
  g_assert_cmpfloat (entrainment->factor, <=, entrainment->factor_theory + 1e-4);
  g_assert_cmpfloat (cl_entrainment_error (entrainment), <, 1e-4);
  g_assert_cmpuint (result->equilibria->count, ==, 0);
  g_assert_null (result->field);

  /* The trajectories that are shown are those with the input: they still move at the end. */
  gsize last = result->bundle->frames - 1;
  double step = cl_bundle_state (result->bundle, 0, last)[0]
                - cl_bundle_state (result->bundle, 0, last - 1)[0];
  g_assert_cmpfloat (fabs (step), >, 1e-4);

  /* A cycle closes. */
  const double *from = cl_bundle_state (result->cycle, 0, 0);
  const double *to = cl_bundle_state (result->cycle, 0, result->cycle->frames - 1);
  g_assert_cmpfloat (fabs (from[0] - to[0]) + fabs (from[1] - to[1]), <, 1e-4);

  g_autoptr (ClModel) none =
      cl_model_with_kind (cl_document_get_model (fixture->document), CL_MODEL_PERSIDSKII);
  cl_document_edit (fixture->document, none, "Change Model", TRUE);
  settle (fixture);
  g_assert_null (result_of (fixture)->entrainment);
}

/* Its arrows are the velocities of the example, the states that are not shown being where the first
 * trajectory ends. */
static void
assert_field_of_example (const ClDynamicsResult *result)
{
  const ClField *field = result->field;
  gsize n = result->model->n, last = field->columns * field->rows - 1;
  g_autofree double *state =
      g_memdup2 (cl_bundle_state (result->bundle, 0, result->bundle->frames - 1),
                 n * sizeof (double));
  g_autofree double *velocity = g_new (double, n);

  state[result->view.x] = cl_field_x (field, field->columns - 1);
  state[result->view.y] = cl_field_y (field, field->rows - 1);
  cl_example_flow_eval (result->flow, state, velocity);
  g_assert_cmpfloat (field->u[last], ==, velocity[result->view.x]);
  g_assert_cmpfloat (field->v[last], ==, velocity[result->view.y]);
}

/* Each example is one step of the history, keeps its distances in check, says so, and is gone after
 * an undo.  What an example does not have is not offered. */
static void
test_examples (Fixture *fixture, gconstpointer data)
{
  gsize count;
  const ClExample *const *table = cl_example_table (&count);

  choose_second (fixture, CL_DYNAMICS_LYAPUNOV);
  for (gsize k = 0; k < count; k++)
    {
      g_autoptr (ClModel) model = cl_example_state_model (table[k]);
      const ClDynamicsResult *result;

      cl_document_replace (fixture->document, model, cl_example_state_new (table[k]), "Example");
      settle (fixture);
      result = result_of (fixture);
      g_assert_true (result->example == table[k]);
      g_assert_true (result->covered);
      g_assert_false (cl_dynamics_result_has_ball (result));
      assert_field_of_example (result);
      g_assert_cmpuint (result->view.second, <, CL_N_EXAMPLE_SECONDS);
      g_assert_cmpfloat (cl_distances_worst_increase (result->distances), <, 1e-6);
      g_assert_cmpfloat (cl_distances_worst_excess (result->distances, result->bundle->t,
                                                    result->contraction.rate),
                         <, 1e-6);
      g_autofree char *sentence = cl_dynamics_result_describe (result);
      g_assert_nonnull (strstr (sentence, "contraction"));

      g_assert_true (cl_document_undo (fixture->document));
      settle (fixture);
      g_assert_null (result_of (fixture)->example);
      g_assert_null (cl_example_state_get (fixture->document));
    }
}

/* A start outside of the region takes the guarantee away, parameters that make no sense the result.
 */
static void
test_example_limits (Fixture *fixture, gconstpointer data)
{
  const ClExample *kuramoto = cl_example_find ("kuramoto");
  g_autoptr (ClModel) model = cl_example_state_model (kuramoto);
  gsize before;

  cl_document_replace (fixture->document, model, cl_example_state_new (kuramoto), "Example");
  settle (fixture);
  before = result_of (fixture)->starts->rows;
  g_signal_emit_by_name (plane_of (fixture), "clicked", 0u, 3.0, -3.0);
  settle (fixture);
  g_assert_cmpuint (result_of (fixture)->starts->rows, ==, before + 1);
  g_assert_false (result_of (fixture)->covered);
  g_assert_true (isnan (cl_dynamics_result_rate (result_of (fixture))));
  g_assert_true (isnan (result_of (fixture)->distances->envelope[0]));

  g_autoptr (ClMatrix) negative = cl_matrix_copy (cl_model_array (model, CL_ARRAY_A));
  cl_matrix_set (negative, 0, 1, -1);
  g_autoptr (ClModel) wrong = cl_model_with_array (model, CL_ARRAY_A, negative, NULL);
  cl_document_edit (fixture->document, wrong, "Change W", TRUE);
  settle (fixture);
  g_assert_true (result_of (fixture)->model != wrong);
}

static void
test_plane_range (void)
{
  const ClBox now = { -2, 2, -2, 2 }, slightly = { -1.9, 1.8, -2, 2 }, small = { -1, 1, -1, 1 };
  const ClBox outside = { -2, 2.5, -2, 2 };

  g_assert_cmpfloat (cl_plane_range_steady (&now, &slightly).x1, ==, 2);
  g_assert_cmpfloat (cl_plane_range_steady (&now, &small).x1, ==, 1);
  g_assert_cmpfloat (cl_plane_range_steady (&now, &outside).x1, ==, 2.5);

  /* Never narrower than the data, wider along the longer side only. */
  ClBox wide = cl_plane_range_fit (&now, 900, 600), high = cl_plane_range_fit (&now, 400, 600);
  g_assert_cmpfloat (wide.y1 - wide.y0, ==, 4);
  g_assert_cmpfloat (wide.x1 - wide.x0, >, 5);
  g_assert_cmpfloat_with_epsilon (wide.x0 + wide.x1, 0, 1e-12);
  g_assert_cmpfloat (high.x1 - high.x0, ==, 4);
  g_assert_cmpfloat (high.y1 - high.y0, >, 5);
}

static void
test_finalizes (void)
{
  GtkWidget *page = g_object_ref_sink (cl_dynamics_page_new ());

  g_assert_finalize_object (page);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/dynamics-page/finalizes", test_finalizes);
  g_test_add_func ("/dynamics-page/plane-range", test_plane_range);
  ADD ("/dynamics-page/export", test_export);
  ADD ("/dynamics-page/lyapunov", test_lyapunov);
  ADD ("/dynamics-page/entrainment", test_entrainment);
  ADD ("/dynamics-page/examples", test_examples);
  ADD ("/dynamics-page/example-limits", test_example_limits);
  ADD ("/dynamics-page/first-result", test_first_result);
  ADD ("/dynamics-page/ball-holds-everything", test_ball_holds_everything);
  ADD ("/dynamics-page/click-adds-start", test_click_adds_start);
  ADD ("/dynamics-page/drag-is-one-step", test_drag_is_one_step);
  ADD ("/dynamics-page/remove-and-clear", test_remove_and_clear);
  ADD ("/dynamics-page/random-starts", test_random_starts);
  ADD ("/dynamics-page/newest-wins", test_newest_wins);
  ADD ("/dynamics-page/sizes", test_sizes);
  ADD ("/dynamics-page/envelope", test_envelope);
  ADD ("/dynamics-page/no-guarantee", test_says_when_nothing_is_guaranteed);
  ADD ("/dynamics-page/time-moves", test_time_moves);
  return g_test_run ();
}
