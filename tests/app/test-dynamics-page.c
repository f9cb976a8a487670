#include "app/dynamics-job.h"

#include <math.h>

#include "tests/app/dynamics-page-test.h"
#include "ui/pages/plane-range.h"
#include "ui/widgets/time-line.h"

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
  ClPlotView *plane = dynamics_test_plane (fixture);
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
  const ClDynamicsResult *result = dynamics_test_result (fixture);

  g_assert_nonnull (result);
  g_assert_true (result->automatic);
  g_assert_cmpuint (result->bundle->starts, >=, 8);
  g_assert_cmpuint (result->equilibria->count, ==, 1);
  /* mu_inf (-I + relu slopes of A): the rate is 1 - max (0, mu_inf (A)) = 1 - 0.3. */
  g_assert_cmpfloat_with_epsilon (result->chosen.contraction.rate, 0.7, 1e-12);
  g_assert_true (cl_dynamics_result_has_ball (result, &result->chosen));
  g_assert_nonnull (cl_plot_view_get_figure (dynamics_test_plane (fixture)));
}

/* The guarantee is kept by what is drawn: every trajectory stays in the ball about the first. */
static void
test_ball_holds_everything (Fixture *fixture, gconstpointer data)
{
  const ClDynamicsResult *result = dynamics_test_result (fixture);
  const ClBundle *bundle = result->bundle;

  for (gsize k = 1; k < bundle->starts; k++)
    for (gsize frame = 0; frame < bundle->frames; frame++)
      {
        double bound =
            result->chosen.radius * exp (-result->chosen.contraction.rate * bundle->t[frame]);
        double distance = cl_distance (CL_NORM_INF, 2, cl_bundle_state (bundle, 0, frame),
                                       cl_bundle_state (bundle, k, frame), NULL);
        g_assert_cmpfloat (distance, <=, bound * (1 + 1e-5) + 1e-8);
      }
}

static void
test_click_adds_start (Fixture *fixture, gconstpointer data)
{
  gsize before = dynamics_test_result (fixture)->starts->rows;

  g_signal_emit_by_name (dynamics_test_plane (fixture), "clicked", 0u, 0.25, -0.75);
  dynamics_test_settle (fixture);
  const ClMatrix *starts = dynamics_test_result (fixture)->starts;
  g_assert_cmpuint (starts->rows, ==, before + 1);
  g_assert_cmpfloat (cl_matrix_get (starts, before, 0), ==, 0.25);
  g_assert_cmpfloat (cl_matrix_get (starts, before, 1), ==, -0.75);
  g_assert_false (dynamics_test_result (fixture)->automatic);

  g_assert_true (cl_document_undo (fixture->document));
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->starts->rows, ==, before);
  g_assert_true (dynamics_test_result (fixture)->automatic);
}

/* Many moves and one undo. */
static void
test_drag_is_one_step (Fixture *fixture, gconstpointer data)
{
  double before = cl_matrix_get (dynamics_test_result (fixture)->starts, 3, 0);
  gsize frames = dynamics_test_result (fixture)->bundle->frames;

  for (guint i = 0; i < 20; i++)
    {
      g_signal_emit_by_name (dynamics_test_plane (fixture), "handle-moved", 0u, 3u, 0.1 * i, 1.0,
                             FALSE);
      page_test_iterate (3);
    }
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->bundle->frames, <, frames);
  g_signal_emit_by_name (dynamics_test_plane (fixture), "handle-moved", 0u, 3u, 1.9, 1.0, TRUE);
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->bundle->frames, ==, frames);
  g_assert_cmpfloat_with_epsilon (cl_matrix_get (dynamics_test_result (fixture)->starts, 3, 0), 1.9,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (cl_bundle_state (dynamics_test_result (fixture)->bundle, 3, 0)[0],
                                  1.9, 1e-12);
  g_assert_cmpstr (cl_document_get_undo_label (fixture->document), ==, "Move Start");
  g_assert_true (cl_document_undo (fixture->document));
  dynamics_test_settle (fixture);
  g_assert_cmpfloat (cl_matrix_get (dynamics_test_result (fixture)->starts, 3, 0), ==, before);
  g_assert_false (cl_document_get_can_undo (fixture->document));
}

static void
test_remove_and_clear (Fixture *fixture, gconstpointer data)
{
  gsize before = dynamics_test_result (fixture)->starts->rows;
  double kept = cl_matrix_get (dynamics_test_result (fixture)->starts, 2, 0);

  g_signal_emit_by_name (dynamics_test_plane (fixture), "handle-removed", 0u, 1u);
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->starts->rows, ==, before - 1);
  g_assert_cmpfloat (cl_matrix_get (dynamics_test_result (fixture)->starts, 1, 0), ==, kept);

  for (gsize left = before - 1; left > 0; left--)
    g_signal_emit_by_name (dynamics_test_plane (fixture), "handle-removed", 0u, 0u);
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->starts->rows, ==, 0);
  g_assert_null (dynamics_test_result (fixture)->chosen.distances);
}

static void
test_random_starts (Fixture *fixture, gconstpointer data)
{
  gsize before = dynamics_test_result (fixture)->starts->rows;

  g_signal_emit_by_name (fixture->page, "starts-requested", 200u);
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->starts->rows, ==, before + 200);
  g_signal_emit_by_name (fixture->page, "starts-reset");
  dynamics_test_settle (fixture);
  g_assert_true (dynamics_test_result (fixture)->automatic);
}

/* What is shown never goes back to an older request, and ends with the newest. */
static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  double before = 0;

  for (guint i = 1; i <= 40; i++)
    {
      const double a[] = { -0.5 - 0.05 * i, 0.3, -0.2, 0.1 };
      g_autoptr (ClModel) model = dynamics_test_model (2, a);
      cl_document_edit (fixture->document, model, "Change A", i == 40);
      page_test_iterate (2);
      const ClMatrix *shown = cl_model_array (dynamics_test_result (fixture)->model, CL_ARRAY_A);
      g_assert_cmpfloat (shown->data[0], <=, before);
      g_assert_cmpfloat (shown->data[0], >=, a[0]);
      before = shown->data[0];
    }
  dynamics_test_settle (fixture);
  g_assert_true (dynamics_test_result (fixture)->model
                 == cl_document_get_model (fixture->document));
  g_assert_cmpfloat_with_epsilon (
      cl_model_array (dynamics_test_result (fixture)->model, CL_ARRAY_A)->data[0], -2.5, 1e-12);
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
      dynamics_test_settle (fixture);
      g_assert_cmpuint (dynamics_test_result (fixture)->model->n, ==, sizes[i]);
      g_assert_cmpuint (dynamics_test_result (fixture)->starts->cols, ==, sizes[i]);
      g_assert_cmpint (dynamics_test_result (fixture)->plane == NULL, ==, sizes[i] == 1);

      cl_dynamics_page_get_view (fixture->page, &view);
      view.principal = TRUE;
      view.nullclines = TRUE;
      cl_dynamics_page_set_view (fixture->page, &view);
      g_signal_emit_by_name (fixture->page, "view-changed");
      dynamics_test_settle (fixture);
      g_assert_cmpint (dynamics_test_result (fixture)->view.principal, ==, sizes[i] > 2);
      g_signal_emit_by_name (dynamics_test_plane (fixture), "clicked", 0u, 0.5, 0.5);
      dynamics_test_settle (fixture);
    }
}

/* Every norm: the drawn envelope lies above every drawn distance. */
static void
test_envelope (Fixture *fixture, gconstpointer data)
{
  const double a[] = { -3, 0.2, 0.3, -2 };
  g_autoptr (ClModel) model = dynamics_test_model (2, a);

  cl_document_edit (fixture->document, model, "Change A", TRUE);
  for (guint norm = 0; norm < CL_N_CONTRACTIONS; norm++)
    {
      ClDynamicsView view;
      cl_dynamics_page_get_view (fixture->page, &view);
      view.norm = norm;
      cl_dynamics_page_set_view (fixture->page, &view);
      g_signal_emit_by_name (fixture->page, "view-changed");
      dynamics_test_settle (fixture);
      const ClDistances *distances = dynamics_test_result (fixture)->chosen.distances;
      g_assert_cmpuint (dynamics_test_result (fixture)->view.norm, ==, norm);
      g_assert_cmpfloat (dynamics_test_result (fixture)->chosen.contraction.rate, >, 0);
      for (gsize k = 0; k < distances->pairs * distances->frames; k++)
        g_assert_cmpfloat (distances->distance[k], <=,
                           distances->envelope[k % distances->frames] * (1 + 1e-5) + 1e-7);
    }
}

static void
test_says_when_nothing_is_guaranteed (Fixture *fixture, gconstpointer data)
{
  const double a[] = { 3, 0, 0, 3 };
  g_autoptr (ClModel) model = dynamics_test_model (2, a);
  g_autofree char *text = NULL;

  cl_document_edit (fixture->document, model, "Change A", TRUE);
  dynamics_test_settle (fixture);
  g_assert_false (cl_dynamics_result_has_ball (dynamics_test_result (fixture),
                                               &dynamics_test_result (fixture)->chosen));
  text = cl_dynamics_result_describe (dynamics_test_result (fixture));
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

#define ADD(name, func)                                                                            \
  g_test_add (name, Fixture, NULL, dynamics_test_set_up, func, dynamics_test_tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/dynamics-page/finalizes", test_finalizes);
  g_test_add_func ("/dynamics-page/plane-range", test_plane_range);
  ADD ("/dynamics-page/export", test_export);
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
