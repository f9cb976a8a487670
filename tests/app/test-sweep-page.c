#include "app/sweep-controller.h"

#include <math.h>

#include <glib/gstdio.h>

#include "app/settings.h"
#include "core/datasets/dataset-source.h"
#include "tests/app/page-test.h"
#include "tests/core/training/problem.h"
#include "ui/pages/sweep-item.h"
#include "ui/pages/sweep-plots.h"
#include "ui/pages/sweep-runs.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/run-bar.h"

typedef struct
{
  ClDocument *document;
  GtkWidget *window;
  ClTrainingPage *page;
  ClTrainingSweep *room;
  ClSweepController *controller;
  ClDataset *dataset;
  char *folder; /* where the table is */
  char *table;
  char *notice; /* the last toast */
} Fixture;

#define FIND(fixture, TYPE, CAST) CAST (page_test_widget (GTK_WIDGET ((fixture)->room), TYPE))

static void
wait_for_label (Fixture *fixture, const char *text)
{
  PAGE_TEST_WAIT_UNTIL (page_test_label (GTK_WIDGET (fixture->room), text) != NULL);
}

static void
wait_for_end (Fixture *fixture)
{
  PAGE_TEST_WAIT_UNTIL (!cl_sweep_controller_is_running (fixture->controller));
}

static void
set_epochs (Fixture *fixture, gsize epochs)
{
  ClTrainSettings settings;

  cl_training_page_get_settings (fixture->page, &settings);
  settings.n = 8;
  settings.epochs = epochs;
  settings.batch = 50;
  cl_training_page_set_settings (fixture->page, &settings);
}

static void
set_lists (Fixture *fixture, const char *families, const char *lambdas, const char *seeds)
{
  g_object_set (cl_training_sweep_get_form (fixture->room), "families", families, "lambdas",
                lambdas, "seeds", seeds, NULL);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_all (path);
      g_remove (path);
    }
}

static ClSweepController *
new_controller (Fixture *fixture)
{
  ClSweepController *controller =
      cl_sweep_controller_new (fixture->document, fixture->page, fixture->room, page_test_notify,
                               &fixture->notice);

  cl_sweep_controller_set_dataset (controller, fixture->dataset);
  return controller;
}

static void
open_room (Fixture *fixture)
{
  fixture->window = gtk_window_new ();
  fixture->room = CL_TRAINING_SWEEP (cl_training_sweep_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->room));
  fixture->controller = new_controller (fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
close_room (Fixture *fixture)
{
  cl_sweep_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_build_filename (g_get_user_data_dir (), "contraction-lab", "sweep", NULL);
  fixture->table = g_build_filename (fixture->folder, "runs.csv", NULL);
  remove_all (fixture->folder);
  fixture->document = page_test_document ();
  fixture->dataset = problem_new (1000, 200, 1);
  fixture->page = CL_TRAINING_PAGE (g_object_ref_sink (cl_training_page_new ()));
  set_epochs (fixture, 2);
  open_room (fixture);
  set_lists (fixture, "nemon,mon", "0, 1e-3", "1:2:1");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_room (fixture);
  g_assert_finalize_object (fixture->page);
  g_assert_finalize_object (fixture->document);
  cl_dataset_unref (fixture->dataset);
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->table);
  g_free (fixture->notice);
}

static guint
count_rows (Fixture *fixture)
{
  ClSweepRuns *runs = FIND (fixture, CL_TYPE_SWEEP_RUNS, CL_SWEEP_RUNS);

  return g_list_model_get_n_items (cl_sweep_runs_get_rows (runs));
}

/* Start, look, open a network, save the table: the whole way. */
static void
test_whole_way (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);
  ClSweepRuns *runs = FIND (fixture, CL_TYPE_SWEEP_RUNS, CL_SWEEP_RUNS);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.csv", NULL);

  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->room), "Compare Families"));
  g_assert_nonnull (
      page_test_label (GTK_WIDGET (fixture->room), "Bright pixels, 8 neurons, 2 epochs"));
  g_signal_emit_by_name (bar, "start");
  g_assert_true (cl_sweep_controller_is_running (fixture->controller));
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_RUNNING);
  wait_for_end (fixture);
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_IDLE);
  g_assert_cmpstr (fixture->notice, ==, "The sweep has finished");
  wait_for_label (fixture, "Finished 6 runs");
  g_assert_cmpuint (count_rows (fixture), ==, 6);
  wait_for_label (fixture, "Done");

  ClPlotView *plot = FIND (fixture, CL_TYPE_PLOT_VIEW, CL_PLOT_VIEW);
  ClFigure *figure = cl_plot_view_get_figure (plot);
  g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (figure, 0)), >, 4);
  g_assert_nonnull (strstr (cl_figure_provenance (figure), "n = 8, 2 epochs"));

  cl_sweep_runs_select (runs, 2);
  const ClSweepRun *run = cl_training_sweep_get_selected (fixture->room);
  g_assert_cmpstr (run->family, ==, "mon");
  wait_for_label (fixture, "MON, λ = 0, seed 1");
  g_signal_emit_by_name (runs, "activated");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 8);
  g_assert_cmpuint (cl_document_get_model (fixture->document)->q, ==, 5);
  g_assert_true (cl_document_undo (fixture->document));

  g_signal_emit_by_name (fixture->room, "save-table", copy);
  g_assert_cmpstr (fixture->notice, ==, "Saved the table as copy.csv");
  g_autoptr (ClSweepTable) saved = cl_sweep_table_read (copy, NULL);
  g_assert_cmpuint (saved->runs->len, ==, 6);
}

/* Stopped; closed; opened again: what was done is there, and Start goes on with the rest. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);

  set_epochs (fixture, 300);
  g_signal_emit_by_name (bar, "start");
  wait_for_label (fixture, "Done");
  cl_run_bar_set_state (bar, CL_RUN_STOPPING);
  g_signal_emit_by_name (bar, "stop");
  wait_for_end (fixture);
  wait_for_label (fixture, "Stopped after");
  g_autoptr (ClSweepTable) part = cl_sweep_table_read (fixture->table, NULL);
  g_assert_cmpuint (part->runs->len, >, 0);
  g_assert_cmpuint (part->runs->len, <, 6);

  close_room (fixture);
  open_room (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, part->runs->len);
  wait_for_label (fixture, "Done");
  bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);
  g_signal_emit_by_name (bar, "start");
  wait_for_end (fixture);
  g_autoptr (ClSweepTable) whole = cl_sweep_table_read (fixture->table, NULL);
  g_assert_cmpuint (whole->runs->len, ==, 6);
  for (guint i = 0; i < part->runs->len; i++)
    {
      const ClSweepRun *before = g_ptr_array_index (part->runs, i);
      gboolean kept = FALSE;

      for (guint k = 0; k < 6; k++)
        {
          const ClSweepRun *after = g_ptr_array_index (whole->runs, k);
          kept |= cl_sweep_run_is_same (before, after) && before->seconds == after->seconds;
        }
      g_assert_true (kept);
    }
}

/* Other settings begin another table; the old one stays beside it. */
static void
test_other_settings (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);
  g_autofree char *previous = g_build_filename (fixture->folder, "previous.csv", NULL);

  set_lists (fixture, "nemon", "0", "1");
  g_signal_emit_by_name (bar, "start");
  wait_for_end (fixture);
  set_epochs (fixture, 1);
  g_signal_emit_by_name (bar, "start");
  wait_for_end (fixture);
  g_autoptr (ClSweepTable) now = cl_sweep_table_read (fixture->table, NULL);
  g_autoptr (ClSweepTable) before = cl_sweep_table_read (previous, NULL);
  g_assert_cmpuint (now->settings.epochs, ==, 1);
  g_assert_cmpuint (before->settings.epochs, ==, 2);

  /* A damaged table is no reason to stop. */
  g_assert_true (g_file_set_contents (fixture->table, "lambda,seed\n", -1, NULL));
  g_signal_emit_by_name (bar, "start");
  wait_for_end (fixture);
  g_clear_pointer (&now, cl_sweep_table_free);
  now = cl_sweep_table_read (fixture->table, NULL);
  g_assert_cmpuint (now->runs->len, ==, 1);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);

  set_lists (fixture, "nemon", "0", "1");
  g_signal_emit_by_name (bar, "start");
  wait_for_end (fixture);
  g_signal_emit_by_name (fixture->room, "clear");
  wait_for_label (fixture, "Compare Families");
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  g_assert_false (g_file_test (fixture->table, G_FILE_TEST_EXISTS));
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);

  set_epochs (fixture, 10000);
  g_signal_emit_by_name (bar, "start");
  wait_for_label (fixture, "of 6 runs done");
  g_signal_emit_by_name (bar, "pause");
  wait_for_label (fixture, "Paused after 0 of 6 runs");
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_PAUSED);
  g_signal_emit_by_name (bar, "resume");
  wait_for_label (fixture, "of 6 runs done");
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_RUNNING);
  /* The end of the test frees a controller whose sweep runs. */
}

/* The poll takes over when the room is not seen. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR), "start");
  gtk_widget_set_visible (GTK_WIDGET (fixture->room), FALSE);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->notice, ==, "The sweep has finished");
}

/* What is wrong is said under the field, and nothing starts. */
static void
test_wrong_lists (Fixture *fixture, gconstpointer data)
{
  ClSweepForm *form = cl_training_sweep_get_form (fixture->room);
  GtkWidget *room = GTK_WIDGET (fixture->room);

  g_object_set (form, "lambdas", "0, x", NULL);
  wait_for_label (fixture, "“x” is neither a number nor a range");
  g_assert_false (cl_sweep_form_is_valid (form));
  wait_for_label (fixture, "A list above needs another value");
  g_signal_emit_by_name (fixture->room, "start");
  g_assert_false (cl_sweep_controller_is_running (fixture->controller));
  g_object_set (form, "lambdas", "-1", NULL);
  wait_for_label (fixture, "expected zero or a positive number");
  g_object_set (form, "lambdas", "0, 1e-3", "seeds", "1.5", NULL);
  wait_for_label (fixture, "not a whole number");
  g_assert_null (page_test_label (room, "expected zero or a positive number"));
  g_object_set (form, "seeds", "1, 2", "families", "", NULL);
  wait_for_label (fixture, "Choose at least one family");
  g_object_set (form, "families", "nemon,unheard-of", NULL);
  g_assert_true (cl_sweep_form_is_valid (form));
  g_assert_cmpuint (g_strv_length ((GStrv) cl_sweep_form_get_families (form)), ==, 1);
  g_assert_cmpuint (cl_sweep_form_get_seeds (form)->len, ==, 2);

  /* A penalty that the family cannot have is the sweep's own answer. */
  g_object_set (form, "families", "mon", "lambdas", "1e-3", NULL);
  g_signal_emit_by_name (fixture->room, "start");
  wait_for_label (fixture, "lambda is 0.001: expected 0");
  g_assert_false (cl_sweep_controller_is_running (fixture->controller));
}

static void
test_no_data (Fixture *fixture, gconstpointer data)
{
  cl_sweep_controller_set_dataset (fixture->controller, NULL);
  wait_for_label (fixture, "There is no data set yet");
  g_signal_emit_by_name (fixture->room, "start");
  g_assert_false (cl_sweep_controller_is_running (fixture->controller));
}

/* The lists are those of the last time. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  g_autofree char *families = NULL, *lambdas = NULL, *seeds = NULL;

  set_lists (fixture, "idl,lben", "0, 5e-5", "7");
  close_room (fixture);
  open_room (fixture);
  g_object_get (cl_training_sweep_get_form (fixture->room), "families", &families, "lambdas",
                &lambdas, "seeds", &seeds, NULL);
  g_assert_cmpstr (families, ==, "idl,lben");
  g_assert_cmpstr (lambdas, ==, "0, 5e-5");
  g_assert_cmpstr (seeds, ==, "7");
}

/* Sorting by a column, with runs that have no number yet at the end; what is chosen stays. */
static void
test_sorting (void)
{
  GtkWidget *widget = g_object_ref_sink (cl_sweep_runs_new ());
  ClSweepRuns *runs = CL_SWEEP_RUNS (widget);
  g_autoptr (GPtrArray) array =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);
  GtkColumnView *view = GTK_COLUMN_VIEW (page_test_widget (widget, GTK_TYPE_COLUMN_VIEW));
  static const double accuracies[] = { 0.5, 0.9, NAN, 0.7 };

  for (guint64 seed = 1; seed <= 4; seed++)
    {
      ClSweepRun *run = cl_sweep_run_new ("nemon", 0.0, seed);

      run->accuracy = accuracies[seed - 1];
      g_ptr_array_add (array, run);
    }
  cl_sweep_runs_set (runs, array);
  g_assert_null (cl_sweep_runs_get_selected (runs));
  cl_sweep_runs_select (runs, 0);
  g_assert_cmpuint (cl_sweep_runs_get_selected (runs)->seed, ==, 1);

  g_autoptr (GtkColumnViewColumn) accuracy =
      g_list_model_get_item (gtk_column_view_get_columns (view), 3);
  gtk_column_view_sort_by_column (view, accuracy, GTK_SORT_ASCENDING);
  static const guint64 expected[] = { 1, 4, 2, 3 };
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (ClSweepItem) item = g_list_model_get_item (cl_sweep_runs_get_rows (runs), i);
      g_assert_cmpuint (cl_sweep_item_get_run (item)->seed, ==, expected[i]);
    }

  /* The third gets a number that belongs to the front. */
  ClSweepRun *better = cl_sweep_run_new ("nemon", 0.0, 3);
  better->accuracy = 0.1;
  cl_sweep_run_unref (g_ptr_array_index (array, 2));
  g_ptr_array_index (array, 2) = better;
  cl_sweep_runs_set (runs, array);
  g_autoptr (ClSweepItem) first = g_list_model_get_item (cl_sweep_runs_get_rows (runs), 0);
  g_assert_cmpuint (cl_sweep_item_get_run (first)->seed, ==, 3);
  g_assert_cmpuint (cl_sweep_runs_get_selected (runs)->seed, ==, 1);

  g_ptr_array_set_size (array, 1);
  cl_sweep_runs_set (runs, array);
  g_assert_cmpuint (g_list_model_get_n_items (cl_sweep_runs_get_rows (runs)), ==, 1);
  g_assert_finalize_object (widget);
}

static void
test_finalizes (void)
{
  GtkWidget *room = g_object_ref_sink (cl_training_sweep_new ());
  GtkWidget *form = g_object_ref_sink (cl_sweep_form_new ());
  GtkWidget *plots = g_object_ref_sink (cl_sweep_plots_new ());
  GtkWidget *runs = g_object_ref_sink (cl_sweep_runs_new ());

  g_assert_finalize_object (room);
  g_assert_finalize_object (form);
  g_assert_finalize_object (plots);
  g_assert_finalize_object (runs);
}

/* Two windows sweep at once, with settings that fit no common table; each keeps its own, and finds
 * it again. */
static void
test_two_windows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_strconcat (fixture->folder, "-2", NULL);
  g_autofree char *table = g_build_filename (folder, "runs.csv", NULL);
  Fixture other = *fixture;

  other.notice = NULL;
  open_room (&other);
  set_lists (fixture, "nemon", "0", "1:4:1");
  g_signal_emit_by_name (FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR), "start");
  set_epochs (fixture, 3);
  set_lists (&other, "mon", "0", "1:3:1");
  g_signal_emit_by_name (FIND (&other, CL_TYPE_RUN_BAR, CL_RUN_BAR), "start");
  g_assert_true (cl_sweep_controller_is_running (fixture->controller));
  g_assert_true (cl_sweep_controller_is_running (other.controller));
  wait_for_end (fixture);
  wait_for_end (&other);

  g_autoptr (ClSweepTable) first = cl_sweep_table_read (fixture->table, NULL);
  g_autoptr (ClSweepTable) second = cl_sweep_table_read (table, NULL);
  g_assert_cmpuint (first->runs->len, ==, 4);
  g_assert_cmpuint (first->settings.epochs, ==, 2);
  g_assert_cmpuint (second->runs->len, ==, 3);
  g_assert_cmpuint (second->settings.epochs, ==, 3);
  close_room (&other);
  open_room (&other);
  g_assert_cmpuint (count_rows (&other), ==, 3);
  close_room (&other);
  g_free (other.notice);
  remove_all (folder);
  g_rmdir (folder);
}

#define ADD(name, func) g_test_add ("/sweep-page/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("sweep-page-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/sweep-page/finalizes", test_finalizes);
  g_test_add_func ("/sweep-page/sorting", test_sorting);
  ADD ("whole-way", test_whole_way);
  ADD ("goes-on", test_goes_on);
  ADD ("other-settings", test_other_settings);
  ADD ("clear", test_clear);
  ADD ("pause", test_pause);
  ADD ("hidden", test_hidden);
  ADD ("wrong-lists", test_wrong_lists);
  ADD ("no-data", test_no_data);
  ADD ("memory", test_memory);
  ADD ("two-windows", test_two_windows);
  const int status = g_test_run ();
  remove_all (home);
  g_rmdir (home);
  return status;
}
