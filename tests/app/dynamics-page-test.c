#include "tests/app/dynamics-page-test.h"

ClModel *
dynamics_test_model (gsize n, const double *a)
{
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (n, n, a);
  g_autoptr (GError) error = NULL;
  ClModel *model = cl_model_new_for_matrix (matrix, &error);

  g_assert_no_error (error);
  return model;
}

/* Until the worker has nothing to do and its results have been adopted. */
void
dynamics_test_settle (Fixture *fixture)
{
  PAGE_TEST_WAIT_UNTIL (!cl_dynamics_controller_is_busy (fixture->controller));
  page_test_iterate (20);
}

void
dynamics_test_set_up (Fixture *fixture, gconstpointer data)
{
  const double a[] = { -0.5, 0.3, -0.2, 0.1 };
  g_autoptr (ClModel) model = dynamics_test_model (2, a);

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
  dynamics_test_settle (fixture);
}

void
dynamics_test_tear_down (Fixture *fixture, gconstpointer data)
{
  cl_dynamics_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->queue);
}

/* The first plot of the page is the phase plane. */
ClPlotView *
dynamics_test_plane (Fixture *fixture)
{
  return CL_PLOT_VIEW (page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_PLOT_VIEW));
}

const ClDynamicsResult *
dynamics_test_result (Fixture *fixture)
{
  return cl_dynamics_page_get_result (fixture->page);
}
