#include "app/weight-space-controller.h"

#include <math.h>

#include "tests/app/page-test.h"
#include "ui/pages/conditions-page.h"
#include "ui/pages/entry-pair.h"
#include "ui/pages/weight-space-plot.h"
#include "ui/widgets/plot-view.h"

typedef struct
{
  ClDocument *document;
  ClJobQueue *queue;
  GtkWidget *window;
  ClWeightSpacePlot *plot;
  ClWeightSpaceController *controller;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = page_test_document ();
  fixture->queue = cl_job_queue_new ();
  fixture->window = gtk_window_new ();
  fixture->plot = CL_WEIGHT_SPACE_PLOT (cl_weight_space_plot_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->plot));
  fixture->controller =
      cl_weight_space_controller_new (fixture->document, fixture->queue, fixture->plot);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_weight_space_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->queue);
}

static GtkWidget *
child_of (Fixture *fixture, GType type)
{
  return page_test_widget (GTK_WIDGET (fixture->plot), type);
}

static guint
choice_of_kind (ClWeightSpaceKind kind)
{
  guint count, k = 0;
  const ClWeightSpaceChoice *choices = cl_weight_space_choices (&count);

  while (choices[k].kind != kind)
    k++;
  g_assert_cmpuint (k, <, count);
  return k;
}

static void
choose (Fixture *fixture, guint choice)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child_of (fixture, GTK_TYPE_DROP_DOWN)), choice);
  PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot) != NULL);
}

static double
entry (Fixture *fixture, gsize row, gsize col)
{
  return cl_matrix_get (cl_model_array (cl_document_get_model (fixture->document), CL_ARRAY_A), row,
                        col);
}

static void
set_matrix (Fixture *fixture, gsize n, double scale, gboolean finished)
{
  g_autoptr (ClMatrix) a = cl_matrix_new (n, n);

  for (gsize k = 0; k < n * n; k++)
    a->data[k] = scale / (double) (k + 1);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
  cl_document_edit (fixture->document, model, "Edit", finished);
}

/* Every kind of map is that of the matrix, follows it while a number is dragged, and says so where
 * there is none. */
static void
test_slack (Fixture *fixture, gconstpointer data)
{
  guint count;
  const ClWeightSpaceChoice *choices = cl_weight_space_choices (&count);

  for (guint k = 0; k < count; k++)
    if (choices[k].kind == CL_WEIGHT_SPACE_SLACK)
      {
        set_matrix (fixture, 2, 0.1, TRUE);
        choose (fixture, k);
        const ClWeightSpace *space = cl_weight_space_plot_get (fixture->plot);
        g_assert_nonnull (space->slack);
        double before = cl_matrix_get (space->slack->up, 0, 0);
        g_assert_cmpfloat (before, >, 0);
        set_matrix (fixture, 2, 0.2, FALSE);
        PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot)->slack->up->data[0]
                              < before);
        set_matrix (fixture, 2, 50, TRUE);
        PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot)->slack == NULL);
        g_assert_cmpuint (cl_panel_n_layers (
                              cl_figure_panel (cl_plot_view_get_figure (CL_PLOT_VIEW (
                                                   child_of (fixture, CL_TYPE_PLOT_VIEW))),
                                               0)),
                          ==, 0);
      }
}

/* A drag of the point edits the two entries in one step, and the landscape stays. */
static void
test_landscape (Fixture *fixture, gconstpointer data)
{
  choose (fixture, choice_of_kind (CL_WEIGHT_SPACE_LANDSCAPE));
  const ClLandscape *landscape = cl_weight_space_plot_get (fixture->plot)->landscape;
  GtkWidget *view = child_of (fixture, CL_TYPE_PLOT_VIEW);

  g_assert_nonnull (landscape);
  g_signal_emit_by_name (view, "handle-moved", 0, 0, 0.7, -0.1234567, FALSE);
  g_signal_emit_by_name (view, "handle-moved", 0, 0, 1.5, 99.0, FALSE);
  g_signal_emit_by_name (view, "handle-moved", 0, 0, 1.25, -0.1234567, TRUE);
  g_assert_cmpfloat (entry (fixture, 0, 1), ==, 1.25);
  g_assert_cmpfloat (entry (fixture, 1, 0), ==, -0.123);
  g_assert_cmpfloat (entry (fixture, 0, 0), ==, -0.5);
  g_assert_true (cl_weight_space_plot_get (fixture->plot)->landscape == landscape);
  g_assert_true (cl_document_undo (fixture->document));
  g_assert_cmpfloat (entry (fixture, 0, 1), ==, 0.3);
  g_assert_false (cl_document_get_modified (fixture->document));
  g_assert_true (cl_weight_space_plot_get (fixture->plot)->landscape == landscape);
}

/* Another entry is another slice. */
static void
test_other_entries (Fixture *fixture, gconstpointer data)
{
  const ClEntry x = { 0, 0 }, y = { 1, 1 };
  ClWeightSpaceView view;

  choose (fixture, choice_of_kind (CL_WEIGHT_SPACE_LANDSCAPE));
  ClEntryPair *pair = CL_ENTRY_PAIR (child_of (fixture, CL_TYPE_ENTRY_PAIR));
  cl_entry_pair_set (pair, 2, &x, &y);
  g_signal_emit_by_name (pair, "changed");
  PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot) != NULL);
  cl_weight_space_plot_get_view (fixture->plot, &view);
  g_assert_cmpuint (view.y.row, ==, 1);
  const ClSlice *slice = &cl_weight_space_plot_get (fixture->plot)->landscape->slice;
  g_assert_cmpuint (slice->x.col, ==, 0);
  g_assert_cmpuint (slice->y.col, ==, 1);

  /* Another choice, made elsewhere, leaves nothing of it. */
  g_autoptr (GVariant) margins = g_variant_ref_sink (
      g_variant_parse (G_VARIANT_TYPE_VARDICT, "{'choice': <uint32 0>}", NULL, NULL, NULL));
  cl_document_set_state (fixture->document, "conditions.view", margins);
  g_assert_null (cl_weight_space_plot_get (fixture->plot));
  g_assert_cmpfloat (gtk_widget_get_opacity (child_of (fixture, CL_TYPE_PLOT_VIEW)), ==, 1);
}

/* Entries that a smaller matrix does not have give way, and one state has no slice. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  const ClEntry x = { 2, 0 }, y = { 2, 2 };
  ClWeightSpaceView view;

  set_matrix (fixture, 3, 0.3, TRUE);
  choose (fixture, choice_of_kind (CL_WEIGHT_SPACE_LANDSCAPE));
  ClEntryPair *pair = CL_ENTRY_PAIR (child_of (fixture, CL_TYPE_ENTRY_PAIR));
  cl_entry_pair_set (pair, 3, &x, &y);
  g_signal_emit_by_name (pair, "changed");
  PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot) != NULL);
  set_matrix (fixture, 2, 0.3, TRUE);
  PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot)->model->n == 2);
  cl_weight_space_plot_get_view (fixture->plot, &view);
  g_assert_cmpuint (view.x.row, ==, 0);
  set_matrix (fixture, 1, 0.3, TRUE);
  PAGE_TEST_WAIT_UNTIL (cl_weight_space_plot_get (fixture->plot)->model->n == 1);
  g_assert_null (cl_weight_space_plot_get (fixture->plot)->landscape);
}

/* What a file holds of the view is not believed. */
static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  const char *const values[] = {
    "{'choice': <uint32 99>}",
    "{'x': <(uint32 7, uint32 0)>, 'y': <(uint32 0, uint32 7)>}",
    "{'x': <(uint32 1, uint32 1)>, 'y': <(uint32 1, uint32 1)>}",
    "{'choice': <'landscape'>, 'x': <3.5>}",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    {
      GVariant *value = g_variant_parse (G_VARIANT_TYPE_VARDICT, values[k], NULL, NULL, NULL);
      ClWeightSpaceView view;

      cl_document_set_state (fixture->document, "conditions.view", value);
      g_variant_unref (value);
      cl_weight_space_plot_get_view (fixture->plot, &view);
      g_assert_cmpuint (view.choice, ==, 0);
      g_assert_cmpuint (view.x.row, ==, 0);
      g_assert_cmpuint (view.y.col, ==, 0);
    }
}

/* A window of 800 x 600 leaves the page 498 pixels between its bars. */
static void
test_fits_small_windows (void)
{
  GtkWidget *page = g_object_ref_sink (cl_conditions_page_new ());
  int minimum;

  gtk_widget_measure (page, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 498);
  g_object_unref (page);
}

static void
test_finalizes (void)
{
  g_assert_finalize_object (g_object_ref_sink (cl_weight_space_plot_new ()));
  g_assert_finalize_object (g_object_ref_sink (cl_entry_pair_new ()));
}

/* One entry twice is no plane: the pair stays, and says so. */
static void
test_same_entry_twice (void)
{
  const ClEntry x = { 0, 1 }, y = { 1, 0 };
  GtkWidget *pair = g_object_ref_sink (cl_entry_pair_new ());
  GtkWidget *button = gtk_widget_get_first_child (pair);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  ClEntry got_x, got_y;
  guint changes = 0;

  g_signal_connect_swapped (pair, "changed", G_CALLBACK (g_atomic_int_inc), &changes);
  cl_entry_pair_set (CL_ENTRY_PAIR (pair), 3, &x, &y);
  GtkWidget *row = page_test_widget (popover, GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (row), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (gtk_widget_get_next_sibling (row)), 1);
  cl_entry_pair_get (CL_ENTRY_PAIR (pair), &got_x, &got_y);
  g_assert_cmpuint (got_x.row, ==, 1);
  g_assert_cmpuint (got_x.col, ==, 1);
  g_assert_cmpuint (changes, ==, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (row), 3);
  cl_entry_pair_get (CL_ENTRY_PAIR (pair), &got_x, &got_y);
  g_assert_cmpuint (got_x.row, ==, 2);
  g_assert_cmpuint (got_x.col, ==, 0);
  g_assert_cmpuint (changes, ==, 2);
  g_object_unref (pair);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/weight-space/fits-small-windows", test_fits_small_windows);
  g_test_add_func ("/weight-space/finalizes", test_finalizes);
  g_test_add_func ("/weight-space/same-entry-twice", test_same_entry_twice);
  ADD ("/weight-space/slack", test_slack);
  ADD ("/weight-space/landscape", test_landscape);
  ADD ("/weight-space/other-entries", test_other_entries);
  ADD ("/weight-space/sizes", test_sizes);
  ADD ("/weight-space/nonsense", test_nonsense);
  return g_test_run ();
}
