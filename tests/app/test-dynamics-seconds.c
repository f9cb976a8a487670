/* What the second plot shows besides distances, and the examples. */
#include "app/example-state.h"

#include <math.h>

#include "tests/app/dynamics-page-test.h"

static void
choose_second (Fixture *fixture, guint second)
{
  ClDynamicsView view;

  cl_dynamics_page_get_view (fixture->page, &view);
  view.second = second;
  cl_dynamics_page_set_view (fixture->page, &view);
  g_signal_emit_by_name (fixture->page, "view-changed");
  dynamics_test_settle (fixture);
}

/* Both functions decay under their envelopes, and the choice stays with the document. */
static void
test_lyapunov (Fixture *fixture, gconstpointer data)
{
  const ClDynamicsResult *result;
  ClDynamicsView view;

  g_assert_null (dynamics_test_result (fixture)->lyapunov);
  choose_second (fixture, CL_DYNAMICS_LYAPUNOV);
  result = dynamics_test_result (fixture);
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
  g_assert_null (dynamics_test_result (fixture)->lyapunov);
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
  result = dynamics_test_result (fixture);
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
  dynamics_test_settle (fixture);
  g_assert_null (dynamics_test_result (fixture)->entrainment);
}

static void
assert_inside_ball (const ClDynamicsResult *result, ClNormKind norm, const ClMatrix *eta,
                    double radius, double rate)
{
  const ClBundle *bundle = result->bundle;

  for (gsize k = 1; k < bundle->starts; k++)
    for (gsize frame = 0; frame < bundle->frames; frame++)
      g_assert_cmpfloat (cl_distance (norm, bundle->n, cl_bundle_state (bundle, 0, frame),
                                      cl_bundle_state (bundle, k, frame), eta),
                         <=, radius * exp (-rate * bundle->t[frame]) * (1 + 1e-5) + 1e-8);
}

/* The same trajectories in both norms, each with its own rate, and a second ball that holds them.
 * Beside any norm stands another. */
static void
test_two_norms (Fixture *fixture, gconstpointer data)
{
  ClDynamicsView view;

  for (guint norm = 0; norm < CL_N_CONTRACTIONS; norm++)
    {
      g_assert_cmpuint (cl_dynamics_rival_norm (norm), !=, norm);
      cl_dynamics_page_get_view (fixture->page, &view);
      view.norm = norm;
      cl_dynamics_page_set_view (fixture->page, &view);
      choose_second (fixture, CL_DYNAMICS_TWO_NORMS);
      const ClDynamicsResult *result = dynamics_test_result (fixture);
      const ClDynamicsNorm *rival = result->rival;
      ClContraction expected;
      g_assert_nonnull (rival);
      g_assert_cmpuint (rival->norm, ==, cl_dynamics_rival_norm (norm));
      g_assert_true (
          cl_contraction_compute_one (result->model, rival->norm, 12, &expected, NULL, NULL));
      g_clear_pointer (&expected.weights, cl_matrix_unref);
      g_assert_cmpfloat (rival->contraction.osl, ==, expected.osl);
      g_assert_cmpuint (rival->distances->pairs, ==, result->chosen.distances->pairs);
      g_assert_true (cl_dynamics_result_has_ball (result, rival));
      assert_inside_ball (result, cl_contraction_norm (rival->norm), rival->eta, rival->radius,
                          rival->contraction.rate);
      assert_inside_ball (result, cl_contraction_norm (norm), result->chosen.eta,
                          result->chosen.radius, result->chosen.contraction.rate);
    }
  choose_second (fixture, CL_DYNAMICS_DISTANCES);
  g_assert_null (dynamics_test_result (fixture)->rival);
  g_assert_false (cl_dynamics_result_has_ball (dynamics_test_result (fixture), NULL));
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
      dynamics_test_settle (fixture);
      result = dynamics_test_result (fixture);
      g_assert_true (result->example == table[k]);
      g_assert_true (result->covered);
      g_assert_false (cl_dynamics_result_has_ball (result, &result->chosen));
      assert_field_of_example (result);
      g_assert_cmpuint (result->view.second, <, CL_N_EXAMPLE_SECONDS);
      g_assert_cmpfloat (cl_distances_worst_increase (result->chosen.distances), <, 1e-6);
      g_assert_cmpfloat (cl_distances_worst_excess (result->chosen.distances, result->bundle->t,
                                                    result->chosen.contraction.rate),
                         <, 1e-6);
      g_autofree char *sentence = cl_dynamics_result_describe (result);
      g_assert_nonnull (strstr (sentence, "contraction"));

      g_assert_true (cl_document_undo (fixture->document));
      dynamics_test_settle (fixture);
      g_assert_null (dynamics_test_result (fixture)->example);
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
  dynamics_test_settle (fixture);
  before = dynamics_test_result (fixture)->starts->rows;
  g_signal_emit_by_name (dynamics_test_plane (fixture), "clicked", 0u, 3.0, -3.0);
  dynamics_test_settle (fixture);
  g_assert_cmpuint (dynamics_test_result (fixture)->starts->rows, ==, before + 1);
  g_assert_false (dynamics_test_result (fixture)->covered);
  g_assert_true (isnan (cl_dynamics_norm_rate (&dynamics_test_result (fixture)->chosen)));
  g_assert_true (isnan (dynamics_test_result (fixture)->chosen.distances->envelope[0]));

  g_autoptr (ClMatrix) negative = cl_matrix_copy (cl_model_array (model, CL_ARRAY_A));
  cl_matrix_set (negative, 0, 1, -1);
  g_autoptr (ClModel) wrong = cl_model_with_array (model, CL_ARRAY_A, negative, NULL);
  cl_document_edit (fixture->document, wrong, "Change W", TRUE);
  dynamics_test_settle (fixture);
  g_assert_true (dynamics_test_result (fixture)->model != wrong);
}

#define ADD(name, func)                                                                            \
  g_test_add (name, Fixture, NULL, dynamics_test_set_up, func, dynamics_test_tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/dynamics-seconds/lyapunov", test_lyapunov);
  ADD ("/dynamics-seconds/entrainment", test_entrainment);
  ADD ("/dynamics-seconds/two-norms", test_two_norms);
  ADD ("/dynamics-seconds/examples", test_examples);
  ADD ("/dynamics-seconds/example-limits", test_example_limits);
  return g_test_run ();
}
